// The words beside the slider follow it while it moves; it is sent when it comes to rest.

document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches?.(".position-slider")) return;
  const place = slider.dataset.places.split("|")[Number(slider.value) - Number(slider.min)];
  slider.setAttribute("aria-valuetext", place);
  const says = document.createElement("strong");
  says.textContent = place;
  document.getElementById("position-now").replaceChildren(`${slider.dataset.you} `, says);
});

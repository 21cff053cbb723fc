// Says aloud, politely, what a response tells in its header: HX-Trigger: {"said": {"text": "..."}}.

const region = document.getElementById("said");

document.addEventListener("said", (event) => {
  region.textContent = "";
  // Emptied first and filled a moment later, so that the same words twice are heard twice.
  setTimeout(() => {
    region.textContent = event.detail.text ?? event.detail.value ?? "";
  }, 60);
});

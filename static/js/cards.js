// The next claim to judge is where one reads on, and what a screen reader says.

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt.id !== "card") return;
  elt.querySelector("#card-text")?.focus({ preventScroll: true });
  elt.scrollIntoView({ block: "nearest" });
});

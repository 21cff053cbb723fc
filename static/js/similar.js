// What is like the text being typed: asked for only from a certain length on, never at such length
// that the address would be refused, and told aloud only when it first appears.

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const list = detail.elt;
  if (!list.matches?.(".similar")) return;
  const text = (detail.parameters.text ?? "").trim();
  if (list.childElementCount) detail.parameters.told = "1";
  detail.parameters.text = text.length < Number(list.dataset.least) ? "" : text.slice(0, Number(list.dataset.most));
});
// A list that cannot be had is no news to somebody who is writing.
for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  const hush = (event) => event.detail.elt?.matches?.(".similar") && event.stopImmediatePropagation();
  document.addEventListener(kind, hush, true);
}

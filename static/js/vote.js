// The last click wins. While a vote is under way its buttons are about to be replaced, and htmx
// forgets what was queued on a replaced element; so a click in between is remembered here and
// repeated on the new button, unless that vote stands already.

const wanted = new Map(); // the id of a claim's votes -> the value pressed last

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(".vote [name='value']");
    const votes = button?.closest(".vote");
    if (!votes?.querySelector(".htmx-request")) return;
    event.preventDefault();
    event.stopPropagation();
    wanted.set(votes.id, button.value);
  },
  true,
);

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const id = detail.target?.id;
  if (!wanted.has(id)) return;
  const value = wanted.get(id);
  wanted.delete(id);
  if (!detail.successful) return;
  setTimeout(() => document.getElementById(id)?.querySelector(`[value="${value}"]`)?.click(), 0);
});

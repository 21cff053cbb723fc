// The last click wins. While a vote is under way its buttons are about to be replaced, and htmx
// forgets what was queued on a replaced element; so a click in between is remembered here and
// repeated on the new button, unless that vote stands already.

const busy = new Set(); // the ids of votes that a request is under way for
const wanted = new Map(); // and the value that was pressed last meanwhile

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(".vote [name='value']");
    const votes = button?.closest(".vote");
    if (!busy.has(votes?.id)) return;
    event.preventDefault();
    event.stopPropagation();
    wanted.set(votes.id, button.value);
  },
  true,
);

const votesOf = (detail) => {
  const { target } = detail.requestConfig;
  return target?.matches?.(".vote") ? target.id : null;
};

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  const id = votesOf(detail);
  if (id) busy.add(id);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const id = votesOf(detail);
  busy.delete(id);
  const value = wanted.get(id);
  wanted.delete(id);
  if (value === undefined || detail.xhr.status !== 200) return;
  // After htmx has settled what it put in: until then it still restores the old classes.
  setTimeout(() => document.getElementById(id)?.querySelector(`[value="${value}"]`)?.click(), 50);
});

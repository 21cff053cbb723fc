// What somebody is writing or choosing on a student's page stays where it is when the phase changes:
// the part that asks for it is not replaced, and a line below it says when it can be sent.

const REPLY = "reply-"; // of the name of a draft; the claim's key follows

const asks = () => document.getElementById("session-ask");

const touched = (field) => {
  if (field.matches("[type='hidden'], button, output, fieldset")) return false;
  if (field.matches("[type='radio'], [type='checkbox']")) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
};

const inUse = (part) =>
  [...part.querySelectorAll("form")].some(
    (form) => form.contains(document.activeElement) && form.matches(".composer") || [...form.elements].some(touched),
  );

// What was typed a moment before the page was left is on its way to the server, or only in this tab:
// where no form on this page shows it, the one that does is asked for.
document.addEventListener("DOMContentLoaded", () => {
  const part = asks();
  const found = { names: [] };
  document.dispatchEvent(new CustomEvent("draft:which", { detail: found }));
  const kept = found.names.filter((name) => name.startsWith(REPLY)).map((name) => name.slice(REPLY.length));
  const [hidden] = kept.filter((key) => !document.querySelector(`form[data-draft="${REPLY}${CSS.escape(key)}"]`));
  if (!part || !hidden) return;
  const address = `${location.pathname}?${new URLSearchParams({ part: "ask", answer: hidden, typed: "yes" })}`;
  globalThis.htmx?.ajax("GET", address, { target: part, select: `#${part.id} > *`, swap: "innerHTML" });
});

// Refused: the phase is perhaps another one than the page shows, which nobody has told it of yet.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches?.(".composer") && [403, 409].includes(detail.xhr.status)) {
    document.dispatchEvent(new CustomEvent("live:phase"));
  }
});

// Looked at twice: somebody may begin to write while the answer is under way.
for (const moment of ["htmx:beforeRequest", "htmx:beforeSwap"]) {
  document.addEventListener(moment, (event) => {
    const part = asks();
    if (!part || event.detail.elt !== part || event.detail.xhr?.status === 204 || !inUse(part)) return;
    event.preventDefault();
    globalThis.htmx?.trigger("#session-unsent", "unsent");
  });
}

// The relations of the phase take the place of those that were shown when they were asked for; what
// was chosen meanwhile is chosen still, where it is open.
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
  if (!target.matches?.(".composer-relation")) return;
  const chosen = target.querySelector(":checked")?.value;
  for (const way of fragment.querySelectorAll("[type='radio']")) way.toggleAttribute("checked", way.value === chosen);
});

// What somebody is writing or choosing on a student's page stays where it is when the phase changes:
// the part that asks for it is not replaced, and a line below it says when it can be sent.

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

document.addEventListener("htmx:beforeRequest", (event) => {
  const part = asks();
  if (!part || event.detail.elt !== part || !inUse(part)) return;
  event.preventDefault();
  globalThis.htmx?.trigger("#session-unsent", "unsent");
});

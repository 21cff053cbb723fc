// While something is written: how much is left, what the button will do, and nothing lost by accident.
// What was typed is kept in this tab until it is posted, or its writer signs out.

const dirty = (form) =>
  [...form.elements].some((field) => field.matches("textarea, input[type='text']") && field.value !== field.defaultValue);

// ---- Characters left, counted as the server counts them: one line, composed, in code points

const count = (text) => [...text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ")].length;

const tellLeft = (text) => {
  const output = text.form.querySelector(".composer-left");
  if (!output) return;
  const left = Number(text.dataset.max) - count(text.value);
  output.dataset.state = left < 0 ? "over" : "within";
  output.textContent = (left < 0 ? output.dataset.over : output.dataset.left).replace("{n}", Math.abs(left));
};

// ---- The verb on the button

const tellVerb = (form) => {
  const verb = form.querySelector("[name='relation']:checked")?.dataset.verb;
  if (verb) form.querySelector("[type='submit']").textContent = verb;
};

// ---- Drafts

const PREFIX = "draft:";
const SENT = "draft-sent"; // the draft that a form took along when it left the page

const stored = (act) => {
  try {
    return act(sessionStorage);
  } catch {
    return null; // forbidden or full; the form itself still holds the text
  }
};

const fields = (form) =>
  [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type='hidden'], [type='file'], [type='password'])"));

const keep = (form) => {
  const draft = fields(form)
    .filter((field) => !field.matches("[type='radio'], [type='checkbox']") || field.checked)
    .map((field) => [field.name, field.value]);
  stored((store) => store.setItem(PREFIX + form.dataset.draft, JSON.stringify(draft)));
};

const leave = (form) => stored((store) => store.setItem(SENT, form.dataset.draft));

const forget = (form) => stored((store) => store.removeItem(PREFIX + form.dataset.draft));

const forgetAll = () =>
  stored((store) => {
    for (const key of Object.keys(store)) if (key === SENT || key.startsWith(PREFIX)) store.removeItem(key);
  });

const restore = (form) => {
  const draft = stored((store) => JSON.parse(store.getItem(PREFIX + form.dataset.draft)));
  // A form that was refused comes back filled in; what the server sent is what was typed.
  if (!draft || form.querySelector("[aria-invalid='true']")) return;
  for (const field of fields(form)) {
    const values = draft.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!values.length) continue;
    if (field.matches("[type='radio'], [type='checkbox']")) {
      // The link that opened the form may have chosen a relation already: the newer choice holds.
      if (!form.querySelector(`[name="${field.name}"]:checked`)) field.checked = values.includes(field.value);
    } else if (values[0] && field.value === field.defaultValue) {
      field.value = values[0];
      const extras = field.closest("details");
      if (extras) extras.open = true;
    }
  }
};

const ready = (within) => {
  for (const form of within.querySelectorAll("form[data-draft]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "yes";
    restore(form);
    for (const text of form.querySelectorAll("[data-max]")) tellLeft(text);
    tellVerb(form);
  }
};

// A form that left with its text was accepted, unless it came back, or led to a problem or the door.
const sent = stored((store) => store.getItem(SENT));
if (sent !== null) {
  stored((store) => store.removeItem(SENT));
  const refused =
    document.querySelector(".problem, .entry-form") || [...document.forms].some((form) => form.dataset.draft === sent);
  if (!refused) stored((store) => store.removeItem(PREFIX + sent));
}
ready(document);

document.addEventListener("htmx:load", (event) => ready(event.detail.elt.parentElement ?? event.detail.elt));
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset?.draft) return;
  if (event.target.matches("[data-max]")) tellLeft(event.target);
  if (event.target.name === "relation") tellVerb(form);
  keep(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  // The next person at this browser is not to read what the last one had begun.
  if ("forget" in form.dataset) forgetAll();
  if (form.dataset.draft && !form.hasAttribute("hx-post")) leave(form);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.requestConfig.elt; // detail.elt is what is left of the page around it
  if (!form.dataset.draft || detail.xhr.status < 200 || detail.xhr.status >= 300) return;
  // On the way to another page, which may be the door: that page decides.
  if (detail.xhr.getResponseHeader("HX-Redirect")) leave(form);
  else forget(form);
});

// ---- Cancel, Escape, and one composer at a time

const inSlot = (form) => form.closest(".slot[data-opener]");

/** Whether the form may go: nothing was typed, or its writer agrees to lose it. */
const mayDrop = (form) => {
  if (!dirty(form)) return true;
  if (!window.confirm(form.dataset.drop)) return false;
  forget(form);
  return true;
};

const close = (slot) => {
  slot.replaceChildren();
  const opener = document.getElementById(slot.dataset.opener);
  (opener ?? slot.previousElementSibling?.querySelector("a"))?.focus();
};

document.addEventListener("click", (event) => {
  const cancel = event.target.closest?.("[data-cancel]");
  const form = cancel?.closest("form");
  if (!form) return;
  const slot = inSlot(form);
  if (!mayDrop(form)) event.preventDefault();
  else if (slot) {
    event.preventDefault();
    close(slot);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const form = event.target.closest?.("form.composer");
  const slot = form && inSlot(form);
  if (slot && mayDrop(form)) close(slot);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  if (!target?.matches?.(".slot") || elt.matches("form")) return;
  for (const form of document.querySelectorAll(".slot[data-opener] form")) {
    if (!mayDrop(form)) return event.preventDefault();
    if (inSlot(form) !== target) inSlot(form).replaceChildren();
  }
});

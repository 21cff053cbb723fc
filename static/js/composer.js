// While something is written: how much is left, what the button will do, and nothing lost by accident.
// What was typed is kept by drafts.js, which listens for draft:drop and draft:keep.

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
  const chosen = form.querySelector("[name='relation']:checked") ?? form.querySelector(".composer-relation");
  const verb = chosen?.dataset.verb;
  if (verb) form.querySelector("[type='submit']").textContent = verb;
};

const tell = (form) => {
  for (const text of form.querySelectorAll("[data-max]")) tellLeft(text);
  tellVerb(form);
};

for (const form of document.querySelectorAll("form[data-draft]")) tell(form);
document.addEventListener("htmx:load", ({ detail }) => {
  const within = detail.elt.parentElement ?? detail.elt;
  for (const form of within.querySelectorAll("form[data-draft]")) tell(form);
  if (within.matches("form[data-draft]")) tell(within); // the ways to reply are others
});
document.addEventListener("draft:filled", (event) => tell(event.target));
document.addEventListener("input", ({ target }) => {
  if (!target.form?.dataset?.draft) return;
  if (target.matches("[data-max]")) tellLeft(target);
  if (target.name === "relation") tellVerb(target.form);
});

// ---- Cancel, Escape, and one composer at a time

const inSlot = (form) => form.closest(".slot[data-opener]");

const hasWords = (form) => dirty(form) || form.querySelector(".draft[data-state='saved']") !== null;

/** Whether the form may go: nothing was typed, or its writer agrees to lose it. */
const mayDrop = (form) => !hasWords(form) || window.confirm(form.dataset.drop);

/** Drop what the form holds, here and on the server; answers when that is done. */
const drop = (form) => {
  const told = new CustomEvent("draft:drop", { bubbles: true, detail: { done: null } });
  form.dispatchEvent(told);
  return told.detail.done ?? Promise.resolve();
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
  event.preventDefault();
  if (!mayDrop(form)) return;
  const slot = inSlot(form);
  const done = drop(form);
  if (slot) close(slot);
  else done.finally(() => location.assign(cancel.href)); // that page must not find the draft again
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const form = event.target.closest?.("form.composer");
  const slot = form && inSlot(form);
  if (!slot || !mayDrop(form)) return;
  drop(form);
  close(slot);
});

/** The link asks for the form that is open there already; perhaps with another relation. */
const stays = (form, link) => {
  const asked = new URL(link.href, location.href);
  if (!link.href || asked.pathname.replace(/reply\/$/, "replies/") !== new URL(form.action).pathname) return false;
  const relation = form.querySelector(`[name="relation"][value="${asked.searchParams.get("relation") ?? ""}"]`);
  if (relation) relation.click();
  form.querySelector(".composer-text")?.focus();
  return true;
};

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target, requestConfig } = event.detail;
  if (!target?.matches?.(".slot") || requestConfig.verb !== "get") return;
  for (const form of document.querySelectorAll(".slot form[data-draft]")) {
    const here = form.closest(".slot") === target;
    if (here && stays(form, elt)) return event.preventDefault();
    // Where nothing was typed a form gives way to the next; words stay where they are, and where
    // two forms have one place, they wait as a draft.
    if (here) form.dispatchEvent(new CustomEvent("draft:keep", { bubbles: true }));
    else if (!hasWords(form) && inSlot(form)) inSlot(form).replaceChildren();
  }
});

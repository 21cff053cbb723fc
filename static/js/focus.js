// Where focus lands after a swap: on what was asked for, and never nowhere.

const focus = (element) => {
  if (!element) return;
  if (!element.matches("a, button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
  for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) {
    if (!at.open && !element.matches("summary")) at.open = true;
  }
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
};

// ---- A form that was refused and came back as a whole page: its first problem

if (document.activeElement === document.body) {
  focus(document.querySelector('main [aria-invalid="true"]:not([type="hidden"])'));
}

// ---- The slot under a claim: a form opens there, is refused, or is done

const opened = (slot) => {
  const wrong = slot.querySelector('[aria-invalid="true"]:not([type="hidden"])');
  const text = slot.querySelector(".composer-text");
  if (wrong) return focus(wrong);
  if (text) {
    focus(text);
    text.setSelectionRange(text.value.length, text.value.length);
    return text.form.scrollIntoView({ block: "nearest" });
  }
  focus(slot.firstElementChild); // a question: heard first, answered by nobody's second Enter
};

const done = (slot) => {
  const arrived = [...document.querySelectorAll("[data-arrived]:not([tabindex])")].at(-1);
  // Nothing arrived: it was withdrawn, and its place stands before the slot.
  focus(arrived ?? slot.previousElementSibling);
};

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const slot = detail.target;
  if (slot?.matches?.(".slot") && detail.requestConfig.verb === "get") slot.dataset.opener = detail.elt.id;
});

document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  if (!target.matches?.(".slot")) return;
  if (detail.requestConfig.elt === target) return; // it opened by itself (reopen.js): nobody asked
  if (target.firstElementChild) opened(target);
  else if (detail.requestConfig.verb === "post") done(target);
});

// ---- "12 more replies": the first of them. The link itself is gone by then.

let before = null;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const stub = detail.elt?.closest?.("li.more");
  if (stub && detail.shouldSwap) before = { list: stub.parentElement, last: stub.previousElementSibling };
});
document.addEventListener("htmx:afterSwap", () => {
  if (!before) return;
  const { list, last } = before;
  before = null;
  if ("restoring" in document.documentElement.dataset) return; // on Back nobody asked for them
  focus((last ? last.nextElementSibling : list.firstElementChild)?.querySelector(".claim"));
});

// ---- A link that names where focus goes (data-focus): only when it came from the keyboard

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const goal = detail.elt?.dataset?.focus ?? detail.requestConfig?.elt?.dataset?.focus;
  const press = detail.requestConfig?.triggeringEvent;
  if (goal && press?.type === "click" && press.detail === 0) focus(document.getElementById(goal));
  // The control that was pressed may not be there any more, as when a position is taken back.
  else if (detail.target?.id === "position" && document.activeElement === document.body) {
    focus(document.getElementById("position-value"));
  }
});

// Keeps the parts of a board as they are now. A part says what it asks for anew and when:
//
//   data-part="latest"            its name
//   data-live-on="change phase"   live events (static/js/live.js) after which it is out of date
//   data-every="15"               and after so many seconds at most, for what nobody is told of
//   data-holds                    waits while somebody points at it or is in it, so that nothing
//                                 moves under their finger; the others wait only while one is in them
//
// However much happens, a part asks once in two seconds at most.

const PACE_MS = 2000;
const TICK_MS = 500;
const LEAST_OF_EVERYTHING = ["resync"];

const due = new Set(); // names of parts that are out of date
const asked = new Map(); // when each was asked for last

const parts = () => document.querySelectorAll("[data-part]");

const held = (part) =>
  (part !== document.activeElement && part.contains(document.activeElement)) ||
  (part.hasAttribute("data-holds") && part.matches(":hover"));

// A part that is about to be replaced asks no more: then the new one does.
const ask = (part) => {
  if (part.classList.contains("htmx-request")) {
    due.add(part.dataset.part);
    asked.set(part.dataset.part, 0);
    return;
  }
  due.delete(part.dataset.part);
  asked.set(part.dataset.part, Date.now());
  part.dispatchEvent(new CustomEvent("refresh"));
};

const tick = () => {
  if (document.hidden || !navigator.onLine) return;
  const now = Date.now();
  for (const part of parts()) {
    const name = part.dataset.part;
    if (!asked.has(name)) asked.set(name, now);
    const since = now - asked.get(name);
    if (part.dataset.every && since > part.dataset.every * 1000) due.add(name);
    if (due.has(name) && since > PACE_MS && !held(part)) ask(part);
  }
};

const heard = (event) => {
  for (const part of parts()) {
    const on = [...LEAST_OF_EVERYTHING, ...part.dataset.liveOn.split(" ")];
    if (on.includes(event)) due.add(part.dataset.part);
  }
};

const EVENTS = ["change", "phase", "announcement", "feature", "results", "seat", "roster", "grades", "rules", "resync"];
for (const name of EVENTS) document.addEventListener(`live:${name}`, () => heard(name));
setInterval(tick, TICK_MS);

// What was just done here is shown at once, wherever the pointer is.
document.addEventListener("board-done", ({ detail }) => {
  for (const part of parts()) if (detail.parts.includes(part.dataset.part)) ask(part);
});

// Whoever pressed a button by the keyboard stays in its part, from which Tab goes on; being on the
// part as a whole holds nothing up.
let left = null;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const part = detail.target?.closest?.("[data-part]");
  const focused = document.activeElement;
  if (part?.contains(focused) && focused.matches(":focus-visible")) left = part.dataset.part;
});
document.addEventListener("htmx:afterSettle", () => {
  const part = left && document.querySelector(`[data-part="${left}"]`);
  left = null;
  if (!part || document.activeElement !== document.body) return;
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
});

// ---- Who is here: the live processes know it by the second.

let seats = null;

const mark = () => {
  if (seats === null) return;
  const rows = document.querySelectorAll("tr[data-seat]");
  let here = 0;
  for (const row of rows) {
    const away = !seats.has(row.dataset.seat);
    row.toggleAttribute("data-away", away);
    here += away ? 0 : 1;
  }
  const says = document.querySelector("[data-here-of]");
  if (says && rows.length) {
    says.textContent = says.dataset.hereOf.replace("{here}", here).replace("{all}", says.dataset.all);
  }
};

document.addEventListener("live:here", ({ detail }) => {
  if (!detail.topic?.startsWith("board:")) return;
  seats = new Set(detail.seats);
  mark();
});
document.addEventListener("htmx:afterSwap", mark);

// ---- What is typed, and what is opened

document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
  if (detail.successful && target.matches?.("form[data-clears]")) target.reset();
});

const panel = document.getElementById("board-seat");

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target !== panel) return;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
});

const close = () => {
  panel.replaceChildren();
  panel.focus({ preventScroll: true });
};

// What was done about a seat is done: the panel tells how it was before.
document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
  if (detail.successful && target.matches?.("#board-seat .seat-form")) close();
});

document.addEventListener("click", (event) => {
  if (!panel || !event.target.closest?.("[data-closes]")) return;
  event.preventDefault();
  close();
});

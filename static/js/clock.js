// Counts a phase down by the server's clock, whatever the device's says, and tells who does not look.

const TICK = 250; // ms: often enough that no second is skipped
const SPREAD = 2000; // ms: a whole class does not ask for the next phase in the same instant
const SPOKEN = [
  [60, "minute"],
  [10, "moment"],
];

const urgent = document.createElement("div"); // what is another now is said at once
urgent.className = "for-ears";
urgent.setAttribute("role", "alert");
document.body.append(urgent);

const behind = new WeakMap(); // by how much the device's clock differs, for each clock on the page
const ended = new Set(); // ends that the page has asked about
let spoken = new Set(); // what was said of the phase that holds
const told = new Map(); // what the page said last that it is now, for each thing it tells of

const face = (clock, seconds) => {
  const days = Math.floor(seconds / 86400);
  if (days >= 2) return clock.dataset.days.replace("0", String(days));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
};

const left = (clock) => {
  const now = Date.now() + behind.get(clock);
  return Math.max(0, Math.ceil((Number(clock.dataset.ends) - now) / 1000));
};

const speak = (clock, seconds) => {
  for (const [from, which] of SPOKEN) {
    const key = `${which} ${clock.dataset.now}`;
    if (seconds > from) {
      spoken.delete(key); // time was added: it is to be said again
    } else if (seconds === from && !spoken.has(key)) {
      spoken.add(key);
      document.dispatchEvent(new CustomEvent("said", { detail: { text: clock.dataset[which] } }));
    }
  }
};

const ask = (clock) => {
  const end = clock.dataset.ends;
  if (ended.has(end)) return;
  ended.add(end);
  setTimeout(() => document.dispatchEvent(new CustomEvent("live:phase")), 500 + Math.random() * SPREAD);
};

const tick = () => {
  let first = true;
  for (const clock of document.querySelectorAll(".countdown[data-ends]")) {
    if (!behind.has(clock)) behind.set(clock, Number(clock.dataset.at) - Date.now());
    const seconds = left(clock);
    const shown = clock.querySelector(".countdown-time");
    const says = face(clock, seconds);
    if (shown.textContent !== says) shown.textContent = says;
    const bar = clock.querySelector("progress");
    if (bar) bar.value = seconds;
    if (first) speak(clock, seconds);
    if (seconds === 0) ask(clock);
    first = false;
  }
};

/** What is another now than it was, the clock or what a teacher says, is told once. */
const look = () => {
  for (const telling of document.querySelectorAll("[data-now][data-told]")) {
    const what = telling.id || telling.className;
    const { now, told: text } = telling.dataset;
    if (told.has(what) && told.get(what) !== now) {
      if (text) urgent.textContent = text;
      if (telling.matches(".countdown")) spoken = new Set();
    }
    told.set(what, now);
  }
};

look();
tick();
setInterval(tick, TICK);
document.addEventListener("htmx:load", () => {
  look();
  tick();
});
addEventListener("pageshow", (event) => {
  // Brought back as it was left: what it counted from is long past.
  if (event.persisted) document.dispatchEvent(new CustomEvent("live:phase"));
});

// One quiet line at the top of a page that listens: no connection, connected again, the debate is
// another now, new replies. The sentences stand in the page (templates/live/_place.html); what they
// say is told aloud politely, what arrived at most once in twenty seconds.

const place = document.getElementById("live");

const TROUBLE_MS = 6000; // a connection that is back before was not worth a word
const BACK_MS = 6000; // how long it is said that one is back
const TOLD_MS = 20000;
const ORDER = ["offline", "reconnecting", "rules", "unveiled", "debate", "news", "back"]; // the first is shown

const lines = new Map();
let trouble = 0;
let back = 0;
let toldAt = -TOLD_MS;
let telling = 0;

const say = (text) => document.dispatchEvent(new CustomEvent("said", { detail: { text } }));
const worded = (line) => line.querySelector(".live-says").textContent;
const ready = (name) => document.getElementById(`live-${name}-line`).content.firstElementChild.cloneNode(true);

const draw = () => {
  const name = ORDER.find((each) => lines.has(each));
  const line = name && lines.get(name);
  const old = place.firstElementChild;
  if (line === (old ?? undefined)) return;
  // Pressed by the keyboard and gone: focus must not be nowhere.
  const focused = old?.contains(document.activeElement);
  place.replaceChildren(...(line ? [line] : []));
  if (line) globalThis.htmx?.process(line);
  if (!focused) return;
  const next = place.querySelector("a, button") ?? document.getElementById("main");
  next.focus({ preventScroll: true });
};

/** Show a line, or take it away; what is read below stays where it is. */
const set = (name, line) => {
  if (!place || (!line && !lines.has(name))) return;
  if (line) lines.set(name, line);
  else lines.delete(name);
  const before = place.offsetHeight;
  const root = document.documentElement;
  root.dataset.liveStill = "";
  draw();
  if (!document.activeElement.closest(".masthead")) scrollBy({ top: place.offsetHeight - before, behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(() => delete root.dataset.liveStill));
};

// ---- The connection

const troubled = () => {
  const [name, other] = navigator.onLine ? ["reconnecting", "offline"] : ["offline", "reconnecting"];
  set("back", null);
  set(other, null);
  if (lines.has(name)) return;
  set(name, ready(name));
  say(worded(lines.get(name)));
};

const well = () => {
  clearTimeout(trouble);
  trouble = 0;
  if (!lines.has("offline") && !lines.has("reconnecting")) return;
  set("offline", null);
  set("reconnecting", null);
  set("back", ready("back"));
  say(worded(lines.get("back")));
  clearTimeout(back);
  back = setTimeout(() => set("back", null), BACK_MS);
};

document.addEventListener("live:state", ({ detail: { state } }) => {
  if (!place) return;
  if (state === "open" || state === "polling") return well();
  // Whoever may listen no more may see the page no more, or not as it is.
  if (state === "closed") outdated("debate");
  if (state !== "lost") {
    clearTimeout(trouble);
    trouble = 0;
    set("offline", null);
    set("reconnecting", null);
  } else if (!trouble) trouble = setTimeout(troubled, TROUBLE_MS);
});
for (const event of ["online", "offline"]) {
  addEventListener(event, () => (lines.has("offline") || lines.has("reconnecting")) && troubled());
}
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-live-again]")) document.dispatchEvent(new CustomEvent("live:again"));
});

// ---- The page is an older one

const outdated = (what) => {
  if (!place || lines.has(what)) return;
  set(what, ready(what));
  say(worded(lines.get(what)));
};

document.addEventListener("live:outdated", ({ detail: { what } }) => outdated(what));
document.addEventListener("live:unveiled", () => outdated("unveiled"));
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-live-anew]")) return;
  event.preventDefault();
  location.reload(); // where one was reading is kept (place.js), and what one was writing (drafts.js)
});

// ---- What arrived

document.addEventListener("live:news", ({ detail: { line } }) => {
  if (!place) return;
  const before = lines.get("news");
  if (line && before && worded(before) === worded(line) && before.innerHTML === line.innerHTML) return;
  set("news", line);
  clearTimeout(telling);
  if (!line) return;
  const tell = () => {
    toldAt = Date.now();
    if (lines.has("news")) say(worded(lines.get("news")));
  };
  telling = setTimeout(tell, Math.max(0, toldAt + TOLD_MS - Date.now()));
});

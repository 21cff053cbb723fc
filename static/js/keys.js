// Single keys that move through claims. They rest while somebody types, and for good on a device
// where they were switched off in the help that "?" opens.

const CLAIMS = "main :is(.claim, .focus-claim, .point)";
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], .composer";
const root = document.documentElement;
const help = document.getElementById("keys-help");

// ---- Switched off, or on

const off = () => {
  try {
    return localStorage.getItem("keys") === "off";
  } catch {
    return root.dataset.keys === "off";
  }
};

const show = () => {
  root.dataset.keys = off() ? "off" : "on";
  help.querySelector('[data-touch="keys"]').checked = !off();
};

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.('[data-touch="keys"]')) return;
  root.dataset.keys = target.checked ? "on" : "off";
  try {
    if (target.checked) localStorage.removeItem("keys");
    else localStorage.setItem("keys", "off");
  } catch {
    // Then it holds for this page only.
  }
});
document.addEventListener("click", ({ target }) => {
  if (target.closest?.('[data-opens="keys-help"]')) help.showModal();
});
show();

// ---- Where one is

const say = (text) => document.dispatchEvent(new CustomEvent("said", { detail: { text } }));
const drawn = () => [...document.querySelectorAll(CLAIMS)].filter((claim) => claim.getClientRects().length);
const inSight = (claim) => {
  const { top, bottom } = claim.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

const current = () => {
  const at = document.activeElement;
  const within = at.closest(CLAIMS) ?? at.closest(".reply")?.querySelector(":scope > .claim");
  if (within) return within;
  const last = document.querySelector(`${CLAIMS}[data-current]`);
  return last && inSight(last) ? last : null;
};

const go = (claim, block = "nearest") => {
  if (!claim) return;
  for (let at = claim.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  const relation = document.querySelector(`.threads-show [value="${claim.dataset.relation}"]`);
  if (relation && !claim.getClientRects().length) relation.checked = true;
  claim.tabIndex = -1;
  claim.focus({ preventScroll: true });
  claim.scrollIntoView({ block });
};

// The current claim: on one line it alone stands in full.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches?.(CLAIMS)) return;
  for (const claim of document.querySelectorAll("[data-current]")) delete claim.dataset.current;
  target.dataset.current = "";
});

const step = (by) => {
  const claims = drawn();
  const at = claims.indexOf(current());
  if (at >= 0) return go(claims[at + by]);
  const tops = claims.map((claim) => claim.getBoundingClientRect().top >= 0);
  return go(claims[by > 0 ? tops.indexOf(true) : tops.lastIndexOf(false)]);
};

const parent = () => {
  const reply = current()?.closest(".reply");
  const above = reply?.parentElement.closest(".reply")?.querySelector(":scope > .claim");
  const top = document.querySelector("main :is(.point, .focus-claim, .debate-head)");
  if (above) go(above);
  else if (reply) go(top);
  else document.querySelector(".ancestry li:last-child a")?.focus();
};

const fold = () => {
  const reply = current()?.closest(".reply");
  if (!reply) return;
  const own = reply.querySelector(":scope > .branch");
  const branch = own.querySelector("li") ? own : reply.parentElement.closest(".branch");
  if (!branch) return;
  branch.open = !branch.open;
  go(branch.closest(".reply").querySelector(":scope > .claim"));
};

const answer = () => {
  const claim = current();
  const all = claim ?? document.querySelector("main :is(.focus-claim, .point)")?.parentElement ?? document;
  const link = all.querySelector(".answer-link, .claim-deeds a[href*='/reply/']") ?? document.querySelector("main .answer-link");
  link?.click();
};

const search = () => {
  const box = [...document.querySelectorAll('input[type="search"], input[name="q"]')].find((each) => each.getClientRects().length);
  if (box) return box.focus();
  return document.querySelector('a[href^="/search/"]')?.click();
};

// ---- The next new one, behind "12 more replies" too

const met = new Set(); // the ids of those that were gone to
const after = (claim, at) => !at || Boolean(at.compareDocumentPosition(claim) & Node.DOCUMENT_POSITION_FOLLOWING);

const nextNew = async () => {
  const fresh = [...document.querySelectorAll(`${CLAIMS}[data-new]`)];
  const left = fresh.filter((claim) => !met.has(claim.id));
  const at = current();
  let next = left.find((claim) => after(claim, at)) ?? left[0];
  const stub = document.querySelector("li.more[data-new]");
  if (!next && stub) {
    const link = stub.querySelector("a");
    const path = `${link.getAttribute("href")}&show=new`;
    if (!window.htmx) return location.assign(path);
    await htmx.ajax("GET", path, { source: link, target: stub, swap: "outerHTML" });
    next = [...document.querySelectorAll(`${CLAIMS}[data-new]`)].find((claim) => !met.has(claim.id));
  }
  // What arrived since, and was not asked for yet (live-claims.js).
  const arrived = document.querySelector("a.arrivals");
  if (!next && arrived) return arrived.click();
  if (!next) {
    met.clear();
    next = fresh[0];
  }
  if (!next) return say(help.dataset.none);
  met.add(next.id);
  return go(next, "center"); // with what hangs below it in view
};

document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".threads-new") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  nextNew();
});

// ---- What each key does

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  p: parent,
  n: nextNew,
  x: fold,
  r: answer,
  "/": search,
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const deed = KEYS[event.key.toLowerCase()];
  if (!deed || root.dataset.keys === "off" || help.open || event.target.closest?.(TYPING)) return;
  event.preventDefault();
  deed();
});

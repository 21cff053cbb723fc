// What others did, on a debate's page that is open: votes, wordings and counts change in place; new
// replies are told of by a link at their claim (templates/claim/_arrivals.jinja) and stand there
// when it is pressed, never before. All of it comes from the page's own components.
// The element with data-live has data-claims (where the claims are asked for) and, on a claim's own
// page, data-sides (its key).

const place = document.querySelector("[data-live][data-claims]");

const PAUSE_MS = 1000; // at least, between two requests
const JITTER_MS = 700; // not all pages at once
const FAILED_MS = 8000; // before one that failed is asked again
const HELD_MS = 4000; // before a claim that somebody answers is looked at again
const AT_ONCE = 50; // claims in one request (debate/limits.py)
const SLOWER = 4; // a server that needs long for an answer is asked as much less often

const LOOKS = ["edited", "withdrawn", "hidden", "restored", "related", "locked", "unlocked", "credited", "emptied", "mended"];
const RULES = ["closed", "reopened", "frozen", "thawed", "admitted", "scheduled", "archived", "revived"];
const FRAME = ["moved", "anchored", "described"];

const looks = new Set(); // keys of claims on the page that may look different
const votes = new Set(); // whose votes changed
const counts = new Set(); // below which more or less hangs now
const arrived = new Set(); // of claims that are not on the page yet
let posting = 0; // of one's own, under way
let posted = 0;
let timer = 0;
let asking = false;
let askedAt = -PAUSE_MS;
let pause = PAUSE_MS;
let renewed = false; // whether what was told of what arrived has to be told anew

const byId = (id) => document.getElementById(id);
const shown = (key) => byId(`claim-${key}`);
const claimAt = (key) => document.querySelector(`article.claim[id="claim-${key}"]`);
const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));

// ---- What happened

/** The claims above one in the thread, and itself: what hangs below them is counted. */
const recount = (key) => {
  if (byId(`claim-${key}-count-answers`) || byId(`claim-${key}-below`)) counts.add(key);
  for (let at = shown(key)?.closest(".reply"); at; at = at.parentElement.closest(".reply")) {
    const id = at.querySelector(":scope > .claim")?.id;
    if (id) counts.add(id.slice("claim-".length));
  }
};

const onPage = (parents) => parents.some((key) => shown(key) || arrived.has(key));

const everything = () =>
  [...document.querySelectorAll("main :is(.claim, .focus-claim, .point, .debate-head)[id]")].map((claim) =>
    claim.id.slice("claim-".length),
  );

document.addEventListener("live:change", ({ detail: { kind, claims = [], parents = [], many } }) => {
  if (!place) return;
  if (many) for (const key of everything()) (kind === "tallied" ? votes : looks).add(key);
  if (RULES.includes(kind)) tell("outdated", { what: "rules" });
  if (FRAME.includes(kind)) tell("outdated", { what: "debate" });
  for (const key of claims) {
    const here = shown(key);
    if (kind === "tallied" && here) votes.add(key);
    else if (LOOKS.includes(kind) && here) looks.add(key);
    if ((kind === "stated" || kind === "restored") && !here) {
      // On a claim's own page nobody asked for the rest of the debate.
      if (!place.dataset.sides || onPage(parents)) arrived.add(key);
    }
    if (LOOKS.includes(kind) && arrived.has(key)) renewed = true;
  }
  if (kind === "tallied") return soon();
  for (const key of parents) {
    recount(key);
    if (shown(key)?.dataset.relation === "question") votes.add(key); // it may be answered now
  }
  for (const key of claims) recount(key);
  soon();
});

document.addEventListener("live:resync", ({ detail: { seq } }) => {
  if (!place || seq === null) return; // only what was published was missed; Changes go on
  for (const key of everything()) looks.add(key);
  tell("outdated", { what: "debate" });
  soon();
});

document.addEventListener("live:rules", () => place && tell("outdated", { what: "rules" }));

// ---- Asking

const soon = (least = 0) => {
  if (!place || timer || asking) return;
  const wait = Math.max(least, askedAt + pause - performance.now());
  timer = setTimeout(ask, wait + JITTER_MS * Math.random());
};

const distance = (key) => {
  const { top, bottom } = (shown(key) ?? document.body).getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom);
};

/** Somebody writes below it: neither its words nor its place change under their hands. */
const held = (key) => byId(`claim-${key}-composer`)?.firstElementChild != null;

const nearest = (keys) => [...keys].sort((one, other) => distance(one) - distance(other)).slice(0, AT_ONCE);

const prune = () => {
  for (const key of arrived) if (shown(key)) arrived.delete(key); // one's own, posted meanwhile
  for (const keys of [looks, votes]) for (const key of keys) if (!shown(key)) keys.delete(key);
};

const ask = async () => {
  timer = 0;
  if (document.hidden || posting) return; // both are told when that ends
  prune();
  const free = [...looks].filter((key) => !held(key));
  if (free.length < looks.size) setTimeout(() => soon(), HELD_MS);
  const keys = nearest(new Set([...free, ...votes]));
  const below = nearest(counts);
  const news = [...arrived].slice(0, AT_ONCE);
  if (!keys.length && !below.length && !news.length && !renewed) return;
  const whole = new Set(keys.filter((key) => free.includes(key)));
  for (const key of keys) {
    if (whole.has(key)) looks.delete(key);
    votes.delete(key);
  }
  for (const key of below) counts.delete(key);
  renewed = false;
  const again = () => {
    for (const key of keys) (whole.has(key) ? looks : votes).add(key);
    for (const key of below) counts.add(key);
    renewed = true;
  };
  const query = new URLSearchParams();
  const large = keys.filter((key) => byId(`claim-${key}-votes`)?.matches("[data-words]"));
  for (const [name, named] of Object.entries({ keys, words: large, below, arrived: news })) {
    if (named.length) query.set(name, named.join("."));
  }
  if (place.dataset.sides) query.set("sides", place.dataset.sides);
  const before = posted;
  askedAt = performance.now();
  asking = true;
  let wait = 0;
  try {
    const html = await fetched(`${place.dataset.claims}?${query}`, { "HX-Request": "true", "HX-Current-URL": location.href });
    const apart = keys.filter((key) => whole.has(key) && !claimAt(key));
    const page = apart.length ? parsed(await fetched(location.href, { Purpose: "prefetch" })) : null;
    if (posting || posted !== before) again(); // what one did meanwhile is newer
    else still(() => put(parsed(html), { keys, whole, below, page }));
  } catch (error) {
    again();
    if (error.message === "404") return; // nobody may look any more
    wait = FAILED_MS;
  } finally {
    asking = false;
    pause = Math.max(PAUSE_MS, SLOWER * (performance.now() - askedAt));
  }
  if (looks.size + votes.size + counts.size || renewed) soon(wait);
};

const fetched = async (address, headers) => {
  const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(20000) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
};

const parsed = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
};

// ---- Putting it in its place

const same = (one, other) => one.isEqualNode(other);

/** The same control in what comes instead: focus stays where it was. */
const twin = (fresh, focused) => {
  if (focused.id) return fresh.querySelector(`[id="${focused.id}"]`);
  const href = focused.getAttribute("href");
  return href ? [...fresh.querySelectorAll("a")].find((link) => link.getAttribute("href") === href) : null;
};

const swap = (old, fresh) => {
  if (!old || !fresh || same(old, fresh)) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  if (old.dataset.current !== undefined) fresh.dataset.current = "";
  old.replaceWith(fresh);
  globalThis.htmx?.process(fresh);
  globalThis.htmx?.trigger(fresh, "htmx:load");
  if (!focused) return;
  const next = focused === old ? fresh : (twin(fresh, focused) ?? fresh.closest(".claim") ?? fresh);
  if (!next.matches("a, button, input, summary")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
};

/** What is large on its page (a thesis, a claim on its own page, a point) as the page has it now. */
const putLarge = (key, page) => {
  const old = shown(key);
  const fresh = page?.querySelector(`[id="claim-${key}"]`);
  if (!old) return;
  if (!fresh) return tell("outdated", { what: "debate" });
  if (!old.matches(".debate-head")) return swap(old, fresh);
  for (const part of [".thesis", ".debate-standing"]) {
    const [was, is] = [old.querySelector(part), fresh.querySelector(part)];
    if (!was || !is) return tell("outdated", { what: "debate" });
    swap(was, is);
  }
};

const put = (answer, { keys, whole, below, page }) => {
  const find = (id) => answer.querySelector(`[id="${id}"]`);
  for (const key of keys) {
    const claim = claimAt(key);
    if (whole.has(key) && claim) swap(claim, find(`claim-${key}`));
    else if (whole.has(key)) putLarge(key, page);
    else swap(byId(`claim-${key}-votes`), find(`claim-${key}-votes`));
  }
  for (const key of below) {
    for (const part of ["below", "count-answers"]) swap(byId(`claim-${key}-${part}`), find(`claim-${key}-${part}`));
  }
  const [size, now] = [byId("debate-claims"), find("debate-claims")];
  if (size && now) size.textContent = now.textContent;
  swap(document.querySelector(".position > .position-bars"), find("debate-positions")?.firstElementChild);
  tellOfArrived(answer);
};

/** Where it is told what arrived below a claim: where its deeds are, or at the head of its replies. */
const host = (key) => {
  const claim = claimAt(key);
  if (claim) {
    if (!claim.querySelector(".claim-deeds")) {
      const deeds = document.createElement("p");
      deeds.className = "claim-deeds";
      claim.append(deeds);
    }
    return claim.querySelector(".claim-deeds");
  }
  if (place.dataset.sides === key) return document.querySelector(".focus-deeds");
  const list = byId(`claim-${key}-replies`);
  return list && byId(list.getAttribute("aria-labelledby"));
};

const tellOfArrived = (answer) => {
  const fresh = new Map([...answer.querySelectorAll(".arrivals")].map((link) => [link.id, link]));
  for (const old of document.querySelectorAll(".arrivals")) {
    const link = fresh.get(old.id);
    if (!link) old.remove();
    else if (link.dataset.shows !== old.dataset.shows) swap(old, link);
    fresh.delete(old.id);
  }
  for (const [id, link] of fresh) {
    const at = host(id.split("-")[1]);
    at?.prepend(link);
    if (at?.matches("h2, h3, .focus-deeds")) at.append(link);
    if (at) globalThis.htmx?.process(link);
  }
  tell("news", { line: answer.querySelector("#live-news") });
};

/** Do something to the page while what is being read stays where it is. */
const still = (act) => {
  const root = document.documentElement;
  const candidates = [...document.querySelectorAll("main :is(.claim, .focus-claim, .point, .essay-body p, .thesis, h2)")];
  const focused = document.activeElement.closest?.("main form, main .claim");
  const inSight = (element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height && bottom > 0 && top < innerHeight;
  };
  const read =
    focused && inSight(focused)
      ? focused
      : (candidates.find((each) => each.getBoundingClientRect().top >= 0 && inSight(each)) ?? candidates.find(inSight));
  const top = read?.getBoundingClientRect().top;
  const { id } = read ?? {};
  root.dataset.liveStill = ""; // the browser itself leaves the place alone meanwhile
  act();
  const now = read?.isConnected ? read : id && byId(id);
  if (now && scrollY > 0) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(() => delete root.dataset.liveStill));
};

// ---- Showing what arrived

const focus = (claim) => {
  for (let at = claim.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  claim.tabIndex = -1;
  claim.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "nearest" });
};

const showed = (link) => {
  const keys = link.dataset.shows.split(".");
  const there = keys.map(shown).filter(Boolean);
  for (const key of keys) {
    arrived.delete(key);
    recount(key);
  }
  there.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  // What they answer is not on this page; the link itself leads to them.
  if (!there.length) return location.assign(link.href);
  for (const list of document.querySelectorAll(`ol[id^="claim-${place.dataset.sides}-replies-"]`)) {
    const count = byId(list.id.replace("-replies-", "-count-"));
    if (count) count.textContent = list.children.length;
  }
  focus(there[0]);
  renewed = true;
  tell("news", { line: null });
  for (const old of document.querySelectorAll(".arrivals")) {
    if (old.dataset.shows.split(".").every((key) => !arrived.has(key))) old.remove();
  }
  soon();
};

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const link = detail.requestConfig.elt;
  if (link.matches?.("[data-shows]") && detail.xhr.status === 200) showed(link);
});

// ---- One's own deeds come first

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (detail.requestConfig.verb === "get") return;
  posting += 1;
  posted += 1;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.requestConfig.verb === "get") return;
  posting = Math.max(0, posting - 1);
  // Whoever has said or judged something may see what was hidden before; the ticket knows.
  if (place && "liveBlind" in place.dataset) document.dispatchEvent(new CustomEvent("live:again"));
  soon();
});
document.addEventListener("visibilitychange", () => document.hidden || soon());
// Another order, other replies: what arrived and is here now is not told of any more.
document.addEventListener("htmx:load", () => {
  if (!arrived.size) return;
  const before = arrived.size;
  prune();
  const told = document.querySelectorAll(".arrivals").length;
  if (arrived.size < before || !told) {
    renewed = true;
    soon();
  }
});

// One's place is kept, on Back and on a reload: "12 more replies" that stood open are fetched again,
// and the claim that was being read stands where it stood.

const STUBS_MAX = 20; // that are fetched again
const root = document.documentElement;
const went = performance.getEntriesByType("navigation")[0]?.type;
const address = () => location.pathname + location.search;

let here = address(); // while one goes Back the address is the other page's already
let opened = []; // the stubs that were opened on this page, in turn

// A stub counts what is shown, which may have changed since: it is known by whose replies it hides.
const nameOf = (path) => {
  const { pathname, searchParams } = new URL(path, location.href);
  return `${pathname} ${/^[pa]?/.exec(searchParams.get("after") ?? "")[0]}`;
};

const save = () => {
  const claim = [...document.querySelectorAll("main .claim")].find((each) => {
    const { bottom, height } = each.getBoundingClientRect();
    return height && bottom > 0;
  });
  const place = { opened, claim: claim?.id, top: claim?.getBoundingClientRect().top };
  try {
    if (opened.length || scrollY > 0) sessionStorage.setItem(`place:${here}`, JSON.stringify(place));
    else sessionStorage.removeItem(`place:${here}`);
  } catch {
    // Forbidden or full: then the browser does what it can.
  }
};

const kept = () => {
  try {
    return JSON.parse(sessionStorage.getItem(`place:${here}`));
  } catch {
    return null;
  }
};

const fetchAgain = async ({ name, news }) => {
  const link = [...document.querySelectorAll("a.more-link")].find((each) => nameOf(each.href) === name);
  const path = link?.getAttribute("href");
  const context = { source: link, target: link?.closest("li"), swap: "outerHTML" };
  if (link) await htmx.ajax("GET", news ? `${path}&show=new` : path, context).catch(() => {});
};

const restore = async (place) => {
  let moved = false; // by the reader, who is then left alone
  for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(kind, () => (moved = true), { once: true, passive: true });
  }
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  root.dataset.restoring = ""; // focus stays where it is
  for (const stub of place.opened.slice(0, STUBS_MAX)) await fetchAgain(stub);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  delete root.dataset.restoring;
  const claim = place.claim && document.getElementById(place.claim);
  if (claim && !moved) {
    scrollBy({ top: claim.getBoundingClientRect().top - place.top, behavior: "instant" });
  }
};

const place = went === "back_forward" || went === "reload" ? kept() : null;
if (place) restore(place);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.elt?.closest?.("li.more") && detail.shouldSwap) {
    const { path } = detail.requestConfig;
    opened.push({ name: nameOf(path), news: path.includes("show=new") });
  }
  if (detail.target?.id === "threads" && detail.shouldSwap) save(); // another order is another page
});
document.addEventListener("htmx:pushedIntoHistory", () => {
  here = address();
  opened = [];
});
addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save();
});

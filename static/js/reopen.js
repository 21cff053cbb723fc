// Forms that one had begun to fill in open by themselves where their claims are on the page, without
// taking the focus; what is not on the page keeps its line at the top. When a part of the page is
// swapped (another order, another passage), the forms that stood open in it open again.

const OPENED_MAX = 3; // more would push the page apart

const open = (slot, page, opener) => {
  const address = new URL(page, location.href);
  address.searchParams.set("into", slot.dataset.into ?? "thread");
  return globalThis.htmx
    .ajax("GET", address.pathname + address.search, { source: slot, target: slot, swap: "innerHTML" })
    .then(() => {
      if (slot.firstElementChild) slot.dataset.opener = opener;
      return slot.firstElementChild !== null;
    });
};

const free = (key) => {
  const slot = document.getElementById(`claim-${key}-composer`);
  return slot && !slot.firstElementChild ? slot : null;
};

let opened = document.querySelectorAll(".slot form[data-draft]").length;
for (const link of document.querySelectorAll("[data-waiting]")) {
  const key = link.dataset.waiting;
  const slot = free(key);
  if (!slot || opened >= OPENED_MAX) continue;
  opened += 1;
  open(slot, link.href, `claim-${key}-${link.dataset.purpose}`).then((done) => {
    if (!done) return;
    const list = link.closest("ul");
    link.closest("li").remove();
    if (!list.firstElementChild) list.remove();
  });
}

let stood = [];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || !detail.target || detail.target.matches(".slot")) return;
  stood = [...detail.target.querySelectorAll(".slot form.composer[data-draft]")].map((form) => ({
    key: form.closest(".slot").id.split("-")[1],
    page: form.action.replace(/replies\/$/, "reply/"),
    opener: form.closest(".slot").dataset.opener ?? "",
  }));
});
document.addEventListener("htmx:afterSettle", () => {
  const again = stood;
  stood = [];
  for (const { key, page, opener } of again) {
    const slot = free(key);
    if (slot) open(slot, page, opener);
  }
});

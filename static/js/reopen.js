// Forms that one had begun to fill in open by themselves where their claims are on the page, without
// taking the focus; what is not on the page keeps its line at the top.

const OPENED_MAX = 3; // more would push the page apart

const reopen = () => {
  let opened = document.querySelectorAll(".slot form[data-draft]").length;
  for (const link of document.querySelectorAll("[data-waiting]")) {
    const key = link.dataset.waiting;
    const slot = document.getElementById(`claim-${key}-composer`);
    if (!slot || slot.firstElementChild || opened >= OPENED_MAX) continue;
    opened += 1;
    const address = new URL(link.href);
    address.searchParams.set("into", slot.dataset.into ?? "thread");
    globalThis.htmx
      .ajax("GET", address.pathname + address.search, { source: slot, target: slot, swap: "innerHTML" })
      .then(() => {
        if (!slot.firstElementChild) return;
        slot.dataset.opener = `claim-${key}-${link.dataset.purpose}`;
        const list = link.closest("ul");
        link.closest("li").remove();
        if (!list.firstElementChild) list.remove();
      });
  }
};

if (document.querySelector("[data-waiting]")) reopen();

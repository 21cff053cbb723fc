// The layout of threads, in full or on one line: remembered on this device. Runs right after its
// radio buttons, before the thread below them is drawn. What is not to be shown stays so in another
// order, on this page.
(() => {
  const unshown = new Set();
  const restore = () => {
    try {
      if (localStorage.getItem("view") === "outline") {
        document.querySelector('.threads-view [value="outline"]').checked = true;
      }
    } catch {
      // Storage may be forbidden; then every page begins in full.
    }
  };
  restore();
  document.addEventListener("change", ({ target }) => {
    const { show } = target.dataset ?? {};
    if (show) unshown[target.checked ? "delete" : "add"](show);
    if (!target.matches?.('.threads-view [name="view"]')) return;
    // What was being read stays where it is, whatever becomes of the claims above it.
    const claims = [...document.querySelectorAll(".thread .claim")];
    const read = claims.find((claim) => claim.getBoundingClientRect().top > 0);
    try {
      localStorage.setItem("view", target.value);
    } catch {
      // Then it holds for this page only.
    }
    if (read && scrollY > 0) requestAnimationFrame(() => read.scrollIntoView({ block: "start", behavior: "instant" }));
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt.id !== "threads") return;
    restore();
    for (const box of document.querySelectorAll("[data-show]")) box.checked = !unshown.has(box.dataset.show);
  });
})();

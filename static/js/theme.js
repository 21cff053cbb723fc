// Light or dark: remembered, and otherwise whatever the system says. Runs before anything is drawn.
(() => {
  const root = document.documentElement;
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('[data-touch="theme"]')) return;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : wanted.matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Then it holds for this page only.
    }
  });
})();

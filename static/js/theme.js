// Light or dark, before anything is drawn: as switched on this device, else as saved in the settings
// (data-theme comes with the page), else as the system has it. Saving the settings ends the switch.
(() => {
  const root = document.documentElement;
  const wanted = matchMedia("(prefers-color-scheme: dark)");
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.('[data-touch="theme-saved"]')) return;
    try {
      localStorage.removeItem("theme");
    } catch {
      // Nothing was kept.
    }
  });
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

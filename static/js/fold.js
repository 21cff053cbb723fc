// Folded branches stay folded: remembered for each debate, on this device.

const debate = () => document.querySelector("[data-debate]")?.dataset.debate;
const branches = () => [...document.querySelectorAll(".threads .branch")];

const kept = () => {
  try {
    return new Set(JSON.parse(localStorage.getItem(`folded:${debate()}`)) ?? []);
  } catch {
    return new Set(); // forbidden, or not ours
  }
};

const keep = () => {
  if (!debate()) return;
  const folded = branches().filter((branch) => !branch.open);
  try {
    if (folded.length) localStorage.setItem(`folded:${debate()}`, JSON.stringify(folded.map((b) => b.id)));
    else localStorage.removeItem(`folded:${debate()}`);
  } catch {
    // Then they open again on the next visit.
  }
};

const restore = () => {
  if (!debate()) return;
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  for (const id of kept()) {
    const branch = document.getElementById(id);
    // A claim that the address names is never folded away.
    if (branch && !branch.contains(target)) branch.open = false;
  }
};

const name = () => {
  const button = document.querySelector(".threads-fold");
  if (!button) return;
  const open = branches().some((branch) => branch.open && branch.querySelector("li"));
  button.textContent = open ? button.dataset.fold : button.dataset.unfold;
};

restore();
name();

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".threads-fold");
  if (!button) return;
  const open = branches().some((branch) => branch.open && branch.querySelector("li"));
  for (const branch of branches()) branch.open = !open;
});
// A toggle does not bubble; many at once (fold all) are kept once.
let due = 0;
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches?.(".threads .branch")) return;
    clearTimeout(due);
    due = setTimeout(() => (keep(), name()), 50);
  },
  true,
);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt.id === "threads") restore();
  name();
});

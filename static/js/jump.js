// The list of branches: marks the one that is being read, and on a phone closes when one is chosen.

const rail = () => document.getElementById("rail");
const watched = new Set(); // the branches that cross the upper part of the window now

const linkTo = (branch) => {
  const claim = branch.querySelector(":scope > .claim");
  return claim && rail()?.querySelector(`.jump a[href="#${claim.id}"]`);
};

const mark = () => {
  const branches = [...document.querySelectorAll('.thread[data-depth="1"] > .reply')];
  const here = branches.find((branch) => watched.has(branch));
  const link = here && linkTo(here);
  for (const other of rail()?.querySelectorAll(".jump [aria-current]") ?? []) {
    if (other !== link) other.removeAttribute("aria-current");
  }
  if (!link || link.hasAttribute("aria-current")) return;
  link.setAttribute("aria-current", "location");
  // Within the list only: the page itself does not move.
  const box = rail().getBoundingClientRect();
  const at = link.getBoundingClientRect();
  if (at.top < box.top) rail().scrollTop -= box.top - at.top;
  else if (at.bottom > box.bottom) rail().scrollTop += at.bottom - box.bottom;
};

const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) watched.add(target);
      else watched.delete(target);
    }
    mark();
  },
  { rootMargin: "-15% 0px -75% 0px" },
);

const watch = () => {
  seen.disconnect();
  watched.clear();
  for (const branch of document.querySelectorAll('.thread[data-depth="1"] > .reply')) seen.observe(branch);
};

watch();
document.addEventListener("htmx:load", ({ detail }) => {
  // What was answered here is a leaf no more: its place stays when claims of its kind do not show.
  detail.elt.parentElement?.closest(".reply[data-leaf]")?.removeAttribute("data-leaf");
  if (detail.elt.id === "threads" || detail.elt.matches?.('.thread[data-depth="1"] > .reply')) watch();
});
document.addEventListener("click", ({ target }) => {
  if (target.closest?.(".jump a") && rail()?.matches(":popover-open")) rail().hidePopover();
});

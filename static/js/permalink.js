// A permalink leads to its claim wherever it stands: in a folded branch, which opens, or on no page
// yet, for it is deep or behind a stub; then the page that shows it is asked for.

const went = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";

const follow = ({ scroll }) => {
  const key = /^#claim-([a-z0-9]{12})$/.exec(location.hash)?.[1];
  if (!key) return;
  const claim = document.getElementById(`claim-${key}`);
  if (claim) {
    for (let at = claim.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    if (scroll) claim.scrollIntoView();
    return;
  }
  const address = new URL(location.href);
  if (!document.querySelector("[data-debate]") || address.searchParams.get("at") === key) return;
  address.searchParams.set("at", key);
  location.replace(address);
};

// Back and a reload return to where one was, which need not be the claim any more.
follow({ scroll: went === "navigate" });
addEventListener("hashchange", () => follow({ scroll: true }));

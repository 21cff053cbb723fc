// How many people have this page's debate open; told to eyes only, for it changes all the time.

document.addEventListener("live:here", ({ detail: { count } }) => {
  for (const here of document.querySelectorAll("[data-here]")) {
    here.hidden = !(count > 1); // one is here alone
    const number = new Intl.NumberFormat(document.documentElement.lang).format(count ?? 0);
    here.querySelector(".here-says").textContent = here.dataset.here.replace("{n}", number);
  }
});

// Takes texts along: copies an address or a citation, hands it to the device's own share menu, and
// prints. Without a script the same address stands in a field, to be selected.

const say = (text) => document.dispatchEvent(new CustomEvent("said", { detail: { text } }));

// Browsers give the clipboard to secure pages only; the selection they give to all.
const copy = async (source, text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
};

const copied = async (button) => {
  const source = document.getElementById(button.dataset.copies);
  const text = source.value ?? source.textContent.trim();
  const done = await copy(source, text);
  const told = done ? button.dataset.said : button.dataset.failed;
  say(told);
  if (!done) return;
  const name = button.textContent;
  button.textContent = told;
  setTimeout(() => (button.textContent = name), 2000);
};

const shared = (button) => {
  const url = document.getElementById("share-address").value;
  navigator.share({ title: document.title, url }).catch(() => {}); // closed without a choice
};

const deeds = { copy: copied, share: shared, print: () => print() };

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-touch]");
  deeds[button?.dataset.touch]?.(button);
});
const offer = () => {
  if (!navigator.share) return;
  for (const button of document.querySelectorAll("[data-touch=share]")) button.hidden = false;
};
offer();
document.addEventListener("htmx:load", offer);
document.addEventListener("focusin", ({ target }) => {
  if (target.id === "share-address") target.select();
});

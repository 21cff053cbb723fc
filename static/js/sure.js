// Asks once more before a button whose deed cannot be undone (data-sure holds the question).

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-sure]");
  if (button && !window.confirm(button.dataset.sure)) event.preventDefault();
});

// A request that failed is seen and heard; what was typed stays, and pressing again tries again.
// The server's own sentences arrive as HTML for #flashes (HX-Retarget); without one, the page's
// templates #failed-offline, #failed-timeout and #failed-error speak.

const flashes = document.getElementById("flashes");

const forget = () => flashes.querySelectorAll('[data-kind="problem"]').forEach((flash) => flash.remove());

const tell = (kind) => {
  forget();
  flashes.append(document.getElementById(`failed-${kind}`).content.cloneNode(true));
};

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400 || detail.xhr.status === 422) return;
  detail.shouldSwap = detail.xhr.getResponseHeader("HX-Retarget") === "#flashes";
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Retarget") !== "#flashes") tell("error");
});
document.addEventListener("htmx:sendError", () => tell("offline"));
document.addEventListener("htmx:timeout", () => tell("timeout"));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && forget());

document.addEventListener("click", (event) => {
  const close = event.target.closest?.(".flash-close");
  if (!close) return;
  close.closest(".flash").remove();
  document.getElementById("main").focus({ preventScroll: true });
});

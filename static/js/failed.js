// A request that failed is seen and heard; what was typed stays, and pressing again tries again.
// A refusal that says where it goes (HX-Retarget: #flashes, or a form with the newer text) is put
// there; otherwise the page's templates #failed-offline, #failed-timeout and #failed-error speak.

const flashes = document.getElementById("flashes");

const forget = () => flashes.querySelectorAll('[data-kind="problem"]').forEach((flash) => flash.remove());

const tell = (kind) => {
  forget();
  flashes.append(document.getElementById(`failed-${kind}`).content.cloneNode(true));
};

const saysWhere = (xhr) => xhr.getResponseHeader("HX-Retarget") !== null;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status >= 400 && saysWhere(detail.xhr)) detail.shouldSwap = true;
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (!saysWhere(detail.xhr)) tell("error");
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

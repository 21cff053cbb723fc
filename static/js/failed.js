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
  if (detail.xhr.status < 400 || !saysWhere(detail.xhr)) return;
  detail.shouldSwap = true;
  detail.isError = false; // a refusal in words is an answer; nothing for the console
});
document.addEventListener("htmx:responseError", () => tell("error"));
document.addEventListener("htmx:sendError", () => tell("offline"));
document.addEventListener("htmx:timeout", () => tell("timeout"));
// What a page looks up by itself meanwhile (what is said nearby) says nothing about what failed.
let failed = null;

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { status } = detail.xhr;
  const answered = (status >= 200 && status < 300) || status === 422;
  if (!answered) failed = detail.elt;
  else if (detail.requestConfig.verb !== "get" || detail.elt === failed) forget();
});

document.addEventListener("click", (event) => {
  const close = event.target.closest?.(".flash-close");
  if (!close) return;
  close.closest(".flash").remove();
  document.getElementById("main").focus({ preventScroll: true });
});

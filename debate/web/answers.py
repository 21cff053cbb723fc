"""How a view answers: with a page, with components for htmx, or with the way to the next page."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Concatenate
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from accounts.errors import NotSignedIn
from accounts.limits import NEXT_MAX
from accounts.models import User
from debate.enums import DraftPurpose, Sort
from debate.policies.visitor import Viewer, Visitor
from debate.queries.rows import ClaimRow
from debate.web import asked
from debate.web.kept import keep_for_sign_in
from debate.web.links import opened_links
from debate.web.templatetags.thread import component
from debate.words import sentence

TYPED_MIN = 20  # characters; a shorter value without a space is a choice or a key, not missed
NOT_TYPED = {"csrfmiddlewaretoken", "next", "draft_person"}
FORM_PAGES = {  # where somebody goes on with what they began to write
    DraftPurpose.REPLY: "reply",
    DraftPurpose.EDIT: "claim-edit",
    DraftPurpose.DEBATE: "new-debate",
}

type View[**Inputs] = Callable[Concatenate[HttpRequest, Inputs], HttpResponse]


def viewer(request: HttpRequest) -> Viewer:
    """Who is asking; for somebody who is not signed in, with the links that they opened."""
    if isinstance(request.user, User):
        return request.user
    links = opened_links(request)
    return Visitor(links) if links else None


def by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of a page; what it boosts or restores is a whole page."""
    headers = request.headers
    return "HX-Request" in headers and not (
        "HX-Boosted" in headers or "HX-History-Restore-Request" in headers
    )


def typed_texts(request: HttpRequest) -> tuple[str, ...]:
    """What somebody wrote in the form that was sent, to be given back where it is not kept."""
    return tuple(
        text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be shown
        for name, texts in request.POST.lists()
        if "password" not in name and name not in NOT_TYPED
        for text in texts
        if len(text) >= TYPED_MIN or len(text.split()) > 1
    )


def page(
    request: HttpRequest, template: str, *, status: int = HTTPStatus.OK, **inputs: object
) -> HttpResponse:
    return render(request, template, inputs, status=status)


def components(
    name: str, *, said: str = "", status: int = HTTPStatus.OK, **inputs: object
) -> HttpResponse:
    """A response made only of components of a claim, for htmx."""
    return say(HttpResponse(component(name, **inputs), status=status), said)


def say(response: HttpResponse, said: str) -> HttpResponse:
    """Have the page announce a sentence, politely; nothing if it is empty."""
    return trigger_client_event(response, "said", {"text": said}) if said else response


def go(request: HttpRequest, address: str, *, told: str = "") -> HttpResponse:
    """The way on after something was done; `told` stands at the top of the page it leads to."""
    if told:
        messages.success(request, told)
    if by_htmx(request):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def deed[**Inputs](
    back: str, *, writing: DraftPurpose | None = None
) -> Callable[[View[Inputs]], View[Inputs]]:
    """A view that only takes what is posted; `back` names the page that it belongs to.

    Whoever comes by its address is led to that page, and whoever has to sign in first returns to
    it: the address of a deed cannot be visited. What they were `writing` is kept meanwhile.
    """

    def only_posted(view: View[Inputs]) -> View[Inputs]:
        @wraps(view)
        def answer(
            request: HttpRequest, /, *args: Inputs.args, **kwargs: Inputs.kwargs
        ) -> HttpResponse:
            address = reverse(back, args=args, kwargs=kwargs)
            if request.method in {"GET", "HEAD"}:
                return redirect(address)
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            try:
                return view(request, *args, **kwargs)
            except NotSignedIn as refusal:
                claim = str(kwargs.get("key") or (args[0] if args else ""))
                return sign_in_first(request, refusal, address, writing=writing, claim=claim)

        return answer

    return only_posted


def sign_in_first(
    request: HttpRequest,
    refusal: NotSignedIn,
    back: str,
    *,
    writing: DraftPurpose | None = None,
    claim: str = "",
) -> HttpResponse:
    """The sign-in page, and from there back; a page that asked by htmx is returned to itself.

    What somebody was `writing` (about a claim) waits in their session and is in its form when they
    come back. Where it cannot be kept it is given back first, for the way there would lose it.
    """
    kept = writing is not None and keep_for_sign_in(request, writing, claim or None)
    typed = typed_texts(request)
    if kept and (by_htmx(request) or not typed):  # led to the sign-in page at once
        messages.info(request, _("What you wrote is kept, and waits for you to sign in."))
    if by_htmx(request):
        raise refusal
    if kept and writing is not None:
        back = reverse(FORM_PAGES[writing], args=[claim] if claim else [])
    response = redirect_to_login(back)
    if typed:
        given_back = page(
            request,
            "problem/sign_in.html",
            sentence=sentence(refusal),
            typed=typed,
            kept=kept,
            with_file=bool(request.FILES),
            sign_in=response["Location"],
            sign_up=redirect_to_login(back, reverse("account_signup"))["Location"],
            status=HTTPStatus.UNAUTHORIZED,
        )
        # A 401 has to name a way in; for one that a browser does not know it opens no dialogue.
        given_back["WWW-Authenticate"] = "Session"
        return given_back
    messages.info(request, sentence(refusal))
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def came_from(request: HttpRequest, *addresses: str) -> str:
    """The page that something was asked from, if it is one of these; else nothing."""
    sender = "HX-Current-URL" if by_htmx(request) else "Referer"
    try:
        asked_from = urlsplit(request.headers.get(sender, ""))
    except ValueError:
        return ""
    if asked_from.netloc != request.get_host() or asked_from.path not in addresses:
        return ""
    return asked_from.path + (f"?{asked_from.query}" if asked_from.query else "")


def page_after(sent: Mapping[str, str]) -> str:
    """The page of this site that a form leads to when it is done (`next`); else nothing."""
    address = sent.get("next", "")
    ours = address.startswith("/") and len(address) <= NEXT_MAX
    return address if ours and url_has_allowed_host_and_scheme(address, None) else ""


def heading(request: HttpRequest, debate_key: str, depth: int) -> str:
    """The element of a claim's text: among the threads, what answers the thesis heads a branch."""
    among_threads = came_from(request, reverse("threads", args=[debate_key]))
    return "h3" if depth == 1 and among_threads else "p"


def in_the_thread(claim: ClaimRow, request: HttpRequest | None = None) -> str:
    """Where a claim stands among the others, in the order in which the thread was just read."""
    threads = reverse("threads", args=[claim.debate_key])
    read = parse_qs(urlsplit(came_from(request, threads)).query) if request else {}
    sort = asked.sort({"sort": read.get("sort", [""])[0]})
    order = "" if sort == Sort.BEST else f"sort={sort}&"
    return f"{threads}?{order}at={claim.key}#claim-{claim.key}"


def way_back(request: HttpRequest, claim: ClaimRow) -> str:
    """Back to a claim after something was done to it: on the page it was done from, if it is the
    claim's own, its history or the essay's, else in the thread, where it is sure to be shown."""
    own, past = (reverse(name, args=[claim.key]) for name in ("claim", "claim-history"))
    address = came_from(request, own, past, reverse("debate", args=[claim.debate_key]))
    return f"{address}#claim-{claim.key}" if address else in_the_thread(claim, request)

"""Keeping order from the board: approving, sending back, hiding, and letting a flagged claim be."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotFound
from classroom.actions.sending_back import send_back
from classroom.enums import Action
from classroom.queries.access import SessionAccess, open_session
from classroom.queries.board import check_in_session
from classroom.web.deeds import done, of_session, refuse
from debate.actions.flag import settle_flags
from debate.actions.held import approve_held, remove_held, return_held
from debate.actions.hiding import hide_claim
from debate.enums import FLAG_REASONS, Paced, Reason
from debate.policies.visitor import Viewer
from debate.queries.claim import read_claim
from debate.queries.held import read_held
from debate.queries.rows import Byline
from debate.web import asked
from debate.web.answers import page, viewer
from debate.web.order_forms import ReasonedForm
from debate.web.paced import count

CHANGED = ("waiting", "latest", "calls", "roster")


class SendingBackForm(ReasonedForm):
    """Why a claim does not stand as it is, and what its author is to mend."""

    offered = (Reason.UNCLEAR, *(reason for reason in FLAG_REASONS if reason != Reason.UNCLEAR))


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked before something is done to a claim, and what was done then."""

    title: Promise
    about: Promise
    button: Promise
    done: Promise


ASKING: dict[str, Asking] = {
    "return": Asking(
        gettext_lazy("Send a claim back"),
        gettext_lazy(
            "Its author gets it back with your note, mends it and sends it again. It joins the "
            "debate once you approve it."
        ),
        gettext_lazy("Send it back"),
        gettext_lazy("The claim is sent back to its author."),
    ),
    "hide": Asking(
        gettext_lazy("Hide a claim"),
        gettext_lazy("Its words are shown no more. Replies to it stay."),
        gettext_lazy("Hide it"),
        gettext_lazy("The claim is hidden."),
    ),
    "remove": Asking(
        gettext_lazy("Remove a claim"),
        gettext_lazy("It never joins the debate. Its author is told why."),
        gettext_lazy("Remove it"),
        gettext_lazy("The claim is removed."),
    ),
}


@dataclass(frozen=True, slots=True)
class InQuestion:
    """The claim of a session that something is done to; `held`: it is none of the debate yet."""

    key: str
    held: bool
    text: str
    language: str
    byline: Byline | None


@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _ordered(request, key)
    access = open_session(key, viewer(request), Action.KEEP_ORDER)
    return _form(request, access, request.GET.get("deed", ""), SendingBackForm())


@of_session
def _ordered(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    access = open_session(key, who, Action.KEEP_ORDER)
    count(request, Paced.ORDER)
    claim, held = (asked.key(request.POST, name) or "" for name in ("claim", "held"))
    match request.POST.get("deed", ""):
        case "approve":
            check_in_session(access, held)
            approve_held(held=held, seen=request.POST.get("seen", ""), by=who)
            told = _("The claim is approved, and part of the debate.")
            return done(request, key, CHANGED, told=told)
        case "settle":
            check_in_session(access, claim)
            settle_flags(claim=claim, by=who)
            return done(
                request, key, CHANGED, told=_("The flags are dismissed. The claim stays as it is.")
            )
        case "return" | "hide" | "remove" as word:
            return _with_reason(request, access, word)
    raise Invalid("no_such_deed", field="deed")


def _with_reason(request: HttpRequest, access: SessionAccess, word: str) -> HttpResponse:
    who = viewer(request)
    found = _in_question(access, who, request.POST)
    form = SendingBackForm(request.POST)
    form.full_clean()
    sent = form.cleaned_data
    try:
        if found.held and word == "return":
            return_held(held=found.key, by=who, **sent)
        elif found.held:
            remove_held(held=found.key, by=who, **sent)
        elif word == "return":
            send_back(session=access.session.key, claim=found.key, by=who, **sent)
        else:
            hide_claim(claim=found.key, by=who, **sent)
    except (Invalid, Conflict) as refusal:
        refuse(form, refusal)
        wrong = isinstance(refusal, Invalid)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.CONFLICT
        return _form(request, access, word, form, found=found, status=status)
    return done(request, access.session.key, CHANGED, told=str(ASKING[word].done))


def _form(
    request: HttpRequest,
    access: SessionAccess,
    word: str,
    form: SendingBackForm,
    *,
    found: InQuestion | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    asking = ASKING.get(word)
    if asking is None:
        raise NotFound("no_such_page")
    return page(
        request,
        "session/claim.html",
        session=access.session,
        found=found or _in_question(access, viewer(request), request.GET),
        word=word,
        asking=asking,
        form=form,
        status=status,
    )


def _in_question(access: SessionAccess, who: Viewer, named: Mapping[str, str]) -> InQuestion:
    claim, held = (asked.key(named, name) or "" for name in ("claim", "held"))
    check_in_session(access, held or claim)
    if held:
        waiting = read_held(held, who)
        return InQuestion(held, True, waiting.text, waiting.language, waiting.byline)
    row = read_claim(claim, who)
    return InQuestion(claim, False, row.text, row.language, row.byline)

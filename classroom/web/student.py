"""A student's page of a session: where it stands, what it asks of them now, what they did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from accounts.models import User
from classroom.enums import Capacity, SideRule
from classroom.queries.access import SessionAccess, open_session
from classroom.queries.answering import read_answering
from classroom.queries.cards import read_deck
from classroom.queries.moved import read_moved
from classroom.queries.reveals import list_reveals
from classroom.queries.seats import own_seat
from classroom.queries.student import Desk, list_shown_to_class, read_desk, read_own_work
from classroom.queries.tasks import read_own_progress
from debate.enums import DraftPurpose, Permission, Relation
from debate.limits import DELTA_REASON_MAX
from debate.queries.rows import ClaimRow
from debate.web import asked
from debate.web.answers import by_htmx, go, page, viewer
from debate.web.drafted import fill
from debate.web.forms import ReplyForm


@dataclass(frozen=True, slots=True)
class Look:
    """One look of a student at their session; `asks` is what the address asks for."""

    desk: Desk
    request: HttpRequest
    asks: Mapping[str, str]


LOBBY = "lobby"
TYPED = "typed"  # asks for the form of a claim, for words that only the asking page has

type Part = Callable[[Look], Mapping[str, object]]


def now(look: Look) -> Mapping[str, object]:
    """Where the session stands, what is to be done, and what the teacher says."""
    desk = look.desk
    return {
        "reveals": list_reveals(desk.seat),
        "shown": list_shown_to_class(desk),
        "tasks": read_own_progress(desk),
        "may_choose_side": _may_choose_side(desk),
        "wrote": any(map(desk.own, range(1, len(desk.tree.bones)))),
    }


def ask(look: Look) -> Mapping[str, object]:
    """What the phase asks of the student: to answer, to judge, to say where they stand."""
    desk = look.desk
    wanted = asked.key(look.asks, "answer") or ""
    answering = read_answering(desk, wanted)
    claim, form = answering.claim, None
    begun = claim is not None and (claim.key in desk.began or _typed(look, claim))
    if claim is not None and (answering.open or begun):
        form = _form(look.request, claim, answering.relation)
        claim = _with_relation(claim, str(form.initial["relation"]), answering.ways)
    else:
        claim = None
    return {
        "answering": answering,
        "answered": claim,
        "form": form,
        "wanted": wanted,
        "writes_again": desk.phase_that_takes(Permission.REPLY),
        "may_position": desk.head.may.position,
        "moved": read_moved(desk),
        "reason_max": DELTA_REASON_MAX,
        **cards(look),
    }


def cards(look: Look) -> Mapping[str, object]:
    """The claims to judge, where votes are taken now."""
    if Permission.VOTE not in look.desk.allow:
        return {"deck": None}
    after, wanted = (asked.key(look.asks, name) or "" for name in ("after", "card"))
    return {"deck": read_deck(look.desk, after=after, wanted=wanted)}


def unsent(look: Look) -> Mapping[str, object]:
    """When something that is written but not sent can be, and in which ways now."""
    desk = look.desk
    here = reverse("session", args=[desk.access.session.key])
    wanted = asked.key(look.asks, "answer") or ""
    claim = desk.claim(wanted)
    return {
        "phase": desk.phase_that_takes(Permission.REPLY),
        "here": here,
        "address": f"{here}?answer={wanted}&{TYPED}=yes" if claim else here,
        "replies": desk.replies,
        "open": claim.may.reply if claim else desk.replies,
        "changed": look.asks.get("mark") != mark_of(desk),
        "claim": claim,
        "chosen": look.asks.get("relation", ""),
    }


def class_bar(look: Look) -> Mapping[str, object]:
    """The top of a page of the debate itself."""
    return {"teaches": False}


def mine(look: Look) -> Mapping[str, object]:
    """What the student stated, and what answered it."""
    return {"work": read_own_work(look.desk)}


WHOLE: Mapping[str, Part] = {"now": now, "ask": ask, "mine": mine}
PARTS = {**WHOLE, "unsent": unsent, "class_bar": class_bar}
ON_CHANGE = {"ask"}  # what is wanted only where the phase is another one


@require_safe
@never_cache
def session(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    access = open_session(key, who)
    if access.standing.teaches:
        return go(request, reverse("session-board", args=[key]))
    part = request.GET.get("part", "") if by_htmx(request) else ""
    if access.standing.capacity == Capacity.WAITING:
        return _lobby(request, access, part)
    if part == LOBBY:
        return go(request, reverse("session", args=[key]))
    look = Look(read_desk(access, who), request, request.GET)
    if part:
        return _part(look, part)
    inputs: dict[str, Any] = dict(facts(look))
    for read in WHOLE.values():
        inputs |= read(look)
    response = page(request, "session/student.html", **inputs)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _lobby(request: HttpRequest, access: SessionAccess, part: str) -> HttpResponse:
    assert access.seat is not None  # somebody waits by their seat
    template = "session/_lobby.html" if part else "session/lobby.html"
    own = own_seat(access, _who(request))
    response = page(request, template, session=access.session, seat=access.seat, own=own)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _part(look: Look, part: str) -> HttpResponse:
    """One part of the page, for a page that is open; none where nothing about it has changed."""
    read = PARTS.get(part)
    if read is None:
        raise NotFound("no_such_page")
    if part in ON_CHANGE and look.asks.get("mark") == mark_of(look.desk):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    response = render(look.request, f"session/_{part}.html", {**facts(look), **read(look)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def facts(look: Look) -> Mapping[str, object]:
    """What every part of the page tells from."""
    desk = look.desk
    access: SessionAccess = desk.access
    return {
        "session": access.session,
        "seat": desk.seat,
        "desk": desk,
        "clock": desk.clock,
        "head": desk.head,
        "thesis": desk.head.thesis,
        "own": own_seat(access, _who(look.request)),
        "mark": mark_of(desk),
    }


def _who(request: HttpRequest) -> User:
    who = viewer(request)
    assert who  # who is not signed in sees no session
    return who


def mark_of(desk: Desk) -> str:
    """What is another one as soon as a student is asked for something else."""
    clock = desk.clock
    facts = (
        clock.phase.key if clock.phase else clock.state,
        desk.debate.debate.key,
        desk.side or "",
        *sorted(desk.allow),
    )
    return "-".join(facts)


def _with_relation(claim: ClaimRow, chosen: str, ways: tuple[Relation, ...]) -> ClaimRow:
    """A claim with the relation that a draft has, also while it is not taken; `ways` are all of
    them, for where none is taken and it is not known which was chosen."""
    kept = (*claim.may.reply_as, chosen) if chosen or claim.may.reply else ways
    relations = tuple(relation for relation in Relation if relation in kept)
    return replace(claim, may=replace(claim.may, reply_as=relations))


def _typed(look: Look, claim: ClaimRow) -> bool:
    """Whether the page has words about a claim that may not have been saved yet."""
    return TYPED in look.asks and look.asks.get("answer") == claim.key


def _form(request: HttpRequest, claim: ClaimRow, relation: str | None) -> ReplyForm:
    """The form that answers a claim, with what was begun."""
    form = ReplyForm(initial={"parent_revision": claim.revision})
    fill(form, request, DraftPurpose.REPLY, claim.key)
    if not form.initial.get("relation"):
        form.initial["relation"] = relation or ""
    return form


def _may_choose_side(desk: Desk) -> bool:
    return desk.access.session.side_rule == SideRule.CHOSEN and desk.clock.state != "ended"

"""What each student said and did in a session, for its teachers.

Votes are counted, never told. A name stands only where this teacher may see it: in a session with
pseudonyms not before the student was looked up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from classroom.enums import Naming, Saying, SeatState, Task
from classroom.logic.report import (
    Answered,
    Contribution,
    PhaseTasks,
    Revision,
    StudentReport,
    phase_at,
    positions_of,
    revised_after,
)
from classroom.logic.tasks import progress
from classroom.models import Group, Phase, Reveal, Seat, Session
from classroom.queries.access import SessionAccess
from classroom.queries.tasks import Done, read_done_in
from debate.enums import ClaimKind, ClaimState, HeldState, Relation, Side
from debate.logic.rules import Window, read_windows
from debate.models import Claim, ClaimRevision, Delta, HeldClaim, Membership, Position, Vote

TO_TEXT_CHARS = 120  # of what was answered

_SAYING = {
    ClaimState.LIVE: Saying.STANDS,
    ClaimState.HIDDEN: Saying.HIDDEN,
    ClaimState.WITHDRAWN: Saying.WITHDRAWN,
    HeldState.WAITING: Saying.HELD,
    HeldState.RETURNED: Saying.RETURNED,
    HeldState.REMOVED: Saying.REMOVED,
}


@dataclass(frozen=True, slots=True)
class SessionReport:
    """A session with what each of its students did, by name or by what classmates call them.

    `nameless`: how many students this teacher could look up to see their names.
    """

    key: str
    name: str
    students: tuple[StudentReport, ...]
    nameless: int


def read_report(access: SessionAccess) -> SessionReport:
    """The report of a session, for its teachers. Queries: 11."""
    names = {access.session.pk: access.standing.names}
    return read_reports([access.session], names)[0]


# ---- What it is made of


class _Said(NamedTuple):
    pk: int
    key: str
    debate: int
    parent: int | None
    author: int
    state: str
    relation: str | None
    text: str
    at: datetime
    revision: int
    kind: str
    shown: str  # what its author is called on the site; empty where they have left


@dataclass(slots=True)
class _Found:
    """All that was read of some sessions, by what it is looked up with."""

    groups: list[Group]
    phases: dict[int, list[Phase]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[int, list[Seat]] = field(default_factory=lambda: defaultdict(list))
    members: dict[tuple[int, int], Membership] = field(default_factory=dict)  # debate, person
    claims: dict[int, _Said] = field(default_factory=dict)
    by_author: dict[tuple[int, int], list[_Said]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[int, list[_Said]] = field(default_factory=lambda: defaultdict(list))
    wordings: dict[int, list[tuple[int, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    held: dict[tuple[int, int], list[HeldClaim]] = field(default_factory=lambda: defaultdict(list))
    stated: dict[tuple[int, int], list[tuple[int | None, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    votes: Counter[tuple[int, int]] = field(default_factory=Counter)
    deltas: Counter[tuple[int, int]] = field(default_factory=Counter)
    done: dict[str, dict[str, Done]] = field(default_factory=dict)  # by seat and phase

    def byline(self, debate: int, person: int, shown: str) -> str:
        """What somebody is called in a debate."""
        member = self.members.get((debate, person))
        return (member.byline if member else "") or shown


def read_reports(sessions: Sequence[Session], names: Mapping[int, bool]) -> list[SessionReport]:
    """The reports of several sessions; `names` says by their numbers where names may be seen.

    Queries: 11, however many sessions, students and claims there are.
    """
    found = _find(sessions)
    return [_report(session, found, names[session.pk]) for session in sessions]


def _find(sessions: Sequence[Session]) -> _Found:
    """Queries: 11."""
    groups = Group.objects.filter(session__in=sessions).select_related("debate__rules")
    found = _Found(list(groups))
    debates = [group.debate_id for group in found.groups]
    for phase in Phase.objects.filter(session__in=sessions):
        found.phases[phase.session_id].append(phase)
    looked_up = Exists(Reveal.objects.filter(seat=OuterRef("pk")))
    seats = Seat.objects.filter(session__in=sessions).annotate(looked_up=looked_up)
    for seat in seats.select_related("group").order_by("student__place", "pk"):
        found.seats[seat.session_id].append(seat)
    for member in Membership.objects.filter(debate__in=debates):
        found.members[member.debate_id, member.person_id] = member
    _find_claims(found, debates)
    for held in HeldClaim.objects.filter(debate__in=debates).order_by("pk"):
        found.held[held.debate_id, held.author_id].append(held)
    positions = Position.objects.filter(debate__in=debates).order_by("pk")
    for debate, person, value, at in positions.values_list("debate", "person", "value", "at"):
        found.stated[debate, person].append((value, at))
    votes = Vote.objects.filter(debate__in=debates, valid=True).values_list("debate", "person")
    for debate, person, count in votes.annotate(Count("pk")):
        found.votes[debate, person] = count
    credited = Delta.objects.filter(claim__debate__in=debates, claim__state=ClaimState.LIVE)
    counted = credited.values_list("claim__debate", "claim__author").annotate(Count("pk"))
    for debate, author, count in counted:
        found.deltas[debate, author] = count
    found.done = read_done_in(sessions)
    return found


def _find_claims(found: _Found, debates: Sequence[int]) -> None:
    """Queries: 2."""
    claims = Claim.objects.filter(debate__in=debates).order_by("created_at", "pk")
    for row in claims.values_list(
        "pk",
        "key",
        "debate",
        "parent",
        "author",
        "state",
        "relation",
        "text",
        "created_at",
        "revision",
        "kind",
        "author__display_name",
    ):
        said = _Said(*row)
        found.claims[said.pk] = said
        found.by_author[said.debate, said.author].append(said)
        if said.parent is not None:
            found.replies[said.parent].append(said)
    later = ClaimRevision.objects.filter(claim__debate__in=debates, number__gt=1)
    for claim, number, at in later.order_by("number").values_list("claim", "number", "created_at"):
        found.wordings[claim].append((number, at))


# ---- Put together


def _report(session: Session, found: _Found, names: bool) -> SessionReport:
    groups = [group for group in found.groups if group.session_id == session.pk]
    windows = read_windows(groups[0].debate.rules.windows) if groups else ()
    seats = [seat for seat in found.seats[session.pk] if seat.state != SeatState.LOBBY]
    phases = found.phases[session.pk]
    students = tuple(
        _student(seat, groups, windows, phases, found, _named(seat, session, names))
        for seat in seats
    )
    return SessionReport(
        key=session.key,
        name=session.name,
        students=students,
        nameless=sum(not (one.name or one.removed) for one in students) if names else 0,
    )


def _named(seat: Seat, session: Session, names: bool) -> bool:
    """Whether a teacher sees the name of a student, as on the roster."""
    absent = seat.state == SeatState.LISTED
    known = absent or session.naming == Naming.NAMES or seat.looked_up  # type: ignore[attr-defined]
    return names and known


def _student(
    seat: Seat,
    groups: Sequence[Group],
    windows: Sequence[Window],
    phases: Sequence[Phase],
    found: _Found,
    named: bool,
) -> StudentReport:
    own = [(group, (group.debate_id, seat.person_id or 0)) for group in groups]
    said = sorted(
        (one for group, who in own for one in _contributions(group, who, windows, phases, found)),
        key=lambda one: one.at,
    )
    stated = sorted((one for _group, who in own for one in found.stated[who]), key=lambda s: s[1])
    first, last = positions_of(stated)
    member = found.members.get((seat.group.debate_id, seat.person_id or 0)) if seat.group else None
    return StudentReport(
        seat=seat.key,
        byline=seat.byline,
        name=seat.name if named else "",
        side=Side(member.side) if member and member.side else None,
        group=seat.group.number if seat.group and len(groups) > 1 else None,
        absent=seat.state == SeatState.LISTED,
        removed=seat.state == SeatState.REMOVED,
        said=tuple(said),
        first=first,
        last=last,
        votes=sum(found.votes[who] for _group, who in own),
        deltas=sum(found.deltas[who] for _group, who in own),
        tasks=_tasks(phases, found.done.get(seat.key, {})),
    )


def _contributions(
    group: Group,
    who: tuple[int, int],
    windows: Sequence[Window],
    phases: Sequence[Phase],
    found: _Found,
) -> Iterable[Contribution]:
    names = {phase.key: phase.name for phase in phases}
    for said in found.by_author[who]:
        if said.kind == ClaimKind.THESIS or said.relation is None or said.parent is None:
            continue
        gone = said.state == ClaimState.WITHDRAWN
        to, to_text = _answered(found.claims[said.parent], found)
        yield Contribution(
            key=said.key,
            said=_SAYING[ClaimState(said.state)],
            phase=names.get(phase_at(windows, said.at), ""),
            relation=Relation(said.relation),
            text="" if gone else said.text,
            at=said.at,
            to=to,
            to_text=to_text,
            group=group.number,
            to_thesis=found.claims[said.parent].kind == ClaimKind.THESIS,
            revisions=() if gone else _revisions(said, found),
        )
    for held in found.held[who]:
        to, to_text = _answered(found.claims[held.parent_id], found)
        yield Contribution(
            key=held.key,
            said=_SAYING[HeldState(held.state)],
            phase=names.get(phase_at(windows, held.at), ""),
            relation=Relation(held.relation),
            text=held.text,
            at=held.at,
            to=to,
            to_text=to_text,
            group=group.number,
            to_thesis=found.claims[held.parent_id].kind == ClaimKind.THESIS,
        )


def _answered(parent: _Said, found: _Found) -> tuple[str, str]:
    """Who is answered and what they said; nothing of what is withdrawn."""
    if parent.state == ClaimState.WITHDRAWN:
        return "", ""
    byline = found.byline(parent.debate, parent.author, parent.shown)
    return byline, shortened(parent.text)


def _revisions(said: _Said, found: _Found) -> tuple[Revision, ...]:
    if said.pk not in found.wordings:
        return ()
    replies = [
        Answered(*_answered(reply, found), reply.at)
        for reply in found.replies[said.pk]
        if reply.author != said.author
    ]
    return revised_after(found.wordings[said.pk], replies)


def shortened(text: str) -> str:
    """The beginning of what somebody said."""
    return text if len(text) <= TO_TEXT_CHARS else text[: TO_TEXT_CHARS - 1].rstrip() + "…"


def _tasks(phases: Sequence[Phase], did: Mapping[str, Done]) -> tuple[PhaseTasks, ...]:
    """What each phase asked for, and how much of it was done."""
    told = []
    for phase in phases:
        asked = {Task(task): int(number) for task, number in phase.tasks.items()}
        rows = progress(asked, did.get(phase.key, {}))
        if rows:
            told.append(PhaseTasks(phase.name, rows))
    return tuple(told)

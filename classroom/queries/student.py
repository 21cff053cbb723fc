"""What a student sees of a session: where it stands, their own work, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.errors import NotAllowed
from classroom.limits import OWN_CLAIMS_SHOWN
from classroom.models import Feature, Group
from classroom.queries.clock import Clock, PhaseRow, read_clock
from debate.enums import ClaimState, DraftPurpose, Permission, Relation, Side
from debate.models import Claim
from debate.queries.access import Access
from debate.queries.claim_rows import Rows
from debate.queries.debate import open_head
from debate.queries.delta import NO_DELTAS, DeltasRow, read_deltas_on_own
from debate.queries.rows import ClaimRow, DebateHead
from debate.queries.skeleton import read_tree
from debate.queries.thread import read_rows

if TYPE_CHECKING:
    from classroom.models import Seat
    from classroom.queries.access import SessionAccess
    from debate.logic.thread import Tree
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Desk:
    """A session as somebody who sits in it finds it at one moment.

    `tree` holds all claims of their debate that they may see, without their words.
    """

    access: SessionAccess
    seat: Seat
    clock: Clock
    debate: Access
    head: DebateHead
    tree: Tree

    @property
    def side(self) -> Side | None:
        return self.debate.standing.seat.side

    @property
    def person_id(self) -> int | None:
        return self.debate.viewer_id

    @property
    def allow(self) -> frozenset[Permission]:
        """What this student may do right now, the seconds of grace included."""
        return self.debate.standing.rules.allow

    @property
    def replies(self) -> bool:
        return Permission.REPLY in self.allow

    @property
    def began(self) -> tuple[str, ...]:
        """The claims that they have begun to answer, the newest words first, by key."""
        return tuple(d.claim_key for d in self.head.drafts if d.purpose == DraftPurpose.REPLY)

    def own(self, place: int) -> bool:
        return self.tree.bones[place].author_id == self.person_id

    def phase_that_takes(self, permission: Permission) -> PhaseRow | None:
        """The next phase in which they may do something, as the session is laid out."""
        for row in self.clock.phases:
            allowed = row.allow | (row.inner if self.seat.inner else frozenset())
            if row.state == "coming" and permission in allowed:
                return row
        return None

    def claim(self, key: str) -> ClaimRow | None:
        """A claim of their debate by its key, if they may see it. Queries: 2; 0 for none."""
        for place, bone in enumerate(self.tree.bones):
            if bone.key == key and self.tree.is_live(place):
                return self.rows([place]).row(bone.id)
        return None

    def rows(self, places: Iterable[int]) -> Rows:
        """The words of some claims, and how they judged them. Queries: 2."""
        ids = [self.tree.bones[place].id for place in places]
        return read_rows(self.debate, self.tree, [], ids=ids)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody else said below a claim of one's own; `answered` by its author since."""

    claim: ClaimRow
    answered: bool


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim of one's own, with what answers it and whose view it changed: a number, no names."""

    claim: ClaimRow
    answers: tuple[Answer, ...]
    deltas: DeltasRow

    @property
    def open(self) -> int:
        """How many of its answers wait for one."""
        return sum(not answer.answered for answer in self.answers)


@dataclass(frozen=True, slots=True)
class EarlierClaim:
    """A claim that one stated in another group of the session before one was moved."""

    relation: Relation | None
    text: str
    language: str
    group: int


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What a student stated, the newest first, and elsewhere before they came to their group."""

    claims: tuple[OwnClaim, ...]
    earlier: tuple[EarlierClaim, ...]

    @property
    def open(self) -> int:
        return sum(own.open for own in self.claims)


def read_desk(access: SessionAccess, viewer: Viewer) -> Desk:
    """A session for the student who sits in it. Raises NotAllowed for others. Queries: 5."""
    seat = access.seat
    if seat is None or seat.group is None:
        raise NotAllowed("students_only")
    clock = read_clock(access)
    debate, head = open_head(seat.group.debate.key, viewer)
    return Desk(access, seat, clock, debate, head, read_tree(debate, with_news=False))


def read_own_work(desk: Desk) -> OwnWork:
    """What somebody stated in a session and what answered it. Queries: 4."""
    tree = desk.tree
    own = [place for place in range(1, len(tree.bones)) if desk.own(place) and tree.is_live(place)]
    shown = sorted(own, key=lambda place: -tree.bones[place].id)[:OWN_CLAIMS_SHOWN]
    answers = {place: _answers(desk, place) for place in shown}
    rows = desk.rows([*shown, *(reply for replies in answers.values() for reply in replies)])
    deltas = read_deltas_on_own(desk.debate, [tree.bones[place].id for place in shown])
    return OwnWork(
        claims=tuple(
            OwnClaim(
                claim=rows.row(tree.bones[place].id),
                answers=tuple(
                    Answer(rows.row(tree.bones[reply].id), _has_own_reply(desk, reply))
                    for reply in answers[place]
                ),
                deltas=deltas.get(tree.bones[place].id, NO_DELTAS),
            )
            for place in shown
        ),
        earlier=_read_earlier(desk),
    )


def list_shown_to_class(desk: Desk) -> tuple[ClaimRow, ...]:
    """The claims that a teacher shows to everybody, of one's own group. Queries: 3; 1 for none."""
    chosen = Feature.objects.filter(
        session=desk.access.session, claim__debate=desk.debate.debate
    ).values_list("claim", flat=True)
    places = [desk.tree.place_of[claim] for claim in chosen if claim in desk.tree.place_of]
    live = [place for place in places if desk.tree.is_live(place)]
    if not live:
        return ()
    rows = desk.rows(live)
    return tuple(rows.row(desk.tree.bones[place].id) for place in live)


def _answers(desk: Desk, place: int) -> list[int]:
    """What others said below a claim: what waits for an answer first, then the newest."""
    found = [
        reply
        for reply in desk.tree.replies[place]
        if desk.tree.is_live(reply) and not desk.own(reply)
    ]
    return sorted(
        found, key=lambda reply: (_has_own_reply(desk, reply), -desk.tree.bones[reply].id)
    )


def _has_own_reply(desk: Desk, place: int) -> bool:
    return any(desk.own(reply) and desk.tree.is_live(reply) for reply in desk.tree.replies[place])


def _read_earlier(desk: Desk) -> tuple[EarlierClaim, ...]:
    groups = Group.objects.filter(session=desk.access.session).exclude(seats=desk.seat)
    numbers = dict(groups.values_list("debate", "number"))
    if not numbers:
        return ()
    stated = Claim.objects.filter(
        debate__in=numbers, author=desk.person_id, state=ClaimState.LIVE
    ).order_by("-pk")[:OWN_CLAIMS_SHOWN]
    return tuple(
        EarlierClaim(Relation(relation) if relation else None, text, language, numbers[debate])
        for relation, text, language, debate in stated.values_list(
            "relation", "text", "language", "debate"
        )
    )

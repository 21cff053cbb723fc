"""What stands on a board besides its roster and feed, and what a class is shown on the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from accounts.errors import NotFound
from classroom.limits import CREDITED_SHOWN, WAITING_SHOWN
from classroom.models import Feature, Group
from classroom.queries.access import SessionAccess
from classroom.queries.clock import Clock
from classroom.queries.feed import BoardClaim, read_claims
from debate.enums import ClaimState, RepliesHidden, Side
from debate.models import Claim, HeldClaim
from debate.queries.claim_rows import thesis_words
from debate.queries.queue import Waiting, read_waiting

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of a session with the debate it has."""

    key: str
    number: int
    debate_key: str


@dataclass(frozen=True, slots=True)
class BoardHead:
    """What a session is about: the thesis, the class that it is for, and its groups."""

    thesis: str
    language: str
    class_name: str
    groups: tuple[GroupRow, ...]

    @property
    def several(self) -> bool:
        """Whether it has groups to tell apart."""
        return len(self.groups) > 1


@dataclass(frozen=True, slots=True)
class Credited:
    """A claim that changed minds, and how many; never whose."""

    claim: BoardClaim
    people: int


@dataclass(frozen=True, slots=True)
class SideCount:
    """One side of a class: how many sit on it, and what they said; `claims` None while hidden."""

    side: Side
    people: int
    claims: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a class is shown on the wall, as far as everybody in it may see it: no names.

    `seated` counts everybody, also those without a side. `hidden`: what was said is shown to nobody
    yet who said nothing.
    """

    claims: tuple[BoardClaim, ...]
    sides: tuple[SideCount, ...]
    seated: int
    hidden: bool


def read_board_head(access: SessionAccess) -> BoardHead:
    """What a session is about, for whoever is in it. Queries: 1."""
    groups = (
        Group.objects.filter(session=access.session)
        .annotate(thesis=thesis_words("debate"))
        .order_by("number")
        .values_list(
            "key", "number", "debate__key", "thesis", "debate__language", "session__of_class__name"
        )
    )
    found = list(groups)
    return BoardHead(
        thesis=(found[0][3] or "") if found else "",
        language=found[0][4] if found else "",
        class_name=(found[0][5] or "") if found else "",
        groups=tuple(GroupRow(key, number, debate) for key, number, debate, *_ in found),
    )


def read_what_waits(access: SessionAccess, head: BoardHead, viewer: Viewer) -> Waiting:
    """What waits in the debates of a session, for its teachers. Queries: see `read_waiting`."""
    debates = [group.debate_key for group in head.groups]
    return read_waiting(debates, viewer, limit=WAITING_SHOWN)


def check_in_session(access: SessionAccess, key: str) -> None:
    """That a claim, or one that is held, is of a debate of a session.

    Raises NotFound. Queries: 1 or 2.
    """
    of = Group.objects.filter(session=access.session).values("debate")
    if not any(kept.objects.filter(key=key, debate__in=of).exists() for kept in (Claim, HeldClaim)):
        raise NotFound("no_claim")


def list_featured(access: SessionAccess) -> tuple[BoardClaim, ...]:
    """The claims that the class is shown, the newest choice first. Queries: 2."""
    ids = list(
        Feature.objects.filter(session=access.session, claim__state=ClaimState.LIVE)
        .order_by("-pk")
        .values_list("claim", flat=True)
    )
    return _in_order(access, ids)


_CREDITED = """
SELECT delta.claim_id, count(*)
  FROM debate_delta AS delta
  JOIN debate_claim AS claim ON claim.id = delta.claim_id AND claim.state = 'live'
  JOIN classroom_group AS part ON part.debate_id = claim.debate_id
 WHERE part.session_id = %(session)s
 GROUP BY delta.claim_id
 ORDER BY count(*) DESC, delta.claim_id
 LIMIT %(most)s
"""


def list_credited(access: SessionAccess, *, limit: int = CREDITED_SHOWN) -> tuple[Credited, ...]:
    """The claims that changed most minds, for teachers: how many, never whose. Queries: 2."""
    with connection.cursor() as cursor:
        cursor.execute(_CREDITED, {"session": access.session.pk, "most": limit})
        found: list[tuple[int, int]] = cursor.fetchall()
    claims = read_claims(access, [claim for claim, _ in found])
    return tuple(Credited(claims[claim], n) for claim, n in found if claim in claims)


# The side of each is that in the group where they sit now; what they said elsewhere counts, too.
_SIDES = """
SELECT member.side, count(*), coalesce(sum(said.claims), 0)
  FROM classroom_seat AS seat
  LEFT JOIN classroom_group AS part ON part.id = seat.group_id
  LEFT JOIN debate_membership AS member
    ON member.debate_id = part.debate_id AND member.person_id = seat.person_id
  LEFT JOIN LATERAL (
      SELECT count(*) AS claims
        FROM debate_claim AS claim
        JOIN classroom_group AS any_part ON any_part.debate_id = claim.debate_id
       WHERE any_part.session_id = seat.session_id
         AND claim.author_id = seat.person_id AND claim.state = 'live'
  ) AS said ON true
 WHERE seat.session_id = %(session)s AND seat.state = 'seated'
 GROUP BY member.side
"""


def read_shown(access: SessionAccess, clock: Clock) -> Shown:
    """What a class is shown on the wall: nothing that its students may not all see now.

    Queries: 3; 1 while what others said is hidden.
    """
    hidden = clock.replies_hidden != RepliesHidden.NONE
    with connection.cursor() as cursor:
        cursor.execute(_SIDES, {"session": access.session.pk})
        found = {side: (people, int(said)) for side, people, said in cursor.fetchall()}
    sided = any(side in found for side in Side)
    nobody = (0, 0)
    return Shown(
        claims=() if hidden else list_featured(access),
        sides=tuple(
            SideCount(side, found.get(side, nobody)[0], _said(found.get(side, nobody)[1], hidden))
            for side in Side
        )
        if sided
        else (),
        seated=sum(people for people, _ in found.values()),
        hidden=hidden,
    )


def _said(claims: int, hidden: bool) -> int | None:
    return None if hidden else claims


def _in_order(access: SessionAccess, ids: Sequence[int]) -> tuple[BoardClaim, ...]:
    claims = read_claims(access, ids)
    return tuple(claims[claim] for claim in ids if claim in claims)

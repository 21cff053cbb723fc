"""What somebody judged and where they stood, for themselves alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from accounts.errors import NotSignedIn
from debate.limits import ROWS_PER_PAGE
from debate.models import Debate, Position, Vote
from debate.policies.debate import visible_debates
from debate.queries.paging import Order, read_page
from debate.queries.rows import Page

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class VoteCast:
    """How somebody judges a claim, and the wording that they judged."""

    claim_key: str
    debate_key: str
    value: int
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PositionTaken:
    """Where somebody said that they stand; None where they took it back."""

    debate_key: str
    value: int | None
    at: datetime


def list_votes(
    viewer: Viewer, *, debate: str | None = None, limit: int = ROWS_PER_PAGE, cursor: str = ""
) -> Page[VoteCast]:
    """The viewer's votes in debates that they may see, or in one of them, the newest first.

    Raises NotSignedIn and Invalid("bad_cursor"). Queries: 1.
    """
    return read_page(
        _own(Vote.objects.all(), viewer, debate),
        ["claim__key", "debate__key", "value", "revision", "cast_at"],
        VoteCast,
        Order("cast_at", of=f"votes/{debate or ''}"),
        limit=limit,
        cursor=cursor,
    )


def list_positions(
    viewer: Viewer, *, debate: str | None = None, limit: int = ROWS_PER_PAGE, cursor: str = ""
) -> Page[PositionTaken]:
    """Everywhere that the viewer ever said to stand, the newest first.

    Raises NotSignedIn and Invalid("bad_cursor"). Queries: 1.
    """
    return read_page(
        _own(Position.objects.all(), viewer, debate),
        ["debate__key", "value", "at"],
        PositionTaken,
        Order("at", of=f"positions/{debate or ''}"),
        limit=limit,
        cursor=cursor,
    )


def _own(found: QuerySet[Any], viewer: Viewer, debate: str | None) -> QuerySet[Any]:
    if not viewer:
        raise NotSignedIn("sign_in_for_own")
    seen = Debate.objects.filter(visible_debates(viewer))
    if debate is not None:
        seen = seen.filter(key=debate)
    return found.filter(person=viewer, debate__in=seen)

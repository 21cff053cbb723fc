"""Who is blocked from a debate, for those who keep order there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from debate.enums import Action, ActKind
from debate.limits import MEMBERS_PER_PAGE
from debate.models import Act, Block, Membership
from debate.policies.standing import enforce, why_not
from debate.queries.claim_rows import name_shown, profile_key
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.debate import open_head
from debate.queries.rows import Byline, DebateHead, Page

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A blocked person, as they go by in the debate; `act` is the key of what blocked them."""

    by_name: Byline
    act: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class BlocksPage:
    """Who is blocked from a debate, a page at a time, who was blocked last first."""

    head: DebateHead
    page: Page[BlockRow]


def list_blocks(
    debate: str, viewer: Viewer, *, cursor: str = "", limit: int = MEMBERS_PER_PAGE
) -> BlocksPage:
    """Who is blocked from a debate. Raises NotFound, NotSignedIn, NotAllowed and Invalid.

    Queries: 3.
    """
    at = read_list_cursor(cursor, order="blocks") if cursor else None
    access, head = open_head(debate, viewer)
    enforce(why_not(access.standing, Action.BLOCK))
    seat = Membership.objects.filter(debate=access.debate, person=OuterRef("person"))
    acts = Act.objects.filter(
        debate_key=access.debate.key, kind=ActKind.BLOCKED, subject_number=OuterRef("person")
    ).order_by("-id")
    found = Block.objects.filter(debate=access.debate)
    back = at is not None and at.back
    if at is not None:
        found = found.filter(pk__gt=at.id) if back else found.filter(pk__lt=at.id)
    rows = list(
        found.order_by("pk" if back else "-pk").values_list(
            "pk",
            "at",
            "person__display_name",
            profile_key("person"),
            Subquery(seat.values("byline")[:1]),
            Subquery(acts.values("key")[:1]),
        )[: limit + 1]
    )
    more = len(rows) > limit
    shown = rows[:limit]
    if back:
        shown.reverse()
    return BlocksPage(
        head=head,
        page=Page(
            rows=tuple(
                BlockRow(name_shown(name, key, pseudonym=pseudonym), act, when)
                for _, when, name, key, pseudonym, act in shown
            ),
            next=_cursor(shown[-1]) if shown and (more or back) else None,
            previous=_cursor(shown[0], back=True) if shown and (more if back else at) else None,
        ),
    )


def _cursor(row: tuple[int, datetime, *tuple[object, ...]], *, back: bool = False) -> str:
    number, at, *_ = row
    return write_list_cursor(ListCursor(at, number, back, "blocks"))

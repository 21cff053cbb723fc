"""What happened: the record of a debate, and what a person did in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

from accounts.enums import PersonKind
from accounts.errors import NotFound
from accounts.models import User
from debate.enums import ChangeKind, ClaimState, Relation
from debate.limits import DEEDS_PER_PAGE
from debate.models import Change
from debate.policies.blind import never_blind
from debate.policies.visitor import Viewer
from debate.queries.blind import told_changes
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.debate import open_head
from debate.queries.record import TOLD, Deed, DeedRow, deed, deed_columns, done_openly
from debate.queries.rows import DebateHead, Page


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """The record of a debate, a page at a time, the newest first."""

    head: DebateHead
    page: Page[Deed]


@dataclass(frozen=True, slots=True)
class Person:
    """Whose activity it is."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonActivityPage:
    """What a person did in public debates, a page at a time, the newest first."""

    person: Person
    page: Page[Deed]


def list_activity(
    debate: str,
    viewer: Viewer,
    *,
    kind: ChangeKind | None = None,
    relation: Relation | None = None,
    limit: int = DEEDS_PER_PAGE,
    cursor: str = "",
) -> ActivityPage:
    """What happened in a debate, a page at a time; of one kind only, or to claims of one relation.

    Raises NotFound and Invalid("bad_cursor"). Queries: 3.
    """
    at = read_list_cursor(cursor) if cursor else None
    access, head = open_head(debate, viewer)
    told = Change.objects.filter(TOLD, told_changes(access.visible), debate=access.debate)
    found = _chosen(told, kind, relation)
    # 0: a first visit lasts still. Nothing is new to somebody to whom everything is.
    read_to = access.debate.read_to or None  # type: ignore[attr-defined]
    return ActivityPage(head, _page(found, at, limit, order="seq", read_to=read_to, viewer=viewer))


def list_person_activity(
    person: str,
    viewer: Viewer,
    *,
    kind: ChangeKind | None = None,
    relation: Relation | None = None,
    limit: int = DEEDS_PER_PAGE,
    cursor: str = "",
) -> PersonActivityPage:
    """What a person did in public debates under their own name, a page at a time.

    Debates in which they go by a pseudonym are left out, and so are claims that are gone.
    Raises NotFound (guests have no public page) and Invalid("bad_cursor"). Queries: 2.
    """
    at = read_list_cursor(cursor) if cursor else None
    who = User.objects.filter(key=person, kind=PersonKind.PERSON, is_active=True).first()
    if who is None:
        raise NotFound("no_person")
    found = Change.objects.filter(
        TOLD,
        done_openly(viewer),
        never_blind(viewer),
        Q(claim__isnull=True) | Q(claim__state=ClaimState.LIVE),
        actor=who,
    )
    page = _page(_chosen(found, kind, relation), at, limit, order="pk")
    return PersonActivityPage(Person(who.key, who.display_name), page)


def _chosen(
    found: QuerySet[Change], kind: ChangeKind | None, relation: Relation | None
) -> QuerySet[Change]:
    if kind is not None:
        found = found.filter(kind=kind)
    if relation is not None:
        found = found.filter(claim__relation=relation)
    return found


def _page(
    found: QuerySet[Change],
    at: ListCursor | None,
    limit: int,
    *,
    order: str,
    read_to: int | None = None,
    viewer: Viewer = None,
) -> Page[Deed]:
    """A page of Changes, the highest `order` first; what came after `read_to` is new."""
    back = at is not None and at.back
    if at is not None:
        found = found.filter(**{f"{order}__{'gt' if back else 'lt'}": at.id})
    columns: list[str | Combinable] = ["pk", "seq", "actor", *deed_columns()]
    rows = list(found.order_by(order if back else f"-{order}").values_list(*columns)[: limit + 1])
    more = len(rows) > limit
    shown = rows[:limit]
    if back:
        shown.reverse()
    own = viewer.pk if viewer else None
    return Page(
        rows=tuple(
            deed(DeedRow._make(rest), new=read_to is not None and seq > read_to and actor != own)
            for _pk, seq, actor, *rest in shown
        ),
        next=_cursor(shown[-1], order) if shown and (more or back) else None,
        previous=_cursor(shown[0], order, back=True) if shown and (more if back else at) else None,
    )


def _cursor(row: Sequence[object], order: str, *, back: bool = False) -> str:
    pk, seq, _actor, _kind, at, *_rest = row
    number = seq if order == "seq" else pk
    assert isinstance(at, datetime)
    assert isinstance(number, int)
    return write_list_cursor(ListCursor(at, number, back))

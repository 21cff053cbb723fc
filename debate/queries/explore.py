"""Lists of debates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from debate.enums import ClaimState, DebateSort, Relation, Visibility
from debate.limits import DEBATES_PER_PAGE, UNLISTED_SHOWN
from debate.models import Claim, Debate, DebateTally, Membership
from debate.policies.blind import hides_nothing
from debate.policies.debate import listed_debates, visible_debates
from debate.queries.claim_rows import thesis_words
from debate.queries.cursor import (
    ListCursor,
    read_list_cursor,
    read_score_cursor,
    write_list_cursor,
)
from debate.queries.debate import essay_credit, positions, topics_of, with_card_facts
from debate.queries.rows import BestReply, DebateCard, Page, TallyRow

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class OwnDebate:
    """A debate that no list has, for somebody who owns it or has a seat in it."""

    key: str
    thesis: str
    language: str
    visibility: Visibility
    archived: bool
    active_at: datetime


def list_debates(
    viewer: Viewer,
    *,
    sort: DebateSort = DebateSort.ACTIVE,
    topic: str | None = None,
    limit: int = DEBATES_PER_PAGE,
    cursor: str = "",
) -> Page[DebateCard]:
    """Public debates that are not in the archive, in one of three orders, a page at a time.

    Raises Invalid("bad_cursor"), also for a cursor of another order. Queries: 1.
    """
    public = Debate.objects.filter(visible_debates(viewer), listed_debates())
    if topic is not None:
        public = public.filter(topics__slug=topic)
    return _page(public, viewer, sort, limit, cursor)


def list_drafts(
    viewer: Viewer, *, limit: int = DEBATES_PER_PAGE, cursor: str = ""
) -> Page[DebateCard]:
    """The viewer's own drafts, the one with the last activity first, a page at a time.

    Raises Invalid("bad_cursor"). Queries: 1; 0 for nobody.
    """
    if not viewer:
        return Page(rows=())
    own = Debate.objects.filter(visible_debates(viewer), visibility=Visibility.DRAFT, owner=viewer)
    return _page(own, viewer, DebateSort.ACTIVE, limit, cursor)


def list_apart(
    viewer: Viewer, *, limit: int = DEBATES_PER_PAGE, cursor: str = ""
) -> Page[DebateCard]:
    """All debates that `list_unlisted` begins with, a page at a time.

    Raises Invalid("bad_cursor"). Queries: 1; 0 for nobody.
    """
    if not viewer:
        return Page(rows=())
    return _page(_apart(viewer), viewer, DebateSort.ACTIVE, limit, cursor)


def list_unlisted(viewer: Viewer) -> tuple[OwnDebate, ...]:
    """Debates of the viewer, or with a seat of theirs, that no list has: the last active first.

    Those for members, unlisted ones, and what is in the archive; drafts are listed apart.
    Queries: 1; 0 for nobody.
    """
    if not viewer:
        return ()
    active_at = Case(When(hides_nothing(viewer), then="tally__active_at"), default="opened_at")
    rows = (
        _apart(viewer)
        .annotate(active_at=active_at)
        .order_by("-active_at", "-pk")
        .values_list("key", thesis_words(), "language", "visibility", "archived_at", "active_at")
    )
    return tuple(
        OwnDebate(key, text or "", language, Visibility(seen_by), archived_at is not None, at)
        for key, text, language, seen_by, archived_at, at in rows[:UNLISTED_SHOWN]
    )


def _apart(viewer: User) -> QuerySet[Debate]:
    """Of a debate of a class the lists of its lessons tell, not this one."""
    seats = Membership.objects.filter(debate=OuterRef("pk"), person=viewer, role__isnull=False)
    return Debate.objects.filter(
        visible_debates(viewer), ~listed_debates(), Q(owner=viewer) | Q(Exists(seats))
    ).exclude(Q(visibility=Visibility.DRAFT) | Q(rules__keepers_judge=False))


def list_best_replies(debate: str, viewer: Viewer) -> tuple[BestReply, ...]:
    """The best support and the best rebuttal of a debate's thesis, as far as there are any.

    Queries: 1.
    """
    best = (
        Claim.objects.filter(
            debate__in=Debate.objects.filter(
                visible_debates(viewer), hides_nothing(viewer), key=debate
            ),
            depth=1,
            state=ClaimState.LIVE,
            relation__in=[Relation.SUPPORT, Relation.REBUT],
        )
        .order_by("-relation", "-tally__best", "path")  # support stands before rebut
        .distinct("relation")
        .select_related("tally")
        .defer("lexemes")
    )
    return tuple(
        BestReply(
            key=claim.key,
            relation=Relation(claim.bears_as),
            text=claim.text,
            language=claim.language,
            tally=TallyRow(claim.tally.up, claim.tally.down, claim.tally.unsure),
        )
        for claim in best
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """What a list of debates is sorted by, and who settles ties, as an index has them."""

    by: str
    read: Callable[..., ListCursor[Any]]
    edge: Callable[[Debate], Any]


_ORDERS = {
    DebateSort.ACTIVE: _Order("tally__active_at", read_list_cursor, lambda d: d.tally.active_at),
    DebateSort.NEW: _Order("opened_at", read_list_cursor, lambda d: d.opened_at),
    DebateSort.CONTESTED: _Order(
        "tally__contested", read_score_cursor, lambda d: d.tally.contested
    ),
}


def _page(
    debates: QuerySet[Debate], viewer: Viewer, sort: DebateSort, limit: int, cursor: str
) -> Page[DebateCard]:
    order = _ORDERS[sort]
    at = order.read(cursor, order=sort) if cursor else None
    found = with_card_facts(debates).annotate(
        thesis_text=Coalesce(thesis_words(), Value("")),
        told=Exists(Debate.objects.filter(hides_nothing(viewer), pk=OuterRef("pk"))),
    )
    back = at is not None and at.back
    if at is not None:
        # Apart from the comparison of pairs, which one index range answers.
        beyond, tie = ("gt", "pk__gt") if back else ("lt", "pk__lt")
        same = Q(**{order.by: at.at, tie: at.id})
        found = found.filter(Q(**{f"{order.by}__{beyond}": at.at}) | same)
        # The redundant bound is what lets the index of the order begin at the cursor.
        found = found.filter(**{f"{order.by}__{beyond}e": at.at})
    by = (order.by, "pk") if back else (f"-{order.by}", "-pk")
    debates_read = list(found.order_by(*by)[: limit + 1])
    more = len(debates_read) > limit
    shown = debates_read[:limit]
    if back:
        shown.reverse()

    def edge(debate: Debate, *, back: bool) -> str:
        return write_list_cursor(ListCursor(order.edge(debate), debate.pk, back, sort))

    return Page(
        rows=tuple(map(_card, shown)),
        next=edge(shown[-1], back=False) if shown and (more or back) else None,
        previous=edge(shown[0], back=True) if shown and (more if back else at) else None,
    )


def _card(debate: Debate) -> DebateCard:
    """A debate in a list; where something may be hidden in it nothing is counted."""
    told = debate.told  # type: ignore[attr-defined]
    tally = debate.tally if told else DebateTally(active_at=debate.opened_at or debate.created_at)
    return DebateCard(
        key=debate.key,
        visibility=Visibility(debate.visibility),
        archived=debate.archived_at is not None,
        thesis=debate.thesis_text,  # type: ignore[attr-defined]
        language=debate.language,
        topics=topics_of(debate),
        essay=essay_credit(debate.essay, brought_by=debate.brought_by),  # type: ignore[attr-defined]
        claims=tally.claims,
        people=tally.people,
        active_at=tally.active_at,
        positions=positions(tally),
        counted=told,
    )

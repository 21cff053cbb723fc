"""Lists of debates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from debate.enums import ClaimKind, ClaimState, Relation, Visibility
from debate.limits import DEBATES_PER_PAGE
from debate.models import Claim, Debate
from debate.policies.debate import visible_debates
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.debate import essay_credit, positions, with_card_facts
from debate.queries.rows import BestReply, DebateCard, Page, TallyRow

if TYPE_CHECKING:
    from accounts.models import User


def list_debates(viewer: User | None, *, cursor: str = "") -> Page[DebateCard]:
    """Public debates, the one with the last activity first, a page at a time.

    Raises Invalid("bad_cursor"). Queries: 1.
    """
    at = read_list_cursor(cursor) if cursor else None
    public = Debate.objects.filter(visible_debates(viewer), visibility=Visibility.PUBLIC)
    return _page(public, at)


def list_drafts(viewer: User | None, *, cursor: str = "") -> Page[DebateCard]:
    """The viewer's own drafts, the one with the last activity first, a page at a time.

    Raises Invalid("bad_cursor"). Queries: 1; 0 for nobody.
    """
    at = read_list_cursor(cursor) if cursor else None
    if viewer is None:
        return Page(rows=())
    own = Debate.objects.filter(visible_debates(viewer), visibility=Visibility.DRAFT, owner=viewer)
    return _page(own, at)


def list_best_replies(debate: str, viewer: User | None) -> tuple[BestReply, ...]:
    """The best support and the best rebuttal of a debate's thesis, as far as there are any.

    Queries: 1.
    """
    best = (
        Claim.objects.filter(
            debate__in=Debate.objects.filter(visible_debates(viewer), key=debate),
            depth=1,
            state=ClaimState.LIVE,
            relation__in=[Relation.SUPPORT, Relation.REBUT],
        )
        .order_by("-relation", "-tally__best", "path")  # support stands before rebut
        .distinct("relation")
        .select_related("tally")
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


def _page(debates: QuerySet[Debate], at: ListCursor | None) -> Page[DebateCard]:
    thesis = Claim.objects.filter(debate=OuterRef("pk"), kind=ClaimKind.THESIS).values("text")
    found = with_card_facts(debates).annotate(thesis_text=Coalesce(Subquery(thesis), Value("")))
    back = at is not None and at.back
    if at is not None:
        # Apart from the comparison of pairs, which one index range answers.
        same = Q(tally__active_at=at.at)
        found = found.filter(
            Q(tally__active_at__gt=at.at) | same & Q(pk__gt=at.id)
            if back
            else Q(tally__active_at__lt=at.at) | same & Q(pk__lt=at.id)
        )
        # The redundant bound is what lets the index on last activity begin at the cursor.
        found = found.filter(
            Q(tally__active_at__gte=at.at) if back else Q(tally__active_at__lte=at.at)
        )
    order = ("tally__active_at", "pk") if back else ("-tally__active_at", "-pk")
    debates_read = list(found.order_by(*order)[: DEBATES_PER_PAGE + 1])
    more = len(debates_read) > DEBATES_PER_PAGE
    shown = debates_read[:DEBATES_PER_PAGE]
    if back:
        shown.reverse()
    return Page(
        rows=tuple(map(_card, shown)),
        next=_cursor(shown[-1], back=False) if shown and (more or back) else None,
        previous=_cursor(shown[0], back=True) if shown and (more if back else at) else None,
    )


def _cursor(debate: Debate, *, back: bool) -> str:
    return write_list_cursor(ListCursor(debate.tally.active_at, debate.pk, back))


def _card(debate: Debate) -> DebateCard:
    return DebateCard(
        key=debate.key,
        thesis=debate.thesis_text,  # type: ignore[attr-defined]
        language=debate.language,
        topics=tuple(debate.topic_names),  # type: ignore[attr-defined]
        essay=essay_credit(debate.essay, brought_by=debate.brought_by),  # type: ignore[attr-defined]
        claims=debate.tally.claims,
        people=debate.tally.people,
        active_at=debate.tally.active_at,
        positions=positions(debate.tally),
    )

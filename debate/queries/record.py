"""Changes as people read them: what somebody did, in rows that pages put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable

from debate.enums import UNSAID, ChangeKind, ClaimKind, ClaimState, Relation, Visibility
from debate.models import Claim, Debate, Membership
from debate.policies.debate import visible_debates
from debate.queries.claim_rows import name_shown, profile_key, thesis_words
from debate.queries.rows import Byline

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# Counting votes is nobody's deed, what leaves no mark leaves none here either, and who has which
# role is for the members alone.
UNTOLD = (ChangeKind.TALLIED, ChangeKind.SEATED, ChangeKind.LEFT, *UNSAID)
TOLD = ~Q(kind__in=UNTOLD) & ~Q(
    kind__in=[ChangeKind.EDITED, ChangeKind.DESCRIBED], payload__contains={"unmarked": True}
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happened in a debate, as its reader may see it.

    `key` is the claim's, or the thesis's where it concerns the debate as a whole. Of a claim that
    is gone (`state`) neither the words are told nor whose they were.
    """

    kind: ChangeKind
    at: datetime
    debate_key: str
    thesis: str
    key: str
    claim_kind: ClaimKind | None
    state: ClaimState
    relation: Relation | None
    answers: bool
    by: Byline | None
    text: str
    language: str
    debate_language: str
    new: bool = False


class DeedRow(NamedTuple):
    """What a Deed is made of: see `deed_columns`."""

    kind: str
    at: datetime
    debate_key: str
    debate_language: str
    thesis_key: str | None
    thesis: str | None
    claim_key: str | None
    claim_kind: str | None
    text: str | None
    language: str | None
    state: str | None
    relation: str | None
    parent_relation: str | None
    actor_name: str | None
    actor_key: str | None
    pseudonym: str | None


def done_openly(viewer: Viewer) -> Q:
    """The filter on Change for public debates in which the actor goes by their own name."""
    public = Debate.objects.filter(visible_debates(viewer), visibility=Visibility.PUBLIC)
    disguised = Membership.objects.filter(
        debate=OuterRef("debate"), person=OuterRef("actor")
    ).exclude(byline="")
    return Q(debate__in=public) & ~Q(Exists(disguised))


def deed_columns(change: str = "") -> list[Combinable]:
    """The columns of a DeedRow, for a list of Changes, or of rows with one (`change__`)."""
    thesis = Claim.objects.filter(debate=OuterRef(f"{change}debate"), kind=ClaimKind.THESIS)
    seat = Membership.objects.filter(
        debate=OuterRef(f"{change}debate"), person=OuterRef(f"{change}actor")
    )
    return [
        F(f"{change}kind"),
        F(f"{change}at"),
        F(f"{change}debate__key"),
        F(f"{change}debate__language"),
        Subquery(thesis.values("key")[:1]),
        thesis_words(f"{change}debate"),
        F(f"{change}claim__key"),
        F(f"{change}claim__kind"),
        F(f"{change}claim__text"),
        F(f"{change}claim__language"),
        F(f"{change}claim__state"),
        F(f"{change}claim__relation"),
        F(f"{change}claim__parent__relation"),
        F(f"{change}actor__display_name"),
        profile_key(f"{change}actor"),
        Subquery(seat.values("byline")[:1]),
    ]


def deed(row: DeedRow, *, new: bool = False) -> Deed:
    """A row as a Deed."""
    state = ClaimState(row.state) if row.state else ClaimState.LIVE
    live = state == ClaimState.LIVE
    return Deed(
        kind=ChangeKind(row.kind),
        at=row.at,
        debate_key=row.debate_key,
        thesis=row.thesis or "",
        key=row.claim_key or row.thesis_key or "",
        claim_kind=ClaimKind(row.claim_kind) if row.claim_kind else None,
        state=state,
        relation=Relation(row.relation) if row.relation else None,
        answers=row.parent_relation == Relation.QUESTION,
        by=_byline(row) if live else None,
        text=(row.text or "") if live else "",
        language=row.language or row.debate_language,
        debate_language=row.debate_language,
        new=new,
    )


def _byline(row: DeedRow) -> Byline | None:
    if row.actor_name is None:
        return None
    return name_shown(row.actor_name, row.actor_key, pseudonym=row.pseudonym)

"""Claims that are held: one for its author and whoever keeps order, and the list of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Subquery

from accounts.errors import NotFound
from debate.enums import ClaimState, HeldState, Reason, Relation
from debate.models import Case, Debate, HeldClaim, Membership
from debate.policies.claim import may_reply
from debate.policies.debate import visible_debates
from debate.policies.moderation import (
    why_not_approve_held,
    why_not_judge_held,
    why_not_see_held,
)
from debate.policies.standing import enforce
from debate.queries.access import open_claim
from debate.queries.claim_rows import claim_row, name_shown, profile_key, read_bodies
from debate.queries.rows import Byline, ClaimRow, SourceRow

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A claim that is held; `details` is Markdown as it was typed.

    `judge`: the viewer may approve, return or remove it. `postable`: what it answers takes replies.
    What was decided of it last: the act, its reason and its note.
    """

    key: str
    debate_key: str
    state: HeldState
    relation: Relation
    answers: bool
    text: str
    details: str
    sources: tuple[SourceRow, ...]
    language: str
    byline: Byline
    at: datetime
    parent: ClaimRow
    mine: bool
    judge: bool
    postable: bool
    act_key: str | None = None
    reason: Reason | None = None
    note: str = ""

    @property
    def seen(self) -> str:
        """Which words these are: when they were sent, as `approve_held` takes it."""
        return self.at.isoformat()


@dataclass(frozen=True, slots=True)
class HeldInList:
    """A claim of the viewer that is held, in the list of all; `about` is what it answers."""

    key: str
    state: HeldState
    text: str
    about: str
    language: str
    at: datetime


def read_held(key: str, viewer: Viewer) -> HeldRow:
    """A claim that is held, for its author and whoever keeps order.

    Raises NotFound, also where it may not be known that there is one. Queries: 4.
    """
    seat = Membership.objects.filter(debate=OuterRef("debate"), person=OuterRef("author"))
    held = (
        HeldClaim.objects.filter(key=key)
        .select_related("parent", "author")
        .annotate(pseudonym=Subquery(seat.values("byline")[:1]), page_key=profile_key("author"))
        .first()
    )
    if held is None:
        raise NotFound("no_held")
    access, place = open_claim(held.parent.key, viewer)
    enforce(why_not_see_held(access.standing, held.author_id))
    case = Case.objects.filter(held=held).select_related("act").order_by("-at", "-pk").first()
    relation, mine = Relation(held.relation), held.author_id == access.viewer_id
    return HeldRow(
        key=held.key,
        debate_key=access.debate.key,
        state=HeldState(held.state),
        relation=relation,
        answers=place.bears_as == Relation.QUESTION,
        text=held.text,
        details=held.details,
        sources=tuple(SourceRow(title, url) for title, url in held.sources),
        language=access.debate.language,
        byline=name_shown(
            held.author.display_name, held.page_key, pseudonym=held.pseudonym, via=held.via
        ),
        at=held.at,
        parent=claim_row(access, read_bodies(access, [place.id])[place.id], below={}, my_vote=None),
        mine=mine,
        judge=why_not_judge_held(access.standing, held.author_id) is None,
        postable=(
            may_reply(access.standing, place, relation)
            if mine
            else why_not_approve_held(access.standing, place, relation) is None
        ),
        act_key=case.act.key if case else None,
        reason=Reason(case.act.reason) if case else None,
        note=case.note if case else "",
    )


def list_own_held(viewer: User) -> tuple[HeldInList, ...]:
    """The claims of a person that are held, in debates that they see. Queries: 1."""
    seen = Debate.objects.filter(visible_debates(viewer), pk=OuterRef("debate"))
    found = (
        HeldClaim.objects.filter(Exists(seen), author=viewer)
        .annotate(
            about=F("parent__text"), about_state=F("parent__state"), language=F("debate__language")
        )
        .order_by("-at", "-pk")
    )
    return tuple(
        HeldInList(
            key=held.key,
            state=HeldState(held.state),
            text=held.text,
            about=held.about if held.about_state == ClaimState.LIVE else "",
            language=held.language,
            at=held.at,
        )
        for held in found
    )

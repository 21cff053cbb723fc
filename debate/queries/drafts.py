"""One's own drafts: the one that a form is filled from, and the list of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from debate.enums import ClaimState, DraftPurpose
from debate.limits import DEBATES_PER_PAGE
from debate.logic.draft import Content, mark_of, words_of
from debate.models import Claim, Debate, Draft
from debate.policies.blind import shown_in_any_case
from debate.policies.debate import visible_debates
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.rows import Page

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A version of a draft that was overtaken; `which` names it to `take_back`."""

    which: str
    words: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as a form is filled from it; `content` is empty where only `aside` is left."""

    content: Content
    version: int
    saved_at: datetime
    aside: tuple[AsideRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftInList:
    """A draft in the list of all; of a claim that is gone or out of sight `about` is empty.

    `reachable`: its form can be opened, though the debate may have closed meanwhile.
    """

    purpose: DraftPurpose
    claim_key: str | None
    about: str
    about_language: str
    reachable: bool
    words: str
    version: int
    saved_at: datetime
    aside: tuple[AsideRow, ...] = ()


def read_draft(
    purpose: DraftPurpose, viewer: Viewer, *, claim: str | None = None
) -> DraftRow | None:
    """What the viewer has begun to write, if they have. Queries: 1; 0 for nobody."""
    if not viewer:
        return None
    about: dict[str, Any] = (
        {"claim": None} if purpose == DraftPurpose.DEBATE else {"claim__key": claim}
    )
    draft = Draft.objects.filter(person=viewer, purpose=purpose, **about).first()
    return draft_row(draft) if draft else None


def list_begun(
    viewer: User, *, limit: int = DEBATES_PER_PAGE, cursor: str = ""
) -> Page[DraftInList]:
    """Everything that the viewer has begun to write, the newest first, a page at a time.

    Raises Invalid("bad_cursor"). Queries: 1.
    """
    at = read_list_cursor(cursor) if cursor else None
    seen = Debate.objects.filter(visible_debates(viewer), pk=OuterRef("claim__debate_id"))
    in_sight = Claim.objects.filter(shown_in_any_case(viewer), pk=OuterRef("claim_id"))
    found = Draft.objects.filter(person=viewer).annotate(
        seen=Q(Exists(seen), Exists(in_sight)),
        claim_key=F("claim__key"),
        claim_text=F("claim__text"),
        claim_language=F("claim__language"),
        claim_state=F("claim__state"),
    )
    back = at is not None and at.back
    if at is not None:
        same = Q(saved_at=at.at)
        found = found.filter(
            Q(saved_at__gt=at.at) | same & Q(pk__gt=at.id)
            if back
            else Q(saved_at__lt=at.at) | same & Q(pk__lt=at.id)
        )
    order = ("saved_at", "pk") if back else ("-saved_at", "-pk")
    read = list(found.order_by(*order)[: limit + 1])
    more = len(read) > limit
    shown = read[:limit]
    if back:
        shown.reverse()
    return Page(
        rows=tuple(map(_in_list, shown)),
        next=_cursor(shown[-1], back=False) if shown and (more or back) else None,
        previous=_cursor(shown[0], back=True) if shown and (more if back else at) else None,
    )


def draft_row(draft: Draft) -> DraftRow:
    """A draft as it is now."""
    return DraftRow(
        content=draft.content,
        version=draft.version,
        saved_at=draft.saved_at,
        aside=_aside(draft),
    )


def _in_list(draft: Any) -> DraftInList:
    about_claim = draft.purpose != DraftPurpose.DEBATE
    reachable = not about_claim or (draft.seen and draft.claim_state == ClaimState.LIVE)
    return DraftInList(
        purpose=DraftPurpose(draft.purpose),
        claim_key=draft.claim_key,
        about=draft.claim_text if about_claim and reachable else "",
        about_language=draft.claim_language if about_claim and reachable else "",
        reachable=reachable,
        words=words_of(draft.content),
        version=draft.version,
        saved_at=draft.saved_at,
        aside=_aside(draft),
    )


def _aside(draft: Draft) -> tuple[AsideRow, ...]:
    return tuple(
        AsideRow(
            which=mark_of(version["content"]),
            words=words_of(version["content"]),
            saved_at=datetime.fromisoformat(version["saved_at"]),
        )
        for version in draft.aside
    )


def _cursor(draft: Draft, *, back: bool) -> str:
    return write_list_cursor(ListCursor(draft.saved_at, draft.pk, back))

"""What is said of a claim, a debate or an essay where it is cited: who, when, in which wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from accounts.errors import Conflict, NotFound
from debate.enums import ClaimKind, ClaimState, Visibility
from debate.models import Claim, ClaimRevision, Essay, EssayRevision
from debate.queries.access import Access, open_claim, open_debate
from debate.queries.claim_rows import byline, read_bodies
from debate.queries.debate import essay_credit, name_of_bringer
from debate.queries.history import first_wording
from debate.queries.rows import Byline

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """A live claim, or a thesis, in its newest wording, which was made at `worded_at`."""

    key: str
    debate_key: str
    thesis: bool
    text: str
    language: str
    byline: Byline
    stated_at: datetime
    wording: int
    worded_at: datetime
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class CitedEssay:
    """An essay in its newest wording; without `written_on`, it is known from `brought_at` on."""

    key: str
    title: str
    writer: str
    language: str
    written_on: date | None
    brought_at: datetime
    wording: int
    worded_at: datetime


def read_cited_claim(key: str, viewer: Viewer) -> CitedClaim:
    """A claim to be cited.

    Raises NotFound, and Conflict for what is withdrawn, removed or still a draft. Queries: 3.
    """
    access, place = open_claim(key, viewer)
    return _read_claim(access, place.id)


def read_cited_debate(key: str, viewer: Viewer) -> tuple[CitedClaim, CitedEssay | None]:
    """The thesis of a debate to be cited, and the essay that it was drawn from, if any.

    Raises NotFound, and Conflict for a draft. Queries: 5.
    """
    access = open_debate(key, viewer)
    thesis = Claim.objects.filter(debate=access.debate, kind=ClaimKind.THESIS)
    thesis_id = thesis.values_list("pk", flat=True).first()
    if thesis_id is None:
        raise Conflict("still_a_draft")
    return _read_claim(access, thesis_id), _read_essay(access)


def _read_claim(access: Access, claim_id: int) -> CitedClaim:
    if access.debate.visibility == Visibility.DRAFT:
        raise Conflict("still_a_draft")
    body = read_bodies(access, [claim_id]).get(claim_id)
    if body is None:
        raise NotFound("no_claim")
    if body.state != ClaimState.LIVE:
        raise Conflict("claim_gone")
    newest = ClaimRevision.objects.filter(claim=claim_id, number=body.revision)
    worded_at, first = newest.values_list("created_at", first_wording("claim")).get()
    return CitedClaim(
        key=body.key,
        debate_key=access.debate.key,
        thesis=body.kind == ClaimKind.THESIS,
        text=body.text,
        language=body.language,
        byline=byline(access, body),
        stated_at=body.created_at,
        wording=body.revision - first + 1,
        worded_at=worded_at if body.revision > first else body.created_at,
        visibility=Visibility(access.debate.visibility),
    )


def _read_essay(access: Access) -> CitedEssay | None:
    newest = EssayRevision.objects.filter(essay=OuterRef("pk")).order_by("-number")
    essay = (
        Essay.objects.filter(debates=access.debate)
        .annotate(
            bringer=name_of_bringer("debates", "brought_by"),
            wording=Subquery(newest.values("number")[:1]),
            worded_at=Subquery(newest.values("created_at")[:1]),
        )
        .first()
    )
    credit = essay_credit(essay, brought_by=essay.bringer if essay else "")
    if essay is None or credit is None:
        return None
    return CitedEssay(
        key=essay.key,
        title=credit.title,
        writer=credit.writer,
        language=credit.language,
        written_on=credit.written_on,
        brought_at=essay.created_at,
        wording=essay.wording,
        worded_at=essay.worded_at,
    )

"""A person's public page: what they wrote under their own name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from accounts.errors import NotFound
from accounts.models import User
from debate.enums import ClaimGroup, ClaimKind, ClaimState, Relation, Visibility
from debate.limits import CLAIMS_PER_PAGE, PERSON_DEBATES
from debate.models import Claim, Debate
from debate.policies.blind import never_blind
from debate.policies.debate import visible_debates
from debate.policies.person import has_profile, signed_claims, signed_debates
from debate.policies.visitor import Viewer
from debate.queries.claim_rows import thesis_words
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.rows import Page

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class SignedClaim:
    """A claim of a person with its place: the thesis above all, and the claim that it answers.

    `parent` is empty for a thesis, below a thesis, and where what it answers is gone.
    """

    key: str
    kind: ClaimKind
    relation: Relation | None
    answers: bool
    text: str
    language: str
    created_at: datetime
    edited: bool
    debate_key: str
    debate_language: str
    thesis: str
    parent: str
    parent_key: str
    parent_language: str


@dataclass(frozen=True, slots=True)
class OwnedDebate:
    """A public debate of a person."""

    key: str
    thesis: str
    language: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as everybody may know them, with a page of their claims, the newest first.

    `counts` has every group, in their order; `mine`: it is the viewer's own page.
    """

    key: str
    name: str
    joined_at: datetime
    mine: bool
    counts: tuple[tuple[ClaimGroup, int], ...]
    claims: Page[SignedClaim]
    debates: tuple[OwnedDebate, ...]

    @property
    def total(self) -> int:
        return sum(count for _group, count in self.counts)


def read_person(
    key: str,
    viewer: Viewer,
    *,
    group: ClaimGroup | None = None,
    limit: int = CLAIMS_PER_PAGE,
    cursor: str = "",
) -> PersonPage:
    """A person's page: live claims in debates that the viewer may see, drafts apart.

    Where they go by a pseudonym, their claims and debates are left out. Raises NotFound for
    whoever has no page, Invalid("bad_cursor"). Queries: 4.
    """
    at = read_list_cursor(cursor, order=group or "") if cursor else None
    person = User.objects.filter(has_profile(), key=key).first()
    if person is None:
        raise NotFound("no_person")
    seen = Debate.objects.filter(visible_debates(viewer)).exclude(visibility=Visibility.DRAFT)
    claims = Claim.objects.filter(
        signed_claims(), never_blind(viewer), author=person, debate__in=seen
    )
    counted = claims.aggregate(**{g: Count("pk", filter=_in(g)) for g in ClaimGroup})
    debates = Debate.objects.filter(signed_debates(), owner=person, visibility=Visibility.PUBLIC)
    return PersonPage(
        key=person.key,
        name=person.display_name,
        joined_at=person.date_joined,
        mine=bool(viewer and viewer.pk == person.pk),
        counts=tuple((g, counted[g]) for g in ClaimGroup),
        claims=_page(claims.filter(_in(group)) if group else claims, at, group or "", limit),
        debates=_debates(debates),
    )


def _in(group: ClaimGroup) -> Q:
    if group == ClaimGroup.POINT:
        return Q(kind__in=[ClaimKind.THESIS, ClaimKind.POINT])
    return Q(kind=ClaimKind.REPLY, relation=group.value)


def _page(
    claims: QuerySet[Claim], at: ListCursor[datetime] | None, order: str, limit: int
) -> Page[SignedClaim]:
    back = at is not None and at.back
    if at is not None:
        same = Q(created_at=at.at)
        claims = claims.filter(
            # The bound alone lets the index begin at the cursor; within it, ties go by id.
            Q(created_at__gte=at.at) & ~(same & Q(pk__lte=at.id))
            if back
            else Q(created_at__lte=at.at) & ~(same & Q(pk__gte=at.id))
        )
    by = ("created_at", "pk") if back else ("-created_at", "-pk")
    rows = list(claims.order_by(*by).annotate(**_place())[: limit + 1])
    more = len(rows) > limit
    shown = rows[:limit]
    if back:
        shown.reverse()
    return Page(
        rows=tuple(map(_row, shown)),
        next=_cursor(shown[-1], order, back=False) if shown and (more or back) else None,
        previous=_cursor(shown[0], order, back=True) if shown and (more if back else at) else None,
    )


def _cursor(claim: Claim, order: str, *, back: bool) -> str:
    return write_list_cursor(ListCursor(claim.created_at, claim.pk, back, order))


def _place() -> dict[str, Combinable]:
    shown = When(Q(parent__state=ClaimState.LIVE) & Q(depth__gte=2), then=F("parent__text"))
    return {
        "debate_key": F("debate__key"),
        "debate_language": F("debate__language"),
        "thesis_text": thesis_words("debate"),
        "parent_text": Case(shown, default=Value(""), output_field=CharField()),
        "parent_key": F("parent__key"),
        "parent_language": F("parent__language"),
    }


def _row(claim: Claim) -> SignedClaim:
    place = claim.__dict__
    return SignedClaim(
        key=claim.key,
        kind=ClaimKind(claim.kind),
        relation=Relation(claim.relation) if claim.relation else None,
        answers=claim.parent_bears_as == Relation.QUESTION,
        text=claim.text,
        language=claim.language,
        created_at=claim.created_at,
        edited=claim.edited_at is not None,
        debate_key=place["debate_key"],
        debate_language=place["debate_language"],
        thesis=place["thesis_text"] or "",
        parent=place["parent_text"],
        parent_key=place["parent_key"] or "",
        parent_language=place["parent_language"] or "",
    )


def _debates(debates: QuerySet[Debate]) -> tuple[OwnedDebate, ...]:
    newest = debates.order_by("-opened_at", "-pk").values_list(
        "key", thesis_words(), "language", "opened_at"
    )
    return tuple(
        OwnedDebate(key, text or "", language, opened_at)
        for key, text, language, opened_at in newest[:PERSON_DEBATES]
        if opened_at is not None
    )

"""An essay by itself: its credit, its wordings, and the passages that claims were drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length

from accounts.errors import NotFound
from debate.enums import PassageState
from debate.limits import ROWS_PER_PAGE
from debate.models import Claim, Debate, EssayRevision, Passage
from debate.policies.blind import shown_in_any_case
from debate.policies.debate import visible_debates
from debate.queries.debate import essay_credit, name_of_bringer
from debate.queries.paging import Order, read_page
from debate.queries.rows import EssayCredit, Page

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class EssayAlone:
    """An essay with the debate that was drawn from it, and the number of its newest wording."""

    credit: EssayCredit
    debate_key: str
    revision: int


@dataclass(frozen=True, slots=True)
class EssayWording:
    """One wording of an essay, without its text where many are listed; it never changes."""

    number: int
    at: datetime
    chars: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A span of a wording, in code points, with what helps to find it again.

    `claims` are the keys of those that were drawn from it, also where they are gone by now.
    """

    key: str
    essay_key: str
    revision: int
    state: PassageState
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EssayText:
    """The newest wording of a debate's essay, with all its passages in the order of the text."""

    essay: EssayAlone
    wording: EssayWording
    passages: tuple[PassageRow, ...]


def read_essay(key: str, viewer: Viewer) -> EssayAlone:
    """An essay of a debate that the viewer may see. Raises NotFound. Queries: 1."""
    return _open(key, viewer)[0]


def list_essay_wordings(
    key: str, viewer: Viewer, *, limit: int = ROWS_PER_PAGE, cursor: str = ""
) -> Page[EssayWording]:
    """The wordings of an essay without their text, the newest first.

    Raises NotFound and Invalid("bad_cursor"). Queries: 2.
    """
    _essay, essay_id = _open(key, viewer)
    return read_page(
        EssayRevision.objects.filter(essay=essay_id),
        ["number", "created_at", Length("text")],
        EssayWording,
        Order("number", of=f"essay/{key}", numbers=True),
        limit=limit,
        cursor=cursor,
    )


def read_essay_wording(key: str, viewer: Viewer, *, number: int) -> EssayWording:
    """One wording of an essay. Raises NotFound. Queries: 2."""
    _essay, essay_id = _open(key, viewer)
    found = EssayRevision.objects.filter(essay=essay_id, number=number)
    row = found.values_list("number", "created_at", Length("text"), "text").first()
    if row is None:
        raise NotFound("no_wording")
    return EssayWording(*row)


def list_passages(
    key: str,
    viewer: Viewer,
    *,
    revision: int | None = None,
    limit: int = ROWS_PER_PAGE,
    cursor: str = "",
) -> Page[PassageRow]:
    """The passages of one wording of an essay, the newest if none is named, as the text has them.

    Raises NotFound and Invalid("bad_cursor"). Queries: 2.
    """
    essay, essay_id = _open(key, viewer)
    number = essay.revision if revision is None else revision
    if not 1 <= number <= essay.revision:
        raise NotFound("no_wording")
    return _page(
        viewer, essay_id, number, of=f"passages/{key}/{number}", limit=limit, cursor=cursor
    )


def read_passage(key: str, viewer: Viewer) -> PassageRow:
    """A passage of an essay of a debate that the viewer may see. Raises NotFound. Queries: 1."""
    seen = Debate.objects.filter(visible_debates(viewer), essay=OuterRef("revision__essay"))
    found = _with_claims(Passage.objects.filter(Exists(seen), key=key), viewer)
    row = found.values_list(*_COLUMNS).first()
    if row is None:
        raise NotFound("no_passage")
    return _row(*row)


def read_essay_text(debate: str, viewer: Viewer) -> EssayText:
    """The newest wording of a debate's essay, with its passages.

    Raises NotFound, also for a debate without an essay. Queries: 2.
    """
    found = _drawn(viewer).filter(key=debate)
    newest = EssayRevision.objects.filter(essay=OuterRef("essay")).order_by("-number")
    of = found.annotate(
        wording_at=Subquery(newest.values("created_at")[:1]),
        wording_text=Subquery(newest.values("text")[:1]),
    ).first()
    if of is None:
        raise NotFound("no_debate")
    essay = _alone(of)
    if essay is None:
        raise NotFound("no_essay")
    text, at = of.wording_text, of.wording_at
    found_here = Passage.objects.filter(
        revision__essay=of.essay_id, revision__number=essay.revision
    )
    rows = _with_claims(found_here, viewer).order_by("start", "end").values_list(*_COLUMNS)
    wording = EssayWording(essay.revision, at, len(text), text)
    return EssayText(essay, wording, tuple(_row(*row) for row in rows))


def _open(key: str, viewer: Viewer) -> tuple[EssayAlone, int]:
    """An essay through the eldest of its debates that the viewer may see. Queries: 1."""
    of = _drawn(viewer).filter(essay__key=key).order_by("pk").first()
    essay = _alone(of) if of else None
    if of is None or essay is None or of.essay_id is None:
        raise NotFound("no_such_essay")
    return essay, of.essay_id


def _drawn(viewer: Viewer) -> QuerySet[Debate]:
    newest = EssayRevision.objects.filter(essay=OuterRef("essay")).order_by("-number")
    seen = Debate.objects.filter(visible_debates(viewer)).select_related("essay")
    return seen.defer("essay__lexemes").annotate(
        bringer=name_of_bringer("pk", "essay__brought_by"),
        wording=Subquery(newest.values("number")[:1]),
    )


def _alone(of: Debate) -> EssayAlone | None:
    credit = essay_credit(of.essay, brought_by=of.bringer)  # type: ignore[attr-defined]
    wording = of.wording  # type: ignore[attr-defined]
    return None if credit is None or wording is None else EssayAlone(credit, of.key, wording)


# ---- Passages

_COLUMNS = (
    "key", "revision__essay__key", "revision__number", "newest", "start", "end", "exact",
    "prefix", "suffix", "claim_keys",
)  # fmt: skip


def _with_claims(found: QuerySet[Passage], viewer: Viewer) -> QuerySet[Passage]:
    """Passages with whether their wording is the newest, and the claims that one may see."""
    newer = EssayRevision.objects.filter(
        essay=OuterRef("revision__essay"), number__gt=OuterRef("revision__number")
    )
    drawn = Claim.objects.filter(
        shown_in_any_case(viewer),
        passage=OuterRef("pk"),
        debate__in=Debate.objects.filter(visible_debates(viewer)),
    )
    return found.annotate(
        newest=~Exists(newer), claim_keys=ArraySubquery(drawn.order_by("path").values("key"))
    )


def _page(
    viewer: Viewer, essay_id: int, number: int, *, of: str, limit: int, cursor: str
) -> Page[PassageRow]:
    found = Passage.objects.filter(revision__essay=essay_id, revision__number=number)
    return read_page(
        _with_claims(found, viewer),
        _COLUMNS,
        _row,
        Order("start", of=of, numbers=True, rising=True),
        limit=limit,
        cursor=cursor,
    )


def _row(*row: Any) -> PassageRow:
    key, essay, revision, newest, start, end, exact, prefix, suffix, claims = row
    return PassageRow(
        key=key,
        essay_key=essay,
        revision=revision,
        state=PassageState.ANCHORED if newest else PassageState.EARLIER,
        start=start,
        end=end,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        claims=tuple(claims),
    )

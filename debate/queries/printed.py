"""A debate for paper: its essay, a list of contents, and every claim, one after another."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from accounts.errors import NotFound
from debate.enums import ClaimKind, ClaimState, Relation
from debate.limits import PATH_LABEL_CHARS, PRINTED_CONTENTS
from debate.logic.essay_text import paragraphs
from debate.logic.passage import Span, cut
from debate.models import EssayRevision, Source
from debate.queries.access import Access, access_to, seen_debates, shown_ids
from debate.queries.claim_rows import byline
from debate.queries.debate import read_debate_head
from debate.queries.rows import Byline, DebateHead, SourceRow, TallyRow

if TYPE_CHECKING:
    from debate.models import Debate
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class PrintedClaim:
    """A claim on paper, found again by its `number` (1.2.3); `begins` the points or the others.

    A tombstone has no text, details, byline, votes or sources. `answers`: it answers a question.
    """

    number: str
    key: str
    depth: int
    kind: ClaimKind
    relation: Relation
    state: ClaimState
    text: str
    details_html: str
    language: str
    byline: Byline | None
    created_at: datetime
    edited_at: datetime | None
    tally: TallyRow | None
    answered: bool | None
    answers: bool
    sources: tuple[SourceRow, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the contents: a claim that answers the thesis; without text if it is gone."""

    number: int
    key: str
    kind: ClaimKind
    relation: Relation
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """A stretch of the essay; the claims drawn from it, by number, where it `ends` a passage."""

    text: str
    marked: bool = False
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedDebate:
    """A debate on its way to paper; `claims` can be gone through once, and are read meanwhile.

    The contents hold the first answers to the thesis only; `more` says that there are others.
    """

    head: DebateHead
    thesis_sources: tuple[SourceRow, ...]
    essay: tuple[tuple[PrintedPiece, ...], ...]
    contents: tuple[PrintedLine, ...]
    more: bool
    claims: Generator[PrintedClaim]


# The points come first, each with all that hangs below it, then everything else, both in the order
# of time: a number given on paper stays that claim's when others are added. A claim that is gone
# keeps its place while something live hangs below it ("/" follows "." in the collation of paths).
_CLAIMS = """
SELECT claim.key, claim.path, claim.depth, claim.kind, claim.relation, claim.state, claim.text,
       claim.details_html, claim.language, claim.created_at, claim.edited_at,
       claim.author_id, author.display_name, author.key, seat.byline,
       claim.via, tally.up, tally.down, tally.unsure, branch.kind,
       coalesce(parent.relation = 'question', false),
       CASE WHEN claim.relation = 'question' THEN EXISTS (
           SELECT FROM debate_claim AS answer
            WHERE answer.parent_id = claim.id
              AND answer.relation = 'support' AND answer.state = 'live'
              AND (%(shown)s::bigint[] IS NULL OR answer.id = ANY(%(shown)s))
       ) END,
       CASE WHEN claim.sources_count > 0 AND claim.state = 'live' THEN (
           SELECT json_agg(json_build_array(source.title, source.url) ORDER BY source.position)
             FROM debate_claimrevision AS wording
             JOIN debate_source AS source ON source.revision_id = wording.id
            WHERE wording.claim_id = claim.id AND wording.number = claim.revision
       ) END
  FROM debate_claim AS claim
  JOIN debate_claim AS branch
    ON branch.debate_id = claim.debate_id AND branch.path = left(claim.path, %(branch)s)
  JOIN debate_claim AS parent ON parent.id = claim.parent_id
  JOIN accounts_user AS author ON author.id = claim.author_id
  LEFT JOIN debate_membership AS seat
    ON seat.debate_id = claim.debate_id AND seat.person_id = claim.author_id
  LEFT JOIN debate_tally AS tally ON tally.claim_id = claim.id
 WHERE claim.debate_id = %(debate)s AND claim.depth > 0
   AND (%(shown)s::bigint[] IS NULL OR claim.id = ANY(%(shown)s))
   AND (claim.state = 'live' OR EXISTS (
           SELECT FROM debate_claim AS below
            WHERE below.debate_id = claim.debate_id AND below.state = 'live'
              AND below.path > claim.path AND below.path < claim.path || '/'
              AND (%(shown)s::bigint[] IS NULL OR below.id = ANY(%(shown)s))
       ))
 ORDER BY branch.kind <> 'point', claim.path
"""

_CONTENTS = """
SELECT claim.key, claim.kind, claim.relation, claim.state, claim.text, claim.language,
       passage.revision_id, passage.start, passage."end"
  FROM debate_claim AS claim
  LEFT JOIN debate_passage AS passage ON passage.id = claim.passage_id
 WHERE claim.debate_id = %(debate)s AND claim.depth = 1
   AND (%(shown)s::bigint[] IS NULL OR claim.id = ANY(%(shown)s))
   AND (claim.state = 'live' OR EXISTS (
           SELECT FROM debate_claim AS below
            WHERE below.debate_id = claim.debate_id AND below.state = 'live'
              AND below.path > claim.path AND below.path < claim.path || '/'
              AND (%(shown)s::bigint[] IS NULL OR below.id = ANY(%(shown)s))
       ))
 ORDER BY claim.kind <> 'point', claim.path
 LIMIT %(most)s
"""

BRANCH_CHARS = 2 * PATH_LABEL_CHARS + 1  # of the path of a claim that answers the thesis
ROWS_AT_ONCE = 200  # held in memory, of however many there are


def read_printed(key: str, viewer: Viewer) -> PrintedDebate:
    """A whole debate for paper, of any size; its claims are fetched as they are gone through.

    Raises NotFound. Queries: 5, and 1 when the claims are begun with.
    """
    head = read_debate_head(key, viewer)
    newest = EssayRevision.objects.filter(essay=OuterRef("essay")).order_by("-number")
    debate = (
        seen_debates(viewer)
        .annotate(
            revision_id=Subquery(newest.values("id")[:1]),
            essay_text=Subquery(newest.values("text")[:1]),
        )
        .filter(key=key)
        .first()
    )
    if debate is None:
        raise NotFound("no_debate")
    access = access_to(debate, viewer)
    found = _read_contents(access)
    shown = found[:PRINTED_CONTENTS]
    return PrintedDebate(
        head=head,
        thesis_sources=_read_thesis_sources(debate),
        essay=_set_essay(debate.essay_text, debate.revision_id, shown),
        contents=tuple(_line(number, row) for number, row in enumerate(shown, 1)),
        more=len(found) > PRINTED_CONTENTS,
        claims=_read_claims(access),
    )


class _First(NamedTuple):
    """A row of `_CONTENTS`."""

    key: str
    kind: str
    relation: str
    state: str
    text: str
    language: str
    revision_id: int | None
    start: int | None
    end: int | None


def _read_contents(access: Access) -> list[_First]:
    asked = {
        "debate": access.debate.pk,
        "most": PRINTED_CONTENTS + 1,
        "shown": shown_ids(access),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CONTENTS, asked)
        return [_First._make(row) for row in cursor.fetchall()]


def _line(number: int, row: _First) -> PrintedLine:
    return PrintedLine(
        number=number,
        key=row.key,
        kind=ClaimKind(row.kind),
        relation=Relation(row.relation),
        text=row.text if row.state == ClaimState.LIVE else "",
        language=row.language,
    )


def _read_thesis_sources(debate: Debate) -> tuple[SourceRow, ...]:
    sources = Source.objects.filter(
        revision__claim__debate=debate,
        revision__claim__kind=ClaimKind.THESIS,
        revision__number=F("revision__claim__revision"),
    ).order_by("position")
    return tuple(SourceRow(title, url) for title, url in sources.values_list("title", "url"))


def _set_essay(
    text: str | None, revision_id: int | None, firsts: Sequence[_First]
) -> tuple[tuple[PrintedPiece, ...], ...]:
    if not text:
        return ()
    numbers: dict[str, list[int]] = {}  # several claims may be drawn from the same words
    spans: dict[str, Span] = {}
    for number, row in enumerate(firsts, 1):
        if row.revision_id == revision_id and row.start is not None and row.end is not None:
            place = f"{row.start}-{row.end}"
            spans[place] = Span(row.start, row.end, place)
            numbers.setdefault(place, []).append(number)
    return tuple(
        tuple(
            PrintedPiece(
                piece.text,
                marked=bool(piece.covered_by),
                numbers=tuple(number for key in piece.closes for number in numbers[key]),
            )
            for piece in cut(text, spans.values(), block.start, block.end)
        )
        for block in paragraphs(text)
    )


class _Claim(NamedTuple):
    """A row of `_CLAIMS`."""

    key: str
    path: str
    depth: int
    kind: str
    relation: str
    state: str
    text: str
    details_html: str
    language: str
    created_at: datetime
    edited_at: datetime | None
    author_id: int
    author_name: str
    author_key: str
    pseudonym: str | None
    via: str
    up: int | None
    down: int | None
    unsure: int | None
    branch_kind: str
    answers: bool
    answered: bool | None
    sources: list[tuple[str, str]] | None


def _read_claims(access: Access) -> Generator[PrintedClaim]:
    """Every claim but the thesis, a few at a time, by a cursor that the database keeps.

    Queries: 1, when it is begun with.
    """
    places: list[int] = []  # of the claim and of each above it, among those beside it
    among_points = None
    with _cursor() as cursor:
        cursor.execute(
            _CLAIMS,
            {
                "debate": access.debate.pk,
                "branch": BRANCH_CHARS,
                "shown": shown_ids(access),
            },
        )
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for claim in map(_Claim._make, rows):
                del places[claim.depth :]
                places.extend([0] * (claim.depth - len(places)))
                places[-1] += 1
                before, among_points = among_points, claim.branch_kind == ClaimKind.POINT
                number = ".".join(map(str, places))
                yield _printed(access, claim, number, begins=before != among_points)


def _cursor() -> Any:
    """A cursor that fetches as it goes, unless a pooler of connections forbids it."""
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return connection.cursor()
    return connection.chunked_cursor()


def _printed(access: Access, claim: _Claim, number: str, *, begins: bool) -> PrintedClaim:
    live = claim.state == ClaimState.LIVE
    counted = live and claim.up is not None and access.sees.results
    return PrintedClaim(
        number=number,
        key=claim.key,
        depth=claim.depth,
        kind=ClaimKind(claim.kind),
        relation=Relation(claim.relation),
        state=ClaimState(claim.state),
        text=claim.text if live else "",
        details_html=claim.details_html if live else "",
        language=claim.language,
        byline=byline(access, claim, via=claim.via) if live else None,
        created_at=claim.created_at,
        edited_at=claim.edited_at if live else None,
        tally=TallyRow(claim.up or 0, claim.down or 0, claim.unsure or 0) if counted else None,
        answered=claim.answered if live else None,
        answers=claim.answers,
        sources=tuple(SourceRow(title, url) for title, url in claim.sources or ()),
        begins=begins,
    )

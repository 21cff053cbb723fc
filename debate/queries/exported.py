"""A whole debate to be taken out as a file: everything that its reader may see, claim by claim."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from debate.enums import ClaimState, Stage
from debate.models import EssayRevision, Passage
from debate.queries.access import Access, shown_claims, shown_ids
from debate.queries.claim_rows import name_shown
from debate.queries.debate import open_head
from debate.queries.rows import Byline, DebateHead, SourceRow, TallyRow

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

ROWS_AT_ONCE = 500  # held in memory, of however many there are


class ExportedWording(NamedTuple):
    """One wording of a claim as it was typed, since when it stood, and its sources."""

    number: int
    at: datetime
    text: str
    details: str
    sources: tuple[SourceRow, ...]


class ExportedClaim(NamedTuple):
    """A claim with all its wordings; one that is gone has none, and no byline and tally.

    `place` is its number among its siblings and those of the claims above it. Wordings are counted
    as the history of a claim counts them; `parent_revision` is the one that it answered.
    """

    key: str
    parent: str | None
    place: tuple[int, ...]
    kind: str
    relation: str | None
    state: str
    language: str
    byline: Byline | None
    created_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    parent_revision: int | None
    locked: bool
    passage: str | None
    tally: TallyRow | None
    wordings: tuple[ExportedWording, ...]

    @property
    def newest(self) -> ExportedWording | None:
        """What it says now; None where it is gone."""
        return self.wordings[-1] if self.wordings else None


@dataclass(frozen=True, slots=True)
class ExportedPassage:
    """A stretch of an essay that claims of a debate were drawn from, by the key that they name."""

    key: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class ExportedEssay:
    """One wording of the essay, with the passages that were marked in it."""

    number: int
    at: datetime
    text: str
    passages: tuple[ExportedPassage, ...]


@dataclass(frozen=True, slots=True)
class ExportedDebate:
    """A debate on its way out; `claims` can be gone through once, and are read meanwhile.

    `conclusion` is Markdown; empty where it is not shown.
    """

    head: DebateHead
    conclusion: str
    essay: tuple[ExportedEssay, ...]
    claims: Generator[ExportedClaim]


# What was mended at once was never a wording: the first one is the last such mend, and the others
# are counted from there. Words of a claim that is gone are not even read.
_CLAIMS = """
WITH mended AS MATERIALIZED (
    SELECT claim_id, max(revision) AS first FROM debate_change
     WHERE debate_id = %(debate)s AND kind = 'edited' AND payload @> '{"unmarked": true}'
     GROUP BY claim_id
)
SELECT claim.key, parent.key, claim.depth, claim.kind, claim.relation, claim.state, claim.language,
       claim.author_id, author.display_name,
       CASE WHEN author.kind = 'person' AND author.is_active THEN author.key END,
       seat.byline, claim.via, claim.created_at, claim.edited_at, claim.withdrawn_at,
       greatest(claim.parent_revision - coalesce(mended_parent.first, 1) + 1, 1),
       claim.locked, passage.key, tally.up, tally.down, tally.unsure,
       CASE WHEN claim.state = 'live' THEN (
           SELECT json_agg(json_build_array(
                      wording.number - coalesce(mended.first, 1) + 1, wording.created_at,
                      wording.text, wording.details,
                      (SELECT json_agg(json_build_array(source.title, source.url)
                                       ORDER BY source.position)
                         FROM debate_source AS source WHERE source.revision_id = wording.id)
                  ) ORDER BY wording.number)
             FROM debate_claimrevision AS wording
            WHERE wording.claim_id = claim.id AND wording.number >= coalesce(mended.first, 1)
       ) END
  FROM debate_claim AS claim
  JOIN accounts_user AS author ON author.id = claim.author_id
  LEFT JOIN debate_claim AS parent ON parent.id = claim.parent_id
  LEFT JOIN mended ON mended.claim_id = claim.id
  LEFT JOIN mended AS mended_parent ON mended_parent.claim_id = claim.parent_id
  LEFT JOIN debate_membership AS seat
    ON seat.debate_id = claim.debate_id AND seat.person_id = claim.author_id
  LEFT JOIN debate_passage AS passage ON passage.id = claim.passage_id
  LEFT JOIN debate_tally AS tally ON tally.claim_id = claim.id
 WHERE claim.debate_id = %(debate)s
   AND (%(shown)s::bigint[] IS NULL OR claim.id = ANY(%(shown)s))
 ORDER BY claim.path
"""


class _Claim(NamedTuple):
    """A row of `_CLAIMS`."""

    key: str
    parent: str | None
    depth: int
    kind: str
    relation: str | None
    state: str
    language: str
    author_id: int
    author_name: str
    author_key: str | None
    pseudonym: str | None
    via: str
    created_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    parent_revision: int | None
    locked: bool
    passage: str | None
    up: int | None
    down: int | None
    unsure: int | None
    wordings: Sequence[tuple[int, str, str, str, Sequence[tuple[str, str]] | None]] | None


def read_exported(key: str, viewer: Viewer) -> ExportedDebate:
    """A whole debate as its viewer may see it, of any size, parents before their replies.

    Of two who may see all of it both are told the same. Raises NotFound. Queries: 4, 2 without an
    essay; and 1 when the claims are begun with.
    """
    access, head = open_head(key, viewer)
    shown = bool(head.state.conclusion_html) or head.state.stage == Stage.DRAFT
    return ExportedDebate(
        head=head,
        conclusion=access.debate.conclusion if shown else "",
        essay=_read_essay(access),
        claims=_read_claims(access),
    )


def _read_essay(access: Access) -> tuple[ExportedEssay, ...]:
    """Every wording of the essay; other debates may have marked passages of it too. Queries: 2."""
    if access.debate.essay_id is None:
        return ()
    marked: dict[int, list[ExportedPassage]] = {}
    drawn = Passage.objects.filter(
        shown_claims(access, "claims"), claims__debate=access.debate
    ).distinct()
    for passage in drawn.order_by("revision", "start", "end"):
        marked.setdefault(passage.revision_id, []).append(
            ExportedPassage(
                passage.key,
                passage.start,
                passage.end,
                passage.exact,
                passage.prefix,
                passage.suffix,
            )
        )
    worded = EssayRevision.objects.filter(essay=access.debate.essay_id).order_by("number")
    return tuple(
        ExportedEssay(number, at, text, tuple(marked.get(revision, ())))
        for revision, number, at, text in worded.values_list("id", "number", "created_at", "text")
    )


def _read_claims(access: Access) -> Generator[ExportedClaim]:
    """Every claim, a few at a time, by a cursor that the database keeps.

    Queries: 1, when it is begun with.
    """
    place: list[int] = []
    with _cursor() as cursor:
        cursor.execute(_CLAIMS, {"debate": access.debate.pk, "shown": shown_ids(access)})
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for claim in map(_Claim._make, rows):
                del place[claim.depth + 1 :]
                place.extend([0] * (claim.depth + 1 - len(place)))
                place[-1] += 1
                yield _exported(access, claim, tuple(place))


def _cursor() -> Any:
    """A cursor that fetches as it goes, unless a pooler of connections forbids it."""
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return connection.cursor()
    return connection.chunked_cursor()


def _exported(access: Access, claim: _Claim, place: tuple[int, ...]) -> ExportedClaim:
    live = claim.state == ClaimState.LIVE
    byline = name_shown(
        claim.author_name,
        claim.author_key,
        pseudonym=claim.pseudonym,
        essayist=claim.author_id == access.essayist_id,
        via=claim.via,
    )
    counted = live and claim.up is not None and access.sees.results
    return ExportedClaim(
        key=claim.key,
        parent=claim.parent,
        place=place,
        kind=claim.kind,
        relation=claim.relation,
        state=claim.state,
        language=claim.language,
        byline=byline if live else None,
        created_at=claim.created_at,
        edited_at=claim.edited_at if live else None,
        withdrawn_at=claim.withdrawn_at,
        parent_revision=claim.parent_revision if claim.parent else None,
        locked=claim.locked,
        passage=claim.passage,
        tally=TallyRow(claim.up or 0, claim.down or 0, claim.unsure or 0) if counted else None,
        wordings=_wordings(claim),
    )


def _wordings(claim: _Claim) -> tuple[ExportedWording, ...]:
    return tuple(
        ExportedWording(
            number=number,
            at=claim.created_at if number == 1 else datetime.fromisoformat(at),
            text=text,
            details=details,
            sources=tuple(SourceRow(title, url) for title, url in sources or ()),
        )
        for number, at, text, details, sources in claim.wordings or ()
    )

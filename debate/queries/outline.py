"""A draft on its way to a debate, for its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F

from debate.enums import ClaimKind, ClaimState
from debate.logic.essay_text import paragraphs, sentences, word_count
from debate.models import Claim, EssayRevision
from debate.policies.debate import why_not_outline
from debate.policies.standing import enforce
from debate.queries.access import open_debate
from debate.queries.debate import essay_credit
from debate.queries.rows import OutlinePage, OutlinePoint, OutlineSentence

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


class _Drawn(NamedTuple):
    """The thesis or a point, with the passage that it was drawn from, if any."""

    key: str
    kind: str
    text: str
    revision: int
    author_id: int
    quote: str | None
    start: int | None
    end: int | None


def read_outline(debate: str, viewer: Viewer) -> OutlinePage:
    """The essay in sentences that can be picked, the thesis and the points so far.

    Points are numbered in the order of the essay; those in the owner's own words come last.
    Raises NotFound, and what `why_not_outline` answers. Queries: 3.
    """
    access = open_debate(debate, viewer)
    enforce(why_not_outline(access.standing))
    revision = (
        EssayRevision.objects.filter(essay=access.debate.essay_id)
        .select_related("essay")
        .defer("lexemes", "essay__lexemes")  # of a long essay they weigh as much as its text
        .annotate(brought_by=F("essay__brought_by__display_name"))
        .order_by("-number")
        .first()
    )
    text = revision.text if revision else ""
    drawn = [
        _Drawn._make(row)
        for row in Claim.objects.filter(
            debate=access.debate,
            state=ClaimState.LIVE,
            kind__in=[ClaimKind.THESIS, ClaimKind.POINT],
        )
        .order_by("passage__start", "path")  # PostgreSQL puts what has no passage last
        .values_list(
            "key",
            "kind",
            "text",
            "revision",
            "author_id",
            "passage__exact",
            "passage__start",
            "passage__end",
        )
    ]
    thesis = next((d for d in drawn if d.kind == ClaimKind.THESIS), None)
    points = [d for d in drawn if d.kind == ClaimKind.POINT]
    return OutlinePage(
        debate_key=access.debate.key,
        essay=essay_credit(revision.essay, brought_by=revision.brought_by) if revision else None,
        words=word_count(text),
        paragraphs=_read_sentences(text, thesis, points),
        thesis=_outline_point(0, thesis, viewer) if thesis else None,
        points=tuple(_outline_point(number, d, viewer) for number, d in enumerate(points, 1)),
    )


def _outline_point(number: int, drawn: _Drawn, viewer: Viewer) -> OutlinePoint:
    return OutlinePoint(
        claim_key=drawn.key,
        number=number,
        text=drawn.text,
        revision=drawn.revision,
        quote=drawn.quote,
        start=drawn.start,
        end=drawn.end,
        mine=bool(viewer and viewer.pk == drawn.author_id),
    )


def _read_sentences(
    text: str, thesis: _Drawn | None, points: list[_Drawn]
) -> tuple[tuple[OutlineSentence, ...], ...]:
    found = []
    number = 0
    for block in paragraphs(text):
        row = []
        for sentence in sentences(text, block.start, block.end):
            number += 1
            taken = (
                at for at, d in enumerate(points, 1) if _overlap(d, sentence.start, sentence.end)
            )
            row.append(
                OutlineSentence(
                    number=number,
                    text=sentence.text,
                    start=sentence.start,
                    end=sentence.end,
                    point=next(taken, None),
                    thesis=thesis is not None and _overlap(thesis, sentence.start, sentence.end),
                )
            )
        found.append(tuple(row))
    return tuple(found)


def _overlap(drawn: _Drawn, start: int, end: int) -> bool:
    return (
        drawn.start is not None
        and drawn.end is not None
        and drawn.start < end
        and drawn.end > start
    )

"""An essay set to be read: its text cut at the passages that claims were drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, IntegerField, Value, When

from accounts.errors import NotFound
from debate.enums import ClaimKind, Sort
from debate.limits import PASSAGE_BUDGET
from debate.logic.essay_text import paragraphs, reading_minutes, word_count
from debate.logic.heat import heat, lean, mean_lean
from debate.logic.passage import Span, cut
from debate.logic.thread import Sides, Tree, choose, in_order
from debate.models import Claim, Debate
from debate.queries.access import Access, access_to, seen_debates
from debate.queries.cursor import ALL, OTHERS
from debate.queries.debate import with_newest_wording
from debate.queries.rows import Paragraph, PassageMark, PassageThread, Piece, ReadingPage
from debate.queries.skeleton import read_tree
from debate.queries.thread import read_rows

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


class _Anchor(NamedTuple):
    """A passage with the claim that was drawn from it."""

    passage_key: str
    start: int
    end: int
    claim_id: int
    claim_key: str
    kind: str


def read_reading_page(
    debate: str,
    viewer: Viewer,
    *,
    passage: str | None = None,
    sort: Sort = Sort.BEST,
    access: Access | None = None,
) -> ReadingPage:
    """The newest wording of a debate's essay, its marks, and the thread of one passage beside it.

    A `passage` that is not marked (any more) leaves the choice to us: the first drawn point.
    `access` is what `open_head(with_essay=True)` has found already.
    Raises NotFound, also for a debate without an essay. Queries: 5; 4 for nobody; one less with
    `access`.
    """
    access = access or _open_essay(debate, viewer)
    revision_id = access.debate.wording_id  # type: ignore[attr-defined]
    text = access.debate.wording_text  # type: ignore[attr-defined]
    tree = read_tree(access)
    anchors = _read_anchors(access.debate, revision_id, tree)
    marks = [_mark(access, tree, number, anchor) for number, anchor in enumerate(anchors, 1)]
    words = word_count(text)
    return ReadingPage(
        paragraphs=_set_paragraphs(text, anchors, marks),
        marks=tuple(marks),
        minutes=reading_minutes(words),
        words=words,
        chosen=_read_chosen(access, tree, marks, passage, sort),
        new=tree.new_below(0) if tree.bones else 0,
    )


def _open_essay(key: str, viewer: Viewer) -> Access:
    """A debate with the newest wording of its essay. Queries: 1."""
    debate = with_newest_wording(seen_debates(viewer)).filter(key=key).first()
    if debate is None:
        raise NotFound("no_debate")
    if debate.wording_id is None:  # type: ignore[attr-defined]
        raise NotFound("no_essay")
    return access_to(debate, viewer)


def _read_anchors(debate: Debate, revision_id: int, tree: Tree) -> list[_Anchor]:
    """The passages of a wording in the order of the text, each with one claim. Queries: 1.

    Where several claims were drawn from the same words, the thesis goes before points and points
    before replies, and of equals the eldest.
    """
    rank = Case(
        When(kind=ClaimKind.THESIS, then=Value(0)),
        When(kind=ClaimKind.POINT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = (
        Claim.objects.filter(debate=debate, passage__revision=revision_id)
        .annotate(rank=rank)
        .order_by("passage__start", "passage__end", "rank", "path")
        .values_list("passage__key", "passage__start", "passage__end", "id", "key", "kind")
    )
    anchors: dict[str, _Anchor] = {}
    for anchor in map(_Anchor._make, rows):
        place = tree.place_of.get(anchor.claim_id)
        if place is not None and tree.is_kept(place):
            anchors.setdefault(anchor.passage_key, anchor)
    return list(anchors.values())


def _mark(access: Access, tree: Tree, number: int, anchor: _Anchor) -> PassageMark:
    place = tree.place_of[anchor.claim_id]
    # Where it is not told how others judge, it is not told which way they argue either.
    sides = tree.sides(place) if access.sees.results else Sides()
    return PassageMark(
        key=anchor.passage_key,
        number=number,
        claim_key=anchor.claim_key,
        thesis=anchor.kind == ClaimKind.THESIS,
        answers=tree.weight(tree.replies[place]),
        heat=heat(sides.pro, sides.con, sides.asked),
        lean=lean(sides.pro, sides.con),
        new=0 if anchor.kind == ClaimKind.THESIS else tree.new_among([place]),
    )


def _set_paragraphs(
    text: str, anchors: Sequence[_Anchor], marks: Sequence[PassageMark]
) -> tuple[Paragraph, ...]:
    spans = [Span(anchor.start, anchor.end, anchor.passage_key) for anchor in anchors]
    length = {span.key: span.end - span.start for span in spans}
    by_key = {mark.key: mark for mark in marks}
    # (paragraph, start, text, innermost passage) of every stretch of the essay
    stretches = [
        (number, piece.text, min(piece.covered_by, key=lambda key: length[key], default=None))
        for number, block in enumerate(paragraphs(text), 1)
        for piece in cut(text, spans, block.start, block.end)
    ]
    last = {key: at for at, (_, _, key) in enumerate(stretches) if key is not None}
    pieces: dict[int, list[Piece]] = {}
    for at, (number, words, key) in enumerate(stretches):
        mark = by_key[key] if key is not None else None
        ends = key is not None and last[key] == at
        pieces.setdefault(number, []).append(Piece(words, mark, ends))
    return tuple(_paragraph(number, tuple(found)) for number, found in pieces.items())


def _paragraph(number: int, pieces: tuple[Piece, ...]) -> Paragraph:
    marks = {piece.mark.key: piece.mark for piece in pieces if piece.mark}.values()
    points = [mark for mark in marks if not mark.thesis]  # everything answers the thesis
    return Paragraph(
        number=number,
        pieces=pieces,
        heat=max((mark.heat for mark in points), default=0),
        lean=mean_lean([mark.lean for mark in points]),
    )


def _read_chosen(
    access: Access, tree: Tree, marks: Sequence[PassageMark], passage: str | None, sort: Sort
) -> PassageThread | None:
    at = next((at for at, mark in enumerate(marks) if mark.key == passage), None)
    if at is None:
        at = next((at for at, mark in enumerate(marks) if not mark.thesis), 0 if marks else None)
    place = _place_of_key(tree, marks[at].claim_key) if at is not None else None
    # Also without a choice, so that every essay is read in the same number of statements.
    replies = tree.replies[place] if place is not None else []
    (level,) = choose(tree, [in_order(tree, replies, sort)], sort=sort, budget=PASSAGE_BUDGET)
    claim_ids = [tree.bones[place].id] if place is not None else []
    rows = read_rows(access, tree, [level], ids=claim_ids)
    if at is None:
        return None
    return PassageThread(
        mark=marks[at],
        of=len(marks),
        previous_key=marks[at - 1].key if at else None,
        next_key=marks[at + 1].key if at + 1 < len(marks) else None,
        claim=rows.row(claim_ids[0]),
        replies=rows.nodes(level),
        hidden=level.hidden,
        after=rows.after(level, ALL if marks[at].thesis else OTHERS),
        new=level.new,
    )


def _place_of_key(tree: Tree, key: str) -> int:
    return next(place for place, bone in enumerate(tree.bones) if bone.key == key)

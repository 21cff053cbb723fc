"""Preparing a debate before anybody sees it: its essay, its thesis, the points drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from debate.actions.deletion import hold_to_delete, remove_debate
from debate.actions.description import Credit, read_credit, read_language
from debate.actions.edit import reword
from debate.actions.floor import (
    Floor,
    find_claim,
    hold_person,
    lock_debate,
    record,
    take_floor,
    take_floor_to_change_rules,
)
from debate.actions.reply import add_claim
from debate.actions.wording import read_wording, says_the_same
from debate.enums import Action, ChangeKind, ClaimKind, ClaimState, Relation, Visibility
from debate.limits import (
    PASSAGE_MAX,
    PASSAGE_MIN,
    POINTS_MAX,
    UNPUBLISHED_MAX,
)
from debate.logic.passage import select
from debate.models import (
    Claim,
    Debate,
    DebateRules,
    DebateTally,
    Essay,
    EssayRevision,
    Passage,
)
from debate.policies.debate import why_not_outline
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce
from debate.tasks.dirty import mark_dirty_on_commit

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class EssayBrought:
    """An essay as somebody brings it in: canonical text, and whom it is credited to."""

    text: str
    title: str
    writer: str = ""
    own_words: bool = False
    source_url: str = ""
    written_on: date | None = None
    language: str = "en"


@transaction.atomic
def start_debate(
    *,
    essay: EssayBrought | None = None,
    thesis: str = "",
    language: str = "en",
    via: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Debate:
    """Begin a debate as a draft that only its owner sees, with an essay or without.

    `essay.text` is canonical already (formats.essay_text). Where a `thesis` is given it is stated
    too, and nothing is kept if it cannot be. Raises NotSignedIn, NotAllowed
    (suspended), Invalid and Conflict (too many that are not published).
    """
    if not by:
        raise NotSignedIn("sign_in_to_start_a_debate")
    person, moment = hold_person(by, at=at)
    enforce(why_not_on_site(person, Action.START_A_DEBATE, at=moment))
    spoken = read_language(essay.language if essay else language)
    unpublished = Debate.objects.filter(owner=by, visibility=Visibility.DRAFT)
    if unpublished.count() >= UNPUBLISHED_MAX:
        raise Conflict("too_many_unpublished", most=UNPUBLISHED_MAX)
    debate = Debate.objects.create(
        owner=by,
        essay=_keep_essay(essay, by=by) if essay else None,
        language=spoken,
        **({"created_at": at} if at else {}),
    )
    DebateRules.objects.create(debate=debate)
    DebateTally.objects.create(debate=debate)
    if thesis:
        try:
            state_thesis(debate=debate.key, text=thesis, via=via, by=by, at=at)
        except Invalid as refusal:
            raise Invalid(refusal.code, field="thesis", **refusal.facts) from refusal
    return debate


def state_thesis(
    *,
    debate: str,
    text: str,
    span: tuple[int, int] | None = None,
    via: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Claim:
    """State the thesis of a draft, or reword it; `span` is the passage that says it, if any.

    Raises NotFound, NotSignedIn, NotAllowed, NotOpen (published already) and Invalid.
    """
    wording = read_wording(text)
    with transaction.atomic():
        floor = _take_outline(debate, by=by, at=at)
        assert by
        passage = _keep_passage(floor, span) if span else None
        thesis = Claim.objects.filter(debate=floor.debate, kind=ClaimKind.THESIS).first()
        if thesis is None:
            return add_claim(floor, wording, kind=ClaimKind.THESIS, passage=passage, via=via, by=by)
        if thesis.author_id != by.pk:  # it was imported: nobody words what somebody else said
            raise NotAllowed("not_your_claim")
        if passage is not None and thesis.passage_id != passage.pk:
            thesis.passage = passage
            thesis.save(update_fields=["passage"])
            record(floor, ChangeKind.ANCHORED, by=by, payload={"claims": [thesis.key]})
        if not says_the_same(thesis, wording):
            reword(thesis, wording, floor, by=by)
        return thesis


def draw_point(
    *,
    debate: str,
    text: str,
    span: tuple[int, int] | None = None,
    via: str = "",
    by: Viewer,
    at: datetime | None = None,
) -> Claim:
    """Add a supporting point to a draft; `span` is the passage of the essay it is drawn from.

    Raises NotFound, NotSignedIn, NotAllowed, NotOpen, Conflict (no thesis yet, a point already
    stands on this passage, too many points) and Invalid.
    """
    wording = read_wording(text)
    with transaction.atomic():
        floor = _take_outline(debate, by=by, at=at)
        assert by
        thesis = Claim.objects.filter(debate=floor.debate, kind=ClaimKind.THESIS).first()
        if thesis is None:
            raise Conflict("thesis_first")
        points = Claim.objects.filter(
            debate=floor.debate, kind=ClaimKind.POINT, state=ClaimState.LIVE
        )
        if points.count() >= POINTS_MAX:
            raise Conflict("too_many_points", most=POINTS_MAX)
        passage = _keep_passage(floor, span) if span else None
        if passage is not None and points.filter(passage=passage).exists():
            raise Conflict("point_already_drawn")
        return add_claim(
            floor,
            wording,
            kind=ClaimKind.POINT,
            relation=Relation.SUPPORT,
            parent=thesis,
            parent_revision=thesis.revision,
            passage=passage,
            via=via,
            by=by,
        )


@transaction.atomic
def drop_point(*, debate: str, claim: str, by: Viewer, at: datetime | None = None) -> None:
    """Drop a point from a draft, with its passage if nothing else stands on it.

    Saying it twice is harmless. Raises NotFound, NotSignedIn, NotAllowed, NotOpen and Conflict (the
    thesis).
    """
    floor = _take_outline(debate, by=by, at=at)
    try:
        point = find_claim(claim, floor)
    except NotFound:
        return
    if point.kind != ClaimKind.POINT:
        raise Conflict("a_thesis_stays")
    passage = point.passage
    hold_to_delete(Claim.objects.filter(pk=point.pk))
    point.delete()
    assert by
    record(floor, ChangeKind.DROPPED, by=by, payload={"claim": claim})
    if passage is not None and not passage.claims.exists():
        passage.delete()
    mark_dirty_on_commit(floor.debate.pk)


@transaction.atomic
def discard_draft(*, debate: str, by: Viewer, at: datetime | None = None) -> None:
    """Throw a draft away, with the essay that was brought for it.

    The rules are held alone, as they go with it. Raises NotFound, NotSignedIn, NotAllowed and
    NotOpen (published already).
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not_outline(floor.standing))
    remove_debate(floor)


def _take_outline(debate: str, *, by: Viewer, at: datetime | None) -> Floor:
    floor = take_floor(debate, by=by, at=at)
    enforce(why_not_outline(floor.standing))
    lock_debate(floor)
    return floor


def _keep_essay(brought: EssayBrought, *, by: User) -> Essay:
    credit = read_credit(
        Credit(brought.title, brought.writer, brought.source_url, brought.written_on)
    )
    essay = Essay.objects.create(
        title=credit.title,
        writer=credit.writer,
        own_words=brought.own_words,
        source_url=credit.source_url,
        written_on=credit.written_on,
        language=brought.language,
        brought_by=by,
    )
    EssayRevision.objects.create(
        essay=essay, number=1, language=essay.language, text=brought.text, by=by
    )
    return essay


def _keep_passage(floor: Floor, span: tuple[int, int]) -> Passage:
    revision = (
        EssayRevision.objects.filter(essay=floor.debate.essay_id)
        .defer("lexemes")
        .order_by("-number")
        .first()
        if floor.debate.essay_id
        else None
    )
    start, end = span
    if revision is None or not 0 <= start < end <= len(revision.text):
        raise Invalid("no_such_passage", field="span")
    if not PASSAGE_MIN <= end - start <= PASSAGE_MAX:
        raise Invalid("passage_length", field="span", least=PASSAGE_MIN, most=PASSAGE_MAX)
    found = select(revision.text, start, end)
    passage, _new = Passage.objects.get_or_create(
        revision=revision,
        start=found.start,
        end=found.end,
        defaults={"exact": found.exact, "prefix": found.prefix, "suffix": found.suffix},
    )
    return passage

import pytest

from accounts.errors import Conflict, Invalid, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.outline import (
    EssayBrought,
    discard_draft,
    draw_point,
    drop_point,
    start_debate,
    state_thesis,
)
from debate.actions.publication import publish_debate
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ClaimKind, Relation, Visibility
from debate.errors import NotOpen
from debate.limits import POINTS_MAX
from debate.models import Claim, Debate, Essay, Passage
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests.factories import ESSAY_TEXT

QUOTE = "The timetable serves the buses."
SPAN = (ESSAY_TEXT.index(QUOTE), ESSAY_TEXT.index(QUOTE) + len(QUOTE))
THESIS = "School should start at half past nine."
POINT = "The timetable is made for buses, not for pupils."


@pytest.fixture
def draft(alice: User) -> Debate:
    essay = EssayBrought(text=ESSAY_TEXT, title="Let them sleep", writer="Ottoline Frey")
    return start_debate(essay=essay, by=alice)


def test_a_draft_begins_with_its_essay_and_nobody_elses_eyes(draft: Debate, alice: User) -> None:
    assert draft.visibility == Visibility.DRAFT
    assert draft.owner == alice
    assert draft.essay is not None
    assert draft.essay.revisions.get().text == ESSAY_TEXT


def test_a_point_is_anchored_to_the_passage_it_was_drawn_from(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    point = draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    passage = point.passage
    assert (point.kind, point.relation, point.depth) == (ClaimKind.POINT, Relation.SUPPORT, 1)
    assert passage is not None
    assert (passage.exact, passage.start, passage.end) == (QUOTE, *SPAN)
    assert ESSAY_TEXT[: SPAN[0]].endswith(passage.prefix)
    assert ESSAY_TEXT[SPAN[1] :].startswith(passage.suffix)


def test_a_thesis_stated_again_is_reworded_not_doubled(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text="Start later.", by=alice)
    thesis = state_thesis(debate=draft.key, text=THESIS, span=SPAN, by=alice)
    assert Claim.objects.get(debate=draft).text == thesis.text == THESIS
    assert Claim.objects.get(debate=draft).passage is not None
    assert thesis.edited_at is None


def test_a_point_waits_for_the_thesis(draft: Debate, alice: User) -> None:
    with pytest.raises(Conflict) as refused:
        draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    assert refused.value.code == "thesis_first"
    assert not Passage.objects.exists()


def test_one_passage_is_one_point(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    with pytest.raises(Conflict) as refused:
        draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    assert refused.value.code == "point_already_drawn"


def test_a_withdrawn_point_leaves_its_passage_to_another(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    first = draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    withdraw_claim(claim=first.key, by=alice)
    again = draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    assert again.passage == first.passage


@pytest.mark.parametrize("span", [(-1, 20), (5, 5), (0, 10**30), (0, 5)])
def test_a_passage_outside_the_text_or_too_short_is_refused(
    draft: Debate, alice: User, span: tuple[int, int]
) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    with pytest.raises(Invalid) as refused:
        draw_point(debate=draft.key, text=POINT, span=span, by=alice)
    assert refused.value.field == "span"


def test_a_dropped_point_takes_its_passage_along(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    point = draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    for _again in range(2):
        drop_point(debate=draft.key, claim=point.key, by=alice)
    assert [c.kind for c in Claim.objects.filter(debate=draft)] == [ClaimKind.THESIS]
    assert not Passage.objects.exists()
    tally_debate(draft.pk)
    assert recount_debate(draft.pk) == []


def test_a_debate_has_not_too_many_points(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    for number in range(POINTS_MAX):
        draw_point(debate=draft.key, text=f"Point {number}.", by=alice)
    with pytest.raises(Conflict) as refused:
        draw_point(debate=draft.key, text=POINT, by=alice)
    assert refused.value.code == "too_many_points"


def test_a_discarded_draft_leaves_nothing(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    discard_draft(debate=draft.key, by=alice)
    assert (Debate.objects.count(), Essay.objects.count(), Claim.objects.count()) == (0, 0, 0)


def test_nobody_else_touches_a_draft_or_knows_of_it(draft: Debate, eve: User) -> None:
    with pytest.raises(NotFound):
        state_thesis(debate=draft.key, text=THESIS, by=eve)
    with pytest.raises(NotFound):
        discard_draft(debate=draft.key, by=eve)


def test_a_published_debate_is_no_longer_outlined(draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    publish_debate(debate=draft.key, by=alice)
    with pytest.raises(NotOpen) as refused:
        draw_point(debate=draft.key, text=POINT, span=SPAN, by=alice)
    assert refused.value.code == "already_published"
    with pytest.raises(NotOpen):
        discard_draft(debate=draft.key, by=alice)


def test_a_bare_thesis_is_enough(alice: User) -> None:
    draft = start_debate(by=alice)
    state_thesis(debate=draft.key, text=THESIS, by=alice)
    assert publish_debate(debate=draft.key, by=alice).visibility == Visibility.PUBLIC


def test_nobody_starts_a_debate_without_signing_in(db: None) -> None:
    with pytest.raises(NotSignedIn):
        start_debate(by=None)


@pytest.mark.parametrize(
    ("essay", "field"),
    [
        (EssayBrought(text=ESSAY_TEXT, title=""), "title"),
        (EssayBrought(text=ESSAY_TEXT, title="t" * 201), "title"),
        (EssayBrought(text=ESSAY_TEXT, title="T", writer="w" * 121), "writer"),
        (EssayBrought(text=ESSAY_TEXT, title="T", source_url="javascript:1"), "source_url"),
    ],
)
def test_an_essay_with_a_wrong_credit_is_refused_whole(
    alice: User, essay: EssayBrought, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        start_debate(essay=essay, by=alice)
    assert refused.value.field == field
    assert not Debate.objects.exists()


def test_an_essay_and_its_thesis_begin_together(alice: User) -> None:
    essay = EssayBrought(text=ESSAY_TEXT, title="T")
    begun = start_debate(essay=essay, thesis=THESIS, by=alice)
    thesis = Claim.objects.get()
    assert (thesis.debate, thesis.kind, thesis.text) == (begun, ClaimKind.THESIS, THESIS)


def test_an_essay_whose_thesis_cannot_be_taken_is_refused_whole(alice: User) -> None:
    with pytest.raises(Invalid) as refused:
        start_debate(essay=EssayBrought(text=ESSAY_TEXT, title="T"), thesis="x", by=alice)
    assert (refused.value.code, refused.value.field) == ("claim_too_short", "thesis")
    assert not Debate.objects.exists()
    assert not Essay.objects.exists()

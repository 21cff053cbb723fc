import pytest

from accounts.models import User
from debate.actions.outline import EssayBrought, start_debate, state_thesis
from debate.enums import ClaimKind, Visibility
from debate.models import Claim, Debate, Essay, Passage
from debate.words import SENTENCES
from tests.factories import ESSAY_TEXT
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_FOUND, NOT_SIGNED_IN, Door

FIRST = (0, 53)  # the first sentence of the essay


@pytest.fixture
def draft(alice: User) -> Debate:
    return start_debate(essay=EssayBrought(text=ESSAY_TEXT, title="Let them sleep"), by=alice)


def test_an_essay_begins_a_draft(door: Door, alice: User) -> None:
    answer = door.start_debate(by=alice, title="Let them sleep", text=ESSAY_TEXT)
    started = Debate.objects.get()
    assert answer.kind == DONE
    assert (started.owner, started.visibility) == (alice, Visibility.DRAFT)
    assert started.essay == Essay.objects.get(title="Let them sleep")


def test_a_thesis_begins_a_draft(door: Door, alice: User) -> None:
    assert door.start_debate(by=alice, thesis="Lessons start too early.").kind == DONE
    assert Claim.objects.get().kind == ClaimKind.THESIS


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": "T", "text": "..."}, str(SENTENCES["essay_is_blank"])),
        ({"text": "A paragraph, and it ends here."}, str(SENTENCES["essay_needs_a_title"])),
        ({"thesis": "x"}, "Write at least 3 letters."),
    ],
)
def test_what_cannot_be_taken_begins_nothing(
    door: Door, alice: User, sent: dict[str, str], sentence: str
) -> None:
    answer = door.start_debate(by=alice, **sent)
    assert answer.kind == INVALID
    assert sentence in answer.told
    assert not Debate.objects.exists()
    assert not Essay.objects.exists()


def test_nobody_has_to_sign_in_to_begin(door: Door) -> None:
    answer = door.start_debate(by=None, thesis="Lessons start too early.")
    assert answer.kind == NOT_SIGNED_IN
    assert str(SENTENCES["sign_in_to_start_a_debate"]) in answer.told


def test_a_thesis_and_points_are_drawn_from_the_essay(
    door: Door, draft: Debate, alice: User
) -> None:
    assert door.state_thesis(draft.key, by=alice, text="Lessons start too early.").kind == DONE
    assert door.draw_point(draft.key, by=alice, text="Pupils sleep.", span=FIRST).kind == DONE
    point = Claim.objects.get(kind=ClaimKind.POINT)
    assert point.passage == Passage.objects.get(start=FIRST[0], end=FIRST[1])


def test_a_passage_has_one_point(door: Door, draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text="Lessons start too early.", by=alice)
    door.draw_point(draft.key, by=alice, text="Pupils sleep.", span=FIRST)
    answer = door.draw_point(draft.key, by=alice, text="They doze.", span=FIRST)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["point_already_drawn"]) in answer.told


def test_a_passage_is_in_the_essay(door: Door, draft: Debate, alice: User) -> None:
    beyond = (0, len(ESSAY_TEXT) + 1)
    answer = door.state_thesis(draft.key, by=alice, text="Too early.", span=beyond)
    assert answer.kind == INVALID
    assert str(SENTENCES["no_such_passage"]) in answer.told


def test_points_come_after_the_thesis(door: Door, draft: Debate, alice: User) -> None:
    answer = door.draw_point(draft.key, by=alice, text="Pupils sleep.")
    assert answer.kind == CONFLICT
    assert str(SENTENCES["thesis_first"]) in answer.told


def test_a_point_is_dropped_and_twice_is_harmless(door: Door, draft: Debate, alice: User) -> None:
    state_thesis(debate=draft.key, text="Lessons start too early.", by=alice)
    door.draw_point(draft.key, by=alice, text="Pupils sleep.", span=FIRST)
    point = Claim.objects.get(kind=ClaimKind.POINT)
    for _again in range(2):
        assert door.drop_point(draft.key, point.key, by=alice).kind == DONE
    assert not Claim.objects.filter(kind=ClaimKind.POINT).exists()
    assert not Passage.objects.exists()


def test_a_thesis_is_not_dropped(door: Door, draft: Debate, alice: User) -> None:
    thesis = state_thesis(debate=draft.key, text="Lessons start too early.", by=alice)
    answer = door.drop_point(draft.key, thesis.key, by=alice)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["a_thesis_stays"]) in answer.told


def test_a_draft_is_thrown_away_with_its_essay(door: Door, draft: Debate, alice: User) -> None:
    assert door.discard_draft(draft.key, by=alice).kind == DONE
    assert not Debate.objects.exists()
    assert not Essay.objects.exists()


def test_nobody_else_finds_a_draft(door: Door, draft: Debate, eve: User) -> None:
    for who in (eve, None):
        assert door.state_thesis(draft.key, by=who, text="Mine.").kind == NOT_FOUND
        assert door.draw_point(draft.key, by=who, text="Mine.").kind == NOT_FOUND
        assert door.discard_draft(draft.key, by=who).kind == NOT_FOUND
        assert door.publish_debate(draft.key, by=who).kind == NOT_FOUND

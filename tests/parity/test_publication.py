from accounts.models import User
from debate.actions.outline import start_debate, state_thesis
from debate.enums import Visibility
from debate.models import Change, Debate
from debate.words import SENTENCES
from tests.parity.doors import CONFLICT, DONE, NOT_ALLOWED, NOT_SIGNED_IN, Door


def test_a_draft_with_a_thesis_is_published_once(door: Door, alice: User) -> None:
    draft = start_debate(by=alice)
    state_thesis(debate=draft.key, text="Lessons start too early.", by=alice)
    assert door.publish_debate(draft.key, by=alice).kind == DONE
    assert door.publish_debate(draft.key, by=alice).kind == DONE
    draft.refresh_from_db()
    assert draft.visibility == Visibility.PUBLIC
    assert Change.objects.filter(debate=draft, kind="opened").count() == 1


def test_a_draft_without_a_thesis_is_not_published(door: Door, alice: User) -> None:
    draft = start_debate(by=alice)
    answer = door.publish_debate(draft.key, by=alice)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["thesis_first"]) in answer.told


def test_the_owner_closes_and_reopens_and_twice_is_harmless(
    door: Door, debate: Debate, alice: User, dan: User
) -> None:
    for _again in range(2):
        assert door.close_debate(debate.key, by=alice).kind == DONE
    assert door.state_position(debate.key, by=dan, value=1).kind == CONFLICT
    for _again in range(2):
        assert door.reopen_debate(debate.key, by=alice).kind == DONE
    assert door.state_position(debate.key, by=dan, value=1).kind == DONE


def test_nobody_else_closes_or_reopens(door: Door, debate: Debate, dan: User) -> None:
    for ask in (door.close_debate, door.reopen_debate):
        answer = ask(debate.key, by=dan)
        assert answer.kind == NOT_ALLOWED
        assert str(SENTENCES["owner_only"]) in answer.told
        assert ask(debate.key, by=None).kind == NOT_SIGNED_IN


def test_a_draft_is_neither_closed_nor_reopened(door: Door, alice: User) -> None:
    draft = start_debate(by=alice)
    for ask in (door.close_debate, door.reopen_debate):
        answer = ask(draft.key, by=alice)
        assert answer.kind == CONFLICT
        assert str(SENTENCES["still_a_draft"]) in answer.told

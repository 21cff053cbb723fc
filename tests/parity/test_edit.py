from accounts.models import User
from debate.actions.publication import close_debate
from debate.models import Claim
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_ALLOWED, NOT_SIGNED_IN, Door


def wording(claim: Claim) -> tuple[str, int]:
    claim.refresh_from_db()
    return claim.text, claim.revision


def test_an_edit_is_a_new_revision(door: Door, thread: Thread, bob: User) -> None:
    assert door.edit_claim(thread.rebut.key, by=bob, text="Reworded.").kind == DONE
    assert wording(thread.rebut) == ("Reworded.", 2)


def test_the_same_words_again_are_no_revision(door: Door, thread: Thread, bob: User) -> None:
    for _again in range(2):
        assert door.edit_claim(thread.rebut.key, by=bob, text="Reworded.").kind == DONE
    assert wording(thread.rebut) == ("Reworded.", 2)


def test_a_stale_edit_is_refused_beside_the_newer_words(
    door: Door, thread: Thread, bob: User
) -> None:
    factories.edit(thread.rebut, "The newer words.")
    answer = door.edit_claim(thread.rebut.key, by=bob, text="Mine.", base_revision=1)
    assert answer.kind == CONFLICT
    assert str(SENTENCES["edited_meanwhile"]) in answer.told
    assert "The newer words" in answer.told
    assert wording(thread.rebut) == ("The newer words.", 2)


def test_too_short_is_refused(door: Door, thread: Thread, bob: User) -> None:
    answer = door.edit_claim(thread.rebut.key, by=bob, text="x")
    assert answer.kind == INVALID
    assert "Write at least 3 letters." in answer.told


def test_only_the_author_edits(door: Door, thread: Thread, alice: User, dan: User) -> None:
    for other in (alice, dan):
        answer = door.edit_claim(thread.rebut.key, by=other, text="Not mine.")
        assert answer.kind == NOT_ALLOWED
        assert str(SENTENCES["not_your_claim"]) in answer.told
    assert door.edit_claim(thread.rebut.key, by=None, text="Mine.").kind == NOT_SIGNED_IN


def test_a_withdrawn_claim_is_not_edited(door: Door, thread: Thread, bob: User) -> None:
    factories.withdraw(thread.rebut)
    answer = door.edit_claim(thread.rebut.key, by=bob, text="Back again.")
    assert answer.kind == CONFLICT
    assert str(SENTENCES["claim_gone"]) in answer.told


def test_in_a_closed_debate_nothing_is_edited(
    door: Door, thread: Thread, alice: User, bob: User
) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    answer = door.edit_claim(thread.rebut.key, by=bob, text="Too late.")
    assert answer.kind == CONFLICT
    assert str(SENTENCES["replies_closed"]) in answer.told

import pytest

from accounts.models import User
from debate.actions.publication import close_debate
from debate.enums import Relation, Visibility
from debate.models import Claim, ClaimRevision
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_FOUND, NOT_SIGNED_IN, Answer, Door


def told(answer: Answer, code: str) -> bool:
    return str(SENTENCES[code]) in answer.told


@pytest.mark.parametrize("relation", list(Relation))
def test_a_reply_of_each_relation_is_kept(
    door: Door, thread: Thread, dan: User, relation: Relation
) -> None:
    answer = door.post_reply(thread.support.key, by=dan, relation=relation, text="  So  it is. ")
    posted = Claim.objects.latest("id")
    assert answer.kind == DONE
    assert (posted.parent, posted.author, posted.relation) == (thread.support, dan, relation)
    assert posted.text == "So it is."


def test_details_and_sources_are_kept(door: Door, thread: Thread, dan: User) -> None:
    door.post_reply(
        thread.support.key, by=dan, details="*So*", sources=[("A study", "https://a.example/1")]
    )
    revision = ClaimRevision.objects.latest("id")
    assert revision.details == "*So*"
    assert list(revision.sources.values_list("title", "url")) == [
        ("A study", "https://a.example/1")
    ]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "x"}, "Write at least 3 letters."),
        ({"text": "x" * 501}, "A claim has at most 500 characters; this has 501."),
        ({"details": "x" * 5_001}, "Details have at most 5,000 characters; these have 5,001."),
        ({"relation": "agree"}, str(SENTENCES["choose_a_relation"])),
        ({"sources": [("", "ftp://a.example")]}, "The address of source 1 is not complete."),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    door: Door, thread: Thread, dan: User, sent: dict[str, str], sentence: str
) -> None:
    answer = door.post_reply(thread.support.key, by=dan, **sent)  # type: ignore[arg-type]
    assert answer.kind == INVALID
    assert sentence in answer.told
    assert not Claim.objects.filter(parent=thread.support).exists()


def test_a_thesis_is_not_undercut(door: Door, thread: Thread, dan: User) -> None:
    answer = door.post_reply(thread.thesis.key, by=dan, relation="undercut")
    assert answer.kind == INVALID
    assert told(answer, "no_undercut_of_a_thesis")


def test_a_question_is_not_rebutted(door: Door, thread: Thread, dan: User) -> None:
    answer = door.post_reply(thread.question.key, by=dan, relation="rebut")
    assert answer.kind == INVALID
    assert told(answer, "a_question_is_only_answered")


def test_a_withdrawn_claim_takes_no_reply(door: Door, thread: Thread, dan: User) -> None:
    factories.withdraw(thread.support)
    answer = door.post_reply(thread.support.key, by=dan)
    assert answer.kind == CONFLICT
    assert told(answer, "claim_gone")


def test_a_closed_debate_takes_no_reply(door: Door, thread: Thread, alice: User, dan: User) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    answer = door.post_reply(thread.support.key, by=dan)
    assert answer.kind == CONFLICT
    assert told(answer, "replies_closed")


def test_nobody_has_to_sign_in_first(door: Door, thread: Thread) -> None:
    answer = door.post_reply(thread.support.key, by=None)
    assert answer.kind == NOT_SIGNED_IN
    assert told(answer, "sign_in_to_reply")


def test_a_claim_that_may_not_be_seen_is_not_there(door: Door, alice: User, eve: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    assert door.post_reply(factories.thesis_of(draft).key, by=eve).kind == NOT_FOUND
    assert door.post_reply("0" * 12, by=eve).kind == NOT_FOUND

import pytest

from accounts.errors import NotAllowed, NotSignedIn
from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.freeze import freeze_debate, thaw_debate
from debate.actions.position import state_position
from debate.actions.publication import close_debate
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import ActKind, VoteValue
from debate.errors import NotOpen
from debate.models import Act, DebateRules
from tests.factories import Thread


def test_a_frozen_debate_takes_nothing_until_it_is_thawed(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    freeze_debate(debate=thread.debate.key, reason="heated", by=alice)
    for deed in (
        lambda: post_reply(parent=thread.rebut.key, relation="rebut", text="No more.", by=dan),
        lambda: edit_claim(claim=thread.rebut.key, text="Other.", base_revision=1, by=bob),
        lambda: cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan),
        lambda: state_position(debate=thread.debate.key, value=2, by=dan),
    ):
        with pytest.raises(NotOpen) as refused:
            deed()
        assert refused.value.code == "frozen"
    thaw_debate(debate=thread.debate.key, reason="resolved", by=alice)
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)


def test_freezing_and_thawing_twice_is_harmless(thread: Thread, alice: User) -> None:
    for _again in range(2):
        freeze_debate(debate=thread.debate.key, reason="heated", by=alice)
    for _again in range(2):
        thaw_debate(debate=thread.debate.key, reason="resolved", by=alice)
    assert [(a.kind, a.subject_number) for a in Act.objects.order_by("id")] == [
        (ActKind.FROZEN, None),
        (ActKind.THAWED, None),
    ]


def test_what_is_closed_and_thawed_stays_closed(thread: Thread, alice: User, dan: User) -> None:
    freeze_debate(debate=thread.debate.key, reason="heated", by=alice)
    close_debate(debate=thread.debate.key, by=alice)
    thaw_debate(debate=thread.debate.key, reason="resolved", by=alice)
    with pytest.raises(NotOpen) as refused:
        post_reply(parent=thread.rebut.key, relation="rebut", text="No more.", by=dan)
    assert refused.value.code == "replies_closed"


def test_who_keeps_order_freezes_and_nobody_else(thread: Thread, carol: User, dan: User) -> None:
    with pytest.raises(NotAllowed):
        freeze_debate(debate=thread.debate.key, reason="heated", by=dan)
    with pytest.raises(NotSignedIn):
        freeze_debate(debate=thread.debate.key, reason="heated", by=None)
    freeze_debate(debate=thread.debate.key, reason="heated", by=carol)
    assert DebateRules.objects.get(debate=thread.debate).frozen

import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ActKind, ChangeKind, ClaimState, Reason, Role, Visibility, VoteValue
from debate.models import Act, Case, Change, Claim, Debate, Flag
from tests import factories
from tests.factories import Thread


def hidden(thread: Thread, by: User) -> None:
    hide_claim(claim=thread.rebut.key, reason="insult", note="Mind your words.", by=by)


def test_a_hidden_claim_keeps_its_place_its_words_and_its_replies(
    thread: Thread, alice: User
) -> None:
    hidden(thread, alice)
    claim = Claim.objects.get(pk=thread.rebut.pk)
    assert (claim.state, claim.text) == (ClaimState.HIDDEN, thread.rebut.text)
    assert Claim.objects.get(pk=thread.undercut.pk).parent == claim


def test_hiding_leaves_a_change_a_line_in_the_log_and_a_case(
    thread: Thread, alice: User, bob: User
) -> None:
    hidden(thread, alice)
    act = Act.objects.get()
    change = Change.objects.get(kind=ChangeKind.HIDDEN)
    case = Case.objects.get()
    assert (act.kind, act.reason, act.claim_key) == (
        ActKind.HIDDEN,
        Reason.INSULT,
        thread.rebut.key,
    )
    assert (act.actor_number, act.subject_number, act.detail) == (alice.pk, bob.pk, {})
    assert (change.claim, change.actor, change.payload) == (thread.rebut, alice, {"act": act.key})
    assert (case.act_id, case.note, case.subject) == (act.pk, "Mind your words.", bob)


def test_hiding_and_restoring_twice_is_harmless(thread: Thread, alice: User) -> None:
    for _again in range(2):
        hidden(thread, alice)
    for _again in range(2):
        restore_claim(claim=thread.rebut.key, reason="mistake", by=alice)
    assert [act.kind for act in Act.objects.order_by("id")] == ["hidden", "restored"]
    assert Claim.objects.get(pk=thread.rebut.pk).state == ClaimState.LIVE


def test_hiding_settles_the_flags_of_the_claim_alone(
    thread: Thread, alice: User, dan: User, eve: User
) -> None:
    for claim, person in ((thread.rebut, dan), (thread.rebut, eve), (thread.support, dan)):
        Flag.objects.create(debate=thread.debate, claim=claim, person=person, reason=Reason.INSULT)
    hidden(thread, alice)
    assert list(Flag.objects.filter(settled_at=None).values_list("claim", flat=True)) == [
        thread.support.pk
    ]


def test_nothing_is_done_to_a_hidden_claim(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    hidden(thread, alice)
    for deed in (
        lambda: post_reply(parent=thread.rebut.key, relation="rebut", text="No more.", by=dan),
        lambda: cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan),
        lambda: withdraw_claim(claim=thread.rebut.key, by=bob),
    ):
        with pytest.raises(Conflict) as refused:
            deed()
        assert refused.value.code == "claim_gone"


def test_who_keeps_order_hides_and_nobody_else(
    thread: Thread, alice: User, bob: User, carol: User, dan: User, eve: User
) -> None:
    factories.member(thread.debate, eve, role=Role.MODERATOR)
    for by in (None, dan):
        with pytest.raises(NotSignedIn if by is None else NotAllowed):
            hide_claim(claim=thread.rebut.key, reason="spam", by=by)
    for by in (alice, carol, eve):
        hide_claim(claim=thread.rebut.key, reason="spam", by=by)
        restore_claim(claim=thread.rebut.key, reason="mistake", by=by)
    assert Act.objects.count() == 6


def test_nobody_hides_or_restores_their_own_claim(thread: Thread, alice: User, bob: User) -> None:
    factories.member(thread.debate, bob, role=Role.MODERATOR)
    with pytest.raises(NotAllowed) as refused:
        hidden(thread, bob)
    assert refused.value.code == "own_case"
    hidden(thread, alice)
    for deed in (hide_claim, restore_claim):
        with pytest.raises(NotAllowed) as refused:
            deed(claim=thread.rebut.key, reason="mistake", by=bob)
        assert refused.value.code == "own_case"


def test_staff_keep_no_order_where_a_debate_is_not_public(thread: Thread, carol: User) -> None:
    Debate.objects.update(visibility=Visibility.MEMBERS)
    with pytest.raises(NotFound):
        hidden(thread, carol)


def test_what_is_withdrawn_is_neither_hidden_nor_restored(thread: Thread, alice: User) -> None:
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict) as refused:
        hidden(thread, alice)
    assert refused.value.code == "claim_gone"
    with pytest.raises(Conflict) as refused:
        restore_claim(claim=thread.rebut.key, reason="mistake", by=alice)
    assert refused.value.code == "claim_not_hidden"


def test_an_act_has_a_reason_that_is_known_and_a_note_that_can_be_read(
    thread: Thread, alice: User
) -> None:
    for reason, note, code in (
        ("", "", "choose_a_reason"),
        ("because", "", "choose_a_reason"),
        ("spam", "a\ud800b", "unreadable_characters"),
        ("spam", "x" * 501, "note_too_long"),
    ):
        with pytest.raises(Invalid) as refused:
            hide_claim(claim=thread.rebut.key, reason=reason, note=note, by=alice)
        assert refused.value.code == code
    assert not Act.objects.exists()

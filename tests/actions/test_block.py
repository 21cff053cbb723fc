import pytest

from accounts.enums import Role as SiteRole
from accounts.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.block import block_person, unblock_person
from debate.actions.reply import post_reply
from debate.enums import ActKind, ChangeKind, Reason, Role
from debate.models import Act, Block, Case, Change, Membership
from tests import factories
from tests.factories import Thread


def test_the_author_of_a_claim_is_blocked_and_let_in_again(
    thread: Thread, alice: User, bob: User
) -> None:
    act = block_person(
        debate=thread.debate.key,
        claim=thread.rebut.key,
        reason="insult",
        note="Three warnings.",
        by=alice,
    )
    assert act is not None
    assert (act.kind, act.reason) == (ActKind.BLOCKED, Reason.INSULT)
    assert (act.actor_number, act.subject_number, act.claim_key) == (alice.pk, bob.pk, None)
    assert Case.objects.get(act=act.pk).note == "Three warnings."
    with pytest.raises(NotAllowed, match="blocked_here"):
        post_reply(parent=thread.thesis.key, relation="rebut", text="And yet it is so.", by=bob)
    again = block_person(debate=thread.debate.key, claim=thread.rebut.key, reason="spam", by=alice)
    assert again is None
    undone = unblock_person(act=act.key, reason="resolved", by=alice)
    assert undone is not None
    assert (undone.kind, undone.about, undone.subject_number) == (
        ActKind.UNBLOCKED,
        act.key,
        bob.pk,
    )
    assert unblock_person(act=act.key, reason="resolved", by=alice) is None
    post_reply(parent=thread.thesis.key, relation="rebut", text="And yet it is so.", by=bob)


def test_the_record_tells_of_the_act_and_not_of_the_person(
    thread: Thread, alice: User, bob: User
) -> None:
    act = block_person(debate=thread.debate.key, handle="bob", reason="insult", by=alice)
    assert act is not None
    change = Change.objects.get(kind=ChangeKind.BLOCKED)
    assert (change.claim, change.payload, change.actor) == (None, {"act": act.key}, alice)


@pytest.mark.parametrize("typed", ["bob", " @Bob "])
def test_a_person_is_blocked_by_their_handle(
    thread: Thread, alice: User, bob: User, typed: str
) -> None:
    block_person(debate=thread.debate.key, handle=typed, reason="spam", by=alice)
    assert Block.objects.get().person == bob


@pytest.mark.parametrize("typed", ["", "no-such-person", "\x00", "\ud800", "x" * 10_000, "bob"])
def test_a_handle_leads_to_nobody_behind_a_pseudonym(
    thread: Thread, alice: User, bob: User, typed: str
) -> None:
    Membership.objects.create(debate=thread.debate, person=bob, role=Role.MEMBER, byline="Owl")
    with pytest.raises(Invalid, match="nobody_by_that_handle") as refused:
        block_person(debate=thread.debate.key, handle=typed, reason="spam", by=alice)
    assert refused.value.field == "handle"
    assert block_person(debate=thread.debate.key, claim=thread.rebut.key, reason="spam", by=alice)


def test_nobody_who_keeps_order_is_blocked_nor_oneself(
    thread: Thread, alice: User, bob: User, carol: User, dan: User
) -> None:
    factories.member(thread.debate, dan, role=Role.MODERATOR)
    factories.person("sam", role=SiteRole.STAFF)
    for handle in ("carol", "sam", "dan"):
        with pytest.raises(NotAllowed, match="they_keep_order"):
            block_person(debate=thread.debate.key, handle=handle, reason="spam", by=alice)
    with pytest.raises(NotAllowed, match="they_keep_order"):
        block_person(debate=thread.debate.key, handle="alice", reason="spam", by=dan)
    with pytest.raises(NotAllowed, match="own_case"):
        block_person(debate=thread.debate.key, handle="alice", reason="spam", by=alice)
    assert not Block.objects.exists()


def test_only_who_keeps_order_blocks(thread: Thread, bob: User, eve: User) -> None:
    with pytest.raises(NotAllowed, match="moderators_only"):
        block_person(debate=thread.debate.key, handle="bob", reason="spam", by=eve)
    with pytest.raises(NotSignedIn):
        block_person(debate=thread.debate.key, handle="bob", reason="spam", by=None)


def test_nobody_lets_themselves_in_again(thread: Thread, alice: User, bob: User) -> None:
    act = block_person(debate=thread.debate.key, claim=thread.rebut.key, reason="spam", by=alice)
    assert act is not None
    with pytest.raises(NotAllowed, match="blocked_here"):
        unblock_person(act=act.key, reason="mistake", by=bob)
    with pytest.raises(NotFound, match="no_act"):
        unblock_person(act="nosuchactkey", reason="mistake", by=alice)
    assert Act.objects.filter(kind=ActKind.UNBLOCKED, debate_key=thread.debate.key).count() == 0


def test_a_claim_of_another_debate_names_nobody_here(
    thread: Thread, alice: User, bob: User
) -> None:
    other = factories.debate(bob)
    with pytest.raises(NotFound, match="no_claim"):
        block_person(
            debate=thread.debate.key, claim=other.claims.get().key, reason="spam", by=alice
        )

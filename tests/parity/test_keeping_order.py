"""Flagging, appealing, deciding, blocking and suspending, through every door."""

from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.actions.hiding import hide_claim
from debate.enums import ClaimState
from debate.models import Act, Block, Flag
from tests import factories
from tests.factories import Thread
from tests.parity.doors import (
    CONFLICT,
    DONE,
    INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    Door,
)


def test_flags_are_raised_and_settled(
    door: Door, thread: Thread, alice: User, bob: User, dan: User
) -> None:
    claim, debate = thread.rebut.key, thread.debate.key
    for by, kind in ((None, NOT_SIGNED_IN), (bob, NOT_ALLOWED), (dan, DONE), (dan, DONE)):
        assert door.flag_claim(claim, by=by).kind == kind
    assert door.flag_claim(claim, by=dan, reason="mistake").kind == INVALID
    assert Flag.objects.count() == 1
    for by, kind in ((None, NOT_SIGNED_IN), (dan, NOT_FOUND), (alice, DONE), (alice, DONE)):
        assert door.settle_flags(debate, claim, by=by).kind == kind
    assert not Flag.objects.filter(settled_at=None).exists()


def test_an_appeal_is_made_once_and_decided_once(
    door: Door, thread: Thread, alice: User, bob: User, carol: User, dan: User
) -> None:
    hide_claim(claim=thread.rebut.key, reason="insult", by=alice)
    act = Act.objects.filter(claim_key=thread.rebut.key).latest("id").key
    assert door.decide_appeal(act, by=carol, decision="upheld").kind == CONFLICT
    for by, text, kind in (
        (None, "Look again.", NOT_SIGNED_IN),
        (dan, "Look again.", NOT_FOUND),
        (bob, "", INVALID),
        (bob, "Look again.", DONE),
        (bob, "Look again.", DONE),
        (bob, "Once more.", CONFLICT),
    ):
        assert door.appeal(act, by=by, text=text).kind == kind
    for by, decision, kind in (
        (None, "overturned", NOT_SIGNED_IN),
        (dan, "overturned", NOT_FOUND),
        (alice, "overturned", NOT_ALLOWED),
        (carol, "perhaps", INVALID),
        (carol, "overturned", DONE),
        (carol, "overturned", DONE),
        (carol, "upheld", CONFLICT),
    ):
        assert door.decide_appeal(act, by=by, decision=decision).kind == kind
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.LIVE


def test_people_are_blocked_and_let_in(
    door: Door, thread: Thread, alice: User, bob: User, dan: User
) -> None:
    debate, claim = thread.debate.key, thread.rebut.key
    for by, kind in ((None, NOT_SIGNED_IN), (dan, NOT_ALLOWED), (alice, DONE), (alice, DONE)):
        assert door.block_person(debate, by=by, claim=claim).kind == kind
    assert door.block_person(debate, by=alice, handle="alice").kind == NOT_ALLOWED
    assert door.block_person(debate, by=alice, handle="nobody-at-all").kind == INVALID
    act = Act.objects.filter(kind="blocked", debate_key=debate).latest("id").key
    assert door.post_reply(thread.thesis.key, by=bob).kind == NOT_ALLOWED
    for by, kind in ((None, NOT_SIGNED_IN), (bob, NOT_ALLOWED), (alice, DONE), (alice, DONE)):
        assert door.unblock_person(debate, act, by=by).kind == kind
    assert not Block.objects.exists()


def test_people_are_suspended_and_readmitted(
    door: Door, thread: Thread, bob: User, carol: User
) -> None:
    sam = factories.person("sam", role=SiteRole.STAFF)
    for by, days, kind in (
        (None, "7", NOT_SIGNED_IN),
        (carol, "7", NOT_FOUND),
        (sam, "8", INVALID),
        (sam, "7", DONE),
        (sam, "7", DONE),
        (sam, "ban", DONE),
    ):
        assert door.suspend_person(bob.key, by=by, days=days).kind == kind
    assert door.suspend_person(sam.key, by=sam, days="1").kind == NOT_ALLOWED
    assert door.post_reply(thread.thesis.key, by=bob).kind == NOT_ALLOWED
    assert door.start_debate(by=bob, thesis="Another one.").kind == NOT_ALLOWED
    for by, kind in ((None, NOT_SIGNED_IN), (bob, NOT_FOUND), (sam, DONE), (sam, DONE)):
        assert door.readmit_person(bob.key, by=by).kind == kind
    assert door.post_reply(thread.thesis.key, by=bob).kind == DONE

"""People are blocked and suspended while they write; appeals are made and decided at once."""

from typing import Any

import pytest

from accounts.enums import Role as SiteRole
from accounts.errors import Conflict, NotAllowed, NotFound
from accounts.models import User
from debate.actions.appeal import appeal, decide_appeal
from debate.actions.block import block_person, unblock_person
from debate.actions.flag import flag_claim, settle_flags
from debate.actions.hiding import hide_claim
from debate.actions.lock import lock_branch
from debate.actions.outline import start_debate
from debate.actions.reply import post_reply
from debate.actions.suspension import ban_person, readmit_person, suspend_person
from debate.actions.vote import cast_vote
from debate.enums import ActKind, ClaimKind, ClaimState, Role, VoteValue
from debate.models import Act, Case, Change, Claim, Debate, Flag
from debate.queries.log import check_log
from tests import factories
from tests.drills.racing import Deed, at_once
from tests.factories import Thread

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROUNDS = 5


@pytest.fixture
def sam(db: None) -> User:
    return factories.person("sam", role=SiteRole.STAFF)


def raised(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def reply_by(who: User, to: Claim, number: int) -> Deed:
    return lambda: post_reply(
        parent=to.key, relation="rebut", text=f"Reply number {number}.", by=who
    )


def appeal_by(who: User, act: Act, text: str) -> Deed:
    return lambda: appeal(act=act.key, text=text, by=who)


def decision_by(who: User, act: Act, decision: str, answer: str) -> Deed:
    return lambda: decide_appeal(act=act.key, decision=decision, answer=answer, by=who)


def the_record_is_gapless(debate: Debate) -> None:
    debate.refresh_from_db()
    seqs = Change.objects.filter(debate=debate).order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, debate.last_seq + 1))


def order_of(debate: Debate, *, after: int) -> list[str]:
    changes = Change.objects.filter(debate=debate, seq__gt=after).order_by("seq")
    return list(changes.values_list("kind", flat=True))


def test_nothing_of_a_blocked_person_is_written_after_the_block(
    thread: Thread, alice: User, bob: User
) -> None:
    """Catches: deciding from a block that was read before the rules were held."""
    for number in range(ROUNDS):
        thread.debate.refresh_from_db()
        before = thread.debate.last_seq
        block: Deed = lambda: block_person(  # noqa: E731
            debate=thread.debate.key, claim=thread.rebut.key, reason="spam", by=alice
        )
        deeds = [reply_by(bob, thread.thesis, 3 * number + n) for n in range(3)]
        deeds.insert(number % 4, block)
        results = at_once(deeds)
        assert {type(error) for error in raised(results)} <= {NotAllowed}
        kinds = order_of(thread.debate, after=before)
        assert kinds[-1] == "blocked"
        assert kinds[:-1] == ["stated"] * (3 - len(raised(results)))
        the_record_is_gapless(thread.debate)
        act = Act.objects.filter(kind=ActKind.BLOCKED).latest("id")
        unblock_person(act=act.key, reason="mistake", by=alice)


@pytest.mark.parametrize("ban", [False, True])
def test_nothing_of_a_suspended_person_is_written_after_the_suspension(
    thread: Thread, bob: User, sam: User, ban: bool
) -> None:
    """Catches: a write that does not hold its writer, or a suspension that does not wait for it."""
    shut_out: Deed = (
        (lambda: ban_person(person=bob.key, reason="spam", by=sam))
        if ban
        else (lambda: suspend_person(person=bob.key, days=1, reason="spam", by=sam))
    )
    for number in range(ROUNDS):
        deeds: list[Deed] = [
            reply_by(bob, thread.thesis, 2 * number),
            reply_by(bob, thread.thesis, 2 * number + 1),
            lambda: cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=bob),
            lambda: start_debate(thesis="Another one.", by=bob),
        ]
        deeds.insert(number % 5, shut_out)
        results = at_once(deeds)
        assert {type(error) for error in raised(results)} <= {NotAllowed}
        act = next(result for result in results if isinstance(result, Act))
        late = Claim.objects.filter(author=bob, created_at__gt=act.at)
        assert not late.exists()
        with pytest.raises(NotAllowed, match="suspended"):
            reply_by(bob, thread.thesis, 1_000 + number)()
        readmit_person(person=bob.key, reason="mistake", by=sam)
    assert check_log().broken_at is None


def test_two_of_the_staff_who_ban_each_other_leave_one(sam: User) -> None:
    toni = factories.person("toni", role=SiteRole.STAFF)
    for _round in range(ROUNDS):
        results = at_once(
            [
                lambda: ban_person(person=toni.key, reason="spam", by=sam),
                lambda: ban_person(person=sam.key, reason="spam", by=toni),
            ]
        )
        assert [type(error) for error in raised(results)] == [NotFound]
        assert User.objects.filter(role=SiteRole.STAFF, banned=True).count() == 1
        User.objects.update(banned=False)


def test_of_two_decisions_on_one_appeal_one_counts(
    thread: Thread, alice: User, bob: User, carol: User
) -> None:
    mona = factories.person("mona")
    factories.member(thread.debate, mona, role=Role.MODERATOR)
    for _round in range(ROUNDS):
        hide_claim(claim=thread.rebut.key, reason="insult", by=mona)
        act = Act.objects.filter(claim_key=thread.rebut.key, kind=ActKind.HIDDEN).latest("id")
        at_first = at_once(
            [
                appeal_by(bob, act, "That was no insult."),
                appeal_by(bob, act, "It was a question."),
            ]
        )
        assert [error.code for error in raised(at_first)] == ["appealed_already"]  # type: ignore[attr-defined]
        decided = at_once(
            [
                decision_by(alice, act, "overturned", "Yes."),
                decision_by(carol, act, "upheld", "No."),
            ]
        )
        assert [type(error) for error in raised(decided)] == [Conflict]
        case = Case.objects.get(act=act.pk)
        thread.rebut.refresh_from_db()
        undone = case.decision == "overturned"
        assert (case.answer, case.decided_by) == (("Yes.", alice) if undone else ("No.", carol))
        assert (thread.rebut.state == ClaimState.LIVE) is undone
        assert Act.objects.filter(about=act.key).count() == 1
        Claim.objects.filter(pk=thread.rebut.pk).update(state=ClaimState.LIVE)
        the_record_is_gapless(thread.debate)


def test_however_often_somebody_flags_at_once_there_is_one_flag(
    thread: Thread, alice: User, dan: User
) -> None:
    deeds: list[Deed] = [
        lambda n=n: flag_claim(  # type: ignore[misc]
            claim=thread.rebut.key, reason="spam", note=f"Note {n}.", by=dan
        )
        for n in range(32)
    ]
    assert raised(at_once(deeds)) == []
    assert Flag.objects.count() == 1
    deeds = [*deeds[:15], lambda: settle_flags(claim=thread.rebut.key, by=alice)]
    assert raised(at_once(deeds)) == []
    assert Flag.objects.filter(settled_at=None).count() <= 1


def test_the_log_has_no_gap_and_its_chain_no_fork_under_many_acts_at_once(
    alice: User, bob: User, sam: User
) -> None:
    """Catches: numbers from a sequence, or a hash of a line that was not the newest."""
    debates = [factories.debate(alice, thesis=f"Thesis {n}.") for n in range(8)]
    claims = [
        factories.reply(debate.claims.get(kind=ClaimKind.THESIS), bob, text=f"Claim {n}.")
        for debate in debates
        for n in range(3)
    ]
    people = factories.people(8)
    before = check_log().lines
    deeds: list[Deed] = [
        *(lambda c=c: hide_claim(claim=c.key, reason="spam", by=alice) for c in claims[:12]),
        *(lambda c=c: lock_branch(claim=c.key, reason="heated", by=alice) for c in claims[12:]),
        *(lambda p=p: suspend_person(person=p.key, days=1, reason="spam", by=sam) for p in people),
    ]
    assert len(deeds) == 32
    assert raised(at_once(deeds)) == []
    checked = check_log()
    assert (checked.lines, checked.broken_at) == (before + 32, None)
    assert list(Act.objects.order_by("id").values_list("id", flat=True)) == list(
        range(1, checked.lines + 1)
    )
    for debate in debates:
        the_record_is_gapless(debate)

from typing import Any

import pytest

from accounts.enums import Role as SiteRole
from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.appeal import appeal, decide_appeal
from debate.actions.block import block_person
from debate.actions.held import remove_held, resend_held, return_held
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch
from debate.actions.suspension import ban_person, suspend_person
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ActKind, ClaimState, Decision, HeldState, Queue, Reason, Role
from debate.limits import APPEAL_MAX, NOTE_MAX
from debate.models import Act, Block, Case, Change, Debate, HeldClaim
from debate.queries.act import read_act
from debate.queries.queue import read_queue
from tests import factories
from tests.factories import Thread


@pytest.fixture
def sam(db: None) -> User:
    """Of the staff."""
    return factories.person("sam", role=SiteRole.STAFF)


@pytest.fixture
def mona(thread: Thread) -> User:
    """Moderates the debate."""
    found = factories.person("mona")
    factories.member(thread.debate, found, role=Role.MODERATOR)
    return found


def newest_act(**about: Any) -> Act:
    found = Act.objects.filter(**about).order_by("-id").first()
    assert found is not None
    return found


def hidden(thread: Thread, by: User) -> Act:
    """Bob's rebuttal is hidden."""
    hide_claim(claim=thread.rebut.key, reason="insult", by=by)
    return newest_act(claim_key=thread.rebut.key)


def test_an_appeal_is_kept_with_the_act(thread: Thread, alice: User, bob: User) -> None:
    act = hidden(thread, alice)
    text = "I said so of the timetable,\r\nnot of anybody.\n"
    appeal(act=act.key, text=text, by=bob)
    appeal(act=act.key, text=text, by=bob)
    case = Case.objects.get(act=act.pk)
    assert case.appeal == "I said so of the timetable,\nnot of anybody."
    assert case.appealed_at is not None
    with pytest.raises(Conflict, match="appealed_already"):
        appeal(act=act.key, text="And another thing.", by=bob)


def test_only_whom_an_act_concerns_appeals(
    thread: Thread, alice: User, bob: User, eve: User
) -> None:
    act = hidden(thread, alice)
    for person in (alice, eve):
        with pytest.raises(NotFound, match="no_act"):
            appeal(act=act.key, text="Please look again.", by=person)
    with pytest.raises(NotSignedIn):
        appeal(act=act.key, text="Please look again.", by=None)
    with pytest.raises(NotFound, match="no_act"):
        appeal(act="nosuchactkey", text="Please look again.", by=bob)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "appeal_is_missing"),
        (" \u200b\n ", "appeal_is_missing"),
        ("x" * (APPEAL_MAX + 1), "appeal_too_long"),
        ("\ud800", "unreadable_characters"),
    ],
)
def test_an_appeal_says_something_that_can_be_kept(
    thread: Thread, alice: User, bob: User, text: str, code: str
) -> None:
    act = hidden(thread, alice)
    with pytest.raises(Invalid, match=code) as refused:
        appeal(act=act.key, text=text, by=bob)
    assert refused.value.field == "text"


def test_a_hidden_claim_is_restored_when_the_act_is_overturned(
    thread: Thread, alice: User, bob: User, mona: User
) -> None:
    act = hidden(thread, alice)
    appeal(act=act.key, text="That was no insult.", by=bob)
    decided = decide_appeal(act=act.key, decision="overturned", answer="You are right.", by=mona)
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.LIVE
    assert (decided.kind, decided.about) == (ActKind.OVERTURNED, act.key)
    assert (decided.actor_number, decided.subject_number) == (mona.pk, bob.pk)
    case = Case.objects.get(act=act.pk)
    assert (case.decision, case.answer, case.decided_by) == (
        Decision.OVERTURNED,
        "You are right.",
        mona,
    )
    told = Change.objects.filter(debate=thread.debate).order_by("seq").values_list("kind", "seq")
    assert [kind for kind, _ in told][-3:] == ["hidden", "restored", "overturned"]
    assert [seq for _, seq in told] == list(range(1, len(told) + 1))
    again = decide_appeal(act=act.key, decision="overturned", answer="Yes.", by=mona)
    assert again.key == decided.key
    with pytest.raises(Conflict, match="appeal_is_decided"):
        decide_appeal(act=act.key, decision="upheld", answer="No.", by=mona)


def test_what_is_upheld_stays(thread: Thread, alice: User, bob: User, mona: User) -> None:
    act = hidden(thread, alice)
    appeal(act=act.key, text="That was no insult.", by=bob)
    decided = decide_appeal(act=act.key, decision="upheld", answer="It was.", by=mona)
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.HIDDEN
    assert (decided.kind, decided.reason) == (ActKind.UPHELD, Reason.RESOLVED)
    with pytest.raises(Conflict, match="appealed_already"):
        appeal(act=act.key, text="I still think so.", by=bob)


def test_nobody_decides_what_they_did_or_what_concerns_them(
    thread: Thread, alice: User, bob: User, mona: User, eve: User
) -> None:
    act = hidden(thread, mona)
    appeal(act=act.key, text="That was no insult.", by=bob)
    with pytest.raises(NotAllowed, match="own_act"):
        decide_appeal(act=act.key, decision="upheld", answer="It stays.", by=mona)
    factories.member(thread.debate, bob, role=Role.MODERATOR)
    with pytest.raises(NotAllowed, match="own_case"):
        decide_appeal(act=act.key, decision="overturned", answer="It goes.", by=bob)
    with pytest.raises(NotFound, match="no_such_page"):
        decide_appeal(act=act.key, decision="overturned", answer="It goes.", by=eve)
    decide_appeal(act=act.key, decision="upheld", answer="It stays.", by=alice)


def test_staff_decides_in_a_public_debate_where_nobody_else_can(
    thread: Thread, alice: User, bob: User, carol: User
) -> None:
    act = hidden(thread, alice)
    appeal(act=act.key, text="That was no insult.", by=bob)
    decide_appeal(act=act.key, decision="overturned", answer="It was none.", by=carol)
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.LIVE


def test_what_nobody_appealed_against_is_not_decided(
    thread: Thread, alice: User, mona: User
) -> None:
    act = hidden(thread, alice)
    with pytest.raises(Conflict, match="no_appeal"):
        decide_appeal(act=act.key, decision="upheld", answer="It stays.", by=mona)


@pytest.mark.parametrize(
    ("decision", "answer", "code"),
    [
        ("", "It stays.", "choose_a_decision"),
        ("waiting", "It stays.", "choose_a_decision"),
        ("upheld", "", "note_is_missing"),
        ("upheld", "x" * (NOTE_MAX + 1), "note_too_long"),
    ],
)
def test_a_decision_has_an_answer(
    thread: Thread, alice: User, bob: User, mona: User, decision: str, answer: str, code: str
) -> None:
    act = hidden(thread, alice)
    appeal(act=act.key, text="That was no insult.", by=bob)
    with pytest.raises(Invalid, match=code):
        decide_appeal(act=act.key, decision=decision, answer=answer, by=mona)
    assert Case.objects.get(act=act.pk).decided_at is None


def test_a_locked_branch_is_unlocked_and_a_blocked_person_let_in(
    thread: Thread, alice: User, bob: User, mona: User
) -> None:
    lock_branch(claim=thread.rebut.key, reason="heated", by=alice)
    locked = newest_act(kind=ActKind.LOCKED)
    blocked = block_person(
        debate=thread.debate.key, claim=thread.rebut.key, reason="insult", by=alice
    )
    assert blocked is not None
    for act in (locked, blocked):
        appeal(act=act.key, text="I did nothing.", by=bob)  # being blocked does not matter
        decide_appeal(act=act.key, decision="overturned", answer="True.", by=mona)
    thread.rebut.refresh_from_db()
    assert not thread.rebut.locked
    assert not Block.objects.exists()
    assert newest_act(kind=ActKind.UNLOCKED, claim_key=thread.rebut.key).actor_number == mona.pk


def test_a_held_claim_that_was_removed_waits_again(
    thread: Thread, alice: User, eve: User, mona: User
) -> None:
    held = factories_held(thread.debate, thread, eve)
    act = Act.objects.create(
        kind=ActKind.REMOVED,
        reason=Reason.SPAM,
        debate_key=thread.debate.key,
        actor_number=alice.pk,
        subject_number=eve.pk,
        at=held.at,
    )
    Case.objects.create(act=act, debate=thread.debate, held=held, actor=alice, subject=eve)
    appeal(act=act.key, text="It is no advertisement.", by=eve)
    decide_appeal(act=act.key, decision="overturned", answer="True.", by=mona)
    held.refresh_from_db()
    assert (held.state, held.judged_at) == (HeldState.WAITING, None)


def factories_held(debate: Debate, thread: Thread, author: User) -> HeldClaim:
    return HeldClaim.objects.create(
        debate=debate,
        parent=thread.thesis,
        parent_revision=1,
        relation="rebut",
        author=author,
        text="Buses run late anyway.",
        state=HeldState.REMOVED,
        judged_at=debate.created_at,
    )


@pytest.mark.parametrize("ban", [False, True])
def test_a_suspension_ends_when_it_is_overturned_by_another_of_the_staff(
    bob: User, sam: User, carol: User, ban: bool
) -> None:
    act = (
        ban_person(person=bob.key, reason="spam", by=sam)
        if ban
        else suspend_person(person=bob.key, days=7, reason="spam", by=sam)
    )
    assert act is not None
    with pytest.raises(NotFound, match="no_act"):
        appeal(act=act.key, text="Please look again.", by=carol)
    appeal(act=act.key, text="I never advertise.", by=bob)
    with pytest.raises(NotAllowed, match="own_act"):
        decide_appeal(act=act.key, decision="upheld", answer="You do.", by=sam)
    with pytest.raises(NotFound, match="no_such_page"):
        decide_appeal(act=act.key, decision="overturned", answer="True.", by=carol)
    toni = factories.person("toni", role=SiteRole.STAFF)
    decided = decide_appeal(act=act.key, decision="overturned", answer="True.", by=toni)
    bob.refresh_from_db()
    assert (bob.suspended_until, bob.banned) == (None, False)
    assert (decided.kind, decided.about, decided.debate_key) == (
        ActKind.OVERTURNED,
        act.key,
        None,
    )


@pytest.mark.parametrize("first", ["suspended", "banned"])
def test_what_another_act_did_stays_when_one_is_overturned(
    bob: User, sam: User, first: str
) -> None:
    suspended = suspend_person(person=bob.key, days=7, reason="spam", by=sam)
    banned = ban_person(person=bob.key, reason="insult", by=sam)
    assert suspended is not None
    assert banned is not None
    act = suspended if first == "suspended" else banned
    appeal(act=act.key, text="I never advertise.", by=bob)
    toni = factories.person("toni", role=SiteRole.STAFF)
    decide_appeal(act=act.key, decision="overturned", answer="True.", by=toni)
    bob.refresh_from_db()
    assert bob.banned is (first == "suspended")
    assert (bob.suspended_until is None) is (first == "suspended")


def test_a_later_act_of_the_same_kind_has_an_appeal_of_its_own(
    thread: Thread, alice: User, bob: User, eve: User, mona: User
) -> None:
    first = hidden(thread, alice)
    restore_claim(claim=thread.rebut.key, reason="mistake", by=alice)
    second = hidden(thread, alice)
    appeal(act=first.key, text="I said so of the timetable.", by=bob)
    decide_appeal(act=first.key, decision="overturned", answer="True.", by=mona)
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.HIDDEN
    appeal(act=second.key, text="I said so of the timetable.", by=bob)
    decide_appeal(act=second.key, decision="overturned", answer="True.", by=mona)
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.LIVE

    held = factories_held(thread.debate, thread, eve)
    HeldClaim.objects.update(state=HeldState.WAITING)
    return_held(held=held.key, reason="unclear", note="Which buses?", by=alice)
    returned = newest_act(kind=ActKind.RETURNED)
    resend_held(held=held.key, text="All buses run late anyway.", by=eve)
    remove_held(held=held.key, reason="spam", by=alice)
    appeal(act=returned.key, text="It was clear.", by=eve)
    decide_appeal(act=returned.key, decision="overturned", answer="True.", by=mona)
    held.refresh_from_db()
    assert held.state == HeldState.REMOVED


def test_what_its_author_took_back_is_read_by_nobody_who_decides(
    thread: Thread, alice: User, bob: User, mona: User
) -> None:
    lock_branch(claim=thread.rebut.key, reason="heated", by=alice)
    act = newest_act(claim_key=thread.rebut.key)
    appeal(act=act.key, text="I was calm.", by=bob)
    for words in (thread.rebut.text, ""):
        case = read_act(act.key, mona).case
        assert case is not None
        (waiting,) = read_queue(thread.debate.key, mona, which=Queue.APPEALS).page.rows
        assert (case.words, waiting.claim_text) == (words, words)
        if words:
            withdraw_claim(claim=thread.rebut.key, by=bob)

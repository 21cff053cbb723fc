"""Keeping order: what the state of a claim, a held claim or an appeal adds to the table."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from accounts.models import User
from debate.enums import (
    ActKind,
    Capacity,
    ClaimKind,
    ClaimState,
    HeldState,
    Relation,
    Role,
    Stage,
    Visibility,
)
from debate.limits import CLAIM_DEPTH_MAX
from debate.policies.appeal import why_no_appeal, why_no_decision, why_not_appeal, why_not_decide
from debate.policies.claim import (
    may_edit,
    may_flag,
    may_reply,
    may_vote,
    may_withdraw,
    relations_open_to_a_reply,
    why_not_edit,
    why_not_flag,
    why_not_reply,
    why_not_vote,
)
from debate.policies.debate import (
    may_state_position,
    why_not_see_members,
)
from debate.policies.moderation import (
    is_held,
    why_not_block,
    why_not_drop_held,
    why_not_hide,
    why_not_judge_held,
    why_not_lock,
    why_not_move,
    why_not_relate,
    why_not_resend_held,
    why_not_restore,
    why_not_see_held,
)
from debate.policies.standing import Seat, Standing, standing_in
from tests.granted import granting
from tests.policies.test_decisions import standing
from tests.policies.test_policies import (
    AUTHOR,
    DEEPEST,
    GONE,
    HIDDEN,
    ME,
    MINE,
    NOBODY,
    QUESTION,
    THESIS,
    Facts,
    code,
)

MODERATOR, MEMBER = standing(Capacity.MODERATOR, Stage.OPEN), standing(Capacity.MEMBER, Stage.OPEN)
PERSON, OWNER = standing(Capacity.PERSON, Stage.OPEN), standing(Capacity.OWNER, Stage.OPEN)
CLOSED = standing(Capacity.MEMBER, Stage.CLOSED)
LOCKED = Facts(locked=True)
POINT = Facts(kind=ClaimKind.POINT, bears_as=Relation.SUPPORT, depth=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("who", "claim", "hide", "restore"),
    [
        (MODERATOR, Facts(), None, "claim_not_hidden"),
        (MODERATOR, POINT, None, "claim_not_hidden"),
        (MODERATOR, THESIS, "a_thesis_stays", "claim_not_hidden"),
        (MODERATOR, GONE, "claim_gone", "claim_not_hidden"),
        (MODERATOR, HIDDEN, "claim_gone", None),
        (MODERATOR, replace(THESIS, state=ClaimState.HIDDEN), "claim_gone", None),
        (MODERATOR, MINE, "own_case", "own_case"),
        (MEMBER, Facts(), "moderators_only", "moderators_only"),
        (MEMBER, THESIS, "moderators_only", "moderators_only"),
        (MEMBER, HIDDEN, "moderators_only", "moderators_only"),
        (NOBODY, Facts(), "sign_in_to_keep_order", "sign_in_to_keep_order"),
    ],
)
def test_who_may_hide_and_restore_what(
    who: Standing, claim: Facts, hide: str | None, restore: str | None
) -> None:
    assert code(why_not_hide(who, claim)) == hide
    assert code(why_not_restore(who, claim)) == restore


PLAIN = Facts()


@dataclass(frozen=True)
class Relating:
    """A claim that is to bear otherwise, and on what."""

    claim: Facts = PLAIN
    relation: Relation = Relation.SUPPORT
    parent: Facts | None = PLAIN
    answered: bool = False
    judged: bool = False
    as_author: bool = False


ASKS = Facts(bears_as=Relation.QUESTION)


@pytest.mark.parametrize(
    ("who", "asked", "answer"),
    [
        (MODERATOR, Relating(), None),
        (MODERATOR, Relating(claim=MINE), None),
        (MODERATOR, Relating(answered=True, judged=True), None),
        (MODERATOR, Relating(claim=GONE), "claim_gone"),
        (MODERATOR, Relating(claim=HIDDEN), "claim_gone"),
        (MODERATOR, Relating(claim=POINT), "relation_is_fixed"),
        (MODERATOR, Relating(claim=THESIS, parent=None), "relation_is_fixed"),
        (MODERATOR, Relating(parent=None), "relation_is_fixed"),
        (MODERATOR, Relating(claim=THESIS), "relation_is_fixed"),
        (MODERATOR, Relating(relation=Relation.UNDERCUT, parent=THESIS), "relation_does_not_fit"),
        (MODERATOR, Relating(relation=Relation.REBUT, parent=QUESTION), "relation_does_not_fit"),
        (MODERATOR, Relating(relation=Relation.QUESTION), None),
        (MODERATOR, Relating(relation=Relation.QUESTION, answered=True), "a_question_stays_one"),
        (MODERATOR, Relating(relation=Relation.QUESTION, judged=True), "a_question_stays_one"),
        (MODERATOR, Relating(claim=ASKS), None),
        (MODERATOR, Relating(claim=ASKS, answered=True), "a_question_stays_one"),
        (MODERATOR, Relating(claim=ASKS, relation=Relation.QUESTION, answered=True), None),
        (MEMBER, Relating(), "moderators_only"),
        (MEMBER, Relating(claim=MINE), "moderators_only"),
        (MEMBER, Relating(claim=MINE, as_author=True), None),
        (MEMBER, Relating(claim=MINE, answered=True, as_author=True), "answered_already"),
        (MEMBER, Relating(claim=MINE, judged=True, as_author=True), None),
        (MEMBER, Relating(as_author=True), "not_your_claim"),
        (MEMBER, Relating(answered=True, as_author=True), "not_your_claim"),
        (MEMBER, Relating(claim=Facts(ME, locked=True), as_author=True), "branch_locked"),
        (CLOSED, Relating(claim=MINE, as_author=True), "replies_closed"),
    ],
)
def test_who_may_say_that_a_claim_bears_otherwise(
    who: Standing, asked: Relating, answer: str | None
) -> None:
    refusal = why_not_relate(
        who,
        asked.claim,
        asked.relation,
        parent=asked.parent,
        answered=asked.answered,
        judged=asked.judged,
        as_author=asked.as_author,
    )
    assert code(refusal) == answer


@pytest.mark.parametrize(
    ("who", "claim", "to", "within", "levels", "answer"),
    [
        (MODERATOR, Facts(), Facts(), False, 1, None),
        (MODERATOR, POINT, Facts(), False, 1, None),
        (MODERATOR, Facts(), THESIS, False, 1, None),
        (MODERATOR, Facts(), Facts(depth=CLAIM_DEPTH_MAX - 3), False, 3, None),
        (MODERATOR, Facts(), Facts(depth=CLAIM_DEPTH_MAX - 2), False, 3, "thread_too_deep"),
        (MODERATOR, Facts(), Facts(), True, 1, "under_itself"),
        (MODERATOR, THESIS, Facts(), False, 1, "a_thesis_stays"),
        (MODERATOR, GONE, Facts(), False, 1, "claim_gone"),
        (MODERATOR, HIDDEN, Facts(), False, 1, "claim_gone"),
        (MODERATOR, Facts(), GONE, False, 1, "claim_gone"),
        (MODERATOR, Facts(), QUESTION, False, 1, "relation_does_not_fit"),
        (MODERATOR, MINE, Facts(), False, 1, "own_case"),
        (MEMBER, Facts(), Facts(), False, 1, "moderators_only"),
        (MEMBER, THESIS, Facts(), True, 1, "moderators_only"),
    ],
)
def test_what_may_be_moved_where(
    who: Standing, claim: Facts, to: Facts, within: bool, levels: int, answer: str | None
) -> None:
    assert code(why_not_move(who, claim, to, within=within, levels=levels)) == answer


def test_who_may_lock_a_branch() -> None:
    assert why_not_lock(MODERATOR, Facts()) is None
    assert code(why_not_lock(MODERATOR, MINE)) == "own_case"
    assert code(why_not_lock(MEMBER, Facts())) == "moderators_only"


@pytest.mark.parametrize("capacity", list(Capacity))
def test_nobody_shuts_out_who_keeps_order(capacity: Capacity) -> None:
    keeps = capacity in {Capacity.OWNER, Capacity.MODERATOR, Capacity.STAFF}
    assert code(why_not_block(OWNER, AUTHOR, capacity)) == ("they_keep_order" if keeps else None)
    assert code(why_not_block(OWNER, ME, capacity)) == "own_case"
    assert code(why_not_block(MEMBER, AUTHOR, capacity)) == "moderators_only"


@pytest.mark.parametrize("capacity", list(Capacity))
@pytest.mark.parametrize("hold", [True, False])
@pytest.mark.parametrize("approved", [True, False])
def test_only_a_newcomers_claims_are_held(capacity: Capacity, hold: bool, approved: bool) -> None:
    who = standing(capacity, Stage.OPEN)
    who = replace(who, rules=granting(hold_newcomers=hold))
    held = hold and not approved and capacity == Capacity.PERSON
    assert is_held(who, approved_before=approved) == held


# ---- Held claims


@pytest.mark.parametrize(
    ("who", "author", "see", "judge"),
    [
        (MODERATOR, AUTHOR, None, None),
        (MODERATOR, ME, None, "own_case"),
        (MEMBER, AUTHOR, "no_held", "no_held"),
        (MEMBER, ME, None, "no_held"),
        (NOBODY, AUTHOR, "sign_in_to_keep_order", "sign_in_to_keep_order"),
    ],
)
def test_who_may_see_and_judge_a_held_claim(
    who: Standing, author: int, see: str | None, judge: str | None
) -> None:
    assert code(why_not_see_held(who, author)) == see
    assert code(why_not_judge_held(who, author)) == judge


@pytest.mark.parametrize(
    ("who", "author", "state", "resend", "drop"),
    [
        (PERSON, ME, HeldState.RETURNED, None, None),
        (PERSON, ME, HeldState.WAITING, "held_is_waiting", None),
        (PERSON, ME, HeldState.REMOVED, "held_is_removed", "held_is_removed"),
        (PERSON, AUTHOR, HeldState.RETURNED, "no_held", "no_held"),
        (MODERATOR, AUTHOR, HeldState.REMOVED, "no_held", "no_held"),
        (NOBODY, AUTHOR, HeldState.WAITING, "sign_in_to_reply", "sign_in_to_withdraw"),
        (CLOSED, ME, HeldState.RETURNED, "replies_closed", None),
    ],
)
def test_who_may_send_a_held_claim_again_or_drop_it(
    who: Standing, author: int, state: HeldState, resend: str | None, drop: str | None
) -> None:
    again = why_not_resend_held(who, Facts(), Relation.REBUT, author_id=author, state=state)
    assert code(again) == resend
    assert code(why_not_drop_held(who, author_id=author, state=state)) == drop


def test_what_is_sent_again_answers_what_can_be_answered() -> None:
    for parent, relation, answer in (
        (GONE, Relation.REBUT, "claim_gone"),
        (THESIS, Relation.UNDERCUT, "no_undercut_of_a_thesis"),
    ):
        state = HeldState.RETURNED
        refusal = why_not_resend_held(PERSON, parent, relation, author_id=ME, state=state)
        assert code(refusal) == answer


# ---- Appeals


@dataclass(frozen=True)
class CaseNow:
    kind: str = ActKind.HIDDEN
    actor_number: int = 7
    subject_number: int | None = ME
    appealed_at: object | None = None
    decided_at: object | None = None


@pytest.mark.parametrize("kind", list(ActKind))
def test_what_can_harm_somebody_is_open_to_one_appeal(kind: ActKind) -> None:
    harms = {
        "hidden", "related", "moved", "locked", "returned", "removed", "blocked", "suspended",
        "banned",
    }  # fmt: skip
    assert code(why_no_appeal(CaseNow(kind))) == (None if kind in harms else "no_act")
    assert code(why_not_appeal(PERSON, CaseNow(kind))) == (None if kind in harms else "no_act")
    again = CaseNow(kind, appealed_at=NOON)
    assert code(why_no_appeal(again)) == ("appealed_already" if kind in harms else "no_act")


def test_only_whom_an_act_concerns_may_appeal() -> None:
    assert code(why_not_appeal(PERSON, CaseNow(subject_number=AUTHOR))) == "no_act"
    assert code(why_not_appeal(PERSON, CaseNow(subject_number=None))) == "no_act"
    assert code(why_not_appeal(NOBODY, CaseNow())) == "sign_in_to_appeal"


@pytest.mark.parametrize(
    ("who", "case", "answer"),
    [
        (MODERATOR, CaseNow(subject_number=AUTHOR, appealed_at=NOON), None),
        (MODERATOR, CaseNow(subject_number=AUTHOR), "no_appeal"),
        (
            MODERATOR,
            CaseNow(subject_number=AUTHOR, appealed_at=NOON, decided_at=NOON),
            "appeal_is_decided",
        ),
        (MODERATOR, CaseNow(actor_number=ME, subject_number=AUTHOR, appealed_at=NOON), "own_act"),
        (MODERATOR, CaseNow(appealed_at=NOON), "own_case"),
        (MEMBER, CaseNow(subject_number=AUTHOR, appealed_at=NOON), "no_such_page"),
    ],
)
def test_who_may_decide_an_appeal(who: Standing, case: CaseNow, answer: str | None) -> None:
    assert code(why_not_decide(who, case)) == answer


def test_a_decision_needs_an_appeal_that_waits_and_somebody_else() -> None:
    waits = CaseNow(appealed_at=NOON)
    assert why_no_decision(waits, ME) is None
    assert code(why_no_decision(waits, 7)) == "own_act"
    assert code(why_no_decision(CaseNow(), ME)) == "no_appeal"
    assert code(why_no_decision(replace(waits, decided_at=NOON), ME)) == "appeal_is_decided"


# ---- Claims and members


@pytest.mark.parametrize(
    ("parent", "relations"),
    [
        (Facts(), ["support", "rebut", "undercut", "question"]),
        (POINT, ["support", "rebut", "undercut", "question"]),
        (THESIS, ["support", "rebut", "question"]),
        (QUESTION, ["support", "question"]),
    ],
)
def test_how_a_reply_may_bear_on_what_it_answers(parent: Facts, relations: list[str]) -> None:
    assert list(relations_open_to_a_reply(parent)) == relations


@dataclass(frozen=True)
class DebateNow:
    owner_id: int = ME
    visibility: str = Visibility.PUBLIC
    archived_at: object | None = None


def test_where_somebody_stands_is_told_by_who_they_are() -> None:
    def stands(who: User | None, of: DebateNow = DebateNow()) -> Standing:
        return standing_in(of, person=who, seat=Seat(), rules=granting())

    assert stands(User(pk=ME)) == Standing(
        ME, True, Seat(), Visibility.PUBLIC, granting(), archived=False
    )
    assert stands(User(pk=AUTHOR)).capacity == Capacity.PERSON
    assert stands(None).capacity == Capacity.VISITOR
    assert not stands(None).owner
    assert stands(None, DebateNow(archived_at=NOON)).stage == Stage.ARCHIVED


@pytest.mark.parametrize(
    ("who", "claim", "answer"),
    [
        (PERSON, Facts(), None),
        (PERSON, MINE, "own_case"),
        (PERSON, GONE, "claim_gone"),
        (PERSON, HIDDEN, "claim_gone"),
        (CLOSED, Facts(), None),
        (NOBODY, Facts(), "sign_in_to_flag"),
    ],
)
def test_who_may_flag_what(who: Standing, claim: Facts, answer: str | None) -> None:
    assert code(why_not_flag(who, claim)) == answer
    assert may_flag(who, claim) == (answer is None)


def test_a_locked_branch_takes_votes_but_no_words() -> None:
    assert code(why_not_reply(PERSON, LOCKED)) == "branch_locked"
    assert code(why_not_edit(PERSON, Facts(ME, locked=True))) == "branch_locked"
    assert code(why_not_edit(PERSON, Facts(ME, state=ClaimState.HIDDEN, locked=True))) == (
        "claim_gone"
    )
    assert why_not_vote(PERSON, LOCKED) is None


@pytest.mark.parametrize("depth", [CLAIM_DEPTH_MAX - 1, CLAIM_DEPTH_MAX, CLAIM_DEPTH_MAX + 1])
def test_a_thread_ends_where_it_is_too_deep(depth: int) -> None:
    assert may_reply(PERSON, Facts(depth=depth)) == (depth < CLAIM_DEPTH_MAX)
    assert not may_reply(PERSON, DEEPEST)


def test_a_visitor_is_asked_to_sign_in_before_they_learn_that_a_question_takes_no_vote() -> None:
    assert code(why_not_vote(NOBODY, QUESTION)) == "sign_in_to_vote"
    assert code(why_not_vote(CLOSED, QUESTION)) == "a_question_takes_no_vote"
    asked = Facts(ME, bears_as=Relation.QUESTION)
    assert code(why_not_vote(PERSON, asked)) == "a_question_takes_no_vote"
    assert code(why_not_vote(CLOSED, GONE)) == "votes_closed"


def test_may_is_that_nothing_speaks_against_it() -> None:
    closed = standing(Capacity.OWNER, Stage.CLOSED)
    assert may_reply(PERSON, Facts(), Relation.REBUT)
    assert not may_reply(PERSON, THESIS, Relation.UNDERCUT)
    assert may_vote(PERSON, Facts())
    assert not may_vote(PERSON, MINE)
    assert may_edit(PERSON, MINE)
    assert not may_edit(PERSON, Facts())
    assert may_withdraw(PERSON, MINE)
    assert not may_withdraw(PERSON, Facts())
    assert may_state_position(PERSON)
    assert not may_state_position(closed)


def test_who_reads_without_a_seat_sees_no_members() -> None:
    rules = granting()
    passing = Standing(ME, False, Seat(), Visibility.MEMBERS, rules)
    seated = Standing(ME, False, Seat(Role.READER), Visibility.MEMBERS, rules)
    assert code(why_not_see_members(passing)) == "no_such_page"
    assert why_not_see_members(seated) is None
    assert why_not_see_members(MEMBER) is None
    assert code(why_not_see_members(PERSON)) == "no_such_page"
    assert code(why_not_see_members(NOBODY)) == "sign_in_to_run_a_debate"

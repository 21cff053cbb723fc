"""Who may do what: one table of standings and claims, and every answer of the policies to it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from accounts.errors import Refusal
from debate.enums import ClaimKind, ClaimState, Permission, Relation, Role, Visibility
from debate.limits import CLAIM_DEPTH_MAX
from debate.logic.rules import RulesNow
from debate.policies.claim import (
    relations_open_to_a_reply,
    why_not_edit,
    why_not_reply,
    why_not_vote,
    why_not_withdraw,
)
from debate.policies.debate import (
    why_not_open_or_close,
    why_not_outline,
    why_not_state_position,
)
from debate.policies.standing import Seat, Standing
from tests.granted import granting

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPEN, CLOSED = granting(), RulesNow()
ME, AUTHOR = 1, 2


def standing(
    person: int | None = ME,
    *,
    owner: bool = False,
    member: Role | None = None,
    visibility: Visibility = Visibility.PUBLIC,
    rules: RulesNow = OPEN,
) -> Standing:
    return Standing(person, owner, Seat(member), visibility, rules)


@dataclass(frozen=True)
class Facts:
    author_id: int = AUTHOR
    kind: str = ClaimKind.REPLY
    bears_as: str = Relation.REBUT
    state: str = ClaimState.LIVE
    depth: int = 2
    locked: bool = False
    created_at: datetime = NOON
    author_side: str | None = None


MINE = Facts(author_id=ME)
THESIS = Facts(kind=ClaimKind.THESIS, bears_as="thesis", depth=0)
QUESTION = Facts(bears_as=Relation.QUESTION)
GONE = Facts(state=ClaimState.WITHDRAWN)
HIDDEN = Facts(state=ClaimState.HIDDEN)
DEEPEST = Facts(depth=CLAIM_DEPTH_MAX)
NOBODY = standing(None)
READER = standing(member=Role.READER)
OUTSIDER = standing(visibility=Visibility.MEMBERS)
INSIDER = standing(visibility=Visibility.MEMBERS, member=Role.MEMBER)
IN_A_DRAFT = standing(visibility=Visibility.DRAFT, rules=CLOSED)
OWNS_THE_DRAFT = standing(owner=True, visibility=Visibility.DRAFT, rules=CLOSED)
TOO_LATE = standing(rules=CLOSED)
VOTES_ONLY = standing(rules=granting({Permission.VOTE}))


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("who", "parent", "relation", "answer"),
    [
        (standing(), Facts(), Relation.REBUT, None),
        (standing(), MINE, Relation.SUPPORT, None),
        (standing(owner=True), Facts(), Relation.REBUT, None),
        (INSIDER, Facts(), Relation.REBUT, None),
        (NOBODY, Facts(), Relation.REBUT, "sign_in_to_reply"),
        (READER, Facts(), Relation.REBUT, "readers_only_read"),
        (OUTSIDER, Facts(), Relation.REBUT, "members_only"),
        (IN_A_DRAFT, Facts(), Relation.REBUT, "still_a_draft"),
        (OWNS_THE_DRAFT, Facts(), Relation.REBUT, "still_a_draft"),
        (TOO_LATE, Facts(), Relation.REBUT, "replies_closed"),
        (VOTES_ONLY, Facts(), Relation.REBUT, "replies_closed"),
        (standing(), GONE, Relation.REBUT, "claim_gone"),
        (standing(), HIDDEN, Relation.REBUT, "claim_gone"),
        (standing(), DEEPEST, Relation.REBUT, "thread_too_deep"),
        (standing(), THESIS, Relation.UNDERCUT, "no_undercut_of_a_thesis"),
        (standing(), THESIS, Relation.QUESTION, None),
        (standing(), QUESTION, Relation.SUPPORT, None),
        (standing(), QUESTION, Relation.QUESTION, None),
        (standing(), QUESTION, Relation.REBUT, "a_question_is_only_answered"),
        (standing(), QUESTION, Relation.UNDERCUT, "a_question_is_only_answered"),
    ],
)
def test_who_may_answer_what(
    who: Standing, parent: Facts, relation: Relation, answer: str | None
) -> None:
    assert code(why_not_reply(who, parent, relation)) == answer


@pytest.mark.parametrize(
    ("who", "claim", "answer"),
    [
        (standing(), Facts(), None),
        (standing(), THESIS, None),
        (VOTES_ONLY, Facts(), None),
        (NOBODY, Facts(), "sign_in_to_vote"),
        (standing(), MINE, "own_claim"),
        (standing(owner=True), MINE, "own_claim"),
        (standing(), QUESTION, "a_question_takes_no_vote"),
        (standing(), GONE, "claim_gone"),
        (standing(), HIDDEN, "claim_gone"),
        (READER, Facts(), "readers_only_read"),
        (OUTSIDER, Facts(), "members_only"),
        (TOO_LATE, Facts(), "votes_closed"),
    ],
)
def test_who_may_vote_on_what(who: Standing, claim: Facts, answer: str | None) -> None:
    assert code(why_not_vote(who, claim)) == answer


@pytest.mark.parametrize(
    ("who", "claim", "edit", "withdraw"),
    [
        (standing(), MINE, None, None),
        (TOO_LATE, MINE, "replies_closed", None),
        (OWNS_THE_DRAFT, MINE, None, None),
        (NOBODY, Facts(), "sign_in_to_edit", "sign_in_to_withdraw"),
        (standing(), Facts(), "not_your_claim", "not_your_claim"),
        (standing(owner=True), Facts(), "not_your_claim", "not_your_claim"),
        (standing(), THESIS, "not_your_claim", "not_your_claim"),
        (standing(), Facts(ME, state=ClaimState.WITHDRAWN), "claim_gone", "claim_gone"),
        (standing(), Facts(ME, state=ClaimState.HIDDEN), "claim_gone", "claim_gone"),
        (standing(owner=True), Facts(ME, ClaimKind.THESIS, "thesis"), None, "a_thesis_stays"),
    ],
)
def test_who_may_edit_and_withdraw_what(
    who: Standing, claim: Facts, edit: str | None, withdraw: str | None
) -> None:
    assert code(why_not_edit(who, claim)) == edit
    assert code(why_not_withdraw(who, claim)) == withdraw


@pytest.mark.parametrize(
    ("who", "position", "outline", "close"),
    [
        (standing(), None, "owner_only", "owner_only"),
        (standing(owner=True), None, "already_published", None),
        (
            NOBODY,
            "sign_in_to_take_a_position",
            "sign_in_to_run_a_debate",
            "sign_in_to_run_a_debate",
        ),
        (TOO_LATE, "positions_closed", "owner_only", "owner_only"),
        (READER, "readers_only_read", "owner_only", "owner_only"),
        (OWNS_THE_DRAFT, "still_a_draft", None, "still_a_draft"),
        (IN_A_DRAFT, "still_a_draft", "owner_only", "owner_only"),
    ],
)
def test_who_may_do_what_with_a_debate(
    who: Standing, position: str | None, outline: str | None, close: str | None
) -> None:
    assert code(why_not_state_position(who)) == position
    assert code(why_not_outline(who)) == outline
    assert code(why_not_open_or_close(who)) == close


@pytest.mark.parametrize("parent", [THESIS, QUESTION, Facts(), Facts(bears_as=Relation.UNDERCUT)])
@pytest.mark.parametrize("relation", list(Relation))
def test_what_is_offered_is_what_is_taken(parent: Facts, relation: Relation) -> None:
    offered = relation in relations_open_to_a_reply(parent)
    assert offered == (why_not_reply(standing(), parent, relation) is None)

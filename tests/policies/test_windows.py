"""What the windows of a moment let somebody do with a claim."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.errors import Refusal
from debate.enums import (
    Action,
    Answerable,
    Capacity,
    ClaimKind,
    ClaimState,
    Permission,
    Posting,
    Relation,
    RepliesHidden,
    ResultsHidden,
    Role,
    Side,
    Stage,
    Visibility,
)
from debate.errors import NotOpen
from debate.logic.rules import Grant, RulesNow
from debate.policies.blind import Done, Sees, what_is_seen
from debate.policies.claim import (
    relations_open_now,
    relations_open_to_a_reply,
    why_not_edit,
    why_not_reply,
    why_not_vote,
)
from debate.policies.debate import why_not_state_position
from debate.policies.moderation import is_held, why_not_approve_held, why_not_relate
from debate.policies.standing import Seat, Standing, why_not
from tests.granted import BEGUN, grant, granting
from tests.policies.test_decisions import standing as acting
from tests.policies.test_policies import AUTHOR, ME, THESIS, Facts, code

REPLY = {Permission.REPLY}
MINUTE = timedelta(minutes=1)
POINT = Facts(kind=ClaimKind.POINT, bears_as=Relation.SUPPORT, depth=1)


def under(*grants: Grant, side: Side | None = None, **more: object) -> Standing:
    """A member of a class, in some windows."""
    rules = RulesNow(grants=grants, **more)  # type: ignore[arg-type]  # by name, in tests
    return Standing(ME, False, Seat(Role.MEMBER, side=side), Visibility.MEMBERS, rules)


# ---- In which way, and whom


def test_only_the_relations_of_the_window_are_offered_and_taken() -> None:
    who = under(grant(REPLY, relations=frozenset({Relation.REBUT, Relation.QUESTION})))
    assert relations_open_now(who, Facts()) == (Relation.REBUT, Relation.QUESTION)
    told = {relation: code(why_not_reply(who, Facts(), relation)) for relation in Relation}
    assert told == {
        Relation.SUPPORT: "relation_not_now",
        Relation.REBUT: None,
        Relation.UNDERCUT: "relation_not_now",
        Relation.QUESTION: None,
    }


def test_a_claim_to_which_no_relation_of_the_window_fits_takes_no_reply() -> None:
    who = under(grant(REPLY, relations=frozenset({Relation.UNDERCUT})))
    assert relations_open_now(who, THESIS) == ()
    assert code(why_not_reply(who, THESIS)) == "relation_not_now"
    assert code(why_not_reply(who, THESIS, Relation.UNDERCUT)) == "no_undercut_of_a_thesis"


@pytest.mark.parametrize(
    ("own", "authors", "refused"),
    [
        (Side.FOR, Side.AGAINST, False),
        (Side.AGAINST, Side.FOR, False),
        (Side.FOR, Side.FOR, True),
        (Side.FOR, None, False),
        (None, Side.FOR, False),
        (None, None, False),
    ],
)
def test_where_the_other_side_is_answered_ones_own_is_not(
    own: Side | None, authors: Side | None, refused: bool
) -> None:
    who = under(grant(REPLY, answer=Answerable.OTHER_SIDE), side=own)
    parent = Facts(author_side=authors)
    assert code(why_not_reply(who, parent)) == ("answer_the_other_side" if refused else None)
    assert (relations_open_now(who, parent) == ()) == refused
    for anybodys in (THESIS, POINT):
        assert why_not_reply(who, replace(anybodys, author_side=authors)) is None


def test_where_the_thesis_is_answered_replies_are_not() -> None:
    who = under(grant(REPLY, answer=Answerable.THESIS))
    assert [code(why_not_reply(who, parent)) for parent in (THESIS, POINT, Facts())] == [
        None,
        None,
        "only_the_thesis_now",
    ]


def test_one_window_has_to_permit_all_of_it() -> None:
    rebuts = grant(REPLY, relations=frozenset({Relation.REBUT}), answer=Answerable.OTHER_SIDE)
    supports = grant(REPLY, relations=frozenset({Relation.SUPPORT}))
    who = under(rebuts, supports, side=Side.FOR)
    own_side = Facts(author_side=Side.FOR)
    assert relations_open_now(who, own_side) == (Relation.SUPPORT,)
    assert code(why_not_reply(who, own_side, Relation.REBUT)) == "answer_the_other_side"
    votes = under(grant({Permission.VOTE}), rebuts)
    assert code(why_not_reply(votes, Facts(), Relation.SUPPORT)) == "relation_not_now"


@pytest.mark.parametrize("parent", [THESIS, POINT, Facts(), Facts(bears_as=Relation.QUESTION)])
@pytest.mark.parametrize("relations", [{Relation.SUPPORT}, {Relation.REBUT}, set(Relation)])
@pytest.mark.parametrize("answer", list(Answerable))
def test_what_is_offered_now_is_what_is_taken_now(
    parent: Facts, relations: set[Relation], answer: Answerable
) -> None:
    who = under(grant(REPLY, relations=frozenset(relations), answer=answer), side=Side.FOR)
    of_own_side = replace(parent, author_side=Side.FOR)
    offered = relations_open_now(who, of_own_side)
    taken = [r for r in Relation if why_not_reply(who, of_own_side, r) is None]
    assert sorted(offered) == sorted(taken)
    assert bool(offered) == (why_not_reply(who, of_own_side) is None)
    assert set(offered) <= set(relations_open_to_a_reply(parent))


# ---- When


def opens_at(refusal: Refusal | None) -> object:
    assert isinstance(refusal, NotOpen)
    return refusal.facts.get("opens_at")


def test_who_is_too_early_is_told_when_it_opens() -> None:
    later = grant(REPLY, since=BEGUN + MINUTE)
    voting = grant({Permission.VOTE, Permission.POSITION}, since=BEGUN + 2 * MINUTE)
    who = under(coming=(later, voting))
    found = [
        opens_at(why_not_reply(who, Facts())),
        opens_at(why_not_edit(who, Facts(ME))),
        opens_at(why_not_vote(who, Facts())),
        opens_at(why_not_state_position(who)),
    ]
    assert found == [BEGUN + MINUTE] * 2 + [BEGUN + 2 * MINUTE] * 2


def test_of_a_relation_it_is_told_too_if_it_will_fit_this_claim() -> None:
    rebut = frozenset({Relation.REBUT})
    now = grant(REPLY, relations=frozenset({Relation.SUPPORT}))
    later = grant(REPLY, relations=rebut, answer=Answerable.OTHER_SIDE, since=BEGUN + MINUTE)
    who = under(now, side=Side.FOR, coming=(later,))
    assert opens_at(why_not_reply(who, Facts(), Relation.REBUT)) == BEGUN + MINUTE
    own = Facts(author_side=Side.FOR)
    assert opens_at(why_not_reply(who, own, Relation.REBUT)) is None


@pytest.mark.parametrize(
    ("rules", "meanwhile"),
    [
        (RulesNow(), {}),
        (RulesNow(pause=True), {"meanwhile": True}),
        (granting({Permission.POSITION}), {"meanwhile": True}),
        (replace(granting({Permission.POSITION}), keepers_judge=False), {"another_phase": True}),
        (RulesNow(pause=True, keepers_judge=False), {"meanwhile": True}),
    ],
)
def test_a_debate_that_goes_on_is_not_called_closed(
    rules: RulesNow, meanwhile: dict[str, bool]
) -> None:
    who = replace(under(), rules=rules)
    for refusal in (why_not_reply(who, Facts()), why_not_vote(who, Facts())):
        assert refusal is not None
        assert refusal.facts == meanwhile


# ---- Rewording


@pytest.mark.parametrize(
    ("stated", "edits_close", "refusal"),
    [
        (BEGUN - MINUTE, False, None),
        (BEGUN - MINUTE, True, "edits_closed"),
        (BEGUN, True, None),
        (BEGUN + MINUTE, True, None),
    ],
)
def test_where_edits_close_only_what_was_stated_since_is_reworded(
    stated: object, edits_close: bool, refusal: str | None
) -> None:
    who = under(grant(REPLY, edits_close=edits_close))
    claim = replace(Facts(ME), created_at=stated)  # type: ignore[arg-type]
    assert code(why_not_edit(who, claim)) == refusal
    own_again = under(grant(REPLY, edits_close=True), grant(REPLY))
    assert why_not_edit(own_again, claim) is None


def test_an_author_relates_their_claim_as_they_could_state_it_now() -> None:
    who = under(grant(REPLY, relations=frozenset({Relation.REBUT})))
    told = [
        code(
            why_not_relate(
                who,
                Facts(ME, bears_as=before),
                after,
                parent=Facts(),
                answered=False,
                judged=False,
                as_author=True,
            )
        )
        for before, after in (
            (Relation.SUPPORT, Relation.REBUT),
            (Relation.REBUT, Relation.SUPPORT),
            (Relation.SUPPORT, Relation.SUPPORT),
        )
    ]
    assert told == [None, "relation_not_now", None]


# ---- Who does not judge, who only reads, what waits


@pytest.mark.parametrize("capacity", [Capacity.OWNER, Capacity.MODERATOR, Capacity.MEMBER])
def test_keepers_who_do_not_judge_take_no_vote_and_no_position(capacity: Capacity) -> None:
    who = acting(capacity, Stage.OPEN)
    impartial = replace(who, rules=granting(keepers_judge=False))
    keeps = capacity != Capacity.MEMBER
    told = "keepers_do_not_judge" if keeps else None
    assert code(why_not_vote(impartial, Facts())) == told
    assert code(why_not_state_position(impartial)) == told
    assert why_not_reply(impartial, Facts()) is None
    assert why_not_vote(who, Facts()) is None


def guest(role: Role | None, visibility: Visibility = Visibility.PUBLIC) -> Standing:
    return Standing(ME, False, Seat(role, guest=True), visibility, granting())


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.UNLISTED])
def test_a_guest_only_reads_outside_of_their_class(visibility: Visibility) -> None:
    who = guest(None, visibility)
    assert who.capacity == Capacity.READER
    for action in (
        Action.REPLY,
        Action.VOTE,
        Action.TAKE_A_POSITION,
        Action.FLAG,
        Action.FOLLOW,
        Action.JOIN,
    ):
        assert code(why_not(who, action, author_id=AUTHOR)) == "guests_stay_in_class"
    assert code(why_not(who, Action.SEE_QUEUE)) == "no_such_page"
    assert why_not(who, Action.WITHDRAW, author_id=ME) is None


def test_in_their_class_a_guest_is_what_their_seat_is() -> None:
    in_class = guest(Role.MEMBER, Visibility.MEMBERS)
    assert in_class.capacity == Capacity.MEMBER
    assert why_not_reply(in_class, Facts()) is None
    assert why_not(in_class, Action.FLAG, author_id=AUTHOR) is None
    reading = guest(Role.READER, Visibility.MEMBERS)
    assert code(why_not_reply(reading, Facts())) == "readers_only_read"


def test_a_guest_who_is_shut_out_is_told_that() -> None:
    out = Standing(ME, False, Seat(blocked=True, guest=True), Visibility.PUBLIC, granting())
    assert code(why_not_reply(out, Facts())) == "blocked_here"
    assert code(why_not(out, Action.FLAG, author_id=AUTHOR)) == "blocked_here"


@pytest.mark.parametrize("capacity", list(Capacity))
@pytest.mark.parametrize("approved", [True, False])
def test_where_all_claims_are_held_only_those_who_keep_order_are_not(
    capacity: Capacity, approved: bool
) -> None:
    who = replace(acting(capacity, Stage.OPEN), rules=granting(hold_all=True))
    held = is_held(who, approved_before=approved)
    keeps = {Capacity.OWNER, Capacity.MODERATOR, Capacity.STAFF}
    shut_out = {Capacity.SUSPENDED, Capacity.BLOCKED}  # they say nothing at all
    if capacity not in shut_out:
        assert held == (capacity not in keeps)


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        (granting({Permission.VOTE}), None),
        (RulesNow(pause=True), None),
        (RulesNow(), "replies_closed"),
        (RulesNow(frozen=True), "frozen"),
        (RulesNow(posting=Posting.NOBODY), "replies_closed"),
    ],
)
def test_what_was_sent_in_time_is_approved_while_the_debate_goes_on(
    rules: RulesNow, refusal: str | None
) -> None:
    keeper = replace(acting(Capacity.MODERATOR, Stage.OPEN), rules=rules)
    assert code(why_not_approve_held(keeper, Facts(), Relation.REBUT)) == refusal


def test_what_it_answers_has_to_be_there_when_a_held_claim_is_approved() -> None:
    keeper = acting(Capacity.MODERATOR, Stage.OPEN)
    gone = Facts(state=ClaimState.WITHDRAWN)
    question = Facts(bears_as=Relation.QUESTION)
    assert code(why_not_approve_held(keeper, gone, Relation.REBUT)) == "claim_gone"
    assert code(why_not_approve_held(keeper, question, Relation.REBUT)) == "relation_does_not_fit"


# ---- What is hidden


@pytest.mark.parametrize(
    ("hidden", "posted", "judged", "sees"),
    [
        ((RepliesHidden.NONE, ResultsHidden.NONE), False, False, Sees(True, True)),
        ((RepliesHidden.POSTED, ResultsHidden.JUDGED), False, False, Sees(False, False)),
        ((RepliesHidden.POSTED, ResultsHidden.JUDGED), True, False, Sees(True, False)),
        ((RepliesHidden.POSTED, ResultsHidden.JUDGED), False, True, Sees(False, True)),
        ((RepliesHidden.NONE, ResultsHidden.REVEALED), True, True, Sees(True, False)),
    ],
)
def test_what_somebody_is_shown_of_others(
    hidden: tuple[RepliesHidden, ResultsHidden], posted: bool, judged: bool, sees: Sees
) -> None:
    rules = granting(replies_hidden=hidden[0], results_hidden=hidden[1])
    done = Done(posted, judged)
    for capacity in set(Capacity) - {Capacity.SUSPENDED, Capacity.BLOCKED}:
        keeps = capacity in {Capacity.OWNER, Capacity.MODERATOR, Capacity.STAFF}
        who = replace(acting(capacity, Stage.OPEN), rules=rules)
        assert what_is_seen(who, done) == (Sees() if keeps else sees)

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.publication import close_debate
from debate.actions.vote import cast_vote
from debate.enums import Visibility, VoteValue
from debate.errors import NotOpen
from debate.logic.ranking import best
from debate.models import Change, Claim, Tally, Vote
from tests import factories
from tests.factories import Thread

SAVEPOINT = 2  # statements: a test is a transaction already
UP, DOWN, UNSURE = VoteValue.CONVINCING, VoteValue.NOT_CONVINCING, VoteValue.UNSURE


def counted(claim: Claim) -> tuple[int, int, int]:
    tally = Tally.objects.get(claim=claim)
    return tally.up, tally.down, tally.unsure


def test_a_vote_is_counted_at_once(thread: Thread, dan: User) -> None:
    cast_vote(claim=thread.point.key, value=UP, by=dan)
    assert counted(thread.point) == (1, 0, 0)
    assert Tally.objects.get(claim=thread.point).best == pytest.approx(best(1, 0))


def test_the_same_vote_again_changes_nothing(thread: Thread, dan: User) -> None:
    for _again in range(3):
        cast_vote(claim=thread.point.key, value=UP, by=dan)
    assert counted(thread.point) == (1, 0, 0)
    assert Tally.objects.get(claim=thread.point).version == 1


def test_a_second_vote_replaces_the_first(thread: Thread, dan: User) -> None:
    for value, tally in [(UP, (1, 0, 0)), (DOWN, (0, 1, 0)), (UNSURE, (0, 0, 1)), (UP, (1, 0, 0))]:
        cast_vote(claim=thread.point.key, value=value, by=dan)
        assert counted(thread.point) == tally
    assert Vote.objects.filter(claim=thread.point).count() == 1


def test_a_vote_is_taken_back_and_twice_is_harmless(thread: Thread, dan: User) -> None:
    cast_vote(claim=thread.point.key, value=DOWN, by=dan)
    for _again in range(2):
        cast_vote(claim=thread.point.key, value=None, by=dan)
        assert counted(thread.point) == (0, 0, 0)
    assert not Vote.objects.exists()


def test_a_vote_remembers_the_wording_it_judged(thread: Thread, dan: User) -> None:
    cast_vote(claim=thread.point.key, value=UP, by=dan)
    factories.edit(thread.point, "Tired pupils learn less.")
    assert Vote.objects.get().revision == 1
    cast_vote(claim=thread.point.key, value=UP, by=dan)
    assert Vote.objects.get().revision == 2
    assert counted(thread.point) == (1, 0, 0)


def test_a_vote_leaves_no_change_that_others_could_read(thread: Thread, dan: User) -> None:
    before = Change.objects.count()
    cast_vote(claim=thread.point.key, value=UP, by=dan)
    assert Change.objects.count() == before


def test_nobody_votes_on_their_own_claim(thread: Thread, bob: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        cast_vote(claim=thread.rebut.key, value=UP, by=bob)
    assert refused.value.code == "own_claim"
    assert counted(thread.rebut) == (0, 0, 0)


def test_nobody_votes_on_a_question(thread: Thread, bob: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        cast_vote(claim=thread.question.key, value=UP, by=bob)
    assert refused.value.code == "a_question_takes_no_vote"


def test_nobody_votes_without_signing_in(thread: Thread) -> None:
    with pytest.raises(NotSignedIn):
        cast_vote(claim=thread.point.key, value=UP, by=None)


def test_nobody_votes_on_what_was_withdrawn(thread: Thread, dan: User) -> None:
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict) as refused:
        cast_vote(claim=thread.rebut.key, value=UP, by=dan)
    assert refused.value.code == "claim_gone"


def test_nobody_votes_in_a_closed_debate(thread: Thread, alice: User, dan: User) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    with pytest.raises(NotOpen) as refused:
        cast_vote(claim=thread.point.key, value=UP, by=dan)
    assert refused.value.code == "votes_closed"


def test_nobody_votes_where_they_cannot_look(alice: User, eve: User) -> None:
    hidden = factories.debate(alice, visibility=Visibility.DRAFT)
    with pytest.raises(NotFound):
        cast_vote(claim=factories.thesis_of(hidden).key, value=UP, by=eve)


def test_a_vote_takes_a_fixed_number_of_statements(
    thread: Thread, dan: User, eve: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in (dan, eve):
        with django_assert_num_queries(6 + SAVEPOINT):
            cast_vote(claim=thread.support.key, value=UP, by=person)
    with django_assert_num_queries(7 + SAVEPOINT):
        cast_vote(claim=thread.support.key, value=None, by=dan)

"""Rules of queries/similar.py: what is told to whoever writes a reply."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import NotFound
from accounts.models import User
from debate.enums import Relation, Visibility
from debate.queries.similar import SHOWN_MAX, list_similar
from tests import factories
from tests.factories import Thread
from tests.security.samples import ALL


def like(thread: Thread, typed: str, viewer: User | None = None) -> list[str]:
    return [row.text for row in list_similar(thread.point.key, typed, viewer)]


@pytest.mark.parametrize(
    "typed",
    [
        "Pupils who start later go to bed later.",
        "If pupils start later they go to bed later.",
        "go to bed later, pupils who start later",
        "Pupils who strat later go to bed",
    ],
)
def test_the_same_words_in_another_order_are_found(thread: Thread, typed: str) -> None:
    assert like(thread, typed) == [thread.rebut.text]


@pytest.mark.parametrize(
    "typed",
    [
        "Teachers would have to work into the evening.",
        "Parents cannot leave for work before their children.",
        "Buses are expensive in the country.",
        "Pupils ",
        "the of and to a in is it",
    ],
)
def test_other_things_are_not_found(thread: Thread, typed: str) -> None:
    assert like(thread, typed) == []


def test_those_that_answer_the_same_claim_come_first_and_few_are_shown(
    thread: Thread, bob: User
) -> None:
    text = "Winter mornings are dark and dangerous."
    far = [factories.reply(thread.rebut, bob, text=text) for _ in range(SHOWN_MAX)]
    near = factories.reply(thread.point, bob, text="Winter mornings are dark and cold, dangerous.")
    shown = list_similar(thread.point.key, text, None)
    assert len(shown) == SHOWN_MAX
    assert (shown[0].key, shown[0].sibling) == (near.key, True)
    assert {row.key for row in shown[1:]} < {claim.key for claim in far}


def test_what_is_gone_or_elsewhere_is_not_told(thread: Thread, alice: User, bob: User) -> None:
    text = thread.rebut.text
    other = factories.debate(alice)
    factories.reply(factories.thesis_of(other), bob, text=text)
    factories.withdraw(thread.rebut)
    assert like(thread, text, alice) == []


def test_the_claim_that_is_answered_is_not_told(thread: Thread) -> None:
    assert list_similar(thread.rebut.key, thread.rebut.text, None) == ()


def test_nothing_is_told_of_a_debate_that_may_not_be_seen(alice: User, eve: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    thesis = factories.thesis_of(draft)
    for viewer in (eve, None):
        with pytest.raises(NotFound):
            list_similar(thesis.key, "Whatever is typed here.", viewer)


def test_the_rules_of_the_debates_language_are_used(alice: User, bob: User) -> None:
    debate = factories.debate(alice)
    type(debate).objects.filter(pk=debate.pk).update(language="de")
    thesis = factories.thesis_of(debate)
    said = factories.reply(thesis, bob, Relation.REBUT, "Alte Häuser verbrauchen viel Energie.")
    type(said).objects.filter(pk=said.pk).update(language="de")
    (row,) = list_similar(thesis.key, "Ein altes Haus verbraucht viel Energie", None)
    assert row.key == said.key


def test_whatever_is_typed_is_no_fault(thread: Thread) -> None:
    for typed in ("\x00" * 40, "\ud800" * 40, "\\ ' \\' & | ! ( : * lessons" * 3, *ALL[::9]):
        list_similar(thread.point.key, typed, None)


def test_it_takes_two_statements(
    thread: Thread, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for viewer in (bob, None):
        with django_assert_num_queries(2):
            list_similar(thread.point.key, "Pupils who start later go to bed later.", viewer)
        with django_assert_num_queries(1):
            list_similar(thread.point.key, "Pup", viewer)

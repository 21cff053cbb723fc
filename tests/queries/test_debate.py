"""Rules of queries/debate.py."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from debate.enums import Permission, Relation, Role, Visibility
from debate.logic.rules import Window, closed, read_windows, write_windows
from debate.models import Debate, DebateRules, Essay, Topic
from debate.queries.debate import read_debate_head
from debate.queries.rows import Byline, DebateRights, PositionRow, TallyRow
from tests import factories
from tests.factories import Thread


def test_a_head_says_the_thesis_and_the_kept_numbers(thread: Thread, bob: User) -> None:
    factories.vote(thread.thesis, bob, -1)
    thread.debate.topics.add(
        Topic.objects.create(slug="sleep", name="Sleep"),
        Topic.objects.create(slug="school", name="School"),
    )
    head = read_debate_head(thread.debate.key, bob)
    assert head.thesis is not None
    assert (head.thesis.text, head.thesis.my_vote) == ("School should start at half past nine.", -1)
    assert head.thesis.tally == TallyRow(up=0, down=1, unsure=0)
    assert [topic.name for topic in head.topics] == ["School", "Sleep"]
    assert (head.claims, head.seq, head.open) == (6, 7, True)


def test_a_draft_without_a_thesis_has_a_head(alice: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    factories.thesis_of(draft).delete()
    head = read_debate_head(draft.key, alice)
    assert (head.thesis, head.open, head.opened_at) == (None, False, None)


def test_an_essay_is_credited_to_its_writer_and_to_whoever_brought_it(thread: Thread) -> None:
    Essay.objects.update(written_on=date(2026, 11, 16))
    essay = read_debate_head(thread.debate.key, None).essay
    assert essay is not None
    assert (essay.title, essay.writer, essay.brought_by) == (
        "Let them sleep",
        "Ottoline Frey",
        "Alice",
    )
    assert essay.written_on == date(2026, 11, 16)


def test_whoever_wrote_the_essay_is_named_and_marked_as_its_writer(thread: Thread) -> None:
    Essay.objects.update(own_words=True, writer="")
    head = read_debate_head(thread.debate.key, None)
    assert head.essay is not None
    assert head.thesis is not None
    assert head.essay.writer == "Alice"
    assert head.thesis.byline == Byline("Alice", thread.thesis.author.key, essayist=True)


def test_rules_that_are_closed_show_at_once(debate: Debate, alice: User, bob: User) -> None:
    rules = DebateRules.objects.get(debate=debate)
    rules.windows = write_windows(closed(read_windows(rules.windows), at=timezone.now()))
    rules.save()
    head = read_debate_head(debate.key, bob)
    assert head.thesis is not None
    assert (head.open, head.may.position, head.thesis.may.reply) == (False, False, False)
    assert read_debate_head(debate.key, alice).may == DebateRights(
        position=False, manage=True, moderate=True, members=True
    )


def test_a_window_that_is_still_to_come_opens_nothing(debate: Debate, bob: User) -> None:
    later = Window(timezone.now() + timedelta(hours=1), None, frozenset(Permission))
    DebateRules.objects.filter(debate=debate).update(windows=write_windows([later]))
    assert not read_debate_head(debate.key, bob).open


def test_what_somebody_may_do_depends_on_who_they_are(
    debate: Debate, alice: User, bob: User, eve: User
) -> None:
    factories.member(debate, eve, role=Role.READER)
    assert read_debate_head(debate.key, alice).may == DebateRights(
        position=True, manage=True, moderate=True, members=True
    )
    assert read_debate_head(debate.key, bob).may == DebateRights(position=True, manage=False)
    assert read_debate_head(debate.key, eve).may == DebateRights(members=True)
    assert read_debate_head(debate.key, None).may == DebateRights()


def test_positions_of_four_people_stay_hidden_and_of_five_are_shown(debate: Debate) -> None:
    for who in factories.people(4):
        factories.position(debate, who, 3)
    assert read_debate_head(debate.key, None).position == PositionRow(people=4, shares=None)
    factories.position(debate, factories.person("fifth"), -3)
    assert read_debate_head(debate.key, None).position == PositionRow(
        people=5, shares=(20, 0, 0, 0, 0, 0, 80)
    )


def test_ones_own_position_is_the_newest_beside_the_first(debate: Debate, bob: User) -> None:
    assert read_debate_head(debate.key, bob).position == PositionRow(0, None)
    factories.position(debate, bob, -2)
    assert read_debate_head(debate.key, bob).position == PositionRow(1, None, mine=-2)
    factories.position(debate, bob, 0)
    factories.position(debate, bob, 1)
    assert read_debate_head(debate.key, bob).position == PositionRow(
        1, None, mine=1, mine_before=-2
    )
    factories.position(debate, bob, None)
    assert read_debate_head(debate.key, bob).position == PositionRow(0, None, mine_before=-2)
    assert read_debate_head(debate.key, None).position == PositionRow(0, None)


def test_nobody_sees_the_vote_or_position_of_somebody_else(
    debate: Debate, alice: User, bob: User, carol: User
) -> None:
    factories.vote(factories.thesis_of(debate), bob, -1)
    factories.position(debate, bob, -3)
    for viewer in (alice, carol, None):
        head = read_debate_head(debate.key, viewer)
        assert head.thesis is not None
        assert head.thesis.my_vote is None
        assert (head.position.mine, head.position.mine_before) == (None, None)


def test_a_pseudonym_hides_the_person_behind_it(debate: Debate, alice: User) -> None:
    factories.member(debate, alice, byline="Speaker 3")
    thesis = read_debate_head(debate.key, None).thesis
    assert thesis is not None
    assert thesis.byline == Byline("Speaker 3", None, essayist=False)
    named = replace(thesis, byline=None)
    assert alice.display_name not in str(named)


@pytest.mark.parametrize("replies", [1, 3])
def test_a_head_costs_two_statements(
    replies: int,
    debate: Debate,
    bob: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(replies):
        factories.reply(factories.thesis_of(debate), bob, Relation.REBUT, f"Reason {number}.")
        factories.position(debate, factories.person(f"somebody-{number}"), number)
        debate.topics.add(Topic.objects.create(slug=f"t{number}", name=f"Topic {number}"))
    for viewer in (bob, None):
        with django_assert_num_queries(2):
            read_debate_head(debate.key, viewer)

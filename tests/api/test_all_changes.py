"""All debates are followed by one cursor: each Change is told once, in order, none is missed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actions.deletion import erase_person
from accounts.errors import Gone, Invalid
from accounts.models import User
from debate.actions.access import set_access
from debate.actions.deletion import delete_debate
from debate.actions.link import open_link
from debate.actions.membership import leave_debate, seat_person
from debate.actions.outline import discard_draft, start_debate
from debate.actions.publication import publish_debate
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import Relation, Visibility, VoteValue
from debate.limits import CHANGES_PER_PAGE
from debate.models import Debate, Departure
from debate.queries import cursor
from debate.queries.cursor import Reached, read_site_cursor, write_site_cursor
from debate.queries.followed import list_all_changes_since
from debate.tasks.retention import forget
from debate.tasks.tally import tally_debate
from tests import factories
from tests.api.copies import Copy, Mirror, fresh
from tests.factories import Thread

# What is told waits for the end of every transaction, that of a test included.
pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/api/v1/changes"


def say(parent_key: str, by: User, text: str = "Not so.") -> str:
    return factories.say(parent=parent_key, relation=Relation.REBUT, text=text, by=by).key


def in_step(mirror: Mirror, *debates: Debate) -> bool:
    return mirror.follow().copies == {of.key: fresh(of.key, mirror.viewer) for of in debates}


@contextmanager
def held_open(deed: Callable[[], object]) -> Iterator[None]:
    """A transaction that did something and has not ended, on a connection of its own."""
    done, go_on = threading.Event(), threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                deed()
                done.set()
                go_on.wait(timeout=60)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert done.wait(timeout=60)
        yield
    finally:
        go_on.set()
        thread.join(timeout=60)


# ---- The one order


def test_what_began_earlier_and_ends_later_is_told_once_and_in_its_turn(
    thread: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    other = factories.small_thread(alice, bob, dan)
    mirror = Mirror(debates=(thread.debate.key, other.debate.key))
    with held_open(lambda: say(thread.rebut.key, eve, "Begun first.")):
        say(other.rebut.key, dan, "Ended first.")
        assert mirror.follow().told == []  # it waits its turn
    say(thread.rebut.key, dan, "Begun last.")
    assert in_step(mirror, thread.debate, other.debate)
    assert [one.debate_key for one in mirror.told] == [
        thread.debate.key,
        other.debate.key,
        thread.debate.key,
    ]
    assert mirror.follow().told[3:] == []


def test_each_page_goes_on_where_the_last_one_ended(thread: Thread, bob: User, dan: User) -> None:
    other = factories.small_thread(thread.debate.owner, bob, dan)
    mirror = Mirror(debates=(thread.debate.key, other.debate.key))
    factories.replies(thread.rebut, bob, CHANGES_PER_PAGE // 2)  # at once: in one transaction
    say(thread.support.key, dan)
    factories.replies(other.rebut, bob, CHANGES_PER_PAGE)
    assert mirror.take_a_page()
    assert len(mirror.told) == CHANGES_PER_PAGE
    assert in_step(mirror, thread.debate, other.debate)
    numbers = [(one.debate_key, one.seq) for one in mirror.told]
    assert len(set(numbers)) == len(numbers) == CHANGES_PER_PAGE // 2 + 1 + CHANGES_PER_PAGE
    for of in (thread.debate, other.debate):
        own = [seq for key, seq in numbers if key == of.key and seq]
        assert own == sorted(own)


def test_it_costs_as_many_statements_for_many_debates_as_for_one(
    alice: User, bob: User, dan: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        since = list_all_changes_since(None, since=None).cursor
    with django_assert_num_queries(3):
        assert list_all_changes_since(None, since=since).threads == []
    for number in range(1, 4):
        for _each in range(number):
            of = factories.small_thread(alice, bob, dan)
        with django_assert_num_queries(4):
            told = list_all_changes_since(None, since=since)
        assert len(told.threads) == number * (number + 1) // 2
    assert told.poll_after == 30  # the factories date what they do long ago
    say(of.rebut.key, bob)
    assert list_all_changes_since(bob, since=since).poll_after == 2


def test_the_essayist_is_named_as_in_the_thread(alice: User) -> None:
    debates = []
    mirror = Mirror()
    for own in (True, False):
        of = factories.debate(alice, drawn_from=factories.essay(alice, own_words=own))
        debates.append(of)
        mirror.copies[of.key] = {}
    assert in_step(mirror, *debates)
    bylines = [
        claim["byline"]["essayist"] for copy in mirror.copies.values() for claim in copy.values()
    ]
    assert bylines == [True, False]


# ---- Debates that come and go


def test_a_debate_that_is_made_private_has_departed_and_arrives_when_it_is_public_again(
    thread: Thread, alice: User, bob: User
) -> None:
    of = thread.debate
    mirror, own = Mirror(debates=(of.key,)), Mirror(alice, debates=(of.key,))
    set_access(debate=of.key, visibility=Visibility.MEMBERS, by=alice)
    say(thread.rebut.key, alice, "Among ourselves.")
    assert mirror.follow().news == [(of.key, "departed")]
    assert in_step(own, of)  # who sees it still is told the rest
    assert "departed" not in dict(own.news).values()
    set_access(debate=of.key, visibility=Visibility.PUBLIC, by=alice)
    withdraw_claim(claim=thread.rebut.key, by=bob)
    assert in_step(mirror, of)
    assert mirror.news[1:] == [(of.key, "arrived"), (of.key, "withdrawn")]
    assert in_step(own, of)


def test_who_was_away_while_a_debate_was_private_misses_nothing(
    thread: Thread, alice: User
) -> None:
    of = thread.debate
    mirror = Mirror(debates=(of.key,))
    set_access(debate=of.key, visibility=Visibility.UNLISTED, by=alice)
    say(thread.rebut.key, alice, "Among ourselves.")
    set_access(debate=of.key, visibility=Visibility.PUBLIC, by=alice)
    assert in_step(mirror, of)
    assert "departed" not in dict(mirror.news).values()


def test_one_that_leaves_while_an_older_deed_is_under_way_is_not_missed(
    thread: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    """What was told to nobody while it was out of sight comes with its arrival."""
    of, other = thread.debate, factories.small_thread(alice, bob, dan)
    mirror = Mirror(debates=(of.key, other.debate.key))
    say(thread.rebut.key, dan, "Just before.")
    with held_open(lambda: say(other.rebut.key, eve)):
        set_access(debate=of.key, visibility=Visibility.MEMBERS, by=alice)
        assert mirror.follow().told == []  # what was said before is out of sight by now
        set_access(debate=of.key, visibility=Visibility.PUBLIC, by=alice)
    assert in_step(mirror, of, other.debate)


def test_a_public_debate_that_is_deleted_has_departed(debate: Debate, alice: User) -> None:
    mirror = Mirror(debates=(debate.key,))
    delete_debate(debate=debate.key, by=alice)
    assert mirror.follow().copies == {}
    assert mirror.news == [(debate.key, "departed")]
    told = mirror.told[0]
    assert (told.seq, told.claim_key) == (None, None)


def test_a_departure_that_ends_late_is_told_in_its_turn(
    debate: Debate, thread: Thread, alice: User, bob: User
) -> None:
    mirror = Mirror(debates=(debate.key, thread.debate.key))
    with held_open(lambda: delete_debate(debate=debate.key, by=alice)):
        say(thread.rebut.key, bob)
        assert mirror.follow().told == []
    assert in_step(mirror, thread.debate)
    assert mirror.news == [(debate.key, "departed"), (thread.debate.key, "stated")]


def test_what_leaves_with_its_owner_has_departed(debate: Debate, thread: Thread) -> None:
    mirror = Mirror(debates=(debate.key, thread.debate.key))
    erase_person(by=debate.owner, confirmation="alice")
    assert in_step(mirror, thread.debate)
    assert (debate.key, "departed") in mirror.news


def test_what_was_never_public_leaves_no_trace(alice: User) -> None:
    mirror = Mirror()
    discard_draft(debate=start_debate(by=alice).key, by=alice)
    private = factories.debate(alice, visibility=Visibility.MEMBERS)
    delete_debate(debate=private.key, by=alice)
    assert mirror.follow().told == []
    assert not Departure.objects.exists()


@pytest.mark.django_db
def test_departures_are_kept_as_long_as_a_cursor_may_need_them(debate: Debate) -> None:
    delete_debate(debate=debate.key, by=debate.owner)
    forget(timezone.now() + timedelta(days=30))
    assert Departure.objects.count() == 1
    forget(timezone.now() + timedelta(days=32))
    assert not Departure.objects.exists()


# ---- Whose debates


def test_a_draft_is_told_to_nobody_before_it_is_published(alice: User) -> None:
    mirror, own = Mirror(), Mirror(alice)
    draft = start_debate(thesis="School should start later.", by=alice)
    assert mirror.follow().told == []
    assert own.follow().news == [(draft.key, "stated")]
    publish_debate(debate=draft.key, by=alice)
    assert in_step(mirror, draft)
    assert mirror.news == [(draft.key, "arrived")]


def test_a_member_is_told_of_a_private_debate_from_their_seat_on(
    alice: User, bob: User, dan: User, eve: User
) -> None:
    thread = factories.small_thread(alice, bob, dan)
    of = thread.debate
    set_access(debate=of.key, visibility=Visibility.MEMBERS, by=alice)
    nobody, mirror = Mirror(eve), Mirror(dan)
    seat_person(debate=of.key, handle="dan", role="member", by=alice)
    assert in_step(mirror, of)
    seat_person(debate=of.key, handle="bob", role="member", by=alice)  # not dan's business
    say(thread.rebut.key, dan)
    cast_vote(claim=thread.rebut.key, value=VoteValue.UNSURE, by=dan)
    tally_debate(of.pk)
    assert in_step(mirror, of)
    leave_debate(debate=of.key, by=dan)
    say(thread.rebut.key, alice, "Without dan.")
    assert mirror.follow().copies == {}
    assert mirror.news == [(of.key, kind) for kind in ("arrived", "stated", "tallied", "departed")]
    assert mirror.told[-1].seq is None
    assert nobody.follow().told == []


def test_a_seat_that_is_given_back_in_a_public_debate_changes_nothing(
    thread: Thread, alice: User, dan: User
) -> None:
    seat_person(debate=thread.debate.key, handle="dan", role="member", by=alice)
    mirror = Mirror(dan, debates=(thread.debate.key,))
    leave_debate(debate=thread.debate.key, by=dan)
    assert mirror.follow().told == []


def test_what_is_known_by_a_link_alone_is_followed_by_itself(
    thread: Thread, alice: User, eve: User
) -> None:
    of = set_access(debate=thread.debate.key, visibility=Visibility.UNLISTED, by=alice)
    open_link(key=str(of.link_key), by=eve)
    mirror, copy = Mirror(eve), Copy(of.key, eve)
    say(thread.rebut.key, alice)
    assert mirror.follow().told == []
    assert copy.follow().claims == fresh(of.key, eve)


# ---- The door


def test_the_door_begins_with_a_cursor_and_tells_of_which_debate_each_is(
    thread: Thread, alice: User, bob: User
) -> None:
    client = Client()
    begun = client.get(ADDRESS)
    assert begun.status_code == 200
    answer = begun.json()
    assert (answer["changes"], answer["claims"], answer["more"]) == ([], [], False)
    said = say(thread.rebut.key, bob, "Through the door.")
    told = client.get(ADDRESS, {"since": answer["cursor"]}).json()
    assert [(one["debate"], one["kind"], one["claim"]) for one in told["changes"]] == [
        (thread.debate.key, "stated", said)
    ]
    assert {one["key"]: one["debate"] for one in told["claims"]} == {
        said: thread.debate.key,
        thread.rebut.key: thread.debate.key,
    }
    assert told["claims"][1]["text"] == "Through the door."
    set_access(debate=thread.debate.key, visibility=Visibility.MEMBERS, by=alice)
    gone = client.get(ADDRESS, {"since": told["cursor"]}).json()
    [departed] = gone["changes"]
    assert (gone["claims"], departed.pop("at")[-1]) == ([], "Z")
    assert departed == {
        "debate": thread.debate.key,
        "kind": "departed",
        "seq": None,
        "claim": None,
        "before": None,
        "after": None,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["", "x", "W10:x", "é", "\x00", "a" * 5_000])
def test_a_cursor_that_was_not_made_here_is_refused(word: str) -> None:
    assert Client().get(ADDRESS, {"since": word}).status_code == 400


@pytest.mark.django_db
def test_a_cursor_of_one_debate_is_none_of_all(debate: Debate) -> None:
    answer = Client().get(ADDRESS, {"since": Copy(debate.key).cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")
    with pytest.raises(Invalid):
        list_all_changes_since(None, since="\udc80:x")


def test_a_cursor_holds_for_thirty_days_from_when_nothing_was_left(
    debate: Debate, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror()
    begun = read_site_cursor(mirror.cursor, now=timezone.now()).at
    factories.replies(factories.thesis_of(debate), bob, CHANGES_PER_PAGE + 1)
    assert mirror.take_a_page()
    assert read_site_cursor(mirror.cursor, now=timezone.now()).at == begun
    assert not mirror.take_a_page()
    assert read_site_cursor(mirror.cursor, now=timezone.now()).at > begun
    monkeypatch.setattr(cursor, "CURSOR_DAYS", timedelta(seconds=-1) / timedelta(days=1))
    answer = Client().get(ADDRESS, {"since": mirror.cursor})
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_expired")


@pytest.mark.django_db
def test_a_cursor_of_another_database_says_to_begin_anew() -> None:
    ahead = write_site_cursor(Reached(2**62, 0, 0, timezone.now().timestamp()))
    with pytest.raises(Gone):
        list_all_changes_since(None, since=ahead)

"""Programs that send the same at the same moment, and servers that die between deed and answer."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.deletion import erase_person
from accounts.enums import PersonKind
from accounts.limits import KEPT_ANSWER_SECONDS
from accounts.models import KeptAnswer, User
from debate.actions.publication import close_debate
from debate.models import Change, Claim
from tests import factories
from tests.api.programs import Program
from tests.drills.racing import Deed, at_once
from tests.drills.test_writing_at_once import the_record_is_whole
from tests.factories import LONG_AGO, Thread

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

TWINS = 16
GATE = 7_341  # of advisory locks, ours alone
REPLY = {"relation": "rebut", "text": "That does not follow."}
HOLD_BACK = f"""
CREATE FUNCTION hold_back() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_advisory_xact_lock({GATE}); RETURN NEW; END $$;
CREATE TRIGGER hold_back BEFORE UPDATE OF status ON accounts_keptanswer
FOR EACH ROW EXECUTE FUNCTION hold_back();
"""


@pytest.fixture
def thread(alice: User, bob: User, dan: User) -> Thread:
    User.objects.update(date_joined=LONG_AGO)
    return factories.small_thread(alice, bob, dan)


def posting(program: Program, thread: Thread, key: str = "a", **other: Any) -> Deed:
    address = f"claims/{thread.point.key}/replies"
    return lambda: program.ask("POST", address, {**REPLY, **other}, {"Idempotency-Key": key})


def settled(thread: Thread) -> list[str]:
    """The replies under the point that are not of the thread, with a record that fits them."""
    added = Claim.objects.filter(parent=thread.point).exclude(
        pk__in=[thread.support.pk, thread.rebut.pk, thread.question.pk]
    )
    assert Change.objects.filter(claim__in=added, kind="stated").count() == added.count()
    the_record_is_whole(thread)
    return list(added.values_list("text", flat=True))


@contextmanager
def held_before_the_answer_is_kept() -> Iterator[None]:
    """Whoever keeps an answer waits, with the deed done and nothing committed."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_BACK)
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
            cursor.execute("DROP FUNCTION hold_back() CASCADE")


def waiting_backends(count: int) -> list[int]:
    """The processes of the server that wait for the gate, or for who waits there."""
    for _try in range(400):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database() ORDER BY query_start"
            )
            found = [pid for (pid,) in cursor.fetchall()]
        if len(found) >= count:
            return found
        threading.Event().wait(0.05)
    raise AssertionError("Nobody waits.")


def test_of_sixteen_twins_one_is_done_and_all_are_answered_alike(thread: Thread, eve: User) -> None:
    """Catches: looking for the key, then doing it; answering twins with a conflict."""
    User.objects.filter(pk=eve.pk).update(date_joined=LONG_AGO)
    answers = at_once([posting(Program(eve), thread)] * TWINS)
    assert {answer.status_code for answer in answers} == {201}
    assert len({(answer.content, answer["Location"]) for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer for answer in answers) == TWINS - 1
    assert settled(thread) == [REPLY["text"]]


def test_of_different_requests_under_one_key_one_is_done(thread: Thread, eve: User) -> None:
    """Catches: answering a twin without comparing what it asks for."""
    program = Program(eve)
    answers = at_once([posting(program, thread, text=f"Reply {n}.") for n in range(6)])
    assert sorted(answer.status_code for answer in answers) == [201, *[422] * 5]
    assert len(settled(thread)) == 1


def test_where_the_first_twin_is_refused_the_others_try(
    thread: Thread, alice: User, eve: User
) -> None:
    """Catches: keeping a refusal, or a row without an answer for which twins wait for ever."""
    close_debate(debate=thread.debate.key, by=alice)
    answers = at_once([posting(Program(eve), thread)] * 6)
    assert [answer.status_code for answer in answers] == [409] * 6
    assert not KeptAnswer.objects.exists()
    assert settled(thread) == []


def test_a_server_that_dies_before_the_commit_has_done_nothing(thread: Thread, eve: User) -> None:
    """Catches: committing the deed before its answer, or the key before the deed."""
    post = posting(Program(eve), thread)
    with held_before_the_answer_is_kept():
        answers: list[int | str] = []
        first = threading.Thread(target=lambda: answers.append(outcome(post)))
        first.start()
        (backend,) = waiting_backends(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
        first.join(timeout=60)
    assert [answer for answer in answers if answer in (200, 201)] == []
    assert not KeptAnswer.objects.exists()
    assert settled(thread) == []
    assert [post().status_code for _again in range(2)] == [201, 201]
    assert settled(thread) == [REPLY["text"]]


def test_where_the_first_twin_dies_the_second_does_it(thread: Thread, eve: User) -> None:
    """Catches: a lock that outlives the connection of its holder."""
    program, answers = Program(eve), []
    with held_before_the_answer_is_kept():
        twins = []
        for number in (1, 2):
            twin = threading.Thread(
                target=lambda: answers.append(outcome(posting(program, thread)))
            )
            twin.start()
            twins.append(twin)
            first = waiting_backends(number)[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [first])
            cursor.execute("SELECT pg_advisory_unlock_all()")
        for twin in twins:
            twin.join(timeout=60)
    assert answers.count(201) == 1
    assert settled(thread) == [REPLY["text"]]


def outcome(post: Deed) -> int | str:
    try:
        return int(post().status_code)
    except Exception as error:  # the test's client passes faults on
        return type(error).__name__
    finally:
        connection.close()


def test_who_leaves_meanwhile_is_refused_or_forgotten(alice: User, bob: User, dan: User) -> None:
    """Catches: holding the key and the person in another order than who asks again, after a day."""
    thread = factories.small_thread(alice, bob, dan)
    for number in range(6):
        leaver = factories.person(f"leaver-{number}")
        posts = [posting(Program(leaver), thread, key=key) for key in "ab"]
        posts[0]()
        old = timezone.now() - timedelta(seconds=KEPT_ANSWER_SECONDS + 1)
        KeptAnswer.objects.update(at=old)
        name = leaver.handle or ""
        results = at_once(
            [*posts, lambda p=leaver, n=name: erase_person(by=p, confirmation=n), *posts]  # type: ignore[misc]
        )
        assert [r for r in results if isinstance(r, Exception)] == []
        assert {r.status_code for r in results if r is not None} <= {201, 401, 404}
        assert not KeptAnswer.objects.filter(person=leaver).exists()
        assert User.objects.get(pk=leaver.pk).kind == PersonKind.GONE

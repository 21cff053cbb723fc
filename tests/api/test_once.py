"""Asking twice under one key and having it done once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.deletion import erase_person, forget_old_answers
from accounts.limits import KEPT_ANSWER_SECONDS, KEPT_KEY_MAX
from accounts.models import KeptAnswer, Rate, User
from debate.actions.publication import close_debate, reopen_debate
from debate.models import Claim, DirtyDebate
from tests.api.programs import Program
from tests.factories import Thread

pytestmark = pytest.mark.django_db

REPLY = {"relation": "rebut", "text": "That does not follow."}


def post(program: Program, thread: Thread, key: str, sent: Any = REPLY, to: str = "") -> Any:
    address = to or f"claims/{thread.point.key}/replies"
    return program.ask("POST", address, sent, {"Idempotency-Key": key})


def told(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    kept = ("Content-Type", "Location", "ETag")
    return answer.status_code, answer.content, {n: answer[n] for n in kept if n in answer}


def replies(thread: Thread, by: User) -> int:
    return Claim.objects.filter(parent=thread.point, author=by).count()


def a_day_later() -> None:
    KeptAnswer.objects.update(at=timezone.now() - timedelta(seconds=KEPT_ANSWER_SECONDS + 1))


def test_asking_again_is_answered_byte_for_byte_alike(thread: Thread, eve: User) -> None:
    program = Program(eve)
    first = post(program, thread, "a")
    Claim.objects.filter(author=eve).update(text="Reworded meanwhile.")
    again = post(program, thread, "a")
    assert told(again) == told(first)
    assert (first.status_code, replies(thread, eve)) == (201, 1)
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert again["Cache-Control"] == "private, no-store"


def test_the_same_body_written_otherwise_is_the_same(thread: Thread, eve: User) -> None:
    program = Program(eve)
    first = post(program, thread, "a")
    turned = dict(reversed(REPLY.items()))
    again = post(program, thread, "a", turned, f"claims/{thread.point.key}/replies/")
    assert told(again) == told(first)


def test_an_answer_without_a_body_is_kept_too(thread: Thread, eve: User) -> None:
    program, address = Program(eve), f"claims/{thread.rebut.key}/flag"
    first, again = (post(program, thread, "a", {"reason": "spam"}, address) for _time in range(2))
    assert told(first) == told(again) == (204, b"", {})
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("what", ["body", "address", "deed"])
def test_a_key_is_for_one_request(thread: Thread, eve: User, what: str) -> None:
    program, address = Program(eve), f"claims/{thread.point.key}/replies"
    assert post(program, thread, "a").status_code == 201
    sent, to = {
        "body": ({**REPLY, "text": "Something else."}, address),
        "address": (REPLY, f"claims/{thread.rebut.key}/replies"),
        "deed": ({"reason": "spam"}, f"claims/{thread.point.key}/flag"),
    }[what]
    answer = post(program, thread, "a", sent, to)
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used_otherwise")
    assert Claim.objects.filter(author=eve).count() == 1


def test_keys_of_different_people_are_different_keys(thread: Thread, bob: User, eve: User) -> None:
    first, second = (post(Program(person), thread, "a") for person in (bob, eve))
    assert first.json()["key"] != second.json()["key"]


def test_a_refusal_is_not_kept_and_the_next_try_is_one(
    thread: Thread, alice: User, eve: User
) -> None:
    program = Program(eve)
    close_debate(debate=thread.debate.key, by=alice)
    assert post(program, thread, "a").status_code == 409
    assert not KeptAnswer.objects.exists()
    reopen_debate(debate=thread.debate.key, by=alice)
    assert post(program, thread, "a").status_code == 201
    assert replies(thread, eve) == 1


@pytest.mark.parametrize("key", ["", "é", "a\tb", "\x7f", "x" * (KEPT_KEY_MAX + 1)])
def test_what_is_no_key_is_refused(thread: Thread, eve: User, key: str) -> None:
    answer = post(Program(eve), thread, key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_not_valid")
    assert replies(thread, eve) == 0


@pytest.mark.parametrize("key", ["!", "a b ~", "x" * KEPT_KEY_MAX])
def test_a_key_is_any_printable_ascii(thread: Thread, eve: User, key: str) -> None:
    assert post(Program(eve), thread, key).status_code == 201
    assert KeptAnswer.objects.get().key == key


def test_a_visitor_has_no_keys(thread: Thread) -> None:
    assert post(Program(None), thread, "a").status_code == 401
    assert not KeptAnswer.objects.exists()


def test_other_methods_need_no_key_and_heed_none(thread: Thread, eve: User) -> None:
    program = Program(eve)
    for value in (1, -1):
        answer = program.ask(
            "PUT", f"claims/{thread.point.key}/vote", {"value": value}, {"Idempotency-Key": "a"}
        )
        assert answer.json()["value"] == value
    assert not KeptAnswer.objects.exists()


def test_a_replay_is_no_other_deed(thread: Thread, eve: User) -> None:
    program = Program(eve)
    post(program, thread, "a")
    counted = list(Rate.objects.filter(scope__startswith="reply").values_list("scope", "count"))
    with CaptureQueriesContext(connection) as asked:
        post(program, thread, "a")
    assert (
        list(Rate.objects.filter(scope__startswith="reply").values_list("scope", "count"))
        == counted
    )
    assert len([q for q in asked if "keptanswer" in q["sql"]]) == 1
    assert not any("debate_" in q["sql"] for q in asked)


@pytest.mark.django_db(transaction=True)
def test_what_follows_a_deed_follows_it_once_it_is_kept(thread: Thread, eve: User) -> None:
    DirtyDebate.objects.all().delete()
    post(Program(eve), thread, "a")
    assert DirtyDebate.objects.filter(debate=thread.debate).exists()


def test_after_a_day_a_key_is_new(thread: Thread, eve: User) -> None:
    program = Program(eve)
    first = post(program, thread, "a")
    a_day_later()
    other = post(program, thread, "a", {**REPLY, "text": "Something else."})
    assert (other.status_code, "Idempotency-Replayed" in other) == (201, False)
    assert other.json()["key"] != first.json()["key"]
    assert told(post(program, thread, "a", {**REPLY, "text": "Something else."})) == told(other)


def test_after_a_day_an_answer_is_forgotten(thread: Thread, bob: User, eve: User) -> None:
    post(Program(eve), thread, "a")
    a_day_later()
    post(Program(bob), thread, "a")
    assert forget_old_answers(timezone.now()) == 1
    assert KeptAnswer.objects.get().person == bob
    assert forget_old_answers(timezone.now()) == 0


def test_who_leaves_takes_their_answers_along(thread: Thread, bob: User, eve: User) -> None:
    for person in (bob, eve):
        post(Program(person), thread, "a")
    erase_person(by=eve, confirmation="eve")
    assert KeptAnswer.objects.get().person == bob

"""What holds for every resource: JSON in and out, problems that programs understand, tokens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Scope
from accounts.models import Token, User
from debate.models import Debate

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def by_token(person: User, *scopes: Scope, **options: object) -> Client:
    """A program with a token of somebody's."""
    _token, word = Token.objects.create(user=person, name="bot", scopes=list(scopes), **options)
    return Client(headers={"Authorization": f"Bearer {word}"})


def test_both_forms_of_an_address_answer_alike(client: Client, debate: Debate) -> None:
    bare = client.get(f"/api/v1/debates/{debate.key}")
    assert bare.status_code == 200
    assert bare["Content-Type"] == "application/json"
    assert bare.json()["key"] == debate.key
    assert client.get(f"/api/v1/debates/{debate.key}/").content == bare.content


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/nothing", 404, "no_resource"),
        ("/api/v1/debates/aaaaaaaaaaaa", 404, "no_debate"),
        ("/api/v1/debates/x", 404, "no_resource"),
        ("/api/v1/debates?sort=loudest", 400, "fields_not_valid"),
        ("/api/v1/debates?colour=red", 400, "fields_not_valid"),
        ("/api/v1/debates?cursor=made-up", 400, "bad_cursor"),
        ("/api/v1/debates?topic=%00", 400, "damaged_request"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_a_code(
    client: Client, address: str, status: int, code: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    told = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["title"]
    assert told["detail"]


def test_every_field_that_is_wrong_is_named(client: Client) -> None:
    wrong = client.get("/api/v1/debates?sort=loudest&colour=red").json()["errors"]
    assert {"field": "colour", "code": "unknown_field"} in [
        {"field": e["field"], "code": e["code"]} for e in wrong
    ]


def test_a_method_that_a_resource_does_not_take_is_told_in_json(client: Client) -> None:
    answer = client.delete("/api/v1/debates")
    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert "GET" in answer["Allow"]
    assert answer.json()["code"] == "method_not_allowed"


def test_a_token_reads_what_its_owner_may_see(alice: User, debate: Debate) -> None:
    Debate.objects.filter(pk=debate.pk).update(visibility="members")
    assert Client().get(f"/api/v1/debates/{debate.key}").status_code == 404
    answer = by_token(alice, Scope.READ).get(f"/api/v1/debates/{debate.key}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer["Vary"]


def test_a_token_without_the_scope_is_told_which_it_lacks(alice: User, debate: Debate) -> None:
    answer = by_token(alice, Scope.VOTE).get(f"/api/v1/debates/{debate.key}")
    assert (answer.status_code, answer.json()["code"]) == (403, "token_scope")


@pytest.mark.parametrize("word", ["", "x", "Bearer", "Bearer a b", "Bearer é", "Bearer rejoinder_"])
def test_what_is_no_valid_token_is_refused_alike(client: Client, word: str) -> None:
    answer = client.get("/api/v1/debates", headers={"Authorization": word})
    if not word.startswith("Bearer"):  # another way to sign in, of which this API has none
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token_and_one_of_somebody_who_left_open_nothing(alice: User, bob: User) -> None:
    expired = by_token(alice, Scope.READ, expiry=-timedelta(seconds=1))
    left = by_token(bob, Scope.READ)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    for program in (expired, left):
        assert program.get("/api/v1/debates").status_code == 401


def test_when_a_token_was_used_is_kept_to_the_minute(alice: User) -> None:
    program = by_token(alice, Scope.READ)
    program.get("/api/v1/debates")
    first = Token.objects.get().last_used_at
    assert first is not None
    program.get("/api/v1/debates")
    assert Token.objects.get().last_used_at == first
    Token.objects.update(last_used_at=timezone.now() - timedelta(minutes=5))
    program.get("/api/v1/debates")
    assert Token.objects.get().last_used_at >= first

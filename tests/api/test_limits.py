"""How often a program may ask, exactly, and what each answer tells it of that."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.api.pace import reads_for
from accounts.enums import Scope
from accounts.limits import CLAIMS_PER_READ, READ_PARTS, READS_PER_NETWORK, READS_PER_READER
from accounts.models import Rate, Token, User
from debate.enums import Paced
from debate.limits import DAY, PACES
from debate.models import Debate
from tests import factories

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ADDRESS = "/api/v1/debates"
LEFT = re.compile(r'"reads";r=(\d+);t=(\d+)')


@pytest.fixture(autouse=True)
def reads_enough() -> None:
    """Here, what is published."""


def by_token(person: User, *scopes: Scope) -> tuple[Token, Client]:
    token, word = Token.objects.create(user=person, name="bot", scopes=list(scopes or [Scope.READ]))
    return token, Client(headers={"Authorization": f"Bearer {word}"})


def spent(subject: str) -> int:
    """Parts of reads, in whichever windows the test lasted."""
    return sum(Rate.objects.filter(scope="reads", subject=subject).values_list("count", flat=True))


def use_up(subject: str, parts: int) -> None:
    """Have somebody read so much already, whichever window comes next."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_rate (scope, subject, "window", count, ends_at)
            SELECT 'reads', %(subject)s, now_number + later, %(parts)s,
                   to_timestamp((now_number + later + 1) * 60)
              FROM (SELECT floor(extract(epoch FROM clock_timestamp()) / 60)::bigint AS now_number)
                       AS present, generate_series(0, 1) AS later
                ON CONFLICT (scope, subject, "window") DO UPDATE SET count = excluded.count
            """,
            {"subject": subject, "parts": parts},
        )


def test_every_answer_tells_what_is_left(client: Client) -> None:
    first, second = client.get(ADDRESS), client.get(f"{ADDRESS}/aaaaaaaaaaaa")
    assert first["RateLimit-Policy"] == '"reads";q=60;w=60'
    assert (first.status_code, second.status_code) == (200, 404)
    found = [LEFT.fullmatch(answer["RateLimit"]) for answer in (first, second)]
    assert all(found)
    (a, _s), (b, t) = ((int(m[1]), int(m[2])) for m in found if m)
    assert a == 59
    assert b in {58, 59}  # 59: a new minute began between the two
    assert 1 <= t <= 60


def test_who_reads_too_much_is_told_when_to_come_back(client: Client) -> None:
    use_up("127.0.0.1", (READS_PER_NETWORK[0] - 1) * READ_PARTS)
    assert client.get(ADDRESS)["RateLimit"].startswith('"reads";r=0;')
    refused = client.get(ADDRESS)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_reads")
    assert refused["Content-Type"] == "application/problem+json"
    left = LEFT.fullmatch(refused["RateLimit"])
    assert left
    assert (left[1], left[2]) == ("0", refused["Retry-After"])
    assert refused["RateLimit-Policy"] == '"reads";q=60;w=60'


def test_whoever_is_known_reads_more_and_by_themselves(alice: User, bob: User) -> None:
    use_up("127.0.0.1", 10_000)
    token, program = by_token(alice)
    other, _program = by_token(alice)
    browser = Client()
    browser.force_login(bob)
    for client, subject in ((program, token.key), (browser, bob.key)):
        answer = client.get(ADDRESS)
        assert answer.status_code == 200
        assert answer["RateLimit-Policy"] == '"reads";q=600;w=60'
        assert spent(subject) == READ_PARTS
    assert spent(other.key) == spent(alice.key) == 0
    use_up(token.key, READS_PER_READER[0] * READ_PARTS)
    assert program.get(ADDRESS).status_code == 429
    assert browser.get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", ADDRESS, {"Authorization": "Bearer rejoinder_x"}, 401),
        ("GET", ADDRESS, {"Accept": "text/html"}, 406),
        ("GET", f"{ADDRESS}?colour=red", {}, 400),
        ("DELETE", ADDRESS, {}, 405),
        ("OPTIONS", ADDRESS, {}, 204),
        ("HEAD", ADDRESS, {}, 200),
        ("POST", ADDRESS, {"Content-Type": "text/plain"}, None),
    ],
)
def test_every_request_is_a_read_also_what_is_refused(
    client: Client, method: str, address: str, headers: dict[str, str], status: int | None
) -> None:
    answer = client.generic(method, address, b"", headers=headers)
    assert status in {None, answer.status_code}
    assert spent("127.0.0.1") == READ_PARTS
    assert LEFT.fullmatch(answer["RateLimit"])


def test_a_session_that_cannot_be_proven_is_counted_by_its_network(alice: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    assert browser.post(ADDRESS, {}, content_type="application/json").status_code == 403
    assert (spent(alice.key), spent("127.0.0.1")) == (0, READ_PARTS)


@pytest.mark.parametrize(
    ("claims", "reads"),
    [(0, 1), (1, 1), (500, 1), (501, 2), (10_000, 20), (30_000, 60), (10**9, 60)],
)
def test_a_thread_is_a_read_for_each_500_claims_begun_and_never_more_than_a_window(
    claims: int, reads: int
) -> None:
    assert reads_for(claims, READS_PER_NETWORK[0]) == reads
    assert CLAIMS_PER_READ == 500


@pytest.fixture
def large(alice: User) -> Debate:
    return factories.grow_debate(alice, claims=CLAIMS_PER_READ + 1)


@pytest.mark.parametrize(
    ("query", "accept", "reads"),
    [
        ("", "application/json", 2),
        ("", "application/x-ndjson", 2),
        ("?shape=nested", "application/json", 2),
        ("?depth=1&sort=best", "application/json", 2),  # what is deeper has to be read for it
        ("?depth=0", "application/json", 1),
        ("?depth=0", "application/x-ndjson", 1),
    ],
)
def test_a_large_thread_counts_by_its_size_in_every_form(
    client: Client, large: Debate, query: str, accept: str, reads: int
) -> None:
    address = f"{ADDRESS}/{large.key}/thread{query}"
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == 200
    assert spent("127.0.0.1") == reads * READ_PARTS
    if "ndjson" in accept:
        b"".join(answer)


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
def test_a_thread_for_which_too_little_is_left_is_refused(
    client: Client, large: Debate, accept: str
) -> None:
    use_up("127.0.0.1", (READS_PER_NETWORK[0] - 1) * READ_PARTS)
    answer = client.get(f"{ADDRESS}/{large.key}/thread", headers={"Accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_reads")


def test_a_deed_tells_too_what_is_left_of_its_own_kind(alice: User, debate: Debate) -> None:
    bob = factories.person("bob")
    User.objects.filter(pk=bob.pk).update(date_joined=LONG_AGO)
    _token, program = by_token(bob, Scope.VOTE)
    address = f"/api/v1/claims/{factories.thesis_of(debate).key}/vote"

    def vote() -> Any:
        return program.put(address, {"value": 1}, content_type="application/json")

    done = vote()
    assert done.status_code == 200
    minute, _hour, _day = PACES[Paced.VOTE][0]
    assert done["RateLimit-Policy"] == f'"reads";q=600;w=60, "vote";q={minute};w=60'
    assert re.fullmatch(rf'"reads";r=599;t=\d+, "vote";r={minute - 1};t=\d+', done["RateLimit"])
    Rate.objects.filter(scope=f"{Paced.VOTE}/{DAY}").update(count=PACES[Paced.VOTE][0][2])
    refused = vote()
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_vote")
    day = PACES[Paced.VOTE][0][2]
    assert refused["RateLimit-Policy"].endswith(f'"vote";q={day};w={DAY}')
    assert refused["RateLimit"].endswith(f'"vote";r=0;t={refused["Retry-After"]}')


def test_counting_costs_one_statement(
    client: Client, debate: Debate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert client.get(f"{ADDRESS}?colour=red").status_code == 400

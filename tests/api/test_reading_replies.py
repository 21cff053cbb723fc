"""The replies to a claim, a page at a time, and what a thread leaves to them."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from debate.api.thread import FIELDS
from debate.enums import Relation, Sort
from debate.models import Claim, Debate
from tests import factories
from tests.api.programs import Program
from tests.factories import Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(alice: User) -> Debate:
    """A debate of many claims, of which some are gone: with replies below them, and without."""
    debate = factories.grow_debate(alice, claims=30, points=5)
    for claim in Claim.objects.filter(debate=debate, depth__gte=1).order_by("pk")[2::9]:
        factories.hide(claim)
    return debate


def get(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def all_pages(client: Client, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    next_page: str | None = address
    while next_page:
        page = get(client, next_page)
        found += page["results"]
        next_page = page["next"]
    return found


def pulled_on(client: Client, of: Debate, query: str) -> list[dict[str, Any]]:
    """A thread that was pulled in part, with all that its claims say is elsewhere, depth first."""
    below: dict[str | None, list[dict[str, Any]]] = {}

    def take(claims: list[dict[str, Any]]) -> None:
        for claim in claims:
            below.setdefault(claim["parent"], []).append(claim)
        for claim in claims:
            if claim["rest"]:
                rest = all_pages(client, claim["rest"]["next"])
                assert claim["rest"]["count"] == len(rest)
                take(rest)

    def flat(parent: str | None) -> list[dict[str, Any]]:
        return [c for claim in below.get(parent, []) for c in (claim, *flat(claim["key"]))]

    take(get(client, f"/api/v1/debates/{of.key}/thread{query}")["claims"])
    return [{name: claim[name] for name in FIELDS} for claim in flat(None)]


def test_a_thread_pulled_in_part_and_pulled_on_is_the_whole(grown: Debate, dan: User) -> None:
    client = Program(dan).client  # who may read often enough
    for sort in Sort:
        whole = get(client, f"/api/v1/debates/{grown.key}/thread?sort={sort}")["claims"]
        for cut in ("per_level=3", "depth=2&per_level=4"):
            assert pulled_on(client, grown, f"?sort={sort}&{cut}") == whole, (sort, cut)


def test_a_part_of_a_thread_is_the_whole_without_what_is_left_out(
    client: Client, grown: Debate
) -> None:
    for sort in Sort:
        address = f"/api/v1/debates/{grown.key}/thread?sort={sort}"
        whole = get(client, address)["claims"]
        number: dict[str | None, int] = {}
        first: set[str | None] = {None}
        for claim in whole:
            number[claim["parent"]] = number.get(claim["parent"], 0) + 1
            if claim["parent"] in first and number[claim["parent"]] <= 2 and claim["depth"] <= 2:
                first.add(claim["key"])
        part = get(client, f"{address}&per_level=2&depth=2")["claims"]
        assert [c["key"] for c in part] == [c["key"] for c in whole if c["key"] in first]


def test_replies_come_in_pages_that_lead_back(client: Client, grown: Debate) -> None:
    thesis = factories.thesis_of(grown).key
    address = f"/api/v1/claims/{thesis}/replies?sort=best"
    whole = [claim["key"] for claim in all_pages(client, address)]
    first = get(client, f"{address}&limit=4")
    second = get(client, first["next"])
    assert [c["key"] for c in first["results"] + second["results"]] == whole[:8]
    assert first["previous"] is None
    assert get(client, second["previous"])["results"] == first["results"]


def test_replies_can_be_narrowed_to_one_relation(client: Client, thread: Thread) -> None:
    address = f"/api/v1/claims/{thread.point.key}/replies"
    every = all_pages(client, address)
    for relation in Relation:
        told = all_pages(client, f"{address}?relation={relation}")
        assert told == [claim for claim in every if claim["relation"] == relation]


def test_what_stood_behind_a_claim_that_was_moved_away_is_not_passed_over(
    client: Client, debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    said = [factories.reply(thesis, bob, text=f"Reason number {n}.") for n in range(5)]
    page = get(client, f"/api/v1/claims/{thesis.key}/replies?limit=2")
    Claim.objects.filter(pk=said[1].pk).update(
        parent=said[0], parent_bears_as="rebut", depth=2, path=f"{said[0].path}.{'e' * 16}"
    )
    told = get(client, page["next"])["results"]
    assert [claim["key"] for claim in told] == [said[2].key, said[3].key]


def test_what_is_gone_has_no_words_among_the_replies(client: Client, thread: Thread) -> None:
    factories.withdraw(thread.rebut)
    told = all_pages(client, f"/api/v1/claims/{thread.point.key}/replies")
    gone = next(claim for claim in told if claim["key"] == thread.rebut.key)
    assert (gone["state"], gone["text"], gone["byline"]) == ("withdrawn", "", None)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?cursor=made-up", "bad_cursor"),
        ("?sort=loudest", "fields_not_valid"),
        ("?relation=thesis", "fields_not_valid"),
        ("?limit=0", "fields_not_valid"),
        ("?limit=201", "fields_not_valid"),
        (f"?limit={'9' * 400}", "fields_not_valid"),
        ("?page=2", "fields_not_valid"),
    ],
)
def test_what_replies_cannot_be_asked_is_refused(
    client: Client, thread: Thread, query: str, code: str
) -> None:
    answer = client.get(f"/api/v1/claims/{thread.point.key}/replies{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_a_cursor_of_another_claim_or_order_is_refused(client: Client, grown: Debate) -> None:
    thesis = factories.thesis_of(grown)
    cursor = get(client, f"/api/v1/claims/{thesis.key}/replies?limit=1")["next"].split("cursor=")[1]
    reply = Claim.objects.filter(debate=grown, depth=1).latest("pk")
    for address in (f"{thesis.key}/replies?sort=best", f"{reply.key}/replies?sort=oldest"):
        answer = client.get(f"/api/v1/claims/{address}&cursor={cursor}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_a_stream_says_where_the_replies_are_that_are_too_deep(
    client: Client, thread: Thread
) -> None:
    address = f"/api/v1/debates/{thread.debate.key}/thread?depth=1"
    stream = client.get(address, headers={"Accept": "application/x-ndjson"})
    *claims, _end = map(json.loads, b"".join(stream).splitlines())
    assert claims == get(client, address)["claims"]
    assert any(claim["rest"] for claim in claims)


@pytest.mark.parametrize("claims", [3, 300])
def test_replies_cost_three_statements_and_a_part_of_a_thread_two(
    client: Client,
    alice: User,
    claims: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    debate = factories.grow_debate(alice, claims=claims, points=min(claims, 9))
    thesis = factories.thesis_of(debate).key
    with django_assert_num_queries(1 + 3):  # the one counts the read
        get(client, f"/api/v1/claims/{thesis}/replies?sort=open")
    for cut in ("depth=1&sort=best", "per_level=2"):
        with django_assert_num_queries(1 + 2):
            get(client, f"/api/v1/debates/{debate.key}/thread?{cut}")

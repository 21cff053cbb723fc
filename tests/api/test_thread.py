"""Pulling a thread: whole, by branches, nested, trimmed and as a stream."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from debate.api.rows import Claim as ClaimRow
from debate.api.thread import FIELDS
from debate.enums import Sort
from debate.models import Claim, Debate
from debate.queries.claim import read_claim
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db


def pull(client: Client, of: Debate, query: str = "", **headers: str) -> Any:
    answer = client.get(f"/api/v1/debates/{of.key}/thread{query}", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json()


def without_rest(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: claim[name] for name in FIELDS} for claim in claims]


def test_a_thread_has_every_claim_after_its_parent(client: Client, thread: Thread) -> None:
    told = pull(client, thread.debate)
    assert told["count"] == len(told["claims"]) == Claim.objects.count()
    seen: set[str | None] = {None}
    for claim in told["claims"]:
        assert claim["parent"] in seen
        seen.add(claim["key"])


def test_a_claim_of_a_thread_is_told_as_it_is_by_itself(client: Client, thread: Thread) -> None:
    for claim in pull(client, thread.debate)["claims"]:
        row = json.loads(json.dumps(ClaimRow(read_claim(claim["key"], None)).data))
        assert claim == {name: row[name] for name in FIELDS}


@pytest.mark.parametrize("sort", list(Sort))
def test_every_order_has_the_same_claims_depth_first(
    client: Client, alice: User, sort: Sort
) -> None:
    debate = factories.grow_debate(alice, claims=60)
    oldest = pull(client, debate)["claims"]
    other = pull(client, debate, f"?sort={sort}")["claims"]
    assert {claim["key"]: claim for claim in other} == {claim["key"]: claim for claim in oldest}
    path: list[str] = []
    for claim in other:
        del path[claim["depth"] :]
        assert claim["parent"] == (path[-1] if path else None)
        path.append(claim["key"])


def test_what_is_gone_keeps_its_place_without_its_words(client: Client, thread: Thread) -> None:
    reply = Claim.objects.latest("pk")
    factories.hide(reply)
    told = {claim["key"]: claim for claim in pull(client, thread.debate)["claims"]}[reply.key]
    assert (told["state"], told["text"], told["byline"]) == ("hidden", "", None)


def test_nested_replies_are_those_of_the_flat_list(client: Client, thread: Thread) -> None:
    def flattened(claims: list[dict[str, Any]]) -> list[str]:
        return [k for c in claims for k in (c["key"], *flattened(c["replies"]))]

    flat = [claim["key"] for claim in pull(client, thread.debate)["claims"]]
    assert flattened(pull(client, thread.debate, "?shape=nested")["claims"]) == flat


def test_a_branch_and_a_depth_are_parts_of_the_whole(client: Client, thread: Thread) -> None:
    whole = pull(client, thread.debate)["claims"]
    root = next(claim for claim in whole if claim["depth"] == 1)
    below = {root["key"]}
    for claim in whole:
        if claim["parent"] in below:
            below.add(claim["key"])
    branch = pull(client, thread.debate, f"?root={root['key']}")["claims"]
    assert branch == [claim for claim in whole if claim["key"] in below]
    shallow = pull(client, thread.debate, "?depth=1")["claims"]
    assert without_rest(shallow) == [claim for claim in whole if claim["depth"] <= 1]
    alone = pull(client, thread.debate, f"?root={root['key']}&depth=0")["claims"]
    assert without_rest(alone) == [root]


def test_fields_trim_every_claim(client: Client, thread: Thread) -> None:
    for claim in pull(client, thread.debate, "?fields=text,depth")["claims"]:
        assert set(claim) == {"key", "text", "depth"}


def test_a_stream_has_the_same_claims_and_says_where_it_ends(
    client: Client, thread: Thread
) -> None:
    whole = pull(client, thread.debate)
    stream = client.get(
        f"/api/v1/debates/{thread.debate.key}/thread", headers={"Accept": "application/x-ndjson"}
    )
    assert stream["Content-Type"] == "application/x-ndjson"
    *claims, end = map(json.loads, b"".join(stream).splitlines())
    assert claims == whole["claims"]
    assert end["end"]["count"] == whole["count"]
    assert end["end"]["cursor"]


@pytest.mark.parametrize(
    "query",
    ["?sort=loudest", "?shape=round", "?depth=-1", "?depth=9999999999999999999", "?root=x",
     "?fields=", "?fields=text,author__password", "?page=2", "?per_level=0", "?per_level=201"],
)  # fmt: skip
def test_what_a_thread_cannot_be_asked_is_refused(
    client: Client, debate: Debate, query: str
) -> None:
    refused = client.get(f"/api/v1/debates/{debate.key}/thread{query}")
    assert refused.status_code == 400
    assert all(error["detail"] for error in refused.json()["errors"])


def test_asking_for_the_head_of_a_stream_reads_no_claim(
    client: Client, thread: Thread, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/api/v1/debates/{thread.debate.key}/thread"
    with django_assert_num_queries(1 + 2):  # opened and counted; the one counts the read
        head = client.head(address, headers={"Accept": "application/x-ndjson"})
    assert (head.status_code, head["Content-Type"]) == (200, "application/x-ndjson")


@pytest.mark.parametrize("query", ["?sort=best", "?shape=nested", "?per_level=9"])
def test_a_stream_is_flat_and_oldest_first(client: Client, debate: Debate, query: str) -> None:
    answer = client.get(
        f"/api/v1/debates/{debate.key}/thread{query}", headers={"Accept": "application/x-ndjson"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "stream_is_flat_and_oldest_first")


def test_a_branch_of_another_debate_is_not_found(client: Client, debate: Debate, bob: User) -> None:
    other = factories.thesis_of(factories.debate(bob))
    answer = client.get(f"/api/v1/debates/{debate.key}/thread?root={other.key}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_claim")


@pytest.mark.parametrize("claims", [3, 300])
def test_a_thread_costs_two_statements_whatever_its_size(
    client: Client,
    alice: User,
    claims: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    debate = factories.grow_debate(alice, claims=claims, points=min(claims, 9))
    with django_assert_num_queries(1 + 2):  # the one counts the read
        pull(client, debate)

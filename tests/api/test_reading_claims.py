"""A claim by itself, its wordings and its sources."""

import json

import pytest
from django.test import Client

from accounts.models import User
from debate.api.thread import FIELDS
from debate.api.wordings import ClaimRevisionWhole
from debate.enums import Role
from debate.queries.history import read_history
from tests import factories
from tests.api.reading import pages, reads, refusal
from tests.factories import Thread

pytestmark = pytest.mark.django_db


def test_a_claim_is_told_as_in_its_thread_and_with_what_is_below(
    client: Client, thread: Thread
) -> None:
    factories.edit(thread.rebut, "Pupils who start later stay up later.")
    claims = reads(client, f"debates/{thread.debate.key}/thread")["claims"]
    for claim in claims:
        alone = reads(client, f"claims/{claim['key']}")
        assert {name: alone[name] for name in FIELDS} == claim
        live = [c for c in claims if c["parent"] == claim["key"]]
        assert sum(alone["below"].values()) >= len(live)
    assert reads(client, f"claims/{thread.thesis.key}")["below"] == {
        "support": 3,
        "rebut": 1,
        "undercut": 1,
        "question": 1,
    }


def test_a_pseudonym_is_all_that_is_told_of_who_goes_by_one(
    client: Client, thread: Thread, bob: User
) -> None:
    factories.member(thread.debate, bob, role=Role.MEMBER, byline="A Parent")
    told = reads(client, f"claims/{thread.rebut.key}")
    assert told["byline"] == {"name": "A Parent", "key": None, "essayist": False}
    revision = reads(client, f"claims/{thread.rebut.key}/revisions/1")
    assert revision["byline"] == told["byline"]


def test_the_wordings_of_a_claim_are_those_of_its_page(client: Client, thread: Thread) -> None:
    for number in range(1, 6):
        factories.edit(thread.rebut, f"Pupils stay up later, {number}.")
    listed = pages(client, f"claims/{thread.rebut.key}/revisions?limit=2")
    shown = read_history(thread.rebut.key, None).shown
    assert listed == json.loads(json.dumps(ClaimRevisionWhole(shown, many=True).data))
    assert [wording["revision"] for wording in listed] == [6, 5, 4, 3, 2, 1]
    for wording in listed:
        address = f"claims/{thread.rebut.key}/revisions/{wording['revision']}"
        assert reads(client, address) == wording


def test_nothing_is_told_of_the_wordings_of_a_claim_that_is_gone(
    client: Client, thread: Thread, alice: User
) -> None:
    cited = factories.reply(thread.point, alice, sources=[("A study", "https://example.org/")])
    address = f"claims/{cited.key}"
    assert reads(client, f"{address}/sources")["results"] == [
        {"title": "A study", "url": "https://example.org/"}
    ]
    factories.hide(cited)
    assert reads(client, f"{address}/revisions")["results"] == []
    assert reads(client, f"{address}/sources")["results"] == []
    assert refusal(client, f"{address}/revisions/1") == (404, "no_wording")
    told = reads(client, address)
    assert (told["state"], told["text"], told["byline"], told["sources"]) == ("hidden", "", None, 0)


@pytest.mark.parametrize("number", ["2", "999999999"])
def test_a_wording_that_never_was_is_not_found(client: Client, thread: Thread, number: str) -> None:
    assert refusal(client, f"claims/{thread.rebut.key}/revisions/{number}") == (404, "no_wording")


@pytest.mark.parametrize("number", ["0", "-1", "1.0", "9999999999", "x", "１"])
def test_what_is_no_number_leads_nowhere(client: Client, thread: Thread, number: str) -> None:
    address = f"claims/{thread.rebut.key}/revisions/{number}"
    assert refusal(client, address) == (404, "no_resource")


def test_a_cursor_of_the_wordings_of_another_claim_is_refused(
    client: Client, thread: Thread
) -> None:
    factories.edit(thread.rebut, "Pupils stay up later.")
    cursor = reads(client, f"claims/{thread.rebut.key}/revisions?limit=1")["next"].split("?")[1]
    assert refusal(client, f"claims/{thread.point.key}/revisions?{cursor}") == (400, "bad_cursor")

"""Where streams are blocked: polls of pages, and programs that wait for changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.actions.token import make_token, revoke_token
from accounts.models import User
from debate.actions.access import set_access
from debate.enums import Visibility
from debate.models import Debate
from debate.policies.ticket import Ticket, Wait, mint_wait
from debate.queries.cursor import write_change_cursor
from debate.tasks.publish import publish
from tests import factories
from tests.live.hearing import Living, living

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    """Where something waits while the test goes on."""
    with ThreadPoolExecutor(4) as threads:
        yield threads


def of(debate: Debate) -> Ticket:
    return Ticket((f"debate:{debate.key}",), person="somebody")


def here(live: Living, ticket: Ticket) -> None:
    """Return when somebody else listens to the same, by being told that there are two."""
    with live.hear(Ticket(ticket.topics, person="watcher")) as hearing:
        while hearing.next("here").data["count"] < 2:
            pass


# ---- Polls


def test_a_poll_is_answered_with_what_happens(
    live: Living, debate: Debate, bob: User, aside: ThreadPoolExecutor
) -> None:
    thesis = factories.thesis_of(debate)
    debate.refresh_from_db()
    polling = aside.submit(live.poll, of(debate), debate.last_seq)
    here(live, of(debate))
    reply = factories.reply(thesis, bob)
    told = [event for event in polling.result()["events"] if event["event"] != "here"]
    assert [(event["event"], event["data"]["claims"]) for event in told] == [
        ("change", [reply.key])
    ]
    assert told[0]["id"] == debate.last_seq + 1


def test_a_poll_goes_on_where_the_one_before_ended(live: Living, debate: Debate, bob: User) -> None:
    thesis = factories.thesis_of(debate)
    debate.refresh_from_db()
    since: str | int = debate.last_seq
    heard = []
    for _ in range(3):
        factories.reply(thesis, bob)
        told = live.poll(of(debate), since)
        since = told["since"]
        heard += [event["id"] for event in told["events"]]
    assert heard == [debate.last_seq + 1, debate.last_seq + 2, debate.last_seq + 3]


def test_between_two_polls_nothing_that_is_published_is_lost_or_told_twice(live: Living) -> None:
    ticket = Ticket(("session:polled",), person="somebody")
    since = live.poll(ticket, wait=0)["since"]
    heard = []
    for number in range(3):
        publish("session:polled", "phase", {"n": number})
        told = live.poll(ticket, since)
        since = told["since"]
        heard += [event["data"]["n"] for event in told["events"] if event["event"] == "phase"]
    assert heard == [0, 1, 2]


def test_polls_can_go_from_one_process_to_another(live: Living) -> None:
    ticket = Ticket(("session:spread",), person="somebody")
    with living() as other:
        since = live.poll(ticket, wait=0)["since"]
        publish("session:spread", "phase", {"n": 1})
        heard = []
        for one in (other, live, other):
            told = one.poll(ticket, since, wait=1)
            since = told["since"]
            heard += [event for event in told["events"] if event["event"] == "phase"]
    assert 1 <= len(heard) <= 2
    assert {event["data"]["n"] for event in heard} == {1}


def test_a_poll_ends_when_its_time_is_over(live: Living) -> None:
    assert live.poll(Ticket(("seat:quiet",)), wait=1)["events"] == []


# ---- Programs


def ask(client: Client, path: str, **asked: Any) -> Any:
    headers = asked.pop("headers", {})
    return client.get(f"/api/v1/{path}", asked, headers=headers)


def waited(live: Living, answer: Any) -> str:
    """Where the live process sends somebody back to."""
    assert answer.status_code == 307, answer.content
    sent, _body = live.ask(answer["Location"])
    assert sent.status == 303
    return sent.headers["Location"]


def test_who_waits_for_a_debate_is_sent_back_when_something_happens(
    live: Living, debate: Debate, bob: User, client: Client, aside: ThreadPoolExecutor
) -> None:
    thesis = factories.thesis_of(debate)
    debate.refresh_from_db()
    cursor = write_change_cursor(debate.key, debate.last_seq)
    path = f"debates/{debate.key}/changes"
    answer = ask(client, path, since=cursor, wait=30)
    waiting = aside.submit(waited, live, answer)
    reply = factories.reply(thesis, bob)
    back = waiting.result()
    assert back.startswith(f"/api/v1/{path}?since=")
    told = json.loads(client.get(back).content)
    assert [change["claim"] for change in told["changes"]] == [reply.key]
    at_once = ask(client, path, since=cursor, wait=30)
    assert at_once.status_code == 200


def test_what_happens_on_the_way_to_waiting_is_not_missed(
    live: Living, debate: Debate, bob: User, client: Client
) -> None:
    debate.refresh_from_db()
    cursor = write_change_cursor(debate.key, debate.last_seq)
    answer = ask(client, f"debates/{debate.key}/changes", since=cursor, wait=30)
    factories.reply(factories.thesis_of(debate), bob)
    back = waited(live, answer)
    assert len(json.loads(client.get(back).content)["changes"]) == 1


def test_who_waits_for_nothing_is_sent_back_too(
    live: Living, debate: Debate, client: Client
) -> None:
    cursor = ask(client, "changes").json()["cursor"]
    back = waited(live, ask(client, "changes", since=cursor, wait=1))
    assert json.loads(client.get(back).content)["changes"] == []


def test_who_waits_for_all_debates_hears_of_public_ones_and_of_their_own(
    live: Living, alice: User, bob: User, client: Client, aside: ThreadPoolExecutor
) -> None:
    public, own = factories.debate(alice), factories.debate(alice)
    set_access(debate=own.key, visibility=Visibility.MEMBERS, by=alice)
    _row, token = make_token(name="Pull", scopes=["read"], by=alice)
    headers = {"Authorization": f"Bearer {token}"}
    for one in (public, own):
        cursor = ask(client, "changes", headers=headers).json()["cursor"]
        asked = {"since": cursor, "wait": 30, "headers": headers}
        waiting = aside.submit(waited, live, ask(client, "changes", **asked))
        reply = factories.reply(factories.thesis_of(one), bob)
        told = client.get(waiting.result(), headers=headers).json()
        assert [change["claim"] for change in told["changes"]] == [reply.key]


def test_waiting_ends_with_the_token(
    live: Living, debate: Debate, alice: User, client: Client, aside: ThreadPoolExecutor
) -> None:
    row, token = make_token(name="Pull", scopes=["read"], by=alice)
    headers = {"Authorization": f"Bearer {token}"}
    debate.refresh_from_db()
    cursor = write_change_cursor(debate.key, debate.last_seq)
    asked = {"since": cursor, "wait": 30, "headers": headers}
    waiting = aside.submit(waited, live, ask(client, f"debates/{debate.key}/changes", **asked))
    revoke_token(token=row.key, by=alice)
    assert client.get(waiting.result(), headers=headers).status_code == 401


def test_a_wait_leads_only_to_where_it_was_minted_for(live: Living) -> None:
    ticket = mint_wait(Wait(Ticket(("public",)), since=None, back="/api/v1/changes", seconds=1))
    answer, _body = live.ask(f"/live/wait/?{urlencode({'ticket': ticket, 'back': '//x.example'})}")
    assert (answer.status, answer.headers["Location"]) == (303, "/api/v1/changes")
    forged, _body = live.ask(f"/live/wait/?ticket={ticket[:-1]}")
    assert forged.status == 401


@pytest.mark.parametrize("wait", ["31", "-1", "x", "1.5", "", "9" * 30, "true"])
def test_an_odd_time_to_wait_is_told(debate: Debate, client: Client, wait: str) -> None:
    cursor = write_change_cursor(debate.key, 1)
    for path in (f"debates/{debate.key}/changes", "changes"):
        answer = ask(client, path, since=cursor, wait=wait)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "wait"

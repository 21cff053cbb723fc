"""What is told to those who listen: every Change, and what is published, at the commit."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from accounts.models import User
from debate.actions.reply import post_reply
from debate.enums import Relation
from debate.models import Debate
from debate.policies.ticket import Hearers
from debate.tasks.publish import CHANNEL, publish, revoke
from tests import factories
from tests.browser.serving import database_url

pytestmark = pytest.mark.django_db(transaction=True)


type Listening = psycopg.Connection[Any]


@pytest.fixture
def listening() -> Iterator[Listening]:
    with psycopg.connect(database_url(), autocommit=True) as connected:
        connected.execute(f"LISTEN {CHANNEL}")
        yield connected


def told(listening: Listening) -> list[Any]:
    """What was told since the last time it was asked."""
    publish("end", "end", {})
    contents = []
    for message in listening.notifies():
        contents.append(json.loads(message.payload))
        if contents[-1].get("topic") == "end":
            break
    return contents[:-1]


def test_every_change_is_told_at_the_commit(
    listening: Listening, debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    told(listening)
    with transaction.atomic():
        post_reply(parent=thesis.key, relation=Relation.REBUT, text="Not so.", by=bob)
        assert list(listening.notifies(timeout=0.05)) == []
    debate.refresh_from_db()
    assert told(listening) == [{"debate": debate.key, "seq": debate.last_seq, "public": True}]


def test_what_is_undone_is_not_told(listening: Listening) -> None:
    with transaction.atomic():
        publish("session:k", "phase", {})
        transaction.set_rollback(True)
    assert told(listening) == []


def test_one_statement_about_several_debates_tells_of_each(
    listening: Listening, alice: User
) -> None:
    debates = [factories.debate(alice) for _ in range(3)]
    told(listening)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO debate_change (debate_id, seq, kind, payload, at) "
            "SELECT id, last_seq + n, 'mended', '{}', now() "
            "FROM debate_debate, generate_series(1, 2) AS n"
        )
    assert sorted((c["debate"], c["seq"]) for c in told(listening)) == sorted(
        (debate.key, debate.last_seq + 2) for debate in debates
    )


def test_what_is_published_names_its_topic_and_its_hearers(listening: Listening) -> None:
    publish("board:k", "flagged", {"n": 1}, to=Hearers.SEEING_REPLIES)
    assert told(listening) == [
        {"topic": "board:k", "event": "flagged", "data": {"n": 1}, "to": "seeing_replies"}
    ]


def test_what_ends_is_named(listening: Listening) -> None:
    revoke(person="p", debate="d")
    revoke(login="l")
    assert told(listening) == [
        {"revoke": {"person": "p", "topic": "debate:d", "login": ""}},
        {"revoke": {"person": "", "topic": "", "login": "l"}},
    ]


@pytest.mark.parametrize(
    ("event", "data"), [("change", {}), ("Phase", {}), ("", {}), ("phase", {"n": "x" * 2_000})]
)
def test_what_cannot_be_an_event_is_a_mistake(db: None, event: str, data: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"event"):
        publish("session:k", event, data)


def test_ending_nobodys_streams_is_a_mistake(db: None) -> None:
    with pytest.raises(ValueError, match="nobody"):
        revoke()

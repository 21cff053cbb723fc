"""Signals to stop, killed connections and strange messages: streams end, and begin again."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import psutil
import pytest
from django.db import connection, transaction

from accounts.models import User
from bench.live import end_listening
from debate.models import Debate
from debate.policies.ticket import Ticket, mint
from debate.tasks.publish import CHANNEL, publish
from tests import factories
from tests.live.hearing import UVICORN, Living, living

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

WITH_PAGES = (sys.executable, "-m", "uvicorn", "config.asgi:application", "--lifespan", "off")
GRANIAN = (
    str(Path(sys.executable).with_name("granian")),
    *("--interface", "asgi", "--no-ws", "--workers", "1", "config.live:application"),
)


@pytest.mark.parametrize("server", [UVICORN, WITH_PAGES, GRANIAN], ids=["live", "all", "granian"])
def test_streams_end_at_once_when_a_server_is_told_to_stop(
    django_db_setup: None, tmp_path: Path, server: tuple[str, ...]
) -> None:
    with (tmp_path / "errors").open("wb") as errors, living(*server, errors=errors) as live:
        with live.hear(Ticket(("session:k",), person="p")) as one:
            publish("session:k", "phase", {})
            assert one.next().name == "phase"
            live.process.terminate()
            assert one.rest() == []
        live.process.wait(timeout=15)
    told = (tmp_path / "errors").read_text()
    for trouble in ("graceful", "Traceback", "without completing", "killing"):
        assert trouble not in told


def test_after_a_lost_connection_all_show_new_tickets_and_miss_nothing(
    django_db_setup: None, debate: Debate, bob: User
) -> None:
    thesis = factories.thesis_of(debate)
    debate.refresh_from_db()
    ticket = Ticket((f"debate:{debate.key}", "session:k"), person="p")
    old = mint(ticket)
    with living() as live, live.hear(ticket, since=debate.last_seq) as hearing:
        assert end_listening(live.process.pid) == 1
        reply = factories.reply(thesis, bob)
        told = [told for told in hearing.events() if told.name == "change"]
        with live.hear(old) as refused:
            assert refused.status == 401
        with live.hear(ticket, since=debate.last_seq) as anew:
            assert anew.next("change").data["claims"] == [reply.key]
        assert [one.data["claims"] for one in told] in ([], [[reply.key]])


def sockets(live: Living) -> int:
    return len(psutil.Process(live.process.pid).net_connections("tcp"))


def test_who_does_not_read_is_cut_off_and_keeps_nobody_waiting(django_db_setup: None) -> None:
    topics = ("session:slow",)
    with (
        socket.socket() as idle,
        living() as live,
        live.hear(Ticket(topics, person="quick")) as quick,
    ):
        before = sockets(live)
        idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        idle.connect(("127.0.0.1", live.port))
        ticket = mint(Ticket(topics, person="slow"))
        idle.sendall(f"GET /live/events/?ticket={ticket} HTTP/1.0\r\n\r\n".encode())
        while quick.next("here").data["count"] < 2:
            pass
        told, heard = 0, 0
        while sockets(live) > before:
            assert told < 10_000, "a reader who takes nothing in is not cut off"
            with transaction.atomic():
                for _ in range(100):
                    publish(topics[0], "long", {"n": told, "filling": "x" * 1_800})
                    told += 1
            while heard < told:
                assert quick.next("long").data["n"] == heard
                heard += 1


def test_strange_messages_are_passed_over(live: Living) -> None:
    with live.hear(Ticket(("session:strange",), person="p")) as hearing, connection.cursor() as c:
        for text in ("", "x", "[]", "null", '{"debate": 1}', '{"topic": []}', '{"revoke": 3}'):
            c.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])
        wrong = {"topic": "session:strange", "event": "x", "data": {}, "to": "nobody"}
        c.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(wrong)])
        publish("session:strange", "phase", {})
        assert hearing.next().name == "phase"

"""What the live app answers to what it does not take: problems with codes, and no fault."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

from debate.limits import TICKET_SECONDS
from debate.policies import ticket as tickets
from debate.policies.ticket import Ticket, mint
from tests.live.hearing import Living

PATHS = ["/live/events/", "/live/poll/", "/live/wait/"]


def told(live: Living, path: str, method: str = "GET") -> tuple[int, str]:
    answer, body = live.ask(path, method)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    problem = json.loads(body)
    assert problem["status"] == answer.status
    assert problem["detail"]
    return answer.status, problem["code"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "ticket", [None, "", "x", "a:b", "%00", "%ED%A0%80", quote("ü"), "x" * 20_000]
)
def test_without_a_ticket_nobody_listens(live: Living, path: str, ticket: str | None) -> None:
    asked = path if ticket is None else f"{path}?ticket={ticket}"
    assert told(live, asked) == (401, "ticket_not_valid")


def test_an_old_ticket_is_told_as_such(live: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    now = tickets.time.time()
    monkeypatch.setattr(tickets.time, "time", lambda: now - TICKET_SECONDS - 5)
    ticket = mint(Ticket(("session:k",)))
    assert told(live, f"/live/events/?ticket={ticket}") == (401, "ticket_expired")


def test_a_ticket_from_before_the_process_listened_is_not_believed(
    live: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = tickets.time.time()
    monkeypatch.setattr(tickets.time, "time", lambda: now - TICKET_SECONDS + 60)
    ticket = mint(Ticket(("session:k",)))
    assert told(live, f"/live/events/?ticket={ticket}") == (401, "ticket_expired")


@pytest.mark.parametrize("path", ["/live/", "/live/events", "/live/other/", "/", "/live/%00/"])
def test_elsewhere_there_is_nothing(live: Living, path: str) -> None:
    assert told(live, path) == (404, "no_resource")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_it_can_only_be_read(live: Living, path: str, method: str) -> None:
    assert told(live, path, method) == (405, "method_not_allowed")
    answer, _body = live.ask(path, method)
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("since=x", "bad_cursor"),
        ("since=-1", "bad_cursor"),
        ("since=1.5", "bad_cursor"),
        ("since=%00", "bad_cursor"),
        ("age=x", "bad_cursor"),
        ("age=-1", "bad_cursor"),
        ("age=" + "9" * 40, "bad_cursor"),
        ("since=" + "9" * 40, "bad_cursor"),
        ("&".join(f"a{n}=1" for n in range(30)), "query_not_valid"),
    ],
)
def test_an_odd_query_is_told(live: Living, query: str, code: str) -> None:
    asked = urlencode({"ticket": mint(Ticket(("session:k",)))})
    assert told(live, f"/live/events/?{asked}&{query}") == (400, code)


@pytest.mark.parametrize("wait", ["-1", "x", "%00", "9999", ""])
def test_an_odd_wait_is_told(live: Living, wait: str) -> None:
    asked = urlencode({"ticket": mint(Ticket(("session:k",)))})
    assert told(live, f"/live/poll/?{asked}&wait={wait}") == (400, "wait_not_valid")


def test_an_odd_last_event_is_told(live: Living) -> None:
    with live.hear(Ticket(("session:k",)), last="\xff\x01") as hearing:
        assert hearing.status == 400


def test_the_head_of_a_stream_is_no_stream(live: Living) -> None:
    asked = urlencode({"ticket": mint(Ticket(("session:k",)))})
    answer, body = live.ask(f"/live/events/?{asked}", "HEAD")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/event-stream")
    assert body == b""


def test_no_cookie_is_asked_for_and_other_pages_may_listen_with_a_ticket(live: Living) -> None:
    answer, _body = live.ask("/live/events/")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")

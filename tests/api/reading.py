"""Reading as a program does: an answer, all pages of a list, and how many statements it takes."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.api.programs import Program

# What every request spends besides: counting the read, and finding whose token it is.
_OF_EVERY_REQUEST = ("accounts_rate", '"accounts_token"')


def reads(client: Client, address: str) -> Any:
    """The answer to a GET below /api/v1/, or at a whole address, that is not refused."""
    answer = client.get(address if "://" in address else f"/api/v1/{address}")
    assert answer.status_code == 200, (address, answer.content)
    return answer.json()


def pages(client: Client, address: str) -> list[Any]:
    """The results of every page of a list, which leads back as it leads on."""
    found: list[Any] = []
    last: list[Any] | None = None
    at: str | None = address
    while at:
        page = reads(client, at)
        if last is not None:
            assert reads(client, page["previous"])["results"] == last
        last, at = page["results"], page["next"]
        found += page["results"]
    return found


def refusal(client: Client, address: str) -> tuple[int, str]:
    """The status and code of a GET that is refused."""
    answer = client.get(f"/api/v1/{address}")
    assert answer["Content-Type"] == "application/problem+json", (address, answer.content)
    return answer.status_code, answer.json()["code"]


def statements(address: str, by: User | None = None) -> int:
    """How many statements a GET itself needs, apart from those of every request."""
    client = Program(by).client
    with CaptureQueriesContext(connection) as captured:
        reads(client, address)
    return sum(
        not any(name in query["sql"] for name in _OF_EVERY_REQUEST)
        for query in captured.captured_queries
    )

"""What programs read is sent in gzip to those who take it."""

import gzip
import json
import zlib
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.api.compression import compressed, takes_gzip
from debate.models import Debate
from tests import factories

pytestmark = pytest.mark.django_db
LINES = {"Accept": "application/x-ndjson"}


@pytest.fixture
def address(alice: User) -> str:
    return f"/api/v1/debates/{factories.grow_debate(alice, claims=40).key}"


def get(address: str, encoding: str = "gzip, deflate", **headers: str) -> Any:
    return Client().get(address, headers={"Accept-Encoding": encoding, **headers})


def test_a_large_answer_is_sent_in_gzip(address: str) -> None:
    plain, small = get(f"{address}/thread", "identity"), get(f"{address}/thread")
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
    assert len(small.content) == int(small["Content-Length"]) < len(plain.content) / 3
    told, same = json.loads(gzip.decompress(small.content)), plain.json()
    assert told["claims"] == same["claims"]
    assert not plain.has_header("Content-Encoding")


def test_a_stream_is_sent_in_gzip_piece_by_piece(address: str) -> None:
    plain = b"".join(get(f"{address}/thread", "", **LINES))
    stream = get(f"{address}/thread", **LINES)
    assert (stream["Content-Encoding"], stream.streaming) == ("gzip", True)
    assert not stream.has_header("Content-Length")
    lines = gzip.decompress(b"".join(stream)).splitlines()
    assert lines[:-1] == plain.splitlines()[:-1]
    assert json.loads(lines[-1])["end"]["count"] == len(lines) - 1


def test_what_was_sent_of_a_stream_can_be_read_before_the_next_piece() -> None:
    made: list[int] = []

    def pieces() -> Any:
        for number in range(3):
            made.append(number)
            yield b"a line\n"

    sent = compressed(pieces())
    first = next(sent)
    assert made == [0]
    assert zlib.decompressobj(wbits=31).decompress(first) == b"a line\n"


def test_a_strong_tag_becomes_weak_and_is_known_again(address: str, alice: User) -> None:
    thesis = Debate.objects.get(key=address[-12:]).claims.get(depth=0)
    claim = f"/api/v1/claims/{thesis.key}"
    strong, weak = get(claim, "")["ETag"], get(claim)["ETag"]
    assert weak == f"W/{strong}"
    for tag in (strong, weak):
        for encoding in ("", "gzip"):
            assert get(claim, encoding, **{"If-None-Match": tag}).status_code == 304


def test_what_is_small_is_sent_as_it_is(address: str) -> None:
    small = get("/api/v1/debates?cursor=x")
    assert small.status_code == 400
    unchanged = get(address, **{"If-None-Match": "*"})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    for answer in (unchanged, Client().options(address, headers={"Accept-Encoding": "gzip"})):
        assert not answer.has_header("Content-Encoding")


def test_a_page_stays_as_it_is(address: str) -> None:
    page = get(f"/debates/{address[-12:]}/threads/")
    assert page.status_code == 200
    assert not page.has_header("Content-Encoding")


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("gzip;q=0.001", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzipped", False),
        ("br;q=1, *;q=0", False),
    ],
)
def test_gzip_is_for_those_who_take_it(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes

"""What arrives at the API, however broken: it is answered in JSON with a code, and not done."""

import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.api.json import JSONParser
from accounts.enums import Scope
from accounts.limits import JSON_BODY_MAX, JSON_DEPTH_MAX
from accounts.models import Token, User
from config.entrance import mend
from config.wsgi import application
from debate.models import Claim, Debate
from tests import factories

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"


@pytest.fixture
def program(bob: User) -> Client:
    _token, word = Token.objects.create(user=bob, name="bot", scopes=list(Scope))
    return Client(headers={"Authorization": f"Bearer {word}"})


@pytest.fixture
def address(debate: Debate) -> str:
    return f"/api/v1/claims/{factories.thesis_of(debate).key}/replies"


def nested(levels: int) -> bytes:
    """An object, with lists in it."""
    return b'{"text":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


NOT_JSON = [
    b"{",
    b"\0",
    b"   ",
    b"{'text': 1}",
    b'{"text": NaN}',
    b'{"text": -Infinity}',
    b'{"text": 1e400}',
    b'{"text": ' + b"9" * 400 + b"}",
    b'{"text": 01}',
    b'{"text": "a\0b"}',
    b'{"text": "\\ud800"}',
    b'{"\\udfff": 1}',
    b'{"text": "\xed\xa0\x80"}',
    b'{"text": "\xff"}',
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
    b'{"text": 1} {}',
    b'{"text": 1,}',
    b'{"text": /* why */ 1}',
]
OF_CODE = [
    ("not_json", NOT_JSON),
    ("send_one_object", [b"[]", b"null", b"1", b'"text"', b"[{}]"]),
    (
        "json_too_deep",
        [nested(JSON_DEPTH_MAX + 1), nested(1_020), nested(100_000), b"[" * 100_000],
    ),
    ("json_name_twice", [b'{"text": "a", "text": "b"}', b'{"sources": [{"url": 1, "url": 1}]}']),
    ("fields_not_valid", [b"{}", b"", b'{"text": "\\u0000"}', nested(JSON_DEPTH_MAX)]),
]


@pytest.mark.parametrize("code", [code for code, _bodies in OF_CODE])
def test_a_body_that_cannot_be_taken_is_told_why(program: Client, address: str, code: str) -> None:
    for body in dict(OF_CODE)[code]:
        answer = program.post(address, body, content_type=JSON)
        assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM), body[:40]
        assert answer.json()["code"] == code, body[:40]
    assert Claim.objects.count() == 1


def test_long_lists_of_lists_are_read_in_the_time_that_their_length_takes(
    program: Client, address: str
) -> None:
    wide = b'{"text":[' + b"[[]]," * 100_000 + b"[]]}"
    assert len(wide) < JSON_BODY_MAX
    assert program.post(address, wide, content_type=JSON).json()["code"] == "fields_not_valid"


@pytest.mark.parametrize("content_type", [FORM, MULTIPART, "multipart/form-data", "text/plain", ""])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_only_json_is_taken(
    program: Client, debate: Debate, method: str, content_type: str
) -> None:
    claim = f"/api/v1/claims/{factories.thesis_of(debate).key}"
    address = {"POST": f"{claim}/replies", "PATCH": claim}.get(method, f"{claim}/vote")
    answer = program.generic(method, address, b'{"value": 1}', content_type=content_type)
    assert (answer.status_code, answer["Content-Type"]) == (415, PROBLEM)
    assert answer.json()["code"] == "send_json"


@pytest.mark.parametrize("content_type", [FORM, MULTIPART, "multipart/form-data"])
def test_a_form_of_a_browser_is_not_read(alice: User, address: str, content_type: str) -> None:
    """Catches: the CSRF check reading it, so that the body seems to be empty afterwards."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    body = b"a=" + b"b" * 3_000_000
    answer = browser.post(address, body, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (415, "send_json")


def test_what_takes_no_body_refuses_what_is_in_one(program: Client, debate: Debate) -> None:
    address = f"/api/v1/claims/{factories.thesis_of(debate).key}/vote"
    refused = program.delete(address, b'{"value": 1}', content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (400, "fields_not_valid")
    assert program.delete(address, b"{}", content_type=JSON).status_code < 300


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("content_type", [JSON, FORM, MULTIPART, "text/plain", ""])
def test_what_only_reads_reads_no_body(
    program: Client, debate: Debate, method: str, content_type: str
) -> None:
    address = f"/api/v1/debates/{debate.key}"
    for body in (b'{"key": 1}', b"{", b"a" * 3_000_000):
        assert program.generic(method, address, body, content_type=content_type).status_code == 200


class Endless(io.RawIOBase):
    """A body that nobody comes to the end of; `taken` is how much of it was read."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "read whole"
        self.taken += size
        return b"a" * size


def ask(**environ: Any) -> tuple[int, dict[str, str], bytes]:
    """A request as a server hands it over."""
    started: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        started.update(status=int(status[:3]), headers=dict(headers))

    answer: Any = application(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/api/v1/debates",
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            **environ,
        },
        start,
    )
    body = b"".join(answer)
    return started["status"], started["headers"], body


@pytest.fixture(autouse=True)
def lasting_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django ends the connection with the request, and the test's transaction with it."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.mark.parametrize("length", ["", "10", str(JSON_BODY_MAX), str(10**12)])
@pytest.mark.parametrize("pieces", [True, False])
def test_a_body_is_never_read_further_than_any_may_be(
    address: str, length: str, pieces: bool
) -> None:
    body = Endless()
    said = {"HTTP_TRANSFER_ENCODING": "chunked"} if pieces else {}
    status, headers, answer = ask(
        REQUEST_METHOD="POST",
        PATH_INFO=address,
        CONTENT_TYPE=JSON,
        CONTENT_LENGTH=length,
        **{"wsgi.input": body},
        **said,
    )
    assert headers["Content-Type"] == PROBLEM
    assert body.taken <= JSON_BODY_MAX + 1
    too_large = pieces or length == str(10**12)
    assert (status == 413) == too_large
    assert (json.loads(answer)["code"] == "body_too_large") == too_large


def test_a_body_in_pieces_is_read(address: str) -> None:
    status, _headers, answer = ask(
        REQUEST_METHOD="POST",
        PATH_INFO=address,
        CONTENT_TYPE=JSON,
        HTTP_TRANSFER_ENCODING="chunked",
        **{"wsgi.input": io.BytesIO(b'{"colour": "red"}')},
    )
    told = json.loads(answer)
    assert (status, told["code"]) == (400, "fields_not_valid")
    assert "colour" in {error["field"] for error in told["errors"]}


@pytest.mark.parametrize("said", [{"CONTENT_LENGTH": "20"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_body_that_was_announced_and_did_not_arrive_is_not_taken_for_an_empty_one(
    said: dict[str, str], bob: User
) -> None:
    """Some servers hand a request over whose connection broke: it could do what was not asked."""
    debate = factories.debate(bob)
    _token, word = Token.objects.create(user=bob, name="bot", scopes=list(Scope))
    status, _headers, answer = ask(
        REQUEST_METHOD="POST",
        PATH_INFO=f"/api/v1/debates/{debate.key}/moderation/freeze",
        CONTENT_TYPE=JSON,
        HTTP_AUTHORIZATION=f"Bearer {word}",
        **{"wsgi.input": io.BytesIO(b"")},
        **said,
    )
    assert (status, json.loads(answer)["code"]) == (400, "not_json")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=base64",
        "application/json; charset=undefined",
        "application/json; charset=idna",
        "application/json; charset=hex; a=b",
        "application/json; charset*=base64''x",
        "application/json; x*=zip''x",
        "text/plain; " + "a=b; " * 5_000,
        ";;;",
    ],
)
def test_no_kind_of_body_ends_a_request_before_it_is_answered(content_type: str) -> None:
    for path in ("/api/v1/debates", "/robots.txt"):
        assert ask(PATH_INFO=path, CONTENT_TYPE=content_type, QUERY_STRING="sort=new")[0] < 500


def test_a_kind_of_body_that_can_be_read_stays_as_it_is() -> None:
    for kept in (JSON, MULTIPART, f"{FORM}; charset=ISO-8859-1", f'{JSON}; charset="UTF-8"'):
        environ = {"CONTENT_TYPE": kept}
        mend(environ)
        assert environ == {"CONTENT_TYPE": kept}
    environ = {"CONTENT_TYPE": "multipart/form-data; charset=zip; boundary=x"}
    mend(environ)
    assert environ == {"CONTENT_TYPE": 'multipart/form-data; boundary="x"'}


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("environ", "status", "code"),
    [
        ({"HTTP_HOST": "a b"}, 400, "damaged_request"),
        ({"HTTP_HOST": "other.example"}, 400, "damaged_request"),
        ({"HTTP_HOST": ""}, 400, "damaged_request"),
        ({"QUERY_STRING": "&".join(f"a{n}=1" for n in range(1_500))}, 400, "damaged_request"),
        ({"QUERY_STRING": "sort=" + "a" * 200_000}, 400, "fields_not_valid"),
        ({"QUERY_STRING": "cursor=%00"}, 400, "damaged_request"),
        ({"QUERY_STRING": "sort=%ff%ed%a0%80"}, 400, "fields_not_valid"),
        ({"HTTP_COOKIE": 'sessionid="\\000"'}, 400, "damaged_request"),
        ({"HTTP_AUTHORIZATION": "Bearer " + "a" * 100_000}, 401, "token_not_valid"),
        ({"HTTP_ACCEPT": "\xff"}, 406, "not_acceptable"),
        ({"PATH_INFO": "/api/v1/\xff\xfe"}, 404, "no_resource"),
        ({"PATH_INFO": "/api/v1/debates\n"}, 404, "no_resource"),
        ({"PATH_INFO": "/api/v1/" + "a/" * 50_000}, 404, "no_resource"),
        ({"PATH_INFO": "/api/"}, 404, "no_resource"),
        ({"PATH_INFO": "/api/v2/debates"}, 404, "no_resource"),
        ({"PATH_INFO": "/api/v1/nothing", "REQUEST_METHOD": "POST"}, 404, "no_resource"),
        ({"REQUEST_METHOD": "TRACE"}, 405, "method_not_allowed"),
        ({"REQUEST_METHOD": "JUGGLE"}, 405, "method_not_allowed"),
    ],
)
def test_what_django_itself_refuses_is_told_in_json(
    settings: Settings, debug: bool, environ: dict[str, str], status: int, code: str
) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = debug, ["testserver"]
    answered, headers, body = ask(**environ)
    assert (answered, headers["Content-Type"]) == (status, PROBLEM)
    assert json.loads(body)["code"] == code


def test_the_head_of_everything_is_that_of_its_body(
    program: Client, debate: Debate, client: Client
) -> None:
    for reader in (program, client):
        for address in ("/api/v1/debates", f"/api/v1/debates/{debate.key}/thread", "/api/v1/x"):
            whole, head = reader.get(address), reader.head(address)
            assert (head.status_code, head.content) == (whole.status_code, b"")
            kept = {"Content-Type", "ETag", "Cache-Control", "Vary"}
            told = [{n: v for n, v in a.headers.items() if n in kept} for a in (whole, head)]
            assert told[0] == told[1]


def test_the_parser_takes_exactly_as_much_as_it_says() -> None:
    longest = b'{"a":"' + b"a" * (JSON_BODY_MAX - 8) + b'"}'
    assert len(longest) == JSON_BODY_MAX
    assert JSONParser().parse(io.BytesIO(longest))["a"]

"""A page of another site may read what everybody may read, and nothing else."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.enums import Scope
from accounts.models import Token, User
from debate.models import Debate

pytestmark = pytest.mark.django_db
ORIGIN = {"Origin": "https://other.example"}
DEBATES = "/api/v1/debates"


def allowed(answer: object) -> set[str]:
    headers = answer.headers  # type: ignore[attr-defined]
    return {name.lower() for name in headers if name.lower().startswith("access-control-")}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", [DEBATES, f"{DEBATES}?sort=x", "/api/v1/nothing"])
def test_anybody_reads_from_anywhere(client: Client, method: str, address: str) -> None:
    answer = client.generic(method, address, headers=ORIGIN)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "origin" in answer["Vary"]
    exposed = set(answer["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"} <= exposed
    assert "access-control-allow-credentials" not in allowed(answer)


def test_nobody_asks_from_elsewhere_as_somebody(alice: User) -> None:
    _token, word = Token.objects.create(user=alice, name="bot", scopes=[Scope.READ])
    browser = Client()
    browser.force_login(alice)
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    for client, authorization in (
        (browser, {}),
        (other, {}),
        (Client(), {"Authorization": f"Bearer {word}"}),
        (Client(), {"Authorization": "Bearer rejoinder_x"}),
    ):
        assert allowed(client.get(DEBATES, headers=ORIGIN | authorization)) == set()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_what_can_change_something_is_not_for_other_pages(client: Client, method: str) -> None:
    assert allowed(client.generic(method, DEBATES, headers=ORIGIN)) == set()


def test_pages_are_not_for_other_pages(client: Client, debate: Debate) -> None:
    for address in ("/debates/", f"/debates/{debate.key}/", "/robots.txt", "/api"):
        assert allowed(client.get(address, headers=ORIGIN)) == set()


def test_a_browser_that_asks_first_is_told_to_read_only(client: Client) -> None:
    asks = ORIGIN | {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization, if-none-match",
    }
    answer = client.options(DEBATES, headers=asks)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer["Access-Control-Allow-Headers"] == "accept, accept-language, if-none-match"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "x", ""])
def test_a_browser_that_would_change_something_is_told_nothing(client: Client, method: str) -> None:
    asks = ORIGIN | {"Access-Control-Request-Method": method}
    assert allowed(client.options(DEBATES, headers=asks)) == set()

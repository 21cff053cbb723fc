"""/health/ tells whoever watches whether this server can serve."""

import pytest
from django.test import Client

from tests.config.conftest import Python

ASK = """
import django
django.setup()
from django.test import Client
response = Client().get("/health/")
print(response.status_code, response["Retry-After"], response["Cache-Control"])
"""


@pytest.mark.django_db
def test_health_is_a_plain_yes_that_nobody_keeps(client: Client) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"
    assert list(response.cookies) == []


@pytest.mark.django_db
def test_health_asks_the_database_once(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get("/health/")


@pytest.mark.django_db
def test_health_needs_no_particular_host_and_no_tls(client: Client, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["debate.example.org"]  # type: ignore[attr-defined]
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert client.get("/health/", headers={"host": "10.0.0.7"}).status_code == 200


def test_health_says_no_while_the_database_is_away(python: Python) -> None:
    done = python("-c", ASK, DATABASE_URL="postgresql://ann@127.0.0.1:1/talk")
    assert done.stdout.split() == ["503", "5", "no-store"]

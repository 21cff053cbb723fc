"""A browser at the door."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts import limits
from tests import factories

LONG = 10**9  # seconds: no test crosses the end of this window


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.web.hashing.QuickHasher"]


@pytest.fixture
def browser() -> Client:
    """Checks the CSRF token, as the server does; `Client` alone skips it."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small limits in a window that does not end while the test runs."""
    monkeypatch.setattr(limits, "SIGN_INS_PER_PERSON", (3, LONG))
    monkeypatch.setattr(limits, "SIGN_INS_PER_NETWORK", (5, LONG))
    monkeypatch.setattr(limits, "SIGN_UPS_PER_NETWORK", (2, LONG))
    monkeypatch.setattr(limits, "SIGN_UP_TRIES_PER_NETWORK", (4, LONG))


@pytest.fixture
def frida(db: None) -> None:
    """Has an account and knows her password."""
    factories.person("frida", password=factories.PASSWORD)

"""Browsers in which the cast is signed in."""

import pytest
from django.test import Client

from accounts.models import User
from tests.web.browsing import browser_of


@pytest.fixture
def nobody(db: None) -> Client:
    return browser_of(None)


@pytest.fixture
def as_alice(alice: User) -> Client:
    return browser_of(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return browser_of(bob)


@pytest.fixture
def as_dan(dan: User) -> Client:
    return browser_of(dan)


@pytest.fixture
def as_eve(eve: User) -> Client:
    return browser_of(eve)

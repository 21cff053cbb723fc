"""Browsers for tests: the app is served once a session, each test has people of its own.

Tests find these in tests/conftest.py, the one that all share: imported by several, there would be
as many browsers and servers.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.models import User
from tests.browser.chromium import PATIENCE_MS, chromium_or_skip, context
from tests.browser.people import sign_in
from tests.browser.serving import served

type OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_or_skip()
    # Playwright keeps an event loop in this thread, which Django takes for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()
        # Django keeps connections of a thread with a running loop apart; nobody would close this
        # thread's once the loop is gone, and the test database could not be dropped.
        connections.close_all()


@pytest.fixture(scope="session")
def origin(
    browser: Browser, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the app, served on the database of the tests."""
    with served(tmp_path_factory.mktemp("static")) as address:
        yield address


@pytest.fixture
def open_page(transactional_db: None, browser: Browser, origin: str) -> Iterator[OpenPage]:
    """Open a browser for a person (or for nobody): `open_page(bob, javascript=False)`.

    When the test ends, no page may have had a script error, a console message, a report of the
    content security policy, a request to another host or a 5xx.
    """
    with ExitStack() as people:

        def open_for(person: User | None = None, **look: Any) -> Page:
            made = people.enter_context(context(browser, origin, **look))
            if person is not None:
                sign_in(made, person, origin)
            return made.new_page()

        yield open_for
    _let_the_app_come_to_rest()


def _let_the_app_come_to_rest() -> None:
    """A request still under way when its page closed must not meet the emptying of the tables."""
    still = 0
    while still < 3:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            still = still + 1 if cursor.fetchone() == (0,) else 0
        time.sleep(0.02)

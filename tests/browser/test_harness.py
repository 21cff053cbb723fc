"""The controls: what the browser tests watch for is seen when it happens."""

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import context
from tests.browser.people import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        ("setTimeout(() => { throw new Error('planted') })", "script error"),
        ("console.error('planted')", "console error"),
        ("fetch('https://elsewhere.example/').catch(() => {})", "outside request|violates"),
        (
            "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "Content Security Policy",
        ),
    ],
)
def test_what_must_not_happen_in_a_page_is_noticed(
    browser: Browser, origin: str, script: str, trouble: str
) -> None:
    with pytest.raises(AssertionError, match=trouble):
        run_in_a_page(browser, origin, script)


def run_in_a_page(browser: Browser, origin: str, script: str) -> None:
    with context(browser, origin) as made:
        page = made.new_page()
        page.goto("/how-it-works/")
        page.evaluate(script)
        page.wait_for_timeout(200)


def test_axe_finds_a_button_without_a_name(browser: Browser, origin: str) -> None:
    with context(browser, origin) as made:
        page = made.new_page()
        page.goto("/how-it-works/")
        page.evaluate("document.querySelector('main').append(document.createElement('button'))")
        assert "button-name" in {finding.rule for finding in axe_findings(page)}


def test_a_trouble_that_a_test_expects_must_be_met(browser: Browser, origin: str) -> None:
    planted = "console error: planted"
    with context(browser, origin, expecting=[planted]) as made:
        made.new_page().evaluate("console.error('planted')")
    with (
        pytest.raises(AssertionError, match="not seen: console error: planted"),
        context(browser, origin, expecting=[planted]),
    ):
        pass

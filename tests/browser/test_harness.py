"""The controls: what the browser tests watch for is seen when it happens."""

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import context
from tests.browser.people import axe_findings
from tests.browser.usable import findings

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


def test_every_rule_of_use_finds_what_breaks_it(browser: Browser, origin: str) -> None:
    planted = """
        <main><h1>One</h1><h3>Skipped to</h3><p class="claim-text">Written.</p>
        <button id="tiny">i</button><input id="tiny" class="wide"></main>
    """
    with context(browser, origin) as made:
        page = made.new_page()
        page.goto("/how-it-works/")
        page.evaluate("html => { document.body.innerHTML = html }", planted)
        page.evaluate("document.querySelector('#tiny').style.cssText = 'width: 9px; height: 9px'")
        page.evaluate("document.querySelector('.wide').style.cssText = 'width: 900px'")
        page.evaluate(
            "document.querySelector('.claim-text').style.color = 'light-dark(#ddd, #333)'"
        )
        found = {finding.partition(": ")[0] for finding in findings(page)}
    assert found >= {
        "no label",
        "an id twice",
        "no dir",
        "axe at 1280 light",
        "axe at 1280 dark",
        "heading at 1280",
        "target at 1280",
        "scrolls sideways at 320",
    }

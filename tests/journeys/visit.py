"""How a person gets about on the pages: by mouse, by finger or by keyboard, scripted or not."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

from accounts.models import User
from tests.browser.chromium import PHONE, WIDE, Scheme
from tests.browser.fixtures import OpenPage

TAB_STOPS_MAX = 250  # more than any page of the journeys has


@dataclass(frozen=True)
class Way:
    """What somebody comes with."""

    name: str
    javascript: bool = True
    size: tuple[int, int] = WIDE
    scheme: Scheme = "light"
    touch: bool = False
    keyboard: bool = False


MOUSE = Way("mouse")
NO_SCRIPT = Way("no-script", javascript=False)
PHONE_DARK = Way("phone-dark", size=PHONE, scheme="dark", touch=True)
KEYBOARD = Way("keyboard", keyboard=True)
WAYS = (MOUSE, NO_SCRIPT, PHONE_DARK, KEYBOARD)
every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)


class Visit:
    """One person's page. Whatever they reach, they reach in their own way."""

    def __init__(self, open_page: OpenPage, way: Way, person: User | None = None) -> None:
        self.way = way
        self.page: Page = open_page(
            person,
            javascript=way.javascript,
            size=way.size,
            scheme=way.scheme,
            touch=way.touch,
        )

    def press(self, target: Locator) -> None:
        """A link, a button or a summary."""
        if self.way.keyboard:
            self.tab_to(target)
            self.page.keyboard.press("Enter")
        elif self.way.touch:
            target.tap()
        else:
            target.click()

    def choose(self, radio: Locator) -> None:
        """One of several radio buttons, which are one stop for the keyboard."""
        if not self.way.keyboard:
            # Drawn as a word that hides the button itself: people press the word.
            return self.press(radio.locator("xpath=ancestor::label"))
        name = radio.get_attribute("name")
        self._tab_until(f"at.type === 'radio' && at.name === '{name}'", str(radio))
        for _ in range(10):
            if radio.is_checked():
                return None
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"the arrow keys do not reach {radio}")

    def write(self, field: Locator, text: str) -> None:
        """Put a text in place of what stands in a field."""
        if self.way.keyboard:
            self.tab_to(field)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
        else:
            field.fill(text)
            if field.input_value() != text:  # the page put the caret behind what stood there
                field.fill(text)

    def tab_to(self, target: Locator) -> None:
        """Press Tab until a control has focus; it must be seen to have it."""
        target.wait_for(state="visible")
        target.evaluate("element => { window.wanted = element }")
        self._tab_until("at === window.wanted", str(target))

    def _tab_until(self, met: str, sought: str) -> None:
        script = f"""() => {{
            const at = document.activeElement;
            if (!at || !({met})) return "elsewhere";
            const drawn = at.closest("label:has(input[type=radio])") ?? at;
            const seen = [at, drawn].some((e) => getComputedStyle(e).outlineStyle !== "none");
            return seen ? "there" : "unseen";
        }}"""
        for _ in range(TAB_STOPS_MAX):
            answer = self.page.evaluate(script)
            if answer != "elsewhere":
                assert answer == "there", f"focus is not visible on {sought}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {sought}")

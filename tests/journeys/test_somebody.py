"""Somebody makes an account without an address, keeps codes, forgets the password, comes back."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.fixtures import OpenPage
from tests.browser.usable import findings
from tests.factories import PASSWORD
from tests.journeys.visit import NO_SCRIPT, PHONE_DARK, Visit, Way

pytestmark = pytest.mark.browser

PHONE_BY_KEYBOARD = Way("phone-keyboard", size=PHONE_DARK.size, scheme="dark", keyboard=True)
NEW = "quite another pass phrase"


def keep_codes(visit: Visit) -> list[str]:
    """Make recovery codes and read them from the page, the one time that they are there."""
    page, main = visit.page, visit.page.get_by_role("main")
    visit.write(page.get_by_label("Password"), PASSWORD)
    visit.press(main.get_by_role("button", name="Make codes"))
    expect(page.locator("h1")).to_have_text("Your recovery codes")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 8
    assert all(re.fullmatch(r"(\w{4}-){2}\w{4}", code) for code in codes)
    if visit.way.javascript:
        assert findings(page) == []
    visit.press(main.get_by_role("link", name="I have kept them"))
    return codes


def come_back(visit: Visit, code: str) -> None:
    """From the door, with the password forgotten, to being signed in with another one."""
    page, main = visit.page, visit.page.get_by_role("main")
    page.goto("/accounts/login/")
    visit.press(main.get_by_role("link", name="Forgotten it?"))
    expect(main).to_contain_text("This site cannot send mail")
    visit.press(main.get_by_role("link", name="Use a recovery code"))
    visit.write(page.get_by_label("Handle or e-mail"), "frida")
    visit.write(page.get_by_label("Recovery code"), code)
    visit.write(page.get_by_label("New password"), NEW)
    visit.press(main.get_by_role("button", name="Set the password"))
    expect(page.locator("#flashes")).to_contain_text("Your password is changed.")
    visit.write(page.get_by_label("Handle or e-mail"), "frida")
    visit.write(page.get_by_label("Password"), NEW)
    visit.press(main.get_by_role("button", name="Sign in"))


@pytest.mark.parametrize("way", [PHONE_BY_KEYBOARD, NO_SCRIPT], ids=lambda way: way.name)
def test_somebody_comes_back_by_a_recovery_code(open_page: OpenPage, way: Way) -> None:
    visit = Visit(open_page, way)
    page = visit.page
    main = page.get_by_role("main")

    page.goto("/accounts/signup/?next=/how-it-works/")
    visit.write(page.get_by_label("Handle"), "frida")
    visit.write(page.get_by_label("Name", exact=True), "Frida")
    visit.write(page.get_by_label("Password"), PASSWORD)
    visit.press(main.get_by_role("button", name="Make an account"))

    visit.press(page.locator("#flashes").get_by_role("link", name="Make some"))
    codes = keep_codes(visit)
    expect(main).to_contain_text("8 unused codes")

    visit.press(page.get_by_role("button", name="Your account"))
    visit.press(page.get_by_role("button", name="Sign out"))
    expect(page.locator("#flashes")).to_contain_text("You are signed out.")
    come_back(visit, codes[0].lower().replace("-", " "))

    visit.press(page.get_by_role("button", name="Your account"))
    visit.press(page.get_by_role("link", name="Settings"))
    expect(main).to_contain_text("7 unused codes")
    visit.write(page.get_by_label("Name", exact=True), "Frida K.")
    visit.write(page.get_by_label("Time zone"), "tokyo")
    visit.press(main.get_by_role("button", name="Save"))
    expect(page.locator("#flashes")).to_contain_text("Your settings are saved.")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    visit.press(main.get_by_role("link", name="Your public profile"))
    expect(page.locator("h1")).to_have_text("Frida K.")
    assert User.objects.get().check_password(NEW)


def test_a_look_that_is_saved_holds_and_the_switch_outweighs_it_on_this_device(
    open_page: OpenPage, alice: User
) -> None:
    page = open_page(alice)
    html = page.locator("html")

    def switch() -> None:
        page.get_by_role("button", name="Your account").click()
        page.get_by_role("button", name="Light or dark").click()

    def save(look: str) -> None:
        page.goto("/accounts/settings/")
        page.get_by_label(look, exact=True).check()
        page.get_by_role("button", name="Save").click()
        expect(page.locator("#flashes")).to_contain_text("Your settings are saved.")

    save("Dark")
    expect(html).to_have_attribute("data-theme", "dark")
    switch()
    expect(html).to_have_attribute("data-theme", "light")
    page.goto("/how-it-works/")
    expect(html).to_have_attribute("data-theme", "light")
    save("Dark")
    expect(html).to_have_attribute("data-theme", "dark")  # saving ends the switch
    save("As this device has it")
    expect(html).not_to_have_attribute("data-theme", re.compile("."))
    elsewhere = open_page(alice)
    save("Light")
    elsewhere.goto("/how-it-works/")
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "light")

"""What a person sets for themselves."""

import pytest
from allauth.account.models import EmailAddress

from accounts.actions.settings import change_email, change_settings
from accounts.enums import Theme
from accounts.errors import Invalid
from accounts.models import User
from accounts.zones import zone_typed, zones_offered
from tests import factories
from tests.factories import PASSWORD

SET = {"display_name": "Frida K.", "language": "de", "time_zone": "Asia/Tokyo", "theme": "dark"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def frida() -> User:
    return factories.person("frida", password=PASSWORD)


def test_what_is_set_is_kept_cleaned_as_at_sign_up(frida: User) -> None:
    change_settings(by=frida, **SET | {"display_name": "  Frida \t K. ", "time_zone": "tokyo"})
    frida.refresh_from_db()
    assert (frida.display_name, frida.language) == ("Frida K.", "de")
    assert (frida.time_zone, frida.theme) == ("Asia/Tokyo", Theme.DARK)
    change_settings(by=frida, **SET | {"language": "", "time_zone": " ", "theme": "system"})
    frida.refresh_from_db()
    assert (frida.language, frida.time_zone, frida.theme) == ("", "", Theme.SYSTEM)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("display_name", "...", "display_name_missing"),
        ("display_name", "Ana\u202egnihton", "display_name_unseen"),
        ("language", "tlh", "language_unknown"),
        ("time_zone", "Mars/Olympus", "time_zone_unknown"),
        ("time_zone", "../../etc/passwd", "time_zone_unknown"),
        ("theme", "purple", "theme_unknown"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    frida: User, field: str, value: str, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        change_settings(by=frida, **SET | {field: value})
    assert (caught.value.code, caught.value.field) == (code, field)
    frida.refresh_from_db()
    assert (frida.display_name, frida.theme) == ("Frida", Theme.SYSTEM)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("Madrid", "Europe/Madrid"),
        ("  new   york ", "America/New_York"),
        ("utc", "UTC"),
        ("", ""),
    ],
)
def test_a_zone_is_read_as_people_type_it(typed: str, zone: str) -> None:
    assert zone_typed(typed) == zone


def test_the_zones_on_offer_are_places() -> None:
    offered = zones_offered()
    assert {"UTC", "Europe/Berlin", "America/Mexico_City"} <= set(offered)
    assert not [zone for zone in offered if zone.startswith("Etc/")]
    assert all(zone_typed(zone) == zone for zone in offered)


# ---- The address


def addresses(person: User) -> list[str]:
    """What allauth finds a person by."""
    return list(EmailAddress.objects.filter(user=person).values_list("email", flat=True))


@pytest.mark.parametrize("typed", ["Other@Example.org", " other@example.org"])
def test_a_new_address_takes_the_place_of_the_old(frida: User, typed: str) -> None:
    EmailAddress.objects.create(user=frida, email="frida@example.org", primary=True)
    change_email(by=frida, email=typed, password=PASSWORD)
    frida.refresh_from_db()
    assert (frida.email, addresses(frida)) == ("other@example.org", ["other@example.org"])
    change_email(by=frida, email=typed, password=PASSWORD)  # once more does no harm
    change_email(by=frida, email="", password=PASSWORD)
    frida.refresh_from_db()
    assert (frida.email, addresses(frida)) == (None, [])


@pytest.mark.parametrize(
    ("email", "password", "code", "field"),
    [
        ("other@example.org", "wrong", "password_wrong", "password"),
        ("ALICE@example.org", PASSWORD, "email_taken", "email"),
        ("no address", PASSWORD, "email_shape", "email"),
        ("a@b.\ud800", PASSWORD, "email_shape", "email"),
        ("x" * 300 + "@example.org", PASSWORD, "email_shape", "email"),
    ],
)
def test_an_address_takes_the_password_and_is_nobody_elses(
    frida: User, alice: User, email: str, password: str, code: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        change_email(by=frida, email=email, password=password)
    assert (caught.value.code, caught.value.field) == (code, field)
    frida.refresh_from_db()
    assert frida.email == "frida@example.org"


def test_who_guesses_is_not_told_which_addresses_are_taken(frida: User, alice: User) -> None:
    told = set()
    for email in ("alice@example.org", "nobody@example.org", "no address"):
        with pytest.raises(Invalid) as caught:
            change_email(by=frida, email=email, password="wrong")
        told.add(caught.value.code)
    assert told == {"password_wrong"}

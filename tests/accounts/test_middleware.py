"""The zone and the language of whoever is signed in."""

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from tests import factories

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def clock(request: HttpRequest) -> HttpResponse:
    name = request.user.display_name if request.user.is_authenticated else "nobody"
    return HttpResponse(
        f"{name} {timezone.localtime(NOON):%H:%M} {translation.get_language()}",
    )


urlpatterns = [path("clock/", clock)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def no_register_of_doors(settings: Settings) -> None:
    """The address here is in no register, so nobody may ask for it elsewhere."""
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m != "config.doors.DoorMiddleware"]


def told(person: User | None) -> str:
    browser = Client()
    if person:
        browser.force_login(person)
    return browser.get("/clock/").content.decode()


@pytest.mark.parametrize(
    ("zone", "at_noon_utc"),
    [("Asia/Tokyo", "21:00"), ("America/New_York", "08:00"), ("", "12:00"), ("Mars/X", "12:00")],
)
def test_times_are_in_the_zone_of_the_person(alice: User, zone: str, at_noon_utc: str) -> None:
    alice.time_zone = zone
    alice.save()
    assert told(alice) == f"Alice {at_noon_utc} en-gb"


def test_the_zone_of_one_person_does_not_stay_for_the_next(alice: User) -> None:
    alice.time_zone = "Asia/Tokyo"
    alice.save()
    assert [told(alice), told(None)] == ["Alice 21:00 en-gb", "nobody 12:00 en-gb"]


def test_a_language_that_is_not_spoken_here_changes_nothing(alice: User) -> None:
    alice.language = "tlh"
    alice.save()
    assert told(alice).endswith(" en-gb")


def test_it_costs_no_statement_of_its_own(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Client()
    browser.force_login(alice)
    with django_assert_num_queries(2):  # the session and the person, which the view asks for too
        browser.get("/clock/")
    with django_assert_num_queries(0):
        Client().get("/clock/")


def test_a_deactivated_person_is_nobody() -> None:
    closed = factories.person("closed")
    browser = Client()
    browser.force_login(closed)
    User.objects.update(is_active=False)
    assert browser.get("/clock/").content.decode() == "nobody 12:00 en-gb"

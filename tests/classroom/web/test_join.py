"""The pages by which somebody comes into a session."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.enums import PersonKind
from accounts.models import User
from classroom.actions.removing import remove_seat
from classroom.enums import SeatState
from classroom.limits import MISSES_PER_NETWORK
from classroom.models import Seat, Session
from tests.classroom.factories import a_class, a_session


@pytest.fixture
def nobody(db: None) -> Client:
    return Client()


@pytest.fixture
def lesson(dan: User) -> Session:
    return a_session(dan, running=False, of_class=a_class(dan, "Maja", "Noor").key)


def join(browser: Client, session: Session, **typed: str) -> str:
    """Send the form, and tell where it leads."""
    response = browser.post("/join/", {"code": session.code or ""} | typed)
    assert response.status_code == 303, response.content.decode()
    return response["Location"]


def who(browser: Client) -> User:
    """Who is signed in in a browser."""
    return User.objects.get(pk=browser.session["_auth_user_id"])


def visible(page: str) -> str:
    """What stands on a page, without what differs each time it is drawn."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"', "", unescape(page))


def test_the_form_makes_a_guest_and_leads_to_the_session(lesson: Session, nobody: Client) -> None:
    assert join(nobody, lesson, name="Iris") == f"/sessions/{lesson.key}/"
    guest = who(nobody)
    assert (guest.kind, Seat.objects.get(person=guest).state) == (
        PersonKind.GUEST,
        SeatState.LOBBY,
    )


def test_a_qr_code_fills_in_the_code_and_looks_nothing_up(lesson: Session, nobody: Client) -> None:
    assert lesson.code is not None
    page = nobody.get(f"/join/{lesson.code.lower()}/").content.decode()
    assert f'value="{lesson.code[:4]} {lesson.code[4:]}"' in page
    assert nobody.get("/join/23456789/").status_code == 200
    assert nobody.get("/join/no-code-at-all/").status_code == 200


def test_opening_a_slip_does_nothing_and_coming_in_takes_the_seat(
    lesson: Session, nobody: Client
) -> None:
    seat = lesson.seats.get(name="Maja")
    at = f"/join/{lesson.code}/{seat.pin}/"
    assert "Maja" not in nobody.get(at).content.decode()
    assert "_auth_user_id" not in nobody.session
    assert nobody.post(at)["Location"] == f"/sessions/{lesson.key}/"
    seat.refresh_from_db()
    assert (seat.state, seat.person) == (SeatState.SEATED, who(nobody))


def test_no_page_of_joining_names_anybody_who_is_listed(lesson: Session, nobody: Client) -> None:
    for at in ("/join/", f"/join/{lesson.code}/"):
        assert "Maja" not in nobody.get(at).content.decode()
    answer = nobody.post("/join/", {"code": lesson.code, "pin": "222222"}).content.decode()
    assert "Maja" not in answer


def test_wrong_and_ended_codes_are_answered_alike(
    lesson: Session, nobody: Client, dan: User
) -> None:
    def miss(code: str) -> tuple[int, str]:
        response = nobody.post("/join/", {"code": code, "name": "Iris"})
        return response.status_code, visible(response.content.decode()).replace(code, "")

    wrong = miss("23456789")
    Session.objects.filter(pk=lesson.pk).update(state="ended")
    ended = miss(lesson.code or "")
    assert wrong == ended
    assert wrong[0] == 422


def test_after_many_misses_only_right_codes_work_and_the_page_says_so(
    lesson: Session, nobody: Client
) -> None:
    for _ in range(MISSES_PER_NETWORK[0]):
        nobody.post("/join/", {"code": "23456789", "name": "Eve"})
    refused = nobody.post("/join/", {"code": "23456789", "name": "Eve"})
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert join(nobody, lesson, name="Iris")


def test_what_was_typed_stays_and_the_problem_stands_at_its_field(
    lesson: Session, nobody: Client
) -> None:
    page = nobody.post("/join/", {"code": lesson.code, "name": ""}).content.decode()
    assert 'id="id_name_error"' in page
    assert f'value="{lesson.code}"' in page


def test_whoever_is_signed_in_stays_so(lesson: Session, nobody: Client, bob: User) -> None:
    nobody.force_login(bob)
    assert f'value="{bob.display_name}"' in nobody.get("/join/").content.decode()
    join(nobody, lesson, name="Bobby")
    assert who(nobody) == bob


def test_a_second_browser_comes_back_by_pin_and_the_first_stays(
    lesson: Session, nobody: Client
) -> None:
    pin = lesson.seats.get(name="Maja").pin
    join(nobody, lesson, pin=pin)
    other = Client()
    join(other, lesson, pin=pin.lower())
    assert who(other) == who(nobody)
    assert nobody.get(f"/sessions/{lesson.key}/leaving/").status_code == 200


def test_whoever_is_removed_is_signed_out_at_their_next_request(
    lesson: Session, nobody: Client, dan: User
) -> None:
    seat = lesson.seats.get(name="Maja")
    join(nobody, lesson, pin=seat.pin)
    remove_seat(session=lesson.key, seat=seat.key, by=dan)
    assert nobody.get(f"/sessions/{lesson.key}/leaving/").status_code in {302, 303}
    assert nobody.post("/join/", {"code": lesson.code, "pin": seat.pin}).status_code == 422


def test_a_guest_has_no_settings_and_is_shown_no_way_to_them(
    lesson: Session, nobody: Client
) -> None:
    join(nobody, lesson, name="Iris")
    page = nobody.get("/join/").content.decode()
    assert "/accounts/settings/" not in page
    assert f"/sessions/{lesson.key}/keeping/" in page
    refused = nobody.get("/accounts/settings/")
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "typed",
    ["\0", "\ud800", "x" * 10_000, "🙂" * 30, "' OR 1=1 --"],
    ids=["nul", "surrogate", "long", "emoji", "quote"],
)
def test_whatever_is_typed_is_answered(lesson: Session, nobody: Client, typed: str) -> None:
    sent = typed.encode("utf-8", "surrogatepass")
    for field in ("code", "name", "pin"):
        form = {"code": lesson.code or "", "name": "Iris", "pin": ""} | {field: typed}
        status = nobody.post(
            "/join/",
            {name: sent if name == field else value for name, value in form.items()},
        ).status_code
        assert status in {303, 400, 422}

"""The pages on which a teacher arranges seats, and a guest keeps their work or leaves."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import PersonKind
from accounts.models import User
from classroom.actions.groups import open_groups
from classroom.enums import Naming, Preset, SeatState, SideRule
from classroom.models import Seat, Session, SessionTeacher
from debate.actions.reply import post_reply
from debate.enums import ClaimKind, Relation
from debate.models import Claim, Membership
from tests.classroom.factories import a_class, a_seat, a_session, debate_of
from tests.factories import PASSWORD


@pytest.fixture
def lesson(dan: User) -> Session:
    return a_session(dan, side_rule=SideRule.BALANCED, of_class=a_class(dan, "Maja", "Noor").key)


@pytest.fixture
def teacher(dan: User) -> Client:
    return browser_of(dan)


def browser_of(person: User) -> Client:
    made = Client()
    made.force_login(person)
    return made


def person(seat: Seat) -> User:
    assert seat.person is not None
    return seat.person


def page(browser: Client, session: Session, part: str) -> str:
    response = browser.get(f"/sessions/{session.key}/{part}/")
    assert response.status_code == 200
    return response.content.decode()


def post(browser: Client, session: Session, part: str, **sent: str) -> str:
    response = browser.post(f"/sessions/{session.key}/{part}/", {"from": "seats"} | sent)
    assert response.status_code == 303, response.content.decode()[:500]
    return response["Location"]


def test_seats_are_arranged_without_a_script(lesson: Session, teacher: Client) -> None:
    iris = a_seat(lesson, "Iris", state=SeatState.LOBBY)
    here = f"/sessions/{lesson.key}/seats/"
    assert post(teacher, lesson, "seats", deed="admit", seat=iris.key) == here
    assert post(teacher, lesson, "seats", deed="side", seat=iris.key, side="for") == here
    assert Membership.objects.get(person=iris.person).side == "for"
    assert post(teacher, lesson, "seats", deed="switch_sides") == here
    assert Membership.objects.get(person=iris.person).side == "against"
    assert post(teacher, lesson, "seats", deed="remove", seat=iris.key) == here
    assert "Let back in" in page(teacher, lesson, "seats")
    assert post(teacher, lesson, "seats", deed="let_back", seat=iris.key) == here
    iris.refresh_from_db()
    assert iris.state == SeatState.SEATED


def test_it_is_said_that_a_removal_opens_the_lobby(dan: User, teacher: Client) -> None:
    session = a_session(dan, lobby=False)
    seat = a_seat(session, "Iris")
    post(teacher, session, "seats", deed="remove", seat=seat.key)
    assert "Whoever comes with the code waits in the lobby now" in page(teacher, session, "seats")


def test_from_the_board_the_way_leads_back_to_it(lesson: Session, teacher: Client) -> None:
    a_seat(lesson, "Iris", state=SeatState.LOBBY)
    response = teacher.post(f"/sessions/{lesson.key}/seats/", {"deed": "admit_all"})
    assert response["Location"] == f"/sessions/{lesson.key}/board/"


def test_a_damaged_form_is_refused_in_words(lesson: Session, teacher: Client) -> None:
    for part, sent in (
        ("seats", {"deed": "dance"}),
        ("seats", {"deed": "side", "seat": lesson.seats.all()[0].key, "side": "both"}),
        ("groups", {"deed": "open", "groups": "x" * 500}),
        ("groups", {"deed": "open", "groups": "9" * 30}),
    ):
        assert teacher.post(f"/sessions/{lesson.key}/{part}/", sent).status_code == 422
    for part, sent in (
        ("seats", {"deed": "admit", "seat": "no such"}),
        ("groups", {"deed": "place", "seat": lesson.seats.all()[0].key, "group": "x"}),
    ):
        assert teacher.post(f"/sessions/{lesson.key}/{part}/", sent).status_code == 404


@pytest.mark.parametrize("part", ["seats", "code", "slips", "groups"])
def test_the_pages_are_for_teachers_and_do_not_exist_for_others(
    lesson: Session, eve: User, part: str
) -> None:
    at = f"/sessions/{lesson.key}/{part}/"
    iris = a_seat(lesson, "Iris")
    assert browser_of(eve).get(at).status_code == 404
    assert browser_of(person(iris)).get(at).status_code == 403
    assert Client().get(at).status_code in {302, 303, 404}


def test_slips_name_who_is_listed_and_only_for_who_may_see_names(
    lesson: Session, teacher: Client, bob: User
) -> None:
    slips = page(teacher, lesson, "slips")
    for seat in lesson.seats.all():
        assert seat.name in slips
        assert seat.pin in slips
    SessionTeacher.objects.create(session=lesson, person=bob)
    assert browser_of(bob).get(f"/sessions/{lesson.key}/slips/").status_code == 403
    assert "Maja" not in page(browser_of(bob), lesson, "seats")


def test_with_pseudonyms_the_seats_show_no_name_of_who_sits(dan: User, teacher: Client) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris", byline="Amber Heron")
    shown = page(teacher, session, "seats")
    assert ("Amber Heron" in shown, "Iris" in shown) == (True, False)
    post(teacher, session, "seats", deed="remove", seat=seat.key)
    shown = page(teacher, session, "seats")
    assert ("Amber Heron" in shown, "Iris" in shown) == (True, False)


def test_another_code_is_shown_and_the_old_one_is_not(lesson: Session, teacher: Client) -> None:
    old = lesson.code or ""
    assert f"{old[:4]} {old[4:]}" in page(teacher, lesson, "code")
    assert post(teacher, lesson, "code") == f"/sessions/{lesson.key}/code/"
    lesson.refresh_from_db()
    new = lesson.code or ""
    shown = page(teacher, lesson, "code")
    assert (f"{new[:4]} {new[4:]}" in shown, f"{old[:4]} {old[4:]}" in shown) == (True, False)


def statements(browser: Client, session: Session, part: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(browser, session, part)
    return len(captured)


def test_the_pages_cost_the_same_statements_however_many_sit(
    lesson: Session, teacher: Client
) -> None:
    parts = ("seats", "groups", "slips", "code")
    open_groups(session=lesson.key, groups=2, by=lesson.teacher)
    thesis = Claim.objects.get(debate=debate_of(lesson), kind=ClaimKind.THESIS)
    a_seat(lesson, "Iris", state=SeatState.LOBBY)
    a_seat(lesson, "Remo", state=SeatState.REMOVED)
    a_seat(lesson, "Teo")
    before = [statements(teacher, lesson, part) for part in parts]
    for number in range(6):
        a_seat(lesson, f"Waits {number}", state=SeatState.LOBBY)
        a_seat(lesson, f"Removed {number}", state=SeatState.REMOVED)
        a_seat(lesson, f"Sits {number}")
    assert [statements(teacher, lesson, part) for part in parts] == before
    assert max(before) <= 12
    assert thesis.text in page(teacher, lesson, "board")


# ---- A guest


def test_a_guest_keeps_all_that_is_theirs_by_signing_up(dan: User, quick_hashes: None) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris", byline="Amber Heron")
    guest, elsewhere = browser_of(person(seat)), browser_of(person(seat))
    thesis = Claim.objects.get(debate=debate_of(session), kind=ClaimKind.THESIS)
    said = post_reply(parent=thesis.key, relation=Relation.REBUT, text="No.", by=person(seat))
    sent = {"handle": "iris", "display_name": "Iris M.", "password": PASSWORD}
    assert post(guest, session, "keeping", **sent) == f"/sessions/{session.key}/"
    iris = User.objects.get(pk=person(seat).pk)
    assert (iris.kind, iris.handle, iris.key) == (PersonKind.PERSON, "iris", person(seat).key)
    assert iris.check_password(PASSWORD)
    said.refresh_from_db()
    assert said.author_id == iris.pk
    assert Membership.objects.get(debate=debate_of(session), person=iris).byline == "Amber Heron"
    assert guest.get(f"/sessions/{session.key}/leaving/").status_code == 200
    assert elsewhere.get(f"/sessions/{session.key}/leaving/").status_code != 200
    assert post(guest, session, "keeping", **sent) == f"/sessions/{session.key}/"  # twice


def test_what_will_not_do_for_an_account_is_said_at_its_field(
    dan: User, bob: User, quick_hashes: None
) -> None:
    session = a_session(dan)
    guest = browser_of(person(a_seat(session, "Iris")))
    for field, sent in (
        ("handle", {"handle": "bob"}),
        ("handle", {"handle": "-"}),
        ("email", {"email": bob.email or ""}),
        ("password", {"password": "1234"}),
        ("display_name", {"display_name": "I\u202eris"}),
    ):
        form = {"handle": "iris", "display_name": "Iris", "email": "", "password": PASSWORD}
        response = guest.post(f"/sessions/{session.key}/keeping/", form | sent)
        assert response.status_code == 422
        assert f'id="id_{field}_error"' in response.content.decode()
    assert not User.objects.filter(handle="iris").exists()


def test_whoever_waits_or_teaches_keeps_nothing(dan: User, teacher: Client) -> None:
    session = a_session(dan)
    waiting = browser_of(person(a_seat(session, "Luca", state=SeatState.LOBBY)))
    for browser in (teacher, waiting):
        assert browser.get(f"/sessions/{session.key}/keeping/").status_code == 403


def test_leaving_on_a_device_keeps_the_seat(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session, "Iris")
    guest = browser_of(person(seat))
    assert seat.pin in page(guest, session, "leaving")
    post(guest, session, "leaving")
    assert "_auth_user_id" not in guest.session
    seat.refresh_from_db()
    assert seat.state == SeatState.SEATED


def test_leaving_does_not_sign_out_an_account(dan: User, bob: User) -> None:
    session = a_session(dan)
    seat = a_seat(session, "Bob", person=bob)
    browser = browser_of(bob)
    assert seat.pin not in page(browser, session, "leaving")
    post(browser, session, "leaving")
    assert "_auth_user_id" in browser.session

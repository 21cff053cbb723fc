"""The pages on which a teacher makes classes, starts sessions, sets them up and moves the clock."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from classroom.enums import Naming, SeatState, SessionState
from classroom.models import Class, ClassTeacher, Phase, Session, SessionTeacher, Student, Template
from classroom.queries.access import open_session
from classroom.queries.clock import Clock, read_clock
from tests import factories
from tests.classroom.factories import THESIS, a_class, a_seat, a_session, debate_of
from tests.web.browsing import browser_of, htmx

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_dan(dan: User) -> Client:
    return browser_of(dan)


def clock_of(session: Session) -> Clock:
    return read_clock(open_session(session.key, session.teacher))


def press(client: Client, session: Session, deed: str, **sent: str) -> int:
    address = reverse("session-clock", args=[session.key])
    return client.post(address, {"deed": deed, **sent}).status_code


# ---- Where a teacher begins


def test_a_teacher_finds_their_sessions_classes_and_templates(by_dan: Client, dan: User) -> None:
    a_class(dan, "Iris", name="9C English")
    session = a_session(dan, name="Room 14")
    response = by_dan.get("/classroom/")
    assert response.status_code == 200
    told = response.content.decode()
    assert "9C English" in told
    assert "Room 14" in told
    assert reverse("session-board", args=[session.key]) in told


def test_a_visitor_is_asked_to_sign_in_first() -> None:
    response = Client().get("/classroom/")
    assert response.status_code == 303
    assert response["Location"].startswith("/accounts/login/")


def test_a_guest_finds_back_to_their_session_and_starts_none(dan: User) -> None:
    seat = a_seat(a_session(dan), "Iris")
    told = browser_of(seat.person).get("/classroom/").content.decode()
    assert f"/sessions/{seat.session.key}/" in told
    assert "/classroom/new/" not in told


def test_only_who_is_no_guest_has_the_way_there_in_the_masthead(dan: User, by_dan: Client) -> None:
    seat = a_seat(a_session(dan), "Iris")
    link = 'href="/classroom/"'
    assert by_dan.get("/how-it-works/").content.decode().count(link) == 2
    assert link not in browser_of(seat.person).get("/how-it-works/").content.decode()
    assert link not in Client().get("/how-it-works/").content.decode()


# ---- Starting a session

FORM = {
    "begin": "preset:structured_debate",
    "thesis": THESIS,
    "language": "en",
    "naming": "names",
    "holding": "nothing",
    "lobby": "on",
}


def test_a_session_is_made_of_a_preset_and_a_thesis(by_dan: Client) -> None:
    assert by_dan.get("/classroom/new/").status_code == 200
    response = by_dan.post("/classroom/new/", FORM)
    session = Session.objects.get()
    assert response.status_code == 303
    assert response["Location"] == reverse("session-board", args=[session.key])
    names = Phase.objects.filter(session=session).values_list("name", flat=True)
    assert list(names) == ["Read", "Open", "Rebut", "Answer", "Vote", "Reflect"]
    assert session.name == THESIS


def test_what_was_typed_stays_in_a_form_that_is_refused(by_dan: Client) -> None:
    response = by_dan.post("/classroom/new/", {**FORM, "name": "Room 14", "time_zone": "Atlantis"})
    assert response.status_code == 422
    told = response.content.decode()
    assert 'value="Room 14"' in told
    assert THESIS in told
    assert "There is no such time zone" in told or "time zone" in told
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"begin": "preset:cinema"},
        {"begin": "template:aaaaaaaaaaaa"},
        {"begin": ""},
        {"thesis": ""},
        {"own": "aaaaaaaaaaaa"},
        {"debate": "/debates/aaaaaaaaaaaa/"},
        {"of_class": "aaaaaaaaaaaa"},
        {"naming": "faces"},
        {"holding": "hands"},
        {"starts_at": "2001-01-01T08:00"},
        {"starts_at": "9999-12-31T23:59"},
        {"name": "x" * 121},
    ],
)
def test_no_session_is_made_of_what_makes_no_sense(by_dan: Client, given: dict[str, str]) -> None:
    response = by_dan.post("/classroom/new/", {**FORM, **given})
    assert response.status_code in {409, 422}
    assert not Session.objects.exists()


def test_somebody_starts_from_the_address_of_a_debate(by_dan: Client, alice: User) -> None:
    public = factories.debate(alice, thesis="Bees should be paid.")
    sent = {**FORM, "thesis": "", "debate": f"http://testserver/debates/{public.key}/threads/"}
    assert by_dan.post("/classroom/new/", sent).status_code == 303
    session = Session.objects.get()
    assert session.source == public
    assert factories.thesis_of(debate_of(session)).text == "Bees should be paid."


def test_a_parallel_class_gets_a_session_of_its_own(by_dan: Client, dan: User) -> None:
    session = a_session(dan, naming="pseudonyms")
    other = a_class(dan, "Otis", name="9D English")
    address = reverse("session-copy", args=[session.key])
    assert by_dan.get(address).status_code == 200
    assert by_dan.post(address, {"of_class": other.key}).status_code == 303
    made = Session.objects.exclude(pk=session.pk).get()
    assert (made.name, made.naming) == ("9D English", Naming.PSEUDONYMS)
    assert made.code != session.code
    assert [seat.name for seat in made.seats.all()] == ["Otis"]


# ---- Setting it up


def test_phases_are_added_changed_moved_and_removed(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    address = reverse("session-setup", args=[session.key])
    assert by_dan.get(address).status_code == 200
    phase = {"answer": "anybody", "results_hidden": "none", "replies_hidden": "none"}
    sent = {**phase, "deed": "add", "name": "Toast", "minutes": "2.5", "allow": "reply"}
    assert by_dan.post(address, sent).status_code == 303
    added = Phase.objects.get(session=session, name="Toast")
    assert (added.place, added.seconds, added.allow) == (7, 150, ["reply"])
    sent = {**phase, "deed": "phase", "phase": added.key, "name": "Farewell", "task_claims": "2"}
    assert by_dan.post(address, sent).status_code == 303
    added.refresh_from_db()
    assert (added.name, added.seconds, added.tasks) == ("Farewell", None, {"claims": 2})
    moved = {"deed": "place", "phase": added.key, "place": "2"}
    assert by_dan.post(address, moved).status_code == 303
    names = Phase.objects.filter(session=session).values_list("name", flat=True)
    assert list(names)[:3] == ["Read", "Farewell", "Open"]
    assert by_dan.post(address, {"deed": "remove", "phase": added.key}).status_code == 303
    assert not Phase.objects.filter(pk=added.pk).exists()


def test_a_phase_that_holds_is_refused_at_its_own_form(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    read = Phase.objects.get(session=session, name="Read")
    address = reverse("session-setup", args=[session.key])
    sent = {
        "deed": "phase",
        "phase": read.key,
        "name": "Reading alone",
        "answer": "anybody",
        "results_hidden": "none",
        "replies_hidden": "none",
    }
    response = by_dan.post(address, sent)
    assert response.status_code == 422
    told = response.content.decode()
    assert "only its instruction and its length can be changed now" in told
    assert 'value="Reading alone"' in told


def test_the_rules_of_a_session_are_changed_while_it_runs(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    address = reverse("session-setup", args=[session.key])
    sent = {
        "deed": "rules",
        "name": "Room 15",
        "naming": "pseudonyms",
        "side_rule": "random",
        "holding": "all",
        "grace": "on",
        "time_zone": "Europe/Rome",
    }
    assert by_dan.post(address, sent).status_code == 303
    session.refresh_from_db()
    assert (session.name, session.holding, session.grace_seconds, session.lobby) == (
        "Room 15",
        "all",
        15,
        False,
    )
    assert debate_of(session).rules.hold_all


def test_a_template_is_kept_and_started_from(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    address = reverse("session-setup", args=[session.key])
    assert by_dan.post(address, {"deed": "template", "name": "Mondays"}).status_code == 303
    kept = Template.objects.get(teacher=dan)
    assert by_dan.get(f"/classroom/new/?template={kept.key}").status_code == 200
    assert (
        by_dan.post("/classroom/new/", {**FORM, "begin": f"template:{kept.key}"}).status_code == 303
    )
    assert Phase.objects.filter(session__teacher=dan).count() == 12
    by_dan.post("/classroom/", {"deed": "drop", "template": kept.key})
    assert not Template.objects.exists()


def test_a_session_is_shared_and_taken_back(by_dan: Client, dan: User, bob: User) -> None:
    session = a_session(dan)
    address = reverse("session-sharing", args=[session.key])
    sent = {"deed": "share", "handle": "bob", "names": "on"}
    assert by_dan.post(address, sent).status_code == 303
    assert SessionTeacher.objects.get(session=session).names
    assert browser_of(bob).get(reverse("session-setup", args=[session.key])).status_code == 200
    assert by_dan.post(address, {"deed": "unshare", "handle": "bob"}).status_code == 303
    assert browser_of(bob).get(reverse("session-setup", args=[session.key])).status_code == 404
    refused = by_dan.post(address, {"deed": "share", "handle": "nobody-at-all"})
    assert refused.status_code == 422


def test_a_session_is_deleted_after_a_question(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    address = reverse("session-deletion", args=[session.key])
    assert by_dan.get(address).status_code == 200
    assert by_dan.post(address).status_code == 303
    assert not Session.objects.exists()


# ---- The clock


def test_the_clock_is_moved_by_plain_forms(by_dan: Client, dan: User) -> None:
    session = a_session(dan, running=False)
    assert press(by_dan, session, "start") == 303
    assert clock_of(session).phase.name == "Read"  # type: ignore[union-attr]
    assert press(by_dan, session, "next") == 303
    assert press(by_dan, session, "longer") == 303
    now = clock_of(session)
    assert now.phase is not None
    assert now.phase.name == "Open"
    assert now.left_seconds is not None
    assert now.left_seconds > 6 * 60
    assert press(by_dan, session, "undo") == 303
    assert clock_of(session).phase.name == "Read"  # type: ignore[union-attr]
    for deed in ("pause", "resume", "freeze", "thaw", "shorter", "results", "next", "back"):
        assert press(by_dan, session, deed) == 303
    assert press(by_dan, session, "end") == 303
    session.refresh_from_db()
    assert session.state == SessionState.ENDED


def test_a_move_that_is_pressed_twice_is_made_once(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    seen = clock_of(session).phase.key  # type: ignore[union-attr]
    for _twice in range(2):
        assert press(by_dan, session, "next", seen=seen) == 303
    assert clock_of(session).phase.name == "Open"  # type: ignore[union-attr]


def test_htmx_is_told_what_changed(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    address = reverse("session-clock", args=[session.key])
    response = by_dan.post(address, {"deed": "next"}, headers=htmx())
    assert response.status_code == 204
    assert "The next phase has begun." in response["HX-Trigger"]


def test_a_phase_is_opened_again_for_one(by_dan: Client, dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    phase = clock_of(session).phases[1].key
    sent = {"phase": phase, "seat": seat.key, "minutes": "5"}
    assert press(by_dan, session, "reopen", **sent) == 303
    assert press(by_dan, session, "reopen", **sent | {"minutes": "a while"}) == 422
    assert press(by_dan, session, "reopen", **sent | {"seat": "s"}) == 404
    assert press(by_dan, session, "reopen", **sent | {"phase": "p"}) == 422


def test_what_is_no_deed_is_refused(by_dan: Client, dan: User) -> None:
    assert press(by_dan, a_session(dan), "dance") == 422


def test_an_outsider_finds_no_session_and_a_student_no_clock(dan: User, eve: User) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    assert press(browser_of(eve), session, "next") == 404
    assert press(browser_of(seat.person), session, "next") == 403
    for name in ("session-setup", "session-copy", "session-deletion"):
        address = reverse(name, args=[session.key])
        assert browser_of(eve).get(address).status_code == 404
        assert browser_of(seat.person).get(address).status_code == 403


# ---- Classes


def test_a_class_is_made_of_a_pasted_list(by_dan: Client, dan: User) -> None:
    assert by_dan.get("/classes/new/").status_code == 200
    sent = {"name": "9C", "students": "Iris\nNoor\t77\nNoor, 78\n\n"}
    response = by_dan.post("/classes/new/", sent)
    found = Class.objects.get(teacher=dan)
    assert response["Location"] == reverse("class", args=[found.key])
    listed = Student.objects.values_list("name", "external_id")
    assert list(listed) == [("Iris", ""), ("Noor", "77"), ("Noor", "78")]
    assert by_dan.get(reverse("class", args=[found.key])).status_code == 200


def test_lines_that_are_wrong_are_told_by_their_number(by_dan: Client) -> None:
    pasted = "Iris\n, 77\n" + "x" * 61 + "\nNoor\t1\nOtis\t1"
    response = by_dan.post("/classes/new/", {"name": "9C", "students": pasted})
    assert response.status_code == 422
    told = response.content.decode()
    for problem in ("Line 2 has no name.", "Line 3: a name has", "Line 5 has the id"):
        assert problem in told
    assert "Otis\t1" in told
    assert not Class.objects.exists()


def test_a_list_that_is_sent_twice_is_added_once(by_dan: Client, dan: User) -> None:
    found = a_class(dan, "Iris")
    address = reverse("class", args=[found.key])
    for _twice in range(2):
        sent = {"deed": "add", "students": "Noor\nOtis", "listed": "1"}
        assert by_dan.post(address, sent).status_code == 303
    assert [s.name for s in found.students.all()] == ["Iris", "Noor", "Otis"]


def test_names_are_put_right_and_taken_off(by_dan: Client, dan: User) -> None:
    found = a_class(dan, "Irs", "Otis")
    iris, otis = found.students.all()
    address = reverse("class", args=[found.key])
    assert (
        by_dan.post(address, {"deed": "student", "student": iris.key, "name": ""}).status_code
        == 422
    )
    by_dan.post(address, {"deed": "student", "student": iris.key, "name": "Iris"})
    by_dan.post(address, {"deed": "remove", "student": otis.key})
    by_dan.post(address, {"deed": "rename", "name": "9D"})
    found.refresh_from_db()
    assert found.name == "9D"
    assert [s.name for s in found.students.all()] == ["Iris"]


def test_a_co_teacher_without_names_sees_no_list(by_dan: Client, dan: User, bob: User) -> None:
    found = a_class(dan, "Iris")
    address = reverse("class-sharing", args=[found.key])
    assert by_dan.post(address, {"deed": "share", "handle": "bob"}).status_code == 303
    own = reverse("class", args=[found.key])
    by_bob = browser_of(bob)
    assert "Iris" not in by_bob.get(own).content.decode()
    assert by_bob.post(own, {"deed": "add", "students": "Noor"}).status_code == 403
    by_dan.post(address, {"deed": "share", "handle": "bob", "names": "on"})
    assert ClassTeacher.objects.get().names
    assert "Iris" in by_bob.get(own).content.decode()
    by_dan.post(address, {"deed": "unshare", "handle": "bob"})
    assert by_bob.get(own).status_code == 404


def test_a_class_is_deleted_and_its_sessions_stay(by_dan: Client, dan: User) -> None:
    found = a_class(dan, "Iris")
    session = a_session(dan, of_class=found.key)
    address = reverse("class-deletion", args=[found.key])
    assert by_dan.get(address).status_code == 200
    assert by_dan.post(address).status_code == 303
    session.refresh_from_db()
    assert session.of_class is None
    assert session.seats.get().state == SeatState.LISTED


def test_ids_on_the_page_of_a_session_are_all_different(by_dan: Client, dan: User) -> None:
    told = by_dan.get(reverse("session-setup", args=[a_session(dan).key])).content.decode()
    ids = re.findall(r' id="([^"]+)"', told)
    assert len(ids) == len(set(ids))


# ---- How much a page asks the database

BUDGET = 12


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= BUDGET
    return len(captured)


def test_each_page_takes_the_same_statements_for_one_thing_and_for_many(
    by_dan: Client, dan: User, alice: User
) -> None:
    found = a_class(dan, "Iris")
    session = a_session(dan, of_class=found.key)
    pages = [
        "/classroom/",
        "/classroom/new/",
        "/classes/new/",
        reverse("class", args=[found.key]),
        reverse("class-deletion", args=[found.key]),
        reverse("session-setup", args=[session.key]),
        reverse("session-copy", args=[session.key]),
        reverse("session-deletion", args=[session.key]),
    ]
    few = [statements(by_dan, page) for page in pages]
    for number in range(3):
        a_session(dan, of_class=a_class(dan, "Noor", "Otis", name=f"Class {number}").key)
        a_seat(session, f"Student {number}")
        factories.debate(dan, thesis=f"Thesis {number}.")
        Template.objects.create(teacher=dan, name=f"Template {number}")
        Student.objects.create(of_class=found, name="Iris", place=number + 2)
        helper = factories.person(f"helper-{number}")
        ClassTeacher.objects.create(of_class=found, person=helper)
        SessionTeacher.objects.create(session=session, person=helper)
    assert [statements(by_dan, page) for page in pages] == few

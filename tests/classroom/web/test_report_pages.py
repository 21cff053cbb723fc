"""The pages of what is left of a lesson: for whom, with which names, and that nothing is lost."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from classroom.actions.grading import Marked, grade_seat
from classroom.actions.rubric import choose_rubric, create_rubric
from classroom.actions.seating import of_seat
from classroom.enums import Naming
from classroom.limits import FEEDBACK_MAX, GRADED_AT_ONCE
from classroom.logic.rubric import fingerprint, read_outline
from classroom.models import Grade, Reveal, Rubric, Seat, Session, SessionTeacher, Student
from debate.models import Claim
from tests import factories
from tests.classroom.factories import a_class, a_seat, a_session, debate_of

pytestmark = pytest.mark.django_db

EMPTY = fingerprint((), "")
CRITERIA = read_outline("Reasons\n2 many\n0 none")
STATEMENTS = 20  # for a whole class with all that was said; pages of a debate stay below 12


def as_(who: User | None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


def said(seat: Seat, text: str = "That does not follow.") -> Claim:
    return factories.reply(factories.thesis_of(debate_of(seat.session)), of_seat(seat), text=text)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


PAGES = ("session-report", "session-summary", "session-report-table", "session-grading")


# ---- Reports


def test_a_teacher_reads_the_report_on_every_page_and_outsiders_find_none(
    dan: User, bob: User, eve: User
) -> None:
    session = a_session(dan)
    seat = a_seat(session, "Iris")
    said(seat, "Marks are no measure.")
    a_session(bob)
    addresses = [reverse(name, args=[session.key]) for name in PAGES]
    of_one = ("session-report-student", "session-grading-seat")
    addresses += [reverse(name, args=[session.key, seat.key]) for name in of_one]
    for address in addresses:
        answer = as_(dan).get(address)
        assert answer.status_code == 200
        assert "Iris" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert as_(of_seat(seat)).get(address).status_code == 403
        for nobody in (bob, eve, None):
            assert as_(nobody).get(address).status_code == 404


def test_names_behind_pseudonyms_are_shown_after_they_were_looked_up_and_it_is_kept(
    dan: User, bob: User
) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Vale", byline="Quiet Fox")
    said(seat)
    SessionTeacher.objects.create(session=session, person=bob)
    addresses = [reverse(name, args=[session.key]) for name in PAGES]
    for address in addresses:
        shown = as_(dan).get(address).content.decode()
        assert "Quiet Fox" in shown
        assert "Iris Vale" not in shown
    report = reverse("session-report", args=[session.key])
    assert as_(bob).post(report).status_code == 403
    assert not Reveal.objects.exists()
    assert as_(dan).post(report).status_code == 303
    assert Reveal.objects.get().seat == seat
    for address in addresses:
        assert "Iris Vale" in as_(dan).get(address).content.decode()
        assert "Iris Vale" not in as_(bob).get(address).content.decode()


def test_the_tables_hold_what_was_said_and_no_cell_is_a_formula(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session, "=1+1", byline="@fox")
    said(seat, '=HYPERLINK("https://evil.example.org")')
    omar = a_seat(session, "Omar")
    factories.reply(
        Claim.objects.get(author=of_seat(seat)), of_seat(omar), text="+cmd|' /C calc'!A0"
    )
    Grade.objects.create(seat=seat, feedback="-2+3", by=dan)
    address = reverse("session-report-table", args=[session.key])
    answer = as_(dan).get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="report-{session.key}.csv"'
    first, second = rows(answer.content)
    assert (first["student"], first["byline"]) == ("'=1+1", "'@fox")
    assert first["text"] == '\'=HYPERLINK("https://evil.example.org")'
    assert (second["text"], second["answers"]) == ("'+cmd|' /C calc'!A0", "'@fox")
    assert second["answered_text"] == first["text"]
    one, other = rows(as_(dan).get(address, {"of": "students"}).content)
    assert (one["student"], one["claims"], one["feedback"]) == ("'=1+1", "1", "'-2+3")
    assert (other["student"], other["state"]) == ("Omar", "seated")


def test_the_page_of_one_student_is_of_a_seat_of_this_session(dan: User) -> None:
    session, other = a_session(dan), a_session(dan)
    seat = a_seat(other)
    for name in ("session-report-student", "session-grading-seat"):
        address = reverse(name, args=[session.key, seat.key])
        assert as_(dan).get(address).status_code == 404


def test_a_term_is_a_page_and_a_table(dan: User, eve: User) -> None:
    of_class = a_class(dan, "=Ada")
    session = a_session(dan, of_class=of_class.key, name="@Monday")
    session.seats.all().delete()
    said(a_seat(session, "=Ada", student=Student.objects.get()))
    names = ("class-report", "class-report-table")
    page, table = (reverse(name, args=[of_class.key]) for name in names)
    assert "=Ada" in as_(dan).get(page).content.decode()
    [row] = rows(as_(dan).get(table).content)
    assert (row["student"], row["'@Monday: claims"]) == ("'=Ada", "1")
    for address in (page, table):
        assert as_(eve).get(address).status_code == 404


# ---- Grades


def test_a_student_is_graded_and_reads_it_once_it_is_released(dan: User, bob: User) -> None:
    session = a_session(dan)
    rubric = create_rubric(name="Debating", criteria=CRITERIA, by=dan)
    iris, omar = a_seat(session, "Iris"), a_seat(session, "Omar")
    claim = said(iris)
    grading = reverse("session-grading", args=[session.key])
    chosen = as_(dan).post(grading, {"deed": "rubric", "rubric": rubric.key})
    assert chosen.status_code == 303
    address = reverse("session-grading-seat", args=[session.key, iris.key])
    sent = {
        "mark": ["all", claim.key],
        "seen-all": EMPTY,
        f"seen-{claim.key}": EMPTY,
        "level-all-0": "0",
        "feedback-all": "Well argued.",
        f"level-{claim.key}-0": "",
        f"feedback-{claim.key}": "A source?",
        "next_seat": omar.key,
        "and_next": "1",
    }
    answer = as_(dan).post(address, sent)
    following = reverse("session-grading-seat", args=[session.key, omar.key])
    assert (answer.status_code, answer["Location"]) == (303, following)

    own = reverse("session-grades", args=[session.key])
    assert "Well argued." not in as_(of_seat(iris)).get(own).content.decode()
    assert as_(dan).post(grading, {"deed": "release"}).status_code == 303
    shown = as_(of_seat(iris)).get(own).content.decode()
    assert "Well argued." in shown
    assert "A source?" in shown
    assert "2 of 2 points" in shown
    assert "Well argued." not in as_(of_seat(omar)).get(own).content.decode()
    assert as_(dan).get(own).status_code == 403
    assert as_(bob).get(own).status_code == 404
    as_(dan).post(grading, {"deed": "take_back"})
    assert "Well argued." not in as_(of_seat(iris)).get(own).content.decode()


def test_what_was_typed_is_still_there_when_it_cannot_be_taken(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    claim = said(seat)
    long = "x" * (FEEDBACK_MAX + 1)
    sent = {
        "mark": ["all", claim.key],
        "feedback-all": "Keep this line.",
        "seen-all": EMPTY,
        f"feedback-{claim.key}": long,
        f"seen-{claim.key}": EMPTY,
    }
    answer = as_(dan).post(reverse("session-grading-seat", args=[session.key, seat.key]), sent)
    assert answer.status_code == 422
    assert "Keep this line." in answer.content.decode()
    assert long in answer.content.decode()
    assert not Grade.objects.exists()


def test_a_conflict_shows_both_and_can_then_be_saved(dan: User, bob: User) -> None:
    session = a_session(dan)
    SessionTeacher.objects.create(session=session, person=bob)
    seat = a_seat(session)
    address = reverse("session-grading-seat", args=[session.key, seat.key])
    mine, theirs = "What I typed.", "What Dan saved."
    grade_seat(session=session.key, seat=seat.key, marks=[Marked("", (), theirs, EMPTY)], by=dan)
    answer = as_(bob).post(address, {"mark": "all", "seen-all": EMPTY, "feedback-all": mine})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert mine in shown
    assert theirs in shown
    seen = fingerprint((), theirs)
    assert f'name="seen-all" value="{seen}"' in shown
    answer = as_(bob).post(address, {"mark": "all", "seen-all": seen, "feedback-all": mine})
    assert answer.status_code == 303
    assert Grade.objects.get().feedback == mine


def test_many_claims_are_graded_page_by_page(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    for n in range(GRADED_AT_ONCE + 1):
        said(seat, f"Claim number {n:03d}.")
    address = reverse("session-grading-seat", args=[session.key, seat.key])
    first, second = (
        as_(dan).get(address, {"page": number}).content.decode() for number in ("1", "2")
    )
    assert first.count('name="mark"') == GRADED_AT_ONCE + 1
    assert second.count('name="mark"') == 2
    assert as_(dan).get(address, {"page": "999"}).content.decode().count('name="mark"') == 2


def test_another_rubric_is_asked_about_when_levels_were_given(dan: User) -> None:
    session = a_session(dan)
    first, second = (
        create_rubric(name=name, criteria=criteria, by=dan)
        for name, criteria in (("A", CRITERIA), ("B", read_outline("Style\n4 fine")))
    )
    choose_rubric(session=session.key, rubric=first.key, by=dan)
    seat = a_seat(session)
    grade_seat(session=session.key, seat=seat.key, marks=[Marked("", (0,), "", EMPTY)], by=dan)
    address = reverse("session-grading", args=[session.key])
    sent = {"deed": "rubric", "rubric": second.key}
    answer = as_(dan).post(address, sent)
    assert answer.status_code == 409
    assert 'name="drop"' in answer.content.decode()
    assert as_(dan).post(address, {**sent, "drop": "1"}).status_code == 303
    session.refresh_from_db()
    assert (session.rubric or {})["name"] == "B"
    assert not Grade.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"mark": ["all"] * 3},
        {"mark": "\x00", "seen-\x00": "\x00", "feedback-\x00": "x"},
        {"mark": "all", "seen-all": "x", "level-all-0": "99999999999999999999"},
        {"mark": "all", "seen-all": "x", "level-all-0": "-1", "feedback-all": "\x00"},
        {"mark": ["all", "nothing00000"], "feedback-nothing00000": "x"},
        {"mark": [f"x{n}" for n in range(200)]},
        {"deed": "rubric", "rubric": "\x00"},
        {"deed": "rubric", "rubric": "x" * 5000},
        {"deed": "\x00"},
    ],
)
def test_nothing_that_is_sent_is_a_fault(dan: User, sent: dict[str, object]) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    for name, args in (
        ("session-grading", [session.key]),
        ("session-grading-seat", [session.key, seat.key]),
    ):
        answer = as_(dan).post(reverse(name, args=args), sent)
        assert answer.status_code < 500


# ---- Rubrics and keeping


def test_a_rubric_is_written_copied_and_deleted(dan: User, eve: User) -> None:
    client = as_(dan)
    assert "Reasons" in client.get(reverse("new-rubric")).content.decode()
    sent = {"name": "Debating", "criteria": "Reasons\r\n2 many\r\n0 none"}
    assert client.post(reverse("new-rubric"), sent).status_code == 303
    rubric = Rubric.objects.get()
    assert rubric.criteria[0]["levels"][0] == {"text": "many", "points": 2}
    address = reverse("rubric", args=[rubric.key])
    assert "2 many" in client.get(address).content.decode()
    refused = client.post(address, {"deed": "save", "name": "Kept", "criteria": "Reasons"})
    assert refused.status_code == 422
    assert 'value="Kept"' in refused.content.decode()
    assert client.post(address, {"deed": "copy"}).status_code == 303
    assert Rubric.objects.count() == 2
    for deed in ("save", "copy", "delete"):
        as_(eve).post(address, {"deed": deed, "name": "Mine", "criteria": "A\n1 b"})
    assert as_(eve).get(address).status_code == 404
    assert Rubric.objects.filter(name="Debating").exists()
    assert client.post(address, {"deed": "delete"}).status_code == 303
    assert [one.name for one in Rubric.objects.all()] == ["Copy of Debating"]
    assert "Copy of Debating" not in as_(eve).get(reverse("rubrics")).content.decode()


def test_the_teacher_who_started_it_says_how_long_a_session_is_kept(dan: User, bob: User) -> None:
    session = a_session(dan)
    SessionTeacher.objects.create(session=session, person=bob, names=True)
    address = reverse("session-retention", args=[session.key])
    assert as_(bob).get(address).status_code == 403
    assert as_(dan).get(address).status_code == 200
    for typed in ("9999-12-31", "0001-01-01", "soon", "2027-02-30"):
        answer = as_(dan).post(address, {"until": typed})
        assert answer.status_code == 422
        assert typed in answer.content.decode()
    assert Session.objects.get().kept_until is None


def test_pages_run_the_same_statements_however_many_are_in_them(dan: User) -> None:
    session = a_session(dan)
    rubric = create_rubric(name="Debating", criteria=CRITERIA, by=dan)
    choose_rubric(session=session.key, rubric=rubric.key, by=dan)
    client = as_(dan)

    def grow(seat: Seat, claims: int) -> None:
        for _n in range(claims):
            factories.edit(said(seat), "Otherwise.")
        marks = [Marked("", (0,), "Good.", EMPTY)]
        grade_seat(session=session.key, seat=seat.key, marks=marks, by=dan)

    def counts(seat: Seat) -> list[int]:
        found = []
        for name in (*PAGES, "session-report-student", "session-grading-seat"):
            args = [session.key, seat.key] if name not in PAGES else [session.key]
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(name, args=args)).status_code == 200
            found.append(len(captured))
        return found

    first = a_seat(session, "Student 0")
    grow(first, 1)
    before = counts(first)
    for n in range(1, 4):
        grow(a_seat(session, f"Student {n}"), n)
    assert counts(first) == before
    assert max(before) <= STATEMENTS

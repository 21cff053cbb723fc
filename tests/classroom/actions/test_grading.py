"""Rubrics, grades and their release: who may, who sees, and two teachers at once."""

import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from classroom.actions.grading import Marked, grade_seat, release_grades, take_back_grades
from classroom.actions.rubric import (
    change_rubric,
    choose_rubric,
    copy_rubric,
    create_rubric,
    delete_rubric,
)
from classroom.actions.seating import of_seat
from classroom.enums import Action, SeatState
from classroom.limits import CLASS_NAME_MAX, FEEDBACK_MAX, RUBRICS_MAX
from classroom.logic.rubric import Levels, fingerprint, read_outline
from classroom.models import Grade, Rubric, Session, SessionTeacher
from classroom.queries.access import open_session
from classroom.queries.grades import read_grading, read_own_grades, read_student_grades
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of

pytestmark = pytest.mark.django_db

CRITERIA = read_outline("Reasons\n2 many\n1 one\n0 none\nFairness\n3 yes\n0 no")
UNTOUCHED = fingerprint((), "")


def mark(
    feedback: str = "", levels: Levels = (), *, claim: str = "", seen: str = UNTOUCHED
) -> Marked:
    return Marked(claim, levels, feedback, seen)


def chosen(session: Session, teacher: User) -> Rubric:
    rubric = create_rubric(name="Debating", criteria=CRITERIA, by=teacher)
    choose_rubric(session=session.key, rubric=rubric.key, by=teacher)
    return rubric


# ---- Rubrics


def test_a_rubric_is_ones_own(dan: User, bob: User) -> None:
    rubric = create_rubric(name="  Debating ", criteria=CRITERIA, by=dan)
    assert rubric.name == "Debating"
    for act in (
        lambda: change_rubric(rubric=rubric.key, name="Mine", criteria=CRITERIA, by=bob),
        lambda: copy_rubric(rubric=rubric.key, name="Mine", by=bob),
        lambda: choose_rubric(session=a_session(bob).key, rubric=rubric.key, by=bob),
    ):
        with pytest.raises(NotFound):
            act()
    delete_rubric(rubric=rubric.key, by=bob)
    copy = copy_rubric(rubric=rubric.key, name="Copy of Debating", by=dan)
    assert (copy.criteria, copy.teacher) == (rubric.criteria, dan)
    delete_rubric(rubric=rubric.key, by=dan)
    delete_rubric(rubric=rubric.key, by=dan)
    assert Rubric.objects.get() == copy


def test_guests_and_visitors_have_no_rubrics(dan: User) -> None:
    with pytest.raises(NotAllowed):
        create_rubric(name="Mine", criteria=CRITERIA, by=factories.guest())
    with pytest.raises(NotSignedIn):
        create_rubric(name="Mine", criteria=CRITERIA, by=None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "rubric_without_a_name"),
        (" \x00 ", "rubric_without_a_name"),
        ("\ud800", "unreadable_characters"),
        ("x" * (CLASS_NAME_MAX + 1), "rubric_name_too_long"),
    ],
)
def test_a_rubric_has_a_name_that_can_be_read(dan: User, name: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_rubric(name=name, criteria=CRITERIA, by=dan)
    assert (refused.value.code, refused.value.field) == (code, "name")


def test_half_a_character_is_in_no_criterion(dan: User) -> None:
    with pytest.raises(Invalid) as refused:
        create_rubric(name="Mine", criteria=read_outline("A\ud800\n1 yes"), by=dan)
    assert refused.value.field == "criteria"


def test_nobody_has_too_many_rubrics(dan: User) -> None:
    Rubric.objects.bulk_create(Rubric(teacher=dan, name=f"R{n}") for n in range(RUBRICS_MAX))
    with pytest.raises(Conflict):
        create_rubric(name="One more", criteria=CRITERIA, by=dan)


def test_a_session_keeps_the_rubric_as_it_was_when_it_was_chosen(dan: User) -> None:
    session = a_session(dan)
    rubric = chosen(session, dan)
    seat = a_seat(session)
    grade_seat(session=session.key, seat=seat.key, marks=[mark(levels=(0, 0))], by=dan)
    change_rubric(rubric=rubric.key, name="Other", criteria=read_outline("A\n9 all"), by=dan)
    grading = read_grading(open_session(session.key, dan, Action.GRADE))
    assert grading.rubric is not None
    assert (grading.rubric.name, grading.rubric.most) == ("Debating", 5)
    assert grading.students[0].overall.points == 5


def test_another_rubric_is_chosen_only_if_the_levels_go_and_feedback_stays(dan: User) -> None:
    session = a_session(dan)
    chosen(session, dan)
    seat, other = a_seat(session, "Iris"), a_seat(session, "Omar")
    grade_seat(session=session.key, seat=seat.key, marks=[mark("Well done.", (0, 0))], by=dan)
    grade_seat(session=session.key, seat=other.key, marks=[mark(levels=(1, 1))], by=dan)
    second = create_rubric(name="Other", criteria=read_outline("A\n9 all"), by=dan)
    with pytest.raises(Conflict):
        choose_rubric(session=session.key, rubric=second.key, by=dan)
    assert Grade.objects.count() == 2
    choose_rubric(session=session.key, rubric=second.key, drop_levels=True, by=dan)
    assert list(Grade.objects.values_list("seat", "levels", "feedback")) == [
        (seat.pk, [], "Well done.")
    ]
    choose_rubric(session=session.key, rubric="", by=dan)
    session.refresh_from_db()
    assert session.rubric is None


# ---- Grades


def test_claims_and_all_work_are_graded_and_an_empty_grade_is_none(dan: User) -> None:
    session = a_session(dan)
    chosen(session, dan)
    seat = a_seat(session)
    said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(seat))
    marks = [mark("Good  \r\nwork. ", (0, None)), mark("Source?", claim=said.key)]
    assert grade_seat(session=session.key, seat=seat.key, marks=marks, by=dan) == 2
    _grading, own = read_student_grades(open_session(session.key, dan, Action.GRADE), seat.key)
    assert (own.overall.levels, own.overall.feedback, own.overall.points) == (
        (0, None),
        "Good  \nwork.",
        2,
    )
    assert own.claims[said.key].feedback == "Source?"
    seen = own.overall.fingerprint
    assert grade_seat(session=session.key, seat=seat.key, marks=[mark(seen=seen)], by=dan) == 1
    assert Grade.objects.get().claim == said


def test_a_grade_is_of_a_student_of_this_session_and_of_their_own_claims(dan: User) -> None:
    session, other = a_session(dan), a_session(dan)
    seat, omar, elsewhere = a_seat(session, "Iris"), a_seat(session, "Omar"), a_seat(other)
    waiting = a_seat(session, "Ben", state=SeatState.LOBBY)
    said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(omar))
    gone = factories.reply(factories.thesis_of(debate_of(session)), of_seat(seat))
    factories.withdraw(gone)
    for key in (elsewhere.key, waiting.key, "nothing00000"):
        with pytest.raises(NotFound):
            grade_seat(session=session.key, seat=key, marks=[mark("Good.")], by=dan)
    for claim in (said, gone):
        marks = [mark("Good."), mark("Good.", claim=claim.key)]
        with pytest.raises(NotFound):
            grade_seat(session=session.key, seat=seat.key, marks=marks, by=dan)
    assert not Grade.objects.exists()


def test_feedback_that_is_too_long_or_unreadable_is_refused_and_nothing_kept(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(seat))
    for bad in ("x" * (FEEDBACK_MAX + 1), "\udfff"):
        marks = [mark("Good."), mark(bad, claim=said.key)]
        with pytest.raises(Invalid) as refused:
            grade_seat(session=session.key, seat=seat.key, marks=marks, by=dan)
        assert refused.value.field == said.key
    assert not Grade.objects.exists()


def test_of_two_teachers_who_grade_at_once_none_overwrites_the_other(dan: User, bob: User) -> None:
    session = a_session(dan)
    SessionTeacher.objects.create(session=session, person=bob)
    seat = a_seat(session)
    said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(seat))
    grade_seat(session=session.key, seat=seat.key, marks=[mark("Dan’s.")], by=dan)
    both = [mark("Bob’s."), mark("Of the claim.", claim=said.key)]
    with pytest.raises(Conflict):
        grade_seat(session=session.key, seat=seat.key, marks=both, by=bob)
    assert Grade.objects.get().feedback == "Dan’s."
    # What was not touched in an old form is no conflict, and neither is saying the same.
    again = [mark(""), mark("Of the claim.", claim=said.key)]
    assert grade_seat(session=session.key, seat=seat.key, marks=again, by=bob) == 1
    assert grade_seat(session=session.key, seat=seat.key, marks=[mark("Dan’s.")], by=bob) == 0
    # Once seen it can be overwritten.
    seen = fingerprint((), "Dan’s.")
    grade_seat(session=session.key, seat=seat.key, marks=[mark("Bob’s.", seen=seen)], by=bob)
    assert Grade.objects.get(claim=None).feedback == "Bob’s."


# ---- Release


def test_a_student_sees_their_own_grades_once_they_are_released_and_nobody_elses(
    dan: User,
) -> None:
    session = a_session(dan)
    chosen(session, dan)
    iris, omar = a_seat(session, "Iris"), a_seat(session, "Omar")
    said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(iris), text="Not so.")
    for seat, words in ((iris, "For Iris."), (omar, "For Omar.")):
        grade_seat(session=session.key, seat=seat.key, marks=[mark(words, (0, 0))], by=dan)
    marks = [mark("A source?", claim=said.key)]
    grade_seat(session=session.key, seat=iris.key, marks=marks, by=dan)

    before = read_own_grades(session.key, of_seat(iris))
    assert (before.released_at, before.rubric, before.claims) == (None, None, ())
    assert not before.overall.given

    release_grades(session=session.key, by=dan)
    own = read_own_grades(session.key, of_seat(iris))
    assert (own.overall.feedback, own.overall.points) == ("For Iris.", 5)
    assert [(one.text, one.grade.feedback) for one in own.claims] == [("Not so.", "A source?")]
    assert read_own_grades(session.key, of_seat(omar)).claims == ()

    first = own.released_at
    release_grades(session=session.key, by=dan)
    assert read_own_grades(session.key, of_seat(iris)).released_at == first
    take_back_grades(session=session.key, by=dan)
    assert not read_own_grades(session.key, of_seat(iris)).overall.given


def test_grading_is_for_teachers_and_ones_grades_are_for_students(
    dan: User, bob: User, eve: User
) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    a_session(bob)
    for act in (
        lambda by: grade_seat(session=session.key, seat=seat.key, marks=[mark("Good.")], by=by),
        lambda by: release_grades(session=session.key, by=by),
        lambda by: take_back_grades(session=session.key, by=by),
        lambda by: choose_rubric(session=session.key, rubric="", by=by),
    ):
        with pytest.raises(NotAllowed):
            act(of_seat(seat))
        for outsider in (bob, eve):
            with pytest.raises(NotFound):
                act(outsider)
        with pytest.raises(NotSignedIn):
            act(None)
    with pytest.raises(NotAllowed):
        read_own_grades(session.key, dan)
    for nobody in (bob, eve, None):
        with pytest.raises(NotFound):
            read_own_grades(session.key, nobody)


@pytest.mark.parametrize("students", [1, 3])
def test_grades_take_the_same_statements_however_many_there_are(
    dan: User, students: int, django_assert_num_queries: object
) -> None:
    session = a_session(dan)
    chosen(session, dan)
    seats = [a_seat(session, f"Student {n}") for n in range(students)]
    for seat in seats:
        said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(seat))
        for claim in ("", said.key):
            marks = [mark("Good.", (0, 0), claim=claim)]
            grade_seat(session=session.key, seat=seat.key, marks=marks, by=dan)
    release_grades(session=session.key, by=dan)
    access = open_session(session.key, dan, Action.GRADE)
    with django_assert_num_queries(12):  # type: ignore[operator]
        read_grading(access)
    with django_assert_num_queries(4):  # type: ignore[operator]
        read_own_grades(session.key, of_seat(seats[0]))

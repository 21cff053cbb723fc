"""What a report tells a teacher: of whom, by which name, and in how many statements."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.errors import NotAllowed, NotFound
from accounts.models import User
from classroom.actions.reveal import reveal_seat
from classroom.actions.seating import of_seat
from classroom.enums import Action, Naming, Saying, SeatState, Task
from classroom.logic.report import StudentReport
from classroom.models import ClassTeacher, Grade, Phase, Session, SessionTeacher, Student
from classroom.queries.access import open_session
from classroom.queries.report import SessionReport, read_report
from classroom.queries.term import read_term
from debate.enums import HeldState, Relation, Side, VoteValue
from debate.models import Delta, HeldClaim
from tests import factories
from tests.classroom.factories import a_class, a_seat, a_session, debate_of, hold_phase

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=1)


def report_of(session: Session, viewer: User) -> SessionReport:
    session.refresh_from_db()
    return read_report(open_session(session.key, viewer, Action.REPORT))


def student(session: Session, viewer: User, name: str) -> StudentReport:
    return next(one for one in report_of(session, viewer).students if one.shown == name)


def test_a_report_tells_what_was_said_when_and_in_answer_to_whom(dan: User) -> None:
    session = a_session(dan, phase="Rebut")
    iris, omar = a_seat(session, "Iris", side=Side.FOR), a_seat(session, "Omar", side=Side.AGAINST)
    now = timezone.now()
    thesis = factories.thesis_of(debate_of(session))
    first = factories.reply(thesis, of_seat(iris), Relation.SUPPORT, "It helps.", at=now)
    second = factories.reply(first, of_seat(omar), text="It does not.", at=now + SOON)
    said = student(session, dan, "Omar").said
    assert [(one.text, one.to, one.to_text, one.phase, one.said) for one in said] == [
        ("It does not.", "Iris", "It helps.", "Rebut", Saying.STANDS)
    ]
    assert said[0].at == second.created_at
    assert student(session, dan, "Iris").said[0].to == "Dan"


def test_a_revision_tells_after_which_reply_it_came(dan: User) -> None:
    session = a_session(dan, phase="Rebut")
    iris, omar = a_seat(session, "Iris"), a_seat(session, "Omar")
    now = timezone.now()
    said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(iris), at=now)
    factories.edit(said, "A first change.", at=now + SOON)
    factories.reply(said, of_seat(omar), text="Says who?", at=now + 2 * SOON)
    factories.edit(said, "A second change.", at=now + 3 * SOON)
    revisions = student(session, dan, "Iris").said[0].revisions
    assert [(one.number, one.at) for one in revisions] == [(2, now + SOON), (3, now + 3 * SOON)]
    assert revisions[0].after is None
    assert revisions[1].after is not None
    assert (revisions[1].after.byline, revisions[1].after.text) == ("Omar", "Says who?")


def test_what_is_held_hidden_or_withdrawn_is_marked_and_the_withdrawn_has_no_words(
    dan: User,
) -> None:
    session = a_session(dan, phase="Rebut")
    iris, omar = a_seat(session, "Iris"), a_seat(session, "Omar")
    thesis = factories.thesis_of(debate_of(session))
    hidden, gone = (
        factories.reply(thesis, of_seat(iris), text=text) for text in ("Hidden.", "Withdrawn.")
    )
    factories.hide(hidden)
    factories.withdraw(gone)
    factories.reply(gone, of_seat(omar), text="An answer to it.")
    for state, text in ((HeldState.WAITING, "Waits."), (HeldState.RETURNED, "Was sent back.")):
        HeldClaim.objects.create(
            debate=thesis.debate,
            parent=thesis,
            parent_revision=1,
            relation=Relation.REBUT,
            author=of_seat(iris),
            text=text,
            state=state,
            judged_at=None if state == HeldState.WAITING else timezone.now(),
        )
    told = student(session, dan, "Iris")
    assert {one.said: one.text for one in told.said} == {
        Saying.HIDDEN: "Hidden.",
        Saying.WITHDRAWN: "",
        Saying.HELD: "Waits.",
        Saying.RETURNED: "Was sent back.",
    }
    assert (told.claims, told.apart) == (0, 4)
    answer = student(session, dan, "Omar").said[0]
    assert (answer.to, answer.to_text) == ("", "")


def test_votes_are_counted_and_positions_go_from_the_first_to_the_last(dan: User) -> None:
    session = a_session(dan, phase="Rebut")
    iris, omar = a_seat(session, "Iris"), a_seat(session, "Omar")
    debate = debate_of(session)
    said = [factories.reply(factories.thesis_of(debate), of_seat(omar)) for _n in range(2)]
    for claim in said:
        factories.vote(claim, of_seat(iris), VoteValue.CONVINCING)
    for value in (-2, 0, 1):
        factories.position(debate, of_seat(iris), value)
    Delta.objects.create(
        claim=said[0],
        claim_author=of_seat(omar),
        claim_bears_as=said[0].bears_as,
        person=of_seat(iris),
    )
    told = student(session, dan, "Iris")
    assert (told.votes, told.deltas, told.moved) == (2, 0, 3)
    assert told.first is not None
    assert told.last is not None
    assert (told.first.value, told.last.value) == (-2, 1)
    assert student(session, dan, "Omar").deltas == 1
    assert student(session, dan, "Omar").moved is None


def test_tasks_are_those_of_every_phase_that_asks_for_something(dan: User) -> None:
    session = a_session(dan, running=False)
    Phase.objects.filter(session=session).update(tasks={})
    Phase.objects.filter(session=session, name="Rebut").update(
        tasks={Task.CLAIMS: 2, Task.ANSWERS: 1}
    )
    hold_phase_of(session, "Rebut")
    iris, omar = a_seat(session, "Iris", side=Side.FOR), a_seat(session, "Omar", side=Side.AGAINST)
    now = timezone.now()
    thesis = factories.thesis_of(debate_of(session))
    first = factories.reply(thesis, of_seat(omar), at=now)
    factories.reply(first, of_seat(iris), at=now)
    told = student(session, dan, "Iris").tasks
    assert [(one.phase, one.done, one.wanted) for one in told] == [("Rebut", 2, 3)]
    assert [(row.task, row.done, row.asked) for row in told[0].tasks] == [
        (Task.CLAIMS, 1, 2),
        (Task.ANSWERS, 1, 1),
    ]


def hold_phase_of(session: Session, name: str) -> None:
    from classroom.actions.clock import start_session  # noqa: PLC0415

    start_session(session=session.key, by=session.teacher)
    hold_phase(session, name)


def test_who_has_not_come_is_absent_and_who_waits_in_the_lobby_is_not_in_it(dan: User) -> None:
    session = a_session(dan)
    a_seat(session, "Ada", state=SeatState.LISTED)
    a_seat(session, "Ben", state=SeatState.LOBBY)
    a_seat(session, "Iris")
    shown = {one.shown: one.absent for one in report_of(session, dan).students}
    assert shown == {"Ada": True, "Iris": False}


# ---- By which name


def test_behind_a_pseudonym_there_is_no_name_before_it_was_looked_up(dan: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Vale", byline="Quiet Fox")
    report = report_of(session, dan)
    assert [(one.shown, one.name) for one in report.students] == [("Quiet Fox", "")]
    assert report.nameless == 1
    reveal_seat(session=session.key, seat=seat.key, by=dan)
    report = report_of(session, dan)
    assert [(one.shown, one.byline) for one in report.students] == [("Iris Vale", "Quiet Fox")]
    assert report.nameless == 0


def test_a_co_teacher_without_names_reads_the_same_by_bylines(dan: User, bob: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Vale", byline="Quiet Fox")
    absent = a_seat(session, "Ada", state=SeatState.LISTED)
    factories.reply(factories.thesis_of(debate_of(session)), of_seat(seat))
    reveal_seat(session=session.key, seat=seat.key, by=dan)
    share = SessionTeacher.objects.create(session=session, person=bob)
    report = report_of(session, bob)
    assert {(one.seat, one.shown, one.claims) for one in report.students} == {
        (seat.key, "Quiet Fox", 1),
        (absent.key, "", 0),
    }
    assert report.nameless == 0
    share.names = True
    share.save()
    assert {one.shown for one in report_of(session, bob).students} == {"Iris Vale", "Ada"}


def test_a_report_is_for_the_teachers_of_the_session_alone(dan: User, bob: User, eve: User) -> None:
    session = a_session(dan)
    seat = a_seat(session, "Iris")
    a_session(bob)
    with pytest.raises(NotAllowed):
        report_of(session, of_seat(seat))
    for nobody in (bob, eve):
        with pytest.raises(NotFound):
            report_of(session, nobody)


@pytest.mark.parametrize("students", [1, 3])
def test_a_report_takes_the_same_statements_however_many_are_in_it(
    dan: User, students: int, django_assert_num_queries: object
) -> None:
    session = a_session(dan)
    for n in range(students):
        seat = a_seat(session, f"Student {n}")
        said = factories.reply(factories.thesis_of(debate_of(session)), of_seat(seat))
        for _k in range(students):
            answer = factories.reply(said, of_seat(seat))
            factories.edit(answer, "Otherwise.")
    access = open_session(session.key, dan, Action.REPORT)
    with django_assert_num_queries(11):  # type: ignore[operator]
        read_report(access)


# ---- Over a term


def test_a_term_has_a_column_for_each_session_and_a_row_for_each_student(dan: User) -> None:
    of_class = a_class(dan, "Ada", "Ben")
    ada, ben = Student.objects.order_by("place")
    first, second = (a_session(dan, of_class=of_class.key, name=name) for name in ("One", "Two"))
    for session in (first, second):
        session.seats.all().delete()
    seats = [a_seat(first, "Ada", student=ada), a_seat(second, "Ada", student=ada)]
    a_seat(first, "Ben", student=ben, state=SeatState.LISTED)
    guest = a_seat(second, "Cleo")
    for seat, count in zip([*seats, guest], (1, 2, 3), strict=True):
        for _n in range(count):
            factories.reply(factories.thesis_of(debate_of(seat.session)), of_seat(seat))
    Grade.objects.create(seat=seats[0], by=dan, feedback="Good.")
    term = read_term(of_class.key, dan)
    assert [session.name for session in term.sessions] == ["One", "Two"]
    assert [
        (row.name, [cell and cell.claims for cell in row.cells], row.sessions) for row in term.rows
    ] == [("Ada", [1, 2], 2), ("Ben", [None, None], 0), ("Cleo", [None, 3], 1)]


def test_a_term_is_for_those_who_see_names_and_has_no_session_of_a_colleague(
    dan: User, bob: User, eve: User
) -> None:
    of_class = a_class(dan, "Ada")
    session = a_session(dan, of_class=of_class.key)
    share = ClassTeacher.objects.create(of_class=of_class, person=bob)
    with pytest.raises(NotAllowed):
        read_term(of_class.key, bob)
    share.names = True
    share.save()
    assert read_term(of_class.key, bob).sessions == ()
    SessionTeacher.objects.create(session=session, person=bob, names=True)
    assert [one.key for one in read_term(of_class.key, bob).sessions] == [session.key]
    with pytest.raises(NotFound):
        read_term(of_class.key, eve)


def test_a_pseudonym_is_in_no_term_before_it_was_looked_up(dan: User) -> None:
    of_class = a_class(dan)
    session = a_session(dan, of_class=of_class.key, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Vale", byline="Quiet Fox")
    term = read_term(of_class.key, dan)
    assert (term.rows, term.hidden) == ((), 1)
    reveal_seat(session=session.key, seat=seat.key, by=dan, at=datetime(2026, 1, 1, tzinfo=UTC))
    term = read_term(of_class.key, dan)
    assert ([row.name for row in term.rows], term.hidden) == (["Iris Vale"], 0)

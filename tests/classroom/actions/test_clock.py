"""Moving the clock of a session: what students may do follows at once, in every group."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from classroom.actions import clock
from classroom.actions.starting import add_group
from classroom.actions.windows import write_windows_of
from classroom.enums import Holding, Preset, SessionState
from classroom.errors import NotInThisState
from classroom.models import Phase, Seat, Session, SessionTeacher
from classroom.queries.access import open_session
from classroom.queries.clock import Clock, PhaseState, clock_at
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import Relation, ResultsHidden, VoteValue
from debate.errors import NotOpen
from debate.logic.rules import read_windows
from debate.models import DebateRules
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase
from tests.factories import thesis_of

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


@pytest.fixture
def session(dan: User) -> Session:
    """Dan's structured debate, which began at nine."""
    return a_session(dan, at=NINE)


def clock_of(session: Session, at: datetime) -> Clock:
    """The clock as it would be read at a moment."""
    session.refresh_from_db()
    rules = DebateRules.objects.get(debate=debate_of(session))
    phases = list(Phase.objects.filter(session=session))
    windows = read_windows(rules.windows)
    return clock_at(session, phases, windows, frozen=rules.frozen, at=at)


def told(session: Session, at: datetime) -> tuple[str, int | None]:
    """Which phase holds, and how many seconds are left of it."""
    now = clock_of(session, at)
    return now.phase.name if now.phase else "", now.left_seconds


def refused(do: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        do(**given)
    return refusal.value.code


def reply(session: Session, seat: Seat, at: datetime, text: str = "It takes time.") -> Any:
    parent = thesis_of(debate_of(session))
    return post_reply(parent=parent.key, relation=Relation.REBUT, text=text, by=seat.person, at=at)


# ---- Moving on and back


def test_the_first_phase_begins_when_the_session_starts(dan: User) -> None:
    session = a_session(dan, running=False, at=NINE)
    assert clock_of(session, NINE).state == SessionState.PLANNED
    clock.start_session(session=session.key, by=dan, at=after(1))
    assert told(session, after(1)) == ("Read", 8 * 60)
    assert session.code is not None
    assert session.code_until == after(1) + timedelta(hours=12)
    clock.start_session(session=session.key, by=dan, at=after(2))
    assert told(session, after(2)) == ("Read", 7 * 60)


def test_each_phase_follows_the_one_before(session: Session, dan: User) -> None:
    for name in ("Open", "Rebut", "Answer", "Vote", "Reflect"):
        clock.move_on(session=session.key, by=dan, at=after(1))
        assert told(session, after(1))[0] == name
    assert refused(clock.move_on, session=session.key, by=dan, at=after(2)) == "last_phase"
    states = [row.state for row in clock_of(session, after(2)).phases]
    assert states == [PhaseState.DONE] * 5 + [PhaseState.CURRENT]


def test_one_goes_back_to_the_whole_of_the_phase_before(session: Session, dan: User) -> None:
    assert refused(clock.move_back, session=session.key, by=dan, at=after(1)) == "first_phase"
    clock.move_on(session=session.key, by=dan, at=after(2))
    clock.move_back(session=session.key, by=dan, at=after(3))
    assert told(session, after(3)) == ("Read", 8 * 60)


def test_a_move_that_is_undone_puts_the_time_back_that_was_left(
    session: Session, dan: User
) -> None:
    clock.move_on(session=session.key, by=dan, at=after(3))
    assert clock_of(session, after(4)).can_undo
    clock.undo_move(session=session.key, by=dan, at=after(4))
    assert told(session, after(4)) == ("Read", 5 * 60)
    assert not clock_of(session, after(4)).can_undo
    clock.undo_move(session=session.key, by=dan, at=after(5))
    assert told(session, after(5)) == ("Read", 4 * 60)


def test_what_was_paused_is_paused_again_when_a_move_is_undone(session: Session, dan: User) -> None:
    clock.pause(session=session.key, by=dan, at=after(2))
    clock.move_on(session=session.key, by=dan, at=after(5))
    assert not clock_of(session, after(5)).paused
    clock.undo_move(session=session.key, by=dan, at=after(6))
    assert clock_of(session, after(9)).paused
    assert told(session, after(9)) == ("Read", 6 * 60)
    clock.resume(session=session.key, by=dan, at=after(10))
    assert told(session, after(11)) == ("Read", 5 * 60)


def test_nobody_moves_on_from_a_phase_that_they_did_not_see(session: Session, dan: User) -> None:
    seen = clock_of(session, after(1)).phases[0].key
    for _twice in range(2):
        clock.move_on(session=session.key, seen=seen, by=dan, at=after(1))
    clock.add_seconds(session=session.key, seconds=60, seen=seen, by=dan, at=after(1))
    assert told(session, after(1)) == ("Open", 6 * 60)


def test_a_phase_is_chosen_out_of_turn(session: Session, dan: User) -> None:
    vote = Phase.objects.get(session=session, name="Vote")
    clock.move_to(session=session.key, phase=vote.key, by=dan, at=after(1))
    assert told(session, after(1)) == ("Vote", 5 * 60)
    clock.move_to(session=session.key, phase=vote.key, by=dan, at=after(2))
    assert told(session, after(2)) == ("Vote", 4 * 60)
    unknown = refused(clock.move_to, session=session.key, phase="p", by=dan, at=after(2))
    assert unknown == "no_such_phase"


# ---- The time that is left


def test_a_minute_is_added_and_taken(session: Session, dan: User) -> None:
    clock.add_seconds(session=session.key, seconds=60, by=dan, at=after(1))
    assert told(session, after(1)) == ("Read", 8 * 60)
    clock.add_seconds(session=session.key, seconds=-60, by=dan, at=after(1))
    clock.add_seconds(session=session.key, seconds=-60, by=dan, at=after(1))
    assert told(session, after(1)) == ("Read", 6 * 60)


def test_a_phase_is_not_shortened_beyond_now(session: Session, dan: User) -> None:
    clock.add_seconds(session=session.key, seconds=-9 * 60, by=dan, at=after(2))
    assert told(session, after(2)) == ("Read", 0)
    clock.add_seconds(session=session.key, seconds=-60, by=dan, at=after(3))
    assert told(session, after(3)) == ("Read", 0)
    clock.add_seconds(session=session.key, seconds=60, by=dan, at=after(4))
    assert told(session, after(4)) == ("Read", 60)


def test_a_paused_clock_keeps_what_is_left(session: Session, dan: User) -> None:
    for _twice in range(2):
        clock.pause(session=session.key, by=dan, at=after(3))
    assert told(session, after(60)) == ("Read", 5 * 60)
    clock.add_seconds(session=session.key, seconds=-60, by=dan, at=after(60))
    for _twice in range(2):
        clock.resume(session=session.key, by=dan, at=after(61))
    assert told(session, after(61)) == ("Read", 4 * 60)


def test_a_phase_without_a_length_is_paused_and_goes_on_without_one(dan: User) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION, at=NINE)
    assert told(session, after(99)) == ("Discuss", None)
    longer = refused(clock.add_seconds, session=session.key, seconds=60, by=dan, at=after(1))
    assert longer == "phase_without_a_length"
    clock.pause(session=session.key, by=dan, at=after(1))
    assert told(session, after(2)) == ("Discuss", None)
    assert clock_of(session, after(2)).paused
    clock.resume(session=session.key, by=dan, at=after(3))
    assert told(session, after(99)) == ("Discuss", None)


def test_what_is_over_cannot_be_paused(session: Session, dan: User) -> None:
    assert refused(clock.pause, session=session.key, by=dan, at=after(8)) == "time_is_up"


def test_a_phase_lasts_two_weeks_at_most(session: Session, dan: User) -> None:
    for seconds in (14 * 24 * 3_600, 10**12):
        with pytest.raises(Invalid) as refusal:
            clock.add_seconds(session=session.key, seconds=seconds, by=dan, at=after(1))
        assert (refusal.value.code, refusal.value.field) == ("phase_too_long", "seconds")


# ---- What students may do


def test_students_do_what_the_phase_allows_and_nothing_else(session: Session, dan: User) -> None:
    seat = a_seat(session)
    state_position(debate=debate_of(session).key, value=2, by=seat.person, at=after(1))
    with pytest.raises(NotOpen):
        reply(session, seat, after(1))
    hold_phase(session, "Open", at=after(2))
    claim = reply(session, seat, after(3))
    other = a_seat(session, "Otis")
    with pytest.raises(NotOpen):
        cast_vote(
            claim=thesis_of(debate_of(session)).key,
            value=VoteValue.CONVINCING,
            by=other.person,
            at=after(3),
        )
    hold_phase(session, "Vote", at=after(4))
    cast_vote(claim=claim.key, value=VoteValue.CONVINCING, by=other.person, at=after(5))
    with pytest.raises(NotOpen):
        reply(session, seat, after(5), "Too late.")
    with pytest.raises(NotOpen):
        cast_vote(claim=claim.key, value=VoteValue.NOT_CONVINCING, by=other.person, at=after(10))


def test_nothing_is_taken_before_a_session_starts_while_it_rests_and_after_it_ends(
    dan: User,
) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION, running=False, at=NINE)
    seat = a_seat(session)
    with pytest.raises(NotOpen):
        reply(session, seat, after(1))
    clock.start_session(session=session.key, by=dan, at=after(2))
    reply(session, seat, after(3))
    clock.pause(session=session.key, by=dan, at=after(4))
    with pytest.raises(NotOpen):
        reply(session, seat, after(5), "Paused.")
    clock.resume(session=session.key, by=dan, at=after(6))
    clock.freeze(session=session.key, by=dan, at=after(7))
    assert clock_of(session, after(8)).frozen
    with pytest.raises(NotOpen):
        reply(session, seat, after(8), "Frozen.")
    clock.thaw(session=session.key, by=dan, at=after(9))
    reply(session, seat, after(10), "It goes on.")
    clock.end_session(session=session.key, by=dan, at=after(11))
    with pytest.raises(NotOpen):
        reply(session, seat, after(12), "It is over.")


def test_what_comes_shortly_after_the_bell_is_taken_where_a_grace_is_given(dan: User) -> None:
    session = a_session(dan, grace_seconds=15, at=NINE)
    seat = a_seat(session)
    hold_phase(session, "Open", at=after(1))
    hold_phase(session, "Vote", at=after(2))
    reply(session, seat, after(2) + timedelta(seconds=14))
    with pytest.raises(NotOpen):
        reply(session, seat, after(2) + timedelta(seconds=15), "Later still.")


def test_every_group_moves_at_the_same_moment(session: Session, dan: User) -> None:
    add_group(session, by=dan, at=after(1))
    write_windows_of(session, at=after(1))
    clock.move_on(session=session.key, by=dan, at=after(2))
    first, second = DebateRules.objects.filter(
        debate__in=[debate_of(session), debate_of(session, 2)]
    )
    assert first.windows == second.windows
    assert not second.keepers_judge
    assert thesis_of(second.debate).text == thesis_of(first.debate).text


def test_those_in_the_circle_reply_and_the_others_ask(dan: User) -> None:
    session = a_session(dan, preset=Preset.FISHBOWL, phase="Fishbowl", at=NINE)
    inside, outside = a_seat(session, "Iris", inner=True), a_seat(session, "Otis")
    write_windows_of(session, at=after(1))
    reply(session, inside, after(2))
    with pytest.raises(NotOpen):
        reply(session, outside, after(2))
    thesis = thesis_of(debate_of(session))
    post_reply(parent=thesis.key, relation="question", text="Why?", by=outside.person, at=after(2))
    Seat.objects.filter(pk=inside.pk).update(inner=False)
    write_windows_of(session, at=after(3))
    with pytest.raises(NotOpen):
        reply(session, inside, after(4), "Outside by now.")


def test_a_phase_is_opened_again_for_one_student_alone(session: Session, dan: User) -> None:
    late, other = a_seat(session, "Iris"), a_seat(session, "Otis")
    opening = hold_phase(session, "Open", at=after(1))
    hold_phase(session, "Vote", at=after(2))
    clock.open_again(
        session=session.key, phase=opening.key, seat=late.key, seconds=120, by=dan, at=after(3)
    )
    clock.add_seconds(session=session.key, seconds=60, by=dan, at=after(3.5))
    reply(session, late, after(4))
    with pytest.raises(NotOpen):
        reply(session, other, after(4))
    with pytest.raises(NotOpen):
        reply(session, late, after(5), "Too late again.")
    nobody = refused(
        clock.open_again, session=session.key, phase=opening.key, seat="s", by=dan, at=after(5)
    )
    assert nobody == "no_seat"


# ---- Results and the end


def test_hidden_results_are_shown_at_once(session: Session, dan: User) -> None:
    hold_phase(session, "Vote", at=after(1))
    assert clock_of(session, after(2)).results_hidden == ResultsHidden.REVEALED
    for _twice in range(2):
        clock.show_results(session=session.key, by=dan, at=after(2))
    assert clock_of(session, after(2)).results_hidden == ResultsHidden.NONE
    assert told(session, after(2)) == ("Vote", 4 * 60)


def test_an_ended_session_shows_all_keeps_no_code_and_is_kept_for_a_time(
    session: Session, dan: User
) -> None:
    hold_phase(session, "Vote", at=after(1))
    for _twice in range(2):
        clock.end_session(session=session.key, by=dan, at=after(2))
    session.refresh_from_db()
    assert (session.state, session.ended_at, session.code) == ("ended", after(2), None)
    assert session.kept_until is not None
    now = clock_of(session, after(3))
    assert (now.phase, now.next, now.results_hidden) == (None, None, ResultsHidden.NONE)
    assert refused(clock.move_on, session=session.key, by=dan, at=after(3)) == "session_is_over"


def test_a_teacher_may_keep_the_code(session: Session, dan: User) -> None:
    clock.end_session(session=session.key, keep_code=True, by=dan, at=after(2))
    session.refresh_from_db()
    assert session.code is not None


# ---- By itself


def test_a_planned_session_starts_and_goes_on_without_anybody(dan: User) -> None:
    session = a_session(dan, running=False, starts_at=after(60), runs_by_itself=True, at=NINE)
    seat = a_seat(session)
    assert clock_of(session, after(59)).state == SessionState.PLANNED
    assert told(session, after(61)) == ("Read", 7 * 60)
    assert told(session, after(60 + 8 + 1)) == ("Open", 5 * 60)
    reply(session, seat, after(60 + 8 + 1))
    clock.move_on(session=session.key, by=dan, at=after(60 + 8 + 2))
    session.refresh_from_db()
    assert (session.state, session.started_at) == (SessionState.RUNNING, after(60))
    assert told(session, after(60 + 8 + 2)) == ("Rebut", 10 * 60)


def test_a_session_whose_planned_start_is_over_runs_for_everybody(dan: User) -> None:
    session = a_session(dan, running=False)
    Session.objects.filter(pk=session.pk).update(starts_at=NINE)
    assert open_session(session.key, dan).standing.state == SessionState.RUNNING


def test_the_rules_hold_back_what_the_session_says(dan: User) -> None:
    rules = debate_of(a_session(dan, holding=Holding.ALL)).rules
    assert (rules.hold_all, rules.hold_newcomers, rules.keepers_judge) == (True, True, False)


# ---- Who may


@pytest.mark.parametrize(
    "move",
    [
        clock.start_session,
        clock.move_on,
        clock.move_back,
        clock.undo_move,
        clock.pause,
        clock.resume,
        clock.freeze,
        clock.thaw,
        clock.show_results,
        clock.end_session,
    ],
)
def test_only_teachers_of_a_session_move_its_clock(
    move: Any, session: Session, bob: User, eve: User
) -> None:
    seat = a_seat(session)
    SessionTeacher.objects.create(session=session, person=bob)
    with pytest.raises(NotAllowed):
        move(session=session.key, by=seat.person)
    with pytest.raises(NotFound):
        move(session=session.key, by=eve)
    with pytest.raises(NotSignedIn):
        move(session=session.key, by=None)
    clock.move_on(session=session.key, by=bob, at=after(1))
    move(session=session.key, by=bob, at=after(2))


@pytest.mark.parametrize("move", [clock.move_on, clock.pause, clock.freeze, clock.end_session])
def test_what_has_not_started_is_not_moved(move: Any, dan: User) -> None:
    session = a_session(dan, running=False)
    with pytest.raises(NotInThisState) as refusal:
        move(session=session.key, by=dan)
    assert refusal.value.code == "session_not_started"


def test_a_move_takes_a_fixed_number_of_statements_for_each_group(
    session: Session, dan: User
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            clock.move_on(session=session.key, by=dan)
        return len(captured)

    one = statements()
    for _more in range(2):
        add_group(session, by=dan, at=NINE)
    write_windows_of(session)
    for number in range(5):
        a_seat(session, f"Student {number}")
    assert statements() == one + 2 * 2  # for each group more: its rules, and telling of them


def test_the_teacher_judges_nothing(session: Session, dan: User) -> None:
    hold_phase(session, "Read", at=after(1))
    with pytest.raises(NotAllowed):
        state_position(debate=debate_of(session).key, value=1, by=dan, at=after(2))


def test_a_member_of_another_debate_is_nobody_here(session: Session, alice: User) -> None:
    factories.debate(alice)
    with pytest.raises(NotFound):
        clock.move_on(session=session.key, by=alice)

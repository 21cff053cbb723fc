"""Every decision about sessions: the table written down once more, and who stands where in it.

Letters are as in `decided.py`: y may, n may not and is told so, - it does not exist for them, and w
waits in the lobby. A co-teacher stands there twice, without names and with them.
"""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from accounts.enums import PersonKind, Role
from accounts.errors import NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from classroom.enums import Action, Capacity, SeatState, SessionState
from classroom.errors import NotInThisState
from classroom.models import Seat, Session
from classroom.policies.standing import Standing, may, standing_in_session, why_not
from classroom.policies.starting import may_start, why_not_start
from classroom.policies.table import TABLE
from classroom.policies.topics import board_topic, seat_topic, session_topic

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECIDED = """
                 visitor outsider removed waiting student sharing with_names teacher | planned running ended | told
see                 -       -        -       y       y       y        y         y    |    y       y      y   | -
keep_work           -       -        -       w       y       n        n         n    |    y       y      y   | students_only
choose_side         -       -        -       w       y       n        n         n    |    y       y      n   | students_only
say_what_moved      -       -        -       w       y       n        n         n    |    n       y      n   | students_only
see_own_grades      -       -        -       w       y       n        n         n    |    y       y      y   | students_only
see_board           -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
set_up              -       -        -       w       n       y        y         y    |    y       y      n   | teachers_only
run                 -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
admit               -       -        -       w       n       y        y         y    |    y       y      n   | teachers_only
remove_seat         -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
renew_code          -       -        -       w       n       y        y         y    |    y       y      n   | teachers_only
print_slips         -       -        -       w       n       x        y         y    |    y       y      n   | teachers_only
group               -       -        -       w       n       y        y         y    |    y       y      n   | teachers_only
announce            -       -        -       w       n       y        y         y    |    y       y      n   | teachers_only
feature             -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
keep_order          -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
show_results        -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
see_names           -       -        -       w       n       x        y         y    |    y       y      y   | teachers_only
reveal              -       -        -       w       n       x        y         y    |    y       y      y   | teachers_only
grade               -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
release_grades      -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
report              -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
duplicate           -       -        -       w       n       y        y         y    |    y       y      y   | teachers_only
share               -       -        -       w       n       n        n         y    |    y       y      y   | teacher_only
delete_session      -       -        -       w       n       n        n         y    |    y       y      y   | teacher_only
"""  # noqa: E501 - a table
HEAD, *LINES = [[part.split() for part in line.split("|")] for line in DECIDED.split("\n") if line]
ROWS = {Action(line[0][0]): (line[0][1:], line[1], line[2][0]) for line in LINES}
SHARING = {"sharing": False, "with_names": True}
OVER = {
    SessionState.PLANNED: "session_not_started",
    SessionState.RUNNING: "session_is_running",
    SessionState.ENDED: "session_is_over",
}


def told(refusal: Refusal | None) -> tuple[type[Refusal], str] | None:
    return (type(refusal), refusal.code) if refusal else None


def standing(column: str, state: SessionState) -> Standing:
    capacity = Capacity.CO_TEACHER if column in SHARING else Capacity(column)
    names = SHARING.get(column, capacity == Capacity.TEACHER)
    return Standing(None if capacity == Capacity.VISITOR else 1, capacity, state, names)


def decided(action: Action, column: str, state: SessionState) -> tuple[type[Refusal], str] | None:
    letters, when, refusal = ROWS[action]
    letter = letters[HEAD[0].index(column)]
    open_now = when[HEAD[1].index(state)] == "y"
    return {
        "-": (NotFound, "no_session"),
        "w": (NotAllowed, "still_in_the_lobby"),
        "n": (NotAllowed, refusal),
        "x": (NotAllowed, "names_are_not_for_you"),
        "y": None if open_now else (NotInThisState, OVER[state]),
    }[letter]


def test_every_row_is_written_down() -> None:
    assert set(ROWS) == set(TABLE) == set(Action) - {Action.START}
    assert {Capacity(c) for c in HEAD[0] if c not in SHARING} | {Capacity.CO_TEACHER} == {*Capacity}


@pytest.mark.parametrize("action", list(ROWS))
def test_every_cell_is_decided_as_it_is_written_down(action: Action) -> None:
    for column, state in product(HEAD[0], SessionState):
        who, should = standing(column, state), decided(action, column, state)
        assert told(why_not(who, action)) == should, (column, state)
        assert may(who, action) is (should is None), (column, state)


# ---- Who stands where

DAN, IRIS = User(pk=1), User(pk=2)


def where(viewer: User | None, seat: SeatState | None = None, **shared: bool) -> Standing:
    session = Session(teacher=DAN, state=SessionState.RUNNING)
    sits = Seat(state=seat) if seat else None
    given: dict[str, Any] = {"co_teacher": False, "names": False} | shared
    return standing_in_session(session, viewer, seat=sits, **given)


@pytest.mark.parametrize(
    ("viewer", "seat", "shared", "expected"),
    [
        (None, None, {}, (None, Capacity.VISITOR, False)),
        (DAN, None, {}, (1, Capacity.TEACHER, True)),
        # Whoever teaches stands there as such, with a seat of an earlier time too.
        (DAN, SeatState.SEATED, {"co_teacher": True}, (1, Capacity.TEACHER, True)),
        (IRIS, None, {}, (2, Capacity.OUTSIDER, False)),
        (IRIS, None, {"co_teacher": True}, (2, Capacity.CO_TEACHER, False)),
        (IRIS, None, {"co_teacher": True, "names": True}, (2, Capacity.CO_TEACHER, True)),
        (IRIS, SeatState.SEATED, {"co_teacher": True}, (2, Capacity.CO_TEACHER, False)),
        (IRIS, SeatState.LOBBY, {}, (2, Capacity.WAITING, False)),
        (IRIS, SeatState.SEATED, {}, (2, Capacity.STUDENT, False)),
        (IRIS, SeatState.SEATED, {"names": True}, (2, Capacity.STUDENT, False)),
        (IRIS, SeatState.REMOVED, {}, (2, Capacity.REMOVED, False)),
    ],
)
def test_somebody_stands_where_their_seat_or_share_puts_them(
    viewer: User | None,
    seat: SeatState | None,
    shared: dict[str, bool],
    expected: tuple[int | None, Capacity, bool],
) -> None:
    found = where(viewer, seat, **shared)
    assert (found.person_id, found.capacity, found.names) == expected
    assert found.state == SessionState.RUNNING
    assert found.teaches is (found.capacity in {Capacity.TEACHER, Capacity.CO_TEACHER})


# ---- Who may start one


def somebody(role: Role = Role.MEMBER, **more: Any) -> User:
    return User(pk=3, handle="eve", role=role, **more)


SUSPENDED: dict[str, Any] = {"suspended_until": NOON + timedelta(days=1)}
GUEST: dict[str, Any] = {"kind": PersonKind.GUEST}


@pytest.mark.parametrize(
    ("person", "everybody", "staff"),
    [
        (None, (NotSignedIn, "sign_in_to_teach"), (NotSignedIn, "sign_in_to_teach")),
        (somebody(), None, (NotAllowed, "sessions_by_staff_only")),
        (somebody(Role.MODERATOR), None, None),
        (somebody(Role.STAFF), None, None),
        (somebody(Role.STAFF, **SUSPENDED), *[(NotAllowed, "suspended")] * 2),
        (somebody(**GUEST), *[(NotAllowed, "guests_stay_in_class")] * 2),
    ],
    ids=["nobody", "a member", "a moderator", "staff", "suspended", "a guest"],
)
def test_any_member_starts_sessions_unless_the_operator_leaves_it_to_staff(
    settings: Any,
    person: User | None,
    everybody: tuple[type[Refusal], str] | None,
    staff: tuple[type[Refusal], str] | None,
) -> None:
    for setting, should in (("everybody", everybody), ("staff", staff)):
        settings.SESSIONS_STARTED_BY = setting
        assert told(why_not_start(person, at=NOON)) == should
        assert may_start(person, at=NOON) is (should is None)


def test_every_kind_of_listener_has_topics_of_its_own() -> None:
    assert len({board_topic("k"), session_topic("k"), seat_topic("k")}) == 3
    assert board_topic("k") != board_topic("l")

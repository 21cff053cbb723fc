"""A lesson that a program runs, from the list of a class to the report."""

from typing import Any

import pytest

from accounts.enums import Scope
from accounts.models import User
from classroom.enums import Naming, Preset, SideRule
from classroom.models import Session
from debate.enums import Relation, Side
from tests import factories
from tests.api.conftest import truly_told
from tests.api.programs import Program
from tests.api.reading import reads, statements
from tests.classroom.factories import THESIS, a_class, a_seat, a_session, debate_of

__all__ = ["truly_told"]

pytestmark = pytest.mark.django_db


def done(program: Program, method: str, address: str, sent: Any = None) -> Any:
    answer = program.ask(method, address, sent)
    assert answer.status_code < 300, (address, answer.content)
    return answer.json() if answer.content else None


def named(answer: Any) -> dict[str, str]:
    """What is wrong with each field, by its code."""
    assert answer.status_code == 400, answer.content
    return {wrong["field"]: wrong["code"] for wrong in answer.json()["errors"]}


def test_a_whole_lesson_is_run_by_a_program(dan: User) -> None:
    of_class = a_class(dan, "Maja", "Noor")
    program = Program(dan, Scope.READ, Scope.TEACH, Scope.NAMES)
    sent = {"preset": "structured_debate", "thesis": THESIS, "of_class": of_class.key}
    session = done(program, "POST", "sessions", sent)
    at = f"sessions/{session['key']}"
    assert session["clock"]["state"] == "planned"
    assert session["of_class"] == of_class.key
    absent = done(program, "GET", f"{at}/seats")["absent"]
    assert [seat["name"] for seat in absent] == ["Maja", "Noor"]
    first, second = (phase["key"] for phase in session["phases"][:2])
    assert done(program, "POST", f"{at}/clock/start")["phase"] == first
    assert done(program, "POST", f"{at}/clock/next", {"seen": first})["phase"] == second
    # Whoever presses twice moves once.
    again = program.ask("POST", f"{at}/clock/next", {"seen": first})
    assert done(program, "GET", f"{at}/clock")["phase"] == second, again.content
    assert done(program, "POST", f"{at}/clock/undo")["phase"] == first
    assert done(program, "PUT", f"{at}/clock/pause")["paused"]
    assert not done(program, "DELETE", f"{at}/clock/pause")["paused"]
    ended = done(program, "POST", f"{at}/clock/end")
    assert ended["state"] == "ended"
    told = done(program, "GET", f"{at}/report")
    assert [student["name"] for student in told["students"]] == ["Maja", "Noor"]
    assert done(program, "GET", f"{at}/positions")["stated"] == 0


def test_names_are_told_to_programs_that_were_made_for_them_alone(dan: User) -> None:
    session = a_session(dan, naming=Naming.NAMES)
    a_seat(session, "Iris")
    at = f"sessions/{session.key}/seats"
    blind, told = Program(dan, Scope.READ, Scope.TEACH), Program(dan, Scope.TEACH, Scope.NAMES)
    assert [seat["name"] for seat in done(told, "GET", at)["seated"]] == ["Iris"]
    answer = blind.ask("GET", at)
    assert b"Iris" not in answer.content
    assert [seat["name"] for seat in answer.json()["seated"]] == [""]
    seat = session.seats.get().key
    of_names = ("GET", f"sessions/{session.key}/report"), ("POST", f"{at}/{seat}/name")
    for method, address in of_names:
        refused = blind.ask(method, address)
        assert (refused.status_code, refused.json()["code"]) == (403, "token_scope")


def test_what_cannot_be_taken_is_said_of_each_field(dan: User) -> None:
    session = a_session(dan)
    program = Program(dan)
    at = f"sessions/{session.key}"
    odd = {"name": "Toast", "seconds": True, "allow": "reply", "tasks": {"claims": "9"}}
    wrong = named(program.ask("POST", f"{at}/phases", odd))
    assert {name.partition(".")[0] for name in wrong} == {"seconds", "allow", "tasks"}
    assert named(program.ask("PATCH", at, {"grace": 9})) == {"grace": "unknown_field"}
    assert named(program.ask("PUT", f"{at}/groups", {"groups": 0})).keys() == {"groups"}
    assert named(program.ask("PUT", f"{at}/announcement", {"text": " "})).keys() == {"text"}
    assert Session.objects.get(pk=session.pk).phases.count() == session.phases.count()


BUDGETED = (
    "sessions",
    "classes",
    "rubrics",
    "{at}",
    "{at}/seats",
    "{at}/clock",
    "{at}/groups",
    "{at}/report",
    "{at}/grades",
)


def test_what_is_read_takes_as_many_statements_for_three_seats_as_for_one(dan: User) -> None:
    session = a_session(dan, preset=Preset.OPEN_DISCUSSION, side_rule=SideRule.CHOSEN)
    thesis = factories.thesis_of(debate_of(session))
    needed = []
    for names in (("Iris",), ("Noor", "Maja")):
        for name in names:
            seat = a_seat(session, name, side=Side.FOR)
            assert seat.person
            factories.reply(thesis, seat.person, Relation.REBUT, f"{name} says no.")
        at = f"sessions/{session.key}"
        needed.append({one: statements(one.format(at=at), dan) for one in BUDGETED})
        a_class(dan, *names, name=f"Class of {len(names)}")
        a_session(dan, running=False)
    assert needed[0] == needed[1]
    assert max(needed[0].values()) <= 20, needed[0]


def test_sessions_are_listed_by_pages_with_the_newest_first(
    dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classroom.queries.sessions.SESSIONS_PER_PAGE", 2)
    made = [a_session(dan, running=False).key for _ in range(3)]
    program = Program(dan)
    first = reads(program.client, "sessions")
    second = reads(program.client, first["next"])
    assert [one["key"] for one in first["results"]] == [made[2], made[1]]
    assert [one["key"] for one in second["results"]] == [made[0]]
    assert second["next"] is None


def test_what_the_rubric_has_not_is_refused_and_no_grade_is_kept(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session, "Iris")
    program = Program(dan)
    at = f"sessions/{session.key}/grades/{seat.key}"
    seen = done(program, "GET", at)["overall"]["seen"]
    mark = {"feedback": "Well argued.", "seen": seen}
    assert named(program.ask("PATCH", at, {"marks": [mark, {**mark, "levels": [0]}]})) == {
        "marks": "no_such_level"
    }
    assert named(program.ask("PATCH", at, {"marks": [{"levels": [True]}]})).keys() == {
        "marks.0.levels.0",
        "marks.0.seen",
    }
    assert done(program, "GET", at)["overall"]["at"] is None
    twice = done(program, "PATCH", at, {"marks": [mark, {**mark, "feedback": "No."}]})
    assert twice["overall"]["feedback"] == "Well argued."


def test_grades_are_told_without_names_to_programs_that_were_not_made_for_them(dan: User) -> None:
    session = a_session(dan, naming=Naming.NAMES)
    seat = a_seat(session, "Iris")
    at = f"sessions/{session.key}/grades"
    blind = Program(dan, Scope.TEACH)
    for address in (at, f"{at}/{seat.key}"):
        assert b"Iris" not in blind.ask("GET", address).content
        assert b"Iris" in Program(dan).ask("GET", address).content
    of_one = f"sessions/{session.key}/report/{seat.key}"
    assert blind.ask("GET", of_one).json()["code"] == "token_scope"
    assert done(Program(dan), "GET", of_one)["name"] == "Iris"

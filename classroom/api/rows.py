"""How sessions, phases and seats look in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from classroom.enums import (
    Holding,
    Naming,
    SeatState,
    SessionState,
    SideRule,
    Task,
)
from classroom.queries.access import SessionAccess
from classroom.queries.clock import Clock, PhaseState, read_clock
from classroom.queries.groups import list_groups
from classroom.queries.roster import RosterRow
from classroom.queries.sessions import read_source
from debate.api.rows import Moment
from debate.enums import (
    Answerable,
    Permission,
    Relation,
    RepliesHidden,
    ResultsHidden,
    Side,
)


def words(of: Any) -> list[str]:
    """The words of a closed list."""
    return [str(word) for word in of]


class WordsOf(serializers.ListField):
    """Some words of a closed list, in its order."""

    def __init__(self, of: Any, **options: Any) -> None:
        self.of = words(of)
        super().__init__(child=serializers.ChoiceField(self.of), **options)

    def to_representation(self, data: Any) -> list[str]:
        return [word for word in self.of if word in data]


class TaskCounts(serializers.Serializer[Any]):
    """How many of each thing a phase asks of every student."""

    claims = serializers.IntegerField(default=0)
    answers = serializers.IntegerField(default=0, help_text="To the other side.")
    votes = serializers.IntegerField(default=0)


class PhaseOfSession(serializers.Serializer[Any]):
    """A part of a session: what may be done in it, and for how long."""

    key = serializers.CharField()
    place = serializers.IntegerField(help_text="In the order of phases, from 1.")
    name = serializers.CharField()
    instruction = serializers.CharField()
    seconds = serializers.IntegerField(
        allow_null=True, help_text="How long it lasts; null: until the next one is begun."
    )
    state = serializers.ChoiceField(words(PhaseState))
    allow = WordsOf(Permission)
    relations = WordsOf(Relation, help_text="Those that replies may have.")
    inner = WordsOf(Permission, help_text="What those in the circle may do besides.")
    answer = serializers.ChoiceField(words(Answerable))
    results_hidden = serializers.ChoiceField(words(ResultsHidden))
    replies_hidden = serializers.ChoiceField(words(RepliesHidden))
    tasks = serializers.SerializerMethodField()

    def get_tasks(self, row: Any) -> TaskCounts:
        asked = {str(task): row.tasks.get(task, 0) for task in Task}
        return TaskCounts(asked).data  # type: ignore[return-value]


class ClockOfSession(serializers.Serializer[Any]):
    """Where the clock of a session stands, by the clock of the database."""

    state = serializers.ChoiceField(words(SessionState))
    phase = serializers.CharField(allow_null=True, help_text="The key of the one that holds.")
    next = serializers.CharField(allow_null=True)
    began_at = Moment(allow_null=True)
    ends_at = Moment(allow_null=True, help_text="Null without a length, and while it is paused.")
    left_seconds = serializers.IntegerField(allow_null=True)
    paused = serializers.BooleanField()
    frozen = serializers.BooleanField()
    can_undo = serializers.BooleanField()
    at = Moment(help_text="When this was read.")


class GroupOfSession(serializers.Serializer[Any]):
    """A part of the class, with a debate of its own."""

    key = serializers.CharField()
    number = serializers.IntegerField()
    debate = serializers.CharField()
    seated = serializers.IntegerField()


class SessionInList(serializers.Serializer[Any]):
    """A session that somebody teaches."""

    key = serializers.CharField()
    name = serializers.CharField()
    class_name = serializers.CharField(help_text="Empty without a class.")
    state = serializers.ChoiceField(words(SessionState))
    students = serializers.IntegerField()
    shared = serializers.BooleanField(help_text="Whether another teacher started it.")
    starts_at = Moment(allow_null=True)
    created_at = Moment(source="at")


class SessionWhole(serializers.Serializer[Any]):
    """A session with its settings, its clock and its groups."""

    key = serializers.CharField()
    name = serializers.CharField()
    of_class = serializers.CharField(allow_null=True)
    copy_of = serializers.CharField(
        allow_null=True, help_text="The public debate that its own are copies of."
    )
    code = serializers.CharField(
        allow_null=True, help_text="What students come in by; null when nobody can."
    )
    code_until = Moment(allow_null=True)
    naming = serializers.ChoiceField(words(Naming))
    side_rule = serializers.ChoiceField(words(SideRule))
    holding = serializers.ChoiceField(words(Holding))
    lobby = serializers.BooleanField()
    grace_seconds = serializers.IntegerField()
    runs_by_itself = serializers.BooleanField()
    time_zone = serializers.CharField()
    starts_at = Moment(allow_null=True)
    started_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)
    announcement = serializers.CharField()
    clock = ClockOfSession()
    phases = PhaseOfSession(many=True)
    groups = GroupOfSession(many=True)


class SeatOfSession(serializers.Serializer[Any]):
    """One seat. Votes are counted, never told.

    `byline` is what classmates see, `name` who it is; a program without the scope `names` is told
    neither a name nor a byline that is one.
    """

    key = serializers.CharField()
    byline = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(words(SeatState))
    side = serializers.ChoiceField(words(Side), allow_null=True)
    group = serializers.IntegerField(allow_null=True, help_text="Its number.")
    inner = serializers.BooleanField(help_text="In the circle of a fishbowl.")
    here = serializers.BooleanField()
    claims = serializers.IntegerField()
    answers = serializers.IntegerField()
    votes = serializers.IntegerField()
    held = serializers.IntegerField(help_text="Claims that wait for a teacher.")
    entered_at = Moment(allow_null=True)


def clock_shown(clock: Clock) -> dict[str, Any]:
    """The clock of a session as JSON has it."""
    told = {
        "state": clock.state,
        "phase": clock.phase.key if clock.phase else None,
        "next": clock.next.key if clock.next else None,
        "began_at": clock.began_at,
        "ends_at": clock.ends_at,
        "left_seconds": clock.left_seconds,
        "paused": clock.paused,
        "frozen": clock.frozen,
        "can_undo": clock.can_undo,
        "at": clock.at,
    }
    return {**ClockOfSession(told).data}


def session_shown(access: SessionAccess) -> dict[str, Any]:
    """A session as JSON has it. Queries: 5."""
    session, clock, source = access.session, read_clock(access), read_source(access)
    shown = {
        **{name: getattr(session, name) for name in _PLAIN},
        "of_class": session.of_class.key if session.of_class else None,
        "copy_of": source.key if source else None,
        "clock": clock_shown(clock),
        "phases": clock.phases,
        "groups": list_groups(access),
    }
    return {**SessionWhole(shown).data}


def seat_shown(access: SessionAccess, row: RosterRow) -> dict[str, Any]:
    """A seat as JSON has it."""
    return without_names(access, SeatOfSession(row).data)


def without_names(access: SessionAccess, student: Mapping[str, Any]) -> dict[str, Any]:
    """A student as JSON has them, without what stands for a name where that is not to be told."""
    shown = {**student}
    if not access.standing.names:
        shown["name"] = ""
        if access.session.naming == Naming.NAMES:
            shown["byline"] = ""
    return shown


_PLAIN = (
    "key",
    "name",
    "code",
    "code_until",
    "naming",
    "side_rule",
    "holding",
    "lobby",
    "grace_seconds",
    "runs_by_itself",
    "time_zone",
    "starts_at",
    "started_at",
    "ended_at",
    "announcement",
)

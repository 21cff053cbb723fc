"""What each student of a session said and did, and how the class moved."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.errors import NotFound
from classroom.api.resource import Resource
from classroom.api.rows import words
from classroom.enums import Action, Saying, Stand, Task
from classroom.queries.board import list_credited
from classroom.queries.flow import read_positions
from classroom.queries.report import read_report
from debate.api.rows import Moment
from debate.enums import Relation, Side


class RevisionOfClaim(serializers.Serializer[Any]):
    """A rewording; `after` says whose reply was the last that was there by then."""

    number = serializers.IntegerField()
    at = Moment()
    after = serializers.CharField(source="after.byline", default=None, allow_null=True)


class Said(serializers.Serializer[Any]):
    """One thing that a student said."""

    claim = serializers.CharField(source="key")
    state = serializers.ChoiceField(words(Saying), source="said")
    phase = serializers.CharField(help_text="The name of the phase, or empty.")
    relation = serializers.ChoiceField(words(Relation))
    text = serializers.CharField()
    at = Moment()
    to = serializers.CharField(help_text="Who is answered, as the class knows them.")
    group = serializers.IntegerField()
    revisions = RevisionOfClaim(many=True)


class TaskDone(serializers.Serializer[Any]):
    """One thing that a phase asked for, and how much of it was done."""

    task = serializers.ChoiceField(words(Task))
    asked = serializers.IntegerField()
    done = serializers.IntegerField()


class TasksOfPhase(serializers.Serializer[Any]):
    """What one phase asked of a student."""

    phase = serializers.CharField()
    tasks = TaskDone(many=True)


class StudentInReport(serializers.Serializer[Any]):
    """What one student did. Votes are counted, never told."""

    seat = serializers.CharField()
    byline = serializers.CharField()
    name = serializers.CharField(help_text="Empty where it was not looked up.")
    side = serializers.ChoiceField(words(Side), allow_null=True)
    group = serializers.IntegerField(allow_null=True)
    absent = serializers.BooleanField()
    removed = serializers.BooleanField()
    first = serializers.IntegerField(source="first.value", default=None, allow_null=True)
    last = serializers.IntegerField(source="last.value", default=None, allow_null=True)
    votes = serializers.IntegerField()
    deltas = serializers.IntegerField(help_text="How many said that a claim of theirs moved them.")
    said = Said(many=True)
    tasks = TasksOfPhase(many=True)


class ReportOfSession(serializers.Serializer[Any]):
    """What each student of a session said and did."""

    students = StudentInReport(many=True)
    started_at = Moment(allow_null=True)
    ended_at = Moment(allow_null=True)


class StandCounts(serializers.Serializer[Any]):
    """How many stood where."""

    for_it = serializers.IntegerField()
    unsure = serializers.IntegerField()
    against = serializers.IntegerField()


class PositionsOfSession(serializers.Serializer[Any]):
    """How a class stood on the thesis and stands now; null while too few said where they stand."""

    seated = serializers.IntegerField()
    stated = serializers.IntegerField()
    before = StandCounts(allow_null=True)
    now = StandCounts(allow_null=True)
    towards_for = serializers.IntegerField(allow_null=True)
    towards_against = serializers.IntegerField(allow_null=True)


class CreditedClaim(serializers.Serializer[Any]):
    """A claim that changed somebody's view: how many say so, never who."""

    claim = serializers.CharField()
    debate = serializers.CharField()
    text = serializers.CharField()
    group = serializers.IntegerField(help_text="Its number.")
    people = serializers.IntegerField()


class CreditedClaims(serializers.Serializer[Any]):
    """The claims that changed most minds, the most first."""

    results = CreditedClaim(many=True)


class Report(Resource):
    """The report of a session."""

    @operation("Read the report of a session", ReportOfSession)
    def get(self, request: Request, key: str) -> Response:
        return Response(ReportOfSession(read_report(self.open(key, Action.REPORT))).data)


class ReportOfOne(Resource):
    """The report of one student."""

    @operation("Read the report of a student", StudentInReport)
    def get(self, request: Request, key: str, place: str) -> Response:
        students = read_report(self.open(key, Action.REPORT)).students
        found = next((one for one in students if one.seat == place), None)
        if found is None:
            raise NotFound("no_seat")
        return Response(StudentInReport(found).data)


class Credited(Resource):
    """Which claims moved a class."""

    @operation("List the claims that changed most minds", CreditedClaims)
    def get(self, request: Request, key: str) -> Response:
        shown = [
            {
                "claim": one.claim.claim.key,
                "debate": one.claim.claim.debate_key,
                "text": one.claim.claim.text,
                "group": one.claim.group,
                "people": one.people,
            }
            for one in list_credited(self.open(key))
        ]
        return Response({"results": CreditedClaim(shown, many=True).data})


class Positions(Resource):
    """Where a class stood and stands."""

    @operation("Read how a class moved", PositionsOfSession)
    def get(self, request: Request, key: str) -> Response:
        positions = read_positions(self.open(key))
        flow = positions.flow
        told = {
            "seated": positions.seated,
            "stated": positions.stated,
            "before": _counts(flow.before) if flow else None,
            "now": _counts(flow.now) if flow else None,
            "towards_for": flow.towards_for if flow else None,
            "towards_against": flow.towards_against if flow else None,
        }
        return Response(PositionsOfSession(told).data)


def _counts(bars: Any) -> dict[str, int]:
    people = {bar.stand: bar.people for bar in bars}
    return {
        "for_it": people.get(Stand.FOR, 0),
        "unsure": people.get(Stand.UNSURE, 0),
        "against": people.get(Stand.AGAINST, 0),
    }

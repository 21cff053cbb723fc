"""The phases of a session: reading, adding, changing, placing and removing them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole, Word
from accounts.errors import NotFound
from classroom.actions.setup import PhaseTyped, add_phase, edit_phase, place_phase, remove_phase
from classroom.api.resource import Resource
from classroom.api.rows import PhaseOfSession, words
from classroom.limits import INSTRUCTION_MAX, PHASE_NAME_MAX, PHASE_SECONDS_MAX, TASK_MAX
from classroom.queries.clock import PhaseRow, read_clock
from debate.enums import (
    Answerable,
    Paced,
    Permission,
    Relation,
    RepliesHidden,
    ResultsHidden,
)


class PhasesOfSession(serializers.Serializer[Any]):
    """All of a session's phases, in their order."""

    results = PhaseOfSession(many=True)


class TasksSent(Strict):
    """What is asked of every student."""

    claims = Whole(default=0, min_value=0, max_value=TASK_MAX)
    answers = Whole(default=0, min_value=0, max_value=TASK_MAX)
    votes = Whole(default=0, min_value=0, max_value=TASK_MAX)


class PhaseSent(Strict):
    """A phase."""

    name = Text(max_length=PHASE_NAME_MAX)
    instruction = Text(default="", max_length=INSTRUCTION_MAX)
    seconds = Whole(
        default=None,
        allow_null=True,
        min_value=1,
        max_value=PHASE_SECONDS_MAX,
        help_text="Null: until the next one is begun.",
    )
    allow = serializers.ListField(child=Word(words(Permission)), default=list)
    relations = serializers.ListField(
        child=Word(words(Relation)), default=list, help_text="None: all of them."
    )
    inner = serializers.ListField(
        child=Word(words(Permission)), default=list, help_text="For those in the circle besides."
    )
    answer = Word(words(Answerable), default=str(Answerable.ANYBODY))
    results_hidden = Word(words(ResultsHidden), default=str(ResultsHidden.NONE))
    replies_hidden = Word(words(RepliesHidden), default=str(RepliesHidden.NONE))
    tasks = TasksSent(default=dict)


class PlaceSent(Strict):
    """Where a phase is to stand."""

    place = Whole(help_text="In the order of phases, from 1.")


class Phases(Resource):
    """The phases of a session."""

    @operation("List the phases of a session", PhasesOfSession)
    def get(self, request: Request, key: str) -> Response:
        return Response({"results": PhaseOfSession(_rows(self, key), many=True).data})

    @operation(
        "Add a phase",
        PhaseOfSession,
        status=HTTPStatus.CREATED,
        sent=PhaseSent,
        paced=Paced.ORDER,
    )
    def post(self, request: Request, key: str) -> Response:
        made = add_phase(session=key, phase=PhaseTyped(**self.sent), by=self.viewer)
        return Response(PhaseOfSession(_row(self, key, made.key)).data, HTTPStatus.CREATED)


class Phase(Resource):
    """One phase."""

    @operation("Read a phase", PhaseOfSession)
    def get(self, request: Request, key: str, phase: str) -> Response:
        return Response(PhaseOfSession(_row(self, key, phase)).data)

    @operation("Change a phase", PhaseOfSession, sent=PhaseSent, paced=Paced.ORDER)
    def put(self, request: Request, key: str, phase: str) -> Response:
        edit_phase(session=key, key=phase, phase=PhaseTyped(**self.sent), by=self.viewer)
        return Response(PhaseOfSession(_row(self, key, phase)).data)

    @operation("Remove a phase", status=HTTPStatus.NO_CONTENT, paced=Paced.ORDER)
    def delete(self, request: Request, key: str, phase: str) -> Response:
        remove_phase(session=key, key=phase, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class PlaceOfPhase(Resource):
    """Where a phase stands among the others."""

    @operation("Move a phase", PhaseOfSession, sent=PlaceSent, paced=Paced.ORDER)
    def put(self, request: Request, key: str, phase: str) -> Response:
        place_phase(session=key, key=phase, place=self.sent["place"], by=self.viewer)
        return Response(PhaseOfSession(_row(self, key, phase)).data)


def _rows(resource: Resource, key: str) -> tuple[PhaseRow, ...]:
    return read_clock(resource.open(key)).phases


def _row(resource: Resource, key: str, phase: str) -> PhaseRow:
    found = next((row for row in _rows(resource, key) if row.key == phase), None)
    if found is None:
        raise NotFound("no_such_phase")
    return found

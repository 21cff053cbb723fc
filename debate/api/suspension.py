"""Shutting people out of the site, by staff in the browser."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Whole
from debate.actions.suspension import ban_person, readmit_person, suspend_person
from debate.api.acted import Act, Reasoned, act_operation, acted
from debate.api.resource import Resource
from debate.api.rows import Moment
from debate.limits import SUSPENSION_DAYS
from debate.queries.site_moderation import read_suspension


class SuspensionOfPerson(serializers.Serializer[Any]):
    """Whether somebody is shut out of the site, and what was done about them before."""

    key = serializers.CharField()
    name = serializers.CharField()
    suspended = serializers.BooleanField()
    until = Moment(allow_null=True)
    banned = serializers.BooleanField(help_text="Suspended without an end.")
    acts = Act(many=True)


class Suspended(Reasoned):
    """For how long somebody is shut out of the site, and why."""

    days = Whole(
        allow_null=True,
        help_text=f"One of {', '.join(map(str, SUSPENSION_DAYS))}; null for no end.",
    )


class Suspension(Resource):
    """A person shut out of the site: they read, export and delete what is theirs, and no more."""

    @operation("See whether somebody is suspended", SuspensionOfPerson)
    def get(self, request: Request, key: str) -> Response:
        return Response(SuspensionOfPerson(read_suspension(key, self.viewer)).data)

    @act_operation("Suspend somebody", sent=Suspended, unchanged=SuspensionOfPerson)
    def put(self, request: Request, key: str) -> Response:
        said = {"reason": self.sent["reason"], "note": self.sent["note"], "by": self.viewer}
        if self.sent["days"] is None:
            act = ban_person(person=key, **said)
        else:
            act = suspend_person(person=key, days=self.sent["days"], **said)
        if act is None:
            return Response(SuspensionOfPerson(read_suspension(key, self.viewer)).data)
        return acted(self, act)


class Readmission(Resource):
    """Somebody who was suspended or banned, let in again."""

    @act_operation("Readmit somebody", unchanged=SuspensionOfPerson)
    def post(self, request: Request, key: str) -> Response:
        act = readmit_person(person=key, by=self.viewer, **self.sent)
        if act is None:
            return Response(SuspensionOfPerson(read_suspension(key, self.viewer)).data)
        return acted(self, act)

"""An act of keeping order, and an appeal against it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text
from debate.actions.appeal import appeal
from debate.api.acted import Act, Name
from debate.api.resource import Resource
from debate.api.rows import Moment
from debate.enums import Deciders, Paced
from debate.limits import APPEAL_MAX
from debate.queries.act import read_act


class Case(serializers.Serializer[Any]):
    """What was said about an act, for whom it concerns and for those who keep order."""

    subject = Name(allow_null=True)
    note = serializers.CharField()
    appeal = serializers.CharField()
    appealed_at = Moment(allow_null=True)
    answer = serializers.CharField()
    decided_at = Moment(allow_null=True)
    words = serializers.CharField(help_text="What the claim says that it was about.")
    language = serializers.CharField()


class ActWhole(serializers.Serializer[Any]):
    """An act, with what was said about it as far as one may know."""

    act = Act(source="line")
    debate = serializers.CharField(
        source="debate_key", allow_null=True, help_text="Null for an act on the whole site."
    )
    thesis = serializers.CharField()
    case = Case(allow_null=True, help_text="Null for whom it is not open.")
    mine = serializers.BooleanField(help_text="Whether it concerns oneself.")
    may_appeal = serializers.BooleanField()
    may_decide = serializers.BooleanField()
    deciders = serializers.ChoiceField(
        [str(deciders) for deciders in Deciders],
        allow_null=True,
        help_text="Who can decide an appeal against it.",
    )


class AppealSent(Strict):
    """Why it should be undone."""

    text = Text(max_length=APPEAL_MAX)


class ActOfOrder(Resource):
    """An act of keeping order."""

    @operation("Read an act", ActWhole)
    def get(self, request: Request, key: str) -> Response:
        return Response(ActWhole(read_act(key, self.viewer)).data)


class Appeal(Resource):
    """Asking, once, that somebody else looks at an act that concerns oneself."""

    @operation("Appeal", ActWhole, sent=AppealSent, paced=Paced.APPEAL)
    def post(self, request: Request, key: str) -> Response:
        appeal(act=key, text=self.sent["text"], by=self.viewer)
        return Response(ActWhole(read_act(key, self.viewer)).data)

"""Acts of keeping order: how one looks, and how a resource does and answers one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.contract import Form
from accounts.api.operation import Handler, operation
from accounts.api.strict import Strict, Text, Word
from debate.api.located import located
from debate.api.rows import Moment
from debate.enums import ActKind, Decision, Paced, Reason, Relation
from debate.limits import NOTE_MAX
from debate.queries.act import read_act

if TYPE_CHECKING:
    from collections.abc import Callable

    from debate import models
    from debate.api.resource import Resource

REASONS = [str(reason) for reason in Reason]
RELATIONS = [str(relation) for relation in Relation]


class Name(serializers.Serializer[Any]):
    """The name that somebody goes by; without a key it is a pseudonym, or they have left."""

    name = serializers.CharField()
    key = serializers.CharField(allow_null=True)


class Act(serializers.Serializer[Any]):
    """What somebody did to keep order, as everybody may know it who sees the debate."""

    key = serializers.CharField()
    kind = serializers.ChoiceField([str(kind) for kind in ActKind])
    reason = serializers.ChoiceField(REASONS)
    at = Moment()
    by = Name(allow_null=True, help_text="Null where it would tell whose a claim was that is gone.")
    claim = serializers.CharField(source="claim_key", allow_null=True)
    claim_text = serializers.CharField(help_text="What it says now; empty where it is not live.")
    claim_language = serializers.CharField()
    decision = serializers.ChoiceField(
        [str(decision) for decision in Decision],
        allow_null=True,
        help_text="The answer to an appeal against it.",
    )
    about = serializers.CharField(
        allow_null=True, help_text="The act that was appealed against or undone."
    )
    days = serializers.IntegerField(allow_null=True, help_text="How long a suspension lasts.")
    before = serializers.ChoiceField(
        RELATIONS, allow_null=True, help_text="The relation that was changed."
    )
    after = serializers.ChoiceField(RELATIONS, allow_null=True)
    moved_from = serializers.CharField(
        allow_null=True, help_text="The claim under which one stood that was moved."
    )


class Reasoned(Strict):
    """Why something is done."""

    reason = Word(REASONS, help_text="It stands in the log for good.")
    note = Text(default="", max_length=NOTE_MAX, help_text="To the person whom it concerns.")


def act_operation[R: Resource](
    summary: str, *, sent: type[Strict] = Reasoned, unchanged: Form = None
) -> Callable[[Handler[R]], Handler[R]]:
    """An operation that is an act: it answers the act, or what is so already as it is.

    `unchanged` is how that looks; None where nothing is told of it.
    """
    already = HTTPStatus.NO_CONTENT if unchanged is None else HTTPStatus.OK
    return operation(
        summary,
        Act,
        status=HTTPStatus.CREATED,
        also={already: unchanged},
        sent=sent,
        paced=Paced.ORDER,
    )


def acted(resource: Resource, act: models.Act) -> Response:
    """The answer to an act that was done, with its address."""
    line = read_act(act.key, resource.viewer).line
    where = located(resource.request, "api-act", act.key)
    return Response(Act(line).data, HTTPStatus.CREATED, headers=where)

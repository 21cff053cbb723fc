"""What happened in a debate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.api.resource import Resource
from debate.api.rows import Byline, Moment, PageAsked, paged, pages_of
from debate.enums import ChangeKind, ClaimKind, ClaimState, Relation
from debate.queries.activity import list_activity
from debate.queries.record import UNTOLD

KINDS = [str(kind) for kind in ChangeKind if kind not in UNTOLD]


class ActivityAsked(PageAsked):
    """Of which kind, and to claims of which relation."""

    kind = serializers.ChoiceField(KINDS, default=None)
    relation = serializers.ChoiceField([str(r) for r in Relation], default=None)


class DeedInList(serializers.Serializer[Any]):
    """Something that happened; of a claim that is gone neither words nor author are told."""

    kind = serializers.ChoiceField(KINDS)
    at = Moment()
    debate = serializers.CharField(source="debate_key")
    thesis = serializers.CharField(help_text="What the thesis says; empty where it is gone.")
    claim = serializers.CharField(source="key", help_text="The thesis, where it is about it all.")
    claim_kind = serializers.ChoiceField([str(kind) for kind in ClaimKind], allow_null=True)
    relation = serializers.ChoiceField([str(r) for r in Relation], allow_null=True)
    state = serializers.ChoiceField([str(state) for state in ClaimState])
    by = Byline(allow_null=True)
    text = serializers.CharField()
    language = serializers.CharField()


class ActivityOfDebate(Resource):
    """What people did in a debate, the newest first; votes are nobody's deed."""

    @operation("List what happened in a debate", pages_of(DeedInList), asked=ActivityAsked)
    def get(self, request: Request, key: str) -> Response:
        shown = list_activity(key, self.viewer, **deeds_asked(self.asked))
        return Response(paged(request, shown.page, DeedInList))


def deeds_asked(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a list of deeds is asked for."""
    return {
        **asked,
        "kind": ChangeKind(asked["kind"]) if asked["kind"] else None,
        "relation": Relation(asked["relation"]) if asked["relation"] else None,
    }

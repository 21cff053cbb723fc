"""Keeping order in a claim: what may be done to it, and each thing that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Key, Word
from accounts.errors import Invalid
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch, unlock_branch
from debate.actions.move import move_claim
from debate.actions.relation import change_relation
from debate.api.acted import REASONS, RELATIONS, Reasoned, act_operation, acted
from debate.api.resource import Resource
from debate.api.rows import Claim, Moment
from debate.queries import claim_moderation as deeds
from debate.queries.claim import read_claim
from debate.queries.claim_moderation import read_claim_to_moderate

if TYPE_CHECKING:
    from debate import models

# Each deed by the resource that does it, below the moderation of a claim.
NOUNS = {
    deeds.HIDE: "hiding",
    deeds.RESTORE: "restoration",
    deeds.RELATE: "relation",
    deeds.MOVE: "move",
    deeds.LOCK: "lock",
    deeds.UNLOCK: "unlock",
}


class Removal(serializers.Serializer[Any]):
    """What a hidden claim says, and by which act it is hidden."""

    text = serializers.CharField()
    details_html = serializers.CharField()
    language = serializers.CharField()
    act = serializers.CharField(source="act_key", allow_null=True)
    reason = serializers.ChoiceField(REASONS, allow_null=True)
    at = Moment(allow_null=True)


class ClaimToModerate(serializers.Serializer[Any]):
    """A claim and what may be done to it now, as the names of resources below this one."""

    claim = Claim()
    parent = Claim(allow_null=True)
    deeds = serializers.ListField(child=serializers.ChoiceField(list(NOUNS.values())))
    relations = serializers.ListField(
        child=serializers.ChoiceField(RELATIONS), help_text="Those that it could have instead."
    )
    locked_above = serializers.BooleanField(help_text="Whether a claim above it has a lock.")
    removal = Removal(allow_null=True)


class Related(Reasoned):
    """How a claim is to bear on what it answers, and why."""

    relation = Word(RELATIONS)


class Moved(Reasoned):
    """Under which claim of the same debate one is to hang, and why."""

    to = Key()


class ClaimModeration(Resource):
    """A claim for whoever keeps order in its debate."""

    @operation("See what may be done to a claim", ClaimToModerate)
    def get(self, request: Request, key: str) -> Response:
        shown = read_claim_to_moderate(key, self.viewer)
        return Response(
            ClaimToModerate(
                {
                    "claim": shown.claim,
                    "parent": shown.parent,
                    "deeds": [NOUNS[deed] for deed in shown.deeds],
                    "relations": shown.relations,
                    "locked_above": shown.locked_above,
                    "removal": shown.removal,
                }
            ).data
        )


class Hiding(Resource):
    """A claim taken out of sight; its place and its replies stay."""

    @act_operation("Hide a claim", unchanged=Claim)
    def post(self, request: Request, key: str) -> Response:
        return _told(self, key, hide_claim(claim=key, by=self.viewer, **self.sent))


class Restoration(Resource):
    """A hidden claim shown again."""

    @act_operation("Restore a hidden claim", unchanged=Claim)
    def post(self, request: Request, key: str) -> Response:
        return _told(self, key, restore_claim(claim=key, by=self.viewer, **self.sent))


class RelationByOrder(Resource):
    """How a claim bears on what it answers, set by whoever keeps order."""

    @act_operation("Change the relation of a claim", sent=Related, unchanged=Claim)
    def post(self, request: Request, key: str) -> Response:
        if not self.sent["reason"]:
            raise Invalid("choose_a_reason", field="reason")  # without one its author does it
        return _told(self, key, change_relation(claim=key, by=self.viewer, **self.sent))


class Move(Resource):
    """A claim, with all that hangs below it, hung under another."""

    @act_operation("Move a claim", sent=Moved, unchanged=Claim)
    def post(self, request: Request, key: str) -> Response:
        return _told(self, key, move_claim(claim=key, by=self.viewer, **self.sent))


class Lock(Resource):
    """A branch that takes neither replies nor edits; votes go on."""

    @act_operation("Lock a branch", unchanged=Claim)
    def post(self, request: Request, key: str) -> Response:
        return _told(self, key, lock_branch(claim=key, by=self.viewer, **self.sent))


class Unlock(Resource):
    """A lock taken from a branch; those above it and below it stay."""

    @act_operation("Unlock a branch", unchanged=Claim)
    def post(self, request: Request, key: str) -> Response:
        return _told(self, key, unlock_branch(claim=key, by=self.viewer, **self.sent))


def _told(resource: Resource, key: str, act: models.Act | None) -> Response:
    """The act; the claim as it is, where nothing had to be done."""
    if act is None:
        return Response(Claim(read_claim(key, resource.viewer)).data)
    return acted(resource, act)

"""How a reply bears on what it answers."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Word
from debate.actions.relation import change_relation
from debate.api.resource import Resource
from debate.api.rows import ClaimAlone
from debate.enums import Paced
from debate.enums import Relation as Bearing
from debate.queries.claim import read_claim


class RelationSent(Strict):
    """How the claim bears on its parent."""

    relation = Word([str(relation) for relation in Bearing])


class Relation(Resource):
    """How a claim bears on its parent; for its author, until somebody replies to it."""

    @operation("Change how one's claim bears", ClaimAlone, sent=RelationSent, paced=Paced.EDIT)
    def put(self, request: Request, key: str) -> Response:
        change_relation(claim=key, relation=self.sent["relation"], by=self.viewer)
        return Response(ClaimAlone(read_claim(key, self.viewer)).data)

"""Judging a claim: one's own vote, and how many there are."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict
from accounts.errors import Invalid
from debate.actions.vote import cast_vote
from debate.api.fields import Number
from debate.api.resource import Resource
from debate.api.rows import Tally
from debate.enums import Paced, VoteValue
from debate.queries.claim import read_claim
from debate.queries.rows import ClaimRow


class VoteSent(Strict):
    """A judgement of the wording that the claim has now."""

    value = Number(
        [int(value) for value in VoteValue],
        refusal=Invalid("no_such_vote"),
        help_text="1 convincing, -1 not convincing, 0 unsure.",
    )


class OwnVote(serializers.Serializer[Any]):
    """One's own vote on a claim, and all votes together; nobody sees the vote of another."""

    claim = serializers.CharField(source="key")
    value = serializers.IntegerField(source="my_vote", allow_null=True)
    revision = serializers.SerializerMethodField(help_text="The wording that one judged.")
    tally = Tally(allow_null=True)

    def get_revision(self, row: ClaimRow) -> int | None:
        return None if row.my_vote is None else row.vote_earlier or row.revision


class Vote(Resource):
    """One's own vote on a claim."""

    @operation("Read one's vote", OwnVote)
    def get(self, request: Request, key: str) -> Response:
        return Response(OwnVote(read_claim(key, self.viewer)).data)

    @operation("Vote", OwnVote, sent=VoteSent, paced=Paced.VOTE)
    def put(self, request: Request, key: str) -> Response:
        cast_vote(claim=key, value=VoteValue(self.sent["value"]), by=self.viewer)
        return Response(OwnVote(read_claim(key, self.viewer)).data)

    @operation("Take a vote back", status=HTTPStatus.NO_CONTENT, paced=Paced.VOTE)
    def delete(self, request: Request, key: str) -> Response:
        cast_vote(claim=key, value=None, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)

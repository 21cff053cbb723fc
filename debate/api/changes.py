"""What changed, for copies that are kept in step: in one debate, and in all of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict
from accounts.networks import network_of
from debate.api.resource import Resource
from debate.api.rows import Claim, ClaimOfThread, Moment
from debate.api.thread import FIELDS, shaped
from debate.api.waiting import login_of, sent_to_wait, wait_field
from debate.enums import ChangeKind, Coming
from debate.queries.followed import Followed, list_all_changes_since, list_changes_since
from debate.queries.listening import read_listener, read_listener_to_all

KINDS = [
    str(kind) for kind in ChangeKind if kind not in {ChangeKind.SEATED, ChangeKind.LEFT}
]  # who has which role is not told


class ChangesAsked(Strict):
    """Since when."""

    since = serializers.CharField(help_text="The cursor of a thread, or of the answer before.")
    wait = wait_field()


class AllChangesAsked(Strict):
    """Since when."""

    since = serializers.CharField(
        default=None, help_text="The cursor of the answer before. Without it: from now on."
    )
    wait = wait_field()


class Change(serializers.Serializer[Any]):
    """One thing that happened; without a claim it concerns the debate as a whole."""

    seq = serializers.IntegerField(help_text="Its number in the record of its debate.")
    kind = serializers.ChoiceField(KINDS)
    at = Moment()
    claim = serializers.CharField(source="claim_key", allow_null=True)
    before = serializers.CharField(
        allow_null=True,
        help_text="Of a claim that was moved the claim under which it hung; of one that was "
        "related anew the relation.",
    )
    after = serializers.CharField(allow_null=True, help_text="Likewise, as it is since then.")


class ChangeSomewhere(Change):
    """One thing that happened in one of all debates, or to a debate as a whole.

    Of kind `arrived` when the debate came into sight and is to be pulled, `departed` when it went
    out of it and a copy of it is to be dropped.
    """

    debate = serializers.CharField(source="debate_key")
    seq = serializers.IntegerField(
        allow_null=True, help_text="Its number in the record of its debate; null if not seen."
    )
    kind = serializers.ChoiceField([*KINDS, *map(str, Coming)])


class ChangesSince(serializers.Serializer[Any]):
    """What changed, and every claim that looks different by it as it is now."""

    changes = Change(many=True)
    claims = ClaimOfThread(many=True)
    cursor = serializers.CharField(help_text="Where the next question goes on.")
    more = serializers.BooleanField(help_text="Whether there is more: then ask at once.")
    poll_after = serializers.IntegerField(help_text="Seconds to wait before asking again.")


class AllChangesSince(ChangesSince):
    """What changed in all debates, and every claim that looks different by it as it is now."""

    changes = ChangeSomewhere(many=True)
    claims = Claim(many=True)  # type: ignore[assignment]  # here each says of which debate


class Changes(Resource):
    """What changed in a debate since a cursor, and every claim that looks different by it."""

    @operation(
        "Follow a debate",
        ChangesSince,
        also={HTTPStatus.TEMPORARY_REDIRECT: None},
        asked=ChangesAsked,
    )
    def get(self, request: Request, key: str) -> Response:
        seconds = 0 if request.method == "HEAD" else self.asked["wait"]
        listener = read_listener(key, self.viewer, **_whose(request)) if seconds else None
        followed = list_changes_since(key, self.viewer, since=self.asked["since"])
        if listener and not followed.changes:
            ticket, seq = listener  # read before: what came since then is among the changes
            return sent_to_wait(request, ticket, seq=seq, cursor=followed.cursor, seconds=seconds)
        claims = [
            shaped(thread, claim, FIELDS) for thread in followed.threads for claim in thread.claims
        ]
        self.count_claims(len(claims))
        return Response(_answer(followed, Change, claims))


class AllChanges(Resource):
    """What changed in all debates that one sees, since a cursor; without one, a cursor."""

    @operation(
        "Follow all debates",
        AllChangesSince,
        also={HTTPStatus.TEMPORARY_REDIRECT: None},
        asked=AllChangesAsked,
    )
    def get(self, request: Request) -> Response:
        seconds = 0 if request.method == "HEAD" else self.asked["wait"]
        followed = list_all_changes_since(self.viewer, since=self.asked["since"])
        if seconds and self.asked["since"] and not followed.changes:
            ticket = read_listener_to_all(self.viewer, **_whose(request))
            return sent_to_wait(request, ticket, seq=None, cursor=followed.cursor, seconds=seconds)
        claims = [
            {"debate": thread.debate_key, **shaped(thread, claim, FIELDS)}
            for thread in followed.threads
            for claim in thread.claims
        ]
        self.count_claims(len(claims))
        return Response(_answer(followed, ChangeSomewhere, claims))


def _whose(request: Request) -> dict[str, str]:
    return {"login": login_of(request), "network": network_of(request.META)}


def _answer(
    followed: Followed, change: type[Change], claims: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "changes": change(followed.changes, many=True).data,
        "claims": claims,
        "cursor": followed.cursor,
        "more": followed.more,
        "poll_after": followed.poll_after,
    }

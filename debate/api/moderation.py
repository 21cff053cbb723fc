"""Keeping order in a debate: what waits, what was done, and what is done to all of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Key, Strict
from debate.actions.flag import settle_flags
from debate.actions.freeze import freeze_debate, thaw_debate
from debate.api.acted import REASONS, RELATIONS, Act, Name, act_operation, acted
from debate.api.resource import Resource
from debate.api.rows import Claim, DebateWhole, Moment, PageAsked, linked, paged, pages_of
from debate.enums import ActKind, Paced
from debate.enums import Queue as Which
from debate.queries.access import open_claim
from debate.queries.debate import read_debate_head
from debate.queries.log import list_log
from debate.queries.queue import read_queue

if TYPE_CHECKING:
    from debate import models

QUEUES = [str(which) for which in Which]


class QueueAsked(PageAsked):
    """Which list of what waits."""

    which = serializers.ChoiceField(
        QUEUES, default=None, help_text="Else the first that is not empty."
    )


class HeldInQueue(serializers.Serializer[Any]):
    """A newcomer's claim that waits."""

    key = serializers.CharField()
    relation = serializers.ChoiceField(RELATIONS)
    text = serializers.CharField()
    language = serializers.CharField()
    parent = serializers.CharField(source="parent_key")  # type: ignore[assignment]
    parent_text = serializers.CharField()
    by = Name()
    at = Moment(help_text="When it was sent; an approval names it as seen.")
    own = serializers.BooleanField(help_text="Whether it is yours: then somebody else decides.")


class ReasonCount(serializers.Serializer[Any]):
    """How often a claim was flagged for one reason."""

    reason = serializers.ChoiceField(REASONS)
    count = serializers.IntegerField()

    def to_representation(self, instance: tuple[str, int]) -> dict[str, Any]:
        reason, count = instance
        return {"reason": reason, "count": count}


class Flagged(serializers.Serializer[Any]):
    """A claim with flags that wait; nobody is told whose they are."""

    claim = Claim()
    count = serializers.IntegerField()
    reasons = ReasonCount(many=True)
    notes = serializers.ListField(child=serializers.CharField(), help_text="The newest ones.")
    since = Moment()
    own = serializers.BooleanField(help_text="Whether it is yours: then somebody else decides.")


class AppealInQueue(serializers.Serializer[Any]):
    """An appeal that waits, and the act that it is against."""

    act = serializers.CharField()
    kind = serializers.ChoiceField([str(kind) for kind in ActKind])
    by = Name(help_text="Whose act it was.")
    reason = serializers.ChoiceField(REASONS)
    text = serializers.CharField(help_text="What is said against it.")
    at = Moment()
    claim = serializers.CharField(source="claim_key", allow_null=True)
    claim_text = serializers.CharField()
    own_case = serializers.BooleanField(help_text="Whether it concerns you.")
    own_act = serializers.BooleanField(help_text="Whether the act was yours.")


class QueueCounts(serializers.Serializer[Any]):
    """How much waits in each list."""

    held = serializers.IntegerField()
    flags = serializers.IntegerField()
    appeals = serializers.IntegerField()


class QueueOfDebate(serializers.Serializer[Any]):
    """What waits for those who keep order; of the three lists only that of `which` is filled."""

    counts = QueueCounts()
    frozen = serializers.BooleanField()
    holding_newcomers = serializers.BooleanField()
    which = serializers.ChoiceField(QUEUES)
    held = HeldInQueue(many=True)
    flags = Flagged(many=True)
    appeals = AppealInQueue(many=True)
    next = serializers.URLField(allow_null=True)


class Settled(Strict):
    """The claim that was looked at."""

    claim = Key()


class Queue(Resource):
    """What waits for those who keep order in a debate, the oldest first."""

    @operation("See what waits", QueueOfDebate, asked=QueueAsked)
    def get(self, request: Request, key: str) -> Response:
        which = self.asked["which"]
        shown = read_queue(
            key,
            self.viewer,
            which=Which(which) if which else None,
            cursor=self.asked["cursor"],
            limit=self.asked["limit"],
        )
        of = {Which.HELD: HeldInQueue, Which.FLAGS: Flagged, Which.APPEALS: AppealInQueue}
        page = linked(request, shown.page, of[shown.which](shown.page.rows, many=True).data)
        next_page = page["next"]
        if next_page and not which:
            next_page = f"{next_page}&which={shown.which}"
        return Response(
            {
                "counts": QueueCounts(shown.counts).data,
                "frozen": shown.frozen,
                "holding_newcomers": shown.holding,
                "which": shown.which,
                **{str(each): [] for each in Which},
                str(shown.which): page["results"],
                "next": next_page,
            }
        )


class Log(Resource):
    """What was done to keep order in a debate, the newest first, for everybody who sees it."""

    @operation("Read the log of moderation", pages_of(Act), asked=PageAsked)
    def get(self, request: Request, key: str) -> Response:
        shown = list_log(key, self.viewer, cursor=self.asked["cursor"], limit=self.asked["limit"])
        return Response(paged(request, shown.page, Act))


class Settlement(Resource):
    """The flags of a claim dismissed: it was looked at, and stays as it is."""

    @operation(
        "Dismiss the flags of a claim",
        status=HTTPStatus.NO_CONTENT,
        sent=Settled,
        paced=Paced.ORDER,
    )
    def post(self, request: Request, key: str) -> Response:
        claim = self.sent["claim"]
        open_claim(claim, self.viewer, debate=key)
        settle_flags(claim=claim, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class Freeze(Resource):
    """A debate that takes nothing for the moment."""

    @act_operation("Freeze a debate", unchanged=DebateWhole)
    def post(self, request: Request, key: str) -> Response:
        return _told(self, key, freeze_debate(debate=key, by=self.viewer, **self.sent))


class Thaw(Resource):
    """A frozen debate that goes on."""

    @act_operation("Let a frozen debate go on", unchanged=DebateWhole)
    def post(self, request: Request, key: str) -> Response:
        return _told(self, key, thaw_debate(debate=key, by=self.viewer, **self.sent))


def _told(resource: Resource, key: str, act: models.Act | None) -> Response:
    """The act; the debate as it is, where nothing had to be done."""
    if act is None:
        return Response(DebateWhole(read_debate_head(key, resource.viewer)).data)
    return acted(resource, act)

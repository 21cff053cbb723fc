"""A debate before anybody sees it: its thesis, the points drawn from its essay, publishing it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole, Word
from debate.actions.outline import discard_draft, draw_point, drop_point, state_thesis
from debate.actions.publication import publish_debate
from debate.actions.topic import choose_topics
from debate.api.resource import Resource
from debate.api.rows import DebateWhole, Essay
from debate.enums import Paced, Posting, Visibility
from debate.limits import CLAIM_TEXT_MAX, CLAIM_TEXT_MIN, TOPICS_PER_DEBATE_MAX
from debate.queries.debate import read_debate_head
from debate.queries.outline import read_outline
from debate.queries.rows import OutlinePage, OutlinePoint
from debate.queries.topic import list_topic_choices

SEEN_BY = [str(v) for v in Visibility if v != Visibility.DRAFT]


class Point(serializers.Serializer[Any]):
    """The thesis or a point, and the passage that it is drawn from, if any."""

    key = serializers.CharField(source="claim_key", help_text="Of the claim that it is.")
    text = serializers.CharField()
    revision = serializers.IntegerField(help_text="The number of the wording; If-Match names it.")
    quote = serializers.CharField(allow_null=True)
    start = serializers.IntegerField(allow_null=True, help_text="In code points of the text.")
    end = serializers.IntegerField(allow_null=True)


class Sentence(serializers.Serializer[Any]):
    """A sentence of the essay."""

    text = serializers.CharField()
    start = serializers.IntegerField(help_text="In code points of the text.")
    end = serializers.IntegerField()
    taken = serializers.BooleanField(help_text="Whether thesis or points are drawn from it.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return {
            "text": instance.text,
            "start": instance.start,
            "end": instance.end,
            "taken": instance.thesis or instance.point is not None,
        }


class Outline(serializers.Serializer[Any]):
    """A draft on its way to a debate; points in the order of the essay, own words last."""

    debate = serializers.CharField(source="debate_key")
    essay = Essay(allow_null=True)
    words = serializers.IntegerField(help_text="Of the essay.")
    thesis = Point(allow_null=True)
    points = Point(many=True)
    paragraphs = serializers.ListField(
        child=Sentence(many=True), help_text="Of the essay, each as a list of its sentences."
    )


class Span(Strict):
    """A passage of the newest text of the essay, in code points."""

    start = Whole(min_value=0)
    end = Whole(min_value=0)


class WordingSent(Strict):
    """Words that stand alone, and the passage that says it, if any."""

    text = Text(min_length=CLAIM_TEXT_MIN, max_length=CLAIM_TEXT_MAX)
    span = Span(default=None, allow_null=True)

    def validate_span(self, value: Mapping[str, int] | None) -> tuple[int, int] | None:
        return (value["start"], value["end"]) if value else None


class TopicsSent(Strict):
    """Under which topics a debate stands; under no others from then on."""

    topics = serializers.ListField(
        child=Text(), help_text=f"Slugs, at most {TOPICS_PER_DEBATE_MAX}."
    )


class TopicToChoose(serializers.Serializer[Any]):
    """A topic, and whether the debate stands under it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    chosen = serializers.BooleanField()


class TopicsToChoose(serializers.Serializer[Any]):
    """All topics."""

    topics = TopicToChoose(many=True)


class PublicationSent(Strict):
    """Who sees a debate and who takes part in it once it is published."""

    visibility = Word(SEEN_BY, default=str(Visibility.PUBLIC))
    posting = Word([str(posting) for posting in Posting], default=str(Posting.EVERYBODY))


class OutlineOfDebate(Resource):
    """A draft, for its owner."""

    @operation("Read the outline of a draft", Outline)
    def get(self, request: Request, key: str) -> Response:
        return Response(Outline(read_outline(key, self.viewer)).data)

    @operation("Throw a draft away", status=HTTPStatus.NO_CONTENT, paced=Paced.EDIT)
    def delete(self, request: Request, key: str) -> Response:
        discard_draft(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class Thesis(Resource):
    """The thesis of a draft."""

    @operation("State the thesis of a draft", Point, sent=WordingSent, paced=Paced.EDIT)
    def put(self, request: Request, key: str) -> Response:
        thesis = state_thesis(debate=key, via=self.via, by=self.viewer, **self.sent)
        return Response(Point(_of(read_outline(key, self.viewer), thesis.key)).data)


class Points(Resource):
    """The points of a draft."""

    @operation(
        "Add a point to a draft",
        Point,
        status=HTTPStatus.CREATED,
        sent=WordingSent,
        paced=Paced.EDIT,
    )
    def post(self, request: Request, key: str) -> Response:
        point = draw_point(debate=key, via=self.via, by=self.viewer, **self.sent)
        address = reverse("api-outline-point", kwargs={"key": key, "claim": point.key})
        return Response(
            Point(_of(read_outline(key, self.viewer), point.key)).data,
            HTTPStatus.CREATED,
            headers={"Location": request.build_absolute_uri(address)},
        )


class PointOfDraft(Resource):
    """One point of a draft; it is reworded as any claim is."""

    @operation("Drop a point from a draft", status=HTTPStatus.NO_CONTENT, paced=Paced.EDIT)
    def delete(self, request: Request, key: str, claim: str) -> Response:
        drop_point(debate=key, claim=claim, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class OutlineTopics(Resource):
    """The topics of a draft; those of a published debate are set where it is run."""

    @operation("Choose the topics of a draft", TopicsToChoose, sent=TopicsSent, paced=Paced.EDIT)
    def put(self, request: Request, key: str) -> Response:
        read_outline(key, self.viewer)
        choose_topics(debate=key, slugs=self.sent["topics"], by=self.viewer)
        return Response(TopicsToChoose({"topics": list_topic_choices(key, self.viewer)}).data)


class Publication(Resource):
    """A draft opened to others."""

    @operation("Publish a draft", DebateWhole, sent=PublicationSent, paced=Paced.MANAGE)
    def post(self, request: Request, key: str) -> Response:
        publish_debate(debate=key, by=self.viewer, **self.sent)
        return Response(DebateWhole(read_debate_head(key, self.viewer)).data)


def _of(shown: OutlinePage, claim: str) -> OutlinePoint:
    """The thesis or a point, among all of them."""
    return next(p for p in (shown.thesis, *shown.points) if p and p.claim_key == claim)

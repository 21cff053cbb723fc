"""Finding claims and essays by their words, and what was said before much like a text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Key, Strict, Text, Words
from accounts.limits import DISPLAY_NAME_MAX
from accounts.networks import network_of
from debate.actions.pace import count_search
from debate.api.resource import Resource
from debate.api.rows import Byline, Moment, PageAsked, Tally, linked, pages_of
from debate.enums import ClaimKind, Relation
from debate.limits import CLAIM_TEXT_MAX, SEARCH_CHARS_MAX, TOPIC_NAME_MAX
from debate.logic.claim_text import canonical_line
from debate.queries.rows import Page
from debate.queries.search import Found
from debate.queries.search import search as find
from debate.queries.similar import list_similar
from debate.queries.sought import KINDS, Sought, read_words

# Other years overflow in some time zone.
FIRST_DAY, LAST_DAY = date(1901, 1, 1), date(2199, 12, 31)


class Day(serializers.DateField):
    """A day of UTC."""

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("invalid", format="YYYY-MM-DD")
        return day


class SearchAsked(PageAsked):
    """What is looked for, and where."""

    q = Text(
        min_length=0,
        help_text=f"At most {SEARCH_CHARS_MAX} characters: words, “a phrase”, or, -without.",
    )
    debate = Key(default=None, help_text="In one debate; in all, if not asked.")
    kind = Words(
        [str(kind) for kind in KINDS],
        default="",
        help_text=f"One or more of {', '.join(KINDS)}, with commas between.",
    )
    author = serializers.CharField(
        default="", max_length=DISPLAY_NAME_MAX, help_text="A name as it is shown."
    )
    topic = serializers.SlugField(default="", max_length=TOPIC_NAME_MAX)
    since = Day(default=None, help_text="The first day.")
    until = Day(default=None, help_text="The last day.")

    def validate_kind(self, value: str) -> frozenset[str]:
        offered = serializers.ChoiceField([str(kind) for kind in KINDS])
        kinds = frozenset(map(offered.run_validation, value.split(","))) if value else frozenset()
        return frozenset() if len(kinds) == len(KINDS) else kinds


class Stretch(serializers.Serializer[Any]):
    """A part of a text; those that were looked for are hits."""

    text = serializers.CharField()
    hit = serializers.BooleanField()


class Above(serializers.Serializer[Any]):
    """A claim that a hit hangs from; without words if it is gone."""

    key = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()


class ClaimFound(serializers.Serializer[Any]):
    """A claim that was found, its text in parts, and where it stands."""

    key = serializers.CharField()
    debate = serializers.CharField(source="debate_key")
    kind = serializers.ChoiceField([str(kind) for kind in ClaimKind])
    relation = serializers.ChoiceField([str(r) for r in Relation], allow_null=True)
    text = Stretch(many=True)
    language = serializers.CharField()
    byline = Byline()
    created_at = Moment()
    tally = Tally(allow_null=True)
    thesis = Above(allow_null=True)
    parent = Above(allow_null=True)
    between = serializers.IntegerField(help_text="Claims between its parent and the thesis.")


class EssayFound(serializers.Serializer[Any]):
    """An essay that was found, by the debate that was drawn from it."""

    debate = serializers.CharField(source="debate_key")
    title = Stretch(many=True)
    writer = Stretch(many=True)
    language = serializers.CharField()
    passages = Stretch(many=True, help_text="Of its text, where the words are.")


class WhatIsFound(pages_of(ClaimFound)):  # type: ignore[misc]
    """Claims, a page at a time, and the best essays with the first of them."""

    count = serializers.IntegerField(help_text="Claims, counted to a thousand.")
    near = serializers.BooleanField(
        help_text="Whether no claim has the words, and those are told whose words are like them."
    )
    essays = EssayFound(many=True)
    essay_count = serializers.IntegerField()


class SimilarAsked(Strict):
    """What somebody is about to answer."""

    text = Text(min_length=0, help_text=f"At most {CLAIM_TEXT_MAX} characters count.")


class ClaimLike(serializers.Serializer[Any]):
    """A claim of the same debate that says nearly the same."""

    key = serializers.CharField()
    kind = serializers.ChoiceField([str(kind) for kind in ClaimKind])
    relation = serializers.ChoiceField([str(r) for r in Relation], allow_null=True)
    text = serializers.CharField()
    language = serializers.CharField()
    sibling = serializers.BooleanField(help_text="Whether it answers the same claim.")
    likeness = serializers.FloatField(help_text="From 0 to 1.")


class Search(Resource):
    """Claims and essays by their words, among all that one may see."""

    @operation("Search", WhatIsFound, asked=SearchAsked)
    def get(self, request: Request) -> Response:
        sought = self._sought()
        found = self._find(sought) if sought.words else Found()
        page = Page(rows=found.claims, next=found.next)
        return Response(
            {
                **linked(request, page, ClaimFound(found.claims, many=True).data),
                "count": found.count,
                "near": found.near,
                "essays": EssayFound(found.essays, many=True).data,
                "essay_count": found.essay_count,
            }
        )

    def _find(self, sought: Sought) -> Found:
        count_search(by=self.viewer, network=network_of(self.request.META))
        asked = self.asked
        return find(sought, self.viewer, limit=asked["limit"], cursor=asked["cursor"])

    def _sought(self) -> Sought:
        asked = self.asked
        return Sought(
            words=read_words(asked["q"]),
            kinds=asked["kind"],
            author=canonical_line(asked["author"]),
            topic=asked["topic"],
            since=_midnight(asked["since"]) if asked["since"] else None,
            until=_midnight(asked["until"] + timedelta(days=1)) if asked["until"] else None,
            debate=asked["debate"],
        )


class Similar(Resource):
    """The few claims of a debate that say most nearly what one is about to answer."""

    @operation("List claims like a text", pages_of(ClaimLike), asked=SimilarAsked)
    def get(self, request: Request, key: str) -> Response:
        count_search(by=self.viewer, network=network_of(request.META))
        found = list_similar(key, self.asked["text"], self.viewer)
        return Response(linked(request, Page(rows=found), ClaimLike(found, many=True).data))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)

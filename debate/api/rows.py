"""How rows look in JSON: the serializers that resources share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from functools import cache
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.strict import Strict
from debate.enums import ClaimKind, ClaimState, Posting, Relation, Stage, Visibility
from debate.limits import ROWS_PER_PAGE, ROWS_PER_PAGE_MAX
from debate.queries.rows import Page


class Moment(serializers.DateTimeField):
    """ISO 8601 in UTC, whatever zone its reader lives in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


class Byline(serializers.Serializer[Any]):
    """The name under a claim; without a key it is a pseudonym, a guest or somebody who has left."""

    name = serializers.CharField()
    key = serializers.CharField(allow_null=True)
    essayist = serializers.BooleanField(help_text="Whether they wrote the essay of the debate.")


class Tally(serializers.Serializer[Any]):
    """The votes on a claim; null on questions, and where the rules of the debate hide them."""

    up = serializers.IntegerField()
    down = serializers.IntegerField()
    unsure = serializers.IntegerField()


class Topic(serializers.Serializer[Any]):
    """What a debate is filed under."""

    slug = serializers.CharField()
    name = serializers.CharField()


class Below(serializers.Serializer[Any]):
    """How many claims hang below one, by how they bear on what they answer."""

    support = serializers.IntegerField()
    rebut = serializers.IntegerField()
    undercut = serializers.IntegerField()
    question = serializers.IntegerField()


class Source(serializers.Serializer[Any]):
    """What a claim leans on: a title, an address, or both."""

    title = serializers.CharField()
    url = serializers.CharField()


class Claim(serializers.Serializer[Any]):
    """A claim; one that is withdrawn or hidden keeps its place, without words and byline."""

    key = serializers.CharField()
    debate = serializers.CharField(source="debate_key")
    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent_key", allow_null=True
    )
    depth = serializers.IntegerField()
    kind = serializers.ChoiceField([str(kind) for kind in ClaimKind])
    relation = serializers.ChoiceField([str(r) for r in Relation], allow_null=True)
    state = serializers.ChoiceField([str(state) for state in ClaimState])
    text = serializers.CharField(help_text="Plain text; empty where the claim is gone.")
    details_html = serializers.CharField(help_text="Cleaned HTML, made of Markdown.")
    language = serializers.CharField()
    byline = Byline(allow_null=True)
    via = serializers.CharField(
        allow_null=True,
        help_text="What its author calls the program that posted it; null if they did themselves.",
    )
    created_at = Moment()
    edited_at = Moment(allow_null=True)
    revision = serializers.IntegerField(help_text="The number of the wording; If-Match names it.")
    parent_revision = serializers.IntegerField(allow_null=True)
    tally = Tally(allow_null=True)
    passage = serializers.CharField(source="passage_key", allow_null=True)
    answered = serializers.BooleanField(allow_null=True, help_text="Of a question; else null.")
    locked = serializers.BooleanField()


class Rest(serializers.Serializer[Any]):
    """Direct replies of a claim that an answer left out, and the address where they are."""

    count = serializers.IntegerField()
    next = serializers.URLField(help_text="A page of the replies of that claim, in the same order.")


class ClaimOfThread(Claim):
    """A claim among others of the same debate."""

    debate = None  # type: ignore[assignment]  # that of the whole answer
    rest = Rest(
        allow_null=True, required=False, help_text="Null where none of its replies was left out."
    )


class ClaimAlone(Claim):
    """A claim by itself, with how much hangs below it."""

    sources = serializers.IntegerField()
    below = Below(help_text="Live claims at any depth below it, by how they bear on their parent.")


class Essay(serializers.Serializer[Any]):
    """Who wrote the essay that a debate is drawn from, and who brought it."""

    key = serializers.CharField()
    title = serializers.CharField()
    writer = serializers.CharField()
    source_url = serializers.CharField()
    written_on = serializers.DateField(allow_null=True)
    language = serializers.CharField()
    own_words = serializers.BooleanField()
    brought_by = serializers.CharField()


class Positions(serializers.Serializer[Any]):
    """Where people stand on the thesis: percent from -3 to +3; null below five people."""

    people = serializers.IntegerField()
    shares = serializers.ListField(child=serializers.IntegerField(), allow_null=True)


class DebateInList(serializers.Serializer[Any]):
    """A debate in a list."""

    key = serializers.CharField()
    thesis = serializers.CharField()
    language = serializers.CharField()
    topics = Topic(many=True)
    essay = Essay(allow_null=True)
    claims = serializers.IntegerField(help_text="How many live claims there are under the thesis.")
    people = serializers.IntegerField()
    active_at = Moment()
    positions = Positions()
    visibility = serializers.ChoiceField([str(visibility) for visibility in Visibility])
    archived = serializers.BooleanField()


class State(serializers.Serializer[Any]):
    """What is told of a debate besides who sees it."""

    stage = serializers.ChoiceField([str(stage) for stage in Stage])
    posting = serializers.ChoiceField([str(posting) for posting in Posting])
    opens_at = Moment(allow_null=True)
    closes_at = Moment(allow_null=True)
    conclusion_html = serializers.CharField()
    replies_shown = serializers.BooleanField(
        source="sees.replies", help_text="False until one has stated a claim, where that is asked."
    )
    results_shown = serializers.BooleanField(
        source="sees.results",
        help_text="False until one has judged, or all may see the votes: tallies are null then.",
    )


class DebateWhole(serializers.Serializer[Any]):
    """A debate, without the claims under its thesis."""

    key = serializers.CharField()
    visibility = serializers.ChoiceField([str(visibility) for visibility in Visibility])
    language = serializers.CharField()
    topics = Topic(many=True)
    thesis = Claim(allow_null=True)
    essay = Essay(allow_null=True)
    claims = serializers.IntegerField()
    opened_at = Moment(allow_null=True)
    open = serializers.BooleanField(help_text="Whether it takes replies now.")
    positions = Positions(source="position")
    state = State()


class PageAsked(Strict):
    """Which page of a list, and how long."""

    cursor = serializers.CharField(default="", help_text="From next or previous, unread.")
    limit = serializers.IntegerField(
        min_value=1, max_value=ROWS_PER_PAGE_MAX, default=ROWS_PER_PAGE, help_text="Rows of a page."
    )


@cache
def pages_of(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """How a page of a list of such rows looks."""
    fields = {
        "results": row(many=True),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "__doc__": f"A page of a list. {row.__doc__}",
    }
    return type(f"PageOf{row.__name__}", (serializers.Serializer,), fields)


def paged(
    request: Request, page: Page[Any], row: Callable[..., serializers.Serializer[Any]]
) -> dict[str, Any]:
    """A page of a list: its results, and the addresses of the pages beside it."""
    return linked(request, page, row(page.rows, many=True).data)


def linked(request: Request, page: Page[Any], results: Any) -> dict[str, Any]:
    """The same of results that are shaped already."""
    return {
        "results": results,
        "next": _address(request, page.next),
        "previous": _address(request, page.previous),
    }


def _address(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = QueryDict(mutable=True)
    query.update({name: values[-1] for name, values in request.GET.lists()})
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

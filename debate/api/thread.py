"""A whole thread in one answer: flat, nested, or as a stream of lines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import keys
from accounts.api.json import JSONRenderer, dumps
from accounts.api.operation import operation
from accounts.api.strict import Strict, Words
from accounts.errors import Invalid
from accounts.limits import KEY_CHARS
from debate.api.resource import Resource
from debate.api.rows import ClaimOfThread
from debate.enums import Sort
from debate.limits import CLAIM_DEPTH_MAX, ROWS_PER_PAGE_MAX
from debate.queries.cursor import change_cursor_age, write_change_cursor
from debate.queries.pulled import (
    Branch,
    Pulled,
    PulledClaim,
    count_branch,
    open_thread,
    pull_branch,
    stream_branch,
)

type Where = Callable[[str, str | None], str]

FLAT, NESTED = "flat", "nested"
LINES_AT_ONCE = 200
# In the order in which they are written; `rest` comes where replies may be left out.
FIELDS: tuple[str, ...] = tuple(name for name in map(str, ClaimOfThread().fields) if name != "rest")


class NDJSONRenderer(JSONRenderer):
    """One JSON object a line; what is no stream (a problem) is JSON."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class ThreadAsked(Strict):
    """How much of a thread, in which shape and order."""

    shape = serializers.ChoiceField([FLAT, NESTED], default=FLAT)
    root = serializers.RegexField(  # type: ignore[assignment]
        keys.PATTERN + r"\Z", default=None, help_text="A claim: it and what hangs below it."
    )
    depth = serializers.IntegerField(
        min_value=0, max_value=CLAIM_DEPTH_MAX, default=None, help_text="Levels below the root."
    )
    per_level = serializers.IntegerField(
        min_value=1,
        max_value=ROWS_PER_PAGE_MAX,
        default=None,
        help_text="How many direct replies of each claim; its rest says where the others are.",
    )
    sort = serializers.ChoiceField([str(sort) for sort in Sort], default=str(Sort.OLDEST))
    fields = Words(  # type: ignore[assignment]
        FIELDS,
        default=None,
        help_text="The names of fields, with commas between; key is always there.",
    )

    def validate_fields(self, value: str | None) -> tuple[str, ...]:
        if value is None:
            return FIELDS
        named = set(value.split(","))
        if not named <= set(FIELDS):
            raise serializers.ValidationError(_("There is no such field here."), "unknown_field")
        return tuple(name for name in FIELDS if name in named | {"key"})


@extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/ClaimPulled"}})
class Replies(serializers.Field[Any, Any, Any, Any]):
    """Claims that hold claims, which no serializer can hold."""


class ClaimPulled(ClaimOfThread):
    """A claim of a thread: what `fields` name of it, and in the shape `nested` its replies."""

    replies = Replies(help_text="What answers it directly, in the shape `nested`.")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "key"
        return fields


class WholeThread(serializers.Serializer[Any]):
    """The claims of a thread, and how far its record went at the same moment."""

    debate = serializers.CharField()
    cursor = serializers.CharField(help_text="To be sent as `since` when asking for changes.")
    count = serializers.IntegerField()
    claims = ClaimPulled(many=True)


class Thread(Resource):
    """All claims of a debate, parents before their replies, with how far its record went."""

    renderer_classes = [JSONRenderer, NDJSONRenderer]

    @operation("Pull a thread", WholeThread, asked=ThreadAsked)
    def get(self, request: Request, key: str) -> HttpResponseBase:
        asked = self.asked
        if isinstance(request.accepted_renderer, NDJSONRenderer):
            return self._stream(key, asked)
        branch = self._open(key)
        pulled = pull_branch(
            branch,
            depth=asked["depth"],
            per_level=asked["per_level"],
            sort=Sort(asked["sort"]),
        )
        self.count_claims(pulled.read)
        where = self._where()
        claims = [shaped(pulled, claim, asked["fields"], where) for claim in pulled.claims]
        if asked["shape"] == NESTED:
            claims = _nested(pulled.claims, claims)
        return Response(
            {
                "debate": pulled.debate_key,
                "cursor": write_change_cursor(pulled.debate_key, pulled.seq),
                "count": len(pulled.claims),
                "claims": claims,
            }
        )

    def _stream(self, key: str, asked: Mapping[str, Any]) -> StreamingHttpResponse:
        for name, only in (("sort", str(Sort.OLDEST)), ("shape", FLAT), ("per_level", None)):
            if asked[name] != only:
                raise Invalid("stream_is_flat_and_oldest_first", field=name)
        branch = self._open(key)
        self.count_claims(count_branch(branch, depth=asked["depth"]))
        head, claims = stream_branch(branch, depth=asked["depth"])
        lines = _lines(head, claims, asked["fields"], self._where())
        return StreamingHttpResponse(lines, content_type=NDJSONRenderer.media_type)

    def _open(self, key: str) -> Branch:
        """The thread, or the branch of it, that is asked for, unless they have it as it is now.

        As long as nothing changes, the same answer would hold; but the cursor in it ends one day.
        """
        branch = open_thread(key, self.viewer, root=self.asked["root"])
        access = branch.access
        self.tagged(access.seq, access.sees, change_cursor_age(access.at), weak=True)
        return branch

    def _where(self) -> Where | None:
        """Where the replies are that are left out; None where none can be."""
        if self.asked["depth"] is None and self.asked["per_level"] is None:
            return None
        return where_replies(self.request, sort=self.asked["sort"], limit=self.asked["per_level"])


def where_replies(request: Request, *, sort: str, limit: int | None) -> Where:
    """The address of some direct replies of a claim, by its key and their cursor."""
    any_claim = "0" * KEY_CHARS
    address = request.build_absolute_uri(reverse("api-replies", kwargs={"key": any_claim}))
    before, _, after = address.rpartition(any_claim)
    asked = f"?sort={sort}" + (f"&limit={limit}" if limit else "")

    def where(claim: str, cursor: str | None) -> str:
        go_on = f"&cursor={quote(cursor)}" if cursor else ""
        return f"{before}{claim}{after}{asked}{go_on}"

    return where


def shaped(
    pulled: Pulled, claim: PulledClaim, fields: Sequence[str], where: Where | None = None
) -> dict[str, Any]:
    """A claim as the serializer `ClaimOfThread` would have it, of ten thousand in a row.

    With `where`, it says also which of its replies were left out.
    """
    byline = pulled.byline(claim)
    whole: dict[str, Any] = {
        "key": claim.key,
        "parent": claim.parent_key,
        "depth": claim.depth,
        "kind": claim.kind,
        "relation": claim.relation,
        "state": claim.state,
        "text": claim.text,
        "details_html": claim.details_html,
        "language": claim.language,
        "byline": byline and {"name": byline.name, "key": byline.key, "essayist": byline.essayist},
        "via": (byline and byline.via) or None,
        "created_at": claim.created_at,
        "edited_at": claim.edited_at,
        "revision": claim.revision,
        "parent_revision": claim.parent_revision,
        "tally": None
        if claim.up is None
        else {"up": claim.up, "down": claim.down, "unsure": claim.unsure},
        "passage": claim.passage_key,
        "answered": claim.answered,
        "locked": claim.locked,
    }
    told = whole if fields is FIELDS else {name: whole[name] for name in fields}
    if where is not None:
        rest = pulled.rest(claim)
        told["rest"] = rest and {"count": rest.count, "next": where(claim.key, rest.cursor)}
    return told


def _nested(claims: Sequence[PulledClaim], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows, each with its `replies`; parents come before them in any order."""
    by_id: dict[int, dict[str, Any]] = {}
    tops: list[dict[str, Any]] = []
    for claim, row in zip(claims, rows, strict=True):
        row["replies"] = []
        by_id[claim.id] = row
        above = by_id.get(claim.parent_id) if claim.parent_id else None
        (tops if above is None else above["replies"]).append(row)
    return tops


def _lines(
    head: Pulled, claims: Generator[PulledClaim], fields: Sequence[str], where: Where | None
) -> Iterator[bytes]:
    """A line for each claim, and a last one that says how many there were and the cursor."""
    count, seq, block = 0, head.seq, bytearray()
    try:
        for claim in claims:
            count, seq = count + 1, claim.seq
            block += dumps(shaped(head, claim, fields, where)) + b"\n"
            if count % LINES_AT_ONCE == 0:
                yield bytes(block)
                block.clear()
        end = {"count": count, "cursor": write_change_cursor(head.debate_key, seq)}
        yield bytes(block) + dumps({"end": end}) + b"\n"
    finally:
        claims.close()

"""What somebody has begun to write about a claim: a reply to it, or another wording of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole
from accounts.errors import NotFound, NotSignedIn
from debate.actions.draft import drop_draft, save_draft
from debate.api.resource import Resource
from debate.api.rows import Moment, Source
from debate.enums import DraftPurpose, Paced
from debate.limits import REVISION_MAX, SOURCES_PER_CLAIM_MAX
from debate.queries.drafts import DraftRow, draft_row, read_draft

NUMBERS = range(1, SOURCES_PER_CLAIM_MAX + 1)


class DraftAsked(Strict):
    """Of what: of a reply to the claim, or of another wording of it."""

    purpose = serializers.ChoiceField(
        [str(DraftPurpose.REPLY), str(DraftPurpose.EDIT)], default=str(DraftPurpose.REPLY)
    )


class DropAsked(DraftAsked):
    """Which draft, in the version that one has read."""

    version = serializers.IntegerField(min_value=0)


class SourceBegun(Strict):
    """A source as far as it is written: neither is an address yet, nor too long."""

    title = Text(default="")
    url = Text(default="")


class DraftSent(Strict):
    """What is written so far; nothing in it has to be ready to be posted."""

    relation = Text(default="")
    text = Text(default="")
    details = Text(default="")
    sources = SourceBegun(many=True, max_length=SOURCES_PER_CLAIM_MAX, default=list)  # type: ignore[call-arg]
    revision = Whole(
        default=None,
        allow_null=True,
        min_value=1,
        max_value=REVISION_MAX,
        help_text="Of an edit: the wording that was being changed.",
    )
    version = Whole(default=0, min_value=0, help_text="The version that one has read; 0 for none.")


class Aside(serializers.Serializer[Any]):
    """A version that was overtaken: saved elsewhere, by who did not know it."""

    words = serializers.CharField()
    saved_at = Moment()


class Draft(serializers.Serializer[Any]):
    """What one has begun to write; its text is empty where only overtaken versions are left."""

    relation = serializers.CharField()
    text = serializers.CharField()
    details = serializers.CharField()
    sources = Source(many=True)
    revision = serializers.IntegerField(
        allow_null=True, help_text="Of an edit: the wording that was being changed."
    )
    version = serializers.IntegerField()
    saved_at = Moment()
    aside = Aside(many=True)


class ClaimDraft(Resource):
    """One's own draft about a claim; nobody else ever sees it."""

    @operation("Read a draft", Draft, asked=DraftAsked)
    def get(self, request: Request, key: str) -> Response:
        if not self.viewer:
            raise NotSignedIn("sign_in_to_keep_a_draft")
        found = read_draft(DraftPurpose(self.asked["purpose"]), self.viewer, claim=key)
        if found is None:
            raise NotFound("no_draft")
        return Response(_shown(found))

    @operation(
        "Keep a draft",
        Draft,
        also={HTTPStatus.NO_CONTENT: None},
        asked=DraftAsked,
        sent=DraftSent,
        paced=Paced.SAVE,
    )
    def put(self, request: Request, key: str) -> Response:
        kept = save_draft(
            purpose=self.asked["purpose"],
            claim=key,
            content=_content(self.sent),
            base_version=self.sent["version"],
            by=self.viewer,
        )
        if kept is None:  # nothing is written yet
            return Response(status=HTTPStatus.NO_CONTENT)
        return Response(_shown(draft_row(kept)))

    @operation("Drop a draft", status=HTTPStatus.NO_CONTENT, asked=DropAsked, paced=Paced.SAVE)
    def delete(self, request: Request, key: str) -> Response:
        drop_draft(
            purpose=self.asked["purpose"],
            claim=key,
            version=self.asked["version"],
            by=self.viewer,
        )
        return Response(status=HTTPStatus.NO_CONTENT)


def _content(sent: Mapping[str, Any]) -> dict[str, str]:
    """What was sent, by the names that the fields of the form have."""
    content = {name: sent[name] for name in ("relation", "text", "details")}
    if sent["revision"] is not None:
        content["revision"] = str(sent["revision"])
    for n, source in zip(NUMBERS, sent["sources"], strict=False):
        content |= {f"source_title_{n}": source["title"], f"source_url_{n}": source["url"]}
    return content


def _shown(row: DraftRow) -> Mapping[str, Any]:
    content = row.content
    cited = [
        {"title": content.get(f"source_title_{n}", ""), "url": content.get(f"source_url_{n}", "")}
        for n in NUMBERS
    ]
    shown: Mapping[str, Any] = Draft(
        {
            **{name: content.get(name, "") for name in ("relation", "text", "details")},
            "sources": [source for source in cited if any(source.values())],
            "revision": _number(content.get("revision", "")),
            "version": row.version,
            "saved_at": row.saved_at,
            "aside": row.aside,
        }
    ).data
    return shown


def _number(kept: str) -> int | None:
    """A page keeps whatever its form sent, which need not be a number."""
    return int(kept) if re.fullmatch("[0-9]{1,9}", kept) else None

"""A whole debate as a file, the same as a page hands over."""

from __future__ import annotations

from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.json import JSONRenderer
from accounts.api.operation import operation
from accounts.api.strict import Strict
from debate.api.resource import Resource
from debate.formats.debate_file import DEBATE_FILES, DebateFormat, file_name
from debate.formats.debate_json import FORMAT, VERSION
from debate.queries.exported import read_exported


class OutlineRenderer(JSONRenderer):
    """So that a program may say in Accept, too, that it takes Markdown; a problem is JSON."""

    media_type = "text/markdown"
    format = "markdown"


class TableRenderer(JSONRenderer):
    """The same of CSV."""

    media_type = "text/csv"
    format = "csv"


class ExportAsked(Strict):
    """In which format."""

    format = serializers.ChoiceField(
        [str(wanted) for wanted in DebateFormat], default=str(DebateFormat.JSON)
    )


class DebateDocument(serializers.Serializer[Any]):
    """A debate as a document that can be imported; docs/formats.md describes all of it.

    Markdown is an outline of the claims, CSV a table with a row for each.
    """

    format = serializers.ChoiceField([FORMAT])
    version = serializers.IntegerField(min_value=VERSION, max_value=VERSION)
    debate = serializers.DictField(help_text="What is told of the debate as a whole.")
    essay = serializers.DictField(
        allow_null=True, help_text="In all its wordings, with the passages that claims stand on."
    )
    claims = serializers.ListField(
        child=serializers.DictField(),
        help_text="The thesis first, parents before their replies; each in all its wordings.",
    )
    count = serializers.IntegerField(help_text="How many claims there are; comes last.")


class Export(Resource):
    """A debate in a format of one's choice."""

    renderer_classes = [JSONRenderer, OutlineRenderer, TableRenderer]

    @operation("Take a debate out as a file", DebateDocument, asked=ExportAsked)
    def get(self, request: Request, key: str) -> StreamingHttpResponse:
        exported = read_exported(key, self.viewer)
        self.count_claims(exported.head.claims)
        file = DEBATE_FILES[DebateFormat(self.asked["format"])]
        name = file_name(exported, file)
        return StreamingHttpResponse(
            file.write(exported),
            content_type=file.media_type,
            headers={"Content-Disposition": content_disposition_header(True, name)},
        )

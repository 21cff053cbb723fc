"""Bringing a debate in that was taken out as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.contract import Operation
from accounts.api.json import JSONParser
from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole
from accounts.limits import JSON_BODY_MAX
from accounts.models import User
from debate.actions.importing import import_debate
from debate.api.located import located
from debate.api.resource import Resource
from debate.api.rows import DebateWhole
from debate.enums import Paced
from debate.formats.debate_json import FORMAT, VERSION, read_document
from debate.limits import FILE_BYTES_MAX
from debate.queries.debate import read_debate_head
from debate.words import IMPORTED


class DocumentParser(JSONParser):
    """Reads the document of a debate; from nobody more than any other body has."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        request = (parser_context or {}).get("request")
        known = request is not None and isinstance(request.user, User)
        self.bytes_max = FILE_BYTES_MAX if known else JSON_BODY_MAX
        return super().parse(stream, media_type, parser_context)


class DocumentSent(Strict):
    """A debate as it was exported, as a whole; docs/formats.md describes all of it."""

    format = Text(help_text=FORMAT)
    version = Whole(help_text=str(VERSION))
    debate = serializers.JSONField(help_text="Of it language, topics and conclusion are taken.")
    essay = serializers.JSONField(allow_null=True)
    claims = serializers.JSONField(help_text="The thesis first, parents before their replies.")
    count = Whole(help_text="How many claims there are.")


class Import(Resource):
    """Bringing in what was exported: a draft of whoever does it."""

    parser_classes = [DocumentParser]

    def count(self, operation: Operation) -> None:
        super().count(operation)
        self.count_deed(Paced.IMPORT)

    @operation(
        "Import a debate",
        DebateWhole,
        status=HTTPStatus.CREATED,
        sent=DocumentSent,
        paced=Paced.DEBATE,
    )
    def post(self, request: Request) -> Response:
        document = read_document(self.sent)
        made = import_debate(document=document, mark=str(IMPORTED), by=self.viewer)
        return Response(
            DebateWhole(read_debate_head(made.key, self.viewer)).data,
            HTTPStatus.CREATED,
            headers=located(request, "api-debate", made.key),
        )

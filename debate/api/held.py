"""One's claims that are held: they wait for somebody who keeps order, or were sent back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text
from accounts.errors import NotSignedIn
from debate.actions.held import drop_held, resend_held
from debate.actions.wording import Cited
from debate.api.fields import cited, sources
from debate.api.resource import Resource
from debate.api.rows import Byline, Moment, Source, linked, pages_of
from debate.enums import HeldState, Paced, Reason, Relation
from debate.queries.held import HeldInList, list_own_held, read_held
from debate.queries.rows import Page

STATES = [str(state) for state in HeldState]


class HeldShort(serializers.Serializer[Any]):
    """A claim of one's own that is held."""

    key = serializers.CharField(help_text="It keeps this key when it is approved.")
    state = serializers.ChoiceField(STATES)
    text = serializers.CharField()
    about = serializers.CharField(help_text="What the claim says that it answers.")
    language = serializers.CharField()
    at = Moment()


class Held(serializers.Serializer[Any]):
    """A claim that is held, for its author and whoever keeps order."""

    key = serializers.CharField(help_text="It keeps this key when it is approved.")
    debate = serializers.CharField(source="debate_key")
    parent = serializers.CharField(source="parent.key")  # type: ignore[assignment]
    state = serializers.ChoiceField(STATES)
    relation = serializers.ChoiceField([str(relation) for relation in Relation])
    text = serializers.CharField()
    details = serializers.CharField(help_text="Markdown, as it was typed.")
    sources = Source(many=True)
    language = serializers.CharField()
    byline = Byline()
    at = Moment(help_text="When these words were sent.")
    mine = serializers.BooleanField()
    act = serializers.CharField(source="act_key", allow_null=True, help_text="What was decided.")
    reason = serializers.ChoiceField([str(reason) for reason in Reason], allow_null=True)
    note = serializers.CharField(help_text="To its author, by whoever decided.")


class Resent(Strict):
    """Other words; what is left out stays as it is."""

    text = Text(required=False)
    details = Text(required=False)
    sources = sources(required=False)


class OwnHeld(Resource):
    """All claims of one's own that are held."""

    @operation("List one's held claims", pages_of(HeldShort))
    def get(self, request: Request) -> Response:
        if not self.viewer:
            raise NotSignedIn("sign_in_to_reply")
        page: Page[HeldInList] = Page(rows=list_own_held(self.viewer), next=None, previous=None)
        return Response(linked(request, page, HeldShort(page.rows, many=True).data))


class HeldClaim(Resource):
    """A claim that is held, for its author and whoever keeps order."""

    @operation("Read a held claim", Held)
    def get(self, request: Request, key: str) -> Response:
        return Response(self._shown(key))

    @operation("Send a held claim again", Held, sent=Resent, paced=Paced.REPLY)
    def patch(self, request: Request, key: str) -> Response:
        was, sent = read_held(key, self.viewer), self.sent
        before = [Cited(source.title, source.url) for source in was.sources]
        resend_held(
            held=key,
            text=sent.get("text", was.text),
            details=sent.get("details", was.details),
            sources=cited(sent["sources"]) if "sources" in sent else before,
            by=self.viewer,
        )
        return Response(self._shown(key))

    @operation("Drop a held claim", status=HTTPStatus.NO_CONTENT, paced=Paced.EDIT)
    def delete(self, request: Request, key: str) -> Response:
        drop_held(held=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)

    def _shown(self, key: str) -> Any:
        return Held(read_held(key, self.viewer)).data

"""Essays: who wrote what, every wording of it, and the passages that claims were drawn from."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from debate.api.resource import Resource
from debate.api.rows import Essay as EssayRow
from debate.api.rows import Moment, PageAsked, paged, pages_of
from debate.enums import PassageState
from debate.limits import REVISION_MAX
from debate.queries.essays import (
    EssayAlone,
    EssayText,
    list_essay_wordings,
    list_passages,
    read_essay,
    read_essay_text,
    read_essay_wording,
    read_passage,
)


class EssayWhole(EssayRow):
    """An essay, who wrote it and who brought it, without its text."""

    debate = serializers.CharField(help_text="The debate that was drawn from it.")
    revision = serializers.IntegerField(help_text="The number of its newest wording.")

    def to_representation(self, instance: EssayAlone) -> dict[str, Any]:
        told = EssayRow(instance.credit).data
        return {**told, "debate": instance.debate_key, "revision": instance.revision}


class EssayRevisionInList(serializers.Serializer[Any]):
    """One wording of an essay; it never changes."""

    number = serializers.IntegerField()
    created_at = Moment(source="at")
    chars = serializers.IntegerField(help_text="Its length in code points.")


class EssayRevisionWhole(EssayRevisionInList):
    """One wording of an essay with its text."""

    text = serializers.CharField(
        help_text="Canonical: NFC, paragraphs apart by a blank line. Passages count in it."
    )


class PassageWhole(serializers.Serializer[Any]):
    """A span of one wording of an essay, as Web Annotation selectors have it."""

    key = serializers.CharField()
    essay = serializers.CharField(source="essay_key")
    revision = serializers.IntegerField(help_text="The wording in which start and end count.")
    state = serializers.ChoiceField([str(state) for state in PassageState])
    start = serializers.IntegerField(help_text="In code points from the beginning of the text.")
    end = serializers.IntegerField(help_text="The first code point behind it.")
    quote = serializers.CharField(source="exact")
    prefix = serializers.CharField(help_text="What stands before it, to find it again.")
    suffix = serializers.CharField()
    claims = serializers.ListField(
        child=serializers.CharField(), help_text="The claims that were drawn from it."
    )


class EssayOfDebateWhole(serializers.Serializer[Any]):
    """The essay of a debate as it is now, with all its passages in the order of the text."""

    essay = EssayWhole()
    revision = EssayRevisionWhole(source="wording")
    passages = PassageWhole(many=True)


class PassagesAsked(PageAsked):
    """Of which wording."""

    revision = serializers.IntegerField(
        min_value=1, max_value=REVISION_MAX, default=None, help_text="The newest, if not asked."
    )


class Essay(Resource):
    """An essay of a debate that one may see."""

    @operation("Read an essay", EssayWhole)
    def get(self, request: Request, key: str) -> Response:
        return Response(EssayWhole(read_essay(key, self.viewer)).data)


class EssayRevisions(Resource):
    """The wordings of an essay without their text, the newest first."""

    @operation("List the wordings of an essay", pages_of(EssayRevisionInList), asked=PageAsked)
    def get(self, request: Request, key: str) -> Response:
        page = list_essay_wordings(key, self.viewer, **self.asked)
        return Response(paged(request, page, EssayRevisionInList))


class EssayRevision(Resource):
    """One wording of an essay; it never changes."""

    @operation("Read a wording of an essay", EssayRevisionWhole)
    def get(self, request: Request, key: str, number: str) -> Response:
        found = read_essay_wording(key, self.viewer, number=int(number))
        self.tagged(found.number, found.at, found.text)
        return Response(EssayRevisionWhole(found).data)


class EssayPassages(Resource):
    """The passages of one wording of an essay, in the order of the text."""

    @operation("List the passages of an essay", pages_of(PassageWhole), asked=PassagesAsked)
    def get(self, request: Request, key: str) -> Response:
        return Response(paged(request, list_passages(key, self.viewer, **self.asked), PassageWhole))


class Passage(Resource):
    """One passage of an essay."""

    @operation("Read a passage", PassageWhole)
    def get(self, request: Request, key: str) -> Response:
        return Response(PassageWhole(read_passage(key, self.viewer)).data)


class EssayOfDebate(Resource):
    """The text that a debate was drawn from, with its passages."""

    @operation("Read the essay of a debate", EssayOfDebateWhole)
    def get(self, request: Request, key: str) -> Response:
        found: EssayText = read_essay_text(key, self.viewer)
        return Response(EssayOfDebateWhole(found).data)

"""Debates: the list of the public ones, and one of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.contract import Operation
from accounts.api.operation import operation
from accounts.api.strict import Strict, Text
from accounts.errors import Invalid, NotSignedIn
from accounts.models import User
from debate.actions.bringing import bring_essay
from debate.actions.outline import EssayBrought, start_debate
from debate.api.located import located
from debate.api.resource import Resource
from debate.api.rows import DebateInList, DebateWhole, PageAsked, paged, pages_of
from debate.enums import DebateSort, Paced
from debate.formats.essay_text import draft_essay
from debate.limits import (
    CLAIM_TEXT_MAX,
    ESSAY_TEXT_MAX,
    ESSAY_TITLE_MAX,
    ESSAY_WRITER_MAX,
    SOURCE_URL_MAX,
    TOPIC_NAME_MAX,
)
from debate.queries.debate import (
    facts_of_head,
    open_debate_with_facts,
    read_debate_head,
    read_opened_head,
)
from debate.queries.explore import list_apart, list_debates, list_drafts

DRAFTS, APART = "drafts", "apart"


class DebatesAsked(PageAsked):
    """Which debates, in which order."""

    mine = serializers.ChoiceField(
        [DRAFTS, APART],
        default=None,
        help_text="One's own drafts; or those that no list has, of which one has a seat or more.",
    )

    sort = serializers.ChoiceField([str(s) for s in DebateSort], default=str(DebateSort.ACTIVE))
    topic = serializers.SlugField(max_length=TOPIC_NAME_MAX, default=None)

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["mine"] is not None:
            for name, only in (("sort", str(DebateSort.ACTIVE)), ("topic", None)):
                if asked[name] != only:
                    told = _("This cannot be asked together with mine.")
                    raise serializers.ValidationError(
                        {name: serializers.ErrorDetail(told, "not_with_mine")}
                    )
        return asked


class DebateSent(Strict):
    """An essay, a thesis, or both. Only an essay is credited: it is what has a writer."""

    thesis = Text(default="", max_length=CLAIM_TEXT_MAX)
    title = Text(
        default="",
        max_length=ESSAY_TITLE_MAX,
        help_text="Of the essay; left empty, it is taken from its text.",
    )
    text = Text(default="", max_length=ESSAY_TEXT_MAX, help_text="Of the essay.")
    markdown = serializers.BooleanField(
        default=False, help_text="Whether the text is Markdown; else a blank line ends a paragraph."
    )
    writer = Text(default="", max_length=ESSAY_WRITER_MAX)
    own_words = serializers.BooleanField(default=False, help_text="Whether you wrote the essay.")
    source_url = Text(default="", max_length=SOURCE_URL_MAX)
    written_on = serializers.DateField(default=None, allow_null=True)
    language = Text(default="en", help_text="A code, as in en or pt-br.")


class Debates(Resource):
    """Public debates that are not in the archive."""

    def count(self, operation: Operation) -> None:
        super().count(operation)
        if operation.paced == Paced.DEBATE and self.sent["text"].strip():
            self.count_deed(Paced.UPLOAD)

    @operation("List debates", pages_of(DebateInList), asked=DebatesAsked)
    def get(self, request: Request) -> Response:
        asked = self.asked
        part = {"limit": asked["limit"], "cursor": asked["cursor"]}
        if asked["mine"] is not None:
            if self.viewer is None:
                raise NotSignedIn("sign_in_for_own")
            own = list_drafts if asked["mine"] == DRAFTS else list_apart
            return Response(paged(request, own(self.viewer, **part), DebateInList))
        page = list_debates(
            self.viewer, sort=DebateSort(asked["sort"]), topic=asked["topic"], **part
        )
        return Response(paged(request, page, DebateInList))

    @operation(
        "Start a debate",
        DebateWhole,
        status=HTTPStatus.CREATED,
        sent=DebateSent,
        paced=Paced.DEBATE,
    )
    def post(self, request: Request) -> Response:
        if self.viewer is None:
            raise NotSignedIn("sign_in_to_start_a_debate")
        sent = self.sent
        if not sent["text"].strip() and not sent["thesis"].strip():
            raise Invalid("essay_is_missing", field="text")
        started = start_debate(
            essay=self._essay(self.viewer) if sent["text"].strip() else None,
            thesis=sent["thesis"] if sent["thesis"].strip() else "",
            language=sent["language"],
            via=self.via,
            by=self.viewer,
        )
        return Response(
            DebateWhole(read_debate_head(started.key, self.viewer)).data,
            HTTPStatus.CREATED,
            headers=located(request, "api-debate", started.key),
        )

    def _essay(self, by: User) -> EssayBrought:
        sent = self.sent
        return bring_essay(
            draft_essay(sent["text"], title=sent["title"], markdown=sent["markdown"]),
            writer=sent["writer"],
            own_words=sent["own_words"],
            source_url=sent["source_url"],
            written_on=sent["written_on"],
            language=sent["language"],
            by=by,
        )


class Debate(Resource):
    """One debate, without the claims under its thesis."""

    @operation("Read a debate", DebateWhole)
    def get(self, request: Request, key: str) -> Response:
        access = open_debate_with_facts(key, self.viewer)
        self.tagged(*facts_of_head(access), weak=True)
        return Response(DebateWhole(read_opened_head(access)).data)

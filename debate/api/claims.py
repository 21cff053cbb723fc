"""A claim, and what answers it directly."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.conditions import revision_known
from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole, Word
from debate.actions.edit import edit_claim
from debate.actions.reply import post_reply
from debate.actions.wording import Cited
from debate.api.fields import cited, sources
from debate.api.held import Held
from debate.api.located import located
from debate.api.resource import Resource
from debate.api.rows import ClaimAlone, ClaimOfThread, PageAsked, linked, pages_of
from debate.api.thread import FIELDS, shaped, where_replies
from debate.enums import Paced, Relation, Sort
from debate.errors import Stale
from debate.limits import CLAIM_DETAILS_MAX, CLAIM_TEXT_MAX, CLAIM_TEXT_MIN, REVISION_MAX
from debate.models import HeldClaim
from debate.queries.access import open_claim_with_votes
from debate.queries.claim import read_claim, read_claim_source, read_opened_claim
from debate.queries.held import read_held
from debate.queries.replies import list_replies


class RepliesAsked(PageAsked):
    """Which replies, in which order."""

    sort = serializers.ChoiceField([str(sort) for sort in Sort], default=str(Sort.OLDEST))
    relation = serializers.ChoiceField([str(r) for r in Relation], default=None)


class Stated(Strict):
    """A claim in answer to another."""

    relation = Word([str(relation) for relation in Relation])
    text = Text(min_length=CLAIM_TEXT_MIN, max_length=CLAIM_TEXT_MAX, help_text="Plain text.")
    details = Text(default="", max_length=CLAIM_DETAILS_MAX, help_text="Markdown.")
    sources = sources(default=list)
    parent_revision = Whole(
        default=None,
        allow_null=True,
        min_value=1,
        max_value=REVISION_MAX,
        help_text="The wording that was answered; the newest one, if it is left out.",
    )


class Reworded(Strict):
    """Another wording; what is left out stays as it is."""

    text = Text(
        required=False,
        min_length=CLAIM_TEXT_MIN,
        max_length=CLAIM_TEXT_MAX,
        help_text="Plain text.",
    )
    details = Text(required=False, max_length=CLAIM_DETAILS_MAX, help_text="Markdown.")
    sources = sources(required=False)


class Claim(Resource):
    """One claim as it is now."""

    @operation("Read a claim", ClaimAlone)
    def get(self, request: Request, key: str) -> Response:
        return self._told(key)

    @operation("Reword a claim", ClaimAlone, sent=Reworded, paced=Paced.EDIT)
    def patch(self, request: Request, key: str) -> Response:
        known, sent = revision_known(request), self.sent
        was = read_claim_source(key, self.viewer)
        if known > was.revision:  # else what is left out would be that of an older wording
            raise Stale("edited_meanwhile", current=was.revision)
        before = [Cited(source.title, source.url) for source in was.sources]
        edit_claim(
            claim=key,
            text=sent.get("text", was.text),
            details=sent.get("details", was.details),
            sources=cited(sent["sources"]) if "sources" in sent else before,
            base_revision=known,
            by=self.viewer,
        )
        return self._told(key)

    def _told(self, key: str) -> Response:
        access, place, votes = open_claim_with_votes(key, self.viewer)
        self.tagged(access.seq, access.sees, votes, revision=place.revision)
        return Response(ClaimAlone(read_opened_claim(access, place)).data)


class Replies(Resource):
    """The direct replies to a claim, those that are gone too."""

    @operation("List the replies to a claim", pages_of(ClaimOfThread), asked=RepliesAsked)
    def get(self, request: Request, key: str) -> Response:
        sort, relation = self.asked["sort"], self.asked["relation"]
        head, page = list_replies(
            key,
            self.viewer,
            sort=Sort(sort),
            relation=Relation(relation) if relation else None,
            limit=self.asked["limit"],
            cursor=self.asked["cursor"],
        )
        where = where_replies(request, sort=sort, limit=self.asked["limit"])
        results = [shaped(head, claim, FIELDS, where) for claim in page.rows]
        return Response(linked(request, page, results))

    @operation(
        "Post a reply",
        ClaimAlone,
        status=HTTPStatus.CREATED,
        also={HTTPStatus.ACCEPTED: Held},
        sent=Stated,
        paced=Paced.REPLY,
    )
    def post(self, request: Request, key: str) -> Response:
        posted = post_reply(
            parent=key,
            by=self.viewer,
            via=self.via,
            **{**self.sent, "sources": cited(self.sent["sources"])},
        )
        if isinstance(posted, HeldClaim):  # somebody who keeps order looks at it first
            waits = Held(read_held(posted.key, self.viewer)).data
            return Response(
                waits, HTTPStatus.ACCEPTED, headers=located(request, "api-held", posted.key)
            )
        claim = ClaimAlone(read_claim(posted.key, self.viewer)).data
        return Response(
            claim, HTTPStatus.CREATED, headers=located(request, "api-claim", posted.key)
        )

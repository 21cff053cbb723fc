"""What an owner sets, and what is done to a debate as a whole."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Key, Strict, Text, Word
from debate.actions.access import set_access
from debate.actions.archive import archive_debate, revive_debate
from debate.actions.deletion import delete_debate
from debate.actions.description import describe_debate
from debate.actions.link import renew_link, revoke_link
from debate.actions.schedule import schedule_debate
from debate.actions.transfer import transfer_debate
from debate.api.outline import SEEN_BY, TopicsSent, TopicsToChoose
from debate.api.resource import Resource
from debate.api.rows import DebateWhole, Moment
from debate.enums import Action, Paced, Posting, Visibility
from debate.limits import ESSAY_TITLE_MAX, ESSAY_WRITER_MAX, SOURCE_URL_MAX
from debate.queries.debate import read_debate_head
from debate.queries.manage import ManagedDebate, list_heirs, may_be_deleted, read_managed
from debate.queries.topic import list_topic_choices

POSTINGS = [str(posting) for posting in Posting]


class Managed(serializers.Serializer[Any]):
    """How a debate stands, and what whoever runs it may do with it now."""

    may = serializers.ListField(child=serializers.ChoiceField([str(a) for a in Action]))
    visibility = serializers.ChoiceField([str(v) for v in Visibility])
    posting = serializers.ChoiceField(POSTINGS)
    hold_newcomers = serializers.BooleanField()
    frozen = serializers.BooleanField()
    closed = serializers.BooleanField(help_text="It has ended, or not begun.")
    archived = serializers.BooleanField()


class Description(serializers.Serializer[Any]):
    """What a debate says about itself; without an essay it has no credit."""

    title = serializers.CharField(allow_null=True)
    writer = serializers.CharField(allow_null=True)
    source_url = serializers.CharField(allow_null=True)
    written_on = serializers.DateField(allow_null=True)
    language = serializers.CharField()


class DescriptionSent(Strict):
    """What is to be said otherwise; what is left out stays."""

    title = Text(required=False, max_length=ESSAY_TITLE_MAX)
    writer = Text(required=False, max_length=ESSAY_WRITER_MAX)
    source_url = Text(required=False, max_length=SOURCE_URL_MAX)
    written_on = serializers.DateField(required=False, allow_null=True)
    language = Text(required=False, help_text="A code, as in en or pt-br.")


class Access(serializers.Serializer[Any]):
    """Who sees a debate and who takes part in it; the link of an unlisted one is a secret."""

    visibility = serializers.ChoiceField([str(v) for v in Visibility])
    posting = serializers.ChoiceField(POSTINGS)
    hold_newcomers = serializers.BooleanField()
    link = serializers.URLField(allow_null=True)


class AccessSent(Strict):
    """Who is to see a debate, and who takes part in it."""

    visibility = Word(SEEN_BY)
    posting = Word(POSTINGS)


class Schedule(serializers.Serializer[Any]):
    """When a debate opens and closes by itself; null where nothing is planned."""

    opens_at = Moment(allow_null=True)
    closes_at = Moment(allow_null=True)


class ScheduleSent(Strict):
    """When it is to open and close; null, or left out, plans nothing."""

    opens_at = Moment(default=None, allow_null=True)
    closes_at = Moment(default=None, allow_null=True)


class Heir(serializers.Serializer[Any]):
    """A moderator whom a debate can be handed over to."""

    key = serializers.CharField()
    name = serializers.CharField()


class Heirs(serializers.Serializer[Any]):
    """Whom a debate can be handed over to."""

    heirs = Heir(many=True)


class TransferSent(Strict):
    """To whom a debate is handed over."""

    to = Key()


class Deletable(serializers.Serializer[Any]):
    """Whether a debate can be deleted: nobody but its owner took part."""

    possible = serializers.BooleanField()


class Manage(Resource):
    """A debate as whoever runs it sees it."""

    @operation("See how a debate is run", Managed)
    def get(self, request: Request, key: str) -> Response:
        managed = read_managed(key, self.viewer, Action.DESCRIBE)
        return Response(
            {
                "may": sorted(managed.may),
                "visibility": managed.head.visibility,
                "posting": managed.posting,
                "hold_newcomers": managed.hold_newcomers,
                "frozen": managed.frozen,
                "closed": managed.closed,
                "archived": managed.archived,
            }
        )


class EssayDescription(Resource):
    """The title and credit of an essay, and the language of its debate."""

    @operation("See what a debate says about itself", Description)
    def get(self, request: Request, key: str) -> Response:
        return self._told(key)

    @operation(
        "Change what a debate says about itself",
        Description,
        sent=DescriptionSent,
        paced=Paced.MANAGE,
    )
    def patch(self, request: Request, key: str) -> Response:
        sent = dict(self.sent)
        language = sent.pop("language", None)
        describe_debate(debate=key, partly=sent, language=language, by=self.viewer)
        return self._told(key)

    def _told(self, key: str) -> Response:
        managed = read_managed(key, self.viewer, Action.DESCRIBE)
        essay = managed.head.essay
        said = {
            "title": essay.title if essay else None,
            "writer": managed.writer if essay else None,
            "source_url": essay.source_url if essay else None,
            "written_on": essay.written_on if essay else None,
            "language": managed.head.language,
        }
        return Response(Description(said).data)


class AccessToDebate(Resource):
    """Who sees a debate and who takes part in it."""

    @operation("See who has access", Access)
    def get(self, request: Request, key: str) -> Response:
        return Response(_access(self, key))

    @operation("Set who has access", Access, sent=AccessSent, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        set_access(debate=key, by=self.viewer, **self.sent)
        return Response(_access(self, key))


class Newcomers(Resource):
    """The first claims of newcomers, which wait until somebody approves them."""

    @operation("Hold newcomers’ claims", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        set_access(debate=key, hold_newcomers=True, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)

    @operation("Hold newcomers’ claims no more", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def delete(self, request: Request, key: str) -> Response:
        set_access(debate=key, hold_newcomers=False, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class Link(Resource):
    """The link of an unlisted debate."""

    @operation(
        "Make another link",
        Access,
        status=HTTPStatus.CREATED,
        paced=Paced.MANAGE,
        kept=False,
    )
    def post(self, request: Request, key: str) -> Response:
        renew_link(debate=key, by=self.viewer)
        return Response(_access(self, key), HTTPStatus.CREATED)

    @operation("Take the link away", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def delete(self, request: Request, key: str) -> Response:
        revoke_link(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class ScheduleOfDebate(Resource):
    """When a debate opens and closes by itself."""

    @operation("See what is planned", Schedule)
    def get(self, request: Request, key: str) -> Response:
        return self._told(key)

    @operation("Plan a debate", Schedule, sent=ScheduleSent, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        schedule_debate(debate=key, by=self.viewer, **self.sent)
        return self._told(key)

    def _told(self, key: str) -> Response:
        return Response(Schedule(read_managed(key, self.viewer, Action.SCHEDULE).head.state).data)


class Topics(Resource):
    """The topics that a debate stands under."""

    @operation("See the topics of a debate", TopicsToChoose)
    def get(self, request: Request, key: str) -> Response:
        read_managed(key, self.viewer, Action.DESCRIBE)
        return self._told(key)

    @operation("Set the topics of a debate", TopicsToChoose, sent=TopicsSent, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        describe_debate(debate=key, topics=self.sent["topics"], by=self.viewer)
        return self._told(key)

    def _told(self, key: str) -> Response:
        return Response(TopicsToChoose({"topics": list_topic_choices(key, self.viewer)}).data)


class Archive(Resource):
    """A debate in the archive: it can be read, but not added to, and no list has it."""

    @operation("Put a debate into the archive", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def put(self, request: Request, key: str) -> Response:
        archive_debate(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)

    @operation("Take a debate out of it", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def delete(self, request: Request, key: str) -> Response:
        revive_debate(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class Transfer(Resource):
    """A debate handed over to one of its moderators, in the browser."""

    @operation("See to whom a debate can go", Heirs)
    def get(self, request: Request, key: str) -> Response:
        read_managed(key, self.viewer, Action.TRANSFER)
        return Response(Heirs({"heirs": list_heirs(key, self.viewer)}).data)

    @operation("Hand a debate over", DebateWhole, sent=TransferSent, paced=Paced.MANAGE)
    def post(self, request: Request, key: str) -> Response:
        transfer_debate(debate=key, to=self.sent["to"], by=self.viewer)
        return Response(DebateWhole(read_debate_head(key, self.viewer)).data)


class Deletion(Resource):
    """A debate deleted with all that is in it, in the browser."""

    @operation("See whether a debate can be deleted", Deletable)
    def get(self, request: Request, key: str) -> Response:
        read_managed(key, self.viewer, Action.DELETE)
        return Response({"possible": may_be_deleted(key, self.viewer)})

    @operation("Delete a debate", status=HTTPStatus.NO_CONTENT, paced=Paced.MANAGE)
    def post(self, request: Request, key: str) -> Response:
        delete_debate(debate=key, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


def _access(resource: Resource, key: str) -> dict[str, Any]:
    managed: ManagedDebate = read_managed(key, resource.viewer, Action.SET_ACCESS)
    link = reverse("link", args=[managed.link_key]) if managed.link_key else None
    return {
        "visibility": managed.head.visibility,
        "posting": managed.posting,
        "hold_newcomers": managed.hold_newcomers,
        "link": resource.request.build_absolute_uri(link) if link else None,
    }

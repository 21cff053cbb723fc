"""Sessions: listing, starting, reading and setting up."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole, Word
from accounts.errors import NotSignedIn
from classroom.actions.setup import set_up
from classroom.actions.starting import start
from classroom.api.resource import Resource
from classroom.api.rows import SessionInList, SessionWhole, session_shown, words
from classroom.enums import Holding, Naming, Preset, SideRule
from classroom.limits import GRACE_SECONDS_MAX, SESSION_NAME_MAX
from classroom.queries.sessions import list_sessions
from debate.api.located import located
from debate.api.rows import paged, pages_of
from debate.enums import Paced
from debate.limits import CLAIM_TEXT_MAX


class SessionsAsked(Strict):
    """Which page of one's sessions."""

    cursor = serializers.CharField(default="", help_text="From next or previous, unread.")


class Settings(Strict):
    """How a session is held; what is not sent stays as it is."""

    name = Text(required=False, max_length=SESSION_NAME_MAX)
    naming = Word(
        words(Naming),
        required=False,
        help_text="What classmates see of one another; settled once somebody sits.",
    )
    side_rule = Word(words(SideRule), required=False)
    holding = Word(words(Holding), required=False, help_text="Which claims wait for a teacher.")
    lobby = serializers.BooleanField(
        required=False, help_text="Whether whoever is not listed waits to be admitted."
    )
    grace_seconds = Whole(required=False, min_value=0, max_value=GRACE_SECONDS_MAX)
    runs_by_itself = serializers.BooleanField(
        required=False, help_text="Whether each phase that ends is followed by the next."
    )
    time_zone = Text(
        required=False,
        help_text="A name of the IANA list, such as Europe/Madrid; empty for none.",
    )
    starts_at = serializers.DateTimeField(required=False, allow_null=True)


class SessionSent(Settings):
    """What a session is started from; exactly one of preset, template and session."""

    preset = Word(words(Preset), default=None)
    template = Text(default=None, help_text="The key of a template of one's own.")
    session = Text(default=None, help_text="The key of a session that one teaches.")
    of_class = Text(default=None, help_text="The key of a class that one teaches.")
    debate = Text(default=None, help_text="The key of a debate that one may see; it is copied.")
    thesis = Text(default="", max_length=CLAIM_TEXT_MAX, help_text="In place of a debate.")
    language = Text(default="en", help_text="Of the thesis: a code, as in en or pt-br.")


class Sessions(Resource):
    """The sessions that one teaches, the newest first."""

    @operation("List sessions", pages_of(SessionInList), asked=SessionsAsked)
    def get(self, request: Request) -> Response:
        if self.viewer is None:
            raise NotSignedIn("sign_in_to_teach")
        page = list_sessions(self.viewer, cursor=self.asked["cursor"])
        return Response(paged(request, page, SessionInList))

    @operation(
        "Start a session",
        SessionWhole,
        status=HTTPStatus.CREATED,
        sent=SessionSent,
        paced=Paced.DEBATE,
    )
    def post(self, request: Request) -> Response:
        made = start(by=self.viewer, **self.sent)
        return Response(
            session_shown(self.open(made.key)),
            HTTPStatus.CREATED,
            headers=located(request, "api-session", made.key),
        )


class Session(Resource):
    """One session."""

    @operation("Read a session", SessionWhole)
    def get(self, request: Request, key: str) -> Response:
        return Response(session_shown(self.open(key)))

    @operation("Set a session up", SessionWhole, sent=Settings, paced=Paced.ORDER)
    def patch(self, request: Request, key: str) -> Response:
        set_up(session=key, by=self.viewer, **self.sent)
        return Response(session_shown(self.open(key)))

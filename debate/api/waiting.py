"""Waiting for something new, which the live process does: no thread of the web is held for it."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Token
from debate.limits import WAIT_SECONDS_MAX
from debate.policies.ticket import (
    Ticket,
    Wait,
    login_of_session,
    login_of_token,
    mint_wait,
)

WAITING = "/live/wait/"  # debate/live, which is no part of Django's addresses


def wait_field() -> serializers.IntegerField:
    """How long a program would wait where nothing is new."""
    return serializers.IntegerField(
        default=0,
        min_value=0,
        max_value=WAIT_SECONDS_MAX,
        help_text="Seconds to wait where nothing is new: then the answer is 307 to where that is "
        "done, which leads back here.",
    )


def login_of(request: Request) -> str:
    """What ends the waiting: the token, or the session of a browser."""
    if isinstance(request.auth, Token):
        return login_of_token(request.auth.key)
    return login_of_session(request.session.session_key)


def sent_to_wait(
    request: Request, ticket: Ticket, *, seq: int | None, cursor: str, seconds: int
) -> Response:
    """Send a program to where it waits for what comes after `seq`, and from there back."""
    back = f"{request.path}?{urlencode({'since': cursor})}"
    wait = Wait(ticket, since=seq, back=back, seconds=seconds)
    where = f"{WAITING}?{urlencode({'ticket': mint_wait(wait)})}"
    return Response(
        status=HTTPStatus.TEMPORARY_REDIRECT,
        headers={"Location": where, "Cache-Control": "no-store"},
    )

"""What both halves of the door of the API share: sending JSON, and how an answer is told."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.test import Client

from accounts.enums import Scope
from accounts.keys import new_key
from accounts.models import Token, User
from tests.parity.doors import (
    CONFLICT,
    DONE,
    INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    Answer,
)

KINDS: Mapping[int, str] = {
    HTTPStatus.OK: DONE,
    HTTPStatus.CREATED: DONE,
    HTTPStatus.ACCEPTED: DONE,
    HTTPStatus.NO_CONTENT: DONE,
    HTTPStatus.BAD_REQUEST: INVALID,
    HTTPStatus.UNAUTHORIZED: NOT_SIGNED_IN,
    HTTPStatus.FORBIDDEN: NOT_ALLOWED,
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.CONFLICT: CONFLICT,
    HTTPStatus.PRECONDITION_FAILED: CONFLICT,
}

SHOWN_ONCE = ("/invitations", "/link")  # answers with a secret, which are not kept


class ByApi:
    """Somebody's program with a token of all scopes; what no token opens, their browser.

    What it posts it posts under a key, each time another, so that every action is done inside the
    transaction that keeps its answer.
    """

    def ask(
        self,
        method: str,
        address: str,
        sent: Mapping[str, Any] | None = None,
        *,
        by: User | None,
        session: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask for something below /api/v1/; `sent` is the body, None for none."""
        client = Client()
        ways = dict(headers or {})
        if method == "POST" and not address.endswith(SHOWN_ONCE):
            ways["Idempotency-Key"] = new_key()
        if by is not None and session:
            client.force_login(by)
        elif by is not None:
            _token, word = Token.objects.create(user=by, name="program", scopes=list(Scope))
            ways["Authorization"] = f"Bearer {word}"
        response = client.generic(
            method,
            f"/api/v1/{address}",
            "" if sent is None else json.dumps(dict(sent)),
            content_type="application/json",
            headers=ways,
        )
        kind = KINDS[response.status_code]
        return Answer(kind, "" if kind == DONE else _told(response.json()))


def _told(problem: Mapping[str, Any]) -> str:
    """The sentences of a problem: its own, and one for each field that is wrong."""
    return " ".join([problem["detail"], *(wrong["detail"] for wrong in problem.get("errors", ()))])

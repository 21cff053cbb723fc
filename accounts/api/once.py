"""Asking twice and having it done once: Idempotency-Key.

A program that does not know whether its POST arrived sends it again under the same key, and is
answered what it was answered the first time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import orjson
from django.db import connection, transaction
from django.db.models.functions import Now
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.status import is_success

from accounts.api.errors import KeyUsedOtherwise
from accounts.errors import Invalid
from accounts.limits import KEPT_ANSWER_SECONDS, KEPT_KEY_MAX
from accounts.models import KeptAnswer, User

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("Content-Type", "Location", "ETag")

_KEY = re.compile(rf"[\x20-\x7e]{{1,{KEPT_KEY_MAX}}}")
_LASTS = timedelta(seconds=KEPT_ANSWER_SECONDS)

# Takes the row there is, or makes it: whoever asks for the same at the same moment waits here until
# the first is done. One that is older than a day counts as new.
_TAKE = """
INSERT INTO accounts_keptanswer AS kept (person_id, key, asked, status, headers, body, at)
VALUES (%(person)s, %(key)s, %(asked)s, NULL, '{}', '', clock_timestamp())
ON CONFLICT (person_id, key) DO UPDATE SET key = excluded.key
RETURNING id, asked,
          CASE WHEN at > clock_timestamp() - %(seconds)s * interval '1 s' THEN status END,
          headers::text, body
"""


def key_sent(request: Request) -> str | None:
    """The key under which something is to be done once. Raises Invalid."""
    key = request.headers.get(HEADER)
    if request.method != "POST" or key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Invalid("idempotency_key_not_valid", most=KEPT_KEY_MAX)
    return key


def hash_of(request: Request) -> str:
    """What is asked for, as a hash: the resource and what is said to it, however it is written."""
    said = orjson.dumps(dict(request.data), option=orjson.OPT_SORT_KEYS)
    where = f"{request.method} {request.path.rstrip('/')}?{request.GET.urlencode()}\n"
    return hashlib.sha256(where.encode() + said).hexdigest()


@dataclass(frozen=True, slots=True)
class Once:
    """Something that a person wants to be done once under a key of theirs."""

    person: User
    key: str
    asked: str

    def answered_before(self) -> HttpResponse | None:
        """What was answered under this key. Raises KeyUsedOtherwise. Queries: 1."""
        kept = KeptAnswer.objects.filter(
            person=self.person, key=self.key, at__gt=Now() - _LASTS
        ).first()
        if kept is None or kept.status is None:
            return None
        return self._replayed(kept.asked, kept.status, kept.headers, bytes(kept.body))

    def answer(self, do: Callable[[], HttpResponse]) -> HttpResponse:
        """Do it and keep the answer, in one transaction; or answer what was just answered.

        The row is the first lock of all (actions/floor.py has the others), so that the second to
        ask waits before it holds anything. What is refused is rolled back and kept nowhere: the
        next try is one. Raises KeyUsedOtherwise. Queries: 2, and those of a transaction.
        """
        with transaction.atomic():
            row, asked, status, headers, body = self._take()
            if status is not None:
                return self._replayed(asked, status, json.loads(headers), bytes(body))
            response = do()
            if not is_success(response.status_code):
                transaction.set_rollback(True)
                return response
            KeptAnswer.objects.filter(pk=row).update(
                asked=self.asked,
                status=response.status_code,
                headers={name: response[name] for name in KEPT_HEADERS if name in response},
                body=response.content,
                at=Now(),
            )
            return response

    def _take(self) -> tuple[int, str, int | None, str, bytes]:
        with connection.cursor() as cursor:
            cursor.execute(
                _TAKE,
                {
                    "person": self.person.pk,
                    "key": self.key,
                    "asked": self.asked,
                    "seconds": KEPT_ANSWER_SECONDS,
                },
            )
            taken: tuple[int, str, int | None, str, bytes] = cursor.fetchone()
        return taken

    def _replayed(
        self, asked: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> HttpResponse:
        if asked != self.asked:
            raise KeyUsedOtherwise
        response = HttpResponse(body, status=status, headers=dict(headers))
        if "Content-Type" not in headers:  # of an answer without a body
            del response["Content-Type"]
        response[REPLAYED] = "true"
        return response

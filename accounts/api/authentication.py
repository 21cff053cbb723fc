"""Who asks the API: a program by its owner's token, or a browser by its session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from rest_framework import authentication
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request, is_form_media_type

from accounts.errors import NotSignedIn
from accounts.limits import TOKEN_USED_SECONDS
from accounts.models import Token, User

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class TokenAuthentication(KnoxAuthentication):
    """A program with its owner's token, as `Authorization: Bearer …`.

    Whatever is wrong with one is answered alike. Queries: 1, and once a minute another that keeps
    when it was used.
    """

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        found: tuple[User, Token] | None = super().authenticate(request)
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[User, Token]:
        """The owner and their token. Raises NotSignedIn: unknown, expired, revoked, owner gone."""
        valid = Q(expiry__isnull=True) | Q(expiry__gt=Now())
        found = (
            Token.objects.filter(valid, digest=_digest(token), user__is_active=True)
            .select_related("user")
            .first()
        )
        if found is None:
            raise NotSignedIn("token_not_valid")
        now = timezone.now()
        fresh = now - timedelta(seconds=TOKEN_USED_SECONDS)
        if found.last_used_at is None or found.last_used_at < fresh:
            Token.objects.filter(pk=found.pk).update(last_used_at=now)
        return found.user, found


class SessionAuthentication(authentication.SessionAuthentication):
    """A browser with the session of its pages; what changes something needs their token too."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        found: tuple[Any, None] | None = super().authenticate(request)
        return found

    def enforce_csrf(self, request: Request) -> None:
        """The token is looked for in the header alone: no form is read that nobody takes."""
        if request.method not in SAFE and is_form_media_type(request.content_type):
            raise UnsupportedMediaType(request.content_type)
        # Its form is empty, where that of the framework would be read from the body first.
        super().enforce_csrf(request._request)  # type: ignore[arg-type]  # noqa: SLF001


def _digest(token: bytes) -> str:
    try:
        return str(hash_token(token.decode("ascii")))
    except UnicodeDecodeError:
        raise NotSignedIn("token_not_valid") from None

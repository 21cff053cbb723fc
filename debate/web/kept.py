"""What a visitor wrote, kept in their session until they sign in: then it is their draft."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.errors import Refusal, TooMany
from accounts.models import User
from accounts.networks import network_of
from accounts.rates import spend
from debate.actions.draft import save_draft
from debate.enums import DraftPurpose
from debate.limits import DRAFT_CHARS_MAX, KEPT_FOR_SIGN_IN_SECONDS, KEPT_PER_NETWORK
from debate.logic.draft import kept_of, says_nothing

SESSION_KEY = "kept_for_sign_in"


def keep_for_sign_in(request: HttpRequest, purpose: DraftPurpose, claim: str | None) -> bool:
    """Keep the form that was sent for the next person who signs in in this browser.

    The form says for whom it was made: where a session ended in the middle of writing, it is given
    to that person only. Answers whether anything is kept.
    """
    content = kept_of(purpose, request.POST.dict())
    if says_nothing(content) or sum(map(len, content.values())) > DRAFT_CHARS_MAX:
        return False
    try:
        spend("kept_for_sign_in", network_of(request.META), *KEPT_PER_NETWORK)
    except TooMany:
        return False
    request.session[SESSION_KEY] = {
        "purpose": purpose,
        "claim": claim,
        "content": content,
        "person": request.POST.get("draft_person", "")[:40],
        "at": timezone.now().isoformat(),
    }
    request.session.set_expiry(KEPT_FOR_SIGN_IN_SECONDS)  # the worker forgets it after that
    return True


def give_to_who_signed_in(
    sender: object, *, request: HttpRequest | None, user: User, **_more: Any
) -> None:
    """A receiver of Django's signal user_logged_in."""
    session = getattr(request, "session", None)
    kept = session.pop(SESSION_KEY, None) if session is not None else None
    if kept is not None and session is not None:
        session.set_expiry(None)  # this one may last again; what follows may say how long
    if not isinstance(kept, dict) or kept.get("person") not in {"", user.key} or _too_old(kept):
        return
    with suppress(Refusal, DatabaseError):
        save_draft(
            purpose=str(kept.get("purpose")),
            claim=kept.get("claim"),
            content=kept.get("content", {}),
            by=user,
        )


def _too_old(kept: dict[str, Any]) -> bool:
    at = parse_datetime(str(kept.get("at", "")))
    return at is None or timezone.now() - at > timedelta(seconds=KEPT_FOR_SIGN_IN_SECONDS)

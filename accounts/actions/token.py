"""Tokens for programs: making, listing and revoking one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import PersonKind, Scope
from accounts.errors import Conflict, Invalid, NotAllowed, NotFound
from accounts.limits import TOKEN_DAYS, TOKEN_DAYS_USUAL, TOKENS_MAX
from accounts.models import Token, User
from accounts.names import clean_token_name


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it; `begins` is all that is kept of it but a hash."""

    key: str
    name: str
    scopes: tuple[Scope, ...]
    begins: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    expired: bool


def make_token(
    *, name: str, scopes: Iterable[str], days: int = TOKEN_DAYS_USUAL, by: User
) -> tuple[TokenRow, str]:
    """Let a program do some things for a person, for some days, never more than they may.

    Returns the token, and its word, to be shown now or never: only a hash of it is kept.
    Raises: Invalid (fields `name`, `scopes`, `days`), NotAllowed (a guest, a closed account, who is
    suspended), Conflict `too_many_tokens`. Queries: 3.
    """
    called, wanted = clean_token_name(name), _read_scopes(scopes)
    if days not in TOKEN_DAYS:
        raise Invalid("token_days_unknown", field="days")
    with transaction.atomic():
        # Held alone: of two that are made at once each sees the other, and who leaves has none.
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if person.kind == PersonKind.GUEST:
            raise NotAllowed("guests_have_no_tokens")
        if person.kind == PersonKind.GONE or not person.is_active:
            raise NotAllowed("account_closed")
        if person.suspended(timezone.now()):
            raise NotAllowed("suspended_makes_no_token")
        if Token.objects.filter(user=person).count() >= TOKENS_MAX:
            raise Conflict("too_many_tokens", most=TOKENS_MAX)
        token, word = Token.objects.create(
            person, timedelta(days=days), name=called, scopes=[str(scope) for scope in wanted]
        )
    return _row(token), word


def revoke_token(*, token: str, by: User) -> None:
    """End a token of one's own, given its key: from now on it opens nothing.

    Raises: NotFound `no_token`, also the second time and for somebody else's. Queries: 1.
    """
    revoked, _each = Token.objects.filter(key=token, user=by).delete()
    if not revoked:
        raise NotFound("no_token")


def list_tokens(of: User) -> tuple[TokenRow, ...]:
    """The tokens of a person, the newest first; there are few. Queries: 1."""
    return tuple(_row(token) for token in Token.objects.filter(user=of))


def read_token(key: str, of: User) -> TokenRow:
    """One token of a person. Raises NotFound `no_token`. Queries: 1."""
    found = Token.objects.filter(key=key, user=of).first()
    if found is None:
        raise NotFound("no_token")
    return _row(found)


def _read_scopes(scopes: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes that are named, each once and in the order of all. Raises Invalid."""
    named = set(scopes)
    if not named or not named <= set(Scope):
        raise Invalid("choose_scopes", field="scopes")
    return tuple(scope for scope in Scope if scope in named)


def _row(token: Token) -> TokenRow:
    return TokenRow(
        key=token.key,
        name=token.name,
        scopes=tuple(Scope(scope) for scope in token.scopes),
        begins=token.token_key,
        created_at=token.created,
        expires_at=token.expiry,
        last_used_at=token.last_used_at,
        expired=token.expiry <= timezone.now(),
    )

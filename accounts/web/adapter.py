"""What django-allauth asks about people, answered for this site."""

from typing import Any, override

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from accounts import limits
from accounts.enums import PersonKind
from accounts.errors import Invalid
from accounts.models import User
from accounts.names import clean_handle
from accounts.networks import network_of
from accounts.rates import spend
from accounts.words import SENTENCES, sentence

# One answer for an unknown name, a wrong password and a guest: it must not tell which it was.
NO_MATCH = gettext_lazy("That name and password do not match. Check both and try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "invalid_login": NO_MATCH,
    }

    @override
    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # allauth's JSON answers are no part of this site; its API is its own

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` stays here: a path of this site, never a host, not even our own name."""
        return (
            len(url) <= limits.NEXT_MAX
            and url.startswith("/")
            and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        )

    def clean_username(self, username: str, shallow: bool = False) -> str:
        try:
            handle = clean_handle(username)
        except Invalid as refusal:
            raise ValidationError(sentence(refusal), code=refusal.code) from refusal
        if not shallow and User.objects.filter(handle=handle).exists():
            raise ValidationError(SENTENCES["handle_taken"](), code="handle_taken")
        return handle

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at, so that a crowd cannot slip past.

        The network first: who is stopped there cannot use up the tries of other people's names.
        A person's handle and address are one name here; of a name that nobody has, the tries are
        counted just the same, so that the limit does not tell either.
        """
        name = str(credentials.get("username", "")).strip().lower()
        spend("sign_in_network", network_of(request.META), *limits.SIGN_INS_PER_NETWORK)
        spend("sign_in_name", User.objects.key_of(name) or name, *limits.SIGN_INS_PER_PERSON)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        person = super().authenticate(request, **credentials)
        if person is None or person.kind == PersonKind.GUEST:
            return None  # a guest comes in by the code of a class, never by a password
        if not person.is_active:
            raise ValidationError(SENTENCES["account_closed"](), code="account_closed")
        return person

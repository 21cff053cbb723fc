"""The forms at the door."""

from typing import Any, override

from allauth.account.forms import LoginForm, SignupForm
from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.actions.sign_up import sign_up
from accounts.errors import Invalid, TooMany
from accounts.models import User
from accounts.names import clean_display_name
from accounts.networks import network_of
from accounts.rates import spend
from accounts.web.account_fields import (
    HANDLE_ATTRS,
    email_field,
    handle_field,
    name_field,
    password_field,
)
from accounts.words import SENTENCES, sentence
from accounts.zones import zone_named


class SignInForm(LoginForm):
    """By handle or e-mail; `too_many` is set where the limit, not the password, refused."""

    field_order = ["login", "password", "remember"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_many: TooMany | None = None
        self.fields["login"] = forms.CharField(
            label=_("Handle or e-mail"),
            max_length=limits.EMAIL_MAX,
            widget=forms.TextInput(attrs=HANDLE_ATTRS),
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=limits.PASSWORD_MAX,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.fields["remember"] = forms.BooleanField(
            label=_("Stay signed in on this device"), required=False, initial=True
        )
        self.order_fields(self.field_order)

    def user_credentials(self) -> dict[str, str]:
        # allauth passes an address twice, as e-mail and as name, and so checks the password of a
        # known address twice: the longer wait would tell that there is such an account.
        return {
            "username": self.cleaned_data["login"],
            "password": self.cleaned_data["password"],
        }

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except TooMany as refusal:
            self.too_many = refusal
            raise ValidationError(sentence(refusal), code=refusal.code) from refusal


class SignUpForm(SignupForm):
    """Handle, name, optional e-mail, one password; static/js/zone.js fills in the zone."""

    field_order = ["username", "display_name", "email", "password1", "time_zone"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.too_many: TooMany | None = None
        self.fields["username"] = handle_field()
        self.fields["display_name"] = name_field()
        self.fields["email"] = email_field()
        self.fields["password1"] = password_field()
        # A plain Field: nobody sees this one, so nothing in it may be a problem.
        self.fields["time_zone"] = forms.Field(required=False, widget=forms.HiddenInput())
        self.order_fields(self.field_order)

    def clean_display_name(self) -> str:
        try:
            return clean_display_name(self.cleaned_data["display_name"])
        except Invalid as refusal:
            raise ValidationError(sentence(refusal), code=refusal.code) from refusal

    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"] or ""
        return name if zone_named(name) else ""

    def validate_unique_email(self, value: str) -> str:
        if User.objects.filter(email=value).exists():
            raise ValidationError(SENTENCES["email_taken"](), code="email_taken")
        return value

    def _clean_fields(self) -> None:
        # Before any field is looked at: their answers tell which names and addresses are taken.
        if self._may("sign_up_try", limits.SIGN_UP_TRIES_PER_NETWORK):
            super()._clean_fields()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self._may("sign_up", limits.SIGN_UPS_PER_NETWORK)
        return cleaned

    def _may(self, scope: str, rate: tuple[int, int]) -> bool:
        try:
            spend(scope, network_of(self.request.META), *rate)
        except TooMany as refusal:
            self.too_many = refusal
            self.add_error(None, ValidationError(sentence(refusal), code=refusal.code))
            return False
        return True

    @override
    def save(self, request: HttpRequest) -> User:
        told = self.cleaned_data
        with transaction.atomic():
            person = sign_up(
                handle=told["username"],
                display_name=told["display_name"],
                email=told["email"],
                password=told["password1"],
                language=get_language() or "",
                time_zone=told["time_zone"],
            )
            if person.email:  # where allauth keeps whether an address is confirmed
                EmailAddress.objects.create(user=person, email=person.email, primary=True)
        return person

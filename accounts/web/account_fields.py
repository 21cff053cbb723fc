"""What somebody types who gets an account: by signing up, or by keeping what a guest wrote."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import limits

HANDLE_ATTRS = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def handle_field() -> forms.CharField:
    """What they sign in with."""
    return forms.CharField(
        label=_("Handle"),
        max_length=limits.HANDLE_MAX,
        help_text=_("You sign in with it. Letters a to z, digits, hyphens and underscores."),
        widget=forms.TextInput(attrs=HANDLE_ATTRS),
    )


def name_field() -> forms.CharField:
    """What stands under their claims."""
    return forms.CharField(
        label=_("Name"),
        max_length=limits.DISPLAY_NAME_MAX,
        help_text=_("Stands under what you write. It need not be your real name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )


def email_field() -> forms.EmailField:
    """Where a forgotten password is replaced, if they give it."""
    return forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=limits.EMAIL_MAX,
        help_text=_("Never shown. To sign in with, and to replace a forgotten password."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def password_field() -> forms.CharField:
    """One new password, typed once."""
    return forms.CharField(
        label=_("Password"),
        max_length=limits.PASSWORD_MAX,
        strip=False,
        help_text=lazy(_shortest, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _shortest() -> str:
    """How long a password is at least, in the language of whoever reads it: not of the import."""
    count = limits.PASSWORD_MIN
    said = ngettext("At least %(count)d character.", "At least %(count)d characters.", count)
    return said % {"count": count}

"""The forms in which people set what is theirs."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import limits
from accounts.enums import Theme
from accounts.errors import Invalid
from accounts.models import User
from accounts.names import clean_display_name
from accounts.words import SENTENCES, sentence
from accounts.zones import zone_typed

BROWSER = "browser"  # in the form; kept as no language
PASSWORD = _("Password")
THEMES = {
    Theme.SYSTEM: _("As this device has it"),
    Theme.LIGHT: _("Light"),
    Theme.DARK: _("Dark"),
}


def present_password(label: Any = PASSWORD) -> forms.CharField:
    """The password that somebody has, asked for before what it guards."""
    return forms.CharField(
        label=label,
        max_length=limits.PASSWORD_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _password_length() -> str:
    least = limits.PASSWORD_MIN
    return ngettext("At least %(count)d character.", "At least %(count)d characters.", least) % {
        "count": least
    }


def new_password() -> forms.CharField:
    return forms.CharField(
        label=_("New password"),
        max_length=limits.PASSWORD_MAX,
        strip=False,
        help_text=lazy(_password_length, str)(),  # the form is made once, for all languages
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SettingsForm(forms.Form):
    """Name, language, time zone and look; `static/js/theme.js` knows the look's form."""

    display_name = forms.CharField(
        label=_("Name"),
        max_length=limits.DISPLAY_NAME_MAX,
        help_text=_("Stands under what you write, also under what you wrote before."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
    )
    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        max_length=64,
        help_text=_("Type a city and choose. Left empty, times are in Universal Time."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "dir": "ltr"}),
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=list(THEMES.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(BROWSER, _("As my browser asks"))]
        self.fields["language"].choices = [*asked, *settings.LANGUAGES]  # type: ignore[attr-defined]

    def clean_display_name(self) -> str:
        return _cleaned(clean_display_name, self.cleaned_data["display_name"])

    def clean_language(self) -> str:
        chosen = self.cleaned_data["language"]
        return "" if chosen == BROWSER else chosen

    def clean_time_zone(self) -> str:
        return _cleaned(zone_typed, self.cleaned_data["time_zone"])

    @classmethod
    def kept(cls, person: User) -> dict[str, str]:
        """What the form shows before anything is typed."""
        return {
            "display_name": person.display_name,
            "language": person.language if person.language in dict(settings.LANGUAGES) else BROWSER,
            "time_zone": person.time_zone,
            "theme": person.theme,
        }


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=limits.EMAIL_MAX,
        help_text=_("Nobody checks that it is yours, so see that it is spelt right."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = present_password()


class ChangePasswordForm(forms.Form):
    present = present_password(_("Present password"))
    new = new_password()


class RecoveryCodesForm(forms.Form):
    password = present_password()


class WithPassword(forms.Form):
    """Asks for the password of whoever has one."""

    password = present_password()

    def __init__(self, *args: Any, asks_password: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password"]


class ExportForm(WithPassword):
    pass


class DeletionForm(WithPassword):
    confirmation = forms.CharField(
        label=_("Your handle"),
        max_length=limits.HANDLE_MAX + 20,
        error_messages={"required": lazy(SENTENCES["type_your_handle"], str)()},
        help_text=_("Type it, so that nobody is deleted by mistake."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


def _cleaned(clean: Any, text: str) -> str:
    try:
        return str(clean(text))
    except Invalid as refusal:
        raise ValidationError(sentence(refusal), code=refusal.code) from refusal

"""The forms for a forgotten password."""

from typing import Any, override

from allauth.account.forms import ResetPasswordKeyForm, UserTokenForm
from django import forms
from django.contrib.auth.tokens import default_token_generator
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.actions.password import replace_password_by_link
from accounts.models import User
from accounts.web.account_fields import HANDLE_ATTRS
from accounts.web.settings_forms import new_password


class ResetForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=limits.EMAIL_MAX,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ResetLinkForm(UserTokenForm):
    """Reads a link: allauth looks for a person by number, ours names them by key."""

    token_generator = default_token_generator

    @override
    def _get_user(self, uidb36: str) -> User | None:
        return User.objects.filter(key=uidb36, is_active=True).first()


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password in place of a forgotten one; `user` and `temp_key` come with the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"], self.fields["password2"]
        self.fields["new"] = new_password()

    @override
    def clean(self) -> dict[str, Any]:
        return self.cleaned_data  # there is no second password to compare

    @override
    def save(self) -> None:
        replace_password_by_link(
            key=self.user.key, token=self.temp_key, new=self.cleaned_data["new"]
        )


class RecoveryForm(forms.Form):
    name = forms.CharField(
        label=_("Handle or e-mail"),
        max_length=limits.EMAIL_MAX,
        widget=forms.TextInput(attrs=HANDLE_ATTRS),
    )
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=limits.RECOVERY_CODE_TYPED_MAX,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    new = new_password()

"""One's tokens for programs: what there are, a new one, and the end of one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.actions.token import TokenRow, list_tokens, make_token, read_token, revoke_token
from accounts.web.deeds import OwnDeedView
from accounts.web.tokens_forms import SCOPES, TokenForm


def names_of(token: TokenRow) -> str:
    """What a token may do, in words."""
    return ", ".join(str(SCOPES[scope][0]) for scope in token.scopes)


class Tokens(OwnDeedView):
    form_class = TokenForm
    template_name = "account/tokens.html"

    def do(self, form: forms.Form) -> HttpResponse:
        made, word = make_token(by=self.person, **form.cleaned_data)
        # Shown in the answer itself and kept nowhere, as recovery codes are.
        context = self.get_context_data(form=TokenForm(), made=made, word=word)
        return self.render_to_response(context)

    def render_to_response(self, context: dict[str, Any], **response: Any) -> HttpResponse:
        answer = super().render_to_response(context, **response)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tokens = [(token, names_of(token)) for token in list_tokens(self.person)]
        return super().get_context_data(**kwargs) | {"tokens": tokens}


class TokenRevocation(OwnDeedView):
    form_class = forms.Form
    template_name = "account/token_revocation.html"
    leads_to = "tokens"

    def do(self, form: forms.Form) -> None:
        token = read_token(self.kwargs["key"], self.person)
        revoke_token(token=token.key, by=self.person)
        told = _("The token %(name)s is revoked. Programs that use it are signed out.")
        messages.success(self.request, told % {"name": token.name})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        token = read_token(self.kwargs["key"], self.person)
        return super().get_context_data(**kwargs) | {"token": token, "scopes": names_of(token)}

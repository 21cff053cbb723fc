"""The form in which somebody makes a token for a program."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import Scope
from accounts.limits import TOKEN_DAYS, TOKEN_DAYS_USUAL, TOKEN_NAME_MAX

# What each scope is called, and what it allows.
SCOPES: Mapping[Scope, tuple[Promise, Promise]] = {
    Scope.READ: (_("Read"), _("Whatever you can read, also your own votes, drafts and notices.")),
    Scope.POST: (
        _("Post"),
        _("State, edit and withdraw claims; start, join, follow and leave debates; flag."),
    ),
    Scope.VOTE: (_("Vote"), _("Vote on claims, and say where you stand.")),
    Scope.MODERATE: (
        _("Moderate"),
        _("Keep order where you do, and run your debates, all but handing over and deleting them."),
    ),
    Scope.TEACH: (
        _("Teach"),
        _("Run your classes and sessions. Students are told apart as their classmates know them."),
    ),
    Scope.NAMES: (_("Names"), _("With Teach: the names of your students too.")),
}


class TokenForm(forms.Form):
    """What a program is called, what it may do, and for how long."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=TOKEN_NAME_MAX,
        help_text=_("Everybody reads this name beside the claims that the program posts."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(str(scope), name) for scope, (name, _what) in SCOPES.items()],
        required=False,  # the action asks for one, as it does in the API
        initial=[str(Scope.READ)],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(label=_("It works for"), coerce=int, initial=TOKEN_DAYS_USUAL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (days, ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
            for days in TOKEN_DAYS
        ]
        self.fields["days"].choices = offered  # type: ignore[attr-defined]

    def boxes(self) -> Iterator[tuple[BoundWidget, Promise]]:
        """The box of each scope, with what the scope allows."""
        for box, (_name, what) in zip(self["scopes"], SCOPES.values(), strict=True):
            yield box, what

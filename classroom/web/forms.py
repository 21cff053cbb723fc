"""What the forms of the classroom have in common, and that in which somebody shares one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from classroom.web.deeds import refuse
from debate.web.forms import HANDLE, Needed, RefusedForm


class ClassroomForm(RefusedForm):
    """A form whose refusals are told in the words of the classroom."""

    def refuse(self, refusal: Refusal) -> None:
        refuse(self, refusal)


class ShareForm(ClassroomForm):
    """Somebody who is to teach too."""

    handle = Needed(
        label=_("Handle"),
        help_text=_("What they sign in with; ask them for it."),
        widget=forms.TextInput(attrs=HANDLE),
    )
    names = forms.BooleanField(label=_("They may see who the students are"), required=False)

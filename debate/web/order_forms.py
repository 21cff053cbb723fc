"""The fields of what people write when they flag, moderate, appeal and decide."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from debate.enums import FLAG_REASONS, Decision, Reason
from debate.limits import APPEAL_MAX, NOTE_MAX, SUSPENSION_DAYS
from debate.web.forms import HANDLE, Needed, RefusedForm, Written
from debate.words import REASONS

BAN = "ban"
LASTING = {1: _("One day"), 7: _("A week"), 30: _("Thirty days")}

OF_PEOPLE = (
    Reason.INSULT,
    Reason.SPAM,
    Reason.PRIVATE,
    Reason.OFF_TOPIC,
    Reason.RING,
)  # why somebody is shut out
OF_RETURN = (Reason.RESOLVED, Reason.MISTAKE)  # why they are let in again


def reasons(which: Iterable[Reason]) -> list[tuple[str, object]]:
    """Reasons to choose from, in words."""
    return [(reason, REASONS[reason]) for reason in which]


def text_area(most: int, rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most, "dir": "auto"})


class FlagForm(RefusedForm):
    """Why somebody is to look at a claim."""

    reason = Needed(
        label=_("What is wrong with it?"),
        widget=forms.RadioSelect(choices=reasons(FLAG_REASONS)),
    )
    note = Written(
        label=_("What should they know?"),
        widget=text_area(NOTE_MAX, 3),
    )


class AppealForm(RefusedForm):
    """What somebody says against an act that concerns them."""

    text = Needed(
        label=_("Why should it be undone?"),
        help_text=_("You can appeal once. Somebody else than who did it reads this."),
        widget=text_area(APPEAL_MAX, 6),
    )


class DecisionForm(RefusedForm):
    """The answer to an appeal."""

    decision = Needed(
        label=_("Your decision"),
        widget=forms.RadioSelect(
            choices=[
                (Decision.UPHELD, _("What was done stays")),
                (Decision.OVERTURNED, _("What was done is undone")),
            ]
        ),
    )
    answer = Needed(label=_("Your answer to whoever appealed"), widget=text_area(NOTE_MAX, 3))


class ReasonedForm(RefusedForm):
    """A reason, and a note to the person whom it concerns.

    No reason is chosen before somebody chooses one: it stands in the log for good.
    """

    reason = Needed(label=_("Reason"))
    note = Written(label=_("Note to the person"), widget=text_area(NOTE_MAX, 3))
    offered: tuple[Reason, ...] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].widget = forms.RadioSelect(choices=reasons(self.offered))


class BlockForm(ReasonedForm):
    """Whom to block, by their handle, where no claim says it."""

    offered = OF_PEOPLE
    handle = Needed(label=_("Handle"), widget=forms.TextInput(attrs=HANDLE))
    field_order = ["handle", "reason", "note"]


class SuspensionForm(ReasonedForm):
    """For how long somebody is shut out of the site."""

    offered = OF_PEOPLE
    days = Needed(
        label=_("For how long"),
        widget=forms.RadioSelect(
            choices=[*((str(n), LASTING[n]) for n in SUSPENSION_DAYS), (BAN, _("Without an end"))]
        ),
    )
    field_order = ["days", "reason", "note"]


class ReadmissionForm(ReasonedForm):
    """Why somebody may write again."""

    offered = OF_RETURN

"""The form in which a teacher sets up a phase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.errors import Invalid, Refusal
from classroom.enums import Task
from classroom.limits import INSTRUCTION_MAX, PHASE_NAME_MAX, TASK_MAX
from classroom.queries.clock import PhaseRow
from classroom.web.forms import ClassroomForm
from debate.enums import Answerable, Permission, Relation, RepliesHidden, ResultsHidden
from debate.web.essay_form import AUTO
from debate.web.forms import Needed, Written

ALLOWED = [
    (Permission.REPLY, _("State claims")),
    (Permission.VOTE, _("Vote")),
    (Permission.POSITION, _("Take a position")),
]
RELATIONS = [
    (Relation.SUPPORT, _("Support")),
    (Relation.REBUT, _("Rebut")),
    (Relation.UNDERCUT, _("Undercut")),
    (Relation.QUESTION, _("Question")),
]
ANSWERABLE = [
    (Answerable.ANYBODY, _("Anything")),
    (Answerable.THESIS, _("The thesis and its points")),
    (Answerable.OTHER_SIDE, _("Claims of the other side")),
]
RESULTS = [
    (ResultsHidden.NONE, _("Always")),
    (ResultsHidden.JUDGED, _("Once they have judged themselves")),
    (ResultsHidden.REVEALED, _("Once you show them")),
]
REPLIES = [
    (RepliesHidden.NONE, _("Always")),
    (RepliesHidden.POSTED, _("Once they have stated a claim themselves")),
]
TASKS = {
    Task.CLAIMS: _("Claims"),
    Task.ANSWERS: _("Answers to the other side"),
    Task.VOTES: _("Votes"),
}


class PhaseForm(ClassroomForm):
    """A phase: what may be done in it, how long, and what students are told."""

    name = Needed(
        label=_("Name"), widget=forms.TextInput(attrs=AUTO | {"maxlength": PHASE_NAME_MAX})
    )
    instruction = Written(
        label=_("What students are told"),
        widget=forms.Textarea(attrs=AUTO | {"rows": 2, "maxlength": INSTRUCTION_MAX}),
    )
    minutes = Written(
        label=_("Minutes"),
        help_text=_("Left empty, it lasts until you begin the next one."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
    )
    allow = forms.MultipleChoiceField(
        label=_("Students may"),
        choices=ALLOWED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    relations = forms.MultipleChoiceField(
        label=_("With these claims"),
        choices=RELATIONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    answer = forms.ChoiceField(label=_("They may answer"), choices=ANSWERABLE)
    inner = forms.MultipleChoiceField(
        label=_("Those in the circle may besides"),
        choices=ALLOWED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    results_hidden = forms.ChoiceField(label=_("Students see the results"), choices=RESULTS)
    replies_hidden = forms.ChoiceField(
        label=_("Students see the claims of others"), choices=REPLIES
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for task, label in TASKS.items():
            self.fields[f"task_{task}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=TASK_MAX,
                widget=forms.NumberInput(attrs={"min": 0, "max": TASK_MAX}),
            )

    @staticmethod
    def of(row: PhaseRow | None, sent: Any = None, **options: Any) -> PhaseForm:
        """The form of a phase, or of a new one; of several on a page each has its own ids."""
        if row is None:
            first = {
                "allow": [Permission.REPLY],
                "answer": Answerable.ANYBODY,
                "results_hidden": ResultsHidden.NONE,
                "replies_hidden": RepliesHidden.NONE,
            }
            return PhaseForm(sent, initial=first, auto_id="new-%s", **options)
        initial: dict[str, object] = {
            "name": row.name,
            "instruction": row.instruction,
            "minutes": minutes_of(row.seconds),
            "allow": list(row.allow),
            "relations": [] if set(row.relations) == set(Relation) else list(row.relations),
            "answer": row.answer,
            "inner": list(row.inner),
            "results_hidden": row.results_hidden,
            "replies_hidden": row.replies_hidden,
        }
        initial |= {f"task_{task}": row.tasks.get(task) for task in TASKS}
        return PhaseForm(sent, initial=initial, auto_id=f"{row.key}-%s", **options)

    def tasks(self) -> list[forms.BoundField]:
        return [self[f"task_{task}"] for task in TASKS]

    def typed(self) -> dict[str, Any]:
        """What the action calls it. Raises Invalid (minutes)."""
        sent = self.cleaned_data
        return {
            "name": sent["name"],
            "instruction": sent["instruction"],
            "seconds": seconds_typed(sent["minutes"]),
            "allow": sent["allow"],
            "relations": sent["relations"],
            "inner": sent["inner"],
            "answer": sent["answer"],
            "results_hidden": sent["results_hidden"],
            "replies_hidden": sent["replies_hidden"],
            "tasks": {str(task): sent[f"task_{task}"] or 0 for task in TASKS},
        }

    def field_about(self, refusal: Refusal) -> str | None:
        field = super().field_about(refusal)
        return "minutes" if field == "seconds" else field


def minutes_of(seconds: int | None) -> str:
    """A length as somebody types it."""
    if seconds is None:
        return ""
    whole, rest = divmod(seconds, 60)
    return str(whole) if not rest else f"{seconds / 60:.2f}".rstrip("0")


def seconds_typed(minutes: str) -> int | None:
    """How many seconds somebody means by minutes; none for nothing. Raises Invalid."""
    text = minutes.strip().replace(",", ".")
    if not text:
        return None
    number, _dot, part = text.partition(".")
    if not (
        text.isascii() and number.isdigit() and len(text) <= 8 and (not part or part.isdigit())
    ):
        raise Invalid("minutes_in_digits", field="seconds")
    return round(float(text) * 60)

"""The forms in which a teacher starts a session and sets it up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Invalid, Refusal
from accounts.zones import zone_named, zone_typed
from classroom.enums import Holding, Naming, Preset, SideRule
from classroom.limits import (
    CLASS_NAME_MAX,
    GRACE_SECONDS_MAX,
    SESSION_NAME_MAX,
)
from classroom.queries.presets import PRESETS
from classroom.queries.sessions import SetupPage
from classroom.web.forms import ClassroomForm
from debate.limits import CLAIM_TEXT_MAX
from debate.web.essay_form import AUTO, LANGUAGES
from debate.web.forms import Needed, Written
from debate.web.manage_forms import MOMENT

NAMINGS = [
    (Naming.NAMES, _("Their names")),
    (Naming.PSEUDONYMS, _("Pseudonyms; only you can look up who is who")),
]
SIDE_RULES = [
    (SideRule.FREE, _("Nobody has a side")),
    (SideRule.CHOSEN, _("Everybody chooses")),
    (SideRule.RANDOM, _("By lot")),
    (SideRule.BALANCED, _("Both of the same size")),
    (SideRule.AGAINST_OWN, _("Against their own opening position")),
]
HOLDINGS = [
    (Holding.NOTHING, _("No claims")),
    (Holding.FIRST, _("The first claim of each student")),
    (Holding.ALL, _("All claims")),
]


class RulesForm(ClassroomForm):
    """What holds in a session as a whole."""

    naming = forms.ChoiceField(
        label=_("What classmates see of one another"), choices=NAMINGS, widget=forms.RadioSelect
    )
    side_rule = forms.ChoiceField(label=_("Sides"), choices=SIDE_RULES)
    holding = forms.ChoiceField(
        label=_("What waits for you before the class sees it"), choices=HOLDINGS
    )
    lobby = forms.BooleanField(
        label=_("Whoever is not on the list waits in the lobby"), required=False
    )
    grace = forms.BooleanField(
        label=_("Take what comes up to 15 seconds after the bell"), required=False
    )
    runs_by_itself = forms.BooleanField(
        label=_("Each phase that ends is followed by the next, without you"), required=False
    )
    starts_at = forms.DateTimeField(
        label=_("Starts by itself on"),
        required=False,
        help_text=_("Left empty, it starts when you start it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    time_zone = Written(
        label=_("Time zone"),
        help_text=_("All times of the session are told in it."),
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "dir": "ltr"}),
    )

    def rules(self) -> dict[str, Any]:
        """What the actions call it. Raises Invalid (time zone)."""
        sent = self.cleaned_data
        zone = zone_typed(sent["time_zone"])
        return {
            "naming": sent["naming"],
            "side_rule": sent["side_rule"] or None,
            "holding": sent["holding"],
            "lobby": sent["lobby"],
            "grace_seconds": GRACE_SECONDS_MAX if sent["grace"] else 0,
            "runs_by_itself": sent["runs_by_itself"],
            "time_zone": zone,
            "starts_at": on_clock(sent["starts_at"], zone),
        }

    def field_about(self, refusal: Refusal) -> str | None:
        field = super().field_about(refusal)
        return "grace" if field == "grace_seconds" else field


class NewSessionForm(RulesForm):
    """What a session is begun with."""

    begin = forms.ChoiceField(label=_("How the lesson goes"), widget=forms.RadioSelect)
    name = Written(
        label=_("Name"),
        help_text=_("Left empty, it is called after its class, or its thesis."),
        widget=forms.TextInput(attrs=AUTO | {"maxlength": SESSION_NAME_MAX}),
    )
    of_class = forms.ChoiceField(label=_("Class"), required=False)
    own = forms.ChoiceField(label=_("A debate or draft of yours"), required=False)
    debate = Written(
        label=_("Or the address of another debate"),
        help_text=_("Of any that you can see. Your class gets a copy of its own."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
    )
    thesis = Written(
        label=_("Or a thesis"),
        widget=forms.Textarea(attrs=AUTO | {"rows": 2, "data-max": CLAIM_TEXT_MAX}),
    )
    language = forms.ChoiceField(label=_("Its language"), choices=LANGUAGES)
    field_order = ["begin", "own", "debate", "thesis", "language", "name", "of_class"]

    def __init__(
        self,
        *args: Any,
        begins: list[tuple[str, object]],
        classes: list[tuple[str, str]],
        sources: list[tuple[str, object]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "begin": begins,
            "of_class": [("", _("None: for whoever has its code")), *classes],
            "own": [("", _("None of them")), *sources],
            "side_rule": [("", _("As this lesson goes")), *SIDE_RULES],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["side_rule"].required = False

    def started(self) -> dict[str, Any]:
        """What the action calls it. Raises Invalid."""
        sent = self.cleaned_data
        kind, _colon, what = sent["begin"].partition(":")
        debate = key_in(sent["debate"])
        if debate and sent["own"]:
            raise Invalid("debate_or_thesis", field="debate")
        return self.rules() | {
            kind: what,
            "name": sent["name"],
            "of_class": sent["of_class"] or None,
            "debate": debate or sent["own"] or None,
            "thesis": sent["thesis"] if sent["thesis"].strip() else "",
            "language": sent["language"],
        }


class SetupForm(RulesForm):
    """What holds in a session that is there."""

    name = Needed(
        label=_("Name"), widget=forms.TextInput(attrs=AUTO | {"maxlength": SESSION_NAME_MAX})
    )
    field_order = ["name"]

    def __init__(self, sent: Any = None, *, shown: SetupPage) -> None:
        kept = {
            "name": shown.name,
            "naming": shown.naming,
            "side_rule": shown.side_rule,
            "holding": shown.holding,
            "lobby": shown.lobby,
            "grace": bool(shown.grace_seconds),
            "runs_by_itself": shown.runs_by_itself,
            "time_zone": shown.time_zone,
            "starts_at": of_clock(shown.starts_at, shown.time_zone),
        }
        super().__init__(sent, initial=kept)
        if shown.settled:
            self.fields["naming"].disabled = True
        if shown.clock.running:
            del self.fields["starts_at"]

    def rules(self) -> dict[str, Any]:
        if "starts_at" in self.fields:
            return super().rules() | {"name": self.cleaned_data["name"]}
        self.cleaned_data["starts_at"] = None
        found = super().rules() | {"name": self.cleaned_data["name"]}
        del found["starts_at"]
        return found


class CopyForm(ClassroomForm):
    """Another session like one, for a parallel class."""

    name = Written(
        label=_("Name"),
        help_text=_("Left empty, it is called after its class, or its thesis."),
        widget=forms.TextInput(attrs=AUTO | {"maxlength": SESSION_NAME_MAX}),
    )
    of_class = forms.ChoiceField(label=_("Class"), required=False)

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of_class"].choices = [  # type: ignore[attr-defined]
            ("", _("None: for whoever has its code")),
            *classes,
        ]


class TemplateForm(ClassroomForm):
    """What a template is called."""

    name = Needed(
        label=_("Name of the template"),
        help_text=_("One of the same name is replaced."),
        widget=forms.TextInput(attrs=AUTO | {"maxlength": CLASS_NAME_MAX}),
    )


def presets() -> list[tuple[str, object]]:
    """The presets to begin with, as the form calls them."""
    return [(f"preset:{word}", PRESETS[word].name) for word in Preset]


def key_in(typed: str) -> str:
    """The key of a debate in what somebody typed: its address, or the key itself."""
    text = typed.strip()
    _before, found, after = text.partition("/debates/")
    return after.split("/", 1)[0] if found else text


def on_clock(moment: datetime | None, zone: str) -> datetime | None:
    """A moment that was read by the reader's clock, as the same hour in the session's zone."""
    found = zone_named(zone)
    if moment is None or found is None:
        return moment
    return timezone.make_naive(moment).replace(tzinfo=found)


def of_clock(moment: datetime | None, zone: str) -> datetime | None:
    """The other way round: what the form shows by the reader's clock."""
    found = zone_named(zone)
    if moment is None or found is None:
        return moment
    shown = moment.astimezone(found).replace(tzinfo=None)
    return timezone.make_aware(shown)

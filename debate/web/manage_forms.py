"""The forms in which an owner runs a debate; what may be set is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debate.actions.description import Credit
from debate.enums import Posting, Visibility
from debate.limits import CONCLUSION_MAX, TOPICS_PER_DEBATE_MAX
from debate.queries.manage import Heir, ManagedDebate
from debate.queries.topic import TopicChoice
from debate.web.essay_form import AUTO, LANGUAGES
from debate.web.forms import Needed, RefusedForm, Written

SEEN_BY = [
    (Visibility.PUBLIC, _("Everybody. Search engines and feeds find it, too.")),
    (Visibility.UNLISTED, _("Whoever has its link, and its members. No list shows it.")),
    (Visibility.MEMBERS, _("Its members alone. To others it does not exist.")),
]
TAKES_PART = [
    (Posting.EVERYBODY, _("Everybody who sees it and is signed in")),
    (Posting.MEMBERS, _("Its members; others read")),
    (Posting.NOBODY, _("Nobody at present")),
]
MOMENT = "%Y-%m-%dT%H:%M"


class DescribeForm(RefusedForm):
    """What a debate says about itself; without an essay it has no credit."""

    title = Needed(label=_("Title of the essay"), widget=forms.TextInput(attrs=AUTO))
    writer = Written(label=_("Written by"), widget=forms.TextInput(attrs=AUTO))
    source_url = Written(
        label=_("Where it was published"),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    written_on = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, sent: Any = None, *, managed: ManagedDebate, topics: tuple[TopicChoice, ...]
    ) -> None:
        head, essay = managed.head, managed.head.essay
        kept: dict[str, object] = {
            "language": head.language,
            "topics": [topic.slug for topic in topics if topic.chosen],
        }
        if essay:
            kept |= {
                "title": essay.title,
                "writer": managed.writer,
                "source_url": essay.source_url,
                "written_on": essay.written_on,
            }
        super().__init__(sent, initial=kept)
        chosen = self.fields["topics"]
        chosen.choices = [(topic.slug, topic.name) for topic in topics]  # type: ignore[attr-defined]
        chosen.help_text = _("At most %(most)s.") % {"most": TOPICS_PER_DEBATE_MAX}
        if head.language not in dict(LANGUAGES):
            self.fields["language"].choices = [  # type: ignore[attr-defined]
                (head.language, head.language),
                *LANGUAGES,
            ]
        if not topics:
            del self.fields["topics"]
        if not essay:
            for name in ("title", "writer", "source_url", "written_on"):
                del self.fields[name]

    def description(self) -> dict[str, Any]:
        """What the action calls it."""
        sent = self.cleaned_data
        credit = None
        if "title" in sent:
            credit = Credit(sent["title"], sent["writer"], sent["source_url"], sent["written_on"])
        return {"credit": credit, "language": sent["language"], "topics": sent.get("topics")}


class AccessForm(RefusedForm):
    """Who sees a debate, who takes part, and whether newcomers are held."""

    visibility = forms.ChoiceField(
        label=_("Who sees it"), choices=SEEN_BY, widget=forms.RadioSelect
    )
    posting = forms.ChoiceField(
        label=_("Who takes part"), choices=TAKES_PART, widget=forms.RadioSelect
    )
    hold_newcomers = forms.BooleanField(
        label=_("Hold newcomers’ first claims"),
        required=False,
        help_text=_("The first claim of each person waits until you or a moderator approves it."),
    )


class ScheduleForm(RefusedForm):
    """When a debate opens and closes, on the clock of whoever plans it."""

    opens_at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        help_text=_("Until then nobody can add to it. Left empty, it stays as it is now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        help_text=_("Left empty, it stays open until you close it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class ClosingForm(RefusedForm):
    """A debate's end, with what its owner says of it."""

    conclusion = Written(
        label=_("Concluding statement"),
        help_text=_("It stands above the debate for as long as it is closed. Markdown."),
        widget=forms.Textarea(attrs=AUTO | {"rows": 8, "data-max": CONCLUSION_MAX}),
    )


class TransferForm(RefusedForm):
    """To whom a debate is handed over."""

    to = forms.ChoiceField(
        label=_("To"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who gets the debate.")},
    )

    def __init__(self, *args: Any, heirs: tuple[Heir, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(heir.key, heir.name) for heir in heirs]  # type: ignore[attr-defined]

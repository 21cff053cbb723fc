"""The fields of what people write; what may be written is decided by the actions."""

from typing import Any

from django import forms

from accounts.errors import Invalid, Refusal
from debate.actions.wording import Cited
from debate.limits import SOURCES_PER_CLAIM_MAX
from debate.queries.drafts import DraftRow
from debate.queries.rows import ClaimSource
from debate.words import sentence

SOURCE_NUMBERS = range(1, SOURCES_PER_CLAIM_MAX + 1)
# The handle of somebody else: not to be filled in, corrected or capitalised by the browser.
HANDLE = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class Written(forms.CharField):
    """Text as it was typed, neither trimmed nor refused here: an action judges and tidies it.

    What cannot be written in UTF-8 (half a surrogate pair, sent in an odd encoding) is passed on
    to be refused, but shown again as a sign that stands for it.
    """

    default_validators = []

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)
        self.validators = []  # among them one that refuses NUL; the actions drop what is invisible

    def bound_data(self, data: Any, initial: Any) -> Any:
        shown = super().bound_data(data, initial)
        return shown.encode("utf-8", "replace").decode() if isinstance(shown, str) else shown


class Needed(Written):
    """Text that has to be there, so its label calls it not optional; an action refuses without."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.required = True

    def validate(self, value: Any) -> None:
        pass


class RefusedForm(forms.Form):
    """A form to which an action's refusal can be added, at the field that it is about."""

    def refuse(self, refusal: Refusal) -> None:
        field = self.field_about(refusal)
        self.add_error(field if field in self.fields else None, sentence(refusal))

    def field_about(self, refusal: Refusal) -> str | None:
        return refusal.field if isinstance(refusal, Invalid) else None


class DraftedForm(RefusedForm):
    """A form whose words are kept while they are written (web/drafted.py says how).

    `draft_version` is the version that it was filled from, 0 if from none; `draft_person` the key
    of whoever it was made for.
    """

    draft: DraftRow | None = None
    draft_version = 0
    draft_person = ""


class ClaimForm(DraftedForm):
    """The wording of a claim: its text, and behind it details and sources."""

    text = Written()
    details = Written()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in SOURCE_NUMBERS:
            self.fields[f"source_url_{n}"] = Written()
            self.fields[f"source_title_{n}"] = Written()

    def sources(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each source: its address and its title."""
        return [(self[f"source_url_{n}"], self[f"source_title_{n}"]) for n in SOURCE_NUMBERS]

    def wording(self) -> dict[str, Any]:
        """What every action that takes a wording calls it."""
        self.full_clean()
        sent = self.cleaned_data
        return {
            "text": sent["text"],
            "details": sent["details"],
            "sources": [
                Cited(sent[f"source_title_{n}"], sent[f"source_url_{n}"]) for n in SOURCE_NUMBERS
            ],
        }

    def field_about(self, refusal: Refusal) -> str | None:
        field = super().field_about(refusal)
        if field != "sources":
            return field
        part = "title" if refusal.code == "source_title_too_long" else "url"
        return f"source_{part}_{refusal.facts.get('number', 1)}"


class ReplyForm(ClaimForm):
    """A reply: how it bears on its parent, and its wording."""

    relation = Written()
    parent_revision = Written()


class EditForm(ClaimForm):
    """Another wording; `revision` is the one that was being changed."""

    revision = Written()

    @staticmethod
    def of(source: ClaimSource) -> "EditForm":
        """The form filled with a claim's wording as it was typed."""
        initial: dict[str, object] = {
            "text": source.text,
            "details": source.details,
            "revision": source.revision,
        }
        for n, cited in zip(SOURCE_NUMBERS, source.sources, strict=False):
            initial |= {f"source_url_{n}": cited.url, f"source_title_{n}": cited.title}
        return EditForm(initial=initial)

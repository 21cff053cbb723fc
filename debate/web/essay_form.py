"""The form that brings an essay, or only a thesis: the first step of a new debate."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.errors import Invalid
from accounts.models import User
from debate.actions.bringing import bring_essay
from debate.actions.outline import EssayBrought
from debate.formats.essay_text import EssayDraft, draft_essay, read_essay
from debate.limits import CLAIM_TEXT_MAX, ESSAY_BYTES_MAX
from debate.web.forms import DraftedForm, Written

LANGUAGES = sorted(
    ((code, info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info),
    key=lambda language: language[1].casefold(),
)
AUTO = {"dir": "auto"}  # the direction follows what is typed


class NewDebateForm(DraftedForm):
    """What was typed, and read from it: an essay, a thesis, or both."""

    title = Written(
        label=_("Title"),
        help_text=_("Left empty, it is taken from the text."),
        widget=forms.TextInput(attrs=AUTO),
    )
    text = Written(
        label=_("Text"),
        help_text=_("Paste it. A blank line ends a paragraph."),
        widget=forms.Textarea(attrs=AUTO | {"rows": 14}),
    )
    file = forms.FileField(
        label=_("Or its file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Plain text or Markdown, in UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.markdown,text/plain,text/markdown"}),
    )
    writer = Written(label=_("Written by"), widget=forms.TextInput(attrs=AUTO))
    own_words = forms.BooleanField(label=_("I wrote this"), required=False)
    source_url = Written(
        label=_("Where it was published"),
        widget=forms.TextInput(
            attrs={
                "inputmode": "url",
                "autocapitalize": "none",
                "spellcheck": "false",
                "placeholder": "https://",
            }
        ),
    )
    written_on = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")
    thesis = Written(
        label=_("Thesis"),
        help_text=_("The one assertion that is to be argued. It can wait, if there is an essay."),
        widget=forms.Textarea(attrs=AUTO | {"rows": 3, "data-max": CLAIM_TEXT_MAX}),
    )

    def __init__(self, *args: Any, sent_bytes: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent_bytes = sent_bytes

    @staticmethod
    def sent(request: HttpRequest) -> "NewDebateForm":
        length = request.META.get("CONTENT_LENGTH") or "0"
        return NewDebateForm(
            request.POST, request.FILES, sent_bytes=int(length) if length.isdecimal() else 0
        )

    @property
    def thesis_given(self) -> bool:
        return bool(self.cleaned_data["thesis"].strip())

    def essay(self, *, by: User) -> EssayBrought | None:
        """The essay that was pasted or uploaded; None where only a thesis was stated.

        Raises Invalid.
        """
        draft = self._draft()
        if draft is None:
            if not self.thesis_given:
                raise Invalid("essay_is_missing", field="text")
            return None
        sent = self.cleaned_data
        return bring_essay(
            draft,
            writer=sent["writer"],
            own_words=sent["own_words"],
            source_url=sent["source_url"],
            written_on=sent["written_on"],
            language=sent["language"],
            by=by,
        )

    def _draft(self) -> EssayDraft | None:
        sent = self.cleaned_data
        pasted, file = bool(sent["text"].strip()), sent["file"]
        if file is None and self.sent_bytes > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            # A file above this never reaches the form: it is not even kept while it arrives.
            raise Invalid(
                "essay_has_too_many_bytes",
                field="file",
                bytes=self.sent_bytes,
                limit=ESSAY_BYTES_MAX,
            )
        if pasted and file is not None:
            raise Invalid("essay_given_twice", field="file")
        if file is not None:
            return self._read(file, title=sent["title"])
        return draft_essay(sent["text"], title=sent["title"]) if pasted else None

    def _read(self, file: UploadedFile, *, title: str) -> EssayDraft:
        try:
            return read_essay(file.read(), name=file.name, title=title)
        except Invalid as refusal:
            raise Invalid(refusal.code, field="file", **refusal.facts) from refusal

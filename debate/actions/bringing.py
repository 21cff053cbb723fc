"""Bringing in an essay that was pasted, uploaded or sent: whose words it is credited as."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from debate.actions.outline import EssayBrought
from debate.formats.essay_text import EssayDraft


def bring_essay(
    draft: EssayDraft,
    *,
    writer: str,
    own_words: bool,
    source_url: str,
    written_on: date | None,
    language: str,
    by: User,
) -> EssayBrought:
    """An essay that was read, with its credit: as it was typed, as the text says, or one's own."""
    return EssayBrought(
        text=draft.text,
        title=draft.title,
        writer=writer or draft.writer or (by.display_name if own_words else ""),
        own_words=own_words,
        source_url=source_url.strip(),
        written_on=written_on,
        language=language,
    )

"""A debate as a file to keep: which formats there are, and what each is called."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import slugify

from debate.formats.debate_csv import write_table
from debate.formats.debate_json import write_json
from debate.formats.debate_outline import write_outline
from debate.queries.exported import ExportedDebate

SLUG_CHARS = 60


class DebateFormat(StrEnum):
    """The formats, named as in an address."""

    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class DebateFile:
    """How a debate is written in a format, and how the file is told of."""

    media_type: str
    ending: str
    write: Callable[[ExportedDebate], Generator[bytes]]


DEBATE_FILES: Mapping[DebateFormat, DebateFile] = {
    DebateFormat.JSON: DebateFile("application/json", "json", write_json),
    DebateFormat.MARKDOWN: DebateFile("text/markdown; charset=utf-8", "md", write_outline),
    DebateFormat.CSV: DebateFile("text/csv; charset=utf-8", "csv", write_table),
}


def file_name(exported: ExportedDebate, file: DebateFile) -> str:
    """What a file is called: by the words of the thesis, and by the key, which is never two's."""
    thesis = exported.head.thesis
    words = slugify(thesis.text, allow_unicode=True)[:SLUG_CHARS].strip("-") if thesis else ""
    named = f"{words}-" if words else ""
    return f"{named}{exported.head.key}.{file.ending}"

"""Essays brought in as text: a file's bytes or pasted words become title, writer and paragraphs.

A plain text file is paragraphs apart by blank lines. Its first line is the title if it stands
alone (a blank line, a by-line or a row of = or - below it), is short and does not end like a
sentence. In a Markdown file (.md, .markdown) the title is the heading it opens with, or else its
first heading of level 1; later headings become blocks of their own, and emphasis, links, lists
and quotes become plain text. "By Somebody" right below the title names the writer. Of a front
matter (key: value lines between two rows of ---) title and author are read.
"""

import codecs
import re
from dataclasses import dataclass

from accounts.errors import Invalid
from debate.formats.markdown import to_blocks
from debate.limits import (
    ESSAY_BYTES_MAX,
    ESSAY_TEXT_MAX,
    ESSAY_TITLE_MAX,
    ESSAY_WRITER_MAX,
)
from debate.logic.essay_text import (
    Paragraph,
    canonical,
    paragraphs,
    reading_minutes,
    word_count,
)

MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
TITLE_LINE_MAX = 100  # characters; a longer first line is the essay's first paragraph
# Markdown is parsed before its text can be measured: twice the text leaves room for its signs.
MARKDOWN_SOURCE_MAX = 2 * ESSAY_TEXT_MAX

_OTHER_BYTE_ORDERS = [  # the longer first: UTF-32 LE opens with the two bytes of UTF-16 LE
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
]
_OTHER_FILES = [
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"PK\x03\x04", "ZIP, Word or OpenDocument"),
    (b"\xd0\xcf\x11\xe0", "Word"),
]

_BY_LINE = re.compile(r"by\s+(?P<writer>\S.{0,118}[^.!?:;,\s])", re.IGNORECASE)
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_FRONT_MATTER_LINES_MAX = 40
_FRONT_MATTER_LINE = re.compile(r"(?P<name>[A-Za-z_-]{1,40}):\s*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class EssayDraft:
    """An essay as it was read: nothing of it is stored yet.

    `title` is "" and `writer` None where the text does not say; `text` is canonical, and the
    paragraphs' offsets count in it.
    """

    title: str
    writer: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def words(self) -> int:
        return word_count(self.text)

    @property
    def minutes(self) -> int:
        return reading_minutes(self.words)


def read_essay(data: bytes, *, name: str | None = None, title: str | None = None) -> EssayDraft:
    """Read an uploaded or named file: UTF-8 text, or Markdown if `name` says so.

    Raises: Invalid with one of the codes essay_has_too_many_bytes, essay_is_empty,
    essay_is_in_another_encoding, essay_is_not_text, essay_is_not_utf8 and those of `draft_essay`.
    """
    markdown = name is not None and name.lower().endswith(MARKDOWN_NAMES)
    return draft_essay(_decode(data), title=title, markdown=markdown)


def draft_essay(source: str, *, title: str | None = None, markdown: bool = False) -> EssayDraft:
    """Make a draft of a text that somebody pasted or that was read from a file.

    With a `title` none is looked for, and the text keeps all its words but a repeated title.
    Raises: Invalid with one of the codes essay_is_blank, essay_is_too_long,
    essay_has_no_paragraphs.
    """
    if not any(character.isalnum() for character in source):
        raise Invalid("essay_is_blank", field="text")
    wanted = " ".join(canonical(title or "").split())
    found = _split_markdown(source) if markdown else _split_text(source)
    titled_otherwise = wanted and found.title.casefold() != wanted.casefold()
    text = canonical(found.whole if titled_otherwise else found.body)
    if len(text) > ESSAY_TEXT_MAX:
        raise Invalid("essay_is_too_long", field="text", characters=len(text), limit=ESSAY_TEXT_MAX)
    if not any(character.isalnum() for character in text):
        raise Invalid("essay_has_no_paragraphs", field="text", title=found.title)
    return EssayDraft(wanted or found.title, found.writer, text, paragraphs(text))


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text taken apart; `whole` is what it is if its title turns out to be none."""

    title: str
    writer: str | None
    body: str
    whole: str


def _decode(data: bytes) -> str:
    if len(data) > ESSAY_BYTES_MAX:
        raise Invalid(
            "essay_has_too_many_bytes", field="text", bytes=len(data), limit=ESSAY_BYTES_MAX
        )
    for mark, encoding in _OTHER_BYTE_ORDERS:
        if data.startswith(mark):
            raise Invalid("essay_is_in_another_encoding", field="text", encoding=encoding)
    data_start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    if len(data) == data_start:
        raise Invalid("essay_is_empty", field="text")
    for mark, kind in _OTHER_FILES:
        if data.startswith(mark, data_start):
            raise Invalid("essay_is_not_text", field="text", kind=kind, offset=0)
    nul = data.find(0)
    if nul >= 0:
        raise Invalid("essay_is_not_text", field="text", kind="", offset=nul)
    try:
        return data[data_start:].decode("utf-8")
    except UnicodeDecodeError as error:
        offset = data_start + error.start
        raise Invalid(
            "essay_is_not_utf8", field="text", offset=offset, byte=f"{data[offset]:02X}"
        ) from None


def _split_text(source: str) -> _Parts:
    lines = source.splitlines()
    first = _next_filled(lines, 0)
    title = canonical(lines[first])
    after = first + 1
    if after < len(lines) and _UNDERLINE.fullmatch(lines[after].strip()):
        after += 1
    writer, after = _by_line(lines, after)
    alone = writer is not None or after >= len(lines) or not lines[after].strip()
    if after == first + 1 and not alone:
        return _Parts("", None, source, source)
    if not _reads_like_a_title(title):
        return _Parts("", None, source, source)
    return _Parts(title, writer, "\n".join(lines[after:]), source)


def _by_line(lines: list[str], start: int) -> tuple[str | None, int]:
    at = _next_filled(lines, start)
    if at < len(lines):
        found = _writer(canonical(lines[at]))
        ends = at + 1 >= len(lines) or not lines[at + 1].strip()
        if found and ends:
            return found, at + 1
    return None, start


def _next_filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not canonical(lines[at]):
        at += 1
    return at


def _reads_like_a_title(line: str) -> bool:
    return len(line) <= TITLE_LINE_MAX and line[-1] not in ".!:;,…。！"


def _writer(line: str) -> str | None:
    found = _BY_LINE.fullmatch(line)
    return found["writer"] if found and len(found["writer"]) <= ESSAY_WRITER_MAX else None


def _split_markdown(source: str) -> _Parts:
    if len(source) > MARKDOWN_SOURCE_MAX:
        raise Invalid(
            "essay_is_too_long", field="text", characters=len(source), limit=ESSAY_TEXT_MAX
        )
    said, source = _front_matter(source)
    blocks = [(level, canonical(text)) for level, text in to_blocks(source)]
    blocks = [(level, text) for level, text in blocks if text]
    title, writer = said.get("title", ""), said.get("author") or said.get("writer")
    whole = "\n\n".join(text for _level, text in blocks)
    at = _title_at(blocks)
    if at is not None and (not title or title.casefold() == blocks[at][1].casefold()):
        title = blocks[at][1]
        following = blocks[at + 1][1] if at + 1 < len(blocks) else ""
        named = _writer(following)
        writer = writer or named
        del blocks[at : at + (2 if named else 1)]
    return _Parts(title, writer or None, "\n\n".join(text for _level, text in blocks), whole)


def _title_at(blocks: list[tuple[int, str]]) -> int | None:
    for at, (level, text) in enumerate(blocks):
        if (level == 1 or (at == 0 and level)) and len(text) <= ESSAY_TITLE_MAX:
            return at
    return None


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    lines = source.lstrip("\ufeff").split("\n", _FRONT_MATTER_LINES_MAX)
    if lines[0].strip() != "---":
        return {}, source
    said: dict[str, str] = {}
    for at, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return said, "\n".join(lines[at + 1 :])
        found = _FRONT_MATTER_LINE.match(line)
        if found:
            value = canonical(found["value"]).strip("\"' ")
            limit = ESSAY_TITLE_MAX if found["name"].lower() == "title" else ESSAY_WRITER_MAX
            said[found["name"].lower()] = value if len(value) <= limit else ""
    return {}, source

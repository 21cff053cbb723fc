"""What is kept of something half written, and what becomes of versions that were overtaken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from debate.enums import DraftPurpose
from debate.limits import DRAFTS_ASIDE_MAX, SOURCES_PER_CLAIM_MAX

type Content = dict[str, str]
type Overtaken = dict[str, Any]  # {"content": Content, "saved_at": ISO 8601}

_WORDING = (
    "text",
    "details",
    *(
        f"source_{part}_{n}"
        for n in range(1, SOURCES_PER_CLAIM_MAX + 1)
        for part in ("url", "title")
    ),
)
FIELDS: dict[DraftPurpose, tuple[str, ...]] = {
    DraftPurpose.REPLY: ("relation", *_WORDING),
    DraftPurpose.EDIT: ("revision", *_WORDING),
    DraftPurpose.DEBATE: (
        "title", "text", "writer", "own_words", "source_url", "written_on", "language", "thesis",
    ),
}  # fmt: skip
CHOICES = {"relation", "revision", "own_words", "language"}  # chosen, not written


def kept_of(purpose: DraftPurpose, sent: Mapping[str, object]) -> Content:
    """The fields of a form that a draft of this kind keeps, as texts that can be kept.

    Empty ones are left out. Line ends become LF, as a script reads them where a form sends CRLF;
    what JSON in the database cannot hold goes: NUL, and half of a surrogate pair, for which a sign
    stands.
    """
    kept = {}
    for name in FIELDS[purpose]:
        value = sent.get(name)
        if isinstance(value, str) and value:
            kept[name] = _keepable(value)
    return {name: value for name, value in kept.items() if value}


def says_nothing(content: Content) -> bool:
    """Whether nothing was written yet, whatever was chosen."""
    return not any(words.strip() for name, words in content.items() if name not in CHOICES)


def says_the_same(one: Content, other: Content) -> bool:
    """Whether two versions differ in nothing that was typed or chosen in them."""
    return _without_revision(one) == _without_revision(other)


def says_all_of(newer: Content, older: Content) -> bool:
    """Whether every word of one version stands in the other, so that nothing is lost with it."""
    return all(
        words.strip() in newer.get(name, "") for name, words in older.items() if name not in CHOICES
    )


def words_of(content: Content) -> str:
    """Everything that was written in a version, in the order of its fields."""
    return "\n\n".join(words for name, words in content.items() if name not in CHOICES)


def mark_of(content: Content) -> str:
    """A short name for a version, by what it says."""
    told = json.dumps(_without_revision(content), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def set_aside(
    aside: Sequence[Overtaken], overtaken: Content, *, saved_at: str, present: Content
) -> list[Overtaken]:
    """The versions to be offered once more was overtaken: the newest first, none twice, at most
    DRAFTS_ASIDE_MAX, and none that says what the present one says."""
    newest = [{"content": overtaken, "saved_at": saved_at}]
    offered: list[Overtaken] = []
    for version in [*newest, *aside]:
        content = version["content"]
        known = [present, *(other["content"] for other in offered)]
        if not says_nothing(content) and not any(says_the_same(content, one) for one in known):
            offered.append(version)
    return offered[:DRAFTS_ASIDE_MAX]


def _keepable(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def _without_revision(content: Content) -> Content:
    return {name: value for name, value in content.items() if name != "revision"}

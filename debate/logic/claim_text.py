"""The words of a claim as they are kept: one line of readable characters."""

import unicodedata

from debate.logic.essay_text import DROPPED, canonical

_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Mn", "Zs", "Zl", "Zp"}  # Unicode categories that draw nothing


def canonical_line(source: str) -> str:
    """One line, by the rules of an essay's canonical text: what is invisible is dropped."""
    return " ".join(canonical(source).split())


def canonical_lines(source: str) -> str:
    """Markdown as it is kept: NFC, line ends as LF, what is invisible dropped."""
    text = unicodedata.normalize("NFC", source).replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(DROPPED).strip()


def visible_chars(text: str) -> int:
    """How many characters a reader can see, which may be none in a text that is not empty."""
    return sum(unicodedata.category(c) not in _UNSEEN for c in text)


def readable(source: str) -> bool:
    """Whether the text can be kept at all: half of a surrogate pair is no character."""
    return not any("\ud800" <= c <= "\udfff" for c in source)

"""What changed from one wording to another, in words that a reader can follow."""

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import LCSseq

LONGEST_WORD = 40  # characters; what is longer is compared one by one, like text without spaces
PARTS_MAX = 400  # nobody follows more turns in 5,000 characters; then all of it was replaced

# Scripts that put no space between words: each of their characters is compared for itself.
_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x30FF),  # Han radicals, Hiragana, Katakana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_JOINER = "\u200d"  # what follows it belongs to the same picture
_APOSTROPHES = "'\u2019"


class Mark(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that both wordings have, or only one of them."""

    mark: Mark
    text: str


@dataclass(slots=True)
class _Turn:
    """A stretch that was replaced, up to the stretch `kept` that follows it in both texts."""

    old: str
    new: str
    kept: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """One text turned into another, word by word; what was removed stands before what was added.

    Returns: parts that give `before` without the added ones and `after` without the removed ones;
    none of them is empty, and two of the same mark never follow each other. Words that two changes
    only happen to have in common are not kept, for nobody can read a text in crumbs.
    Source: longest common subsequence by RapidFuzz, in time that grows with the product of the
    lengths over 64; crumbs as in the clean-up of diff-match-patch.
    """
    old, new = words(before), words(after)
    turns = [
        _Turn("".join(old[a:b]), "".join(new[c:d]), "".join(old[b:e]))
        for a, b, c, d, e in _turns(old, new)
    ]
    parts = tuple(_parts(_without_crumbs(turns)))
    return (
        parts if len(parts) <= PARTS_MAX else (Part(Mark.REMOVED, before), Part(Mark.ADDED, after))
    )


def list_difference[Item: Hashable](
    before: Sequence[Item], after: Sequence[Item]
) -> tuple[tuple[Mark, Item], ...]:
    """One list turned into another: the items of both, each with its mark; none is cut."""
    marked: list[tuple[Mark, Item]] = []
    for a, b, c, d, e in _turns(before, after):
        marked += ((Mark.REMOVED, item) for item in before[a:b])
        marked += ((Mark.ADDED, item) for item in after[c:d])
        marked += ((Mark.KEPT, item) for item in before[b:e])
    return tuple(marked)


def words(text: str) -> list[str]:
    """A text cut where it may change: words and signs, each with the space before it.

    Where words are not told apart by spaces it is cut into characters, as it is in words that no
    language has. Joined, they are the text.
    """
    found: list[str] = []
    for run in _between_spaces(text):
        found += [run] if run.strip().isalpha() and run.isascii() else _cut(run)
    return [part for word in found for part in _no_monster(word)]


def _between_spaces(text: str) -> Iterable[str]:
    """The text in runs without a space, each with the space before it, the last with any after."""
    start = 0
    inside = False
    for at, char in enumerate(text):
        space = char.isspace()
        if space and inside:
            yield text[start:at]
            start = at
        inside = not space
    if start < len(text):
        yield text[start:]


def _cut(run: str) -> list[str]:
    found: list[str] = []
    last = "space"
    for at, char in enumerate(run):
        kind = _kind(char)
        if kind == "mark" or (at and run[at - 1] == _JOINER):
            kind = last
            joins = True
        elif kind == "apostrophe":
            inner = last == "letter" and _kind(run[at + 1 : at + 2] or " ") == "letter"
            kind, joins = ("letter", True) if inner else ("sign", False)
        else:
            joins = last == "space" or (kind == last and kind in {"letter", "space"})
        if found and joins:
            found[-1] += char
        else:
            found.append(char)
        last = kind
    return found


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    category = unicodedata.category(char)
    code = ord(char)
    if char.isspace():
        return "space"
    if category[0] == "M" or category == "Cf" or code in _SKIN_TONES:
        return "mark"
    if char in _APOSTROPHES:
        return "apostrophe"
    if category[0] in "PSZC" or any(first <= code <= last for first, last in _SPACELESS):
        return "sign"
    return "letter"


def _no_monster(word: str) -> list[str]:
    """A word; if it is longer than words are, its characters."""
    if len(word) <= LONGEST_WORD:
        return [word]
    found: list[str] = []
    for char in word:
        if found and _kind(char) == "mark":
            found[-1] += char
        else:
            found.append(char)
    return found


def _turns(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Iterable[tuple[int, int, int, int, int]]:
    """Where two lists differ: before[a:b] became after[c:d], then before[b:e] stayed."""
    numbers: dict[Hashable, int] = {}  # RapidFuzz compares hashes: of small numbers all differ
    old = [numbers.setdefault(item, len(numbers)) for item in before]
    new = [numbers.setdefault(item, len(numbers)) for item in after]
    a = c = b = d = 0
    for code in LCSseq.opcodes(old, new):
        if code.tag == "equal":
            yield a, b, c, d, code.src_end
            a = b = code.src_end
            c = d = code.dest_end
        else:
            b, d = code.src_end, code.dest_end
    if a < b or c < d:
        yield a, b, c, d, b


def _without_crumbs(turns: Iterable[_Turn]) -> list[_Turn]:
    """The turns with those joined between which next to nothing was kept.

    A stretch is a crumb if the changes at both sides are larger than it is.
    """
    done: list[_Turn] = []
    for turn in turns:
        while done and done[-1].old + done[-1].new and _is_crumb(done[-1], turn):
            last = done.pop()
            turn = _Turn(  # noqa: PLW2901 - it goes on as the larger one
                last.old + last.kept + turn.old, last.new + last.kept + turn.new, turn.kept
            )
        done.append(turn)
    return done


def _is_crumb(before: _Turn, after: _Turn) -> bool:
    letters = sum(_kind(char) in {"letter", "sign"} for char in before.kept)
    sizes = (max(len(turn.old), len(turn.new)) for turn in (before, after))
    return letters < min(sizes)


def _parts(turns: Iterable[_Turn]) -> Iterable[Part]:
    kept = ""
    for turn in turns:
        old, new = turn.old, turn.new
        shared = _shared_space(old, new)
        kept += old[:shared]
        if len(old) > shared or len(new) > shared:
            if kept:
                yield Part(Mark.KEPT, kept)
            kept = ""
            if len(old) > shared:
                yield Part(Mark.REMOVED, old[shared:])
            if len(new) > shared:
                yield Part(Mark.ADDED, new[shared:])
        kept += turn.kept
    if kept:
        yield Part(Mark.KEPT, kept)


def _shared_space(old: str, new: str) -> int:
    """How many spaces two texts begin with in common."""
    shared = 0
    while shared < min(len(old), len(new)) and old[shared] == new[shared] and old[shared].isspace():
        shared += 1
    return shared

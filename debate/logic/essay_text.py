"""An essay's canonical text, its paragraphs and its sentences, all counted in code points.

What canonical means, rule by rule:

* NFC, and at most 30 combining marks on one letter (the bound of Unicode's stream-safe text);
* every line end (CRLF, CR, NEL, vertical tab, U+2028) is a line end; a blank line, a form feed or
  U+2029 ends a paragraph;
* tabs, no-break spaces and all other Unicode spaces are plain spaces, one at a time, and none at
  the edge of a paragraph;
* control characters, zero-width spaces, word joiners, byte order marks and soft hyphens are
  dropped: they are invisible, and a quote that differs by one of them is never found again;
* bidi embeddings, overrides and isolates are dropped: an unclosed one turns the rest of the page
  around, and the direction of a paragraph is the page's business (``dir="auto"``);
* joiners (U+200C, U+200D) and direction marks (U+200E, U+200F, U+061C) spell words in Persian,
  Hindi, Arabic and emoji: they stay between two visible characters and go elsewhere;
* lines of a hard-wrapped paragraph are joined by a space, by nothing between two Chinese or
  Japanese characters or after a dash or hyphen at the end of a line (the hyphen stays: whether it
  was the author's or the typesetter's is not guessed). Lines too long to have been wrapped are
  paragraphs of their own, as word processors paste them; so are lines that open with an
  ideographic space.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WRAPPED_LINE_MAX = 120  # characters; what somebody wrapped by hand or by editor is narrower
MARKS_MAX = 30  # combining marks in a row; Unicode Standard Annex 15, stream-safe text format
WORDS_PER_MINUTE = 238  # silent reading of non-fiction; doi 10.1016/j.jml.2019.104047

_INVISIBLE = [
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    0x00AD,
    0x180E,
    0x200B,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x2070),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),
    0xE0001,
]
DROPPED: dict[int, None] = dict.fromkeys(_INVISIBLE)  # for str.translate

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028]")
_PARAGRAPH_ENDS = re.compile("[\x0c\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n")
_JOINERS = re.compile("[\u200c\u200d\u200e\u200f\u061c]+")
_WIDE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd"
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of an essay: where it stands in the canonical text, and its own text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an essay, trimmed of the spaces around it."""

    start: int
    end: int
    text: str


def canonical(source: str) -> str:
    """Bring what somebody wrote, pasted or uploaded into the one form that anchors count in.

    Returns paragraphs of one line each, separated by one blank line; "" if nothing is visible.
    Saying it twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", source)
    text = _PARAGRAPH_ENDS.sub("\n\n", text)
    text = text.translate(DROPPED)
    text = _trim_marks(unicodedata.normalize("NFC", _trim_marks(text)))
    text = text.replace("\n\u3000", "\n\n\u3000")
    text = _SPACES.sub(" ", text)
    blocks = []
    for block in _BLANK_LINES.split(text):
        lines = [line for line in map(_tidy_line, block.split("\n")) if line]
        if any(_is_a_whole_paragraph(line) for line in lines):
            blocks.extend(lines)
        elif lines:
            blocks.append(join_wrapped(lines))
    return "\n\n".join(blocks)


def join_wrapped(lines: Sequence[str]) -> str:
    """Join the lines of one hard-wrapped paragraph, none of them empty, into one line."""
    joined = [lines[0]]
    for before, after in pairwise(lines):
        wide = _WIDE_CHARACTER.match(before[-1]) and _WIDE_CHARACTER.match(after[0])
        dashed = before[-1] in _DASHES and before[-2:-1].strip()
        touching = (wide or dashed) and not unicodedata.combining(after[0])
        joined.append(after if touching else f" {after}")
    return "".join(joined)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a canonical text, in order."""
    found = []
    start = 0
    for block in text.split("\n\n"):
        if block:
            found.append(Paragraph(start, start + len(block), block))
        start += len(block) + 2
    return tuple(found)


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Sentence, ...]:
    """Split the stretch of a canonical text from `start` to `end` into its sentences.

    Returns: sentences that never overlap and leave out nothing but spaces. No sentence crosses
    a paragraph. Offsets count from the beginning of `text`.
    """
    stretch = text[start:end]
    found = []
    for paragraph in paragraphs(stretch):
        for first, last in _sentence_spans(paragraph.text):
            begin = start + paragraph.start + first
            until = start + paragraph.start + last
            found.append(Sentence(begin, until, text[begin:until]))
    return tuple(found)


def word_count(text: str) -> int:
    """How many words a text has; a Chinese or Japanese character counts as one word."""
    words = 0
    for chunk in re.split(r"[\s\u2013-\u2015]+|--+", text):
        wide, rest = 0, False
        for character in chunk:
            if _WIDE_CHARACTER.match(character):
                wide += character.isalnum()
            elif character.isalnum():
                rest = True
        words += wide + rest
    return words


def reading_minutes(words: int) -> int:
    """Minutes that a reader takes for so many words; at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))


def _trim_marks(text: str) -> str:
    # Normalisation sorts each run of marks by insertion: a run of 100,000 would take minutes.
    if text.isascii():
        return text
    kept = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MARKS_MAX:
            kept.append(character)
    return "".join(kept)


def _tidy_line(line: str) -> str:
    return _SPACES.sub(" ", _JOINERS.sub(_unless_stray, line)).strip()


def _unless_stray(run: re.Match[str]) -> str:
    line, before, after = run.string, run.start() - 1, run.end()
    inside = before >= 0 and after < len(line)
    return run[0] if inside and line[before] != " " and line[after] != " " else ""


def _is_a_whole_paragraph(line: str) -> bool:
    # Without its last word, because wrapping never breaks a word, however long an address is;
    # Chinese and Japanese are wrapped anywhere.
    if len(line) > WRAPPED_LINE_MAX and _WIDE_CHARACTER.search(line):
        return True
    return len(line.rpartition(" ")[0]) > WRAPPED_LINE_MAX


# ---- Sentences. A boundary is a full stop, question or exclamation mark, with what closes after
# it, that the words around it do not explain otherwise.

_ENDERS = ".!?\u2026\u203d\u061f\u06d4\u0589\u1362\u104b\u17d4\u0964\u0965"
_WIDE_ENDERS = "\u3002\uff01\uff1f\uff61\uff0e"
_CLOSERS = "\"'\u2019\u201d\u00bb\u203a)\\]}\u300d\u300f\uff09\u3011\u300b\u3009"
_STOP = re.compile(
    rf"(?P<mark>(?:[{_ENDERS}{_WIDE_ENDERS}]|(?<=\.) \.(?![^\s.]))+)"
    rf"(?P<closed>[{_CLOSERS}]*(?: \u00bb)?(?:\[\d{{1,4}}\])*)"
)
_OPENERS = "\"'\u2018\u201c\u201e\u00ab\u2039([{\u00bf\u00a1*_"
_NEXT_WORD = re.compile(r"[\w'\u2019-]{1,30}")
_TOKEN_CHARS = 24  # how far back to look for an abbreviation; the longest known has 6
_ROMAN = re.compile(r"[IVXLC]+$")
_INITIALISM = re.compile(r"(?:[^\W\d_]\.){1,8}$")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ALWAYS_GOES_ON = _set_of(
    "mr mrs ms mx dr prof rev hon st sen rep gov gen col capt cpt lt sgt maj cmdr adm messrs mme "
    "mlle sr sra srta dott hr fr pres supt dept eds vs viz cf ca e.g i.e z.b d.h u.a bzw resp "
    "approx incl excl"
)
_GOES_ON_BEFORE_A_NUMBER = _set_of(
    "no nos nr p pp vol vols ch chap fig figs art arts sec sect para paras par app ed op cap tab "
    "eq ser lib v § jan feb mar apr jun jul aug sept sep oct nov dec c"
)
_STARTERS = _set_of(
    "a after all also although an and another any as at because before both but by each even "
    "every few for from had has have he her here his how however i if in instead is it its many "
    "may more most my neither never no nobody none nor nothing now of on once one only or our "
    "perhaps she since so some still such that the their then there these they this those though "
    "through thus to under until was we were what when where whether which while who why with "
    "without yet you your"
)
_GERMAN_MONTHS = _set_of(
    "januar jänner februar märz april mai juni juli august september oktober november dezember"
)


def _sentence_spans(block: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for stop in _STOP.finditer(block):
        if _ends_a_sentence(block, start, stop):
            spans.append((start, stop.end()))
            start = stop.end()
            while start < len(block) and block[start] == " ":
                start += 1
    if start < len(block):
        spans.append((start, len(block)))
    return spans


def _ends_a_sentence(block: str, start: int, stop: re.Match[str]) -> bool:
    after = stop.end()
    if after >= len(block):
        return True
    mark = stop["mark"]
    if mark[-1] in _WIDE_ENDERS:
        # 「…。」と言った: a quoted sentence that the outer one carries on. ３．１４: a number.
        goes_on = stop["closed"] and "\u3040" <= block[after] <= "\u309f"
        return not (goes_on or block[after].isdigit())
    if block[after] != " ":
        return False
    at = after + 1
    while at < len(block) and block[at] in _OPENERS:
        at += 1
    if at < len(block) and block[at].islower():
        return False
    if mark != "." or stop["closed"]:
        return True
    return not _dot_belongs_to_its_word(block, start, stop.start(), at)


def _dot_belongs_to_its_word(block: str, start: int, dot: int, at: int) -> bool:
    token = block[max(start, dot - _TOKEN_CHARS) : dot].rsplit(" ", 1)[-1].lstrip(_OPENERS)
    found = _NEXT_WORD.match(block, at)
    follower = found[0] if found else ""
    numbered = follower[:1].isdigit() or bool(_ROMAN.match(follower))
    word = token.lower()
    if word in _ALWAYS_GOES_ON:
        return True
    if word in _GOES_ON_BEFORE_A_NUMBER and numbered:
        return True
    if token.isdigit():
        if dot - start == len(token) <= 3:
            return True  # "1. First": the number of an item, not a sentence
        return len(token) <= 2 and follower.lower() in _GERMAN_MONTHS
    if _INITIALISM.match(f"{token}.") and word not in {"a.m", "p.m"}:
        return follower.lower() not in _STARTERS
    return False

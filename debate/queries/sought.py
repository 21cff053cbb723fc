"""What somebody looks for: the words they typed, as every language reads them, and the filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import BooleanField, Case, F, Func, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import In

from accounts.errors import Invalid
from debate.enums import ClaimKind, Relation
from debate.limits import SEARCH_CHARS_MAX
from debate.logic.claim_text import canonical_line

ESSAY = "essay"
KINDS = (ESSAY, ClaimKind.THESIS, ClaimKind.POINT, *Relation)

# What debate_search_rules(language) can answer (migration 0003).
RULES = (
    "arabic", "danish", "dutch", "english", "finnish", "french", "german", "italian", "norwegian",
    "portuguese", "russian", "simple", "spanish", "swedish", "turkish",
)  # fmt: skip

START, STOP = "\ue000", "\ue001"  # around a hit, while it is on its way: no text may hold them

# The marks of printed text, which some databases take for letters of the word beside them
# (migration 0005). While hits are marked, characters that no text may hold stand for them.
PRINTED = "“”„‘’‚‹›«»…–—―¿¡·•،؛؟۔。、，‑"
STANDING_IN = "".join(map(chr, (*range(0x01, 0x09), *range(0x0E, 0x20))))
_PRINTED_AGAIN = str.maketrans(STANDING_IN, PRINTED)
_AS_TYPED = str.maketrans({mark: '"' if mark in "“”„«»" else " " for mark in PRINTED})

_READ = """
SELECT rules, websearch_to_tsquery(rules::regconfig, %(words)s)::text,
       querytree(websearch_to_tsquery(rules::regconfig, %(words)s))
  FROM unnest(%(rules)s::text[]) AS rules
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """A search: words in the syntax of web searches, and what the hits must be.

    `kinds` are of KINDS, none for all. `author` is a name, `topic` a slug, `debate` the
    key of the only debate to look in; `since` counts in, `until` does not.
    """

    words: str
    kinds: frozenset[str] = frozenset()
    author: str = ""
    topic: str = ""
    since: datetime | None = None
    until: datetime | None = None
    debate: str | None = None

    @property
    def essays(self) -> bool:
        return not self.kinds or ESSAY in self.kinds

    @property
    def claims(self) -> bool:
        return self.kinds != {ESSAY}


def read_words(typed: str) -> str:
    """What was typed as it is searched for: one line without what is invisible.

    Raises Invalid("search_too_long").
    """
    words = canonical_line(typed.encode("utf-8", "replace").decode())
    words = words.replace(START, " ").replace(STOP, " ")
    if len(words) > SEARCH_CHARS_MAX:
        raise Invalid("search_too_long", field="q", length=len(words), most=SEARCH_CHARS_MAX)
    return words


class Readings:
    """The words of a search reduced by the rules of every language.

    One condition on the index serves all languages at once (`fit`): a text may have the words where
    any reading fits. It has them where the reading of its own language does (`fit_own`), which is
    asked of the few that were found, since the planner cannot guess how many that will be. A
    reading that no index answers ("-bus" alone, or nothing but words that a language drops) finds
    nothing.
    """

    def __init__(self, found: Iterable[tuple[str, str, str]]) -> None:
        self._queries = {rules: query for rules, query, tree in found if tree not in {"", "T"}}

    def __bool__(self) -> bool:
        return bool(self._queries)

    def fit(self, of: str = "") -> Q:
        """The filter for rows that may have the words; `of` leads to the row, as in "essay__"."""
        either = " | ".join(f"({query})" for query in dict.fromkeys(self._queries.values()))
        return Q(_Fits(F(f"{of}lexemes"), _query(either)))

    @property
    def leave_out(self) -> bool:
        """Whether some words must not be there."""
        return any("!" in query for query in self._queries.values())

    def fit_own(self, of: str = "") -> Q:
        """The filter, of rows that may have the words, for those that have."""
        return Q(_Fits(F(f"{of}lexemes"), self.own(F(f"{of}language"))))

    def own(self, language: Combinable) -> Case:
        """What the rules of a text's own language make of the words, as a tsquery."""
        of: dict[str, list[str]] = {}
        for rules, query in self._queries.items():
            of.setdefault(query, []).append(rules)
        named = Func(rules_of(language), template="%(expressions)s::text", output_field=TextField())
        cases = [When(In(named, rules), then=_query(query)) for query, rules in of.items()]
        return Case(*cases, default=None, output_field=SearchQueryField())


def read_query(words: str) -> Readings:
    """Read words in the syntax of web searches: "a phrase", or, -without. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"words": words.translate(_AS_TYPED), "rules": list(RULES)})
        return Readings(cursor.fetchall())


def rules_of(language: Combinable) -> Func:
    """The search configuration of a language."""
    return Func(language, function="debate_search_rules", output_field=TextField())


class _Fits(Func):
    """Whether a vector has what a query asks for."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _query(text: str) -> Func:
    return Func(Value(text), template="(%(expressions)s)::tsquery", output_field=SearchQueryField())


class Unmarked(Func):
    """A text without the two characters that mark hits, and with its printed marks stood in for."""

    template = f"translate(%(expressions)s, '{PRINTED}{STANDING_IN}{START}{STOP}', '{STANDING_IN}')"
    output_field = TextField()

    def __init__(self, text: str | F) -> None:
        super().__init__(F(text) if isinstance(text, str) else text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text; `hit`: it is what was looked for."""

    text: str
    hit: bool = False


def as_printed(marked: str) -> str:
    """A text that came as Unmarked, with its own marks again."""
    return marked.translate(_PRINTED_AGAIN)


def stretches(marked: str) -> tuple[Stretch, ...]:
    """A text that came with START and STOP around its hits."""
    found = []
    for number, part in enumerate(as_printed(marked).split(START)):
        hit, stop, rest = part.partition(STOP)
        if not number or not stop:
            hit, rest = "", part
        found += [Stretch(hit, hit=True), Stretch(rest)]
    return tuple(stretch for stretch in found if stretch.text)

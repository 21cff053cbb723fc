"""`python -m bench.search`: what searching 100,000 claims reads, and what it costs.

The plans of the database are kept as text in bench/plans; a test compares them. `--write` writes
them anew.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection

from accounts.models import User
from bench.database import scratch_database
from bench.measure import compare
from debate.enums import ClaimKind, Visibility
from debate.limits import PATH_LABEL_CHARS
from debate.logic.ranking import best
from debate.models import (
    Claim,
    Debate,
    DebateRules,
    DebateTally,
    Essay,
    EssayRevision,
    Tally,
    Topic,
)
from debate.queries.search import search
from debate.queries.similar import list_similar
from debate.queries.sought import Sought
from tests import factories
from tests.factories import LONG_AGO

PLANS = Path(__file__).parent / "plans"
CLAIMS = 100_000
CLAIMS_PER_DEBATE = 20
ESSAY_WORDS = 250
SEED = 42

_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "pro",
    "ru",
    "sta",
    "te",
    "vi",
    "wo",
    "ka",
    "sen",
    "tor",
    "mal",
    "ner",
    "ris",
]
_SPOKEN = [
    "school",
    "pupils",
    "lessons",
    "morning",
    "sleep",
    "buses",
    "marks",
    "parents",
    "winter",
    "clock",
    "evidence",
    "study",
    "teacher",
    "government",
    "homework",
    "evening",
    "family",
    "reason",
    "argument",
    "freedom",
    "justice",
    "market",
    "climate",
    "energy",
]
_GERMAN = [
    "Schule",
    "Schulen",
    "Unterricht",
    "Morgen",
    "Schlaf",
    "Eltern",
    "Winter",
    "Studie",
    "Lehrerin",
    "Regierung",
    "Hausaufgaben",
    "Abend",
    "Familie",
    "Freiheit",
    "Gerechtigkeit",
    "Haus",
    "Häuser",
    "Kind",
    "Kinder",
]
LANGUAGES = ("en", "en", "en", "de")  # of every fourth debate


# ---- Many claims in seconds


class Words:
    """Texts in which few words are frequent and most are rare, as in all that people write."""

    def __init__(self, spoken: Sequence[str], chance: random.Random) -> None:
        rare = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(6_000)]
        self.words = [*spoken, *rare]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.chance = chance

    def text(self, count: int) -> str:
        """So many words, of which the first of the list is in every tenth."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=count))


def build(claims: int = CLAIMS) -> list[Debate]:
    """Public debates of twenty claims each, with essays and topics; always the same for a size.

    They have what searching reads: claims, tallies, essays with their wordings. Revisions of
    claims, votes and Changes are left out. The indexes of words and letters are made afterwards,
    which is several times faster.
    """
    chance = random.Random(SEED)  # noqa: S311 - the same for a size, not secret
    authors = factories.people(60, prefix="searched")
    topics = Topic.objects.bulk_create(
        Topic(slug=f"subject-{n}", name=f"Subject {n}") for n in range(10)
    )
    words = {"en": Words(_SPOKEN, chance), "de": Words(_GERMAN, chance)}
    debates = _debates(max(4, claims // CLAIMS_PER_DEBATE), authors, topics, words, chance)
    with _without_word_indexes():
        _copy_claims(debates, claims - len(debates), authors, words, chance)
    with connection.cursor() as cursor:
        # Of every row, so that the same data have the same plans.
        cursor.execute("SET default_statistics_target = 1000")
        cursor.execute("ANALYZE")
        cursor.execute("RESET default_statistics_target")
    return debates


def _debates(
    count: int,
    authors: Sequence[User],
    topics: Sequence[Topic],
    words: dict[str, Words],
    chance: random.Random,
) -> list[Debate]:
    """Debates with their essays and theses; every tenth is for members only."""
    tongue = [LANGUAGES[number % len(LANGUAGES)] for number in range(count)]
    at = [LONG_AGO + timedelta(hours=number) for number in range(count)]
    essays = Essay.objects.bulk_create(
        Essay(title=words[of].text(4), writer="", language=of, brought_by=authors[0])
        for of in tongue
    )
    EssayRevision.objects.bulk_create(
        EssayRevision(
            essay=essay, number=1, language=of, text=words[of].text(ESSAY_WORDS), by=authors[0]
        )
        for essay, of in zip(essays, tongue, strict=True)
    )
    debates = Debate.objects.bulk_create(
        Debate(
            owner=chance.choice(authors),
            essay=essay,
            language=tongue[number],
            visibility=Visibility.MEMBERS if number % 10 == 9 else Visibility.PUBLIC,
            last_seq=1,
            created_at=at[number],
            opened_at=at[number],
        )
        for number, essay in enumerate(essays)
    )
    DebateRules.objects.bulk_create(DebateRules(debate=debate) for debate in debates)
    DebateTally.objects.bulk_create(
        DebateTally(debate=debate, active_at=at[number]) for number, debate in enumerate(debates)
    )
    Debate.topics.through.objects.bulk_create(
        Debate.topics.through(debate=debate, topic=topics[number % len(topics)])
        for number, debate in enumerate(debates)
    )
    theses = Claim.objects.bulk_create(
        Claim(
            debate=debate,
            kind=ClaimKind.THESIS,
            depth=0,
            path=f"{1:0{PATH_LABEL_CHARS}x}",
            author=debate.owner,
            language=debate.language,
            text=f"{words[debate.language].text(12)}.",
            created_at=debate.created_at,
        )
        for debate in debates
    )
    Tally.objects.bulk_create(Tally(claim=c, debate=c.debate, best=best(0, 0)) for c in theses)
    return debates


_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
 WHERE tablename = 'debate_claim' AND indexdef LIKE '%%USING gin%%'
"""


class _without_word_indexes:  # noqa: N801 - used as a word of the with statement
    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait when an index goes
            cursor.execute(_INDEXES)
            self.indexes = cursor.fetchall()
            for name, _definition in self.indexes:
                cursor.execute(f'DROP INDEX "{name}"')

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for _name, definition in self.indexes:
                cursor.execute(definition)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


_CLAIM_COLUMNS = """
    COPY debate_claim (id, key, debate_id, parent_id, parent_bears_as, parent_revision, depth, path,
        kind, relation, author_id, state, language, text, details_html, sources_count, revision,
        created_at) FROM STDIN
"""
_TALLY_COLUMNS = (
    "COPY debate_tally (claim_id, debate_id, up, down, unsure, best, version, told) FROM STDIN"
)


def _copy_claims(
    debates: Sequence[Debate],
    count: int,
    authors: Sequence[User],
    words: dict[str, Words],
    chance: random.Random,
) -> None:
    first = _first_of_new_ids(count)
    rows, tallies = [], []
    theses = dict(Claim.objects.filter(debate__in=debates).values_list("debate_id", "pk"))
    for place, debate in enumerate(debates):
        language = debate.language
        above = [(theses[debate.pk], "thesis", f"{1:0{PATH_LABEL_CHARS}x}", 0)]
        for number in range(place, count, len(debates)):
            parent, bears_as, path, depth = chance.choice(above)
            relation = chance.choice(["support", "rebut", "rebut", "question"])
            if bears_as == "question":
                relation = "support"
            key = first + number
            label = f"{path}.{number + 2:0{PATH_LABEL_CHARS}x}"
            rows.append(
                (
                    key, f"b{key:011d}", debate.pk, parent, bears_as, 1, depth + 1, label, "reply",
                    relation, chance.choice(authors).pk, "live", language,
                    f"{words[language].text(chance.randint(8, 40))}.", "", 0, 1,
                    LONG_AGO + timedelta(minutes=number),
                )
            )  # fmt: skip
            if relation != "question":
                up, down = chance.randint(0, 30), chance.randint(0, 20)
                tallies.append((key, debate.pk, up, down, 0, best(up, down), 0, 0))
            if depth < 8:
                above.append((key, relation, label, depth + 1))
    with connection.cursor() as cursor:
        for columns, data in ((_CLAIM_COLUMNS, rows), (_TALLY_COLUMNS, tallies)):
            with cursor.copy(columns) as copy:
                for row in data:
                    copy.write_row(row)


def _first_of_new_ids(count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT nextval(ids), setval(ids, currval(ids) + %s)
              FROM (SELECT pg_get_serial_sequence('debate_claim', 'id')::regclass AS ids) AS named
            """,
            [count],
        )
        return int(cursor.fetchone()[0])


# ---- Plans


@dataclass(frozen=True, slots=True)
class Look:
    """Something that people look for, by the name of its plan."""

    name: str
    do: Callable[[], object]


def looks(debates: Sequence[Debate]) -> list[Look]:
    """What is measured and whose plans are kept."""
    thesis = factories.thesis_of(debates[0]).key
    said = "Pupils sleep when lessons begin in the morning, says every teacher of a school."
    return [
        Look("frequent", partial(search, Sought("school"), None)),
        Look("rare", partial(search, Sought(_rare_word(debates[0])), None)),
        Look("phrase", partial(search, Sought('"school pupils" -winter'), None)),
        Look("german", partial(search, Sought("Häusern"), None)),
        Look("near", partial(search, Sought("governmnet homewrok"), None)),
        Look(
            "filtered",
            partial(search, Sought("school", frozenset({"rebut"}), topic="subject-3"), None),
        ),
        Look("one-debate", partial(search, Sought("school", debate=debates[0].key), None)),
        Look("similar", partial(list_similar, thesis, said, None)),
    ]


def _rare_word(debate: Debate) -> str:
    text = factories.thesis_of(debate).text
    return max(re.findall(r"\w+", text), key=lambda word: (word.islower(), len(word)))


def plans(look: Look) -> str:
    """How the database answers the statements that read claims or essays, without costs."""
    told: list[str] = []

    def explain(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if re.search(r"FROM .?debate_(claim|essay|debate)", str(sql)):
            execute(f"EXPLAIN (COSTS OFF) {sql}", params, many, context)
            told.append("\n".join(line for (line,) in context["cursor"].fetchall()))
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # chosen anew from run to run
    with connection.execute_wrapper(explain):
        look.do()
    with connection.cursor() as cursor:
        cursor.execute("RESET max_parallel_workers_per_gather")
    return "\n\n".join(map(_timeless, told)) + "\n"


def _timeless(plan: str) -> str:
    """A plan without what differs from one run to the next: keys, numbers, long conditions."""
    lines = []
    for line in plan.split("\n"):
        node, colon, condition = line.partition(": ")
        lines.append(f"{node}: …" if colon and len(condition) > 60 else line)
    return re.sub(r"\b\d{4,}\b|'[a-z0-9]{12}'", "#", "\n".join(lines))


# Titles are short: to credit five hundred hits, all of them are rightly joined at once.
SCANS = re.compile(r"Seq Scan on (debate_claim|debate_essayrevision)\b")


def reads(plan: str) -> set[str]:
    """By which indexes of words and letters a plan finds claims; none where most of them fit, which
    are then walked from the newest.

    How the few that were found are joined and sorted is left to the database, and changes with what
    it happens to know of them.
    """
    return set(re.findall(r"Bitmap Index Scan on (claims_by_\w+)", plan))


def whole_reads(plan: str) -> list[str]:
    """The large tables that a plan reads from end to end."""
    return SCANS.findall(plan)


# ---- Report

_LIMIT = """
SELECT id FROM debate_claim WHERE lexemes @@ websearch_to_tsquery('english', %s)
 ORDER BY id DESC LIMIT 1000
"""


def bare() -> object:
    """The newest thousand claims with a frequent word, straight from the driver."""
    with connection.cursor() as cursor:
        cursor.execute(_LIMIT, ["school"])
        return cursor.fetchall()


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, explain, measure; answers 1 if a large table was read from end to end."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=2, help="in one turn of a round")
    parser.add_argument("--write", action="store_true", help="keep the plans in bench/plans")
    asked = parser.parse_args(arguments)
    whole = False
    with scratch_database():
        debates = build(asked.claims)
        say(f"{asked.claims} claims in {len(debates)} debates")
        say("look              CPU ms wall ms   limit   ratio of wall times")
        for look in looks(debates):
            plan = plans(look)
            whole |= bool(whole_reads(plan))
            if asked.write:
                (PLANS / f"{look.name}.txt").write_text(plan)
            found = compare(look.do, bare, rounds=asked.rounds, calls=asked.calls)
            ratio = median(
                ours.wall / limit.wall for ours, limit in zip(found.ours, found.limit, strict=True)
            )
            limit_ms = 1000 * median(cost.wall for cost in found.limit)
            say(
                f"{look.name:<16}{found.ours_cpu_ms:>8.1f}{found.ours_wall_ms:>8.1f}"
                f"{limit_ms:>8.1f}{ratio:>8.2f}   {' '.join(whole_reads(plan)) or 'indexes only'}"
            )
    return int(whole)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

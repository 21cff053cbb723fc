"""Where the apps above give accounts what accounts may not import.

With `exports`, `farewells` and `tables` each app tells what it keeps of people: how they are given
it, how it is deleted with them, and, column by column, what it is. docs/retention.md shows the
tables, and a test finds every column that nobody has named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

# Functions that list (name to sign in with, password) of a loaded demo; the sign-in page shows
# them while DEBUG is on. An app appends its own in AppConfig.ready().
demo_sign_ins: list[Callable[[], list[tuple[str, str]]]] = []


# ---- A copy of one's data

type Record = Mapping[str, Any]  # of texts, numbers, moments, lists and further records
type Person = Any  # an accounts.models.User, which this module lies below


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing that a person is given a copy of.

    `read` goes through their records one by one, in a fixed number of statements, and holds a few
    of them in memory at a time; `title` stands above them, in the language of the screen.
    """

    name: str
    title: Any
    read: Callable[[Person], Iterable[Record]]


exports: list[Part] = []

# What the parts of records are called, in the language of the screen: the same name is everywhere
# the same thing.
labels: dict[str, Any] = {}


# ---- Being called something else

# Functions that are told of a person who is named otherwise from now on, or named again; in the
# transaction that holds their row alone.
renamings: list[Callable[[Person], None]] = []


# ---- Leaving


@dataclass(frozen=True, slots=True)
class Farewell:
    """How an app forgets somebody, in one transaction that holds their row alone.

    `forget` locks what it needs in the order of locks, and may run again.
    """

    name: str
    forget: Callable[[Person, datetime], None]


farewells: list[Farewell] = []


# ---- What goes without anybody asking

# Functions that delete what an app keeps no longer at a moment, and say how much of what there
# was. The worker calls them once an hour, `manage.py forget` at once; each may run again.
forgettings: list[Callable[[datetime], Iterable[tuple[str, int]]]] = []


# ---- What is kept, column by column


class Label(StrEnum):
    """What a column tells of a person."""

    WORDS = "words"  # what somebody wrote or typed, and what is made of it
    LINK = "link"  # whose it is, or whom it is about
    FACT = "fact"  # what somebody did, chose or is, and when
    ACCESS = "access"  # opens something: a password, a key in a link
    NEUTRAL = "neutral"  # of the thing itself, and of nobody


class Leaving(StrEnum):
    """What happens to somebody's rows in a table when they have their data deleted."""

    DELETED = "deleted"
    EMPTIED = "emptied"  # the words go, the rest stays with somebody who has left
    UNNAMED = "unnamed"  # all stays, and leads to somebody who has left
    NOBODYS = "nobodys"  # the table is about nobody


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of one table (`model` is its label), and what becomes of it.

    `whose` says in a word whose its rows are, `given` whether they get a copy, `forgotten` what
    goes without anybody asking, and after how long. `leaving_note` is for the exceptions.
    """

    model: str
    whose: str
    leaving: Leaving
    given: bool
    labels: Mapping[Label, tuple[str, ...]]
    forgotten: str = ""
    leaving_note: str = ""

    def columns(self) -> Iterator[tuple[str, Label]]:
        """Every column with its label."""
        for label, names in self.labels.items():
            for name in names:
                yield name, label


tables: dict[str, Table] = {}


def describe(
    model: str,
    *,
    whose: str = "nobody's",
    leaving: Leaving = Leaving.NOBODYS,
    given: bool = False,
    forgotten: str = "",
    leaving_note: str = "",
    **labels: str,
) -> None:
    """Name every column of a table: `words="text details", link="author"`, by their Labels."""
    by_label = {Label(label): tuple(names.split()) for label, names in labels.items()}
    tables[model] = Table(model, whose, leaving, given, by_label, forgotten, leaving_note)

"""Reading what an address or a form asks for; what it cannot mean counts as not asked."""

import re
from collections.abc import Mapping

from accounts import keys
from debate.enums import DebateSort, Sort
from debate.limits import LINK_KEY_CHARS, TOPIC_NAME_MAX

KEY = re.compile(keys.PATTERN)
LINK = re.compile(f"[-_a-zA-Z0-9]{{{LINK_KEY_CHARS}}}")
NEWS = "new"
SLUG = re.compile(f"[-a-zA-Z0-9_]{{1,{TOPIC_NAME_MAX}}}")
NUMBER_DIGITS_MAX = 9  # more would overflow an integer column, and nobody counts that far here


def key(asked: Mapping[str, str], name: str) -> str | None:
    """The key of a claim or passage, as `?at=` names it."""
    value = asked.get(name, "")
    return value if KEY.fullmatch(value) else None


def many_keys(asked: Mapping[str, str], name: str, *, most: int) -> tuple[str, ...]:
    """Some keys with dots between them, as `?keys=` names them; each once."""
    named = asked.get(name, "").split(".", most)[:most]
    return tuple(dict.fromkeys(key for key in named if KEY.fullmatch(key)))


def slug(asked: Mapping[str, str], name: str) -> str | None:
    """The slug of a topic."""
    value = asked.get(name, "")
    return value if SLUG.fullmatch(value) else None


def number(asked: Mapping[str, str], name: str) -> int | None:
    """A whole number from 0 on."""
    value = asked.get(name, "")
    if value.isascii() and value.isdecimal() and len(value) <= NUMBER_DIGITS_MAX:
        return int(value)
    return None


def cursor(asked: Mapping[str, str]) -> str:
    """Where a list goes on (`?after=`) or back (`?before=`); its start, where not asked."""
    return asked.get("after") or asked.get("before") or ""


def sort(asked: Mapping[str, str]) -> Sort:
    """The order of a thread; the best first, where no order of ours is named."""
    value = asked.get("sort", "")
    return Sort(value) if value in set(Sort) else Sort.BEST


def debate_sort(asked: Mapping[str, str]) -> DebateSort:
    """The order of a list of debates; the last activity first, where no order of ours is named."""
    value = asked.get("sort", "")
    return DebateSort(value) if value in set(DebateSort) else DebateSort.ACTIVE


def news(asked: Mapping[str, str]) -> bool:
    """Whether what is new to the reader comes before anything else: `?show=new`."""
    return asked.get("show") == NEWS

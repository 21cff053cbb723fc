"""Reading what a teacher sets for a session: words out of closed lists, names, numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypedDict

from accounts.errors import Invalid
from accounts.zones import zone_typed
from classroom.enums import Holding, Naming, SideRule
from classroom.limits import CLASS_NAME_MAX, GRACE_SECONDS_MAX, SESSION_NAME_MAX, START_DAYS_MAX
from debate.logic.claim_text import canonical_line, readable, visible_chars

RAW_MAX = 4  # times as long as it may be in the end, somebody may send it


class Given(TypedDict, total=False):
    """The settings of a session as somebody gave them; None is as good as not given."""

    naming: str | None
    side_rule: str | None
    holding: str | None
    lobby: bool | None
    grace_seconds: int | None
    runs_by_itself: bool | None
    time_zone: str | None


def read_line(text: str, *, field: str, most: int, missing: str = "") -> str:
    """One line of a teacher's words. Without `missing`, the code of a refusal, it may be empty.

    Raises Invalid.
    """
    if len(text) > RAW_MAX * most:
        raise Invalid("line_too_long", field=field, most=most, length=len(text))
    if not readable(text):
        raise Invalid("unreadable_characters", field=field)
    line = canonical_line(text)
    if missing and not visible_chars(line):
        raise Invalid(missing, field=field)
    if len(line) > most:
        raise Invalid("line_too_long", field=field, most=most, length=len(line))
    return line


def read_session_name(text: str) -> str:
    """What a session is called; empty where the teacher leaves that to us. Raises Invalid."""
    return read_line(text, field="name", most=SESSION_NAME_MAX)


def read_class_name(text: str) -> str:
    """What a class is called. Raises Invalid."""
    return read_line(text, field="name", most=CLASS_NAME_MAX, missing="name_missing")


def read_naming(word: str) -> Naming:
    """What classmates see of one another. Raises Invalid."""
    return read_word(word, Naming, field="naming")


def read_side_rule(word: str) -> SideRule:
    """How students come to a side. Raises Invalid."""
    return read_word(word, SideRule, field="side_rule")


def read_holding(word: str) -> Holding:
    """Which claims wait for the teacher. Raises Invalid."""
    return read_word(word, Holding, field="holding")


def read_word[Word: StrEnum](word: str, kind: type[Word], *, field: str) -> Word:
    """A word of a closed list. Raises Invalid."""
    try:
        return kind(word)
    except ValueError:
        raise Invalid("choose_one_of_these", field=field) from None


def read_grace(seconds: int) -> int:
    """For how long what was open a moment ago is still taken. Raises Invalid."""
    if not 0 <= seconds <= GRACE_SECONDS_MAX:
        raise Invalid("grace_out_of_range", field="grace_seconds", most=GRACE_SECONDS_MAX)
    return seconds


def read_zone(name: str) -> str:
    """The zone of a session's planned times, as somebody typed it. Raises Invalid."""
    return zone_typed(name)


def read_start(moment: datetime | None, *, now: datetime) -> datetime | None:
    """When a session is to start by itself: ahead, or not at all. Raises Invalid."""
    if moment is not None and moment <= now:
        raise Invalid("start_is_over", field="starts_at")
    if moment is not None and moment - now > timedelta(days=START_DAYS_MAX):
        raise Invalid("start_too_far", field="starts_at", most=START_DAYS_MAX)
    return moment


def read_given(given: Given) -> dict[str, Any]:
    """The settings that were given, by the columns of a session; those that were not are left out.

    Raises Invalid.
    """
    readers: dict[str, Callable[[Any], Any]] = {
        "naming": read_naming,
        "side_rule": read_side_rule,
        "holding": read_holding,
        "lobby": bool,
        "grace_seconds": read_grace,
        "runs_by_itself": bool,
        "time_zone": read_zone,
    }
    return {name: readers[name](value) for name, value in given.items() if value is not None}

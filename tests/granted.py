"""Rules of a moment in which something is allowed, for tests that need no windows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from debate.enums import Answerable, Permission
from debate.logic.rules import EVERY_RELATION, EVERYTHING, Grant, RulesNow

BEGUN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def grant(allow: Iterable[Permission] = EVERYTHING, **more: Any) -> Grant:
    """What a window lets people do: all of it, as far as nothing else is said."""
    found: dict[str, Any] = {
        "relations": EVERY_RELATION,
        "answer": Answerable.ANYBODY,
        "since": BEGUN,
    } | more
    return Grant(frozenset(allow), **found)


def granting(allow: Iterable[Permission] = EVERYTHING, **more: Any) -> RulesNow:
    """The rules of a moment in one window; with nothing allowed in none."""
    allowed = frozenset(allow)
    return RulesNow(grants=(grant(allowed),) if allowed else (), **more)

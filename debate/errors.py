"""The refusals that only debates know; their kinds are those of accounts.errors."""

from accounts.errors import Conflict


class NotOpen(Conflict):
    """The debate does not take this now: not yet, no longer, or in another window."""


class Stale(Conflict):
    """What was edited has changed since it was read; `current` is the newer revision's number."""

    def __init__(self, code: str, *, current: int, **facts: object) -> None:
        super().__init__(code, current=current, **facts)
        self.current = current

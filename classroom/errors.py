"""The refusals that only the classroom knows; their kinds are those of accounts.errors."""

from accounts.errors import Conflict


class NotInThisState(Conflict):
    """The session does not take this now: not started yet, ended, or without the phase it needs."""

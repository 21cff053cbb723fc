"""What was revoked lately: tickets from before it let nobody in any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple, Self

from debate.limits import TICKET_SECONDS
from debate.policies.ticket import Ticket


class Ending(NamedTuple):
    """Whose streams end: of those to whom all that is not empty applies."""

    person: str
    topic: str
    login: str

    @classmethod
    def read(cls, told: Mapping[str, str]) -> Self:
        return cls(told["person"], told["topic"], told["login"])

    @property
    def place(self) -> str:
        """Where to look for those whose streams may end."""
        if self.person:
            return f"person:{self.person}"
        return f"login:{self.login}" if self.login else self.topic

    def ends(self, ticket: Ticket) -> bool:
        return (
            self.person in ("", ticket.person)
            and self.login in ("", ticket.login)
            and (not self.topic or self.topic in ticket.topics)
        )


class Endings:
    """Remembers each as long as a ticket from before it could still be shown."""

    def __init__(self) -> None:
        self._at: dict[Ending, float] = {}

    def add(self, ending: Ending, *, at: float) -> None:
        self._at[ending] = at

    def void(self, ticket: Ticket, *, minted_at: float) -> bool:
        """Whether a ticket was revoked after it was minted."""
        return any(self._at.get(ending, 0.0) >= minted_at for ending in _endings_of(ticket))

    def forget(self, now: float) -> None:
        """Drop what no ticket is left for."""
        self._at = {ending: at for ending, at in self._at.items() if now - at <= 2 * TICKET_SECONDS}


def _endings_of(ticket: Ticket) -> Iterator[Ending]:
    """Every one that ends the streams of a ticket."""
    whose = product({"", ticket.person}, {"", *ticket.topics}, {"", ticket.login})
    return (Ending(*ending) for ending in whose)

"""Tickets: what lets somebody listen to live events, or wait for them, for a few minutes.

Django mints one for whoever may see a page; the live processes read it and ask no database.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.core import signing

from accounts.errors import NotSignedIn
from debate.limits import TICKET_CHARS_MAX, TICKET_SECONDS

# The number is of the form: one of before an upgrade is not read with other eyes.
_TICKETS = signing.Signer(salt="debate.policies.ticket.1")
_WAITS = signing.Signer(salt="debate.policies.ticket.wait.1")
PUBLIC = "public"  # the topic of whatever changes in any public debate


class Hearers(StrEnum):
    """Who hears an event, of those whose tickets name its topic."""

    ALL = "all"
    SEEING_REPLIES = "seeing_replies"
    SEEING_RESULTS = "seeing_results"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What somebody may listen to.

    `topics` are `debate:KEY`, `session:KEY`, `board:KEY`, `seat:KEY`. `person` is their key, empty
    of visitors, of whom `network` says together with whom their streams are counted. `login` names
    what ends it (`login_of_session`, `login_of_token`). What is hidden now is looked up when
    there is something to be told; the rest says from whom it is not. `sees_replies`: they stated a
    claim, `sees_results`: they judged, and `keeps_order`: as owner or moderator they see all.
    """

    topics: tuple[str, ...]
    person: str = ""
    login: str = ""
    network: str = ""
    sees_replies: bool = False
    sees_results: bool = False
    keeps_order: bool = False

    def is_for(self, hearers: Hearers) -> bool:
        """Whether an event for these is one for who holds this."""
        if hearers == Hearers.SEEING_REPLIES:
            return self.sees_replies or self.keeps_order
        if hearers == Hearers.SEEING_RESULTS:
            return self.sees_results or self.keeps_order
        return True


@dataclass(frozen=True, slots=True)
class Minted:
    """A ticket as it was read; `at` is when it was minted, in seconds."""

    ticket: Ticket
    at: float


@dataclass(frozen=True, slots=True)
class Wait:
    """What a program waits for: that something happens after the Change `since`.

    Without `since` whatever happens from now on. Then, or after `seconds`, it is sent `back` to
    that address.
    """

    ticket: Ticket
    since: int | None
    back: str
    seconds: int


def mint(ticket: Ticket) -> str:
    """The ticket as a word for an address; it is good for TICKET_SECONDS."""
    return _sign(_TICKETS, asdict(ticket))


def read_ticket(text: str) -> Minted:
    """Raises NotSignedIn("ticket_not_valid") for what was not minted here, "ticket_expired"."""
    content, at = _unsign(_TICKETS, text)
    return Minted(Ticket(**_listed(content)), at)


def mint_wait(wait: Wait) -> str:
    """What a program waits for, as a word for an address; it is good for TICKET_SECONDS."""
    return _sign(_WAITS, asdict(wait))


def read_wait(text: str) -> tuple[Wait, float]:
    """What somebody waits for, and when it was minted. Raises: see `read_ticket`."""
    content, at = _unsign(_WAITS, text)
    return Wait(**{**content, "ticket": Ticket(**_listed(content["ticket"]))}), at


def login_of_session(session_key: str | None) -> str:
    """What a browser session is called in tickets: nobody can open it by that."""
    if not session_key:
        return ""
    # As in migration 0014. No secret is needed: nobody finds a key of 32 letters by its hash.
    return sha256(f"rejoinder live {session_key}".encode()).hexdigest()[:16]


def login_of_token(token_key: str) -> str:
    """What a token of the API is called in tickets, by its public key."""
    return f"token:{token_key}"


def _listed(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "topics": tuple(content["topics"])}


def _sign(signer: signing.Signer, content: dict[str, Any]) -> str:
    at = int(time.time() * 1000) / 1000  # never later than it is: what ends just then ends it
    return signer.sign_object([at, content])


def _unsign(signer: signing.Signer, text: str) -> tuple[dict[str, Any], float]:
    if len(text) > TICKET_CHARS_MAX or not text.isascii():
        raise NotSignedIn("ticket_not_valid")
    try:
        at, content = signer.unsign_object(text)
    except (signing.BadSignature, ValueError) as error:
        raise NotSignedIn("ticket_not_valid") from error
    if time.time() - at > TICKET_SECONDS:
        raise NotSignedIn("ticket_expired")
    return content, at

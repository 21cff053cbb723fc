"""What somebody may listen to while a page of a debate is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from debate.policies.ticket import Ticket
from debate.queries.access import open_debate

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


def read_listener(debate: str, viewer: Viewer, *, login: str, network: str) -> tuple[Ticket, int]:
    """The ticket for a debate, and how far its record goes.

    `login` is what ends it; `network` is where a visitor comes from. Raises NotFound where the
    debate may not be seen. Queries: 1.
    """
    access = open_debate(debate, viewer)
    ticket = Ticket(
        topics=(f"debate:{access.debate.key}",),
        person=viewer.key if viewer else "",
        login=login,
        network="" if viewer else network,
        sees_replies=access.done.posted,
        sees_results=access.done.judged,
        keeps_order=access.standing.keeps_order,
    )
    return ticket, access.seq

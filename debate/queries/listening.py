"""What somebody may listen to while a page of a debate is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from debate.enums import Visibility
from debate.limits import WAITED_DEBATES_MAX
from debate.models import Debate
from debate.policies.debate import entered_debates
from debate.policies.ticket import PUBLIC, Ticket
from debate.queries.access import open_debate

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class Listening:
    """What somebody may listen to; `seq` is how far the record of the debate goes for them.

    `blind`: something that others said or judged is hidden from them yet.
    """

    ticket: Ticket
    seq: int
    blind: bool


def read_listener(debate: str, viewer: Viewer, *, login: str, network: str) -> tuple[Ticket, int]:
    """The ticket for a debate, and how far its record goes. See `read_listening`. Queries: 1."""
    listening = read_listening(debate, viewer, login=login, network=network)
    return listening.ticket, listening.seq


def read_listening(debate: str, viewer: Viewer, *, login: str, network: str) -> Listening:
    """What somebody may listen to in a debate.

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
    blind = not (access.sees.replies and access.sees.results)
    return Listening(ticket, access.seq, blind)


def read_listener_to_all(viewer: Viewer, *, login: str, network: str) -> Ticket:
    """The ticket for all that somebody sees without the help of a link.

    Of their debates that are not public it names those that were active last; it lets nobody hear
    of what is hidden in one from anybody. Queries: 1, none for visitors.
    """
    own = Debate.objects.filter(entered_debates(viewer)).exclude(visibility=Visibility.PUBLIC)
    recent = own.order_by("-tally__active_at", "-pk").values_list("key", flat=True)
    keys = recent[:WAITED_DEBATES_MAX] if viewer else ()
    return Ticket(
        topics=(PUBLIC, *(f"debate:{key}" for key in keys)),
        person=viewer.key if viewer else "",
        login=login,
        network="" if viewer else network,
    )

"""Who is told of a Change: what somebody may not see, they do not hear of either."""

from __future__ import annotations

from debate.enums import ChangeKind, RepliesHidden, ResultsHidden
from debate.live.record import Hiding, Told
from debate.policies.ticket import Ticket

OF_MEMBERS = frozenset({ChangeKind.SEATED, ChangeKind.LEFT})  # nobody else's business
OF_VOTES = frozenset({ChangeKind.TALLIED, ChangeKind.MENDED})
# After these somebody may see or do more, or less, than before.
OF_RULES = frozenset(
    {
        ChangeKind.OPENED,
        ChangeKind.SCHEDULED,
        ChangeKind.CLOSED,
        ChangeKind.REOPENED,
        ChangeKind.FROZEN,
        ChangeKind.THAWED,
        ChangeKind.ADMITTED,
        ChangeKind.ARCHIVED,
        ChangeKind.REVIVED,
    }
)


def heard(change: Told, hiding: Hiding, ticket: Ticket) -> bool:
    """Whether who holds a ticket is told of a Change, by what is hidden in its debate now."""
    if change.kind in OF_MEMBERS:
        return False
    if ticket.keeps_order:
        return True
    if change.kind in OF_VOTES and not _sees_results(hiding, ticket):
        return False
    if hiding.replies == RepliesHidden.NONE or ticket.sees_replies:
        return True
    if change.many:  # whose claims these are was not looked up, and no one of them matters
        return False
    own = bool(ticket.person) and change.author == ticket.person
    return not change.of_reply or change.by_keeper or own


def _sees_results(hiding: Hiding, ticket: Ticket) -> bool:
    if hiding.results == ResultsHidden.JUDGED:
        return ticket.sees_results
    return hiding.results == ResultsHidden.NONE

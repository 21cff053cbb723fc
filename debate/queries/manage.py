"""What an owner sets: how a debate stands, what may be done with it, and who it could go to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.enums import PersonKind
from debate.enums import Action, Posting, Role, Visibility
from debate.limits import MEMBERS_PER_PAGE
from debate.logic.rules import read_windows, rules_at
from debate.models import Claim, Debate, HeldClaim, Membership, Position, Vote
from debate.policies.debate import may, visible_debates
from debate.policies.person import brought_in
from debate.policies.standing import enforce, why_not
from debate.queries.debate import open_head
from debate.queries.rows import DebateHead

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class ManagedDebate:
    """A debate as whoever runs it sees it; `may` is what they may do with it as it stands.

    `link_key` is the secret of its link, `writer` the essay's as it was typed, `conclusion` is
    Markdown. `closed`: it has ended or not begun, whoever may take part and frozen or not.
    """

    head: DebateHead
    may: frozenset[Action]
    link_key: str | None
    posting: Posting
    hold_newcomers: bool
    frozen: bool
    archived: bool
    closed: bool
    writer: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class Heir:
    """A moderator whom a debate can be handed over to."""

    key: str
    name: str


def read_managed(debate: str, viewer: Viewer, action: Action) -> ManagedDebate:
    """A debate for the page on which `action` is done.

    Raises NotFound, and what the permission table says to whoever may not do it. Queries: 2.
    """
    access, head = open_head(debate, viewer)
    enforce(why_not(access.standing, action))
    of = access.debate
    return ManagedDebate(
        head=head,
        may=frozenset(one for one in _MANAGING if may(access.standing, one)),
        link_key=of.link_key if of.visibility == Visibility.UNLISTED else None,
        posting=Posting(of.rules.posting),
        hold_newcomers=of.rules.hold_newcomers,
        frozen=of.rules.frozen,
        archived=of.archived_at is not None,
        closed=not rules_at(read_windows(of.rules.windows), at=access.at).open,
        writer=of.essay.writer if of.essay else "",
        conclusion=of.conclusion,
    )


def list_heirs(debate: str, viewer: Viewer) -> tuple[Heir, ...]:
    """The moderators of a debate who could own it, by name; its newest ones where they are many.

    Not those who go by another name in it: it would tell who they are. Queries: 1.
    """
    seen = Debate.objects.filter(visible_debates(viewer), key=debate)
    seats = Membership.objects.filter(
        Q(byline=""),
        debate__in=seen,
        role=Role.MODERATOR,
        person__kind=PersonKind.PERSON,
        person__is_active=True,
        person__banned=False,
    )
    newest = seats.order_by("-pk").values_list("person__key", "person__display_name")
    heirs = (Heir(*row) for row in newest[:MEMBERS_PER_PAGE])
    return tuple(sorted(heirs, key=lambda heir: (heir.name.casefold(), heir.key)))


def may_be_deleted(debate: str, viewer: Viewer) -> bool:
    """Whether nobody but its owner took part in a debate that the viewer sees. Queries: 5."""
    found = Debate.objects.filter(visible_debates(viewer), key=debate).first()
    return found is not None and not somebody_else_took_part(found)


def somebody_else_took_part(debate: Debate) -> bool:
    """Whether anybody but its owner has a claim, vote, position or held claim in it.

    Whose claims were imported with it took part elsewhere. Queries: 4.
    """
    others = ~Q(author=debate.owner_id)
    voters = ~Q(person=debate.owner_id)
    return (
        Claim.objects.filter(others, ~brought_in("author"), debate=debate).exists()
        or Vote.objects.filter(voters, debate=debate).exists()
        or Position.objects.filter(voters, debate=debate).exists()
        or HeldClaim.objects.filter(others, debate=debate).exists()
    )


_MANAGING = (
    Action.DESCRIBE,
    Action.SET_ACCESS,
    Action.HOLD_NEWCOMERS,
    Action.INVITE,
    Action.CLOSE,
    Action.SCHEDULE,
    Action.TRANSFER,
    Action.ARCHIVE,
    Action.DELETE,
)

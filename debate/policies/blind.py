"""What is hidden in a debate until somebody has said or judged something themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left, Length

from debate.enums import ChangeKind, ClaimKind, RepliesHidden, ResultsHidden, Role
from debate.models import Claim, Debate, HeldClaim, Membership
from debate.policies.standing import Standing

if TYPE_CHECKING:
    from accounts.models import User
    from debate.policies.visitor import Viewer

# What tells of votes, or of claims of several people at once.
OF_VOTES = frozenset({ChangeKind.TALLIED, ChangeKind.MENDED})
OF_MANY = OF_VOTES | {ChangeKind.CREDITED, ChangeKind.ANCHORED, ChangeKind.EMPTIED}
# What tells that somebody sent a claim, though it is not part of the debate, or was shut out.
OF_UNSEEN = frozenset(
    {ChangeKind.RETURNED, ChangeKind.REMOVED, ChangeKind.BLOCKED, ChangeKind.UNBLOCKED}
)


class Done(NamedTuple):
    """What somebody did in a debate: stated a claim, judged the thesis."""

    posted: bool = False
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Sees:
    """What somebody is shown of others: the replies they stated, how they judged."""

    replies: bool = True
    results: bool = True


def what_is_seen(standing: Standing, done: Done) -> Sees:
    """What somebody is shown at this moment; who runs the debate or keeps order in it, all.

    A visitor has never done anything.
    """
    if standing.keeps_order:
        return Sees()
    rules = standing.rules
    return Sees(
        replies=rules.replies_hidden == RepliesHidden.NONE or done.posted,
        results=rules.results_hidden == ResultsHidden.NONE
        or (rules.results_hidden == ResultsHidden.JUDGED and done.judged),
    )


def always_shown() -> Q:
    """The filter on Claim for what nobody has to wait for.

    That is the thesis, the points, and what the owner and the moderators say; nothing that hangs
    below a claim of anybody else, or it would tell of that.
    """
    keepers = Membership.objects.filter(
        debate=OuterRef("debate"), person=OuterRef("author"), role=Role.MODERATOR
    )
    others = (
        Claim.objects.filter(
            debate=OuterRef("debate"),
            kind=ClaimKind.REPLY,
            # Every label of a path is as long as any other: this is the claim, or one above it.
            path=Left(OuterRef("path"), Length("path")),
        )
        .exclude(author=F("debate__owner"))
        .exclude(Exists(keepers))
    )
    by_a_keeper = Q(author=F("debate__owner")) | Q(Exists(keepers))
    # Asked of their replies alone: there are few of them, and many of all others.
    return ~Q(kind=ClaimKind.REPLY) | (by_a_keeper & ~Q(Exists(others)))


def never_blind(viewer: Viewer) -> Q:
    """The filter for what lists over many debates tell: rows with a column `debate`.

    What is hidden in a debate depends on the moment, which such a list does not ask for: what was
    said in debates that ever hide anything is left out for all but those who run them.
    """
    return ~Q(Exists(Debate.objects.filter(~hides_nothing(viewer), pk=OuterRef("debate"))))


def hides_nothing(viewer: Viewer) -> Q:
    """The filter on Debate for those in which nothing is ever hidden from somebody: because no
    window hides anything, or because they run it."""
    open_to_all = Q(rules__blind=False)
    if not viewer:
        return open_to_all
    keeps = Membership.objects.filter(debate=OuterRef("pk"), person=viewer, role=Role.MODERATOR)
    return open_to_all | Q(owner=viewer) | Q(Exists(keeps))


def shown_in_any_case(viewer: Viewer) -> Q:
    """The filter on Claim for what somebody is shown at whatever moment, in one debate or many.

    Who has stated a claim in a debate sees all replies there.
    """
    shown = never_blind(viewer) | always_shown()
    return shown | posted_there(viewer) if viewer else shown


def posted_there(viewer: User) -> Q:
    """The filter for rows with a column `debate`, in which somebody has stated a claim."""
    own = Claim.objects.filter(debate=OuterRef("debate"), author=viewer)
    held = HeldClaim.objects.filter(debate=OuterRef("debate"), author=viewer)
    return Q(Exists(own)) | Q(Exists(held))

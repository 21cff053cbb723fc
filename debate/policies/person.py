"""What may be found by the person who wrote it."""

from django.db.models import Exists, OuterRef, Q

from accounts.enums import PersonKind
from debate.enums import ClaimState
from debate.models import Membership


def has_profile() -> Q:
    """The filter on User for those with a page of their own: not guests, not closed accounts."""
    return Q(kind=PersonKind.PERSON, is_active=True)


def brought_in(person: str) -> Q:
    """The filter for what is by people who came with an imported debate, and are nobody here.

    `person` is the column that holds them. They have no account, no page and no way in.
    """
    return Q(**{f"{person}__kind": PersonKind.GUEST, f"{person}__is_active": False})


def signed_claims() -> Q:
    """The filter on Claim for what leads to its author: live, and under their own name.

    Where somebody goes by a pseudonym, nothing may lead from the person to it.
    """
    return Q(state=ClaimState.LIVE) & under_own_name()


def under_own_name() -> Q:
    """The filter on Claim for what its author wrote without a pseudonym, gone or not."""
    return ~_disguised("debate", "author")


def signed_debates() -> Q:
    """The filter on Debate for those that lead to their owner."""
    return ~_disguised("pk", "owner")


def _disguised(debate: str, person: str) -> Q:
    seat = Membership.objects.filter(debate=OuterRef(debate), person=OuterRef(person))
    return Q(Exists(seat.exclude(byline="")))

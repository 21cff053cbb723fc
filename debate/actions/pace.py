"""How often one person, and all who are behind one network, may do a thing: both doors ask here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.rates import Counter, Left, spend, spend_all
from debate.limits import (
    DAY,
    HOUR,
    MINUTE,
    PACES,
    SEARCHES_PER_NETWORK,
    SEARCHES_PER_PERSON,
    YOUNG_SECONDS,
)

if TYPE_CHECKING:
    from accounts.models import User
    from debate.enums import Paced
    from debate.policies.visitor import Viewer


def count_deed(
    paced: Paced, *, by: Viewer, network: str, at: datetime | None = None
) -> Left | None:
    """Count that somebody asks for something, before it is done and outside its transaction.

    Whatever is asked counts, also what is refused or changes nothing. How a person is voted on or
    flagged never matters, only how young their account is. Nobody who is not signed in is counted:
    the action refuses them.

    Returns: what the tightest of their own windows leaves. Raises: TooMany `too_many_…`.
    Queries: 1.
    """
    if not by:
        return None
    usual, young, of_network = PACES[paced]
    own = young if _is_young(by, at or timezone.now()) else usual
    return spend_all(
        f"too_many_{paced}",
        [
            *(
                Counter(f"{paced}/{seconds}", by.key, limit, seconds)
                for seconds, limit in zip((MINUTE, HOUR, DAY), own, strict=True)
            ),
            *(
                Counter(f"{paced}/{seconds}", network, limit, seconds, shared=True)
                for seconds, limit in zip((MINUTE, HOUR), of_network, strict=True)
            ),
        ],
    )


def count_search(*, by: Viewer, network: str) -> None:
    """Count a search of a person, or of a network whose people are not signed in.

    Raises: TooMany `too_many_search`. Queries: 1.
    """
    if by:
        spend("search", by.key, *SEARCHES_PER_PERSON)
    else:
        spend("search", network, *SEARCHES_PER_NETWORK)


def _is_young(person: User, at: datetime) -> bool:
    return at - person.date_joined < timedelta(seconds=YOUNG_SECONDS)

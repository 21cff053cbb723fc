"""What changed in a debate since somebody last asked, so that a copy of it can be kept in step.

A copy is a set of claims by their keys. Each answer names what happened, and gives every claim that
looks different by it as it is now, or a little later: what happened meanwhile is told again in the
next answer. So a copy that takes all answers in their order ends up as a fresh pull would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from debate.enums import ChangeKind
from debate.limits import CHANGES_PER_PAGE, POLL_AFTER, QUIET_AFTER
from debate.models import Change
from debate.queries.access import open_debate
from debate.queries.cursor import read_change_cursor, write_change_cursor
from debate.queries.pulled import Pulled, pull_claims
from debate.queries.record import TOLD

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# Typos mended at once and counted votes change a copy, though nobody is told of them as deeds.
FOLLOWED = TOLD | Q(kind__in=[ChangeKind.TALLIED, ChangeKind.EDITED])
OF_BRANCHES = {ChangeKind.MOVED, ChangeKind.LOCKED, ChangeKind.UNLOCKED}


class FollowedChange(NamedTuple):
    """One thing that happened; `claim_key` is None where it concerns the debate as a whole."""

    seq: int
    kind: str
    at: datetime
    claim_key: str | None
    parent_key: str | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Followed:
    """What happened since a cursor, and the claims that it touched as they are now.

    `cursor` is where the next question goes on; with `more` at once, else in `poll_after` seconds.
    """

    changes: tuple[FollowedChange, ...]
    claims: Pulled
    cursor: str
    more: bool
    poll_after: int


def list_changes_since(debate: str, viewer: Viewer, *, since: str) -> Followed:
    """What changed in a debate since a cursor of this list or of a pulled thread.

    Raises NotFound, Invalid("bad_cursor") and Gone("cursor_expired"). Queries: 2, and 1 where any
    claim changed.
    """
    access = open_debate(debate, viewer)
    seq = read_change_cursor(since, debate=access.debate.key)
    found = Change.objects.filter(FOLLOWED, debate=access.debate, seq__gt=seq).order_by("seq")
    rows = found.values_list("seq", "kind", "at", "claim__key", "claim__parent__key", "payload")
    read = [FollowedChange._make(row) for row in rows[: CHANGES_PER_PAGE + 1]]
    changes, more = tuple(read[:CHANGES_PER_PAGE]), len(read) > CHANGES_PER_PAGE
    keys, branches = _touched(changes)
    claims = pull_claims(access, keys, branches=branches) if keys else []
    reached = changes[-1].seq if changes else seq
    return Followed(
        changes=changes,
        claims=Pulled(access.debate.key, access.essayist_id, claims, reached),
        cursor=write_change_cursor(access.debate.key, reached),
        more=more,
        poll_after=0 if more else _poll_after(changes, access.at),
    )


def _touched(changes: Iterable[FollowedChange]) -> tuple[set[str], set[str]]:
    """The keys of claims that look different, and of those below which everything does."""
    keys: set[str] = set()
    branches: set[str] = set()
    for change in changes:
        if change.kind == ChangeKind.TALLIED:
            keys.update(change.payload["claims"])
        elif change.claim_key is not None:
            # A question is answered, or no longer, by what happens to a reply.
            above = (change.parent_key, change.payload.get("from"), change.payload.get("to"))
            keys.update(key for key in (change.claim_key, *above) if key)
            if change.kind in OF_BRANCHES:
                branches.add(change.claim_key)
    return keys, branches


def _poll_after(changes: tuple[FollowedChange, ...], now: datetime) -> int:
    soon, late = POLL_AFTER
    quiet = not changes or now - changes[-1].at > timedelta(seconds=QUIET_AFTER)
    return late if quiet else soon

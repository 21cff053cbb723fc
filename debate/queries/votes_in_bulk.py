"""Rings of accounts whose votes do not count: what voiding would change, and the past runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from accounts.enums import PersonKind
from accounts.models import User
from accounts.names import HANDLE
from debate.enums import Action, ActKind, Reason
from debate.limits import ACTS_PER_PAGE
from debate.models import Act, Vote
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class RingRow:
    """What voiding the votes of some accounts would change; sums only, nobody's votes.

    `found` are the handles of those whose votes count now, `void` of those whose votes are void
    already, `unknown` belong to nobody.
    """

    found: tuple[str, ...]
    void: tuple[str, ...]
    unknown: tuple[str, ...]
    votes: int
    claims: int
    debates: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """One time that votes were voided; `taken_back_at` says since when they count again."""

    key: str
    reason: Reason
    by: str
    at: datetime
    accounts: int
    votes: int
    claims: int
    taken_back_at: datetime | None


def read_ring(people: Sequence[str], viewer: Viewer) -> RingRow:
    """What would change for these handles. Raises NotFound and NotSignedIn. Queries: 2."""
    enforce(why_not_on_site(viewer, Action.VOID_VOTES, at=timezone.now()))
    rows = {
        handle: (number, void)
        for handle, number, void in User.objects.filter(
            handle__in=[handle for handle in people if HANDLE.fullmatch(handle)],
            kind=PersonKind.PERSON,
        ).values_list("handle", "pk", "votes_void")
    }
    found = tuple(handle for handle in people if handle in rows and not rows[handle][1])
    sums = Vote.objects.filter(person__in=[rows[handle][0] for handle in found]).aggregate(
        votes=Count("pk"),
        claims=Count("claim", distinct=True),
        debates=Count("debate", distinct=True),
    )
    return RingRow(
        found=found,
        void=tuple(handle for handle in people if handle in rows and rows[handle][1]),
        unknown=tuple(handle for handle in people if handle not in rows),
        **sums,
    )


def list_runs(viewer: Viewer, *, run: str | None = None) -> tuple[RunRow, ...]:
    """The last runs, the newest first, or one of them.

    Raises NotFound and NotSignedIn. Queries: 1.
    """
    enforce(why_not_on_site(viewer, Action.VOID_VOTES, at=timezone.now()))
    runs = Act.objects.filter(kind=ActKind.VOIDED, **({"key": run} if run is not None else {}))
    back = Act.objects.filter(kind=ActKind.COUNTED, about=OuterRef("key")).order_by("-id")
    person = User.objects.filter(pk=OuterRef("actor_number"))
    rows = runs.annotate(
        by=Subquery(person.values("display_name")[:1]),
        taken_back_at=Subquery(back.values("at")[:1]),
    ).order_by("-id")[:ACTS_PER_PAGE]
    return tuple(
        RunRow(
            key=row.key,
            reason=Reason(row.reason),
            by=row.by or "",
            at=row.at,
            accounts=row.detail["accounts"],
            votes=row.detail["votes"],
            claims=row.detail["claims"],
            taken_back_at=row.taken_back_at,
        )
        for row in rows
    )

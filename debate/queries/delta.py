"""Which claims changed somebody's view: one's own word on it, and what authors are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q

from debate.models import Delta

if TYPE_CHECKING:
    from debate.queries.access import Access


@dataclass(frozen=True, slots=True)
class DeltasRow:
    """How many people say that a claim changed their view, and why; never who."""

    people: int
    reasons: tuple[str, ...]


NO_DELTAS = DeltasRow(0, ())


@dataclass(frozen=True, slots=True)
class OwnDelta:
    """A claim, by its number, that changed the viewer's own view, with the reason they gave."""

    claim_id: int
    reason: str


def read_deltas_on_own(access: Access, claims: Iterable[int]) -> dict[int, DeltasRow]:
    """Whose view the viewer's own claims changed, by the numbers of claims. Queries: 1.

    The reasons stand in the order of their words, so that nothing tells when each was given.
    """
    given = Delta.objects.filter(claim__in=list(claims), claim_author=access.viewer_id)
    counted = given.values("claim").annotate(
        people=Count("pk"),
        reasons=ArrayAgg("reason", filter=~Q(reason=""), order_by="reason", default=[]),
    )
    return {row["claim"]: DeltasRow(row["people"], tuple(row["reasons"])) for row in counted}


def list_own_deltas(access: Access) -> tuple[OwnDelta, ...]:
    """What the viewer said of a debate, the newest first. Queries: 1; 0 for nobody."""
    if access.viewer_id is None:
        return ()
    given = Delta.objects.filter(person=access.viewer_id, claim__debate=access.debate)
    return tuple(OwnDelta(*row) for row in given.order_by("-pk").values_list("claim", "reason"))

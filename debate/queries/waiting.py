"""How much waits for those who keep order in a debate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from debate.enums import ClaimState, HeldState, Role, Visibility
from debate.models import Case as ActCase
from debate.models import Debate, Flag, HeldClaim
from debate.policies.standing import KEEPS_ORDER_ON_SITE

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

HELD_WAIT = Q(state=HeldState.WAITING)
FLAGS_WAIT = Q(settled_at__isnull=True, claim__state=ClaimState.LIVE)
APPEALS_WAIT = Q(appealed_at__isnull=False, decided_at__isnull=True)


def held_count() -> Combinable:
    """How many claims of newcomers wait in a debate, for a statement on debates."""
    return _count(HeldClaim.objects.filter(HELD_WAIT), "pk")


def flagged_count() -> Combinable:
    """How many claims have flags that wait."""
    return _count(Flag.objects.filter(FLAGS_WAIT), "claim")


def appeals_count() -> Combinable:
    """How many appeals wait."""
    return _count(ActCase.objects.filter(APPEALS_WAIT), "pk")


def with_waiting(debates: QuerySet[Debate], viewer: Viewer) -> QuerySet[Debate]:
    """Debates of `seen_debates` with how much waits there, counted for who keeps order alone."""
    if not viewer:
        return debates.annotate(waiting=Value(0))
    order = Q(owner=viewer) | Q(member_role=Role.MODERATOR)
    if viewer.role in KEEPS_ORDER_ON_SITE:
        order |= Q(visibility=Visibility.PUBLIC)
    everything = held_count() + flagged_count() + appeals_count()
    return debates.annotate(
        waiting=Case(
            When(order & ~Q(visibility=Visibility.DRAFT), then=everything),
            default=Value(0),
            output_field=IntegerField(),
        )
    )


def _count[M: Model](rows: QuerySet[M], what: str) -> Coalesce:
    counted = (
        rows.filter(debate=OuterRef("pk"))
        .order_by()
        .values("debate")
        .annotate(n=Count(F(what), distinct=True))
    )
    return Coalesce(Subquery(counted.values("n")), 0, output_field=IntegerField())

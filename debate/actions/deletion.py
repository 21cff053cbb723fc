"""Deleting a debate that is nobody's but its owner's, whole."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict
from accounts.models import User
from debate.actions.floor import Floor, lock_debate, take_floor_to_change_rules
from debate.enums import Action, Visibility
from debate.models import Claim, Debate, DebateRules, Departure, DirtyDebate
from debate.policies.person import brought_in
from debate.policies.standing import enforce, why_not
from debate.queries.manage import somebody_else_took_part

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from debate.policies.visitor import Viewer


@transaction.atomic
def delete_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> None:
    """Delete a debate in which nobody but its owner has a claim, a vote or a position.

    With it goes the essay that was brought for it. The rules are held alone, so a reply at the same
    moment is either there first, and the debate stays, or finds no debate. Raises NotFound,
    NotSignedIn, NotAllowed and Conflict (somebody else took part).
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.DELETE))
    if somebody_else_took_part(floor.debate):
        raise Conflict("others_took_part")
    remove_debate(floor)


def remove_debate(floor: Floor) -> None:
    """Delete a debate that has the floor, with its essay if nothing else was drawn from it."""
    # The mark before the debate, as the worker takes them: else the two may wait for each other.
    DirtyDebate.objects.filter(debate=floor.debate).delete()
    lock_debate(floor)
    Debate.objects.select_for_update().get(pk=floor.debate.pk)  # nobody marks it as read meanwhile
    _remove(floor.debate, floor.at)


def remove_debates(debates: Collection[int], *, at: datetime) -> None:
    """Delete debates whole, by their numbers, whoever took part in them.

    For an app above, which has asked whether somebody may, or whose time is over; inside a
    transaction. All rules are held first, as every write in a debate holds them before its row.
    """
    held = sorted(debates)
    rules = DebateRules.objects.select_for_update().filter(debate__in=held)
    list(rules.order_by("debate_id").values_list("debate_id"))
    DirtyDebate.objects.filter(debate__in=held).delete()
    rows = Debate.objects.select_for_update().filter(pk__in=held).order_by("pk")
    for debate in rows:
        _remove(debate, at)


def _remove(debate: Debate, at: datetime) -> None:
    hold_to_delete(Claim.objects.filter(debate=debate))
    essay = debate.essay
    if debate.visibility == Visibility.PUBLIC:
        Departure.objects.create(debate_key=debate.key, at=at)
    authors = imported_authors([debate.pk])
    debate.delete()
    forget_imported(authors)
    if essay is not None and not essay.debates.exists():
        essay.delete()


def imported_authors(debates: Collection[int]) -> list[int]:
    """Those who came with debates that were imported, to go with them. Queries: 1."""
    claims = Claim.objects.filter(brought_in("author"), debate__in=debates)
    return list(claims.values_list("author_id", flat=True).distinct())


def forget_imported(people: Collection[int]) -> None:
    """Delete those of them of whom nothing is left."""
    if people:
        User.objects.filter(pk__in=people, claims=None, cases=None).delete()


def hold_to_delete(claims: QuerySet[Claim]) -> None:
    """Hold claims that go, so that no draft about them is saved while theirs are deleted."""
    list(claims.order_by("pk").select_for_update(of=("self",)).values_list("pk"))

"""Telling of somebody who is called otherwise: the names below their claims are others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from debate.enums import ChangeKind
from debate.models import Claim
from debate.policies.person import under_own_name
from debate.tasks.telling import tell_of_claims

if TYPE_CHECKING:
    from accounts.models import User


def tell_of_name(person: User) -> None:
    """Add a Change to the record of each debate in which a person wrote under their own name.

    Where they go by a pseudonym nothing shows, and nothing is told: that it happened here and there
    at one moment would tell who they are. The caller holds the person's row alone, inside a
    transaction: what they are just writing has its claim by now, or waits and then has the new
    name. Queries: 3.
    """
    written = Claim.objects.filter(under_own_name(), author=person).order_by("pk")
    tell_of_claims(
        ChangeKind.CREDITED, list(written.values_list("pk", flat=True)), at=timezone.now()
    )

"""Who somebody is in one debate at one moment: what every policy decides from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from accounts.errors import NotAllowed, NotSignedIn, Refusal
from debate.enums import Role, Visibility
from debate.logic.rules import RulesNow

if TYPE_CHECKING:
    from accounts.models import User


SOMEBODY = 0  # no person's id


class DebateFacts(Protocol):
    """What a policy needs to know of a debate; a model and a row both have it."""

    @property
    def owner_id(self) -> int: ...
    @property
    def visibility(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """A person (or nobody) in a debate: owner, member or neither, under the rules of the moment."""

    person_id: int | None
    owner: bool
    member: Role | None
    visibility: Visibility
    rules: RulesNow

    @property
    def draft(self) -> bool:
        return self.visibility == Visibility.DRAFT

    def once_signed_in(self) -> Standing:
        """Where a visitor would stand as somebody: to offer only what signing in would open."""
        return replace(self, person_id=SOMEBODY) if self.person_id is None else self


def standing_in(
    debate: DebateFacts, *, person: User | None, member: str | None, rules: RulesNow
) -> Standing:
    """Where a person stands in a debate; `member` is the role of their Membership, if any."""
    return Standing(
        person_id=person.pk if person else None,
        owner=person is not None and debate.owner_id == person.pk,
        member=Role(member) if member else None,
        visibility=Visibility(debate.visibility),
        rules=rules,
    )


def why_not_take_part(standing: Standing, *, deed: str) -> Refusal | None:
    """Why a person may not add anything to a debate; None when they may.

    `deed` completes the code that a door words, such as `sign_in_to_reply`.
    """
    if standing.person_id is None:
        return NotSignedIn(f"sign_in_to_{deed}")
    if standing.owner:
        return None
    if standing.member == Role.READER:
        return NotAllowed("readers_only_read")
    if standing.visibility == Visibility.MEMBERS and standing.member is None:
        return NotAllowed("members_only")
    if standing.draft:
        return NotAllowed("owner_only")
    return None


def enforce(refusal: Refusal | None) -> None:
    """Raise what a `why_not_` policy answered, if it answered anything."""
    if refusal is not None:
        raise refusal

"""Who somebody is in one debate at one moment: what every policy decides from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from accounts.enums import Role as SiteRole
from accounts.errors import NotAllowed, NotFound, NotSignedIn, Refusal
from debate.enums import (
    Action,
    Capacity,
    Permission,
    Posting,
    Role,
    Side,
    Stage,
    Visibility,
    Whose,
)
from debate.errors import NotOpen
from debate.logic.rules import RulesNow
from debate.policies.table import TABLE, Rule

if TYPE_CHECKING:
    from accounts.models import User


SOMEBODY = 0  # no person's id

# Who may act as staff in a public debate (Seat.staff).
KEEPS_ORDER_ON_SITE = frozenset({SiteRole.STAFF, SiteRole.MODERATOR})


class DebateFacts(Protocol):
    """What a policy needs to know of a debate; a model and a row both have it."""

    @property
    def owner_id(self) -> int: ...
    @property
    def visibility(self) -> str: ...
    @property
    def archived_at(self) -> object | None: ...


@dataclass(frozen=True, slots=True)
class Seat:
    """What is known of a person in one debate: their role there, and whether they are shut out.

    A `guest` has no account: outside of the debates in which they have a role they only read.
    """

    role: Role | None = None
    blocked: bool = False
    suspended: bool = False
    staff: bool = False
    guest: bool = False
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A person (or nobody) in a debate: in which capacity, under the rules of the moment."""

    person_id: int | None
    owner: bool
    seat: Seat
    visibility: Visibility
    rules: RulesNow
    archived: bool = False

    @property
    def draft(self) -> bool:
        return self.visibility == Visibility.DRAFT

    @property
    def member(self) -> Role | None:
        return self.seat.role

    @property
    def capacity(self) -> Capacity:
        """As what this person acts here; whoever is shut out acts as nothing else."""
        if self.person_id is None:
            return Capacity.VISITOR
        if self.seat.suspended:
            return Capacity.SUSPENDED
        if self.owner:
            return Capacity.OWNER
        if self.seat.blocked:
            return Capacity.BLOCKED
        if self.seat.role is not None and self.seat.role != Role.READER:
            return Capacity(self.seat.role)
        if self.seat.staff and self.visibility == Visibility.PUBLIC:
            return Capacity.STAFF
        only_members = (
            self.rules.posting == Posting.MEMBERS or self.visibility == Visibility.MEMBERS
        )
        if self.seat.role == Role.READER or only_members or self.seat.guest:
            return Capacity.READER
        return Capacity.PERSON

    @property
    def out_of_class(self) -> bool:
        """Whether this is a guest in a debate that is not one of theirs."""
        return self.seat.guest and self.seat.role is None

    @property
    def keeps_order(self) -> bool:
        """Whether this person runs the debate or keeps order in it: nothing in it is hidden."""
        return self.owner or self.member == Role.MODERATOR or self.capacity == Capacity.STAFF

    @property
    def stage(self) -> Stage:
        """The state of the debate at this moment."""
        if self.draft:
            return Stage.DRAFT
        if self.archived:
            return Stage.ARCHIVED
        if self.rules.frozen:
            return Stage.FROZEN
        return Stage.OPEN if self.rules.open else Stage.CLOSED

    def once_signed_in(self) -> Standing:
        """Where a visitor would stand as somebody: to offer only what signing in would open."""
        return replace(self, person_id=SOMEBODY) if self.person_id is None else self


def standing_in(
    debate: DebateFacts, *, person: User | None, seat: Seat, rules: RulesNow
) -> Standing:
    """Where a person stands in a debate."""
    return Standing(
        person_id=person.pk if person else None,
        owner=person is not None and debate.owner_id == person.pk,
        seat=seat,
        visibility=Visibility(debate.visibility),
        rules=rules,
        archived=debate.archived_at is not None,
    )


def why_not(standing: Standing, action: Action, *, author_id: int | None = None) -> Refusal | None:
    """Why the permission table refuses something to a person; None when it does not.

    `author_id` is whose claim (held claim, act) it is to be done to, where the rule asks for that.
    """
    rule = TABLE[action]
    return (
        why_not_capacity(standing, rule)
        or why_not_whose(rule, author_id == standing.person_id, action)
        or _why_not_as_a_judge(standing, rule)
        or _why_stays_in_class(standing, action)
        or why_not_stage(standing, rule)
    )


def why_not_capacity(standing: Standing, rule: Rule) -> Refusal | None:
    """Why somebody may not act in their capacity; None when they may."""
    capacity = standing.capacity
    if capacity in rule.may and not (standing.out_of_class and rule.whose != Whose.OWN):
        return None
    if capacity == Capacity.VISITOR:
        return NotSignedIn(rule.sign_in)
    if rule.secret:
        return NotFound("no_such_page")
    if standing.out_of_class and capacity == Capacity.READER:
        return NotAllowed("guests_stay_in_class")
    if capacity == Capacity.SUSPENDED:
        return NotAllowed("suspended")
    if capacity == Capacity.BLOCKED:
        return NotAllowed("blocked_here")
    if rule.refusal == "readers_only_read" and standing.member is None:
        return NotAllowed("members_only")
    return NotAllowed(rule.refusal)


def why_not_whose(rule: Rule, own: bool, action: Action) -> Refusal | None:
    """Why something may not be done to what is one's own, or not; None when it may."""
    if rule.whose == Whose.OWN and not own:
        return NotFound("no_act") if rule.secret else NotAllowed("not_your_claim")
    if rule.whose == Whose.ANOTHERS and own:
        return NotAllowed("own_claim" if action == Action.VOTE else "own_case")
    return None


def _why_not_as_a_judge(standing: Standing, rule: Rule) -> Refusal | None:
    """Where those who run a debate for others do not judge in it, they are told so."""
    judging = rule.needs in {Permission.VOTE, Permission.POSITION}
    keeps = standing.capacity in {Capacity.OWNER, Capacity.MODERATOR}
    if judging and keeps and not standing.rules.keepers_judge:
        return NotAllowed("keepers_do_not_judge")
    return None


# What would show a class to others, or take its debate away from under its session.
_RUN_BY_ITS_SESSION = frozenset(
    {
        Action.SET_ACCESS,
        Action.INVITE,
        Action.TRANSFER,
        Action.CLOSE,
        Action.SCHEDULE,
        Action.ARCHIVE,
        Action.DELETE,
    }
)


def _why_stays_in_class(standing: Standing, action: Action) -> Refusal | None:
    """A debate of a class is run by its session alone; who was put into it is taken out there."""
    if standing.rules.keepers_judge:
        return None
    if action == Action.LEAVE and standing.capacity == Capacity.MEMBER:
        return NotAllowed("class_stays")
    return NotAllowed("run_by_its_session") if action in _RUN_BY_ITS_SESSION else None


def why_not_stage(standing: Standing, rule: Rule) -> Refusal | None:
    """Why something may not be done in the present state of the debate; None when it may."""
    stage = standing.stage
    if stage not in rule.when:
        if stage == Stage.DRAFT:
            return NotOpen("still_a_draft")
        if rule.when == frozenset({Stage.DRAFT}):
            return NotOpen("already_published")
        if stage == Stage.ARCHIVED:
            return NotOpen("archived")
        return NotOpen("frozen") if stage == Stage.FROZEN else not_now(standing.rules, rule)
    if rule.needs and stage == Stage.OPEN and rule.needs not in standing.rules.allow:
        return not_now(standing.rules, rule)
    return None


def not_now(rules: RulesNow, rule: Rule) -> NotOpen:
    """That no window of the moment allows something, and when one will, as far as that is known.

    `meanwhile` tells a debate that goes on from one that is closed, `another_phase` that it is the
    debate of a class, where the teacher says what is next.
    """
    coming = (grant.since for grant in rules.coming if rule.needs in grant.allow)
    opens_at = next(coming, None)
    if opens_at is not None:
        return NotOpen(rule.closed, opens_at=opens_at)
    if rules.in_phase:
        return NotOpen(rule.closed, another_phase=True)
    if rules.open or rules.pause:
        return NotOpen(rule.closed, meanwhile=True)
    return NotOpen(rule.closed)


def enforce(refusal: Refusal | None) -> None:
    """Raise what a `why_not_` policy answered, if it answered anything."""
    if refusal is not None:
        raise refusal

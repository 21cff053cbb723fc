"""Giving people a role in a debate, changing it and taking it away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import PersonKind
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import User
from debate.actions.floor import Floor, lock_debate, record, take_floor_to_change_rules
from debate.enums import Action, ChangeKind, Role
from debate.limits import MEMBERS_MAX
from debate.models import Block, Membership
from debate.policies.standing import enforce, why_not
from debate.queries.members import read_seat

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# Held like the person who acts (actions/floor.py), and before the rules as there: whoever is just
# having their account closed or deleted is given a seat before that, or none. Both in the order of
# their numbers, so that those who hold several people do not wait for one another.
_HOLD_BOTH = """
SELECT * FROM accounts_user
 WHERE handle = %(handle)s AND kind = %(kind)s AND is_active OR id = %(by)s
 ORDER BY id FOR SHARE
"""


@transaction.atomic
def seat_person(
    *, debate: str, handle: str, role: str, by: Viewer, at: datetime | None = None
) -> Membership:
    """Give somebody, named by their handle, a role in a debate at once.

    Giving them the role that they have is harmless; another is given in the list of members. Who
    goes by a pseudonym there gets none in this way, which would tell who they are. Nobody is found
    by their e-mail address. Raises NotFound, NotSignedIn, NotAllowed, Invalid and Conflict
    (blocked, a member, under another name, too many). Effects: a Change, of which the worker tells
    them.
    """
    named = hold_named(handle, by)
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.INVITE))
    assert by
    given = read_role(role)
    if named is None:
        raise Invalid("no_such_handle", field="handle")
    if named.pk == floor.debate.owner_id:
        raise Invalid("they_own_it", field="handle")
    if Block.objects.filter(debate=floor.debate, person=named).exists():
        raise Conflict("they_are_blocked")
    seat = Membership.objects.filter(debate=floor.debate, person=named).first()
    if seat is not None and seat.byline:
        raise Conflict("goes_by_another_name")
    if seat is not None and seat.role == given:
        return seat
    if seat is not None and seat.role is not None:
        raise Conflict("already_a_member")
    return give_seat(floor, named, given, seat=seat, by=by)


@transaction.atomic
def change_role(
    *, debate: str, seat: str, role: str, by: Viewer, at: datetime | None = None
) -> Membership:
    """Give a member, named by their place in the list (`seat`), another role.

    Giving them the one they have is harmless. Raises NotFound, NotSignedIn, NotAllowed, Invalid and
    Conflict (blocked). Effects: a Change, of which the worker tells them.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.INVITE))
    assert by
    given = read_role(role)
    found = _find_seat(floor, seat)
    if found is None or found.role is None:
        raise NotFound("no_member")
    if found.role == given:
        return found
    if Block.objects.filter(debate=floor.debate, person=found.person_id).exists():
        raise Conflict("they_are_blocked")
    return give_seat(floor, found.person, given, seat=found, by=by)


@transaction.atomic
def remove_member(*, debate: str, seat: str, by: Viewer, at: datetime | None = None) -> None:
    """Take a member's role away; what they wrote stays, under the name that it has.

    Every write of theirs either ended before or meets somebody without a role. Removing somebody
    twice is harmless. Raises NotFound, NotSignedIn and NotAllowed. Effects: a Change.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.INVITE))
    assert by
    found = _find_seat(floor, seat)
    if found is not None and found.role is not None:
        empty_seat(floor, found, by=by)


@transaction.atomic
def leave_debate(*, debate: str, by: Viewer, at: datetime | None = None) -> None:
    """Give one's own role in a debate back; what one wrote there stays.

    Raises NotFound, NotSignedIn, NotAllowed (no member, or the owner) and NotOpen. Effects: a
    Change.
    """
    floor = take_floor_to_change_rules(debate, by=by, at=at)
    enforce(why_not(floor.standing, Action.LEAVE))
    assert by
    found = Membership.objects.filter(debate=floor.debate, person=by, role__isnull=False).first()
    if found is not None:  # who may only read, or is blocked, need not be a member
        empty_seat(floor, found, by=by)


def give_seat(
    floor: Floor, person: User, role: Role, *, seat: Membership | None, by: User
) -> Membership:
    """Write down a person's role in a debate whose rules are held alone, in the `seat` they have.

    Raises Conflict where there are too many members. Queries: 4 or 5. Effects: a Change.
    """
    lock_debate(floor)
    if seat is None or seat.role is None:
        members = Membership.objects.filter(debate=floor.debate, role__isnull=False)
        if members.count() >= MEMBERS_MAX:
            raise Conflict("too_many_members", most=MEMBERS_MAX)
    if seat is None:
        seat = Membership(debate=floor.debate, person=person, created_at=floor.at)
    elif seat.role is None:
        seat.created_at = floor.at
    seat.role = role
    seat.save()
    record(floor, ChangeKind.SEATED, by=by, payload={"person": person.pk, "role": role})
    return seat


def read_role(role: str) -> Role:
    """The role that a word names. Raises Invalid."""
    try:
        return Role(role)
    except ValueError:
        raise Invalid("no_such_role", field="role") from None


def empty_seat(floor: Floor, seat: Membership, *, by: User) -> None:
    """Take the role away; the seat stays where the pseudonym that somebody had hangs on it."""
    lock_debate(floor)
    payload = {"person": seat.person_id, "role": seat.role}
    if seat.byline:
        seat.role = None
        seat.save(update_fields=["role"])
    else:
        seat.delete()
    record(floor, ChangeKind.LEFT, by=by, payload=payload)


def _find_seat(floor: Floor, seat: str) -> Membership | None:
    """Who sits on a place of the list, if anybody still does; the owner's is not on it."""
    found = Membership.objects.filter(debate=floor.debate, pk=read_seat(seat))
    return found.exclude(person=floor.debate.owner_id).select_related("person").first()


def hold_named(handle: str, by: Viewer) -> User | None:
    """Who has a handle and an account that is open, held with who acts. Queries: 1."""
    if not handle.isprintable():  # NUL and half a surrogate pair are no text to PostgreSQL
        return None
    name = handle.strip().removeprefix("@").lower()
    of = {"handle": name, "kind": PersonKind.PERSON, "by": by.pk if by else None}
    held = list(User.objects.raw(_HOLD_BOTH, of))
    return next((person for person in held if person.handle == name), None)

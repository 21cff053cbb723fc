"""Teaching together: giving others a part in a class or a session, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, Invalid
from accounts.models import User
from classroom.actions.floor import hold_session
from classroom.actions.telling import board_topic, session_topic
from classroom.enums import Action
from classroom.limits import TEACHERS_MAX
from classroom.models import Class, ClassTeacher, Group, Seat, SessionTeacher
from classroom.queries.classes import open_class
from debate.actions.floor import take_floor_to_change_rules
from debate.actions.membership import empty_seat, give_seat, hold_named
from debate.enums import Role
from debate.models import Membership
from debate.tasks.publish import revoke

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def share_class(*, of_class: str, handle: str, names: bool, by: Viewer) -> ClassTeacher:
    """Let somebody, named by their handle, teach a class too, with its names or without.

    They teach the sessions that are started for it from then on. Saying it again changes whether
    they see names. Raises NotSignedIn, NotFound, NotAllowed (whoever only shares it), Invalid (no
    such handle) and Conflict (too many).
    """
    named = hold_named(handle, by)
    access = open_class(of_class, by, owner=True)
    found = Class.objects.select_for_update(no_key=True).get(pk=access.of_class.pk)
    person = _other(named, found.teacher_id)
    shares = ClassTeacher.objects.filter(of_class=found)
    share = shares.filter(person=person).first()
    if share is None:
        _check_room(shares.count())
        return ClassTeacher.objects.create(of_class=found, person=person, names=names)
    share.names = names
    share.save(update_fields=["names"])
    return share


@transaction.atomic
def unshare_class(*, of_class: str, handle: str, by: Viewer) -> None:
    """Take somebody's part in a class away; sessions that they share stay shared.

    Doing so twice is harmless, and one may give up one's own. Raises NotSignedIn, NotFound and
    NotAllowed.
    """
    own = by.handle == _clean(handle) if by else False
    access = open_class(of_class, by, owner=not own)
    ClassTeacher.objects.filter(of_class=access.of_class, person__handle=_clean(handle)).delete()


@transaction.atomic
def share_session(
    *, session: str, handle: str, names: bool, by: Viewer, at: datetime | None = None
) -> SessionTeacher:
    """Let somebody, named by their handle, teach a session too, with its names or without.

    Saying it again changes whether they see names. Raises NotSignedIn, NotFound, NotAllowed,
    Invalid (no such handle) and Conflict (too many, a student of it). Effects: a Change in each
    debate, of which the worker tells them.
    """
    named = hold_named(handle, by)
    access = hold_session(session, Action.SHARE, by=by, at=at)
    assert by
    found = access.session
    person = _other(named, found.teacher_id)
    if Seat.objects.filter(session=found, person=person).exists():
        raise Conflict("they_sit_here")
    shares = SessionTeacher.objects.filter(session=found)
    share = shares.filter(person=person).first()
    if share is not None:
        share.names = names
        share.save(update_fields=["names"])
        return share
    _check_room(shares.count())
    for key in _debates(access.session.pk):
        floor = take_floor_to_change_rules(key, by=by, at=at)
        seat = Membership.objects.filter(debate=floor.debate, person=person).first()
        give_seat(floor, person, Role.MODERATOR, seat=seat, by=by)
    return SessionTeacher.objects.create(session=found, person=person, names=names)


@transaction.atomic
def unshare_session(*, session: str, handle: str, by: Viewer, at: datetime | None = None) -> None:
    """Take somebody's part in a session away, at once; doing so twice is harmless.

    Raises NotSignedIn, NotFound and NotAllowed. Effects: a Change in each debate; their streams
    end.
    """
    access = hold_session(session, Action.SHARE, by=by, at=at)
    assert by
    found = access.session
    shares = SessionTeacher.objects.select_related("person")
    share = shares.filter(session=found, person__handle=_clean(handle)).first()
    if share is None:
        return
    for key in _debates(found.pk):
        floor = take_floor_to_change_rules(key, by=by, at=at)
        seat = Membership.objects.filter(debate=floor.debate, person=share.person).first()
        if seat is not None:
            empty_seat(floor, seat, by=by)
        revoke(person=share.person.key, debate=key)
    for topic in (board_topic(found.key), session_topic(found.key)):
        revoke(person=share.person.key, topic=topic)
    share.delete()


def _other(named: User | None, teacher_id: int) -> User:
    if named is None:
        raise Invalid("no_such_handle", field="handle")
    if named.pk == teacher_id:
        raise Invalid("they_teach_it", field="handle")
    return named


def _check_room(shares: int) -> None:
    if shares + 1 >= TEACHERS_MAX:
        raise Conflict("too_many_teachers", most=TEACHERS_MAX)


def _clean(handle: str) -> str:
    return handle.strip().removeprefix("@").lower() if handle.isprintable() else ""


def _debates(session: int) -> list[str]:
    """The keys of a session's debates, in the order in which their rules are held."""
    groups = Group.objects.filter(session=session).order_by("debate_id")
    return list(groups.values_list("debate__key", flat=True))

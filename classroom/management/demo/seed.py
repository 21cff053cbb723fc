"""Bringing the demo lesson into the database: a class of 24 in the middle of its debate."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.actions.guest import make_guest
from accounts.models import User
from classroom.actions.clock import move_on, start_session
from classroom.actions.retention import remove_session
from classroom.actions.seating import sit_down
from classroom.actions.starting import start
from classroom.enums import Preset
from classroom.management.demo.lesson import (
    ABSENT,
    AGAINST,
    BEFORE,
    FLAGGED,
    FOR,
    MOVED,
    OPENING,
    QUIET,
    REBUTTALS,
    SESSION_NAME,
    SIDE_OF,
    THESIS,
    Said,
)
from classroom.models import Class, Phase, Session, Student
from classroom.queries.demo import CLASS_NAME, demo_teacher
from debate.actions.flag import flag_claim
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import ClaimKind, Permission, Reason, VoteValue
from debate.models import Claim, Membership
from debate.tasks.recount import recount_debate

BEGAN_MINUTES = 24  # ago
OPENED_MINUTES = 15
REBUTTING_MINUTES = 6
MOVED_MINUTES = 2

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('the demo lesson'))"


@transaction.atomic
def seed_lesson(*, at: datetime, again: bool = False) -> bool:
    """Make the demo lesson for the demo's teacher, unless it is here; `again` deletes it first.

    Returns: whether anything was made.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    teacher = demo_teacher()
    if teacher is None:
        return False
    if again:
        for lesson in Session.objects.filter(teacher=teacher, of_class__name=CLASS_NAME):
            remove_session(session=lesson.key, by=teacher, at=at)
        Class.objects.filter(teacher=teacher, name=CLASS_NAME).delete()
    if Class.objects.filter(teacher=teacher, name=CLASS_NAME).exists():
        return False
    _teach(teacher, at)
    return True


def _teach(teacher: User, at: datetime) -> None:
    began = at - timedelta(minutes=BEGAN_MINUTES)
    taught = Class.objects.create(name=CLASS_NAME, teacher=teacher)
    Student.objects.bulk_create(
        Student(of_class=taught, name=name, place=place)
        for place, name in enumerate(sorted(FOR + AGAINST), start=1)
    )
    session = start(
        name=SESSION_NAME,
        preset=Preset.STRUCTURED_DEBATE,
        of_class=taught.key,
        thesis=THESIS,
        by=teacher,
        at=began,
    )
    # This teacher lets the class vote and move as it rebuts, so that there is something to see.
    every = [str(permission) for permission in Permission]
    phases = list(Phase.objects.filter(session=session))
    Phase.objects.filter(pk=phases[2].pk).update(allow=every)
    people = _seat_all(session, at=began)
    start_session(session=session.key, by=teacher, at=began)
    debate = session.groups.get().debate
    for value, names in BEFORE.items():
        for name in set(names) & set(people):
            moment = began + timedelta(minutes=2)
            state_position(debate=debate.key, value=value, by=people[name], at=moment)
    move_on(session=session.key, by=teacher, at=at - timedelta(minutes=OPENED_MINUTES))
    thesis = Claim.objects.get(debate=debate, kind=ClaimKind.THESIS)
    claims = {"": thesis}
    _say(OPENING, claims, people, at=at)
    move_on(session=session.key, by=teacher, at=at - timedelta(minutes=REBUTTING_MINUTES))
    _say([*REBUTTALS, FLAGGED], claims, people, at=at)
    _judge([*OPENING, *REBUTTALS], claims, people, at=at)
    for name, value in MOVED.items():
        moment = at - timedelta(minutes=MOVED_MINUTES)
        state_position(debate=debate.key, value=value, by=people[name], at=moment)
    for name in ("Esi", "Noor"):
        flag_claim(
            claim=claims[FLAGGED.name].key,
            reason=Reason.INSULT,
            note="About a person, not a claim.",
            by=people[name],
            at=at,
        )
    recount_debate(debate.pk)


def _seat_all(session: Session, *, at: datetime) -> dict[str, User]:
    people = {}
    for seat in session.seats.select_related("group").order_by("pk"):
        if seat.name in ABSENT:
            continue
        seat.person = people[seat.name] = make_guest(seat.name)
        seat.seen_at = at
        sit_down(session, seat, at=at)
    for name, person in people.items():
        Membership.objects.filter(person=person).update(side=SIDE_OF[name])
    return people


def _say(
    said: Iterable[Said], claims: dict[str, Claim], people: dict[str, User], *, at: datetime
) -> None:
    for one in said:
        stated = post_reply(
            parent=claims[one.parent].key,
            relation=one.relation,
            text=one.text,
            by=people[one.by],
            at=at - timedelta(minutes=one.minutes),
        )
        assert isinstance(stated, Claim)
        claims[one.name] = stated


def _judge(
    said: Iterable[Said], claims: dict[str, Claim], people: dict[str, User], *, at: datetime
) -> None:
    chance = random.Random(THESIS)  # noqa: S311  it chooses votes, not secrets
    for one in said:
        judges = [name for name in sorted(people) if name not in QUIET | {one.by}]
        chosen = chance.sample(judges, one.convinced + one.not_convinced)
        for number, name in enumerate(chosen):
            value = VoteValue.CONVINCING if number < one.convinced else VoteValue.NOT_CONVINCING
            cast_vote(claim=claims[one.name].key, value=value, by=people[name], at=at)

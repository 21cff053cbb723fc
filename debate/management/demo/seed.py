"""Bringing the demo into the database: its people, its debates, and putting it back as it was."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from debate.management.demo import homework, knife
from debate.management.demo.cast import DEMO_DOMAIN, DEMO_PASSWORD, PEOPLE, crowd, introduced
from debate.management.demo.crowd import let_the_crowd_judge
from debate.management.demo.shape import DemoPerson
from debate.management.demo.telling import tell
from debate.models import Debate, Essay

DEBATES = (homework.DEBATE, knife.DEBATE)

_JOINED_HOURS = (400, 4_000)  # how long ago its people signed up
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('the demo'))"


def demo_debates() -> QuerySet[Debate]:
    """Every debate that belongs to one of the demo's people."""
    return Debate.objects.filter(owner__email__endswith=f"@{DEMO_DOMAIN}")


def demo_sign_ins() -> list[tuple[str, str]]:
    """Whom one may sign in as, and the password, for the sign-in page; none without a demo.

    Queries: 1.
    """
    return [(handle, DEMO_PASSWORD) for handle, _person in introductions()]


def introductions() -> list[tuple[str, DemoPerson]]:
    """The demo's people to name to a newcomer, with the handles they have here. Queries: 1."""
    shown = {f"{person.handle}@{DEMO_DOMAIN}": person for person in introduced()}
    here = User.objects.filter(email__in=shown).values_list("email", "handle")
    handle_of = {email: handle for email, handle in here if email and handle}
    return [(handle_of[email], shown[email]) for email in shown if email in handle_of]


@transaction.atomic
def seed_demo(*, at: datetime, again: bool = False) -> bool:
    """Make the demo's people and debates, unless its debates are here already.

    `again` first deletes every debate that one of the demo's people owns, whoever wrote in it.
    All is kept or nothing; of several runs at once only one makes anything.
    Returns: whether anything was made.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    if again:
        demo_debates().delete()
        Essay.objects.filter(
            brought_by__email__endswith=f"@{DEMO_DOMAIN}", debates__isnull=True
        ).delete()
    if demo_debates().exists():
        return False
    people = _bring_people(PEOPLE, password=make_password(DEMO_PASSWORD), at=at)
    passers_by = _bring_people(crowd(), password=make_password(None), at=at)
    for told in DEBATES:
        claims = tell(told, people, at=at)
        let_the_crowd_judge(told, claims, people, passers_by, at=at)
    return True


def _bring_people(wanted: Sequence[DemoPerson], *, password: str, at: datetime) -> dict[str, User]:
    """The accounts of these people by their handle in the demo, made where they are missing.

    One hash serves all who share a password: hashing is slow on purpose. Whose handle somebody
    else has is called "...-demo".
    """
    email_of = {person.handle: f"{person.handle}@{DEMO_DOMAIN}" for person in wanted}
    here = {user.email: user for user in User.objects.filter(email__in=email_of.values())}
    missing = [person for person in wanted if email_of[person.handle] not in here]
    taken = set(
        User.objects.filter(handle__in=[person.handle for person in missing]).values_list(
            "handle", flat=True
        )
    )
    made = User.objects.bulk_create(
        User(
            handle=f"{person.handle}-demo" if person.handle in taken else person.handle,
            email=email_of[person.handle],
            display_name=person.name,
            role=person.role,
            password=password,
            date_joined=at - timedelta(hours=_joined_hours(person)),
        )
        for person in missing
    )
    here |= {user.email: user for user in made}
    return {handle: here[email] for handle, email in email_of.items()}


def _joined_hours(person: DemoPerson) -> int:
    return random.Random(person.handle).randint(*_JOINED_HOURS)  # noqa: S311

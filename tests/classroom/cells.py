"""Where everybody stands in a session of the site of tests, and what the table answers them.

What is expected comes from the rows of the table and from the few rules that are written down here
once more; no policy is asked. Pages and programs are asked in tests of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

import pytest
from django.test import Client

from accounts.models import User
from classroom.enums import Action, Capacity, SessionState
from classroom.models import SessionTeacher
from classroom.policies.table import TABLE
from debate.enums import Role
from tests import factories
from tests.classroom.factories import a_seat, a_session
from tests.security.places import Site

NOT_THERE = (404, "no_session")
NOT_NOW = {
    SessionState.PLANNED: (409, "session_not_started"),
    SessionState.RUNNING: (409, "session_is_running"),
    SessionState.ENDED: (409, "session_is_over"),
}


# Which of all cells are asked: the daily third is the same each time.
SHARES = [pytest.param(3, id="a third"), pytest.param(1, id="all", marks=pytest.mark.long)]


@dataclass(frozen=True)
class Asker:
    """Somebody, where they stand in the session, and whether they may see names in it."""

    capacity: Capacity
    person: User | None
    names: bool = False
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def __str__(self) -> str:
        return f"{self.capacity} {self.person.display_name if self.person else 'nobody'}"

    def asks(self, what: object, share: int) -> bool:
        """Whether their cell of something is among those that are asked, one of `share`."""
        return crc32(f"{self}: {what}".encode()) % share == 0


def askers(site: Site) -> Iterator[Asker]:
    """Everybody for whom a row of the table answers, signed in; dan teaches both sessions.

    Mona teaches a session of her own, in which sara sits; wout and with share in teaching those of
    dan, with alone sees names.
    """
    people = site.people
    another = a_session(people["mona"])
    people["sara"] = factories.person("sara")
    a_seat(another, "Sara", person=people["sara"])
    people["without"], people["with"] = factories.person("wout"), factories.person("with")
    for session in (site.lesson.session, site.lesson.planned):
        for name in ("without", "with"):
            named = name == "with"
            SessionTeacher.objects.create(session=session, person=people[name], names=named)
            for group in session.groups.all():
                factories.member(group.debate, people[name], role=Role.MODERATOR)
    yield Asker(Capacity.VISITOR, None)
    yield _signed_in(Capacity.OUTSIDER, people["bob"])
    yield _signed_in(Capacity.OUTSIDER, people["carol"])  # staff of the site
    yield _signed_in(Capacity.OUTSIDER, people["mona"])
    yield _signed_in(Capacity.OUTSIDER, people["sara"])
    yield _signed_in(Capacity.REMOVED, people["remo"])
    yield _signed_in(Capacity.WAITING, people["luca"])
    yield _signed_in(Capacity.STUDENT, people["iris"])
    yield _signed_in(Capacity.STUDENT, people["gina"])
    yield _signed_in(Capacity.CO_TEACHER, people["without"])
    yield _signed_in(Capacity.CO_TEACHER, people["with"], names=True)
    yield _signed_in(Capacity.TEACHER, people["dan"], names=True)


def _signed_in(capacity: Capacity, person: User, *, names: bool = False) -> Asker:
    asker = Asker(capacity, person, names)
    asker.client.force_login(person)
    return asker


def refused(
    asker: Asker, action: Action, *, planned: bool = False, state: SessionState | None = None
) -> tuple[int, str] | None:
    """The status and the code that somebody is refused with; None where they may.

    In the `planned` session nobody has a seat. Without a `state` it is one that is in order.
    """
    rule = TABLE[action]
    students = {Capacity.WAITING, Capacity.STUDENT}
    if asker.capacity not in TABLE[Action.SEE].may or (planned and asker.capacity in students):
        return NOT_THERE
    if asker.capacity == Capacity.WAITING and action != Action.SEE:
        return 403, "still_in_the_lobby"
    if asker.capacity not in rule.may:
        return 403, rule.refusal
    if rule.names and not asker.names:
        return 403, "names_are_not_for_you"
    return NOT_NOW[state] if state is not None and state not in rule.when else None

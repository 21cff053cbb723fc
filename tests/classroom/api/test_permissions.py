"""Every address of a session is answered as the permission table says, whoever asks for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client

from accounts.models import User
from classroom.enums import Action, Capacity
from classroom.models import ClassTeacher, SessionTeacher
from classroom.policies.table import TABLE
from config.doors import REGISTER
from debate.enums import Role
from tests import factories
from tests.api.conftest import truly_told
from tests.classroom.factories import a_session
from tests.security.conftest import unhurried
from tests.security.places import UNSAFE, Site, build_site
from tests.security.programs import OF_LESSONS, RESOURCES, Route, routes
from tests.security.test_csrf import undone

__all__ = ["truly_told", "unhurried"]

pytestmark = pytest.mark.django_db

NOT_THERE = (404, "no_session")


@dataclass(frozen=True)
class Asker:
    """Somebody, where they stand in the session, and whether they may see names in it."""

    capacity: Capacity
    person: User | None
    names: bool = False
    client: Client = field(default_factory=Client)


@pytest.fixture
def site() -> Site:
    return build_site()


def of_sessions() -> Iterator[Route]:
    for route in routes():
        pattern = RESOURCES[route.name].pattern
        if str(pattern).lstrip("^").startswith("sessions/") and pattern.regex.groupindex:
            yield route


def askers(site: Site) -> Iterator[Asker]:
    people = site.people
    a_session(people["mona"])  # of her own
    people["without"], people["with"] = factories.person("wout"), factories.person("with")
    for session in (site.lesson.session, site.lesson.planned):
        for name in ("without", "with"):
            named = name == "with"
            SessionTeacher.objects.create(session=session, person=people[name], names=named)
            for group in session.groups.all():
                factories.member(group.debate, people[name], role=Role.MODERATOR)
    yield Asker(Capacity.VISITOR, None)
    yield Asker(Capacity.OUTSIDER, people["bob"])
    yield Asker(Capacity.OUTSIDER, people["mona"])
    yield Asker(Capacity.REMOVED, people["remo"])
    yield Asker(Capacity.WAITING, people["luca"])
    yield Asker(Capacity.STUDENT, people["iris"])
    yield Asker(Capacity.STUDENT, people["gina"])
    yield Asker(Capacity.CO_TEACHER, people["without"])
    yield Asker(Capacity.CO_TEACHER, people["with"], names=True)
    yield Asker(Capacity.TEACHER, people["dan"], names=True)


def refused(asker: Asker, route: Route) -> tuple[int, str] | None:
    """What somebody is refused with; None where they may."""
    action = REGISTER[route.name][route.method]
    assert isinstance(action, Action)
    rule = TABLE[action]
    if asker.capacity not in TABLE[Action.SEE].may:
        return NOT_THERE
    if asker.capacity == Capacity.WAITING:
        # The session that has not begun has no seats.
        return NOT_THERE if route.asked.about == "planned" else (403, "still_in_the_lobby")
    if asker.capacity not in rule.may:
        return NOT_THERE if route.asked.about == "planned" else (403, rule.refusal)
    return (403, "names_are_not_for_you") if rule.names and not asker.names else None


def told(client: Client, route: Route, site: Site) -> tuple[int, str]:
    answer = client.generic(
        route.method,
        route.address(site),
        json.dumps(route.body(site)) if route.method in UNSAFE else "",
        "application/json",
    )
    problem = json.loads(answer.content) if answer.status_code >= 400 else {}
    return answer.status_code, problem.get("code", "")


def test_every_address_of_a_session_is_answered_as_the_table_says(site: Site) -> None:
    wrong = []
    for asker in askers(site):
        if asker.person is not None:
            asker.client.force_login(asker.person)
        for route in of_sessions():
            with undone():
                status, code = told(asker.client, route, site)
            wanted = refused(asker, route)
            if asker.person is None and route.method in UNSAFE:
                right = status == 401  # nobody is told more than to sign in
            elif wanted is not None:
                right = (status, code) == wanted
            elif route.asked.does:
                right = status < 300
            else:
                right = status not in {401, 403, 404}
            if not right:
                wrong.append(
                    (asker.capacity, str(asker.person), route.method, route.name, status, code)
                )
    assert wrong == []


def test_a_class_is_there_for_its_teachers_and_its_names_for_those_who_may_see_them(
    site: Site,
) -> None:
    colleague = site.people["nick"]
    ClassTeacher.objects.create(of_class=site.lesson.course, person=colleague, names=False)
    of_classes = [r for r in routes() if r.name in {"api-class", "api-students", "api-student"}]
    assert len(of_classes) == 8
    for route in of_classes:
        outsider, sharing = Client(), Client()
        outsider.force_login(site.people["bob"])
        sharing.force_login(colleague)
        with undone():
            assert told(outsider, route, site) == (404, "no_class"), route
        if REGISTER[route.name][route.method] == Action.SEE_NAMES:
            with undone():
                status, _code = told(sharing, route, site)
            assert status in {200, 403, 404}, route
            address = route.address(site)
            assert status != 200 or "Maja" not in sharing.get(address).content.decode(), route


def test_every_address_of_the_classroom_is_asked_for() -> None:
    lists = {"api-classes", "api-sessions", "api-class", "api-students", "api-student"}
    assert {
        route.name for route in of_sessions() if route.name in OF_LESSONS
    } == OF_LESSONS.keys() - lists

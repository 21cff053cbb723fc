"""Every address of a session is answered as the permission table says, whoever asks for it."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client

from classroom.enums import Action
from classroom.models import ClassTeacher
from config.doors import REGISTER
from tests.api.conftest import truly_told
from tests.classroom.cells import SHARES, askers, refused
from tests.security.conftest import unhurried
from tests.security.places import UNSAFE, Site, build_site
from tests.security.programs import OF_LESSONS, RESOURCES, Route, routes
from tests.security.test_csrf import undone

__all__ = ["truly_told", "unhurried"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return build_site()


def of_sessions() -> Iterator[Route]:
    for route in routes():
        pattern = RESOURCES[route.name].pattern
        if str(pattern).lstrip("^").startswith("sessions/") and pattern.regex.groupindex:
            yield route


def told(client: Client, route: Route, site: Site) -> tuple[int, str]:
    answer = client.generic(
        route.method,
        route.address(site),
        json.dumps(route.body(site)) if route.method in UNSAFE else "",
        "application/json",
    )
    problem = json.loads(answer.content) if answer.status_code >= 400 else {}
    return answer.status_code, problem.get("code", "")


@pytest.mark.parametrize("share", SHARES)
def test_addresses_of_a_session_are_answered_as_the_table_says(site: Site, share: int) -> None:
    wrong = []
    for asker in askers(site):
        for route in of_sessions():
            if not asker.asks(f"{route.method} {route.name}", share):
                continue
            with undone():
                status, code = told(asker.client, route, site)
            action = REGISTER[route.name][route.method]
            assert isinstance(action, Action)
            wanted = refused(asker, action, planned=route.asked.about == "planned")
            if asker.person is None and route.method in UNSAFE:
                right = status == 401  # nobody is told more than to sign in
            elif wanted is not None:
                right = (status, code) == wanted
            elif route.asked.does:
                right = status < 300
            else:
                right = status not in {401, 403, 404}
            if not right:
                wrong.append((str(asker), route.method, route.name, status, code))
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
    lists |= {"api-rubrics", "api-rubric"}
    assert {
        route.name for route in of_sessions() if route.name in OF_LESSONS
    } == OF_LESSONS.keys() - lists

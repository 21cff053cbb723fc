"""A token does what its scopes name and its owner may, and nothing when it or they are gone."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.deletion import erase_person
from accounts.actions.token import revoke_token
from accounts.enums import Scope
from accounts.models import Token, User
from accounts.web.doors import Kind
from classroom.enums import Action as InSession
from config.api.scopes import SCOPES
from config.doors import REGISTER
from debate.enums import Action
from debate.policies.table import SITE_TABLE, TABLE
from tests import factories
from tests.security.places import UNSAFE, Site, build_site, everything
from tests.security.programs import Programs, Route, opened_by_token, routes
from tests.security.test_csrf import UNCOUNTED, undone

# What no token opens, whatever its owner may do, written down here once more.
NEVER = {
    Action.TRANSFER,
    Action.DELETE,
    Action.SUSPEND,
    Action.VOID_VOTES,
    Action.SEE_QUEUE,  # these are looked at alone, which is reading
    Action.SEE_MEMBERS,
}
# What somebody may still do who is suspended: read, and take back what is theirs.
STILL_MAY = {Action.WITHDRAW, Action.APPEAL, Action.FOLLOW, Action.LEAVE}


@pytest.fixture
def site(db: None, quick_hashes: None) -> Site:
    return build_site()


def needed(route: Route) -> Scope | None:
    """The scope that a program needs for it."""
    door = REGISTER[route.name][route.method]
    if not opened_by_token(route):
        return None
    if isinstance(door, InSession):
        return SCOPES[door]
    if route.method not in UNSAFE:
        return Scope.READ
    return Scope.POST if isinstance(door, Kind) else SCOPES[door]


class Bearers:
    """Programs of everybody, each with a token of some scopes."""

    def __init__(self, site: Site, *scopes: Scope) -> None:
        self.programs = Programs(site)
        self.tokens: dict[str, Token] = {}
        for name, person in site.people.items():
            token, word = Token.objects.create(user=person, name="bot", scopes=list(scopes))
            self.tokens[name] = token
            headers = {"Authorization": f"Bearer {word}"}
            client = Client(raise_request_exception=False, headers=headers)
            self.programs.by_token[name] = self.programs.browsers[name] = client


def test_no_token_opens_what_is_for_people_alone() -> None:
    assert set(Action) - set(SCOPES) == NEVER


@pytest.mark.parametrize("scope", Scope)
def test_a_token_opens_nothing_without_the_scope_that_it_needs(site: Site, scope: Scope) -> None:
    """All other scopes together do not help."""
    bearers = Bearers(site, *(other for other in Scope if other != scope))
    wrong = []
    before = everything(besides=UNCOUNTED | {"accounts_token"})
    for route in routes():
        wants = needed(route)
        if wants not in {scope, None}:
            continue
        answer = bearers.programs.ask(route)
        told = json.loads(getattr(answer, "content", b"{}"))
        refused = "token_scope" if wants else "not_by_token"
        if (answer.status_code, told.get("code")) != (403, refused):
            wrong.append((route.method, route.name, answer.status_code, told.get("code")))
    assert wrong == []
    assert everything(besides=UNCOUNTED | {"accounts_token"}) == before


@pytest.mark.parametrize("scope", Scope)
def test_a_token_of_one_scope_does_all_that_needs_it(site: Site, scope: Scope) -> None:
    bearers = Bearers(site, scope)
    wrong = []
    for route in routes():
        if needed(route) != scope:
            continue
        with undone():
            answer = bearers.programs.ask(route)
        body = b"" if answer.streaming else getattr(answer, "content", b"")
        told = json.loads(body).get("code") if answer.status_code >= 400 else ""
        refused = answer.status_code >= 300 if route.asked.does else told == "token_scope"
        if refused and (answer.status_code, told) != (404, "no_draft"):
            wrong.append((route.method, route.name, answer.status_code, told))
    assert wrong == []


def expired(token: Token) -> None:
    Token.objects.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(seconds=1))


def revoked(token: Token) -> None:
    revoke_token(token=token.key, by=token.user)


def of_somebody_shut_out(token: Token) -> None:
    User.objects.filter(pk=token.user.pk).update(is_active=False)


def of_somebody_deleted(token: Token) -> None:
    erase_person(by=token.user, confirmation=token.user.handle)


ENDS: list[Callable[[Token], None]] = [
    expired,
    revoked,
    of_somebody_shut_out,
    of_somebody_deleted,
]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_token_that_has_ended_opens_nothing(site: Site, end: Callable[[Token], None]) -> None:
    programs = Programs(site)
    token, word = Token.objects.create(user=factories.person("gil"), name="bot", scopes=[*Scope])
    end(token)
    ended = {"Authorization": f"Bearer {word}"}
    before = everything()
    answers = [(route, programs.ask(route, headers=ended)) for route in routes()]
    assert everything() == before
    assert [(r.method, r.name) for r, answer in answers if answer.status_code != 401] == []
    assert {answer["WWW-Authenticate"] for _, answer in answers} == {'Bearer realm="api"'}


def test_a_token_of_somebody_suspended_reads_and_does_nothing(site: Site) -> None:
    """For a time or without an end; but for what they may still do themselves."""
    bearers = Bearers(site, *Scope)
    User.objects.update(suspended_until=timezone.now() + timedelta(days=7))
    User.objects.filter(handle="mona").update(suspended_until=None, banned=True)
    before = everything(besides=UNCOUNTED | {"accounts_token"})
    wrong = []
    for route in routes():
        door = REGISTER[route.name][route.method]
        if not isinstance(door, Action) or door in STILL_MAY or not opened_by_token(route):
            continue
        status = bearers.programs.ask(route).status_code
        refused = status == (404 if _is_secret(door) else 403)
        if not refused and (route.asked.does or status < 400):
            wrong.append((route.method, route.name, status))
    assert wrong == []
    assert everything(besides=UNCOUNTED | {"accounts_token"}) == before


def _is_secret(door: Action) -> bool:
    return (TABLE.get(door) or SITE_TABLE[door]).secret

"""Every address and method of the site stands in the register of doors, and nothing else does."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from accounts.api.contract import operation_of
from config.doors import ADMIN, REGISTER, methods

METHODS = ("GET", "HEAD", "POST")  # of pages: the others are refused before any view is asked
OF_PROGRAMS = (*METHODS, "PUT", "PATCH", "DELETE")
TOLD = "give it an entry in debate/web/doors.py or accounts/web/doors.py: {}"
PARTS = {
    "key": "k" * 12,
    "claim": "k" * 12,
    "phase": "k" * 12,
    "place": "k" * 12,
    "student": "k" * 12,
    "seat": "s" * 12,
    "code": "B" * 8,
    "pin": "B" * 6,
    "number": "1",
    "slug": "sleep",
    "section": "debates",
    "uidb36": "k" * 12,
    "link": "k" * 32,
}


def patterns(within: URLResolver) -> Iterator[URLPattern]:
    """Every address of the site but those of the admin."""
    for pattern in within.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != ADMIN:
                yield from patterns(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern


ROUTES = {str(p.name): p for p in patterns(get_resolver())}


def test_every_address_has_a_name_and_no_two_the_same() -> None:
    assert [p.pattern for p in patterns(get_resolver()) if not p.name] == []
    assert len(ROUTES) == len(list(patterns(get_resolver())))


def test_every_address_stands_in_the_register_and_every_entry_leads_to_one() -> None:
    missing = sorted(set(ROUTES) - set(REGISTER))
    assert missing == [], TOLD.format(missing)
    assert sorted(set(REGISTER) - set(ROUTES)) == [], "entries that lead nowhere"


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_view_takes_the_methods_of_its_entries_and_no_others(
    db: None, settings: Settings, name: str
) -> None:
    """Without the guard, so that it is the view that is asked."""
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m != "config.doors.DoorMiddleware"]
    takes = ROUTES[name].pattern.regex.groupindex
    address = reverse(name, kwargs={part: PARTS[part] for part in takes})
    client = Client(raise_request_exception=False)
    asked = OF_PROGRAMS if name.startswith("api-") else METHODS
    taken = {m for m in asked if client.generic(m, address).status_code != 405}
    if name == "front":  # Django's own way to lead on takes everything
        taken.remove("POST")
    written: set[str] = set(methods(name) or ())
    assert taken ^ written == set(), TOLD.format(name)


def test_every_method_of_the_api_is_an_operation() -> None:
    """So that what it takes is read strictly, counted, and told in the description."""
    views = [
        p.callback.view_class  # type: ignore[attr-defined]
        for name, p in ROUTES.items()
        if name.startswith("api-") and name != "api-docs"  # which is a page
    ]
    handlers = [getattr(v, m.lower(), None) for v in views for m in OF_PROGRAMS if m != "HEAD"]
    assert [h for h in handlers if h is not None and operation_of(h) is None] == []


def test_an_address_without_an_entry_is_not_answered(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(REGISTER, "explore")
    with pytest.raises(ImproperlyConfigured, match=r"'explore'.*debate/web/doors\.py"):
        Client().get("/debates/")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_method_without_an_entry_is_refused(db: None, method: str) -> None:
    response = Client().generic(method, "/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"

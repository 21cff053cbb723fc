"""The register of every address and method of the site; what is not in it is not answered."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from accounts.web.doors import DOORS as OF_PEOPLE
from accounts.web.doors import Kind
from classroom.api.doors import DOORS as OF_PROGRAMS_OF_TEACHERS
from classroom.web.doors import DOORS as OF_CLASSROOMS
from classroom.web.doors import Door as OfAClassroom
from config.api.problems import of_api
from debate.api.doors import DOORS as OF_PROGRAMS
from debate.web.doors import DOORS as OF_DEBATES
from debate.web.doors import Door as OfADebate

type Door = OfADebate | OfAClassroom

REGISTER: Mapping[str, Mapping[str, Door]] = {
    **OF_PEOPLE,
    **OF_DEBATES,
    **OF_CLASSROOMS,
    **OF_PROGRAMS,
    **OF_PROGRAMS_OF_TEACHERS,
}
ADMIN = "admin"  # its addresses are Django's, and open to staff alone


def door(name: str, entry: str) -> Door | None:
    """What an address does, by an entry of the register; None where there is none."""
    if name.partition(":")[0] == ADMIN:
        return Kind.ADMIN
    return REGISTER.get(name, {}).get(entry)


def methods(name: str) -> frozenset[str] | None:
    """The methods that an address takes; None for an address that is not in the register."""
    entries = REGISTER.get(name)
    if entries is None:
        return None
    taken = {entry.partition(" ")[0] for entry in entries}
    return frozenset(taken | {"HEAD"} if "GET" in taken else taken)


class DoorMiddleware:
    """Deny by default: an address without an entry is a fault, a method without one is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        found = request.resolver_match
        if found is None or found.namespace == ADMIN:
            return None
        taken = methods(found.view_name)
        if taken is None:
            raise ImproperlyConfigured(
                f"Nothing says what {found.view_name or found.route!r} does: give it an entry in "
                "debate/web/doors.py, classroom/web/doors.py or "
                "accounts/web/doors.py."
            )
        if request.method not in taken and not of_api(request):  # whose views say so in JSON
            return HttpResponseNotAllowed(sorted(taken))
        return None

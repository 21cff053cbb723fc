"""Letting students into the circle of a fishbowl, and out of it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from classroom.actions.circle import set_in_circle
from classroom.web.deeds import done, of_session
from debate.web import asked
from debate.web.answers import viewer


@of_session
def circle(request: HttpRequest, key: str) -> HttpResponse:
    seat = asked.key(request.POST, "seat") or ""
    does = request.POST.get("deed", "")
    if does not in {"in", "out"}:
        raise Invalid("no_such_deed", field="deed")
    found = set_in_circle(session=key, seat=seat, inside=does == "in", by=viewer(request))
    told = _("%(name)s is in the circle.") if found.inner else _("%(name)s left the circle.")
    return done(request, key, ["roster"], told=told % {"name": found.byline})

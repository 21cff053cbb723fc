"""Looking up who is behind a pseudonym; a page asks first."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.errors import NotFound
from classroom.actions.reveal import reveal_all, reveal_seat
from classroom.enums import Action
from classroom.queries.access import open_session
from classroom.queries.roster import read_roster
from classroom.web.deeds import done, of_session
from debate.web import asked
from debate.web.answers import page, viewer

CHANGED = ("roster",)


@require_http_methods(["GET", "HEAD", "POST"])
def reveals(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _revealed(request, key)
    access = open_session(key, viewer(request), Action.REVEAL)
    seated = read_roster(access).seated
    chosen = request.GET.get("seat", "")
    row = next((row for row in seated if row.key == chosen), None)
    if chosen and row is None:
        raise NotFound("no_seat")
    hidden = sum(not row.name for row in seated)
    return page(request, "session/reveal.html", session=access.session, seat=row, hidden=hidden)


@of_session
def _revealed(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    if request.POST.get("deed", "") == "all":
        n = reveal_all(session=key, by=who)
        told = ngettext(
            "%(n)s student was looked up, and sees it.",
            "%(n)s students were looked up, and see it.",
            n,
        ) % {"n": n}
        return done(request, key, CHANGED, told=told)
    seat = reveal_seat(session=key, seat=asked.key(request.POST, "seat") or "", by=who)
    told = _("%(byline)s is %(name)s. They see that you looked it up.") % {
        "byline": seat.byline,
        "name": seat.name,
    }
    return done(request, key, CHANGED, told=told)

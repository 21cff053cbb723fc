"""The seats of a session: letting in, removing, giving sides; and the code that leads there."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from classroom.actions.codes import renew_code
from classroom.actions.lobby import admit, admit_all
from classroom.actions.removing import let_back, remove_seat
from classroom.actions.sides import deal_sides_anew, set_side, switch_sides
from classroom.enums import Action, SideRule
from classroom.queries.access import open_session
from classroom.queries.groups import list_groups
from classroom.queries.roster import read_roster
from classroom.queries.seats import list_removed
from classroom.web.deeds import done
from debate.web import asked
from debate.web.answers import deed, go, page, viewer

CHANGED = ("here", "roster")

of_seats = deed("session-seats")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seats(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _arranged(request, key)
    access = open_session(key, viewer(request), Action.SEE_BOARD)
    return page(
        request,
        "session/seats.html",
        session=access.session,
        roster=read_roster(access),
        removed=list_removed(access),
        groups=list_groups(access),
        sided=access.session.side_rule != SideRule.FREE,
        dealt=access.session.side_rule not in {SideRule.FREE, SideRule.CHOSEN},
        chosen=asked.key(request.GET, "seat"),
    )


@of_seats
def _arranged(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    seat = asked.key(request.POST, "seat") or ""
    match request.POST.get("deed", ""):
        case "admit":
            listed = asked.key(request.POST, "listed") or ""
            admitted = admit(session=key, seat=seat, listed=listed, by=who)
            told = _("%(name)s is in.") % {"name": admitted.byline}
        case "admit_all":
            count = admit_all(session=key, by=who)
            told = ngettext("%(count)s student is in.", "%(count)s students are in.", count) % {
                "count": count
            }
        case "remove":
            opened_lobby = remove_seat(session=key, seat=seat, by=who)
            told = _("They are out of this session. What they wrote stays.")
            if opened_lobby:
                told = _(
                    "They are out of this session. What they wrote stays. Whoever comes with the "
                    "code waits in the lobby now, so that they do not come back by themselves."
                )
        case "let_back":
            let_back(session=key, seat=seat, by=who)
            told = _("They can come back.")
        case "side":
            set_side(session=key, seat=seat, side=request.POST.get("side", ""), by=who)
            told = _("The side is changed.")
        case "deal_sides":
            deal_sides_anew(session=key, by=who)
            told = _("Everybody has a side.")
        case "switch_sides":
            switch_sides(session=key, by=who)
            told = _("Everybody argues for the other side now.")
        case _other:
            raise Invalid("no_such_deed", field="deed")
    if request.POST.get("from") == "seats":
        return go(request, reverse("session-seats", args=[key]), told=told)
    return done(request, key, CHANGED, told=told)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def code(request: HttpRequest, key: str) -> HttpResponse:
    """The code alone, to project; and to make it again."""
    if request.method == "POST":
        return _renewed(request, key)
    session = open_session(key, viewer(request), Action.SEE_BOARD).session
    return page(request, "session/code.html", session=session)


@deed("session-code")
def _renewed(request: HttpRequest, key: str) -> HttpResponse:
    renew_code(session=key, by=viewer(request))
    told = _("This is the new code. The old one leads nowhere.")
    return go(request, reverse("session-code", args=[key]), told=told)

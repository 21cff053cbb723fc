"""The groups of a session: opening them, who is in which, and what became of the thesis in each."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from classroom.actions.groups import open_groups, place_all, place_in_group
from classroom.enums import Action
from classroom.limits import GROUPS_MAX
from classroom.queries.access import open_session
from classroom.queries.groups import compare_groups
from classroom.queries.roster import read_roster
from classroom.web.deeds import done
from debate.web import asked
from debate.web.answers import deed, go, page, viewer

CHANGED = ("roster",)

of_groups = deed("session-groups")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def groups(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _arranged(request, key)
    access = open_session(key, viewer(request), Action.SEE_BOARD)
    return page(
        request,
        "session/groups.html",
        session=access.session,
        outcomes=compare_groups(access),
        roster=read_roster(access),
        most=GROUPS_MAX,
    )


@of_groups
def _arranged(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    match request.POST.get("deed", ""):
        case "open":
            wanted = asked.number(request.POST, "groups") or 0
            count = len(open_groups(session=key, groups=wanted, by=who))
            told = ngettext(
                "The session has %(count)s group.", "The session has %(count)s groups.", count
            ) % {"count": count}
        case "place":
            place_in_group(
                session=key,
                seat=asked.key(request.POST, "seat") or "",
                group=asked.key(request.POST, "group") or "",
                by=who,
            )
            told = _("The student is in another group.")
        case "place_all":
            place_all(session=key, by=who)
            told = _("Everybody is in a group.")
        case _other:
            raise Invalid("no_such_deed", field="deed")
    if request.POST.get("from") == "board":
        return done(request, key, CHANGED, told=told)
    return go(request, reverse("session-groups", args=[key]), told=told)

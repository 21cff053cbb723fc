"""Saying where one stands on the thesis in a session, and which claim moved one."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from classroom.actions.moved import say_what_moved
from classroom.enums import Action
from classroom.queries.access import open_session
from classroom.queries.student import read_desk
from debate.actions.position import state_position
from debate.enums import Paced
from debate.web import asked
from debate.web.answers import deed, go, viewer
from debate.web.paced import count
from debate.web.position import read_position

NONE = "none"


@deed("session")
def moved(request: HttpRequest, key: str) -> HttpResponse:
    """Both at once, as the form has them; what it leaves out stays as it is."""
    who = viewer(request)
    desk = read_desk(open_session(key, who, Action.SEE), who)
    count(request, Paced.POSITION)
    sent = request.POST
    if "value" in sent:
        value = read_position(sent["value"])
        state_position(debate=desk.debate.debate.key, value=value, by=who)
    if "claim" in sent:
        claim = "" if sent["claim"] == NONE else asked.key(sent, "claim") or ""
        if not claim and sent["claim"] != NONE:
            raise Invalid("no_claim", field="claim")
        say_what_moved(session=key, claim=claim, reason=sent.get("reason", ""), by=who)
    # Without a fragment: to one on the same page a browser does not go anew.
    return go(request, reverse("session", args=[key]), told=_("It is noted."))

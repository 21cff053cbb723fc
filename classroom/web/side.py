"""Choosing a side, where students choose theirs."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.actions.sides import choose_side
from debate.enums import Paced
from debate.web.answers import deed, go, viewer
from debate.web.paced import count


@deed("session")
def side(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.POSITION)
    choose_side(session=key, side=request.POST.get("side", ""), by=viewer(request))
    return go(request, reverse("session", args=[key]), told=_("You are on this side now."))

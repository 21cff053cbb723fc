"""Saying where one stands on the thesis."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from debate.actions.position import state_position
from debate.enums import Paced
from debate.limits import POSITION_MAX, POSITION_MIN
from debate.queries.debate import read_debate_head
from debate.web.answers import by_htmx, came_from, deed, go, page, say, viewer
from debate.web.paced import count
from debate.words import PLACES

WITHDRAW = "withdraw"
VALUES: dict[str, int | None] = {str(place): place for place in PLACES} | {WITHDRAW: None}


@deed("debate")
def position(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    count(request, Paced.POSITION)
    value = read_position(request.POST.get("value", ""))
    state_position(debate=key, value=value, by=who)
    essay, threads = reverse("debate", args=[key]), reverse("threads", args=[key])
    if not by_htmx(request):
        return go(request, f"{came_from(request, essay) or threads}#position")
    head = read_debate_head(key, who)
    told = (
        _("Your position is taken back.")
        if value is None
        else _("You: %(place)s.") % {"place": PLACES[value]}
    )
    response = page(
        request,
        "debate/_position.html",
        debate_key=key,
        position=head.position,
        may_position=head.may.position,
        next=threads,
    )
    return say(response, told)


def read_position(word: str) -> int | None:
    if word not in VALUES:
        raise Invalid("no_such_position", field="value", least=POSITION_MIN, most=POSITION_MAX)
    return VALUES[word]

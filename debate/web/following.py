"""Following a debate and no longer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from debate.actions.following import follow_debate, unfollow_debate
from debate.enums import Paced
from debate.web.answers import by_htmx, came_from, deed, go, page, say, viewer
from debate.web.paced import count


@deed("threads")
def follow(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    count(request, Paced.FOLLOW)
    value = request.POST.get("value", "")
    if value == "1":
        follow_debate(debate=key, by=who)
        told = _("You follow this debate. News of it comes to For you.")
    elif value == "0":
        unfollow_debate(debate=key, by=who)
        told = _("You no longer follow this debate.")
    else:
        raise Invalid("follow_or_not", field="value")
    if by_htmx(request):
        answer = page(request, "debate/_follow.html", debate_key=key, following=value == "1")
        return say(answer, told)
    threads = reverse("threads", args=[key])
    seen_on = [reverse(name, args=[key]) for name in ("debate", "activity")]
    back = came_from(request, *seen_on, threads, reverse("for-you"))
    return go(request, back or threads, told=told)

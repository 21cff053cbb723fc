"""What keeps an open page up to date: a ticket to listen with, and its claims as they are now.

static/js/live.js listens, static/js/live-claims.js asks for what it heard of; without a script
nothing of this happens.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.networks import network_of
from debate.limits import CURRENT_CLAIMS_MAX
from debate.policies.ticket import login_of_session, mint
from debate.queries.current import Arrivals, Asked, read_current_claims
from debate.queries.listening import read_listening
from debate.queries.rows import PositionRow
from debate.web import asked
from debate.web.answers import components, heading, viewer
from debate.web.templatetags.positions import position_bars

EVENTS, POLL = "/live/events/", "/live/poll/"  # debate/live, which is no part of Django's addresses


def asked_by_itself(
    view: Callable[[HttpRequest, str], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A view that a page asks for while its reader does something else.

    Where their session is over its answer would take the cookie away; and, if it is late, that of
    the session which began meanwhile, with what they were writing in it.
    """

    @require_safe
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, key: str) -> HttpResponse:
        if request.session.is_empty():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return view(request, key)

    return answer


@asked_by_itself
def ticket(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    login = login_of_session(request.session.session_key)
    mine = read_listening(key, who, login=login, network=network_of(request.META))
    told = {"ticket": mint(mine.ticket), "seq": mine.seq, "blind": mine.blind}
    return JsonResponse(told | {"url": EVENTS, "poll": POLL})


@asked_by_itself
def claims(request: HttpRequest, key: str) -> HttpResponse:
    """Components of the claims that the page names, and of those that arrived below them.

    `keys` stand on the page, those of them in `words` with their votes written out; `below` are
    counted; `arrived` are told of by a link that asks for them once more, to be `show`n. `sides`
    is the claim whose own page asks.
    """
    who = viewer(request)
    named = {
        name: asked.many_keys(request.GET, name, most=CURRENT_CLAIMS_MAX)
        for name in ("keys", "words", "below", "arrived", "show")
    }
    if named["show"]:
        return _shown(request, key, named["show"])
    now = read_current_claims(key, who, Asked(named["keys"], named["below"], named["arrived"]))
    new = sum(arrivals.new for arrivals in now.arrivals)
    return components(
        "on_changed",
        now=now,
        headings={
            current.claim.key: heading(request, key, current.claim.depth) for current in now.shown
        },
        in_words=set(named["words"]),
        sides=asked.key(request.GET, "sides"),
        bars=_drawn(now.position),
        new=new,
        told=_told_of(new),
        signed_in=bool(who),
    )


def _shown(request: HttpRequest, key: str, keys: tuple[str, ...]) -> HttpResponse:
    who = viewer(request)
    now = read_current_claims(key, who, Asked(arrived=keys))
    return components(
        "on_shown",
        places=[
            (arrivals, node, heading(request, key, node.claim.depth))
            for arrivals in now.arrivals
            for node in arrivals.nodes
        ],
        sides=asked.key(request.GET, "sides"),
        signed_in=bool(who),
        said=_told_of_shown(now.arrivals),
    )


def _drawn(position: PositionRow) -> str:
    return position_bars(position.shares, position.people) if position.shares else ""


def _told_of(new: int) -> str:
    return ngettext("%(n)s new reply", "%(n)s new replies", new) % {"n": new}


def _told_of_shown(arrivals: tuple[Arrivals, ...]) -> str:
    n = sum(len(each.keys) for each in arrivals)
    return ngettext("%(n)s new reply is shown.", "%(n)s new replies are shown.", n) % {"n": n}

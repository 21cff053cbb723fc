"""The ticket with which a page of a session listens to what happens in it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from classroom.actions.presence import note_here
from classroom.queries.listening import read_session_listener
from debate.policies.ticket import login_of_session, mint
from debate.web.answers import viewer
from debate.web.live import EVENTS, POLL


@require_safe
@never_cache
def ticket(request: HttpRequest, key: str) -> HttpResponse:
    login = login_of_session(request.session.session_key)
    listener = read_session_listener(key, viewer(request), login=login)
    if listener.seat is not None:
        note_here(seat=listener.seat)
    told = {"ticket": mint(listener.ticket), "url": EVENTS, "poll": POLL}
    return JsonResponse(told if listener.seq is None else {**told, "seq": listener.seq})

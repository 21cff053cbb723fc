"""What a class is shown on the wall: large, live, and without names."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from classroom.enums import Action
from classroom.queries.access import open_session
from classroom.queries.board import read_board_head, read_shown
from classroom.queries.clock import read_clock
from debate.web.answers import by_htmx, page, viewer


@require_safe
@never_cache
def projector(request: HttpRequest, key: str) -> HttpResponse:
    access = open_session(key, viewer(request), Action.SEE_BOARD)
    clock = read_clock(access)
    part = "session/_wall.html" if by_htmx(request) else "session/projector.html"
    response = page(
        request,
        part,
        session=access.session,
        head=read_board_head(access),
        clock=clock,
        shown=read_shown(access, clock),
    )
    patch_vary_headers(response, ["HX-Request"])
    return response

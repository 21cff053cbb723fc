"""The slips of a class, to be printed and cut."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from classroom.enums import Action
from classroom.formats.qr import qr_svg
from classroom.logic.codes import shown_code
from classroom.queries.access import open_session
from classroom.queries.slips import list_slips
from debate.web.answers import page, viewer


@require_safe
@never_cache
def slips(request: HttpRequest, key: str) -> HttpResponse:
    access = open_session(key, viewer(request), Action.PRINT_SLIPS)
    code = access.session.code or ""
    drawn = [
        (
            slip,
            qr_svg(request.build_absolute_uri(reverse("join-slip", args=[code, slip.pin])))
            if code
            else "",
        )
        for slip in list_slips(access)
    ]
    return page(
        request,
        "session/slips.html",
        session=access.session,
        code=shown_code(code),
        join=request.get_host() + reverse("join"),
        slips=drawn,
    )

"""One line that a teacher tells everybody."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from classroom.actions.announcement import announce, take_back_announcement
from classroom.enums import Action
from classroom.limits import ANNOUNCEMENT_MAX
from classroom.queries.access import open_session
from classroom.web.deeds import done, of_session, refuse
from debate.web.answers import page, viewer
from debate.web.forms import Needed, RefusedForm
from debate.web.order_forms import text_area


class AnnouncementForm(RefusedForm):
    """What everybody is to read."""

    text = Needed(label=gettext_lazy("Tell everybody"), widget=text_area(ANNOUNCEMENT_MAX, 2))


@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _said(request, key)
    access = open_session(key, viewer(request), Action.ANNOUNCE)
    form = AnnouncementForm(initial={"text": access.session.announcement})
    return page(request, "session/announcement.html", session=access.session, form=form)


@of_session
def _said(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    if request.POST.get("deed", "") == "withdraw":
        take_back_announcement(session=key, by=who)
        return done(request, key, ["announced"], told=_("The announcement is taken back."))
    try:
        announce(session=key, text=request.POST.get("text", ""), by=who)
    except Invalid as refusal:
        form = AnnouncementForm(request.POST)
        refuse(form, refusal)
        session = open_session(key, who, Action.ANNOUNCE).session
        return page(
            request,
            "session/announcement.html",
            session=session,
            form=form,
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return done(request, key, ["announced"], told=_("Everybody can read it now."))

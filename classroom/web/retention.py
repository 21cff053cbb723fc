"""How long a session is kept."""

from datetime import date
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid, NotSignedIn
from classroom.actions.retention import keep_session_until
from classroom.limits import KEPT_DAYS
from classroom.queries.retention import read_kept
from classroom.web.deeds import refuse
from debate.enums import Paced
from debate.web.answers import go, page, sign_in_first, viewer
from debate.web.forms import RefusedForm, Written
from debate.web.paced import count


class KeptForm(RefusedForm):
    """The last day on which a session is kept."""

    until = Written(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty for as long as is usual."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest, key: str) -> HttpResponse:
    form = None
    if request.method == "POST":
        count(request, Paced.MANAGE)
        form = KeptForm(request.POST)
        form.full_clean()
        try:
            until = _day(form.cleaned_data["until"])
            keep_session_until(session=key, until=until, by=viewer(request))
        except NotSignedIn as refusal:
            return sign_in_first(request, refusal, request.path)
        except Invalid as refusal:
            refuse(form, refusal)
        else:
            return go(request, request.path, told=_("Saved."))
    kept = read_kept(key, viewer(request))
    return page(
        request,
        "session/retention.html",
        kept=kept,
        form=form or KeptForm(initial={"until": kept.until}),
        days=KEPT_DAYS,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK,
    )


def _day(typed: str) -> date | None:
    """The day that was typed; none for nothing. Raises Invalid `no_such_day`."""
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise Invalid("no_such_day", field="until") from error

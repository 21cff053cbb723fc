"""Where a teacher begins: their sessions, classes and templates; and where a student finds back."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.enums import PersonKind
from accounts.errors import Invalid, NotSignedIn
from classroom.actions.setup import remove_template
from classroom.policies.starting import may_start
from classroom.queries.classes import list_classes
from classroom.queries.sessions import list_joined, list_sessions, list_templates
from debate.web import asked
from debate.web.answers import deed, go, page, viewer


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _dropped(request)
    who = viewer(request)
    if not who:
        raise NotSignedIn("sign_in_to_teach")
    return page(
        request,
        "session/list.html",
        sessions=list_sessions(who, cursor=asked.cursor(request.GET)),
        joined=list_joined(who),
        classes=list_classes(who),
        templates=list_templates(who),
        starts=may_start(who, at=timezone.now()),
        guest=who.kind == PersonKind.GUEST,
    )


@deed("classroom")
def _dropped(request: HttpRequest) -> HttpResponse:
    if request.POST.get("deed") != "drop":
        raise Invalid("no_such_deed", field="deed")
    remove_template(template=asked.key(request.POST, "template") or "", by=viewer(request))
    return go(request, reverse("classroom"), told=_("The template is removed."))

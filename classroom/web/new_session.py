"""Starting a session, and starting another one like it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotFound, NotSignedIn
from accounts.zones import zones_offered
from classroom.actions.starting import start
from classroom.enums import Action, Holding, Naming, Preset
from classroom.policies.starting import why_not_start
from classroom.queries.access import open_session
from classroom.queries.classes import list_classes
from classroom.queries.presets import PRESETS
from classroom.queries.sessions import list_sessions, list_sources, list_templates
from classroom.web.session_forms import CopyForm, NewSessionForm, presets
from debate.enums import Paced
from debate.policies.standing import enforce
from debate.policies.visitor import Viewer
from debate.web import asked
from debate.web.answers import go, page, sign_in_first, viewer
from debate.web.paced import count

EARLIER = 12  # sessions offered to begin with


@require_http_methods(["GET", "HEAD", "POST"])
def new_session(request: HttpRequest) -> HttpResponse:
    try:
        return _started(request) if request.method == "POST" else _form(request)
    except NotSignedIn as refusal:
        return sign_in_first(request, refusal, reverse("new-session"))


def _started(request: HttpRequest) -> HttpResponse:
    count(request, Paced.DEBATE)
    who = viewer(request)
    enforce(why_not_start(who, at=timezone.now()))
    form = _new_form(request, who)
    if not form.is_valid():
        return _form(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = start(**form.started(), by=who)
    except (Invalid, Conflict, NotFound) as refusal:
        form.refuse(refusal)
        invalid = isinstance(refusal, Invalid)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT
        return _form(request, form, status=status)
    told = _("The session is ready: show its code to your class.")
    return go(request, reverse("session-board", args=[made.key]), told=told)


def _form(
    request: HttpRequest, form: NewSessionForm | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    who = viewer(request)
    enforce(why_not_start(who, at=timezone.now()))
    form = form or _new_form(request, who)
    offered = presets()
    return page(
        request,
        "session/new.html",
        form=form,
        presets=[(f"preset:{word}", PRESETS[word]) for word in Preset],
        preset_count=len(offered),
        more=len(form["begin"]) > len(offered),
        begun_with=str(form["begin"].value() or ""),
        zones=zones_offered(),
        status=status,
    )


def _new_form(request: HttpRequest, who: Viewer) -> NewSessionForm:
    """The form with all there is to begin with; a link may have chosen some of it."""
    earlier = list_sessions(who).rows[:EARLIER]
    templates = list_templates(who)
    begins = [
        *presets(),
        *((f"template:{one.key}", one.name) for one in templates),
        *((f"session:{one.key}", one.name) for one in earlier),
    ]
    own: list[tuple[str, object]] = [
        (one.key, _("Draft: %(title)s") % {"title": one.title} if one.draft else one.title)
        for one in list_sources(who)
    ]
    sent = request.POST if request.method == "POST" else None
    return NewSessionForm(
        sent,
        begins=begins,
        classes=[(one.key, one.name) for one in list_classes(who)],
        sources=own,
        initial=_chosen(request, {key for key, _name in own}),
    )


def _chosen(request: HttpRequest, own: set[str]) -> dict[str, object]:
    begin = f"preset:{Preset.STRUCTURED_DEBATE}"
    for kind in ("template", "session"):
        key = asked.key(request.GET, kind)
        begin = f"{kind}:{key}" if key else begin
    if request.GET.get("preset", "") in set(Preset):
        begin = f"preset:{request.GET['preset']}"
    debate = asked.key(request.GET, "debate") or ""
    return {
        "begin": begin,
        "of_class": asked.key(request.GET, "class") or "",
        "own": debate if debate in own else "",
        "debate": "" if debate in own else debate,
        "naming": Naming.NAMES,
        "side_rule": "",
        "holding": Holding.NOTHING,
        "lobby": True,
        "language": (get_language() or "en").partition("-")[0],
        "time_zone": timezone.get_current_timezone_name(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Another session like this one: the same set-up, another code, nobody in it yet."""
    try:
        return _copied(request, key)
    except NotSignedIn as refusal:
        return sign_in_first(request, refusal, request.path)


def _copied(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    session = open_session(key, who, Action.DUPLICATE).session
    enforce(why_not_start(who, at=timezone.now()))
    classes = [(one.key, one.name) for one in list_classes(who)]
    form = CopyForm(request.POST if request.method == "POST" else None, classes=classes)
    status = HTTPStatus.OK
    if request.method == "POST":
        count(request, Paced.DEBATE)
        if form.is_valid():
            sent = form.cleaned_data
            try:
                made = start(
                    session=key, name=sent["name"], of_class=sent["of_class"] or None, by=who
                )
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
            else:
                told = _("The session is ready, with a code of its own.")
                return go(request, reverse("session-board", args=[made.key]), told=told)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "session/copy.html", session=session, form=form, status=status)

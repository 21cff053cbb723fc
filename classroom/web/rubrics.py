"""A teacher's own rubrics: the list, and one of them to write, copy or delete."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import Conflict, Invalid, NotSignedIn, Refusal
from classroom.actions.rubric import change_rubric, copy_rubric, create_rubric, delete_rubric
from classroom.limits import CLASS_NAME_MAX, CRITERIA_MAX, LEVELS_MAX, RUBRICS_MAX
from classroom.logic.rubric import read_outline, write_outline
from classroom.queries.grades import list_rubrics, read_rubric
from classroom.web.deeds import refuse
from debate.enums import Paced
from debate.web.answers import go, page, sign_in_first, viewer
from debate.web.forms import Needed, RefusedForm
from debate.web.paced import count

EXAMPLE = gettext_lazy(
    "Reasons\n"
    "3 gives a reason and says why it bears on the claim\n"
    "1 gives a reason\n"
    "0 gives none\n"
    "\n"
    "The other side\n"
    "3 answers it at its strongest\n"
    "1 answers it\n"
    "0 leaves it out"
)


class RubricForm(RefusedForm):
    """A rubric: its name, and its criteria as text."""

    name = Needed(
        label=gettext_lazy("Name"),
        widget=forms.TextInput(attrs={"maxlength": CLASS_NAME_MAX, "dir": "auto"}),
    )
    criteria = Needed(
        label=gettext_lazy("Criteria and levels"),
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "spellcheck": "true"}),
        help_text=gettext_lazy(
            "A line for each criterion, and below it a line for each level, which begins with its "
            "points."
        ),
    )


@require_safe
def rubrics(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    if not who:
        return sign_in_first(request, NotSignedIn("sign_in_to_teach"), request.path)
    return page(request, "rubric/list.html", rubrics=list_rubrics(who), most=RUBRICS_MAX)


@require_http_methods(["GET", "HEAD", "POST"])
def new_rubric(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    if not who and request.method != "POST":
        return sign_in_first(request, NotSignedIn("sign_in_to_teach"), request.path)
    if request.method != "POST":
        return _form(request, RubricForm(initial={"criteria": EXAMPLE}))
    return _saved(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def rubric(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    if request.method != "POST":
        kept = read_rubric(key, who)
        initial = {"name": kept.name, "criteria": write_outline(kept.criteria)}
        return _form(request, RubricForm(initial=initial), key=key)
    word = request.POST.get("deed", "")
    if word == "save":
        return _saved(request, key)
    count(request, Paced.MANAGE)
    if word == "copy":
        name = _("Copy of %(name)s") % {"name": read_rubric(key, who).name}
        copy = copy_rubric(rubric=key, name=name, by=who)
        return go(request, reverse("rubric", args=[copy.key]), told=_("This is the copy."))
    if word == "delete":
        delete_rubric(rubric=key, by=who)
        return go(request, reverse("rubrics"), told=_("The rubric is deleted."))
    raise Invalid("no_such_deed", field="deed")


def _saved(request: HttpRequest, key: str | None) -> HttpResponse:
    """Write a rubric, another one if there is no key; what cannot be taken is shown again."""
    who = viewer(request)
    form = RubricForm(request.POST)
    form.full_clean()
    try:
        count(request, Paced.MANAGE)
        name, criteria = form.cleaned_data["name"], read_outline(form.cleaned_data["criteria"])
        if key is None:
            create_rubric(name=name, criteria=criteria, by=who)
        else:
            change_rubric(rubric=key, name=name, criteria=criteria, by=who)
    except NotSignedIn as refusal:
        return sign_in_first(request, refusal, request.path)
    except (Invalid, Conflict) as refusal:
        refuse(form, refusal)
        return _form(request, form, key=key, status=_status(refusal))
    return go(request, reverse("rubrics"), told=_("Saved."))


def _status(refusal: Refusal) -> HTTPStatus:
    invalid = isinstance(refusal, Invalid)
    return HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT


def _form(
    request: HttpRequest,
    form: RubricForm,
    *,
    key: str | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return page(
        request,
        "rubric/edit.html",
        form=form,
        key=key,
        criteria_max=CRITERIA_MAX,
        levels_max=LEVELS_MAX,
        status=status,
    )

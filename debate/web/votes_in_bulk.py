"""Voiding the votes of rings of accounts, and counting them again: a page for staff."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid, NotFound
from accounts.limits import HANDLE_MAX
from debate.actions.votes_in_bulk import count_votes, read_handles, void_votes
from debate.enums import Paced, Reason
from debate.limits import NOTE_MAX, RING_MAX
from debate.queries.votes_in_bulk import list_runs, read_ring
from debate.web import asked
from debate.web.answers import go, page, viewer
from debate.web.forms import Needed, RefusedForm, Written
from debate.web.paced import count
from debate.words import REASONS

UNKNOWN_SHOWN = 50  # handles
VOID_FOR = (Reason.RING, Reason.SPAM)
COUNT_FOR = (Reason.MISTAKE, Reason.RESOLVED)
HANDLES = {"rows": 8, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class ReasonForm(RefusedForm):
    """Why, for the log, and a note for whoever of the staff looks at it later."""

    reason = Needed(label=gettext_lazy("Reason"))
    note = Written(
        label=gettext_lazy("Note"), widget=forms.TextInput(attrs={"maxlength": NOTE_MAX})
    )

    def offer(self, reasons: tuple[Reason, ...]) -> None:
        choices = [(reason, REASONS[reason]) for reason in reasons]
        self.fields["reason"].widget = forms.Select(choices=choices)


class RingForm(ReasonForm):
    """The accounts of a ring."""

    people = Needed(
        label=gettext_lazy("Handles"),
        help_text=gettext_lazy("One a line. What would change is shown first."),
        widget=forms.Textarea(attrs=HANDLES | {"dir": "ltr"}),
    )
    field_order = ("people", "reason", "note")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.offer(VOID_FOR)


class RunForm(ReasonForm):
    """A run that is taken back."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.offer(COUNT_FOR)


@require_http_methods(["GET", "HEAD", "POST"])
def votes_in_bulk(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        deeds = {"look": _look, "void": _void, "count": _count_again}
        do = deeds.get(request.POST.get("deed", ""))
        list_runs(viewer(request), run="")  # nobody else learns what there is to send
        if do is None:
            raise Invalid("no_such_deed", field="deed")
        return do(request)
    run = asked.key(request.GET, "run")
    if run is not None:
        return _ask_to_count(request, run, RunForm())
    return _list(request, RingForm())


def _list(
    request: HttpRequest, form: RingForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    runs = [(run, REASONS[run.reason]) for run in list_runs(viewer(request))]
    return page(
        request, "moderation/votes.html", form=form, runs=runs, ring_max=RING_MAX, status=status
    )


def _look(request: HttpRequest) -> HttpResponse:
    form = RingForm(request.POST)
    form.full_clean()
    try:
        people = read_handles(form.cleaned_data["people"])
    except Invalid as refusal:
        return _refused(request, form, refusal)
    ring = read_ring(people, viewer(request))
    return page(
        request,
        "moderation/votes_asked.html",
        form=form,
        ring=ring,
        unknown=[
            handle[: HANDLE_MAX + 1].encode("utf-8", "replace").decode()
            for handle in ring.unknown[:UNKNOWN_SHOWN]
        ],
        handles=" ".join(ring.found),
    )


def _void(request: HttpRequest) -> HttpResponse:
    form = RingForm(request.POST)
    form.full_clean()
    data = form.cleaned_data
    count(request, Paced.ORDER)
    try:
        run = void_votes(
            people=data["people"].split(),
            reason=data["reason"],
            note=data["note"],
            by=viewer(request),
        )
    except Invalid as refusal:
        return _refused(request, form, refusal)
    n = run.detail["accounts"] if run else 0
    told = ngettext(
        "The votes of %(n)s account do not count any more.",
        "The votes of %(n)s accounts do not count any more.",
        n,
    ) % {"n": n}
    return go(request, reverse("votes-in-bulk"), told=told)


def _refused(request: HttpRequest, form: RingForm, refusal: Invalid) -> HttpResponse:
    form.refuse(refusal)
    return _list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


# ---- Counting them again


def _ask_to_count(
    request: HttpRequest, run: str, form: RunForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    found = list_runs(viewer(request), run=run)
    if not found:
        raise NotFound("no_act")
    return page(request, "moderation/votes_again.html", form=form, run=found[0], status=status)


def _count_again(request: HttpRequest) -> HttpResponse:
    run = asked.key(request.POST, "run")
    if run is None:
        raise NotFound("no_act")
    form = RunForm(request.POST)
    form.full_clean()
    count(request, Paced.ORDER)
    try:
        count_votes(run=run, by=viewer(request), **form.cleaned_data)
    except Invalid as refusal:
        form.refuse(refusal)
        return _ask_to_count(request, run, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(request, reverse("votes-in-bulk"), told=_("These votes count again."))

"""A debate before anybody sees it: bringing it in, thesis and points, publishing, discarding."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid, NotFound, NotSignedIn, Refusal, TooMany
from debate.actions.edit import edit_claim
from debate.actions.outline import (
    discard_draft,
    draw_point,
    drop_point,
    start_debate,
    state_thesis,
)
from debate.actions.publication import publish_debate
from debate.actions.topic import choose_topics
from debate.enums import Action, DraftPurpose, Paced, Posting, Visibility
from debate.errors import NotOpen
from debate.limits import CLAIM_TEXT_MAX, TOPICS_PER_DEBATE_MAX
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce
from debate.queries.debate import read_debate_head
from debate.queries.explore import list_drafts
from debate.queries.outline import read_outline
from debate.queries.rows import OutlinePage, OutlinePoint, OutlineSentence
from debate.queries.topic import list_topic_choices
from debate.web import asked
from debate.web.answers import deed, go, page, sign_in_first, typed_texts, viewer
from debate.web.drafted import fill, forget_posted, keep_refused
from debate.web.essay_form import NewDebateForm
from debate.web.forms import RefusedForm, Written
from debate.web.paced import again_later, count


class WordingForm(RefusedForm):
    """The thesis or a point of a draft, in words that stand alone."""

    text = Written()
    topics = Written()

    def field_about(self, refusal: Refusal) -> str | None:
        # The two places where this form tells anything.
        return "topics" if super().field_about(refusal) == "topics" else "text"


# ---- Bringing it in


@require_http_methods(["GET", "HEAD", "POST"])
def new_debate(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    if not who:
        refusal = NotSignedIn("sign_in_to_start_a_debate")
        return sign_in_first(request, refusal, reverse("new-debate"), writing=DraftPurpose.DEBATE)
    if request.method != "POST":
        enforce(why_not_on_site(who, Action.START_A_DEBATE, at=timezone.now()))
        opened = NewDebateForm()
        fill(opened, request, DraftPurpose.DEBATE)
        return _bring(request, opened)
    form = NewDebateForm.sent(request)
    if not form.is_valid():
        return _bring(request, form)
    try:
        count(request, Paced.DEBATE)
        if form.cleaned_data["text"] or form.files:
            count(request, Paced.UPLOAD)
        essay = form.essay(by=who)
        started = start_debate(
            essay=essay,
            thesis=form.cleaned_data["thesis"] if form.thesis_given else "",
            language=form.cleaned_data["language"],
            by=who,
        )
    except (Invalid, Conflict, TooMany) as refusal:
        form.refuse(refusal)
        return again_later(_bring(request, form, status=_status(refusal)), refusal)
    forget_posted(request, DraftPurpose.DEBATE)
    return go(request, reverse("outline", args=[started.key]))


def _status(refusal: Refusal) -> HTTPStatus:
    if isinstance(refusal, TooMany):
        return HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(refusal, Conflict):
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _bring(
    request: HttpRequest,
    form: NewDebateForm,
    *,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    """The form; refused, with everything that was typed. A file has to be chosen again."""
    if form.is_bound:
        keep_refused(form, request, DraftPurpose.DEBATE)
    if form.files and "file" not in form.errors:
        form.add_error("file", _("Choose the file again: a browser does not send it twice."))
    cursor = asked.cursor(request.GET)
    return page(
        request,
        "debate/new.html",
        form=form,
        drafts=list_drafts(viewer(request), cursor=cursor) if not form.is_bound else None,
        status=status if form.is_bound else HTTPStatus.OK,
    )


# ---- Thesis and points


@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, key)
    try:
        shown = read_outline(key, viewer(request))
    except NotOpen:  # published by now
        return go(request, reverse("debate", args=[key]))
    if "discard" in request.GET:
        return page(request, "debate/discard.html", outline=shown)
    return _outline(
        request,
        shown,
        picked=_sentence(shown, asked.number(request.GET, "sentence")),
        editing=_point(shown, asked.key(request.GET, "claim")),
        own=bool(request.GET.get("own")),
    )


def _changed(request: HttpRequest, key: str) -> HttpResponse:
    deeds = {
        "thesis": _state_thesis,
        "point": _draw_point,
        "reword": _reword,
        "drop": _drop,
        "discard": _discard,
        "topics": _choose_topics,
    }
    if not viewer(request) and typed_texts(request):
        # To nobody there is no draft, whoever wrote in it before their session ended.
        back = reverse("outline", args=[key])
        return sign_in_first(request, NotSignedIn("sign_in_to_run_a_debate"), back)
    do = deeds.get(request.POST.get("deed", ""))
    if do is None:
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.EDIT)
    form = WordingForm(request.POST)
    form.full_clean()
    try:
        return do(request, key, form.cleaned_data["text"])
    except (Invalid, Conflict) as refusal:
        return _refused(request, key, form, refusal)


def _state_thesis(request: HttpRequest, key: str, text: str) -> HttpResponse:
    state_thesis(debate=key, text=text, span=_span(request), by=viewer(request))
    return go(request, f"{reverse('outline', args=[key])}#outline-thesis")


def _draw_point(request: HttpRequest, key: str, text: str) -> HttpResponse:
    drawn = draw_point(debate=key, text=text, span=_span(request), by=viewer(request))
    return _to_point(request, key, drawn.key)


def _reword(request: HttpRequest, key: str, text: str) -> HttpResponse:
    claim = asked.key(request.POST, "claim")
    if claim is None:
        raise NotFound("no_claim")
    edit_claim(
        claim=claim,
        text=text,
        base_revision=asked.number(request.POST, "revision") or 0,
        by=viewer(request),
    )
    return _to_point(request, key, claim)


def _drop(request: HttpRequest, key: str, text: str) -> HttpResponse:
    claim = asked.key(request.POST, "claim")
    if claim is not None:
        drop_point(debate=key, claim=claim, by=viewer(request))
    return go(request, f"{reverse('outline', args=[key])}#outline-title")


def _discard(request: HttpRequest, key: str, text: str) -> HttpResponse:
    discard_draft(debate=key, by=viewer(request))
    return go(request, reverse("new-debate"), told=_("The draft is thrown away."))


def _choose_topics(request: HttpRequest, key: str, text: str) -> HttpResponse:
    # A slug is short ASCII; what is none cannot be one of ours, whatever characters it has.
    slugs = [s if asked.SLUG.fullmatch(s) else "" for s in request.POST.getlist("topics")]
    read_outline(key, viewer(request))  # of a debate that is published they are chosen elsewhere
    choose_topics(debate=key, slugs=slugs, by=viewer(request))
    return go(request, f"{reverse('outline', args=[key])}#outline-topics")


def _to_point(request: HttpRequest, key: str, claim: str) -> HttpResponse:
    try:
        point = _point(read_outline(key, viewer(request)), claim)
    except NotOpen:  # published by now; the wording is kept all the same
        return go(request, reverse("claim", args=[claim]))
    anchor = f"outline-{point.number}" if point and point.number else "outline-thesis"
    return go(request, f"{reverse('outline', args=[key])}#{anchor}")


def _refused(request: HttpRequest, key: str, form: WordingForm, refusal: Refusal) -> HttpResponse:
    """The outline again, with what was typed in the form that was open.

    Where the draft was published meanwhile there is none; its refusal gives back what was typed.
    """
    form.refuse(refusal)
    shown = read_outline(key, viewer(request))
    picked = _sentence_at(shown, asked.number(request.POST, "start"))
    editing = _point(shown, asked.key(request.POST, "claim"))
    invalid = isinstance(refusal, Invalid)
    return _outline(
        request,
        shown,
        picked=picked,
        editing=editing,
        own=picked is None and editing is None and "topics" not in form.errors,
        form=form,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT,
    )


def _outline(
    request: HttpRequest,
    shown: OutlinePage,
    *,
    picked: OutlineSentence | None = None,
    editing: OutlinePoint | None = None,
    own: bool = False,
    form: WordingForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    return page(
        request,
        "debate/outline.html",
        head=read_debate_head(shown.debate_key, viewer(request)),
        outline=shown,
        picked=picked,
        editing=editing,
        own=own,
        form=form,
        topics=list_topic_choices(shown.debate_key, viewer(request)),
        topics_max=TOPICS_PER_DEBATE_MAX,
        text_max=CLAIM_TEXT_MAX,
        status=status,
    )


def _span(request: HttpRequest) -> tuple[int, int] | None:
    start, end = asked.number(request.POST, "start"), asked.number(request.POST, "end")
    return (start, end) if start is not None and end is not None else None


def _sentence(shown: OutlinePage, number: int | None) -> OutlineSentence | None:
    """A sentence that is still free to be picked."""
    sentences = (s for paragraph in shown.paragraphs for s in paragraph)
    found = next((s for s in sentences if s.number == number), None)
    return found if found and not found.thesis and found.point is None else None


def _sentence_at(shown: OutlinePage, start: int | None) -> OutlineSentence | None:
    sentences = (s for paragraph in shown.paragraphs for s in paragraph)
    return next((s for s in sentences if s.start == start), None)


def _point(shown: OutlinePage, claim: str | None) -> OutlinePoint | None:
    """The thesis or a point, to be reworded by whoever said it."""
    own = (p for p in (shown.thesis, *shown.points) if p and p.mine)
    return next((p for p in own if p.claim_key == claim), None)


# ---- Publishing


@deed("outline")
def publication(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.MANAGE)
    try:
        made = publish_debate(
            debate=key,
            visibility=request.POST.get("visibility") or Visibility.PUBLIC,
            posting=request.POST.get("posting") or Posting.EVERYBODY,
            by=viewer(request),
        )
    except (Conflict, Invalid) as refusal:
        return _refused(request, key, WordingForm({}), refusal)
    if made.visibility == Visibility.PUBLIC:
        told = _("Published. Everybody can answer now.")
        return go(request, reverse("debate", args=[key]), told=told)
    if made.visibility == Visibility.UNLISTED:
        told = _("Published to whoever has its link. Here it is.")
        return go(request, reverse("access", args=[key]), told=told)
    told = _("Published to its members. Let them in.")
    return go(request, reverse("members", args=[key]), told=told)

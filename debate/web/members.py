"""The members of a debate, the links that invite people, and leaving it."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.errors import Conflict, Invalid
from debate.actions.invitation import accept_invitation, make_invitation, revoke_invitation
from debate.actions.membership import change_role, leave_debate, remove_member, seat_person
from debate.enums import Paced, Role
from debate.limits import INVITATION_DAYS
from debate.queries.members import list_members, read_invitation, read_leaving
from debate.web import asked
from debate.web.answers import came_from, deed, go, page, viewer
from debate.web.forms import HANDLE, RefusedForm, Written
from debate.web.paced import count
from debate.words import ROLES


class SeatForm(RefusedForm):
    """Somebody to be given a role at once, by what they sign in with."""

    handle = Written(label=gettext_lazy("Handle"), widget=forms.TextInput(attrs=HANDLE))
    role = Written(
        label=gettext_lazy("Role"),
        widget=forms.Select(choices=[(role, words.name) for role, words in ROLES.items()]),
        initial=Role.MEMBER,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _changed(request, key)
    return _list(request, key, SeatForm())


@deed("members")
def _changed(request: HttpRequest, key: str) -> HttpResponse:
    do = {"seat": _seat, "role": _role, "remove": _remove}.get(request.POST.get("deed", ""))
    if do is None:
        raise Invalid("no_such_deed", field="deed")
    count(request, Paced.SEAT)
    return do(request, key)


def _seat(request: HttpRequest, key: str) -> HttpResponse:
    form = SeatForm(request.POST)
    form.full_clean()
    try:
        seat_person(debate=key, **form.cleaned_data, by=viewer(request))
    except (Invalid, Conflict) as refusal:
        form.refuse(refusal)
        invalid = isinstance(refusal, Invalid)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if invalid else HTTPStatus.CONFLICT
        return _list(request, key, form, status=status)
    return _back(request, key, _("The role is given."))


def _role(request: HttpRequest, key: str) -> HttpResponse:
    seat, role = request.POST.get("member", ""), request.POST.get("role", "")
    change_role(debate=key, seat=seat, role=role, by=viewer(request))
    return _back(request, key, _("The role is changed."))


def _remove(request: HttpRequest, key: str) -> HttpResponse:
    remove_member(debate=key, seat=request.POST.get("member", ""), by=viewer(request))
    return _back(request, key, _("They are no longer a member. What they wrote stays."))


def _list(
    request: HttpRequest, key: str, form: SeatForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    asked_role = request.GET.get("role", "")
    role = Role(asked_role) if asked_role in set(Role) else None
    shown = list_members(key, viewer(request), role=role, cursor=asked.cursor(request.GET))
    links = {row.role: row for row in shown.invitations}
    return page(
        request,
        "member/list.html",
        shown=shown,
        form=form,
        role=role or "",
        roles=[(word, names, shown.counts.get(word, 0)) for word, names in ROLES.items()],
        total=sum(shown.counts.values()),
        links=[(word, names, links.get(word)) for word, names in ROLES.items()],
        days=INVITATION_DAYS,
        keep=f"role={role}&" if role else "",
        status=status,
    )


def _back(request: HttpRequest, key: str, told: str) -> HttpResponse:
    address = reverse("members", args=[key])
    return go(request, came_from(request, address) or address, told=told)


@deed("members")
def invitations(request: HttpRequest, key: str) -> HttpResponse:
    count(request, Paced.SEAT)
    who = viewer(request)
    made, revoked = request.POST.get("make"), request.POST.get("revoke")
    if made is not None:
        make_invitation(debate=key, role=made, by=who)
        told = _("The link is made. Whoever signs in with it gets the role.")
    elif revoked is not None:
        revoke_invitation(debate=key, role=revoked, by=who)
        told = _("The link is revoked. It leads nowhere any more.")
    else:
        raise Invalid("no_such_deed", field="deed")
    return go(request, f"{reverse('members', args=[key])}#links", told=told)


# ---- By a link


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, link: str) -> HttpResponse:
    """What a link offers, and taking it.

    The address is a secret: no robot is to keep it. It goes to no other site as a referrer, by the
    policy of the whole site; "no-referrer" would say no more, but have browsers send the form with
    `Origin: null`, which is refused.
    """
    if request.method == "POST":
        return _joined(request, link)
    answer = page(
        request,
        "member/invitation.html",
        offer=read_invitation(link, viewer(request)),
    )
    answer["X-Robots-Tag"] = "noindex"
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@deed("invitation")
def _joined(request: HttpRequest, link: str) -> HttpResponse:
    count(request, Paced.SEAT)
    joined = accept_invitation(key=link, by=viewer(request))
    return go(
        request, reverse("threads", args=[joined.key]), told=_("You are a member of this debate.")
    )


# ---- Away


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _left(request, key)
    return page(request, "member/leave.html", head=read_leaving(key, viewer(request)))


@deed("leaving")
def _left(request: HttpRequest, key: str) -> HttpResponse:
    leave_debate(debate=key, by=viewer(request))
    return go(request, reverse("explore"), told=_("You have left the debate."))

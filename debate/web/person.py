"""A person's public page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debate.enums import ClaimGroup, ClaimKind
from debate.queries.person import SignedClaim, read_person
from debate.web import asked
from debate.web.answers import page, viewer
from debate.words import CLAIM_GROUPS, way


@require_safe
def person(request: HttpRequest, key: str) -> HttpResponse:
    group = _group(request.GET.get("of", ""))
    cursor = asked.cursor(request.GET)
    shown = read_person(key, viewer(request), group=group, cursor=cursor)
    return page(
        request,
        "person/page.html",
        person=shown,
        group=group,
        groups=[(g, CLAIM_GROUPS[g], count) for g, count in shown.counts],
        claims=[(claim, _called(claim)) for claim in shown.claims.rows],
        keep=f"of={group}&" if group else "",
    )


def _group(asked: str) -> ClaimGroup | None:
    return ClaimGroup(asked) if asked in set(ClaimGroup) else None


def _called(claim: SignedClaim) -> str:
    if claim.kind == ClaimKind.THESIS or claim.relation is None:
        return _("Thesis")
    if claim.kind == ClaimKind.POINT:
        return _("Point")
    return str(way(claim.relation, answers=claim.answers).reply)

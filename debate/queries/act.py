"""One act of moderation: what everybody may know of it, and what only those concerned may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.enums import Role as SiteRole
from accounts.errors import NotFound
from accounts.models import User
from debate.enums import Action, ActKind, ClaimState, Deciders, Role, Visibility
from debate.models import Act, Case, Membership
from debate.policies.appeal import (
    OPEN_TO_APPEAL,
    why_no_appeal,
    why_no_decision,
    why_not_appeal,
    why_not_decide,
)
from debate.policies.debate import may
from debate.policies.site import why_not_on_site
from debate.queries.access import Access, access_to, seen_debates
from debate.queries.claim_rows import name_shown, profile_key, thesis_words
from debate.queries.log import LogLine, line, read_lines, shown_acts
from debate.queries.rows import Byline

if TYPE_CHECKING:
    from accounts.errors import Refusal
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What was said about an act, for its subject and for those who keep order.

    `words` is what the claim says that it was about, also where it is hidden from others; nothing
    once its author took it back. `subject` is whom the act concerns, as they go by in its debate.
    """

    subject: Byline | None
    note: str
    appeal: str
    appealed_at: datetime | None
    answer: str
    decided_at: datetime | None
    words: str
    language: str


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act as one viewer may see it; `case` is None for whom it is not open.

    `mine`: it concerns the viewer. `may_appeal` and `may_decide` say what they can do about it now;
    `why_not_decide` is why somebody who keeps order cannot decide the appeal that waits; `deciders`
    says who can, where the viewer is told of an appeal. `keeps_order`: the viewer does, in the
    debate or on the site. `debate_key` is None for acts on the site.
    """

    line: LogLine
    debate_key: str | None
    thesis: str
    thesis_language: str
    case: CaseRow | None
    mine: bool
    keeps_order: bool
    may_appeal: bool
    may_decide: bool
    why_not_decide: Refusal | None
    deciders: Deciders | None


@dataclass(frozen=True, slots=True)
class _Facts:
    """An act with what is said about it, as policies ask for it."""

    kind: str
    actor_number: int
    subject_number: int | None
    appealed_at: datetime | None
    decided_at: datetime | None


def read_act(key: str, viewer: Viewer) -> ActPage:
    """An act of moderation: in a debate for whoever sees it, on the site for its subject and staff.

    Raises NotFound. Queries: 5; fewer where less may be seen, and 1 where replies are hidden.
    """
    act = Act.objects.filter(key=key).first()
    if act is None:
        raise NotFound("no_act")
    if act.debate_key is None:
        return _of_site(act, viewer)
    debate = (
        seen_debates(viewer).annotate(thesis_text=thesis_words()).filter(key=act.debate_key).first()
    )
    if debate is None:
        raise NotFound("no_act")
    access = access_to(debate, viewer)
    mine = _mine(act, viewer)
    hides = access.shown is not None and not mine
    if hides and not Act.objects.filter(shown_acts(access), pk=act.pk).exists():
        raise NotFound("no_act")
    case, facts = _case(act) if mine or may(access.standing, Action.SEE_QUEUE) else (None, None)
    refused = why_not_decide(access.standing, facts) if facts else None
    order = may(access.standing, Action.SEE_QUEUE)
    waits = facts is not None and facts.appealed_at is not None and facts.decided_at is None
    return ActPage(
        line=line(read_lines(Act.objects.filter(pk=act.pk), debate.pk)[0]),
        debate_key=debate.key,
        thesis=debate.thesis_text or "",
        thesis_language=debate.language,
        case=case,
        mine=mine,
        keeps_order=order,
        may_appeal=facts is not None and why_not_appeal(access.standing, facts) is None,
        may_decide=waits and refused is None,
        why_not_decide=refused if waits and order else None,
        deciders=_deciders(act, access) if waits or _can_be_appealed(act, facts) else None,
    )


def _of_site(act: Act, viewer: Viewer) -> ActPage:
    mine = _mine(act, viewer)
    at = timezone.now()
    staff = why_not_on_site(viewer, Action.VOID_VOTES, at=at) is None
    if not viewer or not (mine or staff):
        raise NotFound("no_act")
    case, facts = _case(act)
    refused = (
        why_not_on_site(viewer, Action.DECIDE_APPEAL, at=at, subject_id=act.subject_number)
        or why_no_decision(facts, viewer.pk)
        if facts
        else None
    )
    waits = facts is not None and facts.appealed_at is not None and facts.decided_at is None
    others = User.objects.filter(role=SiteRole.STAFF, is_active=True, banned=False)
    decided_by_others = others.exclude(pk__in=[act.actor_number, act.subject_number or 0]).exists()
    return ActPage(
        line=line(read_lines(Act.objects.filter(pk=act.pk), None)[0]),
        debate_key=None,
        thesis="",
        thesis_language="",
        case=case,
        mine=mine,
        keeps_order=staff,
        may_appeal=mine and facts is not None and why_no_appeal(facts) is None,
        may_decide=waits and refused is None,
        why_not_decide=refused if waits and staff else None,
        deciders=(Deciders.STAFF if decided_by_others else Deciders.NOBODY)
        if act.kind in OPEN_TO_APPEAL
        else None,
    )


def _mine(act: Act, viewer: Viewer) -> bool:
    return viewer.pk == act.subject_number if viewer else False


def _can_be_appealed(act: Act, facts: _Facts | None) -> bool:
    return facts is not None and act.kind in OPEN_TO_APPEAL and facts.decided_at is None


def _case(act: Act) -> tuple[CaseRow | None, _Facts | None]:
    """What was said about an act; nothing once it was deleted. Queries: 1."""
    seat = Membership.objects.filter(debate=OuterRef("debate"), person=OuterRef("subject"))
    case = (
        Case.objects.filter(act=act.pk)
        .select_related("claim", "held", "subject")
        .annotate(pseudonym=Subquery(seat.values("byline")[:1]), page_key=profile_key("subject"))
        .first()
    )
    if case is None:
        return None, None
    words, language = "", ""
    if case.claim is not None:
        withdrawn = case.claim.state == ClaimState.WITHDRAWN
        words, language = "" if withdrawn else case.claim.text, case.claim.language
    elif case.held is not None:
        words = case.held.text
    return (
        CaseRow(
            subject=name_shown(case.subject.display_name, case.page_key, pseudonym=case.pseudonym)
            if case.subject
            else None,
            note=case.note,
            appeal=case.appeal,
            appealed_at=case.appealed_at,
            answer=case.answer,
            decided_at=case.decided_at,
            words=words,
            language=language,
        ),
        _Facts(act.kind, act.actor_number, act.subject_number, case.appealed_at, case.decided_at),
    )


def _deciders(act: Act, access: Access) -> Deciders:
    """Who can decide an appeal: others who keep order here, only staff, or nobody. Queries: 1."""
    not_they = [act.actor_number, act.subject_number or 0]
    seats = Membership.objects.filter(debate=access.debate, role=Role.MODERATOR)
    keeping = Q(pk=access.debate.owner_id) | Q(pk__in=seats.values("person"))
    people = User.objects.filter(keeping, is_active=True, banned=False).exclude(pk__in=not_they)
    if people.exists():
        return Deciders.OTHERS
    return Deciders.STAFF if access.debate.visibility == Visibility.PUBLIC else Deciders.NOBODY


def newest_act_against(person: User) -> str | None:
    """The key of the act by which somebody is suspended or banned. Queries: 1."""
    acts = Act.objects.filter(
        subject_number=person.pk, kind__in=[ActKind.SUSPENDED, ActKind.BANNED]
    )
    return acts.order_by("-id").values_list("key", flat=True).first()

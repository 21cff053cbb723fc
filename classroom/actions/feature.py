"""Claims that a teacher shows to the whole class."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.errors import Conflict, NotFound
from classroom.actions.floor import hold_session
from classroom.actions.telling import tell_session
from classroom.enums import Action, Event
from classroom.limits import FEATURES_MAX
from classroom.models import Feature, Group, Session
from classroom.queries.access import SessionAccess
from debate.enums import ClaimKind, ClaimState
from debate.models import Claim

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@transaction.atomic
def feature_claim(*, session: str, claim: str, by: Viewer, at: datetime | None = None) -> Feature:
    """Show a claim of a session to the whole class. Showing it twice is harmless.

    Raises NotSignedIn, NotFound (also for a claim of no debate of it), NotAllowed and Conflict (the
    claim is gone, is the thesis; too many are shown). Effects: the session is told.
    """
    access = hold_session(session, Action.FEATURE, by=by, at=at)
    assert by
    found = _claim(access.session, claim)
    shown = Feature.objects.filter(claim=found).first()
    if shown is not None:
        return shown
    if found.state != ClaimState.LIVE:
        raise Conflict("claim_gone")
    if found.kind == ClaimKind.THESIS:
        raise Conflict("a_thesis_is_shown_anyway")
    if Feature.objects.filter(session=access.session).count() >= FEATURES_MAX:
        raise Conflict("too_many_featured", most=FEATURES_MAX)
    shown = Feature.objects.create(session=access.session, claim=found, by=by, at=access.at)
    _tell(access)
    return shown


@transaction.atomic
def stop_featuring(*, session: str, claim: str, by: Viewer, at: datetime | None = None) -> Session:
    """Show a claim to the whole class no more. Saying it twice is harmless.

    Raises NotSignedIn, NotFound and NotAllowed. Effects: the session is told.
    """
    access = hold_session(session, Action.FEATURE, by=by, at=at)
    gone, _ = Feature.objects.filter(
        session=access.session, claim=_claim(access.session, claim)
    ).delete()
    if gone:
        _tell(access)
    return access.session


def _claim(session: Session, key: str) -> Claim:
    groups = Group.objects.filter(session=session)
    found = Claim.objects.filter(key=key, debate__in=groups.values("debate")).first()
    if found is None:
        raise NotFound("no_claim")
    return found


def _tell(access: SessionAccess) -> None:
    tell_session(access.session, Event.FEATURE)

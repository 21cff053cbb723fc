"""What staff sees of the whole site: appeals, debates in which something waits, the site's log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import PersonKind
from accounts.errors import NotFound
from accounts.models import User
from debate.enums import Action
from debate.limits import QUEUE_PER_PAGE
from debate.models import Act, Case
from debate.policies.site import why_not_on_site
from debate.policies.standing import enforce
from debate.queries.cursor import read_list_cursor
from debate.queries.log import LogLine, page_of_acts
from debate.queries.queue import AppealRow, WaitingDebate, list_waiting_debates, waiting_appeals
from debate.queries.rows import Page

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class SitePage:
    """What waits on the site, the oldest first, and what was done, the newest first."""

    appeals: tuple[AppealRow, ...]
    debates: tuple[WaitingDebate, ...]
    page: Page[LogLine]


@dataclass(frozen=True, slots=True)
class Suspension:
    """Whether a person is shut out of the site, until when, and what was done about them before."""

    key: str
    name: str
    suspended: bool
    until: datetime | None
    banned: bool
    acts: tuple[LogLine, ...]


def read_site(viewer: Viewer, *, cursor: str = "") -> SitePage:
    """What staff has to do and did. Raises NotSignedIn, NotFound (for others) and Invalid.

    Queries: 3.
    """
    at = read_list_cursor(cursor, order="log") if cursor else None
    enforce(why_not_on_site(viewer, Action.DECIDE_APPEAL, at=timezone.now()))
    waiting = waiting_appeals(
        Case.objects.filter(debate__isnull=True, act__debate_key__isnull=True),
        viewer.pk if viewer else None,
    )
    return SitePage(
        appeals=tuple(row for _, _, row in waiting[:QUEUE_PER_PAGE]),
        debates=list_waiting_debates(viewer),
        page=page_of_acts(Act.objects.filter(debate_key__isnull=True), at, debate_id=None),
    )


def read_suspension(person: str, viewer: Viewer) -> Suspension:
    """A person as staff suspends them. Raises NotSignedIn, NotFound and NotAllowed (oneself).

    Queries: 2.
    """
    now = timezone.now()
    enforce(why_not_on_site(viewer, Action.SUSPEND, at=now))
    found = User.objects.filter(key=person, kind=PersonKind.PERSON).first()
    if found is None:
        raise NotFound("no_person")
    enforce(why_not_on_site(viewer, Action.SUSPEND, at=now, subject_id=found.pk))
    acts = Act.objects.filter(debate_key__isnull=True, subject_number=found.pk)
    return Suspension(
        key=found.key,
        name=found.display_name,
        suspended=found.suspended(now),
        until=found.suspended_until if found.suspended(now) and not found.banned else None,
        banned=found.banned,
        acts=page_of_acts(acts, None, debate_id=None).rows,
    )

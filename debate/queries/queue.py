"""What waits for those who keep order: held claims, flagged claims, appeals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Case as Words
from django.db.models import F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from debate.enums import (
    Action,
    ActKind,
    ClaimState,
    Queue,
    Reason,
    Relation,
    Visibility,
)
from debate.limits import QUEUE_PER_PAGE
from debate.models import Case, Debate, HeldClaim, Membership
from debate.policies.debate import visible_debates
from debate.policies.standing import enforce, why_not
from debate.queries.access import Access, access_to, seen_debates
from debate.queries.claim_rows import (
    claim_row,
    name_shown,
    profile_key,
    read_bodies,
    thesis_words,
)
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.debate import open_head
from debate.queries.rows import Byline, ClaimRow, DebateHead, Page
from debate.queries.waiting import APPEALS_WAIT, HELD_WAIT, appeals_count, flagged_count, held_count

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

NOTES_SHOWN = 20  # of the flags on one claim, the newest


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A newcomer's claim that waits; `own`: it is the viewer's, who does not judge it."""

    key: str
    relation: Relation
    text: str
    language: str
    parent_key: str
    parent_text: str
    by: Byline
    at: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class FlaggedRow:
    """A claim with flags that wait: how many for which reason, the newest notes; never by whom.

    `own`: the viewer wrote it, and does not judge it.
    """

    claim: ClaimRow
    count: int
    reasons: tuple[tuple[Reason, int], ...]
    notes: tuple[str, ...]
    since: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal that waits; the viewer decides it unless it concerns them or answers their act.

    `kind` and `by`: what it is against, and whose act that was.
    """

    act: str
    kind: ActKind
    by: Byline
    reason: Reason
    text: str
    at: datetime
    claim_key: str | None
    claim_text: str
    own_case: bool
    own_act: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One of the three lists of a debate, what waited longest first, and how much is in each."""

    head: DebateHead
    which: Queue
    counts: dict[Queue, int]
    page: Page[Any]
    frozen: bool
    holding: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in several debates, in each list what waited longest first."""

    held: tuple[HeldRow, ...]
    flagged: tuple[FlaggedRow, ...]
    appeals: tuple[AppealRow, ...]

    @property
    def count(self) -> int:
        return len(self.held) + len(self.flagged) + len(self.appeals)


@dataclass(frozen=True, slots=True)
class WaitingDebate:
    """A public debate in which something waits."""

    key: str
    thesis: str
    language: str
    held: int
    flagged: int
    appeals: int


def read_queue(
    debate: str,
    viewer: Viewer,
    *,
    which: Queue | None = None,
    cursor: str = "",
    limit: int = QUEUE_PER_PAGE,
) -> QueuePage:
    """What waits in a debate, for those who keep order there; to others there is no such page.

    Without `which` the first list that is not empty. Raises NotFound, NotSignedIn and
    Invalid("bad_cursor"). Queries: 4; 5 for flagged claims.
    """
    at = read_list_cursor(cursor, order=which or "") if cursor else None
    access, head = open_head(debate, viewer)
    enforce(why_not(access.standing, Action.SEE_QUEUE))
    counts = _counts(access.debate)
    shown = which or next((queue for queue in Queue if counts[queue]), Queue.FLAGS)
    read: dict[Queue, Callable[[Access, int, int], Sequence[tuple[int, datetime, Any]]]] = {
        Queue.HELD: _held,
        Queue.FLAGS: _flagged,
        Queue.APPEALS: _appeals,
    }
    # What waits is short and looked through from its beginning: a page has a way on, none back.
    rows = read[shown](access, at.id if at else 0, limit)
    more = len(rows) > limit
    shown_rows = rows[:limit]
    return QueuePage(
        head=head,
        which=shown,
        counts=counts,
        page=Page(
            rows=tuple(row for _, _, row in shown_rows),
            next=_cursor(shown_rows[-1], shown) if more else None,
        ),
        frozen=access.standing.rules.frozen,
        holding=access.standing.rules.hold_newcomers,
    )


def list_waiting_debates(viewer: Viewer) -> tuple[WaitingDebate, ...]:
    """The public debates in which something waits, the oldest first, as many as a page holds.

    For staff: whoever asks has to be let in before. Queries: 1.
    """
    found = (
        Debate.objects.filter(visible_debates(viewer), visibility=Visibility.PUBLIC)
        .annotate(
            thesis=thesis_words(),
            held=held_count(),
            flagged=flagged_count(),
            appeals=appeals_count(),
        )
        .annotate(waiting=F("held") + F("flagged") + F("appeals"))
        .filter(waiting__gt=0)
        .order_by("-waiting", "pk")
    )
    rows = found.values_list("key", "thesis", "language", "held", "flagged", "appeals")
    return tuple(
        WaitingDebate(key, thesis or "", *rest) for key, thesis, *rest in rows[:QUEUE_PER_PAGE]
    )


def read_waiting(debates: Sequence[str], viewer: Viewer, *, limit: int = QUEUE_PER_PAGE) -> Waiting:
    """The first of all that waits in several debates at once, for whoever keeps order in each.

    Debates in which they do not, or that they do not see, have nothing in it. Queries: 4, and 1 for
    each debate with flagged claims.
    """
    seen = [access_to(debate, viewer) for debate in seen_debates(viewer).filter(key__in=debates)]
    kept = {
        access.debate.pk: access
        for access in seen
        if why_not(access.standing, Action.SEE_QUEUE) is None
    }
    viewer_id = viewer.pk if viewer else None
    held = waiting_held(HeldClaim.objects.filter(debate__in=kept), viewer_id, limit=limit)
    flagged = _flagged_in(kept, 0, limit)
    appeals = waiting_appeals(Case.objects.filter(debate__in=kept), viewer_id, limit=limit)
    return Waiting(
        held=tuple(row for _, _, row in held[:limit]),
        flagged=tuple(row for _, _, row in flagged[:limit]),
        appeals=tuple(row for _, _, row in appeals[:limit]),
    )


def waiting_held(
    claims: QuerySet[HeldClaim], viewer_id: int | None, after: int = 0, limit: int = QUEUE_PER_PAGE
) -> list[tuple[int, datetime, HeldRow]]:
    """The claims that wait among some held ones, the oldest first. Queries: 1."""
    seat = Membership.objects.filter(debate=OuterRef("debate"), person=OuterRef("author"))
    rows = (
        claims.filter(HELD_WAIT, pk__gt=after)
        .order_by("pk")
        .annotate(
            pseudonym=Subquery(seat.values("byline")[:1]),
            author_key=profile_key("author"),
            language=F("debate__language"),
        )
        .select_related("author", "parent")[: limit + 1]
    )
    return [
        (
            row.pk,
            row.at,
            HeldRow(
                key=row.key,
                relation=Relation(row.relation),
                text=row.text,
                language=row.language,
                parent_key=row.parent.key,
                parent_text=row.parent.text if row.parent.state == ClaimState.LIVE else "",
                by=name_shown(
                    row.author.display_name,
                    row.author_key,
                    pseudonym=row.pseudonym,
                    via=row.via,
                ),
                at=row.at,
                own=row.author_id == viewer_id,
            ),
        )
        for row in rows
    ]


def waiting_appeals(
    cases: QuerySet[Case], viewer_id: int | None, after: int = 0, limit: int = QUEUE_PER_PAGE
) -> list[tuple[int, datetime, AppealRow]]:
    """The appeals that wait among some cases, the oldest act first. Queries: 1."""
    seat = Membership.objects.filter(debate=OuterRef("debate"), person=OuterRef("actor"))
    rows = (
        cases.filter(APPEALS_WAIT, pk__gt=after)
        .order_by("pk")
        .values_list(
            "pk",
            "appealed_at",
            "act__key",
            "act__kind",
            "act__reason",
            "appeal",
            "claim__key",
            Words(
                When(claim__state=ClaimState.WITHDRAWN, then=Value("")),
                default=Coalesce("claim__text", "held__text"),
            ),
            "subject",
            "actor",
            "actor__display_name",
            profile_key("actor"),
            Subquery(seat.values("byline")[:1]),
        )[: limit + 1]
    )
    return [
        (
            pk,
            at,
            AppealRow(
                act=act,
                kind=ActKind(kind),
                by=name_shown(name[0] or "", name[1], pseudonym=name[2]),
                reason=Reason(reason),
                text=appeal,
                at=at,
                claim_key=claim_key,
                claim_text=words or "",
                own_case=subject == viewer_id,
                own_act=actor == viewer_id,
            ),
        )
        for pk, at, act, kind, reason, appeal, claim_key, words, subject, actor, *name in rows
        if at is not None
    ]


def _counts(debate: Debate) -> dict[Queue, int]:
    """Queries: 1."""
    counted: dict[str, Combinable] = {
        Queue.HELD: held_count(),
        Queue.FLAGS: flagged_count(),
        Queue.APPEALS: appeals_count(),
    }
    numbers = Debate.objects.filter(pk=debate.pk).values_list(*counted.values()).get()
    return {Queue(queue): n for queue, n in zip(counted, numbers, strict=True)}


def _held(access: Access, after: int, limit: int) -> list[tuple[int, datetime, HeldRow]]:
    held = HeldClaim.objects.filter(debate=access.debate)
    return waiting_held(held, access.viewer_id, after, limit)


# A claim comes in where its first flag that waits does, so that another flag moves nothing.
_FLAGGED = """
SELECT claim.debate_id, claim.id, min(flag.id), count(*), min(flag.at),
       array_agg(flag.reason ORDER BY flag.reason),
       (array_agg(flag.note ORDER BY flag.id DESC) FILTER (WHERE flag.note <> ''))[:%(notes)s]
  FROM debate_flag AS flag
  JOIN debate_claim AS claim ON claim.id = flag.claim_id AND claim.state = 'live'
 WHERE flag.debate_id = ANY(%(debates)s) AND flag.settled_at IS NULL
 GROUP BY claim.debate_id, claim.id
HAVING min(flag.id) > %(after)s
 ORDER BY min(flag.id)
 LIMIT %(most)s
"""


def _flagged(access: Access, after: int, limit: int) -> list[tuple[int, datetime, FlaggedRow]]:
    return _flagged_in({access.debate.pk: access}, after, limit)


def _flagged_in(
    debates: Mapping[int, Access], after: int, limit: int
) -> list[tuple[int, datetime, FlaggedRow]]:
    """Queries: 1, and 1 for each of the debates with flagged claims."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FLAGGED,
            {
                "debates": list(debates),
                "after": after,
                "most": limit + 1,
                "notes": NOTES_SHOWN,
            },
        )
        found = cursor.fetchall()
    bodies = {
        debate: read_bodies(
            debates[debate], [claim for where, claim, *_ in found if where == debate]
        )
        for debate in {debate for debate, *_ in found}
    }
    return [
        (
            first,
            since,
            FlaggedRow(
                claim=claim_row(debates[debate], bodies[debate][claim], below={}, my_vote=None),
                count=count,
                reasons=tuple((Reason(reason), n) for reason, n in Counter(reasons).most_common()),
                notes=tuple(notes or ()),
                since=since,
                own=bodies[debate][claim].author_id == debates[debate].viewer_id,
            ),
        )
        for debate, claim, first, count, since, reasons, notes in found
    ]


def _appeals(access: Access, after: int, limit: int) -> list[tuple[int, datetime, AppealRow]]:
    cases = Case.objects.filter(debate=access.debate)
    return waiting_appeals(cases, access.viewer_id, after, limit)


def _cursor(row: tuple[int, datetime, object], which: Queue) -> str:
    number, at, _ = row
    return write_list_cursor(ListCursor(at, number, False, which))

"""The log of moderation: what was done in a debate, why and by whom; and whether it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from accounts.models import User
from debate.enums import ActKind, ClaimState, Decision, Reason, Relation
from debate.limits import ACTS_PER_PAGE
from debate.models import Act, Case, Claim, Membership
from debate.policies.person import has_profile
from debate.queries.access import Access
from debate.queries.claim_rows import name_shown
from debate.queries.cursor import ListCursor, read_list_cursor, write_list_cursor
from debate.queries.debate import open_head
from debate.queries.rows import Byline, DebateHead, Page

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer


@dataclass(frozen=True, slots=True)
class LogLine:
    """An act as everybody who sees the debate may see it.

    `claim_text` is what the claim says now, nothing where it is not live. `decision` is the outcome
    of the appeal, None as long as there is none: that somebody appealed is not told before.
    `by` is None where it would tell whose a claim was that is gone.
    `about` is the act that was appealed against or undone; `days` how long a suspension lasts;
    `before` and `after` are the relations of a claim whose relation was changed, `moved_from` the
    claim under which one that was moved stood before.
    """

    key: str
    kind: ActKind
    reason: Reason
    at: datetime
    by: Byline | None
    claim_key: str | None
    claim_text: str
    claim_language: str
    decision: Decision | None
    about: str | None
    days: int | None = None
    before: Relation | None = None
    after: Relation | None = None
    moved_from: str | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """The log of a debate, a page at a time, the newest first."""

    head: DebateHead
    page: Page[LogLine]
    keeps_order: bool


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Whether the whole log is as it was written: how many lines, the hash of the newest.

    `broken_at` is the number of the first line that does not fit, None if all do; `why` says what
    is wrong with it: "number", "chain" or "content".
    """

    lines: int
    newest: str
    broken_at: int | None = None
    why: str = ""
    expected: bool = True  # whether the hash that was asked for is among them


class LineRow(NamedTuple):
    """What a LogLine is made of: see `line_columns`."""

    id: int
    key: str
    kind: str
    reason: str
    at: datetime
    claim_key: str | None
    about: str | None
    days: int | None
    actor_name: str | None
    actor_key: str | None
    pseudonym: str | None
    claim_text: str | None
    claim_language: str | None
    decision: str | None
    actor: int
    subject: int | None
    before: str | None
    after: str | None
    moved_from: str | None


def list_log(
    debate: str, viewer: Viewer, *, cursor: str = "", limit: int = ACTS_PER_PAGE
) -> LogPage:
    """What was done to keep order in a debate, a page at a time.

    Raises NotFound and Invalid("bad_cursor"). Queries: 3.
    """
    at = read_list_cursor(cursor, order="log") if cursor else None
    access, head = open_head(debate, viewer)
    acts = Act.objects.filter(shown_acts(access), debate_key=access.debate.key)
    page = page_of_acts(acts, at, debate_id=access.debate.pk, limit=limit)
    return LogPage(head, page, head.may.moderate)


def shown_acts(access: Access) -> Q:
    """The filter for acts in a debate that tell of nothing that is hidden from the viewer."""
    if access.shown is None:
        return Q()
    shown = Claim.objects.filter(pk__in=access.shown).values("key")
    return Q(claim_key__in=shown) | Q(kind__in=[ActKind.FROZEN, ActKind.THAWED])


def page_of_acts(
    acts: QuerySet[Act],
    at: ListCursor[datetime] | None,
    *,
    debate_id: int | None,
    limit: int = ACTS_PER_PAGE,
) -> Page[LogLine]:
    """A page of some acts, the newest first. Queries: 1."""
    back = at is not None and at.back
    if at is not None:
        acts = acts.filter(pk__gt=at.id) if back else acts.filter(pk__lt=at.id)
    rows = read_lines(acts.order_by("pk" if back else "-pk")[: limit + 1], debate_id)
    more = len(rows) > limit
    shown = rows[:limit]
    if back:
        shown.reverse()
    return Page(
        rows=tuple(map(line, shown)),
        next=_cursor(shown[-1]) if shown and (more or back) else None,
        previous=_cursor(shown[0], back=True) if shown and (more if back else at) else None,
    )


def read_lines(acts: QuerySet[Act], debate_id: int | None) -> list[LineRow]:
    """The rows of some acts, in their order. Queries: 1."""
    return [LineRow._make(row) for row in acts.values_list(*line_columns(debate_id))]


def line_columns(debate_id: int | None) -> list[Combinable]:
    """The columns of a LineRow; names are those that people go by in that debate.

    An act refers to people and claims by number and key, not by foreign key.
    """
    actor = User.objects.filter(pk=OuterRef("actor_number"))
    seat = Membership.objects.filter(debate=debate_id, person=OuterRef("actor_number"))
    claim = Claim.objects.filter(key=OuterRef("claim_key"), debate=debate_id, state=ClaimState.LIVE)
    case = Case.objects.filter(act=OuterRef("pk"))
    return [
        F("id"),
        F("key"),
        F("kind"),
        F("reason"),
        F("at"),
        F("claim_key"),
        F("about"),
        F("detail__days"),
        Subquery(actor.values("display_name")[:1]),
        Subquery(actor.filter(has_profile()).values("key")[:1]),
        Subquery(seat.values("byline")[:1]),
        Subquery(claim.values("text")[:1]),
        Subquery(claim.values("language")[:1]),
        Subquery(case.values("decision")[:1]),
        F("actor_number"),
        F("subject_number"),
        F("detail__before"),
        F("detail__after"),
        F("detail__from"),
    ]


def line(row: LineRow) -> LogLine:
    """A row as a LogLine."""
    return LogLine(
        key=row.key,
        kind=ActKind(row.kind),
        reason=Reason(row.reason),
        at=row.at,
        by=name_shown(row.actor_name or "", row.actor_key, pseudonym=row.pseudonym)
        if row.claim_text or row.actor != row.subject
        else None,
        claim_key=row.claim_key,
        claim_text=row.claim_text or "",
        claim_language=row.claim_language or "",
        decision=Decision(row.decision) if row.decision else None,
        about=row.about,
        days=row.days,
        before=Relation(row.before) if row.before else None,
        after=Relation(row.after) if row.after else None,
        moved_from=row.moved_from or None,
    )


# The numbers go up by one from one, each line has the hash of the one before, and its own is that
# of what it says: asked of the database, because it wrote them by the same function.
_CHECK = """
WITH chained AS (
    SELECT id, hash, debate_act_hash(act) AS now,
           previous, lag(hash, 1, ''::bytea) OVER (ORDER BY id) AS before,
           lag(id, 1, 0::bigint) OVER (ORDER BY id) AS id_before
      FROM debate_act AS act
), wrong AS (
    SELECT id, CASE WHEN id <> id_before + 1 THEN 'number'
                    WHEN previous <> before THEN 'chain'
                    ELSE 'content' END AS why
      FROM chained WHERE id <> id_before + 1 OR previous <> before OR hash <> now
     ORDER BY id LIMIT 1
)
SELECT (SELECT count(*) FROM debate_act),
       (SELECT encode(hash, 'hex') FROM debate_act ORDER BY id DESC LIMIT 1),
       (SELECT id FROM wrong), (SELECT why FROM wrong),
       %(expect)s = '' OR EXISTS (SELECT FROM debate_act WHERE encode(hash, 'hex') = %(expect)s)
"""


def check_log(*, expect: str = "") -> LogCheck:
    """Whether every line of the log, of all debates and of the site, is as it was written.

    It cannot see that the newest lines were cut off, nor that all was written anew by somebody who
    owns the database: for that the newest hash has to be kept elsewhere, to `expect` it later.
    Queries: 1.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHECK, {"expect": expect.lower()})
        lines, newest, broken_at, why, expected = cursor.fetchone()
    return LogCheck(lines, newest or "", broken_at, why or "", expected)


def _cursor(row: Sequence[object], *, back: bool = False) -> str:
    found = LineRow._make(row)
    return write_list_cursor(ListCursor(found.at, found.id, back, "log"))

"""What changed since somebody last asked, so that copies of debates can be kept in step.

A copy is a set of claims by their keys. Each answer names what happened, and gives every claim that
looks different by it as it is now, or a little later: what happened meanwhile is told again in the
next answer. So a copy that takes all answers in their order ends up as a fresh pull would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from accounts.errors import Gone
from debate.enums import ChangeKind, Coming, Visibility
from debate.limits import CHANGES_PER_PAGE, POLL_AFTER, QUIET_AFTER
from debate.models import Change, Debate, Departure
from debate.models.fields import TransactionIdField
from debate.policies.blind import never_blind
from debate.policies.debate import entered_debates
from debate.queries.access import Access, open_debate
from debate.queries.blind import told_changes
from debate.queries.cursor import (
    Reached,
    read_change_cursor,
    read_site_cursor,
    write_change_cursor,
    write_site_cursor,
)
from debate.queries.pulled import Choice, Pulled, pull_claims

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# All that changes a copy, also what nobody is told of as a deed: typos that were mended at once,
# votes that were counted, names that are others. Who has which role is nobody else's business.
FOLLOWED = ~Q(kind__in=[ChangeKind.SEATED, ChangeKind.LEFT])
OF_BRANCHES = {ChangeKind.MOVED, ChangeKind.LOCKED, ChangeKind.UNLOCKED}


class FollowedChange(NamedTuple):
    """One thing that happened; `claim_key` is None where it concerns the debate as a whole.

    Of a move `before` and `after` are the claims under which it hung and hangs, of another relation
    the relations. What became of a whole debate (Coming) has no claim, and has a `seq` only where
    the debate is seen.
    """

    debate_key: str
    seq: int | None
    kind: str
    at: datetime
    claim_key: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """What happened since a cursor, and the claims that it touched as they are now, by debate.

    `cursor` is where the next question goes on; with `more` at once, else in `poll_after` seconds.
    """

    changes: Sequence[FollowedChange]
    threads: Sequence[Pulled]
    cursor: str
    more: bool
    poll_after: int


class _Row(NamedTuple):
    """A Change as it is read."""

    debate_id: int
    debate_key: str
    essayist_id: int | None
    own_words: bool | None
    seq: int
    kind: str
    at: datetime
    claim_key: str | None
    parent_key: str | None
    payload: Mapping[str, Any]
    seen: bool
    xid: int
    id: int


_COLUMNS = (
    "debate_id",
    "debate__key",
    "debate__essay__brought_by",
    "debate__essay__own_words",
    "seq",
    "kind",
    "at",
    "claim__key",
    "claim__parent__key",
    "payload",
)


def list_changes_since(debate: str, viewer: Viewer, *, since: str) -> Followed:
    """What changed in a debate since a cursor of this list or of a pulled thread.

    Raises NotFound, Invalid("bad_cursor") and Gone("cursor_expired"), also for a cursor from a time
    that this database does not know: it was restored from a copy. Queries: 2, and 1 where any claim
    changed.
    """
    access = open_debate(debate, viewer)
    seq = read_change_cursor(since, debate=access.debate.key)
    if seq > access.debate.last_seq:
        raise Gone("cursor_expired")
    found = Change.objects.filter(
        FOLLOWED, told_changes(access.visible), debate=access.debate, seq__gt=seq
    ).order_by("seq")
    read = [
        _Row._make((*row, True, 0, 0))
        for row in found.values_list(*_COLUMNS)[: CHANGES_PER_PAGE + 1]
    ]
    rows, more = read[:CHANGES_PER_PAGE], len(read) > CHANGES_PER_PAGE
    changes = [_told(row) for row in rows]
    reached = rows[-1].seq if rows else seq
    return Followed(
        changes=changes,
        threads=_threads(rows, access),
        cursor=write_change_cursor(access.debate.key, reached),
        more=more,
        poll_after=_poll_after(changes, more, access.at),
    )


def list_all_changes_since(viewer: Viewer, *, since: str | None) -> Followed:
    """What changed since a cursor in all debates that somebody sees without the help of a link.

    Without a cursor nothing, and a cursor from now on. Each Change is told once, in the order of
    (xid, id): not before every transaction that began earlier has ended, so that none is missed.

    A debate that comes into sight (opened, made public, a seat given) has `arrived` and is to be
    pulled; a public one that goes out of it has `departed`, and so has one in which the viewer's
    seat was taken away. Not told are: a debate that was never public and is deleted; one that is
    made private and then deleted is told once. Debates that somebody knows by a link alone are
    followed one by one, and so are those in which something is ever hidden, unless the viewer runs
    them.

    Raises Invalid("bad_cursor") and Gone("cursor_expired"). Queries: 1 without a cursor; else 3,
    and 1 where any claim changed.
    """
    horizon = _horizon()
    if since is None:
        return Followed((), (), _caught_up(horizon), False, POLL_AFTER[0])
    start = read_site_cursor(since, now=horizon.at)
    if start.xid > horizon.newest:
        raise Gone("cursor_expired")  # of another database, or of one before it was restored
    told = [*_changes_after(start, horizon, viewer), *_departures_after(start, horizon, viewer)]
    told.sort(key=lambda one: one[0])
    page, more = told[:CHANGES_PER_PAGE], len(told) > CHANGES_PER_PAGE
    changes = [change for _reached, change, _row in page]
    stopped = write_site_cursor(page[-1][0]) if more else _caught_up(horizon)
    return Followed(
        changes=changes,
        threads=_threads([row for _reached, _change, row in page if row is not None]),
        cursor=stopped,
        more=more,
        poll_after=_poll_after(changes, more, horizon.at),
    )


# ---- All debates


class _Horizon(NamedTuple):
    """What has ended: every transaction below `oldest`. None has a number above `newest` yet."""

    oldest: int
    newest: int
    at: datetime


_HORIZON = """
SELECT pg_snapshot_xmin(now.snapshot)::text, pg_snapshot_xmax(now.snapshot)::text,
       clock_timestamp()
  FROM (SELECT pg_current_snapshot() AS snapshot) AS now
"""

type _Told = tuple[Reached, FollowedChange, _Row | None]


def _horizon() -> _Horizon:
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        oldest, newest, at = cursor.fetchone()
    return _Horizon(int(oldest), int(newest), at)


def _caught_up(horizon: _Horizon) -> str:
    return write_site_cursor(Reached(horizon.oldest, 0, 0, horizon.at.timestamp()))


def _changes_after(start: Reached, horizon: _Horizon, viewer: Viewer) -> Iterable[_Told]:
    sight = Debate.objects.filter(entered_debates(viewer), pk=OuterRef("debate"))
    told = Q(FOLLOWED, never_blind(viewer), seen=True)
    if viewer:
        own = Q(payload__person=viewer.pk)
        told |= Q(own, seen=True, kind=ChangeKind.SEATED)
        told |= Q(own, seen=False, kind=ChangeKind.LEFT)
    found = _after(Change.objects.annotate(seen=Exists(sight)).filter(told), start, horizon, 0)
    for values in found.values_list(*_COLUMNS, "seen", "xid", "pk")[: CHANGES_PER_PAGE + 1]:
        row = _Row._make(values)
        reached = Reached(int(row.xid), 0, row.id, start.at)
        coming = _coming(row)
        if coming is None:
            yield reached, _told(row), row
        else:
            seq = row.seq if row.seen else None
            yield reached, FollowedChange(row.debate_key, seq, coming, row.at), None


def _departures_after(start: Reached, horizon: _Horizon, viewer: Viewer) -> Iterable[_Told]:
    sight = Debate.objects.filter(entered_debates(viewer), key=OuterRef("debate_key"))
    found = _after(Departure.objects.filter(~Exists(sight)), start, horizon, 1)
    columns = found.values_list("xid", "pk", "debate_key", "at")[: CHANGES_PER_PAGE + 1]
    for xid, number, key, at in columns:
        reached = Reached(int(xid), 1, number, start.at)
        yield reached, FollowedChange(key, None, Coming.DEPARTED, at), None


def _after[Row: (Change, Departure)](
    found: QuerySet[Row], start: Reached, horizon: _Horizon, place: int
) -> QuerySet[Row]:
    """Those rows of a table that come after a cursor and whose turn it is, in order."""
    within = Q(pk__gt=start.id) if place == start.place else Q()
    rest = Q(xid__gt=_xid(start.xid))
    if place >= start.place:
        rest |= Q(within, xid=_xid(start.xid))
    bounds = {"xid__gte": _xid(start.xid), "xid__lt": _xid(horizon.oldest)}
    return found.filter(rest, **bounds).order_by("xid", "pk")


def _xid(number: int) -> Cast:
    return Cast(Value(str(number)), TransactionIdField())


def _coming(row: _Row) -> Coming | None:
    """What a Change tells of its whole debate to whoever follows all of them."""
    if not row.seen:
        return Coming.DEPARTED
    shown = row.payload.get("visibility") == Visibility.PUBLIC
    if row.kind in {ChangeKind.OPENED, ChangeKind.SEATED} or shown:
        return Coming.ARRIVED
    return None


# ---- What a Change tells


def _told(row: _Row) -> FollowedChange:
    moved = row.kind == ChangeKind.MOVED
    return FollowedChange(
        row.debate_key,
        row.seq,
        row.kind,
        row.at,
        row.claim_key or row.payload.get("claim"),
        row.payload.get("from" if moved else "before"),
        row.payload.get("to" if moved else "after"),
    )


def _threads(rows: Sequence[_Row], access: Access | None = None) -> list[Pulled]:
    """The claims that look different by some Changes, as they are now, debate by debate."""
    choice = Choice(debates={row.debate_id for row in rows})
    for row in rows:
        _touch(choice, row)
    if not choice:
        return []
    debates = {row.debate_id: row for row in rows}
    return [
        Pulled(
            debates[number].debate_key,
            debates[number].essayist_id if debates[number].own_words else None,
            list(claims),
            debates[number].seq,
        )
        for number, claims in groupby(
            pull_claims(choice, access=access), key=lambda claim: claim.debate_id
        )
    ]


def _touch(choice: Choice, row: _Row) -> None:
    """Choose what looks different by a Change."""
    choice.keys.update(row.payload.get("claims", ()))
    if row.kind == ChangeKind.DESCRIBED and "language" in row.payload.get("what", ()):
        choice.whole.add(row.debate_id)
    if row.claim_key is None:
        return
    # A question is answered, or no longer, by what happens to a reply.
    around = (row.claim_key, row.parent_key, row.payload.get("from"), row.payload.get("to"))
    choice.keys.update(key for key in around if key)
    if row.kind in OF_BRANCHES:
        choice.branches.add(row.claim_key)


def _poll_after(changes: Sequence[FollowedChange], more: bool, now: datetime) -> int:
    soon, late = POLL_AFTER
    quiet = not changes or now - changes[-1].at > timedelta(seconds=QUIET_AFTER)
    return 0 if more else late if quiet else soon

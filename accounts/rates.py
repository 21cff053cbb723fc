"""Limits on how often something may be done, exact however many ask at the same moment."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from accounts.errors import TooMany

SUBJECT_MAX = 80

# The window is counted by the database's clock: web processes on several machines share one.
SPEND = """
    INSERT INTO accounts_rate AS rate (scope, subject, "window", count, ends_at)
    SELECT %(scope)s, %(subject)s, number, %(weight)s, to_timestamp((number + 1) * %(seconds)s)
    FROM (
        SELECT floor(extract(epoch FROM clock_timestamp()) / %(seconds)s)::bigint AS number
    ) AS present
    ON CONFLICT (scope, subject, "window") DO UPDATE SET count = rate.count + excluded.count
    RETURNING count, ceil(extract(epoch FROM ends_at - clock_timestamp()))::integer, "window"
"""

# To the window that it was taken from: the next one begins with nothing taken.
GIVE_BACK = """
    UPDATE accounts_rate SET count = count - %(weight)s
    WHERE scope = %(scope)s AND subject = %(subject)s AND "window" = %(window)s
    RETURNING count
"""

# In the order of scope and subject, so that two who count the same things never wait for each
# other in a circle. What a person is refused for is not taken from those who share their network.
SPEND_ALL = """
    WITH asked AS MATERIALIZED (
        SELECT scope, subject, most, seconds, shared,
               floor(extract(epoch FROM moment) / seconds)::bigint AS "window"
        FROM unnest(%(scopes)s::text[], %(subjects)s::text[], %(limits)s::integer[],
                    %(seconds)s::integer[], %(shared)s::boolean[])
             AS counter (scope, subject, most, seconds, shared),
             (SELECT clock_timestamp() AS moment) AS present
    ), own AS (
        INSERT INTO accounts_rate AS rate (scope, subject, "window", count, ends_at)
        SELECT scope, subject, "window", 1, to_timestamp(("window" + 1) * seconds)
        FROM asked WHERE NOT shared ORDER BY scope, subject
        ON CONFLICT (scope, subject, "window") DO UPDATE SET count = rate.count + 1
        RETURNING scope, subject, "window", count, ends_at
    ), common AS (
        INSERT INTO accounts_rate AS rate (scope, subject, "window", count, ends_at)
        SELECT scope, subject, "window", 1, to_timestamp(("window" + 1) * seconds)
        FROM asked WHERE shared AND NOT EXISTS (
            SELECT FROM own JOIN asked AS limited USING (scope, subject, "window")
            WHERE own.count > limited.most
        ) ORDER BY scope, subject
        ON CONFLICT (scope, subject, "window") DO UPDATE SET count = rate.count + 1
        RETURNING scope, subject, "window", count, ends_at
    )
    SELECT scope, subject, count, ceil(extract(epoch FROM ends_at - clock_timestamp()))::integer
    FROM (SELECT * FROM own UNION ALL SELECT * FROM common) AS counted
"""


class Counter(NamedTuple):
    """What is counted under one subject, and how much of it a window lets through.

    Counters of one subject need scopes that differ. `shared` is a subject behind which several
    people are: a network.
    """

    scope: str
    subject: str
    limit: int
    window_seconds: int
    shared: bool = False


class Left(NamedTuple):
    """How many more of `limit` a window of so many seconds lets through, until it ends."""

    limit: int
    window_seconds: int
    remaining: int
    seconds_left: int


class Spent(NamedTuple):
    """What was taken, from which window of a counter, and what that leaves."""

    scope: str
    subject: str
    window: int
    weight: int
    parts: int
    left: Left


def spend_all(code: str, counters: Sequence[Counter]) -> Left:
    """Count one more in each of several counters; as exact as `spend`, in one statement.

    What is refused counts too, but not in the shared counters when a person's own refuse it: one
    person alone cannot use up what a class behind the same address has. It has to be called outside
    every transaction, as `spend` has.

    Returns: what the tightest of the counters leaves, those that are shared apart: how busy a
    network is is nobody's business. Raises: TooMany `code` with the seconds until the longest
    window ends that is used up. Queries: 1.
    """
    asked = {(counter.scope, _kept(counter.subject)): counter for counter in counters}
    counted = _alone(
        SPEND_ALL,
        scopes=[scope for scope, _subject in asked],
        subjects=[subject for _scope, subject in asked],
        limits=[counter.limit for counter in asked.values()],
        seconds=[counter.window_seconds for counter in asked.values()],
        shared=[counter.shared for counter in asked.values()],
    )
    own: list[Left] = []
    full: list[Left] = []
    for scope, subject, count, seconds in counted:
        counter = asked[scope, subject]
        left = _left(counter.limit, counter.window_seconds, counter.limit - count, seconds)
        if count > counter.limit:
            full.append(left)
        if not counter.shared:
            own.append(left)
    if full:
        raise TooMany(code, **_told(max(full, key=lambda left: left.seconds_left)))
    return min(own, key=lambda left: (left.remaining, -left.seconds_left))


def spend(
    scope: str,
    subject: str,
    limit: int,
    window_seconds: int,
    *,
    weight: int = 1,
    parts: int = 1,
) -> Spent:
    """Count one more of `scope` (`sign_in_name`) for `subject` (a name, a network).

    The window is fixed: it begins at a multiple of `window_seconds` since the epoch, whoever asks.
    What is refused counts too. One statement adds and reads, so of any number asking at once
    exactly `limit` are let through; reading first and writing afterwards lets a crowd in.

    Where some cost more than others, one consists of so many `parts`, and `weight` parts are taken.

    It has to be called outside every transaction, and says so with a RuntimeError otherwise: inside
    one, the count would be lost when the refused work rolls back, and everybody else counted under
    the same subject would wait until it ends.

    Raises: TooMany `too_many_SCOPE` with the seconds until the window ends (at least 1).
    Queries: 1.
    """
    kept = _kept(subject)
    [(count, seconds_left, window)] = _alone(
        SPEND, scope=scope, subject=kept, seconds=window_seconds, weight=weight
    )
    unspent = limit * parts - count
    left = _left(limit, window_seconds, unspent // parts, seconds_left)
    if unspent < 0:
        raise TooMany(f"too_many_{scope}", **_told(left))
    return Spent(scope, kept, window, weight, parts, left)


def give_back(spent: Spent, weight: int) -> Left:
    """Take less than was taken, by so many parts: what was asked for cost less than it might have.

    Outside every transaction, as `spend`. Returns: what that leaves. Queries: 1.
    """
    found = _alone(
        GIVE_BACK, scope=spent.scope, subject=spent.subject, window=spent.window, weight=weight
    )
    if not found:  # the window is over and forgotten
        return spent.left
    unspent = spent.left.limit * spent.parts - found[0][0]
    return spent.left._replace(remaining=max(unspent // spent.parts, 0))


def forget_ended_windows() -> int:
    """Delete the counters whose window is over; the worker's sweep calls this.

    Returns: how many were deleted. Queries: 1.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_rate WHERE ends_at < clock_timestamp()")
        return cursor.rowcount


def _kept(subject: str) -> str:
    """The subject as it is stored: hashed where it is long or anything but plain ASCII.

    People type passwords into the wrong field and programs send anything, NUL bytes included.
    """
    if len(subject) <= SUBJECT_MAX and subject.isascii() and subject.isprintable():
        return subject
    return "sha256:" + hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()


def _alone(statement: str, **given: Any) -> list[Any]:
    """Run a statement as a transaction of its own, which it is where no other is open.

    As `atomic(durable=True)` has it, without the two statements that would begin and end it.
    """
    around: list[Any] = connection.atomic_blocks
    if around and not around[-1]._from_testcase:  # noqa: SLF001 - tests roll back all they do
        raise RuntimeError("What is counted inside a transaction is lost when it rolls back.")
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def _left(limit: int, window_seconds: int, remaining: int, seconds_left: int) -> Left:
    return Left(limit, window_seconds, max(remaining, 0), max(seconds_left, 1))


def _told(left: Left) -> dict[str, int]:
    return {
        "retry_after_seconds": left.seconds_left,
        "limit": left.limit,
        "window_seconds": left.window_seconds,
    }

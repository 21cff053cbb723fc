"""Limits on how often something may be done, exact however many ask at the same moment."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, transaction

from accounts.errors import TooMany

SUBJECT_MAX = 80

# The window is counted by the database's clock: web processes on several machines share one.
SPEND = """
    INSERT INTO accounts_rate AS rate (scope, subject, "window", count, ends_at)
    SELECT %(scope)s, %(subject)s, number, 1, to_timestamp((number + 1) * %(seconds)s)
    FROM (
        SELECT floor(extract(epoch FROM clock_timestamp()) / %(seconds)s)::bigint AS number
    ) AS present
    ON CONFLICT (scope, subject, "window") DO UPDATE SET count = rate.count + 1
    RETURNING count, ceil(extract(epoch FROM ends_at - clock_timestamp()))::integer
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
    SELECT max(ceil(extract(epoch FROM ends_at - clock_timestamp())))::integer
    FROM (SELECT * FROM own UNION ALL SELECT * FROM common) AS counted
    JOIN asked USING (scope, subject, "window")
    WHERE count > most
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


def spend_all(code: str, counters: Sequence[Counter]) -> None:
    """Count one more in each of several counters; as exact as `spend`, in one statement.

    What is refused counts too, but not in the shared counters when a person's own refuse it: one
    person alone cannot use up what a class behind the same address has. It has to be called outside
    every transaction, as `spend` has.

    Raises: TooMany `code` with the seconds until the longest window ends that is used up.
    Queries: 1.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            SPEND_ALL,
            {
                "scopes": [counter.scope for counter in counters],
                "subjects": [_kept(counter.subject) for counter in counters],
                "limits": [counter.limit for counter in counters],
                "seconds": [counter.window_seconds for counter in counters],
                "shared": [counter.shared for counter in counters],
            },
        )
        (seconds_left,) = cursor.fetchone()
    if seconds_left is not None:
        raise TooMany(code, retry_after_seconds=max(seconds_left, 1))


def spend(scope: str, subject: str, limit: int, window_seconds: int) -> None:
    """Count one more of `scope` (`sign_in_name`) for `subject` (a name, a network).

    The window is fixed: it begins at a multiple of `window_seconds` since the epoch, whoever asks.
    What is refused counts too. One statement adds and reads, so of any number asking at once
    exactly `limit` are let through; reading first and writing afterwards lets a crowd in.

    It has to be called outside every transaction, and says so with a RuntimeError otherwise: inside
    one, the count would be lost when the refused work rolls back, and everybody else counted under
    the same subject would wait until it ends.

    Raises: TooMany `too_many_SCOPE` with the seconds until the window ends (at least 1).
    Queries: 1.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            SPEND, {"scope": scope, "subject": _kept(subject), "seconds": window_seconds}
        )
        count, seconds_left = cursor.fetchone()
    if count > limit:
        raise TooMany(f"too_many_{scope}", retry_after_seconds=max(seconds_left, 1))


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

"""Cursors: where a list goes on, as a word that a page or a program hands back unread."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core import signing

from accounts.errors import Gone, Invalid
from debate.enums import Relation, Sort
from debate.limits import CURSOR_DAYS, DAY

_SIGNER = signing.Signer(salt="debate.queries.cursor")


class ListCursor[Edge: (datetime, float)](NamedTuple):
    """The row at the edge of a page of a list, and which way to go from it.

    `at` is what the list is sorted by (a moment, or a score), `id` settles ties. `order` names the
    order where a list has several: what one order says means nothing in another.
    """

    at: Edge
    id: int
    back: bool
    order: str = ""


def write_list_cursor(cursor: ListCursor[Any]) -> str:
    """A cursor for an address; signed, because what it holds goes into a query as it is."""
    at = cursor.at.isoformat() if isinstance(cursor.at, datetime) else cursor.at
    return _SIGNER.sign_object([at, cursor.id, cursor.back, cursor.order])


def read_list_cursor(word: str, *, order: str = "") -> ListCursor[datetime]:
    """Of a list by a moment. Raises Invalid("bad_cursor") for what was not made here for it."""
    at, number, back = _read(word, order)
    if not isinstance(at, str):
        raise Invalid("bad_cursor", field="cursor")
    return ListCursor(datetime.fromisoformat(at), number, back, order)


def read_score_cursor(word: str, *, order: str = "") -> ListCursor[float]:
    """Of a list by a score. Raises Invalid("bad_cursor") for what was not made here for it."""
    at, number, back = _read(word, order)
    if isinstance(at, str):
        raise Invalid("bad_cursor", field="cursor")
    return ListCursor(float(at), number, back, order)


def _read(word: str, order: str) -> tuple[str | float, int, bool]:
    try:
        at, number, back, made_for = _SIGNER.unsign_object(word)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid("bad_cursor", field="cursor") from error
    if made_for != order:
        raise Invalid("bad_cursor", field="cursor")
    return at, int(number), bool(back)


def write_reply_cursor(
    claim: str,
    sort: Sort,
    relation: Relation | None = None,
    *,
    after: int,
    number: int,
    back: bool = False,
) -> str:
    """Where the list of the replies to a claim goes on: at one of them, by its id.

    `number` says how many stood up to it, for when it has been moved away meanwhile.
    """
    order = _order_of_replies(claim, sort, relation)
    return write_list_cursor(ListCursor(float(number), after, back, order))


def read_reply_cursor(
    word: str, claim: str, sort: Sort, relation: Relation | None
) -> ListCursor[float]:
    """Raises Invalid("bad_cursor") for what was not made here for this claim and this order."""
    return read_score_cursor(word, order=_order_of_replies(claim, sort, relation))


def _order_of_replies(claim: str, sort: Sort, relation: Relation | None) -> str:
    return f"{claim}/{sort}/{relation or ''}"


OTHERS, POINTS, ALL = "", "p", "a"  # which replies of a thesis a cursor is about

BESIDES_MAX = 60  # claims that one cursor names
_SHOWN = re.compile(rf"([pa]?)(\d{{1,9}})((?:\.[a-z0-9]{{12}}){{0,{BESIDES_MAX}}})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shown:
    """How far the replies to a claim are shown.

    The first `count` of their order, and those with the keys `besides` out of turn. It counts
    instead of remembering a score: when votes change the order meanwhile, a reply may come twice
    (the page drops what it already has, by its id) or stay behind the stub until the next reload,
    but the address stays short and needs no list of what is shown.
    """

    count: int = 0
    besides: tuple[str, ...] = ()
    group: str = OTHERS


def write_shown(shown: Shown) -> str:
    """A plain number where that says all, as in `?after=12`."""
    return ".".join((f"{shown.group}{shown.count}", *shown.besides))


def read_shown(word: str) -> Shown:
    """Raises Invalid("bad_cursor") for every word that cannot have been made here."""
    match = _SHOWN.match(word)
    if match is None:
        raise Invalid("bad_cursor", field="after")
    group, count, besides = match.groups()
    return Shown(int(count), tuple(besides.split(".")[1:]), group)


# ---- How far changes have been followed

_CHANGES = signing.TimestampSigner(salt="debate.queries.cursor.changes")


def write_change_cursor(debate: str, seq: int) -> str:
    """How far somebody has followed the record of a debate; it holds for CURSOR_DAYS."""
    return _CHANGES.sign_object([debate, seq])


def change_cursor_age(at: datetime) -> int:
    """A number that is another one before a cursor of that time ends, by half of its days."""
    return int(at.timestamp() // (CURSOR_DAYS * DAY / 2))


def read_change_cursor(word: str, *, debate: str) -> int:
    """The number of the last Change that was followed.

    Raises Invalid("bad_cursor") for what was not made here for this debate, Gone for one too old.
    """
    try:
        made_for, seq = _CHANGES.unsign_object(word, max_age=timedelta(days=CURSOR_DAYS))
    except signing.SignatureExpired as error:
        raise Gone("cursor_expired") from error
    except (signing.BadSignature, ValueError) as error:
        raise Invalid("bad_cursor", field="since") from error
    if made_for != debate:
        raise Invalid("bad_cursor", field="since")
    return int(seq)


class Reached(NamedTuple):
    """How far somebody has followed the records of all debates, up to one row of a transaction.

    `place` is 0 of a Change and 1 of a Departure, which come last in theirs. `at` is when nothing
    was left to be told, in seconds: while somebody catches up it stays.
    """

    xid: int
    place: int
    id: int
    at: float


_SITE = signing.Signer(salt="debate.queries.cursor.site")


def write_site_cursor(reached: Reached) -> str:
    """A cursor over all debates; it holds for CURSOR_DAYS after nothing was left to be told."""
    return _SITE.sign_object(list(reached))


def read_site_cursor(word: str, *, now: datetime) -> Reached:
    """Raises Invalid("bad_cursor") for what was not made here for this, Gone for one too old."""
    try:
        reached = Reached._make(_SITE.unsign_object(word))
    except (signing.BadSignature, ValueError) as error:
        raise Invalid("bad_cursor", field="since") from error
    if now.timestamp() - reached.at > timedelta(days=CURSOR_DAYS).total_seconds():
        raise Gone("cursor_expired")
    return reached

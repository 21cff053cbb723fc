"""Cursors: where a list goes on, as a word that a page or a program hands back unread."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.core import signing

from accounts.errors import Invalid

_SIGNER = signing.Signer(salt="debate.queries.cursor")


class ListCursor(NamedTuple):
    """The row at the edge of a page of a list by last activity, and which way to go from it."""

    at: datetime
    id: int
    back: bool


def write_list_cursor(cursor: ListCursor) -> str:
    """A cursor for an address; signed, because what it holds goes into a query as it is."""
    return _SIGNER.sign_object([cursor.at.isoformat(), cursor.id, cursor.back])


def read_list_cursor(word: str) -> ListCursor:
    """Raises Invalid("bad_cursor") for every word that was not made here."""
    try:
        at, number, back = _SIGNER.unsign_object(word)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid("bad_cursor", field="cursor") from error
    return ListCursor(datetime.fromisoformat(at), int(number), bool(back))


OTHERS, POINTS, ALL = "", "p", "a"  # which replies of a thesis a cursor is about

_SHOWN = re.compile(r"([pa]?)(\d{1,9})((?:\.[a-z0-9]{12}){0,60})\Z", re.ASCII)


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

"""Pages of a list, cut at the row that a cursor names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from debate.queries.cursor import (
    ListCursor,
    read_list_cursor,
    read_score_cursor,
    write_list_cursor,
)
from debate.queries.rows import Page

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class Order:
    """What a list goes by: a column of moments, or of whole `numbers`; the highest first.

    `of` names the list: a cursor of another one means nothing in it.
    """

    by: str
    of: str
    numbers: bool = False
    rising: bool = False


def read_page[Row](
    found: QuerySet[Any],
    columns: Sequence[str | Combinable],
    row: Callable[..., Row],
    order: Order,
    *,
    limit: int,
    cursor: str = "",
) -> Page[Row]:
    """A page of rows in an order; ties go by id. Raises Invalid("bad_cursor"). Queries: 1."""
    read: Callable[..., ListCursor[Any]] = read_score_cursor if order.numbers else read_list_cursor
    at = read(cursor, order=order.of) if cursor else None
    back = at is not None and at.back
    by, upwards = order.by, order.rising != back
    if at is not None:
        beyond = "gt" if upwards else "lt"
        same = Q(**{by: at.at, f"pk__{beyond}": at.id})
        found = found.filter(Q(**{f"{by}__{beyond}": at.at}) | same)
    sign = "" if upwards else "-"
    ordered = found.order_by(f"{sign}{by}", f"{sign}pk")
    named = [F(column) if isinstance(column, str) else column for column in columns]
    rows = list(ordered.values_list(by, "pk", *named)[: limit + 1])
    more = len(rows) > limit
    shown = rows[:limit]
    if back:
        shown.reverse()

    def edge(of_row: tuple[Any, ...], *, back: bool) -> str:
        value, number = of_row[:2]
        value = float(value) if order.numbers else value
        return write_list_cursor(ListCursor(value, number, back, order.of))

    return Page(
        rows=tuple(row(*columns_read) for _, _, *columns_read in shown),
        next=edge(shown[-1], back=False) if shown and (more or back) else None,
        previous=edge(shown[0], back=True) if shown and (more if back else at) else None,
    )


def cut_page[Row](rows: Sequence[Row], *, of: str, limit: int, cursor: str = "") -> Page[Row]:
    """A page of a list that is short enough to be read whole. Raises Invalid("bad_cursor")."""
    at = read_score_cursor(cursor, order=of) if cursor else None
    start = 0 if at is None else max(0, at.id - limit) if at.back else at.id
    stop = at.id if at is not None and at.back else start + limit

    def edge(number: int, *, back: bool) -> str:
        return write_list_cursor(ListCursor(0.0, number, back, of))

    return Page(
        rows=tuple(rows[start:stop]),
        next=edge(stop, back=False) if stop < len(rows) else None,
        previous=edge(start, back=True) if 0 < start < len(rows) else None,
    )

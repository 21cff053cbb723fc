"""The teacher's board: a page made of parts, each of which can be asked for alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.errors import NotFound
from classroom.enums import Action
from classroom.limits import ANNOUNCEMENT_MAX
from classroom.models import Session
from classroom.queries.access import SessionAccess, open_session
from classroom.queries.board import (
    BoardHead,
    list_credited,
    list_featured,
    read_board_head,
    read_what_waits,
)
from classroom.queries.clock import Clock, read_clock
from classroom.queries.feed import list_calls, read_feed
from classroom.queries.flow import read_positions
from classroom.queries.roster import Roster, RosterRow, read_roster
from debate.enums import Side
from debate.policies.visitor import Viewer
from debate.web.answers import by_htmx, page, viewer


@dataclass
class Board:
    """One look at a session; what several parts need is read once."""

    access: SessionAccess
    viewer: Viewer

    @cached_property
    def head(self) -> BoardHead:
        return read_board_head(self.access)

    @cached_property
    def clock(self) -> Clock:
        return read_clock(self.access)

    @cached_property
    def roster(self) -> Roster:
        return read_roster(self.access)


type Part = Callable[[Board], Mapping[str, object]]


def _bar(board: Board) -> Mapping[str, object]:
    return {"clock": board.clock}


def _here(board: Board) -> Mapping[str, object]:
    return {"roster": board.roster, "head": board.head, "at": board.access.at}


def _tools(board: Board) -> Mapping[str, object]:
    return {"head": board.head}


def _roster(board: Board) -> Mapping[str, object]:
    roster = board.roster
    several = board.head.several
    groups = [g.number for g in board.head.groups] if several else [None]
    tables = [
        Table(side, group, rows)
        for group in groups
        for side in (*Side, None)
        if (rows := roster.on(side, group))
    ]
    unplaced = tuple(row for row in roster.seated if several and row.group is None)
    return {
        "roster": roster,
        "tables": tables,
        "unplaced": unplaced,
        "names": board.access.standing.names,
    }


def _waiting(board: Board) -> Mapping[str, object]:
    return {"waiting": read_what_waits(board.access, board.head, board.viewer)}


def _latest(board: Board) -> Mapping[str, object]:
    return {"feed": read_feed(board.access), "several": board.head.several}


def _calls(board: Board) -> Mapping[str, object]:
    return {"calls": list_calls(board.access), "several": board.head.several}


def _positions(board: Board) -> Mapping[str, object]:
    return {
        "positions": read_positions(board.access),
        "credited": list_credited(board.access),
    }


def _featured(board: Board) -> Mapping[str, object]:
    return {"featured": list_featured(board.access)}


def _announced(board: Board) -> Mapping[str, object]:
    return {"announcement_max": ANNOUNCEMENT_MAX}


PARTS: Mapping[str, Part] = {
    "here": _here,
    "bar": _bar,
    "tools": _tools,
    "roster": _roster,
    "waiting": _waiting,
    "latest": _latest,
    "calls": _calls,
    "positions": _positions,
    "featured": _featured,
    "announced": _announced,
}


@dataclass(frozen=True, slots=True)
class Table:
    """Those of the roster who sit on one side, of one group where there are several."""

    side: Side | None
    group: int | None
    rows: tuple[RosterRow, ...]


@require_safe
@never_cache
def board(request: HttpRequest, key: str) -> HttpResponse:
    who = viewer(request)
    seen = Board(open_session(key, who, Action.SEE_BOARD), who)
    part = request.GET.get("part", "")
    if part and by_htmx(request):
        return _part(request, seen, part)
    inputs: dict[str, Any] = {"session": seen.access.session, "head": seen.head}
    for read in PARTS.values():
        inputs |= read(seen)
    chosen = request.GET.get("seat", "")
    inputs |= {"seat": _seat(seen, chosen) if chosen else None, "fishbowl": _has_circle(seen)}
    response = page(request, "session/board.html", **inputs)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _part(request: HttpRequest, seen: Board, part: str) -> HttpResponse:
    session: Session = seen.access.session
    if part == "seat":
        row = _seat(seen, request.GET.get("seat", ""))
        return page(
            request,
            "session/_seat.html",
            session=session,
            head=seen.head,
            clock=seen.clock,
            names=seen.access.standing.names,
            fishbowl=_has_circle(seen),
            seat=row,
        )
    read = PARTS.get(part)
    if read is None:
        raise NotFound("no_such_page")
    inputs = {"session": session, **read(seen)}
    response = render(request, f"session/_{part}.html", inputs)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _has_circle(seen: Board) -> bool:
    """Whether some phase lets those in the circle do more than the others."""
    return any(phase.inner for phase in seen.clock.phases)


def _seat(seen: Board, key: str) -> RosterRow | None:
    """Somebody who sits or waits, to do something about; None once they are gone."""
    rows = (*seen.roster.seated, *seen.roster.lobby, *seen.roster.absent)
    return next((row for row in rows if row.key == key), None)

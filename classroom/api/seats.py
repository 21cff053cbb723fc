"""The seats of a session: who is there, admitting, placing, looking up and removing them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.operation import operation
from accounts.api.strict import Strict, Text, Whole, Word
from accounts.errors import NotFound
from classroom.actions.circle import set_in_circle
from classroom.actions.codes import renew_code
from classroom.actions.groups import open_groups, place_all, place_in_group
from classroom.actions.lobby import admit, admit_all
from classroom.actions.removing import let_back, remove_seat
from classroom.actions.reveal import reveal_seat
from classroom.actions.sides import deal_sides_anew, set_side, switch_sides
from classroom.api.resource import Resource
from classroom.api.rows import (
    GroupOfSession,
    SeatOfSession,
    SessionWhole,
    seat_shown,
    session_shown,
    words,
)
from classroom.limits import GROUPS_MAX
from classroom.queries.groups import list_groups
from classroom.queries.roster import read_roster
from debate.enums import Paced, Side


class SeatsOfSession(serializers.Serializer[Any]):
    """All seats: those who sit, those who wait in the lobby, those who are absent."""

    seated = SeatOfSession(many=True)
    lobby = SeatOfSession(many=True)
    absent = SeatOfSession(many=True)


class GroupsOfSession(serializers.Serializer[Any]):
    """The groups of a session, in their order."""

    results = GroupOfSession(many=True)


class Admission(Strict):
    """As whom somebody is admitted."""

    listed = Text(default="", help_text="The key of the absent seat that is theirs.")


class SideSent(Strict):
    """A side."""

    side = Word(words(Side))


class GroupSent(Strict):
    """A group."""

    group = Text(help_text="Its key.")


class GroupsSent(Strict):
    """How many groups there are to be."""

    groups = Whole(min_value=1, max_value=GROUPS_MAX)


class OfSeats(Resource):
    """What changes seats, and answers them as they are then."""

    def seats(self, key: str) -> Response:
        access = self.open(key)
        roster = read_roster(access)
        return Response(
            {
                part: [seat_shown(access, row) for row in rows]
                for part, rows in (
                    ("seated", roster.seated),
                    ("lobby", roster.lobby),
                    ("absent", roster.absent),
                )
            }
        )

    def seat(self, key: str, seat: str) -> Response:
        access = self.open(key)
        roster = read_roster(access)
        rows = (*roster.seated, *roster.lobby, *roster.absent)
        found = next((row for row in rows if row.key == seat), None)
        if found is None:
            raise NotFound("no_seat")
        return Response(seat_shown(access, found))


class Seats(OfSeats):
    """Who sits in a session."""

    @operation("List the seats of a session", SeatsOfSession)
    def get(self, request: Request, key: str) -> Response:
        return self.seats(key)


class Seat(OfSeats):
    """One seat."""

    @operation("Read a seat", SeatOfSession)
    def get(self, request: Request, key: str, place: str) -> Response:
        return self.seat(key, place)

    @operation("Remove a student", status=HTTPStatus.NO_CONTENT, paced=Paced.SEAT)
    def delete(self, request: Request, key: str, place: str) -> Response:
        remove_seat(session=key, seat=place, by=self.viewer)
        return Response(status=HTTPStatus.NO_CONTENT)


class Admitted(OfSeats):
    """Somebody of the lobby, as one who sits."""

    @operation("Admit a student", SeatOfSession, sent=Admission, paced=Paced.ORDER)
    def post(self, request: Request, key: str, place: str) -> Response:
        sat = admit(session=key, seat=place, by=self.viewer, **self.sent)
        return self.seat(key, sat.key)


class AdmittedAll(OfSeats):
    """Everybody in the lobby, as those who sit."""

    @operation("Admit all", SeatsOfSession, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        admit_all(session=key, by=self.viewer)
        return self.seats(key)


class Back(OfSeats):
    """Somebody who was removed, on their seat again."""

    @operation("Let a student back in", SeatOfSession, paced=Paced.SEAT)
    def post(self, request: Request, key: str, place: str) -> Response:
        let_back(session=key, seat=place, by=self.viewer)
        return self.seat(key, place)


class SideOfSeat(OfSeats):
    """The side of one student."""

    @operation("Put a student on a side", SeatOfSession, sent=SideSent, paced=Paced.ORDER)
    def put(self, request: Request, key: str, place: str) -> Response:
        set_side(session=key, seat=place, side=self.sent["side"], by=self.viewer)
        return self.seat(key, place)


class GroupOfSeat(OfSeats):
    """The group of one student."""

    @operation("Move a student to a group", SeatOfSession, sent=GroupSent, paced=Paced.ORDER)
    def put(self, request: Request, key: str, place: str) -> Response:
        place_in_group(session=key, seat=place, group=self.sent["group"], by=self.viewer)
        return self.seat(key, place)


class CircleOfSeat(OfSeats):
    """That a student sits in the circle of a fishbowl."""

    @operation("Let a student into the circle", SeatOfSession, paced=Paced.ORDER)
    def put(self, request: Request, key: str, place: str) -> Response:
        set_in_circle(session=key, seat=place, inside=True, by=self.viewer)
        return self.seat(key, place)

    @operation("Let a student out of the circle", SeatOfSession, paced=Paced.ORDER)
    def delete(self, request: Request, key: str, place: str) -> Response:
        set_in_circle(session=key, seat=place, inside=False, by=self.viewer)
        return self.seat(key, place)


class NameOfSeat(OfSeats):
    """Who is behind a pseudonym. It is kept that this was looked up, and the student sees it."""

    @operation("Look up who a student is", SeatOfSession, paced=Paced.ORDER)
    def post(self, request: Request, key: str, place: str) -> Response:
        reveal_seat(session=key, seat=place, by=self.viewer)
        return self.seat(key, place)


class Sides(OfSeats):
    """Everybody on the other side."""

    @operation("Switch sides", SeatsOfSession, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        switch_sides(session=key, by=self.viewer)
        return self.seats(key)


class SidesDealt(OfSeats):
    """Everybody on a side by the rule of the session."""

    @operation("Deal sides anew", SeatsOfSession, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        deal_sides_anew(session=key, by=self.viewer)
        return self.seats(key)


class Groups(OfSeats):
    """The groups of a session, each with a debate of its own."""

    @operation("List groups", GroupsOfSession)
    def get(self, request: Request, key: str) -> Response:
        return Response({"results": GroupOfSession(list_groups(self.open(key)), many=True).data})

    @operation("Open groups", GroupsOfSession, sent=GroupsSent, paced=Paced.ORDER)
    def put(self, request: Request, key: str) -> Response:
        open_groups(session=key, by=self.viewer, **self.sent)
        return Response({"results": GroupOfSession(list_groups(self.open(key)), many=True).data})


class Placing(OfSeats):
    """Everybody in a group, the sides balanced in each."""

    @operation("Place all in groups", SeatsOfSession, paced=Paced.ORDER)
    def post(self, request: Request, key: str) -> Response:
        place_all(session=key, by=self.viewer)
        return self.seats(key)


class Code(Resource):
    """What students come in by."""

    @operation("Make another code", SessionWhole, paced=Paced.ORDER, kept=False)
    def post(self, request: Request, key: str) -> Response:
        renew_code(session=key, by=self.viewer)
        return Response(session_shown(self.open(key)))

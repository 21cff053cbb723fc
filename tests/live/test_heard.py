"""What somebody may not see, they do not hear of either."""

from __future__ import annotations

from itertools import product

import pytest

from debate.enums import ChangeKind, RepliesHidden, ResultsHidden
from debate.live.heard import OF_MEMBERS, OF_VOTES, heard
from debate.live.record import Hiding, Told
from debate.policies.ticket import Ticket

NOTHING = Hiding()
REPLIES = Hiding(replies=RepliesHidden.POSTED)
UNTIL_JUDGED = Hiding(results=ResultsHidden.JUDGED)
UNTIL_REVEALED = Hiding(results=ResultsHidden.REVEALED)

STRANGER = Ticket(("debate:k",))
WRITER = Ticket(("debate:k",), person="writer")
POSTED = Ticket(("debate:k",), person="else", sees_replies=True)
JUDGED = Ticket(("debate:k",), person="else", sees_results=True)
KEEPER = Ticket(("debate:k",), person="keeper", keeps_order=True)
EVERYBODY = (STRANGER, WRITER, POSTED, JUDGED, KEEPER)


def reply(kind: ChangeKind = ChangeKind.STATED, *, by_keeper: bool = False) -> Told:
    return Told(7, kind, ("c",), ("p",), of_reply=True, author="writer", by_keeper=by_keeper)


def hearers(change: Told, hiding: Hiding) -> set[Ticket]:
    return {ticket for ticket in EVERYBODY if heard(change, hiding, ticket)}


@pytest.mark.parametrize(
    "kind", [ChangeKind.STATED, ChangeKind.EDITED, ChangeKind.WITHDRAWN, ChangeKind.HIDDEN]
)
def test_of_hidden_replies_hear_their_writer_who_posted_and_who_keeps_order(
    kind: ChangeKind,
) -> None:
    assert hearers(reply(kind), REPLIES) == {WRITER, POSTED, KEEPER}
    assert hearers(reply(kind), NOTHING) == set(EVERYBODY)


def test_what_those_who_keep_order_say_is_not_hidden() -> None:
    assert hearers(reply(by_keeper=True), REPLIES) == set(EVERYBODY)


def test_theses_points_and_the_debate_as_a_whole_are_not_hidden() -> None:
    assert hearers(Told(7, "edited", ("c",), ()), REPLIES) == set(EVERYBODY)
    assert hearers(Told(7, "closed", (), ()), REPLIES) == set(EVERYBODY)


def test_a_change_of_many_claims_names_none_to_whom_replies_are_hidden() -> None:
    assert hearers(Told(7, "credited", ("c", "d"), (), many=True), REPLIES) == {POSTED, KEEPER}


@pytest.mark.parametrize("kind", sorted(OF_VOTES))
def test_of_hidden_results_hears_who_judged_and_who_keeps_order(kind: ChangeKind) -> None:
    tallied = Told(7, kind, ("c",), (), many=True)
    assert hearers(tallied, UNTIL_JUDGED) == {JUDGED, KEEPER}
    assert hearers(tallied, UNTIL_REVEALED) == {KEEPER}
    assert hearers(tallied, NOTHING) == set(EVERYBODY)


def test_of_seats_hears_nobody() -> None:
    for kind, hiding in product(OF_MEMBERS, (NOTHING, REPLIES, UNTIL_JUDGED)):
        assert hearers(Told(7, kind, (), ()), hiding) == set()


def test_a_visitor_is_not_the_writer_of_a_claim_without_one() -> None:
    nobodys = Told(7, "stated", ("c",), ("p",), of_reply=True)
    assert not heard(nobodys, REPLIES, STRANGER)

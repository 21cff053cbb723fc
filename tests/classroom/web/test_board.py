"""The board, the wall and what is done from them: who may, and what each shows."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from classroom.actions.clock import end_session, start_session
from classroom.actions.groups import open_groups
from classroom.enums import Naming, SeatState
from classroom.models import Feature, Reveal, Seat, Session, SessionTeacher
from debate.actions.flag import flag_claim
from debate.actions.reply import post_reply
from debate.enums import ClaimState, Reason, Relation, Side
from debate.models import Claim, Flag, HeldClaim
from debate.policies.ticket import read_ticket
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase

pytestmark = pytest.mark.django_db

PAGES = ("board", "projector", "claims/?deed=hide", "announcement", "reveals")
HTMX = {"HX-Request": "true"}
PARTS = (
    "here",
    "bar",
    "roster",
    "waiting",
    "latest",
    "calls",
    "positions",
    "featured",
    "announced",
)


def signed_in(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def at(session: Session, page: str) -> str:
    path, mark, query = page.partition("?")
    return f"/sessions/{session.key}/{path.rstrip('/')}/{mark}{query}"


def a_claim(session: Session, seat: Seat, text: str = "It is not so.") -> Claim:
    assert seat.person
    thesis = factories.thesis_of(debate_of(session))
    return factories.reply(thesis, seat.person, Relation.REBUT, text)


# ---- Who may see it


@pytest.mark.parametrize("page", [*PAGES, "ticket"])
def test_outside_of_a_session_there_is_no_such_page(dan: User, carol: User, page: str) -> None:
    session, other = a_session(dan), a_session(carol)
    elsewhere = a_seat(other).person
    removed = a_seat(session, state=SeatState.REMOVED).person
    for outsider in (None, carol, elsewhere, removed):
        assert signed_in(outsider).get(at(session, page)).status_code in {404, 302, 303}
        assert signed_in(outsider).get(at(session, page), headers=HTMX).status_code in {404, 401}


@pytest.mark.parametrize("page", PAGES)
def test_a_student_is_told_that_it_is_for_teachers(dan: User, page: str) -> None:
    session = a_session(dan)
    assert signed_in(a_seat(session).person).get(at(session, page)).status_code == 403


def test_a_co_teacher_sees_the_board_and_no_name_behind_a_pseudonym(dan: User, carol: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    SessionTeacher.objects.create(session=session, person=carol, names=False)
    seat = a_seat(session, "Iris Park", byline="Blue Heron")
    a_seat(session, "Greta Holm", state=SeatState.LISTED)
    a_seat(session, "Maja Lund", state=SeatState.LOBBY)
    a_claim(session, seat)
    page = signed_in(carol).get(at(session, f"board?seat={seat.key}"))
    assert page.status_code == 200
    for name in ("Iris Park", "Greta Holm", "Maja Lund"):
        assert name not in page.text
    assert "Blue Heron" in page.text
    assert signed_in(carol).get(at(session, "reveals")).status_code == 403


def test_its_teacher_sees_names_in_the_lobby_and_of_the_absent_alone(dan: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    a_seat(session, "Iris Park", byline="Blue Heron")
    a_seat(session, "Greta Holm", state=SeatState.LISTED)
    a_seat(session, "Maja Lund", state=SeatState.LOBBY)
    page = signed_in(dan).get(at(session, "board")).text
    assert "Iris Park" not in page
    assert "Greta Holm" in page
    assert "Maja Lund" in page


# ---- What it shows


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_the_one_that_the_page_holds(dan: User, part: str) -> None:
    session = a_session(dan)
    a_claim(session, a_seat(session))
    client = signed_in(dan)
    alone = client.get(at(session, f"board?part={part}"), headers=HTMX)
    assert alone.status_code == 200
    assert f'data-part="{part}"' in alone.text
    assert "<html" not in alone.text
    assert f'data-part="{part}"' in client.get(at(session, "board")).text


def test_what_is_no_part_is_not_found_and_without_htmx_the_board(dan: User) -> None:
    session = a_session(dan)
    client = signed_in(dan)
    assert client.get(at(session, "board?part=grades"), headers=HTMX).status_code == 404
    assert "<html" in client.get(at(session, "board?part=roster")).text


def test_a_board_and_a_wall_have_their_state_in_words(dan: User) -> None:
    session = a_session(dan, running=False)
    client = signed_in(dan)
    assert "Start the session" in client.get(at(session, "board")).text
    assert client.get(at(session, "projector")).status_code == 200
    start_session(session=session.key, by=dan)
    assert "Next: Open" in client.get(at(session, "board")).text
    end_session(session=session.key, by=dan)
    page = client.get(at(session, "board")).text
    assert "This session is over." in page
    assert 'value="next"' not in page
    assert 'id="tell-text"' not in page
    assert "This session is over." in client.get(at(session, "projector")).text


def test_groups_are_told_apart(dan: User) -> None:
    session = a_session(dan)
    open_groups(session=session.key, groups=2, by=dan)
    for number in (1, 2):
        seat = a_seat(session, f"Student {number}", group=number, side=Side.FOR)
        assert seat.person
        thesis = factories.thesis_of(debate_of(session, number))
        factories.reply(thesis, seat.person, Relation.REBUT, f"Said in group number {number}.")
    page = signed_in(dan).get(at(session, "board")).text
    for number in (1, 2):
        assert f"Said in group number {number}." in page
        assert page.count(f"Group {number}") >= 3  # in the roster, the feed and what to call on


def test_a_board_shows_what_is_blind_to_students(dan: User) -> None:
    session = a_session(dan, phase="Open")
    a_claim(session, a_seat(session), text="Only the quiet ones sleep well.")
    assert "Only the quiet ones sleep well." in signed_in(dan).get(at(session, "board")).text


def test_the_wall_names_nobody(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session, "Iris", side=Side.FOR)
    claim = a_claim(session, seat, text="Only the quiet ones sleep well.")
    Feature.objects.create(session=session, claim=claim, by=dan)
    hold_phase(session, "Rebut")
    page = signed_in(dan).get(at(session, "projector")).text
    assert "Only the quiet ones sleep well." in page
    assert "Iris" not in page
    assert dan.display_name not in page


@pytest.mark.parametrize("students", [1, 3, 30])
def test_a_board_costs_the_same_whatever_the_number_of_students(
    dan: User, students: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    session = a_session(dan)
    for number in range(students):
        a_claim(session, a_seat(session, f"Student {number}", side=Side.FOR))
    client = signed_in(dan)
    with django_assert_max_num_queries(25):
        client.get(at(session, "board"))


# ---- What is done from it


def test_an_announcement_is_told_and_taken_back(dan: User) -> None:
    session = a_session(dan)
    client = signed_in(dan)
    client.post(at(session, "announcement"), {"text": "Five minutes left."})
    assert "Five minutes left." in client.get(at(session, "projector")).text
    client.post(at(session, "announcement"), {"deed": "withdraw"})
    assert "Five minutes left." not in client.get(at(session, "projector")).text
    empty = client.post(at(session, "announcement"), {"text": ""})
    assert empty.status_code == 422
    assert "Write what you want to tell everybody." in empty.text


def test_a_claim_is_shown_to_all_and_no_more(dan: User) -> None:
    session = a_session(dan)
    claim = a_claim(session, a_seat(session))
    client = signed_in(dan)
    sent = {"deed": "feature", "claim": claim.key}
    assert client.post(at(session, "features"), sent).status_code == 303
    assert Feature.objects.filter(claim=claim).exists()
    answer = client.post(at(session, "features"), {**sent, "deed": "stop"}, headers=HTMX)
    assert (answer.status_code, Feature.objects.exists()) == (204, False)
    assert json.loads(answer["HX-Trigger"])["board-done"] == {"parts": ["latest", "featured"]}


def test_flags_are_dismissed_from_the_board(dan: User) -> None:
    session = a_session(dan, phase="Rebut")
    claim = a_claim(session, a_seat(session, "Iris"))
    flag_claim(claim=claim.key, reason=Reason.INSULT, by=a_seat(session, "Felix").person)
    client = signed_in(dan)
    assert "Flagged by 1" in client.get(at(session, "board")).text
    client.post(at(session, "claims"), {"deed": "settle", "claim": claim.key})
    assert not Flag.objects.filter(settled_at=None).exists()


def test_a_held_claim_is_approved_or_returned_from_the_board(dan: User) -> None:
    session = a_session(dan, phase="Rebut", holding="all")
    seat = a_seat(session, "Iris")
    thesis = factories.thesis_of(debate_of(session))
    held = [
        post_reply(parent=thesis.key, relation="rebut", text=text, by=seat.person)
        for text in ("Practice is how anything sticks.", "Because everybody knows it.")
    ]
    client = signed_in(dan)
    board = client.get(at(session, "board")).text
    assert all(row.text in board for row in held)
    client.post(at(session, "claims"), {"deed": "approve", "held": held[0].key})
    assert Claim.objects.get(key=held[0].key).state == ClaimState.LIVE
    asked = client.get(at(session, f"claims?deed=return&held={held[1].key}"))
    assert held[1].text in asked.text
    sent = {"deed": "return", "held": held[1].key, "reason": "unclear", "note": "Say why."}
    assert client.post(at(session, "claims"), {**sent, "note": ""}).status_code == 422
    client.post(at(session, "claims"), sent)
    assert HeldClaim.objects.get(key=held[1].key).state == "returned"


@pytest.mark.parametrize("deed", ["return", "hide"])
def test_a_claim_is_taken_out_of_sight_with_a_note(dan: User, deed: str) -> None:
    session = a_session(dan)
    claim = a_claim(session, a_seat(session))
    sent = {"deed": deed, "claim": claim.key, "reason": "unclear", "note": "Say why."}
    signed_in(dan).post(at(session, "claims"), sent)
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.HIDDEN
    assert HeldClaim.objects.count() == (1 if deed == "return" else 0)


def test_no_claim_of_another_session_is_ordered_about(dan: User) -> None:
    session, other = a_session(dan), a_session(dan)
    claim = a_claim(other, a_seat(other))
    client = signed_in(dan)
    for deed in ("hide", "return", "settle"):
        sent = {"deed": deed, "claim": claim.key, "reason": "unclear", "note": "Say why."}
        assert client.post(at(session, "claims"), sent).status_code == 404
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.LIVE


def test_a_look_is_asked_for_first_and_told_then(dan: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Park", byline="Blue Heron")
    client = signed_in(dan)
    asked = client.get(at(session, f"reveals?seat={seat.key}"))
    assert "Iris Park" not in asked.text
    assert not Reveal.objects.exists()
    told = client.post(at(session, "reveals"), {"deed": "one", "seat": seat.key}, follow=True)
    assert "Blue Heron is Iris Park." in told.text


# ---- Listening


def test_a_teacher_listens_to_everything_and_a_student_to_what_is_theirs(dan: User) -> None:
    session = a_session(dan)
    seat, waiting = a_seat(session), a_seat(session, "Maja", state=SeatState.LOBBY)
    debate = debate_of(session).key

    def heard(person: User | None) -> tuple[set[str], bool]:
        told = signed_in(person).get(at(session, "ticket")).json()
        ticket = read_ticket(told["ticket"]).ticket
        return set(ticket.topics), ticket.keeps_order

    of_all = {f"session:{session.key}", f"debate:{debate}"}
    assert heard(dan) == ({f"board:{session.key}"} | of_all, True)
    assert heard(seat.person) == ({f"seat:{seat.key}"} | of_all, False)
    assert heard(waiting.person) == ({f"seat:{waiting.key}"}, False)


def test_asking_for_a_ticket_says_that_one_is_here(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    signed_in(seat.person).get(at(session, "ticket"))
    assert Seat.objects.get(pk=seat.pk).seen_at is not None

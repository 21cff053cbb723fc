"""A session that ends, a code that is made anew, a session that is deleted: who is out, is out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from django.conf import settings

from accounts.models import User
from classroom.enums import SeatState
from classroom.models import Seat, Session
from debate.models import Claim, Delta, Position, Vote
from debate.policies.ticket import Ticket, read_ticket
from debate.queries.cursor import write_change_cursor
from tests.browser.people import session_of
from tests.browser.serving import served
from tests.classroom.factories import a_class, a_session, debate_of, hold_phase
from tests.drills.test_lesson_at_once import browser, join, statuses
from tests.factories import reply, thesis_of

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

SECONDS = 5.0  # in which whoever is out hears of it


@pytest.fixture(scope="module")
def app(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("static")) as address:
        yield address


@pytest.fixture
def desk(app: str, dan: User) -> Iterator[httpx.Client]:
    """The browser of the teacher."""
    with browser(app, **{settings.SESSION_COOKIE_NAME: session_of(dan)}) as client:
        yield client


def pages(session: Session) -> list[str]:
    """What a student reads: pages, parts of them, the API."""
    of = debate_of(session)
    return [
        f"/sessions/{session.key}/",
        f"/sessions/{session.key}/?part=mine",
        f"/sessions/{session.key}/ticket/",
        f"/debates/{of.key}/threads/",
        f"/debates/{of.key}/ticket/",
        f"/claims/{thesis_of(of).key}/",
        f"/api/v1/debates/{of.key}",
        f"/api/v1/debates/{of.key}/thread",
        f"/api/v1/debates/{of.key}/changes?since={write_change_cursor(of.key, 0)}",
    ]


def assert_all_answer(client: httpx.Client, session: Session) -> None:
    paths = pages(session)
    assert statuses(client, paths) == dict.fromkeys(paths, 200)


def ticket(client: httpx.Client, session: Session) -> tuple[Ticket, str]:
    """What a page listens with, and where."""
    given = client.get(f"/sessions/{session.key}/ticket/").json()
    return read_ticket(given["ticket"]).ticket, f"{given['url']}?ticket={given['ticket']}"


@contextmanager
def listening(client: httpx.Client, address: str) -> Iterator[Iterator[str]]:
    """The lines of a stream that has begun; one that says nothing for too long fails the test."""
    with client.stream("GET", address, timeout=SECONDS) as stream:
        assert stream.status_code == 200
        lines = stream.iter_lines()
        next(lines)
        yield lines


def hear(lines: Iterator[str], *events: str) -> None:
    """Wait until a stream has told of each of these."""
    missing = {f"event: {event}" for event in events}
    until = time.monotonic() + SECONDS
    for line in lines:
        missing.discard(line)
        if not missing:
            return
        assert time.monotonic() < until, missing
    raise AssertionError(f"the stream ended before {missing}")


def ends(lines: Iterator[str]) -> None:
    """A stream tells its page to show who it is again, and is over."""
    assert "event: renew" in list(lines)


def test_a_session_that_is_over_is_read_and_takes_nothing(
    app: str, desk: httpx.Client, dan: User
) -> None:
    session = a_session(dan, lobby=False, of_class=a_class(dan, "Maja").key, phase="Open")
    of = debate_of(session)
    absent = session.seats.get(name="Maja")
    (_, iris), (_, noor) = (join(app, session, name) for name in ("Iris", "Noor"))
    with iris, noor:
        seat = session.seats.get(name="Noor")
        assert seat.person
        claim = reply(thesis_of(of), seat.person, text="Evenings are for families.")
        hold_phase(session, "Vote")
        before, address = ticket(iris, session)
        old = session.code or ""
        judged = written(noor, session, reply(thesis_of(of), dan, text="Early to bed."))
        assert judged[f"/sessions/{session.key}/cards/"] == 200  # as long as it runs
        Vote.objects.all().delete()
        with listening(iris, address) as lines:
            form = {"deed": "end"}
            assert desk.post(f"/sessions/{session.key}/clock/", data=form).status_code == 303
            hear(lines, "results")
        asked_anew, address = ticket(iris, session)
        assert asked_anew == before
        with listening(iris, address):
            pass  # they may go on reading, and so they may listen
        assert_all_answer(iris, session)
        assert written(iris, session, claim) == dict.fromkeys(writes(session, claim), 409)
        by_program = iris.post(f"/api/v1/claims/{claim.key}/replies", json=SAID_BY_PROGRAM)
        assert by_program.status_code == 409
    assert not Claim.objects.filter(text="At the bell.").exists()
    for model in (Vote, Position, Delta):
        assert not model.objects.exists()
    assert_nobody_comes_in(app, session, old, absent)


def test_a_new_code_lets_nobody_in_by_the_old_one_and_sends_away_who_waits(
    app: str, desk: httpx.Client, dan: User
) -> None:
    session = a_session(dan, lobby=True, of_class=a_class(dan, "Maja", "Noor").key)
    absent, listed = session.seats.get(name="Maja"), session.seats.get(name="Noor")
    old = session.code or ""
    with browser(app) as noor:
        assert noor.post("/join/", data={"code": old, "pin": listed.pin}).status_code == 303
        _, iris = join(app, session, "Iris")
        here = f"/sessions/{session.key}/"
        with iris:
            waiting, address = ticket(iris, session)
            seated, hers = ticket(noor, session)
            assert waiting.topics != seated.topics
            with listening(iris, address) as lines, listening(noor, hers) as lines_of_noor:
                assert desk.post(f"/sessions/{session.key}/code/").status_code == 303
                ends(lines)
                announce = {"deed": "announce", "text": "Compare the code."}
                told = desk.post(f"/sessions/{session.key}/announcement/", data=announce)
                assert told.status_code == 303
                hear(lines_of_noor, "announcement")  # who sits there stays
            out = [here, f"{here}?part=lobby", f"{here}ticket/"]
            assert statuses(iris, out) == dict.fromkeys(out, 404)
            assert iris.get(address).status_code == 401
        assert_all_answer(noor, session)
        assert_nobody_comes_in(app, session, old, absent)
        session.refresh_from_db()
        with browser(app) as maja:
            by_pin = {"code": session.code or "", "pin": absent.pin}
            assert maja.post("/join/", data=by_pin).status_code == 303
            assert_all_answer(maja, session)


def test_a_session_that_is_deleted_is_there_for_nobody(
    app: str, desk: httpx.Client, dan: User
) -> None:
    session = a_session(dan, lobby=False, phase="Open")
    paths, old = pages(session), session.code or ""
    _, iris = join(app, session, "Iris")
    seat = session.seats.select_related("person").get(name="Iris")
    assert seat.person
    replies = f"/claims/{thesis_of(debate_of(session)).key}/replies/"
    with iris:
        _, address = ticket(iris, session)
        with listening(iris, address) as lines:
            gone = desk.post(f"/sessions/{session.key}/deletion/")
            assert gone.status_code == 303
            ends(lines)
        assert statuses(iris, paths) == dict.fromkeys(paths, 404)
        assert iris.get(address).status_code == 401
        assert iris.post(replies, data=SAID).status_code == 404
    with browser(app) as nobody:
        assert nobody.post("/join/", data={"code": old, "name": "Ada"}).status_code == 422
        assert nobody.post("/join/", data={"code": old, "pin": seat.pin}).status_code == 422
    assert not User.objects.filter(pk=seat.person.pk).exists()


SAID = {"relation": "rebut", "text": "At the bell.", "parent_revision": "1"}
SAID_BY_PROGRAM = {"relation": "rebut", "text": "At the bell."}


def writes(session: Session, claim: Claim) -> dict[str, dict[str, str]]:
    """What a student could still send to a session, by its address."""
    of = debate_of(session)
    return {
        f"/claims/{thesis_of(of).key}/replies/": SAID,
        f"/claims/{claim.key}/vote/": {"value": "1"},
        f"/debates/{of.key}/position/": {"value": "1"},
        f"/sessions/{session.key}/cards/": {"claim": claim.key, "value": "1"},
        f"/sessions/{session.key}/moved/": {"value": "1", "claim": claim.key},
        f"/sessions/{session.key}/side/": {"side": "for"},
    }


def written(client: httpx.Client, session: Session, claim: Claim) -> dict[str, int]:
    """What each of them is answered, by a page that stays where it is."""
    htmx = {"HX-Request": "true"}
    return {
        path: client.post(path, data=form, headers=htmx).status_code
        for path, form in writes(session, claim).items()
    }


def assert_nobody_comes_in(app: str, session: Session, code: str, absent: Seat) -> None:
    """By an old code neither a name, nor a PIN, nor a slip leads to a seat."""
    for address, form in {
        "/join/": {"code": code, "name": "Ada"},
        f"/join/{code}/": {"code": code, "name": "Ada"},
        "/join/?": {"code": code, "pin": absent.pin},
        f"/join/{code}/{absent.pin}/": {},
    }.items():
        with browser(app) as nobody:
            assert nobody.post(address, data=form).status_code == 422, address
            assert nobody.get(f"/sessions/{session.key}/").status_code == 404
    assert not session.seats.filter(name="Ada").exists()
    absent.refresh_from_db()
    assert absent.state == SeatState.LISTED

"""A class with its phones goes through a whole lesson while its teacher moves the phases."""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import httpx
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from accounts.models import User
from classroom.enums import SeatState
from classroom.models import Phase, Session
from debate.enums import ClaimKind, Permission
from debate.models import Claim
from debate.policies.ticket import read_ticket
from debate.queries.cursor import write_change_cursor
from tests.browser.chromium import PHONE
from tests.browser.fixtures import OpenPage
from tests.browser.people import session_of
from tests.browser.serving import served
from tests.classroom.factories import a_session, debate_of
from tests.drills.test_phases_at_once import (
    State,
    assert_tallies_are_exact,
    moments,
    now,
    state_after,
    was_open,
)
from tests.factories import thesis_of

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

TOKEN = "t" * 32  # sent as a cookie and as a header, it is its own proof
PATIENCE_SECONDS = 300
RELATIONS = ("support", "rebut", "undercut", "question")


@pytest.fixture(scope="module")
def app(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("static")) as address:
        yield address


def browser(app: str, **cookies: str) -> httpx.Client:
    return httpx.Client(
        base_url=app,
        cookies={settings.CSRF_COOKIE_NAME: TOKEN, **cookies},
        headers={"X-CSRFToken": TOKEN},
        timeout=120,
    )


def join(app: str, session: Session, name: str) -> tuple[httpx.Response, httpx.Client]:
    """Come in with the code: the answer, and the browser of whoever sits there from now on."""
    with browser(app) as door:
        form = {"code": (session.code or "").lower(), "name": name}
        joined = door.post("/join/", data=form)
    return joined, browser(app, **dict(joined.cookies) | {settings.CSRF_COOKIE_NAME: TOKEN})


class Students:
    """Everybody comes in with the code, and does what comes to their mind until it is over.

    What each of them sends is mostly not what the phase takes. Between two things they think for
    `pause` seconds at most.
    """

    def __init__(self, app: str, session: Session, count: int, pause: float) -> None:
        self.app, self.session, self.count, self.pause = app, session, count, pause
        self.debate = debate_of(session)
        self.thesis = thesis_of(self.debate).key
        self.answers: Counter[tuple[str, int]] = Counter()
        self.done = 0
        self.faults: list[Exception] = []
        self._changed = threading.Condition()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._take_part, args=(n,)) for n in range(count)]

    def __enter__(self) -> Students:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=PATIENCE_SECONDS)
        assert not any(thread.is_alive() for thread in self._threads)

    def wait_for(self, more: int) -> None:
        """Wait until so many more things were done by all of them together."""
        with self._changed:
            wanted = self.done + more
            until = self._changed.wait_for(
                lambda: self.done >= wanted or bool(self.faults), PATIENCE_SECONDS
            )
        assert until
        assert self.faults == []

    def _take_part(self, number: int) -> None:
        chance = random.Random(number)
        try:
            joined, client = join(self.app, self.session, f"Student {number}")
            self._note("join", joined)
            with client:
                while not self._over.wait(chance.random() * self.pause):
                    what = chance.choice([self._reply, self._vote, self._stand, self._look])
                    what(client, chance, number)
        except Exception as fault:
            self.faults.append(fault)
            with self._changed:
                self._changed.notify_all()

    def _reply(self, client: httpx.Client, chance: random.Random, number: int) -> None:
        found = re.findall(r"answer=(\w+)", self._page(client).text)
        parent = chance.choice([self.thesis, *found])
        form = {
            "relation": chance.choice(RELATIONS),
            "text": f"Claim {chance.random()} of student {number}.",
            "parent_revision": "1",
            "into": "page",
        }
        self._note("reply", client.post(f"/claims/{parent}/replies/", data=form))

    def _vote(self, client: httpx.Client, chance: random.Random, number: int) -> None:
        found = re.search(r'name="claim" value="(\w+)"', self._page(client).text)
        form = {"claim": found[1] if found else self.thesis, "value": chance.choice(["1", "0"])}
        self._note("vote", client.post(f"/sessions/{self.session.key}/cards/", data=form))

    def _stand(self, client: httpx.Client, chance: random.Random, number: int) -> None:
        form = {"value": str(chance.randint(-3, 3))}
        self._note("position", client.post(f"/sessions/{self.session.key}/moved/", data=form))

    def _look(self, client: httpx.Client, chance: random.Random, number: int) -> None:
        self._note("look", client.get(f"/debates/{self.debate.key}/threads/"))

    def _page(self, client: httpx.Client) -> httpx.Response:
        return self._note("look", client.get(f"/sessions/{self.session.key}/"))

    def _note(self, what: str, answer: httpx.Response) -> httpx.Response:
        with self._changed:
            self.answers[what, answer.status_code] += 1
            self.done += 1
            self._changed.notify_all()
        return answer


def lesson(
    app: str,
    teacher: User,
    students: int,
    *,
    turns: int,
    pause: float,
    meanwhile: Callable[[str], None],
) -> Session:
    """All phases of a structured debate, each until the students took so many turns in it.

    `meanwhile` is called in each phase with its name.
    """
    session = a_session(teacher, lobby=False)
    names = list(Phase.objects.filter(session=session).values_list("name", flat=True))
    login = session_of(teacher)
    states: list[State] = [state_after(session, now(), None)]
    with browser(app, **{settings.SESSION_COOKIE_NAME: login}) as desk:
        with Students(app, session, students, pause) as those:
            lessons_of(those, session, desk, states, names, turns, meanwhile)
        assert those.faults == []
    codes = {code for _what, code in those.answers}
    assert max(codes) < 500, those.answers
    assert those.answers["join", 303] == students
    assert session.seats.filter(state=SeatState.SEATED).count() >= students
    written = moments(those.debate.pk)
    assert {kind for kind, _at in written} == set(Permission), those.answers  # each in its phase
    assert [(kind, at) for kind, at in written if not was_open(states, kind, at)] == []
    assert_tallies_are_exact(those.debate.pk)
    stated = Claim.objects.filter(debate=those.debate, kind=ClaimKind.REPLY, text__contains="dent ")
    assert stated.count() == those.answers["reply", 303]  # none twice, and none is lost
    return session


def lessons_of(
    those: Students,
    session: Session,
    desk: httpx.Client,
    states: list[State],
    names: list[str],
    turns: int,
    meanwhile: Callable[[str], None],
) -> None:
    those.wait_for(those.count)  # they come in
    for place, name in enumerate(names):
        those.wait_for(those.count * turns)
        meanwhile(name)
        asked = now()
        deed = "next" if place < len(names) - 1 else "end"
        moved = desk.post(f"/sessions/{session.key}/clock/", data={"deed": deed})
        assert moved.status_code == 303, moved.text
        states.append(state_after(session, asked, states[-1]))
    those.wait_for(those.count)  # nothing of what they send now is taken


def test_eight_students_go_through_a_lesson_and_nothing_is_taken_outside_of_its_phase(
    app: str, dan: User
) -> None:
    lesson(app, dan, 8, turns=5, pause=0.2, meanwhile=lambda _name: None)


@pytest.mark.long
def test_thirty_five_students_two_of_them_with_browsers_go_through_a_lesson(
    open_page: OpenPage, origin: str, dan: User
) -> None:
    pages: list[Page] = []

    def meanwhile(phase: str) -> None:
        if not pages:
            session = Session.objects.get()
            for number in range(2):
                page = open_page(None, size=PHONE)
                page.goto("/join/")
                page.get_by_label("Code on the board").fill(session.code or "")
                page.get_by_label("Your name").fill(f"Phone {number}")
                page.get_by_role("button", name="Join").click()
                pages.append(page)
        for number, page in enumerate(pages):
            expect(page.locator(".student-bar")).to_contain_text(phase)
            if phase == "Open":
                page.get_by_text("Rebut", exact=True).last.click()
                page.get_by_label("Your claim", exact=True).last.fill(f"From phone {number}.")
                page.get_by_role("button", name="Post rebuttal").click()
                expect(page.locator("#session-mine")).to_contain_text(f"From phone {number}.")

    # Each browser asks for all parts of its pages at once; they get some of the machine, too.
    lesson(origin, dan, 33, turns=12, pause=2, meanwhile=meanwhile)
    for number, page in enumerate(pages):
        expect(page.locator("#session-now")).to_contain_text("The session is over.")
        assert Claim.objects.filter(text=f"From phone {number}.").count() == 1


# ---- Removed


def statuses(client: httpx.Client, paths: list[str]) -> dict[str, int]:
    return {path: client.get(path).status_code for path in paths}


def test_whoever_is_removed_is_out_of_pages_the_api_and_streams(app: str, dan: User) -> None:
    """Catches: a stream that goes on, a ticket that is renewed, a fragment that is still sent."""
    session = a_session(dan, lobby=False)
    of = debate_of(session).key
    inside = [
        f"/sessions/{session.key}/",
        f"/sessions/{session.key}/?part=ask",
        f"/sessions/{session.key}/ticket/",
        f"/debates/{of}/threads/",
        f"/debates/{of}/ticket/",
        f"/claims/{thesis_of(debate_of(session)).key}/",
        f"/api/v1/debates/{of}",
        f"/api/v1/debates/{of}/thread",
        f"/api/v1/debates/{of}/changes?since={write_change_cursor(of, 0)}",
    ]
    (_, iris), (_, noor) = (join(app, session, name) for name in ("Iris", "Noor"))
    with iris, noor, browser(app, **{settings.SESSION_COOKIE_NAME: session_of(dan)}) as desk:
        for client in (iris, noor):
            assert statuses(client, inside) == dict.fromkeys(inside, 200)
        seat = session.seats.get(name="Iris")
        given = iris.get(f"/sessions/{session.key}/ticket/").json()
        assert f"seat:{seat.key}" in read_ticket(given["ticket"]).ticket.topics
        listening = f"{given['url']}?ticket={given['ticket']}"
        with iris.stream("GET", listening) as stream:
            assert stream.status_code == 200
            lines = stream.iter_lines()
            next(lines)
            form = {"deed": "remove", "seat": seat.key}
            assert desk.post(f"/sessions/{session.key}/seats/", data=form).status_code == 303
            assert statuses(iris, inside) == dict.fromkeys(inside, 404)
            assert "event: renew" in list(lines)  # and it has ended
        assert iris.get(listening).status_code == 401
        said = {"relation": "rebut", "text": "At the bell.", "parent_revision": "1"}
        replies = f"/claims/{thesis_of(debate_of(session)).key}/replies/"
        assert iris.post(replies, data=said).status_code == 404
        by_pin = {"code": session.code or "", "pin": seat.pin}
        assert iris.post("/join/", data=by_pin).status_code == 422
        assert statuses(noor, inside) == dict.fromkeys(inside, 200)
    assert not Claim.objects.filter(text="At the bell.").exists()

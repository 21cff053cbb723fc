"""A class comes in at the same moment, behind the address of somebody who guesses codes."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.db import connection

from accounts.enums import PersonKind
from accounts.errors import Refusal
from accounts.models import User
from classroom.actions.codes import renew_code
from classroom.actions.entering import Entered, enter
from classroom.actions.lobby import admit, admit_all
from classroom.actions.removing import let_back, remove_seat
from classroom.actions.sides import switch_sides
from classroom.enums import Naming, Preset, SeatState, SideRule
from classroom.limits import CODE_ALPHABET, CODE_CHARS
from classroom.models import Session
from debate.actions.reply import post_reply
from debate.enums import ClaimKind, Relation
from debate.models import Claim, Membership
from tests.browser.serving import served
from tests.classroom.factories import a_class, a_session, debate_of
from tests.drills.racing import Deed, at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

CLASS = 35
NAMES = [f"Student {number}" for number in range(CLASS)]
ADDRESS = "192.0.2.1"  # of everybody: a school
TOKEN = "t" * 32  # sent as a cookie and as a header, it is its own proof


@pytest.fixture
def lesson(dan: User) -> Session:
    return a_session(
        dan, side_rule=SideRule.BALANCED, of_class=a_class(dan, *NAMES).key, lobby=False
    )


def come(session: Session, name: str = "", **given: Any) -> Entered:
    code = given.pop("code", session.code)
    return enter(code=code, name=name, by=None, network=ADDRESS, **given)


def said(result: Any) -> str:
    """The code of a refusal; what else went wrong is no answer."""
    if isinstance(result, Refusal):
        return result.code
    assert not isinstance(result, Exception), result
    return "in"


def guess() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_CHARS))


def guesses(count: int) -> Counter[str]:
    """What so many guesses find, one after the other."""
    found: Counter[str] = Counter()
    try:
        for _ in range(count):
            try:
                enter(code=guess(), name="Eve", by=None, network=ADDRESS)
                found["in"] += 1
            except Refusal as refusal:
                found[refusal.code] += 1
    finally:
        connection.close()
    return found


def a_class_comes_in_during(attack: Deed, session: Session, times: int) -> list[Any]:
    """Run guesses in two threads, and let the class come in while they run."""
    found: list[Any] = []
    threads = [Thread(target=lambda: found.append(attack())) for _ in range(2)]
    for thread in threads:
        thread.start()
    pins = list(session.seats.order_by("pk").values_list("pin", flat=True))
    for _ in range(times):
        entered = at_once([partial(come, session, pin=pin) for pin in pins])
        assert Counter(map(said, entered)) == {"in": CLASS}
    for thread in threads:
        thread.join()
    return found


def check_guessing(session: Session, count: int) -> None:
    found = a_class_comes_in_during(partial(guesses, count // 2), session, times=1)
    answers: Counter[str] = sum(found, Counter())
    assert answers.total() == count // 2 * 2
    assert set(answers) <= {"no_such_code", "too_many_codes"}
    assert session.seats.filter(state=SeatState.SEATED).count() == CLASS
    assert User.objects.filter(kind=PersonKind.GUEST).count() == CLASS


def test_guesses_find_nothing_and_a_class_comes_in_meanwhile(lesson: Session) -> None:
    """Catches: a limit of an address that counts the class with whoever guesses behind it."""
    check_guessing(lesson, 500)


@pytest.mark.long
def test_a_hundred_thousand_guesses_find_nothing(lesson: Session) -> None:
    check_guessing(lesson, 100_000)


# ---- The same over HTTP


@pytest.fixture(scope="module")
def app(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("static")) as address:
        yield address


def browser(app: str) -> httpx.Client:
    return httpx.Client(
        base_url=app,
        cookies={settings.CSRF_COOKIE_NAME: TOKEN},
        headers={"X-CSRFToken": TOKEN},
        timeout=60,
    )


def sends(app: str, form: dict[str, str]) -> Callable[[], tuple[int, str]]:
    def send() -> tuple[int, str]:
        with browser(app) as client:
            answer = client.post("/join/", data=form)
            return answer.status_code, answer.headers.get("Location", "")

    return send


def check_over_http(app: str, session: Session, least: int) -> None:
    """Eve guesses until the class is in, and at least so often."""
    found: Counter[int] = Counter()
    in_class = Event()

    def attack() -> None:
        with browser(app) as client:
            while not in_class.is_set() or found.total() < least:
                found[client.post("/join/", data={"code": guess(), "name": "Eve"}).status_code] += 1

    thread = Thread(target=attack)
    thread.start()
    try:
        code = session.code or ""
        half = CLASS // 2
        pins = list(session.seats.order_by("pk").values_list("pin", flat=True))[:half]
        came = at_once(
            [sends(app, {"code": code.lower(), "pin": pin}) for pin in pins]
            + [sends(app, {"code": code, "name": f"New {n}"}) for n in range(CLASS - half)]
        )
    finally:
        in_class.set()
        thread.join()
    assert came == [(303, f"/sessions/{session.key}/")] * CLASS
    assert set(found) <= {422, 429}
    assert found.total() >= least


def test_a_class_comes_in_over_http_while_somebody_guesses(app: str, lesson: Session) -> None:
    check_over_http(app, lesson, 40)
    seated = lesson.seats.filter(state=SeatState.SEATED)
    assert len(set(seated.values_list("person", flat=True))) == CLASS


@pytest.mark.long
def test_some_thousand_guesses_over_http_find_nothing(app: str, lesson: Session) -> None:
    check_over_http(app, lesson, 4_000)


# ---- A class at one moment


def balance(session: Session) -> Counter[str]:
    members = Membership.objects.filter(debate=debate_of(session), role="member")
    return Counter(str(side) for side in members.values_list("side", flat=True))


def test_a_class_at_once_is_even_and_everybody_is_called_otherwise(dan: User) -> None:
    """Catches: counting sides and names before the lock."""
    session = a_session(
        dan, side_rule=SideRule.BALANCED, lobby=False, naming=Naming.PSEUDONYMS, running=False
    )
    came = at_once([partial(come, session, "Maja") for _ in range(CLASS)])
    assert Counter(map(said, came)) == {"in": CLASS}
    assert abs(balance(session)["for"] - balance(session)["against"]) == 1
    seats = session.seats.all()
    assert len({seat.byline for seat in seats}) == CLASS
    assert {seat.name for seat in seats} == {"Maja", *(f"Maja {n}" for n in range(2, CLASS + 1))}


def test_one_pin_on_many_devices_at_once_is_one_guest(lesson: Session) -> None:
    """Catches: two guests for one seat, and a guest who sits nowhere."""
    pin = lesson.seats.get(name=NAMES[0]).pin
    came = at_once([partial(come, lesson, pin=pin) for _ in range(12)])
    assert Counter(map(said, came)) == {"in": 12}
    assert len({entered.person.pk for entered in came}) == 1
    assert User.objects.filter(kind=PersonKind.GUEST).count() == 1


def test_the_last_seats_go_to_just_as_many(dan: User) -> None:
    """Catches: counting the seats before the lock."""
    session = a_session(dan, lobby=False, of_class=a_class(dan, *(f"S{n}" for n in range(197))).key)
    came = at_once([partial(come, session, f"New {n}") for n in range(12)])
    assert Counter(map(said, came)) == {"in": 3, "session_is_full": 9}


def test_letting_in_and_renewing_the_code_at_once_leaves_nobody_in_between(dan: User) -> None:
    """Catches: locks in another order, and a guest who is gone but sits."""
    for _ in range(3):
        session = a_session(dan)
        waiting = [come(session, name) for name in NAMES[:6]]
        deeds: list[Deed] = [
            partial(admit_all, session=session.key, by=dan),
            partial(renew_code, session=session.key, by=dan),
            *(partial(admit, session=session.key, seat=e.seat.key, by=dan) for e in waiting[:3]),
            *(partial(come, session, f"Late {n}") for n in range(4)),
        ]
        answers = Counter(map(said, at_once(deeds)))
        assert set(answers) <= {"in", "no_seat", "no_such_code"}
        members = Membership.objects.filter(debate=debate_of(session), role="member")
        seated = session.seats.filter(state=SeatState.SEATED)
        assert set(members.values_list("person", flat=True)) == set(
            seated.values_list("person", flat=True)
        )
        assert all(seat.person_id is not None for seat in session.seats.exclude(state="listed"))


def test_whoever_is_removed_writes_before_it_or_not_at_all(dan: User) -> None:
    """Catches: a reply after the removal, a removal that meets the PIN, a deadlock."""
    taught = a_class(dan, *NAMES[:6], name="9D")
    lesson = a_session(dan, preset=Preset.OPEN_DISCUSSION, of_class=taught.key)
    thesis = Claim.objects.get(debate=debate_of(lesson), kind=ClaimKind.THESIS)
    for seat in lesson.seats.order_by("pk"):
        entered = come(lesson, pin=seat.pin)
        deeds: list[Deed] = [
            partial(remove_seat, session=lesson.key, seat=seat.key, by=dan),
            partial(come, lesson, pin=seat.pin),
            partial(switch_sides, session=lesson.key, by=dan),
            *(
                partial(
                    post_reply,
                    parent=thesis.key,
                    relation=Relation.REBUT,
                    text=f"At the bell, {number}.",
                    by=entered.person,
                )
                for number in range(3)
            ),
        ]
        answers = Counter(map(said, at_once(deeds)))
        assert set(answers) <= {"in", "no_such_pin", "no_claim"}
        member = Membership.objects.get(debate=debate_of(lesson), person=entered.person)
        assert member.role is None
        stated = Claim.objects.filter(author=entered.person)
        assert answers["in"] >= 2 + stated.count()
        let_back(session=lesson.key, seat=seat.key, by=dan)
        member.refresh_from_db()
        assert member.role == "member"

"""Coming into a session, the lobby, and being removed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import PersonKind
from accounts.errors import Refusal
from accounts.models import Rate, User
from classroom.actions.codes import renew_code
from classroom.actions.entering import Entered, enter
from classroom.actions.lobby import admit, admit_all
from classroom.actions.removing import let_back, remove_seat
from classroom.enums import Naming, SeatState, SessionState, SideRule
from classroom.limits import MISSES_PER_NETWORK, PINS_PER_NETWORK, SEATS_MAX
from classroom.logic.bylines import FIRST, SECOND
from classroom.models import Seat, Session
from debate.enums import ClaimKind, Role, Side
from debate.models import Claim, Membership
from tests import factories
from tests.classroom.factories import a_class, a_seat, a_session, debate_of

NETWORK = "192.0.2.1"


def come(session: Session, name: str = "", *, by: User | None = None, **given: Any) -> Entered:
    """Come in by the code that the session has."""
    code = given.pop("code", session.code)
    return enter(code=code, name=name, by=by, network=given.pop("network", NETWORK), **given)


def refused(session: Session, *args: Any, **given: Any) -> str:
    """The code of the refusal that somebody meets who comes in like this."""
    with pytest.raises(Refusal) as refusal:
        come(session, *args, **given)
    return refusal.value.code


@pytest.fixture
def lesson(dan: User) -> Session:
    """A session of a class with two on its list, before it starts."""
    return a_session(dan, running=False, of_class=a_class(dan, "Maja", "Noor").key)


def listed(session: Session, name: str) -> Seat:
    return session.seats.get(name=name)


def member(seat: Seat) -> Membership:
    assert seat.group is not None
    return Membership.objects.get(debate=seat.group.debate_id, person=seat.person_id)


def test_whoever_is_listed_sits_down_at_once_with_their_pin(lesson: Session) -> None:
    entered = come(lesson, pin=listed(lesson, "Maja").pin.lower())
    assert (entered.seat.state, entered.seat.name) == (SeatState.SEATED, "Maja")
    assert entered.person.kind == PersonKind.GUEST
    assert (member(entered.seat).role, member(entered.seat).byline) == (Role.MEMBER, "Maja")


def test_whoever_is_not_listed_waits_in_the_lobby_and_is_a_member_of_nothing(
    lesson: Session,
) -> None:
    entered = come(lesson, "  Iris  ")
    assert (entered.seat.state, entered.seat.name) == (SeatState.LOBBY, "Iris")
    assert not Membership.objects.filter(person=entered.person).exists()


def test_without_a_lobby_everybody_sits_down_at_once(dan: User) -> None:
    session = a_session(dan, lobby=False)
    assert come(session, "Iris").seat.state == SeatState.SEATED


def test_a_code_is_taken_in_any_case_and_in_groups(lesson: Session) -> None:
    code = lesson.code or ""
    typed = f" {code[:4].lower()}-{code[4:]} "
    assert come(lesson, "Iris", code=typed).session == lesson


def test_the_same_pin_leads_back_to_the_same_guest_from_another_device(lesson: Session) -> None:
    pin = listed(lesson, "Maja").pin
    first, again = come(lesson, pin=pin), come(lesson, pin=pin)
    assert (again.person, again.seat) == (first.person, first.seat)
    assert again.person.password == first.person.password  # and the first browser stays signed in
    assert lesson.seats.count() == 2


def test_whoever_waits_and_then_finds_their_slip_waits_no_more(lesson: Session, bob: User) -> None:
    waiting = come(lesson, "maja")
    seated = come(lesson, pin=listed(lesson, "Maja").pin, by=waiting.person)
    assert (seated.person, seated.seat.state) == (waiting.person, SeatState.SEATED)
    come(lesson, "Bobby", by=bob)
    assert come(lesson, pin=listed(lesson, "Noor").pin, by=bob).person == bob
    assert lesson.seats.count() == 2


def test_the_slip_of_another_leaves_whoever_waits_at_the_same_device(lesson: Session) -> None:
    waiting = come(lesson, "Iris")
    seated = come(lesson, pin=listed(lesson, "Maja").pin, by=waiting.person)
    assert seated.person != waiting.person
    assert lesson.seats.filter(state=SeatState.LOBBY).get() == waiting.seat


def test_the_pin_of_an_unlisted_seat_leads_back_too(lesson: Session) -> None:
    first = come(lesson, "Iris")
    assert come(lesson, pin=first.seat.pin).person == first.person


def test_wrong_expired_and_ended_are_one_and_the_same(lesson: Session) -> None:
    answers = [refused(lesson, "Iris", code=code) for code in ("23456789", "", "\0", "é" * 900)]
    Session.objects.filter(pk=lesson.pk).update(code_until=timezone.now() - timedelta(seconds=1))
    answers.append(refused(lesson, "Iris"))
    Session.objects.filter(pk=lesson.pk).update(
        code_until=timezone.now() + timedelta(hours=1), state=SessionState.ENDED
    )
    answers.append(refused(lesson, "Iris"))
    assert set(answers) == {"no_such_code"}
    assert not User.objects.filter(kind=PersonKind.GUEST).exists()


def test_a_code_that_was_kept_after_the_end_leads_back_and_lets_nobody_else_in(
    lesson: Session,
) -> None:
    maja = come(lesson, pin=listed(lesson, "Maja").pin)
    Session.objects.filter(pk=lesson.pk).update(state=SessionState.ENDED)
    assert come(lesson, pin=maja.seat.pin).person == maja.person
    assert come(lesson, "Maja", by=maja.person).seat == maja.seat
    assert refused(lesson, "Iris") == "no_such_code"
    assert refused(lesson, pin=listed(lesson, "Noor").pin) == "no_such_code"


def test_misses_are_limited_and_right_codes_never_are(lesson: Session) -> None:
    for _ in range(MISSES_PER_NETWORK[0]):
        assert refused(lesson, "Eve", code="23456789") == "no_such_code"
    assert refused(lesson, "Eve", code="23456789") == "too_many_codes"
    assert come(lesson, "Iris").seat.state == SeatState.LOBBY
    assert refused(lesson, "Eve", code="23456789", network="192.0.2.2") == "no_such_code"


def test_wrong_pins_are_limited_for_right_ones_too_and_the_lobby_stays_open(
    lesson: Session,
) -> None:
    pin = listed(lesson, "Maja").pin
    assert refused(lesson, pin="222222") == "no_such_pin"
    Rate.objects.filter(scope="pins_network").update(count=PINS_PER_NETWORK[0])
    assert refused(lesson, pin=pin) == "too_many_pins_network"
    assert come(lesson, "Maja").seat.state == SeatState.LOBBY
    assert come(lesson, pin=pin, network="192.0.2.9").seat.name == "Maja"


def test_right_pins_take_nothing_from_the_limit(lesson: Session) -> None:
    pin = listed(lesson, "Maja").pin
    for _ in range(3):
        come(lesson, pin=pin)
    assert set(Rate.objects.filter(scope__startswith="pins").values_list("count", flat=True)) == {0}


def test_a_name_has_to_be_one(lesson: Session) -> None:
    assert refused(lesson, "") == "display_name_missing"
    assert refused(lesson, "I\u202eris") == "display_name_unseen"
    assert refused(lesson, "x" * 61) == "display_name_long"


def test_equal_names_and_those_that_look_equal_are_told_apart(dan: User) -> None:
    session = a_session(dan, lobby=False)
    names = [come(session, name).seat.byline for name in ("Maja", "MAJA", "М\u0430j\u0430")]
    assert names == ["Maja", "MAJA 2", "М\u0430j\u0430 3"]


def test_a_listed_name_is_not_told_to_whoever_types_it(lesson: Session) -> None:
    assert come(lesson, "Maja").seat.name == "Maja"


def test_pseudonyms_are_no_names_and_the_guest_is_called_by_none(dan: User) -> None:
    session = a_session(dan, lobby=False, naming=Naming.PSEUDONYMS)
    entered = come(session, "Iris")
    first, second = entered.seat.byline.split()
    assert (first in FIRST, second in SECOND, entered.seat.name) == (True, True, "Iris")
    assert "Iris" not in entered.person.display_name
    assert member(entered.seat).byline == entered.seat.byline


def test_whoever_is_signed_in_comes_as_themselves_and_comes_back_so(
    lesson: Session, bob: User
) -> None:
    first = come(lesson, "Bobby", by=bob)
    assert (first.person, first.seat.name) == (bob, "Bobby")
    assert come(lesson, "Somebody else", by=bob).seat == first.seat
    come(lesson, pin=listed(lesson, "Noor").pin, by=bob)
    assert refused(lesson, pin=listed(lesson, "Maja").pin, by=bob) == "seated_already"


def test_a_pin_never_opens_an_account(lesson: Session, bob: User, alice: User) -> None:
    pin = listed(lesson, "Maja").pin
    assert come(lesson, pin=pin, by=bob).person == bob
    assert refused(lesson, pin=pin) == "sign_in_to_come_back"
    assert refused(lesson, pin=pin, by=alice) == "sign_in_to_come_back"
    assert come(lesson, pin=pin, by=bob).person == bob


def test_an_account_is_not_signed_out_by_the_pin_of_a_guest(lesson: Session, bob: User) -> None:
    guest = come(lesson, "Iris")
    assert refused(lesson, pin=guest.seat.pin, by=bob) == "signed_in_as_another"


def test_another_name_in_a_guests_browser_is_another_student(lesson: Session) -> None:
    iris = come(lesson, "Iris")
    assert come(lesson, "iris", by=iris.person).seat == iris.seat
    teo = come(lesson, "Teo", by=iris.person)
    assert (teo.seat != iris.seat, teo.person != iris.person) == (True, True)


def test_a_guest_of_one_session_is_somebody_else_in_another(dan: User, lesson: Session) -> None:
    iris = come(lesson, "Iris")
    again = come(a_session(dan), "Iris", by=iris.person)
    assert again.person != iris.person


def test_teachers_do_not_join_what_they_teach(lesson: Session, dan: User) -> None:
    assert refused(lesson, "Dan", by=dan) == "you_teach_this"


def test_a_full_session_takes_nobody(dan: User) -> None:
    session = a_session(dan, running=False)
    Seat.objects.bulk_create(
        Seat(session=session, name="Somebody", pin=f"{number:06d}") for number in range(SEATS_MAX)
    )
    assert refused(session, "Iris") == "session_is_full"


# ---- The lobby


def test_the_teacher_lets_one_in_or_all_and_twice_is_harmless(lesson: Session, dan: User) -> None:
    iris, teo, ada = (come(lesson, name).seat for name in ("Iris", "Teo", "Ada"))
    for _ in range(2):
        assert admit(session=lesson.key, seat=iris.key, by=dan).state == SeatState.SEATED
    assert admit_all(session=lesson.key, by=dan) == 2
    assert admit_all(session=lesson.key, by=dan) == 0
    assert sorted(member(seat).byline for seat in Seat.objects.filter(state="seated")) == [
        "Ada",
        "Iris",
        "Teo",
    ]
    assert {teo.state, ada.state} == {SeatState.LOBBY}  # as they were read before


def test_whoever_waits_can_be_let_in_as_somebody_who_is_listed(lesson: Session, dan: User) -> None:
    waiting = come(lesson, "majaa")
    seat = admit(
        session=lesson.key, seat=waiting.seat.key, listed=listed(lesson, "Maja").key, by=dan
    )
    assert (seat.name, seat.person, seat.state) == ("Maja", waiting.person, SeatState.SEATED)
    assert lesson.seats.count() == 2


def test_only_teachers_let_in(lesson: Session, eve: User) -> None:
    iris = come(lesson, "Iris")
    for who, code in ((eve, "no_session"), (iris.person, "still_in_the_lobby"), (None, "sign_in")):
        with pytest.raises(Refusal) as refusal:
            admit(session=lesson.key, seat=iris.seat.key, by=who)
        assert refusal.value.code.startswith(code)


# ---- Removing


def test_whoever_is_removed_is_out_and_what_they_wrote_stays(lesson: Session, dan: User) -> None:
    entered = come(lesson, pin=listed(lesson, "Maja").pin)
    thesis = Claim.objects.get(debate=debate_of(lesson), kind=ClaimKind.THESIS)
    claim = factories.reply(thesis, entered.person, text="I was here.")
    for _ in range(2):
        remove_seat(session=lesson.key, seat=entered.seat.key, by=dan)
    seat = Seat.objects.get(pk=entered.seat.pk)
    assert (seat.state, member(seat).role, member(seat).byline) == (SeatState.REMOVED, None, "Maja")
    claim.refresh_from_db()
    assert claim.state == "live"
    assert User.objects.get(pk=entered.person.pk).password != entered.person.password
    assert refused(lesson, pin=seat.pin) == "no_such_pin"


def test_whoever_is_removed_where_there_is_no_lobby_waits_to_come_in_again(dan: User) -> None:
    lesson = a_session(dan, lobby=False)
    iris, otis = come(lesson, "Iris"), come(lesson, "Otis")
    told = [remove_seat(session=lesson.key, seat=iris.seat.key, by=dan) for _ in range(2)]
    assert told == [True, False]
    again = come(lesson, "Wren")
    assert again.seat.state == SeatState.LOBBY
    assert Seat.objects.get(pk=otis.seat.pk).state == SeatState.SEATED
    assert not remove_seat(session=lesson.key, seat=otis.seat.key, by=dan)


def test_an_account_that_was_removed_finds_no_session_and_stays_signed_in(
    lesson: Session, dan: User, bob: User
) -> None:
    seat = come(lesson, pin=listed(lesson, "Maja").pin, by=bob).seat
    remove_seat(session=lesson.key, seat=seat.key, by=dan)
    assert refused(lesson, "Bob", by=bob) == "no_such_code"
    assert User.objects.get(pk=bob.pk).password == bob.password


def test_whoever_is_let_back_sits_where_they_sat(lesson: Session, dan: User) -> None:
    entered = come(lesson, pin=listed(lesson, "Maja").pin)
    remove_seat(session=lesson.key, seat=entered.seat.key, by=dan)
    seat = let_back(session=lesson.key, seat=entered.seat.key, by=dan)
    assert (member(seat).role, member(seat).byline) == (Role.MEMBER, "Maja")
    assert come(lesson, pin=seat.pin).person == entered.person


def test_a_seat_that_nobody_took_can_be_removed_and_given_back(lesson: Session, dan: User) -> None:
    seat = listed(lesson, "Maja")
    remove_seat(session=lesson.key, seat=seat.key, by=dan)
    assert refused(lesson, pin=seat.pin) == "no_such_pin"
    let_back(session=lesson.key, seat=seat.key, by=dan)
    assert come(lesson, pin=seat.pin).seat == seat


def test_of_a_guest_who_only_waited_nothing_is_left(lesson: Session, dan: User) -> None:
    iris = come(lesson, "Iris")
    remove_seat(session=lesson.key, seat=iris.seat.key, by=dan)
    assert not User.objects.filter(pk=iris.person.pk).exists()
    assert lesson.seats.count() == 2


def test_another_code_puts_the_lobby_out_and_leaves_whoever_sits(
    lesson: Session, dan: User
) -> None:
    maja = come(lesson, pin=listed(lesson, "Maja").pin)
    come(lesson, "Iris")
    old = lesson.code
    renewed = renew_code(session=lesson.key, by=dan)
    assert renewed.code != old
    assert refused(lesson, "Iris", code=old) == "no_such_code"
    assert list(lesson.seats.exclude(state="listed")) == [maja.seat]
    assert come(lesson, "Iris", code=renewed.code).seat.state == SeatState.LOBBY


# ---- Sides of who comes in


def test_whoever_comes_late_joins_the_smaller_side(dan: User) -> None:
    for rule in (SideRule.BALANCED, SideRule.RANDOM, SideRule.AGAINST_OWN):
        session = a_session(dan, lobby=False, side_rule=rule)
        for name in ("Iris", "Teo"):
            a_seat(session, name, side=Side.FOR)
        assert [member(come(session, name).seat).side for name in ("Ada", "Noor")] == [
            Side.AGAINST,
            Side.AGAINST,
        ]


def test_nobody_is_given_a_side_where_there_are_none_or_each_chooses(dan: User) -> None:
    for rule in (SideRule.FREE, SideRule.CHOSEN):
        session = a_session(dan, lobby=False, side_rule=rule)
        assert member(come(session, "Ada").seat).side is None

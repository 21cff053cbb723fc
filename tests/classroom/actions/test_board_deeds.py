"""What a teacher does from the board: announcing, showing, looking up, sending back, the circle."""

import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from classroom.actions.announcement import announce, take_back_announcement
from classroom.actions.circle import set_in_circle
from classroom.actions.feature import feature_claim, stop_featuring
from classroom.actions.reveal import reveal_all, reveal_seat
from classroom.actions.sending_back import send_back
from classroom.enums import Naming, Preset, SeatState
from classroom.errors import NotInThisState
from classroom.limits import ANNOUNCEMENT_MAX, FEATURES_MAX
from classroom.models import Feature, Reveal, Seat, Session, SessionTeacher
from classroom.queries.reveals import list_reveals
from debate.actions.held import approve_held, resend_held
from debate.enums import ClaimState, HeldState, Reason, Relation, Side
from debate.models import Act, Claim, DebateRules, HeldClaim
from debate.queries.held import read_held
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of, hold_phase

pytestmark = pytest.mark.django_db


def a_claim(session: Session, seat: Seat, text: str = "It is not so.") -> Claim:
    assert seat.person
    thesis = factories.thesis_of(debate_of(session))
    return factories.reply(thesis, seat.person, Relation.SUPPORT, text)


# ---- Announcing


def test_an_announcement_stands_until_it_is_taken_back(dan: User) -> None:
    session = a_session(dan)
    said = announce(session=session.key, text="  Five\nminutes left. ", by=dan)
    assert (said.announcement, said.announced_at is None) == ("Five minutes left.", False)
    for _twice in range(2):
        silent = take_back_announcement(session=session.key, by=dan)
        assert (silent.announcement, silent.announced_at) == ("", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n", "announcement_is_missing"),
        ("x" * (ANNOUNCEMENT_MAX + 1), "announcement_too_long"),
        ("a\ud800b", "unreadable_characters"),
    ],
)
def test_an_announcement_has_to_be_a_readable_line(dan: User, text: str, code: str) -> None:
    session = a_session(dan)
    with pytest.raises(Invalid) as refused:
        announce(session=session.key, text=text, by=dan)
    assert refused.value.code == code


def test_only_teachers_announce(dan: User, eve: User) -> None:
    session = a_session(dan)
    student = a_seat(session).person
    with pytest.raises(NotAllowed):
        announce(session=session.key, text="I teach now.", by=student)
    with pytest.raises(NotFound):
        announce(session=session.key, text="I teach now.", by=eve)
    with pytest.raises(NotSignedIn):
        announce(session=session.key, text="I teach now.", by=None)


# ---- Showing to all


def test_a_claim_is_shown_once_and_no_more(dan: User) -> None:
    session = a_session(dan)
    claim = a_claim(session, a_seat(session))
    for _twice in range(2):
        feature_claim(session=session.key, claim=claim.key, by=dan)
    assert [row.claim_id for row in Feature.objects.all()] == [claim.pk]
    for _twice in range(2):
        stop_featuring(session=session.key, claim=claim.key, by=dan)
    assert not Feature.objects.exists()


def test_only_live_claims_of_the_session_are_shown(dan: User) -> None:
    session, other = a_session(dan), a_session(dan)
    seat = a_seat(session)
    hidden = factories.hide(a_claim(session, seat))
    with pytest.raises(Conflict):
        feature_claim(session=session.key, claim=hidden.key, by=dan)
    thesis, elsewhere = factories.thesis_of(debate_of(session)), a_claim(other, a_seat(other))
    with pytest.raises(Conflict):
        feature_claim(session=session.key, claim=thesis.key, by=dan)
    with pytest.raises(NotFound):
        feature_claim(session=session.key, claim=elsewhere.key, by=dan)


def test_so_many_claims_are_shown_and_not_one_more(dan: User) -> None:
    session = a_session(dan)
    seat = a_seat(session)
    claims = [a_claim(session, seat) for _number in range(FEATURES_MAX + 1)]
    for claim in claims[:-1]:
        feature_claim(session=session.key, claim=claim.key, by=dan)
    with pytest.raises(Conflict) as refused:
        feature_claim(session=session.key, claim=claims[-1].key, by=dan)
    assert refused.value.code == "too_many_featured"


# ---- Looking up


def test_a_look_is_kept_once_and_the_student_reads_of_it(dan: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, "Iris Park", byline="Blue Heron")
    for _twice in range(2):
        reveal_seat(session=session.key, seat=seat.key, by=dan)
    assert [row.by for row in list_reveals(seat)] == [dan.display_name]


def test_everybody_is_looked_up_who_was_not_before(dan: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    first = a_seat(session, "Iris Park", byline="Blue Heron")
    a_seat(session, "Felix Lund", byline="Red Fox")
    a_seat(session, "Maja", state=SeatState.LOBBY)
    reveal_seat(session=session.key, seat=first.key, by=dan)
    assert reveal_all(session=session.key, by=dan) == 1
    assert reveal_all(session=session.key, by=dan) == 0
    assert Reveal.objects.count() == 2


def test_nobody_is_looked_up_who_goes_by_their_name(dan: User) -> None:
    session = a_session(dan, naming=Naming.NAMES)
    reveal_seat(session=session.key, seat=a_seat(session).key, by=dan)
    assert not Reveal.objects.exists()


def test_whoever_may_not_see_names_looks_nobody_up(dan: User, carol: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    seat = a_seat(session, byline="Blue Heron")
    SessionTeacher.objects.create(session=session, person=carol, names=False)
    with pytest.raises(NotAllowed) as refused:
        reveal_seat(session=session.key, seat=seat.key, by=carol)
    assert refused.value.code == "names_are_not_for_you"


# ---- Sending back


def test_a_claim_that_is_sent_back_is_mended_and_joins_the_debate_anew(dan: User) -> None:
    session = a_session(dan, phase="Open")
    seat = a_seat(session)
    assert seat.person
    claim = a_claim(session, seat, text="Homework is bad, everybody knows that.")
    answer = factories.reply(claim, dan, Relation.QUESTION)
    note = "Say why, or for whom."
    send_back(session=session.key, claim=claim.key, reason=Reason.UNCLEAR, note=note, by=dan)
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.HIDDEN
    assert Claim.objects.get(pk=answer.pk).state == ClaimState.LIVE
    returned = HeldClaim.objects.get(author=seat.person)
    shown = read_held(returned.key, seat.person)
    assert (shown.state, shown.text, shown.note) == (HeldState.RETURNED, claim.text, note)
    mended = "Homework costs the sleep that learning needs."
    resend_held(held=returned.key, text=mended, by=seat.person)
    joined = approve_held(held=returned.key, by=dan)
    assert (joined.text, joined.parent_id, joined.state) == (mended, claim.parent_id, "live")


def test_sending_back_twice_is_harmless(dan: User) -> None:
    session = a_session(dan)
    claim = a_claim(session, a_seat(session))
    sent = {"session": session.key, "claim": claim.key, "reason": Reason.UNCLEAR, "by": dan}
    assert send_back(note="Why?", **sent) is not None  # type: ignore[arg-type]
    assert send_back(note="Why?", **sent) is None  # type: ignore[arg-type]
    assert (HeldClaim.objects.count(), Act.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("reason", "note", "code"),
    [("", "Why?", "choose_a_reason"), (Reason.UNCLEAR, " ", "note_is_missing")],
)
def test_sending_back_takes_a_reason_and_a_note(
    dan: User, reason: str, note: str, code: str
) -> None:
    session = a_session(dan)
    claim = a_claim(session, a_seat(session))
    with pytest.raises(Invalid) as refused:
        send_back(session=session.key, claim=claim.key, reason=reason, note=note, by=dan)
    assert refused.value.code == code
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.LIVE


def test_nobody_but_a_teacher_sends_back(dan: User) -> None:
    session = a_session(dan)
    claim = a_claim(session, a_seat(session, "Iris"))
    other = a_seat(session, "Felix").person
    with pytest.raises(NotAllowed):
        send_back(session=session.key, claim=claim.key, reason="unclear", note="Why?", by=other)
    assert not HeldClaim.objects.exists()


# ---- The circle


def test_who_is_in_the_circle_may_do_what_its_phase_lets_them(dan: User) -> None:
    session = a_session(dan, preset=Preset.FISHBOWL)
    seat = a_seat(session, side=Side.FOR)
    fishbowl = next(phase for phase in session.phases.all() if phase.inner)
    hold_phase(session, fishbowl.name)
    rules = DebateRules.objects.filter(debate=debate_of(session))
    for inside in (True, True, False):
        set_in_circle(session=session.key, seat=seat.key, inside=inside, by=dan)
        people = [window["person"] for window in rules.get().personal]
        assert people == ([seat.person_id] if inside else [])


def test_nobody_in_the_lobby_comes_into_the_circle(dan: User) -> None:
    session = a_session(dan, preset=Preset.FISHBOWL)
    seat = a_seat(session, state=SeatState.LOBBY)
    with pytest.raises(Conflict):
        set_in_circle(session=session.key, seat=seat.key, inside=True, by=dan)


def test_a_session_that_is_over_announces_nothing(dan: User) -> None:
    session = a_session(dan)
    Session.objects.filter(pk=session.pk).update(state="ended")
    with pytest.raises(NotInThisState):
        announce(session=session.key, text="Good bye.", by=dan)

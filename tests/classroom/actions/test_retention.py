"""Deleting a session with everything of its guests, by hand and when its time is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.utils import timezone

from accounts.actions.deletion import erase_person
from accounts.enums import PersonKind
from accounts.errors import Invalid, NotAllowed, NotFound
from accounts.models import Rate, User
from classroom.actions.retention import forget_sessions, keep_session_until, remove_session
from classroom.actions.seating import of_seat
from classroom.enums import Naming, SeatState
from classroom.limits import KEPT_DAYS, KEPT_DAYS_MAX
from classroom.models import (
    Class,
    Grade,
    Reveal,
    Rubric,
    Seat,
    Session,
    SessionTeacher,
    Student,
    Template,
)
from classroom.queries.retention import kept_until
from debate.enums import ClaimState, Relation, VoteValue
from debate.models import Claim, Debate, Draft, Essay, HeldClaim, Membership, Vote
from tests import factories
from tests.classroom.factories import a_class, a_seat, a_session, debate_of

pytestmark = pytest.mark.django_db

CANARY = "xqzcanary"


def canary(session: Session, teacher: User, *, name: str = "Iris") -> Seat:
    """A student of whom a word stands in every place that takes words."""
    seat = a_seat(session, f"{CANARY} {name}", byline=f"{CANARY} fox {name}")
    who, debate = of_seat(seat), debate_of(session)
    said = factories.reply(
        factories.thesis_of(debate),
        who,
        text=f"{CANARY} says no.",
        details=f"{CANARY} at length.",
        sources=[(f"{CANARY} daily", f"https://{CANARY}.example.org/")],
    )
    factories.edit(said, f"{CANARY} says never.")
    HeldClaim.objects.create(
        debate=debate,
        parent=said,
        parent_revision=1,
        relation=Relation.REBUT,
        author=who,
        text=f"{CANARY} waits.",
    )
    Draft.objects.create(person=who, purpose="reply", claim=said, content={"text": CANARY})
    Reveal.objects.create(seat=seat, by=teacher)
    Grade.objects.create(seat=seat, claim=said, by=teacher, feedback=f"{CANARY}, well done.")
    Rate.objects.create(subject=who.key, scope="reply", window=1, count=1, ends_at=timezone.now())
    store = SessionStore()
    store["_auth_user_id"] = str(who.pk)
    store["note"] = CANARY
    store.save()
    return seat


def found(word: str) -> list[str]:
    """The tables in which a word stands, in whatever column."""
    hits = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE to_jsonb(t)::text LIKE %s',
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                hits.append(table)
        return hits


def test_nothing_of_the_guests_of_a_session_is_left(dan: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS, of_class=None)
    before = len(found(CANARY))
    seat = canary(session, dan)
    assert before == 0
    assert len(found(CANARY)) > 8
    key = of_seat(seat).key
    remove_session(session=session.key, by=dan)
    assert found(CANARY) == []
    assert found(key) == []
    assert not User.objects.filter(kind=PersonKind.GUEST).exists()
    assert not Debate.objects.exists()
    assert BrowserSession.objects.count() == 0


def test_a_guest_with_another_seat_keeps_it(dan: User) -> None:
    first, second = a_session(dan), a_session(dan)
    seat = a_seat(first, "Iris")
    other = a_seat(second, "Iris", person=of_seat(seat))
    remove_session(session=first.key, by=dan)
    assert Seat.objects.get() == other
    assert User.objects.get(kind=PersonKind.GUEST) == of_seat(seat)
    remove_session(session=second.key, by=dan)
    assert not User.objects.filter(kind=PersonKind.GUEST).exists()


def test_a_student_with_an_account_keeps_it_and_loses_what_they_wrote_there(
    dan: User, bob: User
) -> None:
    session = a_session(dan)
    a_seat(session, "Bob", person=bob)
    factories.reply(factories.thesis_of(debate_of(session)), bob)
    elsewhere = factories.reply(factories.thesis_of(factories.debate(dan)), bob)
    remove_session(session=session.key, by=dan)
    assert list(Claim.objects.filter(author=bob)) == [elsewhere]


def test_what_the_debates_of_a_session_are_copies_of_stays(dan: User) -> None:
    essay = factories.essay(dan)
    source = factories.debate(dan, drawn_from=essay)
    session = a_session(dan, debate=source.key)
    assert debate_of(session) != source
    remove_session(session=session.key, by=dan)
    assert list(Debate.objects.all()) == [source]
    assert list(Essay.objects.all()) == [essay.essay]


def test_only_the_teacher_who_started_it_deletes_a_session(dan: User, bob: User, eve: User) -> None:
    session = a_session(dan)
    SessionTeacher.objects.create(session=session, person=bob, names=True)
    seat = a_seat(session, "Iris")
    with pytest.raises(NotAllowed):
        remove_session(session=session.key, by=bob)
    with pytest.raises(NotAllowed):
        remove_session(session=session.key, by=of_seat(seat))
    for nobody in (eve, None):
        with pytest.raises(NotFound):
            remove_session(session=session.key, by=nobody)
    assert Session.objects.get() == session


# ---- By itself

THEN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def ended(teacher: User, at: datetime = THEN) -> Session:
    session = a_session(teacher, running=False)
    Session.objects.filter(pk=session.pk).update(
        created_at=at, started_at=at, ended_at=at, state="ended"
    )
    session.refresh_from_db()
    return session


def test_a_session_goes_after_its_time_and_not_before(dan: User) -> None:
    session = ended(dan)
    a_seat(session, "Iris")
    last = THEN + timedelta(days=KEPT_DAYS)
    assert kept_until(session) == last.date()
    assert dict(forget_sessions(last)) == {"class sessions": 0, "guests": 0}
    assert dict(forget_sessions(last + timedelta(days=1))) == {"class sessions": 1, "guests": 0}
    assert dict(forget_sessions(last + timedelta(days=1))) == {"class sessions": 0, "guests": 0}
    assert not Seat.objects.exists()
    assert not Debate.objects.exists()


def test_a_teacher_says_how_long_a_session_is_kept(dan: User) -> None:
    session = ended(dan)
    until = (THEN + timedelta(days=30)).date()
    assert keep_session_until(session=session.key, until=until, by=dan, at=THEN) == until
    assert sum(n for _what, n in forget_sessions(THEN + timedelta(days=30))) == 0
    assert keep_session_until(session=session.key, until=None, by=dan, at=THEN) == kept_until(
        ended(dan)
    )
    keep_session_until(session=session.key, until=until, by=dan, at=THEN)
    assert dict(forget_sessions(THEN + timedelta(days=31)))["class sessions"] == 1


def test_a_session_is_not_kept_longer_than_may_be_nor_until_yesterday(dan: User) -> None:
    session = ended(dan)
    for days, code in ((KEPT_DAYS_MAX + 1, "kept_too_long"), (-1, "kept_until_is_over")):
        until = (THEN + timedelta(days=days)).date()
        with pytest.raises(Invalid) as refused:
            keep_session_until(session=session.key, until=until, by=dan, at=THEN)
        assert (refused.value.code, refused.value.field) == (code, "until")
    until = (THEN + timedelta(days=KEPT_DAYS_MAX)).date()
    assert keep_session_until(session=session.key, until=until, by=dan, at=THEN) == until


def test_a_session_that_nobody_ended_goes_too(dan: User) -> None:
    session = a_session(dan, running=False)
    Session.objects.filter(pk=session.pk).update(created_at=THEN, starts_at=THEN)
    later = THEN + timedelta(days=KEPT_DAYS + 1)
    assert dict(forget_sessions(later - timedelta(days=1)))["class sessions"] == 0
    assert dict(forget_sessions(later))["class sessions"] == 1


def test_a_guest_without_a_seat_goes_and_one_of_an_imported_debate_stays(dan: User) -> None:
    imported = factories.guest("Quoted")
    User.objects.filter(pk=imported.pk).update(is_active=False)
    factories.guest("Gone from class")
    now = timezone.now()
    assert dict(forget_sessions(now))["guests"] == 0
    assert dict(forget_sessions(now + timedelta(days=2)))["guests"] == 1
    assert list(User.objects.filter(kind=PersonKind.GUEST)) == [imported]


# ---- With who leaves


def leave(person: User) -> None:
    erase_person(by=person, confirmation=person.handle or "")


def test_with_a_teacher_go_their_sessions_and_everything_of_the_guests(
    dan: User, bob: User
) -> None:
    session = a_session(dan)
    canary(session, dan)
    a_class(dan, f"{CANARY} Ada")
    Rubric.objects.create(teacher=dan, name=CANARY)
    Template.objects.create(teacher=dan, name=CANARY)
    other = a_session(bob)
    SessionTeacher.objects.create(session=other, person=dan)
    leave(dan)
    assert found(CANARY) == []
    assert not Class.objects.exists()
    assert not Student.objects.exists()
    assert list(Session.objects.all()) == [other]
    assert not SessionTeacher.objects.exists()


def test_of_a_student_who_leaves_the_seat_goes_and_the_claims_are_withdrawn(
    dan: User, bob: User, eve: User
) -> None:
    session = a_session(dan)
    seat = a_seat(session, "Bob", person=bob)
    other = a_seat(session, "Eve", person=eve)
    debate = debate_of(session)
    said = factories.reply(factories.thesis_of(debate), bob, text="Not so.")
    answer = factories.reply(said, eve)
    factories.vote(said, eve, VoteValue.CONVINCING)
    Grade.objects.create(seat=seat, claim=said, by=dan, feedback="Good.")
    leave(bob)
    assert list(Seat.objects.all()) == [other]
    assert not Grade.objects.exists()
    said.refresh_from_db()
    assert (said.state, said.text) == (ClaimState.WITHDRAWN, "")
    assert Claim.objects.get(pk=answer.pk).text == answer.text
    assert not Membership.objects.filter(person=bob).exists()
    assert Vote.objects.count() == 1


def test_what_a_colleague_gave_stays_without_their_name(dan: User, bob: User) -> None:
    session = a_session(dan, naming=Naming.PSEUDONYMS)
    SessionTeacher.objects.create(session=session, person=bob, names=True)
    seat = a_seat(session, "Iris", byline="Quiet Fox", state=SeatState.SEATED)
    Grade.objects.create(seat=seat, by=bob, feedback="Good.")
    Reveal.objects.create(seat=seat, by=bob)
    leave(bob)
    assert Grade.objects.get().by is None
    assert Reveal.objects.get().by.display_name == ""
    assert not SessionTeacher.objects.exists()

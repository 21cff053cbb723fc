"""Deleting what somebody gave: what goes, what stays, and that every number is right."""

from datetime import datetime

import pytest

from accounts import hooks
from accounts.actions.deletion import erase_person
from accounts.enums import PersonKind, Role
from accounts.errors import Conflict, Invalid, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.draft import save_draft
from debate.actions.following import follow_debate
from debate.actions.publication import close_debate
from debate.actions.reading import mark_read
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import ChangeKind, ClaimState, Relation, Visibility, VoteValue
from debate.models import (
    Change,
    Claim,
    ClaimRevision,
    Debate,
    Draft,
    Essay,
    EssayRevision,
    Follow,
    Notice,
    Passage,
    ReadMark,
    Source,
    Tally,
    Vote,
)
from debate.tasks.notices import tell_next_changes
from debate.tasks.recount import recount_debate
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db


def leave(person: User) -> None:
    erase_person(by=person, confirmation=person.handle or "")


def test_claims_become_withdrawn_places_without_words(thread: Thread, bob: User) -> None:
    factories.reply(
        thread.answer, bob, text="With a source.", details="More.", sources=[("Title", "")]
    )
    leave(bob)
    claims = Claim.objects.filter(author=bob)
    assert set(claims.values_list("state", "text", "details_html", "sources_count")) == {
        (ClaimState.WITHDRAWN, "", "", 0)
    }
    assert set(ClaimRevision.objects.filter(by=bob).values_list("text", "details")) == {("", "")}
    assert not Source.objects.exists()
    told = Change.objects.filter(kind=ChangeKind.WITHDRAWN).order_by("seq")
    assert set(told.values_list("claim", flat=True)) == set(claims.values_list("pk", flat=True))
    assert recount_debate(thread.debate.pk) == []


def test_what_others_answered_stays_as_it_was(thread: Thread, bob: User) -> None:
    others = Claim.objects.exclude(author=bob).order_by("pk")
    before = list(others.values())
    leave(bob)
    assert list(others.values()) == before


def test_votes_are_taken_out_of_every_number(thread: Thread, bob: User, dan: User) -> None:
    for person in (bob, dan):
        cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=person)
    cast_vote(claim=thread.thesis.key, value=VoteValue.UNSURE, by=bob)
    factories.position(thread.debate, bob, 2)
    leave(bob)
    tally = Tally.objects.get(claim=thread.point)
    assert (tally.up, tally.down, tally.unsure) == (1, 0, 0)
    assert Tally.objects.get(claim=thread.thesis).unsure == 0
    assert not Vote.objects.filter(person=bob).exists()
    assert recount_debate(thread.debate.pk) == []


def test_a_vote_that_was_void_is_in_no_number_before_and_after(
    thread: Thread, bob: User, dan: User
) -> None:
    cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=dan)
    User.objects.filter(pk=bob.pk).update(votes_void=True)
    cast_vote(claim=thread.point.key, value=VoteValue.NOT_CONVINCING, by=bob)
    leave(bob)
    tally = Tally.objects.get(claim=thread.point)
    assert (tally.up, tally.down) == (1, 0)


def test_a_debate_that_others_answered_stays_with_somebody_who_has_left(
    thread: Thread, alice: User
) -> None:
    Debate.objects.update(conclusion="All said.", conclusion_html="<p>All said.</p>")
    leave(alice)
    debate = Debate.objects.get()
    assert (debate.owner_id, debate.conclusion, debate.conclusion_html) == (alice.pk, "", "")
    thread.thesis.refresh_from_db()
    assert thread.thesis.state == ClaimState.WITHDRAWN


def test_a_debate_that_nobody_else_answered_goes_whole(alice: User, bob: User) -> None:
    essay = factories.essay(alice)
    for visibility in (Visibility.PUBLIC, Visibility.DRAFT):
        debate = factories.debate(alice, visibility=visibility, drawn_from=essay)
        factories.point(debate)
        factories.follow(debate, bob)
    leave(alice)
    for model in (Debate, Claim, Essay, Follow, Change):
        assert not model._default_manager.exists()


def test_an_essay_of_their_own_goes_and_what_was_drawn_from_it_stays(
    alice: User, bob: User
) -> None:
    essay = factories.essay(alice, own_words=True)
    quote = factories.passage(essay, "present and asleep")
    debate = factories.debate(alice, drawn_from=essay)
    drawn = factories.point(debate, drawn_from=quote)
    answer = factories.reply(drawn, bob)
    leave(alice)
    for model in (Essay, EssayRevision, Passage):
        assert not model._default_manager.exists()
    assert Claim.objects.get(pk=answer.pk).text == answer.text
    assert Debate.objects.get().essay is None


def test_an_essay_by_another_writer_stays(thread: Thread, alice: User) -> None:
    before = list(EssayRevision.objects.values())
    leave(alice)
    assert list(EssayRevision.objects.values()) == before
    assert Claim.objects.get(pk=thread.point.pk).passage is not None


def test_of_the_person_nothing_is_left_but_a_row(bob: User) -> None:
    before = bob.key
    leave(bob)
    bob.refresh_from_db()
    assert (bob.kind, bob.handle, bob.email, bob.display_name) == (PersonKind.GONE, None, None, "")
    assert not bob.is_active
    assert not bob.has_usable_password()
    assert bob.key != before
    assert (bob.date_joined.month, bob.date_joined.day) == (1, 1)


def test_where_one_part_fails_nothing_is_gone(
    thread: Thread, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(person: User, at: datetime) -> None:
        raise KeyboardInterrupt

    parts = [*hooks.farewells, hooks.Farewell("last", fail)]
    monkeypatch.setattr(hooks, "farewells", parts)
    cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=bob)
    before = [list(rows.order_by("pk").values()) for rows in (Claim.objects, Tally.objects)]
    with pytest.raises(KeyboardInterrupt):
        leave(bob)
    after = [list(rows.order_by("pk").values()) for rows in (Claim.objects, Tally.objects)]
    assert after == before
    assert User.objects.get(pk=bob.pk).handle == "bob"


def test_a_conclusion_stays_with_whoever_said_it(thread: Thread, alice: User, bob: User) -> None:
    close_debate(debate=thread.debate.key, conclusion="Alice's closing.", by=alice)
    Debate.objects.update(owner=bob)
    leave(bob)
    assert Debate.objects.get().conclusion == "Alice's closing."
    leave(alice)
    assert Debate.objects.get().conclusion == ""


def test_leaving_twice_is_harmless(thread: Thread, bob: User) -> None:
    leave(bob)
    changes = Change.objects.count()
    leave(bob)
    assert Change.objects.count() == changes


def test_the_password_is_asked_for_where_there_is_one(db: None, quick_hashes: None) -> None:
    frida = factories.person("frida", password=factories.PASSWORD)
    with pytest.raises(Invalid, match="password_wrong"):
        erase_person(by=frida, password="wrong", confirmation="frida")
    with pytest.raises(Invalid, match="type_your_handle"):
        erase_person(by=frida, password=factories.PASSWORD, confirmation="Fred")
    erase_person(by=frida, password=factories.PASSWORD, confirmation=" Frida ")
    assert User.objects.get().kind == PersonKind.GONE


def test_the_last_member_of_staff_stays(db: None) -> None:
    first, last = (factories.person(name, role=Role.STAFF) for name in ("first", "last"))
    leave(first)
    with pytest.raises(Conflict, match="last_of_staff"):
        leave(last)


def test_who_is_suspended_can_leave(bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(banned=True)
    leave(bob)
    bob.refresh_from_db()
    assert (bob.kind, bob.banned) == (PersonKind.GONE, False)


def test_what_they_had_in_flight_is_refused(thread: Thread, bob: User) -> None:
    leave(bob)  # the person at hand is as it was when they asked
    bob.kind, bob.is_active = PersonKind.PERSON, True
    key, debate = thread.point.key, thread.debate.key
    with pytest.raises(NotFound):
        post_reply(parent=key, relation=Relation.REBUT, text="Too late.", by=bob)
    with pytest.raises(NotFound):
        cast_vote(claim=key, value=VoteValue.UNSURE, by=bob)
    with pytest.raises(NotFound):
        save_draft(purpose="reply", claim=key, content={"text": "Too late."}, by=bob)
    with pytest.raises(NotSignedIn):
        follow_debate(debate=debate, by=bob)
    mark_read(debate=debate, seq=1, by=bob)
    for model in (Draft, Follow, ReadMark):
        assert not model._default_manager.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_who_has_left_is_told_of_anything(thread: Thread, bob: User, dan: User) -> None:
    leave(bob)
    Change.objects.filter(kind=ChangeKind.STATED).update(at=thread.debate.opened_at)
    factories.reply(thread.rebut, dan, text="An answer to what is gone.")
    while tell_next_changes():
        pass
    assert not Notice.objects.filter(person=bob).exists()

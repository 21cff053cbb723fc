from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role as SiteRole
from accounts.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.draft import save_draft
from debate.actions.following import follow_debate
from debate.actions.outline import start_debate
from debate.actions.position import state_position
from debate.actions.publication import close_debate, publish_debate
from debate.actions.reply import post_reply
from debate.actions.suspension import ban_person, readmit_person, suspend_person
from debate.actions.topic import choose_topics
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ActKind, ClaimState, Reason, Visibility, VoteValue
from debate.limits import SUSPENSION_DAYS
from debate.models import Act, Case
from tests import factories
from tests.factories import Thread


@pytest.fixture
def sam(db: None) -> User:
    """Of the staff."""
    return factories.person("sam", role=SiteRole.STAFF)


def acts_about(person: User) -> list[str]:
    return list(
        Act.objects.filter(subject_number=person.pk).order_by("id").values_list("kind", flat=True)
    )


@pytest.mark.parametrize("days", SUSPENSION_DAYS)
def test_a_suspension_ends_by_itself(thread: Thread, bob: User, sam: User, days: int) -> None:
    start = timezone.now()
    act = suspend_person(
        person=bob.key, days=days, reason="spam", note="Stop it.", by=sam, at=start
    )
    assert act is not None
    assert (act.kind, act.reason, act.detail) == (ActKind.SUSPENDED, Reason.SPAM, {"days": days})
    assert (act.debate_key, act.subject_number) == (None, bob.pk)
    assert Case.objects.get(act=act.pk).note == "Stop it."
    bob.refresh_from_db()
    assert bob.suspended_until == start + timedelta(days=days)
    assert bob.suspended(start + timedelta(days=days) - timedelta(seconds=1))
    assert not bob.suspended(start + timedelta(days=days))


def test_a_form_sent_twice_suspends_once_and_a_longer_one_counts(bob: User, sam: User) -> None:
    start = timezone.now()
    suspend_person(person=bob.key, days=7, reason="spam", by=sam, at=start)
    soon = start + timedelta(seconds=5)
    assert suspend_person(person=bob.key, days=7, reason="spam", by=sam, at=soon) is None
    assert suspend_person(person=bob.key, days=1, reason="spam", by=sam, at=soon) is None
    suspend_person(person=bob.key, days=30, reason="spam", by=sam, at=soon)
    ban_person(person=bob.key, reason="spam", by=sam, at=soon)
    assert ban_person(person=bob.key, reason="spam", by=sam, at=soon) is None
    assert suspend_person(person=bob.key, days=30, reason="spam", by=sam, at=soon) is None
    readmit_person(person=bob.key, reason="resolved", by=sam, at=soon)
    assert readmit_person(person=bob.key, reason="resolved", by=sam, at=soon) is None
    bob.refresh_from_db()
    assert (bob.suspended_until, bob.banned) == (None, False)
    assert acts_about(bob) == ["suspended", "suspended", "banned", "readmitted"]


@pytest.mark.parametrize("days", [0, -1, 2, 365, 10**12])
def test_a_suspension_lasts_as_long_as_can_be_chosen(bob: User, sam: User, days: int) -> None:
    with pytest.raises(Invalid, match="choose_how_long"):
        suspend_person(person=bob.key, days=days, reason="spam", by=sam)


def test_only_staff_suspends_and_to_others_there_is_no_such_thing(
    alice: User, bob: User, carol: User
) -> None:
    for person, refusal in ((alice, NotFound), (carol, NotFound), (None, NotSignedIn)):
        for suspend in (
            lambda by: suspend_person(person=bob.key, days=1, reason="spam", by=by),
            lambda by: ban_person(person=bob.key, reason="spam", by=by),
            lambda by: readmit_person(person=bob.key, reason="spam", by=by),
        ):
            with pytest.raises(refusal):
                suspend(person)
    assert acts_about(bob) == []


def test_nobody_suspends_themselves_so_one_of_the_staff_is_always_left(
    sam: User, bob: User
) -> None:
    with pytest.raises(NotAllowed, match="own_case"):
        suspend_person(person=sam.key, days=1, reason="spam", by=sam)
    with pytest.raises(NotFound, match="no_person"):
        ban_person(person="nosuchperson", reason="spam", by=sam)
    toni = factories.person("toni", role=SiteRole.STAFF)
    ban_person(person=toni.key, reason="spam", by=sam)
    with pytest.raises(NotFound, match="no_such_page"):
        ban_person(person=sam.key, reason="spam", by=toni)
    sam.refresh_from_db()
    assert not sam.banned


def test_who_is_suspended_adds_nothing_anywhere_and_takes_back_what_is_theirs(
    thread: Thread, alice: User, bob: User, sam: User
) -> None:
    own = factories.debate(bob, thesis="Mine.", visibility=Visibility.DRAFT)
    running = factories.debate(bob, thesis="Mine and open.")
    ban_person(person=bob.key, reason="insult", by=sam)
    refused = [
        lambda: start_debate(thesis="Another one.", by=bob),
        lambda: publish_debate(debate=own.key, by=bob),
        lambda: choose_topics(debate=own.key, slugs=[], by=bob),
        lambda: close_debate(debate=running.key, by=bob),
        lambda: post_reply(parent=thread.thesis.key, relation="rebut", text="No, no.", by=bob),
        lambda: cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=bob),
        lambda: state_position(debate=thread.debate.key, value=1, by=bob),
    ]
    for deed in refused:
        with pytest.raises(NotAllowed, match="suspended"):
            deed()
    follow_debate(debate=thread.debate.key, by=bob)
    save_draft(
        purpose="reply",
        claim=thread.thesis.key,
        content={"text": "For later."},
        base_version=0,
        by=bob,
    )
    withdraw_claim(claim=thread.rebut.key, by=bob)
    thread.rebut.refresh_from_db()
    assert thread.rebut.state == ClaimState.WITHDRAWN

"""Whoever runs a debate and whoever writes in it act at the same moment, in every order."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts.errors import Conflict, NotAllowed, NotFound, Refusal
from accounts.models import User
from debate.actions.access import set_access
from debate.actions.archive import archive_debate
from debate.actions.deletion import delete_debate
from debate.actions.link import open_link, renew_link
from debate.actions.position import state_position
from debate.actions.publication import close_debate
from debate.actions.reply import post_reply
from debate.actions.schedule import schedule_debate
from debate.actions.transfer import transfer_debate
from debate.actions.vote import cast_vote
from debate.enums import ChangeKind, Role, VoteValue
from debate.models import (
    Change,
    Claim,
    Debate,
    Essay,
    Follow,
    LinkVisit,
    Membership,
    Position,
    Vote,
)
from tests import factories
from tests.drills.racing import Deed, at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

ROUNDS = 3
WRITERS = 4


def writes(debate: Debate, people: list[User]) -> list[Deed]:
    """A reply, a vote and a position of each of several people."""
    thesis = factories.thesis_of(debate).key
    deeds: list[Deed] = []
    for who in people:
        deeds += [
            partial(
                post_reply,
                parent=thesis,
                relation="rebut",
                text=f"Not so, says {who.handle}.",
                by=who,
            ),
            partial(cast_vote, claim=thesis, value=VoteValue.CONVINCING, by=who),
            partial(state_position, debate=debate.key, value=-2, by=who),
        ]
    return deeds


def moments(debate: Debate) -> list[datetime]:
    """When each thing that was let in was written, by the clock that its rules were read with."""
    claims = Claim.objects.filter(debate=debate, kind="reply").values_list("created_at", flat=True)
    votes = Vote.objects.filter(debate=debate).values_list("cast_at", flat=True)
    positions = Position.objects.filter(debate=debate).values_list("at", flat=True)
    return [*claims, *votes, *positions]


@pytest.mark.parametrize(
    ("ends", "kind"),
    [
        ("close", ChangeKind.CLOSED),
        ("archive", ChangeKind.ARCHIVED),
        ("schedule", ChangeKind.SCHEDULED),
        ("nobody", ChangeKind.ADMITTED),
        ("members", ChangeKind.ADMITTED),
    ],
)
def test_no_write_has_a_moment_outside_of_what_the_rules_allow(
    alice: User, ends: str, kind: ChangeKind
) -> None:
    """Catches: reading rules or visibility before the row that holds them is held."""
    people = factories.people(WRITERS)
    refused = let_in = 0
    for _round in range(ROUNDS):
        debate = factories.debate(alice)
        opens = timezone.now() + timedelta(days=1)
        key = debate.key
        end: Deed = {
            "close": partial(close_debate, debate=key, by=alice),
            "archive": partial(archive_debate, debate=key, by=alice),
            "schedule": partial(schedule_debate, debate=key, opens_at=opens, by=alice),
            "nobody": partial(set_access, debate=key, posting="nobody", by=alice),
            "members": partial(set_access, debate=key, visibility="members", by=alice),
        }[ends]
        deeds = writes(debate, people)
        results = at_once([*deeds[:6], end, *deeds[6:]])
        ended: Any = results.pop(6)
        assert not isinstance(ended, Exception), ended
        told = Change.objects.get(debate=debate, kind=kind)
        failed = [r for r in results if isinstance(r, Exception)]
        assert [r for r in failed if not isinstance(r, Refusal)] == []
        assert len(moments(debate)) == len(results) - len(failed)
        assert [at for at in moments(debate) if at > told.at] == []
        late = Change.objects.filter(debate=debate, seq__gt=told.seq, kind=ChangeKind.STATED)
        assert not late.exists()
        refused, let_in = refused + len(failed), let_in + len(moments(debate))
    assert refused + let_in == ROUNDS * WRITERS * 3


def test_of_two_who_are_given_a_debate_one_has_it(alice: User, bob: User, dan: User) -> None:
    """Catches: two owners, or an old one who is nobody there any more."""
    for _round in range(ROUNDS):
        debate = factories.debate(alice)
        for heir in (bob, dan):
            factories.member(debate, heir, role=Role.MODERATOR)
        results = at_once(
            [
                partial(transfer_debate, debate=debate.key, to=heir.key, by=alice)
                for heir in (bob, dan, bob, dan)
            ]
        )
        assert sum(isinstance(r, NotAllowed) for r in results) == 3
        debate.refresh_from_db()
        seats = Membership.objects.filter(debate=debate).values_list("person", "role")
        others = {alice.pk, bob.pk, dan.pk} - {debate.owner_id}
        assert dict(seats) == dict.fromkeys(others, Role.MODERATOR)
        assert Change.objects.filter(debate=debate, kind=ChangeKind.TRANSFERRED).count() == 1


def test_two_who_hand_debates_to_each_other_do_not_wait_for_one_another(
    alice: User, bob: User
) -> None:
    for _round in range(ROUNDS):
        pairs = [(factories.debate(alice), bob), (factories.debate(bob), alice)]
        for debate, heir in pairs:
            factories.member(debate, heir, role=Role.MODERATOR)
        results = at_once(
            [
                partial(transfer_debate, debate=debate.key, to=heir.key, by=debate.owner)
                for debate, heir in pairs
            ]
        )
        assert [r for r in results if isinstance(r, Exception)] == []


def test_a_debate_that_is_deleted_while_somebody_answers_goes_whole_or_stays_whole(
    alice: User,
) -> None:
    """Catches: looking for replies before nobody can add one any more."""
    people = factories.people(WRITERS)
    for _round in range(ROUNDS * 2):
        essay = factories.essay(alice)
        debate = factories.debate(alice, drawn_from=essay)
        deeds = writes(debate, people[: 1 + _round % 2])
        end: Deed = partial(delete_debate, debate=debate.key, by=alice)
        results = at_once([*deeds, end])
        deleted = results.pop()
        if isinstance(deleted, Exception):
            assert isinstance(deleted, Conflict), deleted
            assert any(not isinstance(r, Exception) for r in results)
            assert Essay.objects.filter(pk=essay.essay_id).exists()
            assert len(moments(debate)) == sum(not isinstance(r, Exception) for r in results)
        else:
            assert all(isinstance(r, NotFound) for r in results), results
            assert not Debate.objects.filter(pk=debate.pk).exists()
            assert not Essay.objects.filter(pk=essay.essay_id).exists()
            assert moments(debate) == []
            assert not Change.objects.filter(debate=debate.pk).exists()
            assert not Follow.objects.filter(debate=debate.pk).exists()


def test_a_link_that_is_opened_while_it_is_replaced_lets_nobody_in_later(
    alice: User,
) -> None:
    people = factories.people(WRITERS)
    for _round in range(ROUNDS):
        debate = factories.debate(alice)
        old = set_access(debate=debate.key, visibility="unlisted", by=alice).link_key
        assert old
        opened: list[Deed] = [partial(open_link, key=old, by=who) for who in people]
        results = at_once([*opened, partial(renew_link, debate=debate.key, by=alice)])
        assert all(isinstance(r, str | NotFound | Debate) for r in results), results
        debate.refresh_from_db()
        assert not LinkVisit.objects.filter(debate=debate, link_key=debate.link_key).exists()
        thesis = factories.thesis_of(debate).key
        for who in people:
            with pytest.raises(NotFound):
                cast_vote(claim=thesis, value=VoteValue.CONVINCING, by=who)

"""Running a debate, through every door."""

from collections.abc import Callable

from django.utils import timezone

from accounts.models import User
from debate.enums import Posting, Role, Visibility
from debate.models import Debate, DebateRules
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.parity.doors import (
    CONFLICT,
    DONE,
    INVALID,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_SIGNED_IN,
    Answer,
    Door,
)

NEXT_YEAR = timezone.now().year + 1


def every_deed(door: Door, debate: str, heir: User) -> list[Callable[[User | None], Answer]]:
    return [
        lambda who: door.set_access(debate, posting="members", by=who),
        lambda who: door.hold_newcomers(debate, by=who),
        lambda who: door.set_link(debate, "renew", by=who),
        lambda who: door.describe_debate(debate, title="Later", by=who),
        lambda who: door.schedule_debate(debate, closes_at=f"{NEXT_YEAR}-05-04T09:00", by=who),
        lambda who: door.archive_debate(debate, by=who),
        lambda who: door.transfer_debate(debate, heir.key, by=who),
        lambda who: door.delete_debate(debate, by=who),
        lambda who: door.close_debate(debate, by=who, conclusion="Enough."),
    ]


def test_nobody_else_runs_a_debate(
    door: Door, thread: Thread, alice: User, bob: User, eve: User
) -> None:
    factories.member(thread.debate, bob, role=Role.MODERATOR)
    key = thread.debate.key
    for deed in every_deed(door, key, bob):
        answer = deed(eve)
        assert answer.kind == NOT_ALLOWED
        assert str(SENTENCES["owner_only"]) in answer.told or (
            str(SENTENCES["moderators_only"]) in answer.told
        )
        assert deed(None).kind == NOT_SIGNED_IN
    Debate.objects.update(visibility=Visibility.MEMBERS)
    assert {deed(eve).kind for deed in every_deed(door, key, bob)} == {NOT_FOUND}


def test_who_sees_it_and_who_takes_part_is_set(
    door: Door, thread: Thread, alice: User, eve: User
) -> None:
    key = thread.debate.key
    for _again in range(2):
        assert door.set_access(key, visibility="unlisted", posting="nobody", by=alice).kind == DONE
    assert DebateRules.objects.get(debate=thread.debate).posting == Posting.NOBODY
    assert door.cast_vote(thread.thesis.key, value=1, by=eve).kind == NOT_FOUND
    assert door.set_link(key, "renew", by=alice).kind == DONE
    assert door.set_link(key, "revoke", by=alice).kind == DONE
    assert door.set_access(key, visibility="draft", posting="members", by=alice).kind == INVALID
    assert door.set_access(key, visibility="public", posting="members", by=alice).kind == DONE
    assert door.set_link(key, "renew", by=alice).kind == CONFLICT
    assert door.cast_vote(thread.thesis.key, value=1, by=eve).kind == NOT_ALLOWED


def test_what_it_says_about_itself_is_set(door: Door, thread: Thread, alice: User) -> None:
    assert door.describe_debate(thread.debate.key, title="Later", by=alice).kind == DONE
    refused = door.describe_debate(thread.debate.key, title=" ", by=alice)
    assert refused.kind == INVALID
    assert str(SENTENCES["essay_needs_a_title"]) in refused.told
    assert thread.debate.essay
    thread.debate.essay.refresh_from_db()
    assert thread.debate.essay.title == "Later"


def test_when_it_opens_and_closes_is_set(
    door: Door, debate: Debate, alice: User, dan: User
) -> None:
    later, latest = f"{NEXT_YEAR}-05-04T09:00", f"{NEXT_YEAR}-05-04T10:00"
    refused = door.schedule_debate(debate.key, opens_at=latest, closes_at=later, by=alice)
    assert refused.kind == INVALID
    assert str(SENTENCES["closes_before_it_opens"]) in refused.told
    answer = door.schedule_debate(debate.key, opens_at=later, closes_at=latest, by=alice)
    assert answer.kind == DONE
    assert door.state_position(debate.key, value=1, by=dan).kind == CONFLICT


def test_it_goes_into_the_archive_and_comes_back(
    door: Door, debate: Debate, alice: User, dan: User
) -> None:
    for _again in range(2):
        assert door.archive_debate(debate.key, by=alice).kind == DONE
    refused = door.state_position(debate.key, value=1, by=dan)
    assert refused.kind == CONFLICT
    assert str(SENTENCES["archived"]) in refused.told
    assert door.close_debate(debate.key, by=alice).kind == CONFLICT
    assert door.archive_debate(debate.key, archived=False, by=alice).kind == DONE
    assert door.state_position(debate.key, value=1, by=dan).kind == DONE


def test_it_is_handed_over_once(door: Door, debate: Debate, alice: User, bob: User) -> None:
    factories.member(debate, bob, role=Role.MODERATOR)
    assert door.transfer_debate(debate.key, bob.key, by=alice).kind == DONE
    assert door.transfer_debate(debate.key, bob.key, by=alice).kind == NOT_ALLOWED
    debate.refresh_from_db()
    assert debate.owner == bob


def test_it_is_deleted_unless_somebody_else_took_part(
    door: Door, thread: Thread, debate: Debate, alice: User
) -> None:
    refused = door.delete_debate(thread.debate.key, by=alice)
    assert refused.kind == CONFLICT
    assert str(SENTENCES["others_took_part"]) in refused.told
    assert door.delete_debate(debate.key, by=alice).kind == DONE
    assert door.delete_debate(debate.key, by=alice).kind == NOT_FOUND


def test_a_draft_is_published_to_some(door: Door, alice: User, eve: User) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    assert door.publish_debate(draft.key, visibility="draft", by=alice).kind == INVALID
    assert door.publish_debate(draft.key, visibility="members", by=alice).kind == DONE
    thesis = factories.thesis_of(draft).key
    assert door.post_reply(thesis, by=eve).kind == NOT_FOUND


def test_a_statement_is_not_too_long(door: Door, debate: Debate, alice: User) -> None:
    assert door.close_debate(debate.key, conclusion="x" * 5001, by=alice).kind == INVALID
    assert door.close_debate(debate.key, conclusion="Enough.", by=alice).kind == DONE
    debate.refresh_from_db()
    assert debate.conclusion == "Enough."

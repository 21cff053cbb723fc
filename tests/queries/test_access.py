"""Every read starts from what the viewer may see."""

from collections.abc import Callable

import pytest

from accounts.errors import NotFound, Refusal
from accounts.models import User
from debate.enums import Role, Visibility
from debate.models import Debate
from debate.queries.claim import read_claim, read_claim_source, read_focus
from debate.queries.debate import read_debate_head
from debate.queries.essay import read_reading_page
from debate.queries.outline import read_outline
from debate.queries.thread import read_more_replies, read_thread
from tests import factories
from tests.factories import Thread

type Read = Callable[[Thread, User | None], object]

READS: dict[str, Read] = {
    "head": lambda thread, viewer: read_debate_head(thread.debate.key, viewer),
    "thread": lambda thread, viewer: read_thread(thread.debate.key, viewer),
    "reading page": lambda thread, viewer: read_reading_page(thread.debate.key, viewer),
    "outline": lambda thread, viewer: read_outline(thread.debate.key, viewer),
    "claim": lambda thread, viewer: read_claim(thread.rebut.key, viewer),
    "claim source": lambda thread, viewer: read_claim_source(thread.point.key, viewer),
    "focus": lambda thread, viewer: read_focus(thread.rebut.key, viewer),
    "more replies": lambda thread, viewer: read_more_replies(thread.point.key, viewer),
}
every_read = pytest.mark.parametrize("read", READS.values(), ids=READS)


def sees(read: Read, thread: Thread, viewer: User | None) -> bool:
    """Whether a read finds the thing; being refused a deed means that it may be seen."""
    try:
        read(thread, viewer)
    except NotFound:
        return False
    except Refusal:
        return True
    return True


def show_to(debate: Debate, visibility: Visibility) -> None:
    Debate.objects.filter(pk=debate.pk).update(
        visibility=visibility,
        opened_at=None if visibility == Visibility.DRAFT else factories.LONG_AGO,
    )


@every_read
def test_everybody_sees_what_is_public(read: Read, thread: Thread, eve: User) -> None:
    assert sees(read, thread, eve)
    assert sees(read, thread, None)


@every_read
def test_only_its_owner_sees_a_draft(read: Read, thread: Thread, alice: User, bob: User) -> None:
    factories.member(thread.debate, bob)
    show_to(thread.debate, Visibility.DRAFT)
    assert sees(read, thread, alice)
    assert not sees(read, thread, bob)
    assert not sees(read, thread, None)


@every_read
@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.UNLISTED])
def test_only_members_see_what_is_for_members_or_unlisted(
    read: Read, visibility: Visibility, thread: Thread, bob: User, eve: User
) -> None:
    factories.member(thread.debate, bob, role=Role.READER)
    show_to(thread.debate, visibility)
    assert sees(read, thread, bob)
    assert not sees(read, thread, eve)
    assert not sees(read, thread, None)


@every_read
def test_what_does_not_exist_is_not_found(read: Read, thread: Thread, alice: User) -> None:
    key = thread.debate.key
    Debate.objects.filter(pk=thread.debate.pk).delete()
    thread.debate.key = key
    assert not sees(read, thread, alice)

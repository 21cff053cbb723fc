from accounts.models import User
from debate.enums import DraftPurpose, Visibility
from debate.limits import DRAFT_CHARS_MAX
from debate.models import Draft
from debate.queries.drafts import DraftRow, read_draft
from tests import factories
from tests.factories import Thread
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_FOUND, NOT_SIGNED_IN, Door


def kept(thread: Thread, by: User) -> DraftRow:
    row = read_draft(DraftPurpose.REPLY, by, claim=thread.rebut.key)
    assert row is not None
    return row


def test_a_draft_is_kept_and_offered_when_it_is_overtaken(
    door: Door, thread: Thread, eve: User
) -> None:
    claim = thread.rebut.key
    assert door.save_draft(claim, by=eve, text="First.").kind == DONE
    first = kept(thread, eve).version
    assert door.save_draft(claim, by=eve, text="Second.", base_version=first).kind == DONE
    assert door.save_draft(claim, by=eve, text="Third.", base_version=first).kind == DONE
    row = kept(thread, eve)
    assert (row.content, row.version) == ({"text": "Third."}, first + 2)
    assert [version.words for version in row.aside] == ["Second."]


def test_a_draft_is_dropped_as_it_was_seen(door: Door, thread: Thread, eve: User) -> None:
    door.save_draft(thread.rebut.key, by=eve, text="First.")
    version = kept(thread, eve).version
    assert door.drop_draft(thread.rebut.key, by=eve, version=version - 1).kind == CONFLICT
    assert door.drop_draft(thread.rebut.key, by=eve, version=version).kind == DONE
    assert door.drop_draft(thread.rebut.key, by=eve, version=version).kind == DONE
    assert not Draft.objects.exists()


def test_what_cannot_be_kept_is_refused(door: Door, thread: Thread, alice: User, eve: User) -> None:
    hidden = factories.thesis_of(factories.debate(alice, visibility=Visibility.DRAFT))
    too_long = "x" * (DRAFT_CHARS_MAX + 1)
    assert door.save_draft(thread.rebut.key, by=None, text="A text.").kind == NOT_SIGNED_IN
    assert door.save_draft(hidden.key, by=eve, text="A text.").kind == NOT_FOUND
    assert door.save_draft(thread.rebut.key, by=eve, text=too_long).kind == INVALID
    assert not Draft.objects.exists()

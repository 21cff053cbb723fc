"""Many tabs save one draft at the same moment: the last wins, and no version is lost."""

import pytest

from accounts.errors import NotFound
from accounts.models import User
from debate.actions.draft import drop_draft, drop_posted, save_draft
from debate.actions.outline import discard_draft, drop_point
from debate.enums import DraftPurpose, Visibility
from debate.limits import DRAFTS_ASIDE_MAX
from debate.models import Draft
from debate.queries.drafts import read_draft
from tests import factories
from tests.drills.racing import Deed, at_once
from tests.factories import Thread

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

REPLY = DraftPurpose.REPLY


def saving(claim: str, text: str, by: User, base: int = 0) -> Deed:
    return lambda: save_draft(
        purpose=REPLY, claim=claim, content={"text": text}, base_version=base, by=by
    )


@pytest.mark.parametrize("begun", [False, True], ids=["new", "begun"])
def test_tabs_that_save_at_once_lose_no_version(thread: Thread, eve: User, begun: bool) -> None:
    """Catches: reading the row, then writing it; and two tabs that both insert it."""
    claim = thread.rebut.key
    for tabs in (2, DRAFTS_ASIDE_MAX, 12):
        Draft.objects.all().delete()
        first = saving(claim, "Begun", eve)() if begun else None
        base = first.version if first else 0
        results = at_once([saving(claim, f"Words of tab {n}.", eve, base) for n in range(tabs)])
        assert [r for r in results if isinstance(r, Exception)] == []
        row = read_draft(REPLY, eve, claim=claim)
        assert row is not None
        found = [row.content["text"], *(version.words for version in row.aside)]
        assert len(found) == len(set(found)) == min(tabs, DRAFTS_ASIDE_MAX + 1)
        assert set(found) <= {f"Words of tab {n}." for n in range(tabs)}
        versions = sorted(r.version for r in results)
        assert versions == list(range(versions[0], versions[0] + tabs))
        assert row.version == versions[-1]
        if begun:
            assert versions[0] == base + 1


def test_saving_the_same_from_many_tabs_is_one_version(thread: Thread, eve: User) -> None:
    results = at_once([saving(thread.rebut.key, "The same.", eve)] * 8)
    assert len({(r.pk, r.version) for r in results}) == 1
    assert Draft.objects.get().aside == []


def test_words_saved_while_a_draft_is_dropped_or_posted_stay(thread: Thread, eve: User) -> None:
    """Catches: a save that finds the row deleted between its insert and its lock."""
    claim = thread.rebut.key
    for _round in range(12):
        Draft.objects.all().delete()
        first = saving(claim, "Begun", eve)()
        results = at_once(
            [
                saving(claim, "Written meanwhile.", eve, first.version),
                lambda v=first.version: drop_draft(  # type: ignore[misc]
                    purpose=REPLY, claim=claim, version=v, by=eve
                ),
                lambda v=first.version: drop_posted(  # type: ignore[misc]
                    purpose=REPLY, claim=claim, content={"text": "Begun"}, version=v, by=eve
                ),
            ]
        )
        assert not isinstance(results[0], Exception)
        assert not isinstance(results[2], Exception)
        assert Draft.objects.get().content == {"text": "Written meanwhile."}


def test_what_is_deleted_while_drafts_of_it_are_saved_goes_with_them(alice: User) -> None:
    """Catches: a draft that appears between collecting what goes and deleting it."""
    for round_ in range(16):
        of = factories.debate(alice, visibility=Visibility.DRAFT)
        claim = factories.point(of).key
        ends = [ending(of.key, claim, alice) for ending in (dropping, discarding)]
        saves = [saving(claim, f"Words of tab {n}.", alice) for n in range(4)]
        *saved, ended = at_once([*saves, ends[round_ % 2]])
        assert not isinstance(ended, Exception)
        assert [r for r in saved if isinstance(r, Exception) and not isinstance(r, NotFound)] == []
        assert not Draft.objects.exists()


def dropping(debate: str, claim: str, by: User) -> Deed:
    return lambda: drop_point(debate=debate, claim=claim, by=by)


def discarding(debate: str, _claim: str, by: User) -> Deed:
    return lambda: discard_draft(debate=debate, by=by)

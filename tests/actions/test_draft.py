from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.draft import (
    drop_aside,
    drop_draft,
    drop_posted,
    keep_aside,
    save_draft,
    take_back,
)
from debate.enums import DraftPurpose, Visibility
from debate.limits import DRAFT_CHARS_MAX, DRAFTS_ASIDE_MAX
from debate.logic.draft import mark_of
from debate.models import Draft
from debate.queries.drafts import DraftRow, list_begun, read_draft
from tests import factories
from tests.factories import Thread

REPLY, EDIT, DEBATE = DraftPurpose.REPLY, DraftPurpose.EDIT, DraftPurpose.DEBATE


def save(thread: Thread, by: User, text: str, *, base: int = 0, **fields: str) -> Draft:
    kept = save_draft(
        purpose=REPLY,
        claim=thread.rebut.key,
        content={"text": text} | fields,
        base_version=base,
        by=by,
    )
    assert kept is not None
    return kept


def kept(thread: Thread, by: User) -> DraftRow:
    row = read_draft(REPLY, by, claim=thread.rebut.key)
    assert row is not None
    return row


def texts(row: DraftRow) -> list[str]:
    return [row.content.get("text", ""), *(version.words for version in row.aside)]


def test_what_was_typed_is_kept_for_its_writer_alone(thread: Thread, eve: User, dan: User) -> None:
    save(
        thread, eve, "Half a thought", relation="rebut", details="*More*", source_url_2="a.example"
    )
    assert kept(thread, eve).content == {
        "relation": "rebut",
        "text": "Half a thought",
        "details": "*More*",
        "source_url_2": "a.example",
    }
    assert read_draft(REPLY, dan, claim=thread.rebut.key) is None
    assert read_draft(REPLY, None, claim=thread.rebut.key) is None
    assert read_draft(EDIT, eve, claim=thread.rebut.key) is None
    assert list_begun(dan).rows == ()


def test_only_known_fields_are_kept_and_only_texts(thread: Thread, eve: User) -> None:
    sent: dict[str, object] = {
        "text": "Half",
        "password": "x" * 30,
        "details": ["a"],
        "thesis": "T",
    }
    save_draft(purpose=REPLY, claim=thread.rebut.key, content=sent, by=eve)
    assert kept(thread, eve).content == {"text": "Half"}


def test_each_save_that_knew_the_last_takes_its_place(thread: Thread, eve: User) -> None:
    first = save(thread, eve, "One")
    second = save(thread, eve, "One two", base=first.version)
    assert second.version == first.version + 1
    assert texts(kept(thread, eve)) == ["One two"]


def test_saving_the_same_again_changes_nothing(thread: Thread, eve: User) -> None:
    first = save(thread, eve, "One\r\ntwo")
    again = save(thread, eve, "One\ntwo", base=0)
    assert (again.version, again.saved_at) == (first.version, first.saved_at)
    assert kept(thread, eve).aside == ()


def test_a_version_that_was_not_seen_is_overtaken_and_offered(thread: Thread, eve: User) -> None:
    first = save(thread, eve, "On the train")
    save(thread, eve, "On the train, longer", base=first.version)
    save(thread, eve, "At the desk", base=first.version)
    row = kept(thread, eve)
    assert texts(row) == ["At the desk", "On the train, longer"]
    assert row.version == first.version + 2


def test_the_newest_overtaken_versions_are_offered_and_none_twice(
    thread: Thread, eve: User
) -> None:
    for number in range(DRAFTS_ASIDE_MAX + 3):
        save(thread, eve, f"Version {number}")
        save(thread, eve, "The other tab")
    row = kept(thread, eve)
    assert texts(row) == ["The other tab", *(f"Version {n}" for n in (7, 6, 5, 4, 3))]


def test_a_version_is_taken_back_and_the_present_one_offered(thread: Thread, eve: User) -> None:
    save(thread, eve, "First")
    save(thread, eve, "Second")
    which = kept(thread, eve).aside[0].which
    for _ in range(2):  # asked twice it is done once
        take_back(purpose=REPLY, claim=thread.rebut.key, which=which, by=eve)
        assert texts(kept(thread, eve)) == ["First", "Second"]
    drop_aside(
        purpose=REPLY, claim=thread.rebut.key, which=kept(thread, eve).aside[0].which, by=eve
    )
    assert texts(kept(thread, eve)) == ["First"]
    with pytest.raises(NotFound):
        take_back(purpose=REPLY, claim=thread.rebut.key, which="0" * 16, by=eve)


def test_nobody_takes_back_or_drops_what_another_wrote(
    thread: Thread, eve: User, dan: User
) -> None:
    save(thread, eve, "First")
    draft = save(thread, eve, "Second")
    which = kept(thread, eve).aside[0].which
    with pytest.raises(NotFound):
        take_back(purpose=REPLY, claim=thread.rebut.key, which=which, by=dan)
    drop_aside(purpose=REPLY, claim=thread.rebut.key, which=which, by=dan)
    drop_draft(purpose=REPLY, claim=thread.rebut.key, version=draft.version, by=dan)
    assert texts(kept(thread, eve)) == ["Second", "First"]


def test_an_emptied_form_drops_its_draft(thread: Thread, eve: User) -> None:
    first = save(thread, eve, "One")
    empty = {"text": " \n", "relation": "rebut"}
    assert (
        save_draft(
            purpose=REPLY,
            claim=thread.rebut.key,
            content=empty,
            base_version=first.version,
            by=eve,
        )
        is None
    )
    assert not Draft.objects.exists()


def test_an_emptied_form_does_not_take_a_newer_version_along(thread: Thread, eve: User) -> None:
    save(thread, eve, "Written elsewhere")
    save_draft(purpose=REPLY, claim=thread.rebut.key, content={}, base_version=0, by=eve)
    assert texts(kept(thread, eve)) == ["", "Written elsewhere"]


def test_a_form_without_words_makes_no_draft(thread: Thread, eve: User) -> None:
    sent = {"relation": "rebut", "text": ""}
    assert save_draft(purpose=REPLY, claim=thread.rebut.key, content=sent, by=eve) is None
    started = {"language": "de", "own_words": "on"}
    assert save_draft(purpose=DEBATE, content=started, by=eve) is None
    assert not Draft.objects.exists()


def test_a_dropped_draft_is_not_taken_for_the_next_one(thread: Thread, eve: User) -> None:
    """Catches: versions that begin at one again, so that a forgotten tab overwrites unasked."""
    old = save(thread, eve, "Old")
    drop_draft(purpose=REPLY, claim=thread.rebut.key, version=old.version, by=eve)
    new = save(thread, eve, "New")
    assert new.version != old.version
    save(thread, eve, "Old, from a tab that was left open", base=old.version)
    assert texts(kept(thread, eve)) == ["Old, from a tab that was left open", "New"]


def test_a_draft_that_was_changed_elsewhere_is_not_dropped_unseen(
    thread: Thread, eve: User
) -> None:
    first = save(thread, eve, "One")
    save(thread, eve, "One two", base=first.version)
    with pytest.raises(Conflict):
        drop_draft(purpose=REPLY, claim=thread.rebut.key, version=first.version, by=eve)
    assert texts(kept(thread, eve)) == ["One two"]


def test_posting_drops_the_draft_and_what_says_no_more(thread: Thread, eve: User) -> None:
    save(thread, eve, "Half a")
    draft = save(thread, eve, "Half a thought")
    posted(thread, eve, "Half a thought, finished.", version=draft.version)
    assert not Draft.objects.exists()


def test_posting_an_older_tab_leaves_what_was_written_since(thread: Thread, eve: User) -> None:
    first = save(thread, eve, "Half a thought")
    save(thread, eve, "Quite another thought", base=first.version)
    posted(thread, eve, "Half a thought", version=first.version)
    assert texts(kept(thread, eve)) == ["Quite another thought"]


def test_what_was_offered_and_says_more_stays_after_posting(thread: Thread, eve: User) -> None:
    save(thread, eve, "On the train")
    draft = save(thread, eve, "At the desk")
    posted(thread, eve, "At the desk", version=draft.version)
    assert texts(kept(thread, eve)) == ["On the train"]


def posted(thread: Thread, by: User, text: str, *, version: int) -> None:
    drop_posted(
        purpose=REPLY, claim=thread.rebut.key, content={"text": text}, version=version, by=by
    )


def test_an_older_version_is_kept_beside_the_draft(thread: Thread, eve: User) -> None:
    older = {"text": "Typed without a connection"}
    keep_aside(purpose=REPLY, claim=thread.rebut.key, content=older, by=eve)
    assert texts(kept(thread, eve)) == ["Typed without a connection"]
    save(thread, eve, "Newer", base=kept(thread, eve).version)
    keep_aside(purpose=REPLY, claim=thread.rebut.key, content=older, by=eve)
    assert texts(kept(thread, eve)) == ["Newer", "Typed without a connection"]


@pytest.mark.parametrize(
    ("typed", "kept_as"),
    [
        ("a\0b", "ab"),
        ("half \ud800 a pair", "half \ufffd a pair"),
        ("\0", ""),
        ("\U0010ffff", "\U0010ffff"),
    ],
)
def test_what_the_database_cannot_hold_is_kept_in_a_form_that_it_can(
    thread: Thread, eve: User, typed: str, kept_as: str
) -> None:
    saved = save_draft(purpose=REPLY, claim=thread.rebut.key, content={"text": typed}, by=eve)
    assert (saved.content["text"] if saved else "") == kept_as


def test_a_draft_has_a_greatest_length(thread: Thread, eve: User) -> None:
    save(thread, eve, "x" * DRAFT_CHARS_MAX)
    with pytest.raises(Invalid, match="draft_too_long"):
        save(thread, eve, "x" * DRAFT_CHARS_MAX, details="y")


def test_nobody_keeps_no_draft_and_no_other_purpose(thread: Thread, eve: User) -> None:
    for by, purpose, error in ((None, REPLY, NotSignedIn), (eve, "vote", Invalid)):
        with pytest.raises(error):
            save_draft(purpose=purpose, claim=thread.rebut.key, content={"text": "A"}, by=by)


def test_a_claim_that_may_not_be_seen_takes_no_draft(alice: User, eve: User) -> None:
    hidden = factories.thesis_of(factories.debate(alice, visibility=Visibility.DRAFT))
    for key in (hidden.key, "0" * 12, None):
        with pytest.raises(NotFound):
            save_draft(purpose=REPLY, claim=key, content={"text": "A"}, by=eve)


def test_a_draft_outlives_the_sight_of_its_claim(thread: Thread, eve: User) -> None:
    first = save(thread, eve, "Half a thought")
    thread.debate.visibility = Visibility.MEMBERS
    thread.debate.save()
    save(thread, eve, "Half a thought, and more", base=first.version)
    (row,) = list_begun(eve).rows
    assert (row.words, row.about, row.reachable) == ("Half a thought, and more", "", False)


def test_a_draft_about_a_claim_that_is_gone_is_listed_without_that_claims_words(
    thread: Thread, eve: User
) -> None:
    save(thread, eve, "Half a thought")
    assert [(r.about, r.reachable) for r in list_begun(eve).rows] == [(thread.rebut.text, True)]
    factories.withdraw(thread.rebut)
    assert [(r.about, r.words, r.reachable) for r in list_begun(eve).rows] == [
        ("", "Half a thought", False)
    ]


def test_only_ones_own_claim_is_reworded(thread: Thread, eve: User, bob: User) -> None:
    sent = {"text": "Reworded", "revision": "1"}
    with pytest.raises(NotAllowed):
        save_draft(purpose=EDIT, claim=thread.rebut.key, content=sent, by=eve)
    assert save_draft(purpose=EDIT, claim=thread.rebut.key, content=sent, by=bob)


def test_a_rewording_that_says_what_the_claim_says_is_no_draft(thread: Thread, bob: User) -> None:
    claim = factories.reply(
        thread.point,
        bob,
        text="It is so.",
        details="*So*",
        sources=[("A study", "https://a.example")],
    )
    same = {"text": " It is  so. ", "details": "*So*", "revision": "1"}
    same |= {"source_url_1": "https://a.example", "source_title_1": "A study"}
    assert save_draft(purpose=EDIT, claim=claim.key, content=same, by=bob) is None
    other = same | {"source_title_1": "Another study"}
    assert save_draft(purpose=EDIT, claim=claim.key, content=other, by=bob) is not None


def test_a_debate_is_begun_once_for_each_person(eve: User, dan: User) -> None:
    for by in (eve, dan):
        for thesis in ("One", "Two"):
            save_draft(purpose=DEBATE, content={"thesis": thesis, "language": "en"}, by=by)
    row = read_draft(DEBATE, eve)
    assert row is not None
    assert (row.content["thesis"], [v.words for v in row.aside]) == ("Two", ["One"])
    assert Draft.objects.count() == 2


def test_the_newest_draft_is_listed_first_a_page_at_a_time(thread: Thread, eve: User) -> None:
    began = timezone.now()
    claims = factories.replies(thread.point, eve, 25)
    for number, claim in enumerate(claims):
        save_draft(
            purpose=REPLY,
            claim=claim.key,
            content={"text": f"Number {number}"},
            by=eve,
            at=began + timedelta(seconds=number),
        )
    first = list_begun(eve)
    assert [row.words for row in first.rows] == [f"Number {n}" for n in range(24, 4, -1)]
    second = list_begun(eve, cursor=first.next or "")
    assert [row.words for row in second.rows] == [f"Number {n}" for n in range(4, -1, -1)]
    assert list_begun(eve, cursor=second.previous or "").rows == first.rows
    assert second.next is None


def test_a_version_is_named_by_what_it_says() -> None:
    assert mark_of({"text": "A", "revision": "1"}) == mark_of({"text": "A", "revision": "2"})
    assert mark_of({"text": "A"}) != mark_of({"details": "A"})

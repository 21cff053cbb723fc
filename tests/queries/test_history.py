"""Rules of queries/history.py."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.outline import start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.wording import Cited
from debate.enums import Visibility, VoteValue
from debate.limits import WORDINGS_PER_PAGE
from debate.logic.differences import Mark
from debate.models import Claim
from debate.queries.claim import read_claim, read_focus
from debate.queries.history import WordingRow, read_history, read_rewording
from debate.queries.rows import Byline, SourceRow
from tests import factories
from tests.factories import Thread

KEPT, REMOVED, ADDED = Mark
STUDY = Cited("A study", "https://example.org/a")
BOOK = Cited("A book", "")


def drawn(wording: WordingRow) -> str:
    """What changed in the text, on one line: `[removed]` and `{added}`."""
    assert wording.rewording is not None
    frames = {KEPT: "%s", REMOVED: "[%s]", ADDED: "{%s}"}
    return "".join(frames[part.mark] % part.text for part in wording.rewording.text)


@pytest.fixture
def claim(thread: Thread, bob: User) -> Claim:
    """A claim of bob's in three wordings; the second has details and a source."""
    stated = factories.reply(thread.point, bob, text="Pupils sleep late.")
    edit_claim(
        claim=stated.key,
        text="Pupils go to bed late.",
        details="Most of them.",
        sources=[STUDY],
        base_revision=1,
        by=bob,
    )
    return edit_claim(
        claim=stated.key,
        text="Pupils go to bed late.",
        details="Many of them.",
        sources=[BOOK],
        base_revision=2,
        by=bob,
    )


# ---- All of them


def test_a_history_tells_each_wording_and_what_changed_newest_first(
    claim: Claim, bob: User, eve: User
) -> None:
    page = read_history(claim.key, eve)
    assert [(w.number, w.revision, w.text) for w in page.shown] == [
        (3, 3, "Pupils go to bed late."),
        (2, 2, "Pupils go to bed late."),
        (1, 1, "Pupils sleep late."),
    ]
    third, second, first = page.shown
    assert drawn(second) == "Pupils [sleep]{go to bed} late."
    assert second.rewording is not None
    assert [(p.mark, p.text) for p in second.rewording.details] == [(ADDED, "Most of them.")]
    assert second.rewording.sources == ((ADDED, SourceRow(*_pair(STUDY))),)
    assert third.rewording is not None
    assert [(p.mark, p.text) for p in third.rewording.details] == [
        (REMOVED, "Most"),
        (ADDED, "Many"),
        (KEPT, " of them."),
    ]
    assert set(third.rewording.sources) == {
        (REMOVED, SourceRow(*_pair(STUDY))),
        (ADDED, SourceRow(*_pair(BOOK))),
    }
    assert (first.since, first.rewording) == (None, None)
    assert {w.byline for w in page.shown} == {Byline(bob.display_name, bob.key)}
    assert first.at == claim.created_at
    assert second.at < third.at
    assert (page.wordings.count, page.compared, page.older) == (3, False, None)


def _pair(cited: Cited) -> tuple[str, str]:
    return cited.title, cited.url


def test_what_stayed_is_not_told(thread: Thread, bob: User) -> None:
    factories.edit(thread.rebut, "Pupils who start later stay up later.")
    newest = read_history(thread.rebut.key, None).shown[0]
    assert newest.rewording is not None
    assert (newest.rewording.details, newest.rewording.sources) == ((), ())


def test_a_typo_mended_at_once_leaves_no_mark(thread: Thread, bob: User, dan: User) -> None:
    stated = factories.say(parent=thread.point.key, relation="rebut", text="Pupls nap.", by=bob)
    for revision, text in enumerate(("Pupil nap.", "Pupils nap."), 1):
        edit_claim(claim=stated.key, text=text, base_revision=revision, by=bob)
    (only,) = read_history(stated.key, bob).shown
    assert (only.number, only.text, only.at, only.rewording) == (
        1,
        "Pupils nap.",
        stated.created_at,
        None,
    )
    cast_vote(claim=stated.key, value=VoteValue.CONVINCING, by=dan)
    edit_claim(claim=stated.key, text="Pupils doze.", base_revision=3, by=bob)
    page = read_history(stated.key, bob)
    assert [(w.number, w.revision, w.text) for w in page.shown] == [
        (2, 4, "Pupils doze."),
        (1, 3, "Pupils nap."),
    ]
    assert "Pupls" not in str(page)
    assert page.wordings.count == 2


def test_the_wordings_of_a_draft_leave_no_mark_either(alice: User) -> None:
    draft = start_debate(essay=None, by=alice)
    for text in ("Schools begin too soon.", "Schools begin too early."):
        state_thesis(debate=draft.key, text=text, by=alice)
    thesis = factories.thesis_of(draft)
    publish_debate(debate=draft.key, by=alice)
    (only,) = read_history(thesis.key, None).shown
    assert (only.number, only.text) == (1, "Schools begin too early.")


def test_a_long_history_goes_on_from_where_the_page_ends(thread: Thread) -> None:
    for number in range(2, WORDINGS_PER_PAGE + 4):
        factories.edit(thread.rebut, f"Wording number {number}.")
    page = read_history(thread.rebut.key, None)
    assert [w.number for w in page.shown] == list(range(WORDINGS_PER_PAGE + 3, 3, -1))
    assert drawn(page.shown[-1]) == "Wording number [3]{4}."
    rest = read_history(thread.rebut.key, None, before=page.older)
    assert [w.number for w in rest.shown] == [3, 2, 1]
    assert rest.older is None
    assert read_history(thread.rebut.key, None, before=1).shown == ()


# ---- Two of them


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (1, 3, (1, 3)),
        (3, 1, (1, 3)),
        (2, None, (2, 3)),
        (None, 2, (1, 2)),
    ],
)
def test_any_two_wordings_are_compared(
    claim: Claim, since: int | None, until: int | None, shown: tuple[int, int]
) -> None:
    page = read_history(claim.key, None, since=since, until=until)
    (later,) = page.shown
    assert later.since is not None
    assert (page.compared, later.since.number, later.number) == (True, *shown)
    if shown == (1, 3):
        assert drawn(later) == "Pupils [sleep]{go to bed} late."


@pytest.mark.parametrize(("since", "until"), [(0, None), (4, None), (999_999_999, 2), (2, 2)])
def test_what_cannot_be_compared_is_not_asked_for(
    claim: Claim, since: int, until: int | None
) -> None:
    page = read_history(claim.key, None, since=since, until=until)
    assert (page.compared, len(page.shown)) == (False, 3)


def test_what_was_mended_at_once_counts_as_its_mend(thread: Thread, bob: User, dan: User) -> None:
    stated = factories.say(parent=thread.point.key, relation="rebut", text="Pupls nap.", by=bob)
    edit_claim(claim=stated.key, text="Pupils nap.", base_revision=1, by=bob)
    post_reply(parent=stated.key, relation="rebut", text="They do not.", parent_revision=1, by=dan)
    assert not read_claim(Claim.objects.latest("id").key, None).parent_edited
    edit_claim(claim=stated.key, text="Pupils doze.", base_revision=2, by=bob)
    answer = read_claim(Claim.objects.latest("id").key, None)
    assert (answer.parent_edited, answer.parent_key, answer.parent_revision) == (
        True,
        stated.key,
        1,
    )
    (later,) = read_history(stated.key, None, since=answer.parent_revision).shown
    assert drawn(later) == "Pupils [nap]{doze}."


# ---- Votes on earlier wordings


def test_votes_on_earlier_wordings_are_counted_and_their_voters_know(
    thread: Thread, alice: User, carol: User, dan: User, eve: User, bob: User
) -> None:
    claim = thread.rebut
    for voter in (alice, carol):
        cast_vote(claim=claim.key, value=VoteValue.CONVINCING, by=voter)
    edit_claim(claim=claim.key, text="Pupils stay up later.", base_revision=1, by=bob)
    cast_vote(claim=claim.key, value=VoteValue.UNSURE, by=dan)
    for wordings in (read_history(claim.key, eve).wordings, read_focus(claim.key, eve).wordings):
        assert (wordings.earlier_votes, wordings.votes, wordings.count) == (2, 3, 2)
    rows = {who.handle: read_claim(claim.key, who).vote_earlier for who in (alice, dan, eve, bob)}
    assert rows == {"alice": 1, "dan": None, "eve": None, "bob": None}
    assert read_history(claim.key, alice).claim.vote_earlier == 1

    cast_vote(claim=claim.key, value=VoteValue.CONVINCING, by=alice)
    assert read_claim(claim.key, alice).vote_earlier is None
    wordings = read_history(claim.key, eve).wordings
    assert (wordings.earlier_votes, wordings.votes) == (1, 3)


def test_a_question_has_wordings_but_no_votes(thread: Thread) -> None:
    factories.edit(thread.question, "Tired at which hours?")
    wordings = read_history(thread.question.key, None).wordings
    assert (wordings.count, wordings.votes, wordings.earlier_votes) == (2, 0, 0)


# ---- What may not be seen


def test_the_history_of_what_is_gone_tells_no_wording(claim: Claim, bob: User) -> None:
    gone = factories.withdraw(claim)
    for viewer in (bob, None):
        for asked in ({}, {"since": 1}):
            page = read_history(claim.key, viewer, **asked)
            assert (page.shown, page.withdrawn_at) == ((), gone.withdrawn_at)
            assert "Pupils" not in str(page.shown) + page.claim.text
            assert bob.display_name not in str(page.claim)
            assert "A study" not in str(page)


def test_the_history_of_what_a_moderator_removed_tells_no_wording(claim: Claim, bob: User) -> None:
    factories.hide(claim)
    page = read_history(claim.key, bob)
    assert (page.shown, page.withdrawn_at, page.claim.text) == ((), None, "")


def test_who_may_not_see_the_debate_finds_no_history(alice: User, bob: User, carol: User) -> None:
    for visibility in (Visibility.DRAFT, Visibility.MEMBERS):
        thesis = factories.thesis_of(factories.debate(alice, visibility=visibility))
        factories.edit(thesis, "Schools begin too soon.")
        assert len(read_history(thesis.key, alice).shown) == 2
        for viewer in (carol, None):
            with pytest.raises(NotFound):
                read_history(thesis.key, viewer)


def test_a_history_names_the_pseudonym_alone(thread: Thread, bob: User) -> None:
    factories.member(thread.debate, bob, byline="Otter")
    factories.edit(thread.rebut, "Pupils stay up.")
    page = read_history(thread.rebut.key, None)
    assert {w.byline for w in page.shown} == {Byline("Otter")}
    assert bob.key not in str(page)


# ---- After a stale edit


def test_only_who_may_edit_compares_with_what_they_began_from(
    claim: Claim, bob: User, eve: User
) -> None:
    newest = read_rewording(claim.key, bob, since=1)
    assert (newest.revision, drawn(newest)) == (3, "Pupils [sleep]{go to bed} late.")
    for unknown in (0, 3, 4, 999_999_999):
        newest = read_rewording(claim.key, bob, since=unknown)
        assert (newest.revision, newest.rewording) == (3, None)
        assert newest.details == "Many of them."
    with pytest.raises(NotAllowed):
        read_rewording(claim.key, eve, since=1)
    with pytest.raises(NotSignedIn):
        read_rewording(claim.key, None, since=1)
    factories.withdraw(claim)
    with pytest.raises(Conflict):
        read_rewording(claim.key, bob, since=1)


# ---- Statements


def test_a_history_costs_the_same_at_one_wording_and_at_many(
    thread: Thread, bob: User, eve: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def cost() -> None:
        for viewer, statements in ((None, 5), (eve, 6)):
            with django_assert_num_queries(statements):
                read_history(thread.rebut.key, viewer)
            with django_assert_num_queries(statements):
                read_history(thread.rebut.key, viewer, since=1)
        with django_assert_num_queries(4):
            read_rewording(thread.rebut.key, bob, since=1)

    cost()
    for number in range(2, 30):
        factories.edit(thread.rebut, f"Wording number {number}.")
        factories.vote(thread.rebut, factories.person(f"voter-{number}"))
    cost()


def test_a_wording_stands_since_its_edit(thread: Thread) -> None:
    at = factories.LONG_AGO + timedelta(days=3)
    factories.edit(thread.rebut, "Pupils stay up.", at=at)
    newest, first = read_history(thread.rebut.key, None).shown
    assert (newest.at, first.at) == (at, factories.LONG_AGO)

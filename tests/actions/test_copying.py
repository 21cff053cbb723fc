"""Copying what a debate begins with, for others who begin anew with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.errors import Conflict
from accounts.models import User
from debate.actions.copying import Opening, copy_debate
from debate.enums import ChangeKind, ClaimKind, Posting, Visibility
from debate.models import Change, Claim, Debate, Passage, Tally, Vote
from tests import factories
from tests.factories import LONG_AGO, Thread, thesis_of

pytestmark = pytest.mark.django_db


def copied(of: Debate, by: User) -> Debate:
    return copy_debate(debate=of, opening=Opening(keepers_judge=False), by=by, at=LONG_AGO)


def test_the_thesis_and_its_points_come_with_their_words_sources_and_passages(
    alice: User, dan: User
) -> None:
    revision = factories.essay(alice)
    quote = factories.passage(revision, "Sleep is not a habit that discipline can move.")
    debate = factories.debate(alice, drawn_from=revision)
    first = factories.reply(
        thesis_of(debate),
        alice,
        "support",  # type: ignore[arg-type]
        "The body has a clock.",
        kind=ClaimKind.POINT,
        drawn_from=quote,
        details="More of it.",
        sources=[("A study", "https://example.org/study")],
    )
    second = factories.point(debate, "Marks rise.")
    factories.edit(second, "Marks rise by a third.")
    copy = copied(debate, dan)
    thesis, one, two = Claim.objects.filter(debate=copy).order_by("path")
    assert thesis.text == thesis_of(debate).text
    assert (one.text, one.parent, one.kind) == (first.text, thesis, ClaimKind.POINT)
    assert (two.text, two.revision) == ("Marks rise by a third.", 1)
    worded = one.revisions.get()
    assert worded.details == "More of it."
    assert [s.url for s in worded.sources.all()] == ["https://example.org/study"]
    assert one.passage is not None
    assert copy.essay is not None
    assert one.passage.revision.essay == copy.essay
    assert one.passage.exact == quote.exact
    assert (copy.essay.title, copy.essay.writer, copy.essay.own_words) == (
        "Let them sleep",
        "Ottoline Frey",
        False,
    )
    assert copy.essay.revisions.get().text == revision.text
    assert not {thesis.key, one.key} & set(
        Claim.objects.filter(debate=debate).values_list("key", flat=True)
    )


def test_it_belongs_to_whoever_copied_it_and_is_for_members(debate: Debate, dan: User) -> None:
    copy = copied(debate, dan)
    assert (copy.owner, copy.visibility, copy.rules.posting) == (
        dan,
        Visibility.MEMBERS,
        Posting.MEMBERS,
    )
    assert not copy.rules.keepers_judge
    assert copy.rules.windows == []


def test_nothing_that_was_said_or_judged_comes_along(thread: Thread, dan: User) -> None:
    factories.vote(thread.thesis, dan)
    factories.position(thread.debate, dan, 2)
    copy = copied(thread.debate, dan)
    kinds = set(Claim.objects.filter(debate=copy).values_list("kind", flat=True))
    assert kinds <= {ClaimKind.THESIS, ClaimKind.POINT}
    assert not Vote.objects.filter(debate=copy).exists()
    assert not copy.positions.exists()
    assert set(Tally.objects.filter(debate=copy).values_list("up", "down")) == {(0, 0)}


def test_its_record_is_that_of_a_debate_that_has_just_begun(alice: User, dan: User) -> None:
    debate = factories.debate(alice)
    factories.point(debate)
    factories.withdraw(factories.point(debate, "This goes."))
    copy = copied(debate, dan)
    record = list(Change.objects.filter(debate=copy).order_by("seq").values_list("seq", "kind"))
    assert record == [(1, ChangeKind.STATED), (2, ChangeKind.STATED), (3, ChangeKind.OPENED)]
    assert copy.last_seq == 3
    labels = [claim.path[-16:] for claim in Claim.objects.filter(debate=copy).order_by("path")]
    assert labels == [f"{1:016x}", f"{2:016x}"]


def test_a_passage_of_an_earlier_wording_of_the_essay_keeps_it(alice: User, dan: User) -> None:
    revision = factories.essay(alice)
    quote = factories.passage(revision, "The timetable serves the buses.")
    debate = factories.debate(alice, drawn_from=revision)
    factories.point(debate, drawn_from=quote)
    revision.essay.revisions.create(number=2, text="Another text altogether.", by=alice)
    copy = copied(debate, dan)
    texts = list(copy.essay.revisions.order_by("number").values_list("text", flat=True))  # type: ignore[union-attr]
    assert texts == [revision.text, "Another text altogether."]
    assert Passage.objects.get(revision__essay=copy.essay).revision.number == 1


def test_a_draft_without_a_thesis_is_not_copied(alice: User) -> None:
    debate = factories.debate(alice, visibility=Visibility.DRAFT)
    Claim.objects.filter(debate=debate).delete()
    with pytest.raises(Conflict):
        copied(debate, alice)


def test_it_takes_the_same_statements_for_many_points(alice: User, dan: User) -> None:
    def statements(of: Debate) -> int:
        with CaptureQueriesContext(connection) as captured:
            copied(of, dan)
        return len(captured)

    debate = factories.debate(alice, drawn_from=factories.essay(alice))
    factories.point(debate)
    few = statements(debate)
    for number in range(10):
        factories.point(debate, f"Point number {number}.")
    assert statements(debate) == few

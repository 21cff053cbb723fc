"""What is said of a claim where it is cited."""

from datetime import UTC, datetime

import pytest

from accounts.errors import Conflict, NotFound
from accounts.models import User
from debate.actions.edit import edit_claim
from debate.enums import Visibility
from debate.queries.cited import read_cited_claim, read_cited_debate
from debate.queries.rows import Byline
from tests import factories
from tests.factories import LONG_AGO, Thread

LATER = datetime(2025, 5, 2, 9, tzinfo=UTC)


def test_a_claim_is_cited_in_its_newest_wording(thread: Thread, bob: User) -> None:
    factories.edit(thread.rebut, "They go to bed later, too.", at=LATER)
    cited = read_cited_claim(thread.rebut.key, None)
    assert (cited.text, cited.wording, cited.worded_at) == ("They go to bed later, too.", 2, LATER)
    assert (cited.stated_at, cited.byline) == (LONG_AGO, Byline("Bob", bob.key))
    assert not cited.thesis


def test_a_debate_is_cited_by_its_thesis_and_its_essay(thread: Thread, alice: User) -> None:
    cited, essay = read_cited_debate(thread.debate.key, None)
    assert (cited.text, cited.thesis) == (thread.thesis.text, True)
    assert essay is not None
    assert (essay.title, essay.writer, essay.wording) == ("Let them sleep", "Ottoline Frey", 1)
    bare = factories.debate(alice)
    assert read_cited_debate(bare.key, None)[1] is None


def test_a_typo_mended_at_once_is_no_wording_to_be_cited(thread: Thread, bob: User) -> None:
    stated = factories.say(parent=thread.point.key, relation="rebut", text="Pupls nap.", by=bob)
    edit_claim(claim=stated.key, text="Pupils nap.", base_revision=1, by=bob)
    cited = read_cited_claim(stated.key, None)
    assert (cited.wording, cited.text, cited.worded_at) == (1, "Pupils nap.", stated.created_at)


def test_a_pseudonym_is_cited_as_the_author(thread: Thread, bob: User) -> None:
    factories.member(thread.debate, bob, byline="Heron")
    assert read_cited_claim(thread.rebut.key, bob).byline == Byline("Heron")


def test_what_is_gone_or_not_yet_there_cannot_be_cited(thread: Thread, alice: User) -> None:
    factories.withdraw(thread.rebut)
    factories.hide(thread.support)
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    for claim in (thread.rebut, thread.support):
        with pytest.raises(Conflict, match="claim_gone"):
            read_cited_claim(claim.key, alice)
    with pytest.raises(Conflict, match="still_a_draft"):
        read_cited_debate(draft.key, alice)
    with pytest.raises(Conflict, match="still_a_draft"):
        read_cited_claim(factories.thesis_of(draft).key, alice)


def test_nobody_cites_what_they_may_not_see(alice: User, eve: User) -> None:
    made = factories.debate(alice, visibility=Visibility.MEMBERS)
    factories.member(made, eve)
    assert read_cited_debate(made.key, eve)[0].visibility == Visibility.MEMBERS
    with pytest.raises(NotFound):
        read_cited_debate(made.key, None)
    with pytest.raises(NotFound):
        read_cited_claim(factories.thesis_of(made).key, None)

"""What the database refuses whatever the code above it does, each by a sentence."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from debate.enums import ClaimKind, ClaimState, Relation, Visibility
from debate.limits import CLAIM_TEXT_MAX
from debate.models import Claim, ClaimRevision, Debate, Passage, Position, Source, Vote
from tests import factories
from tests.factories import Thread


def claim_row(thread: Thread, author: User, **changed: Any) -> Claim:
    """A rebuttal of the point that would be accepted, but for what is changed."""
    row: dict[str, Any] = {
        "debate": thread.debate,
        "parent": thread.point,
        "parent_bears_as": Relation.SUPPORT,
        "parent_revision": 1,
        "depth": 2,
        "path": f"{thread.point.path}.{'f' * 16}",
        "kind": ClaimKind.REPLY,
        "relation": Relation.REBUT,
        "author": author,
        "text": "That does not follow.",
    }
    return Claim(**{**row, **changed})


def refused(name: str, write: Any) -> None:
    """The write is refused by the constraint of this name, at once or when it is committed."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        written_for_good(write)


def written_for_good(write: Any) -> None:
    write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_row_that_the_others_change_is_accepted(thread: Thread, dan: User) -> None:
    written_for_good(claim_row(thread, dan).save)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("every_claim_but_the_thesis_has_a_parent_and_a_relation", {"relation": None}),
        ("every_claim_but_the_thesis_has_a_parent_and_a_relation", {"relation": "praise"}),
        ("every_claim_but_the_thesis_has_a_parent_and_a_relation", {"kind": "thesis"}),
        ("a_reply_stays_in_its_parents_debate", {"parent_bears_as": "rebut"}),
        ("a_point_supports_the_thesis", {"kind": "point"}),
        ("no_undercut_of_a_thesis", {"relation": "undercut", "parent_bears_as": "thesis"}),
        ("no_rebut_or_undercut_of_a_question", {"parent_bears_as": "question"}),
        ("a_claim_is_neither_empty_nor_too_long", {"text": ""}),
        ("a_claim_is_live_withdrawn_or_hidden", {"state": "gone"}),
        ("a_withdrawn_claim_knows_when", {"state": "withdrawn"}),
        ("a_path_has_one_label_per_level", {"depth": 3}),
        ("a_claim_has_not_too_many_sources", {"sources_count": 6}),
    ],
)
def test_a_claim_that_breaks_a_rule_is_refused(
    thread: Thread, dan: User, name: str, changed: dict[str, Any]
) -> None:
    refused(name, claim_row(thread, dan, **changed).save)


def test_a_thread_is_not_too_deep(thread: Thread, dan: User) -> None:
    path = ".".join(["f" * 16] * 52)
    refused("a_thread_is_not_too_deep", claim_row(thread, dan, depth=51, path=path).save)


def test_a_reply_stays_in_its_parents_debate(thread: Thread, dan: User) -> None:
    elsewhere = factories.debate(dan)
    refused("a_reply_stays_in_its_parents_debate", claim_row(thread, dan, debate=elsewhere).save)


def test_a_debate_has_one_thesis(thread: Thread, alice: User) -> None:
    second = claim_row(
        thread,
        alice,
        parent=None,
        parent_bears_as=None,
        parent_revision=None,
        kind=ClaimKind.THESIS,
        relation=None,
        depth=0,
        path="f" * 16,
    )
    refused("one_thesis_per_debate", second.save)


def test_two_claims_do_not_share_a_place(thread: Thread, dan: User) -> None:
    refused("one_claim_per_place_in_a_debate", claim_row(thread, dan, path=thread.rebut.path).save)


def test_when_a_relation_changes_its_replies_and_votes_follow(thread: Thread, dan: User) -> None:
    factories.vote(thread.support, dan)
    reply = factories.reply(thread.support, dan)
    Claim.objects.filter(pk=thread.support.pk).update(relation=Relation.REBUT)
    reply.refresh_from_db()
    assert reply.parent_bears_as == Relation.REBUT
    assert Vote.objects.get(claim=thread.support).claim_bears_as == Relation.REBUT


def test_a_claim_that_was_voted_on_does_not_become_a_question(thread: Thread, dan: User) -> None:
    factories.vote(thread.support, dan)
    to_question = Claim.objects.filter(pk=thread.support.pk)
    refused("no_vote_on_a_question", lambda: to_question.update(relation=Relation.QUESTION))


def vote_row(claim: Claim, person: User, **changed: Any) -> Vote:
    row = {
        "claim": claim,
        "claim_author": claim.author,
        "claim_bears_as": claim.bears_as,
        "debate": claim.debate,
        "person": person,
        "value": 1,
        "revision": 1,
    }
    return Vote(**{**row, **changed})


def test_nobody_votes_on_their_own_claim(thread: Thread, bob: User) -> None:
    refused("no_vote_on_ones_own_claim", vote_row(thread.rebut, bob).save)


def test_a_vote_cannot_lie_about_whose_claim_it_is(thread: Thread, bob: User, dan: User) -> None:
    lie = vote_row(thread.rebut, bob, claim_author=dan)
    refused("a_vote_is_on_a_claim_as_it_is", lie.save)


def test_nobody_votes_on_a_question(thread: Thread, bob: User) -> None:
    refused("no_vote_on_a_question", vote_row(thread.question, bob).save)


def test_a_vote_is_one_of_three(thread: Thread, dan: User) -> None:
    refused(
        "a_vote_is_convincing_unsure_or_not_convincing", vote_row(thread.rebut, dan, value=2).save
    )


def test_a_person_has_one_vote_on_a_claim(thread: Thread, dan: User) -> None:
    vote_row(thread.rebut, dan).save()
    refused("one_vote_per_person_per_claim", vote_row(thread.rebut, dan).save)


@pytest.mark.parametrize("value", [-4, 4])
def test_a_position_is_on_the_scale(debate: Debate, bob: User, value: int) -> None:
    row = Position(debate=debate, person=bob, value=value)
    refused("a_position_is_from_minus_three_to_three", row.save)


def test_a_draft_is_not_open(debate: Debate) -> None:
    debate.visibility = Visibility.DRAFT
    refused("a_debate_is_opened_when_it_is_no_longer_a_draft", debate.save)


def test_a_source_says_something(thread: Thread) -> None:
    revision = ClaimRevision.objects.get(claim=thread.rebut)
    refused("a_source_has_a_title_or_an_address", Source(revision=revision, position=1).save)


def test_a_passage_is_as_long_as_its_quote(thread: Thread) -> None:
    passage = Passage.objects.get()
    passage.end += 1
    refused("a_passage_is_as_long_as_its_quote", passage.save)


def test_the_longest_claim_is_accepted_and_a_longer_one_is_not(thread: Thread, dan: User) -> None:
    claim_row(thread, dan, text="x" * CLAIM_TEXT_MAX).save()
    with pytest.raises(Exception, match="value too long"), transaction.atomic():
        claim_row(thread, dan, path=f"{thread.point.path}.{'e' * 16}", text="x" * 501).save()


def test_a_withdrawn_claim_may_be_scrubbed(thread: Thread) -> None:
    factories.withdraw(thread.rebut)
    Claim.objects.filter(pk=thread.rebut.pk, state=ClaimState.WITHDRAWN).update(text="")

"""Measurements compare runs only if the data are the same."""

from accounts.models import User
from bench import tree
from debate.models import Claim, Debate


def test_the_same_size_makes_the_same_debate_and_another_size_another(db: None) -> None:
    authors = tree.cast()
    first, again, other = (tree.grow(size, authors) for size in (200, 200, 201))
    assert tree.digest(first) == tree.digest(again)
    assert tree.digest(first) != tree.digest(other)


def test_a_digest_changes_with_every_word_and_vote(debate: Debate, alice: User) -> None:
    before = tree.digest(debate)
    thesis = Claim.objects.get(debate=debate)
    Claim.objects.filter(pk=thesis.pk).update(text="School should start at ten.")
    reworded = tree.digest(debate)
    thesis.tally.up = 1
    thesis.tally.save()
    assert len({before, reworded, tree.digest(debate)}) == 3

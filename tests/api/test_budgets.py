"""What is read takes a fixed number of statements, however much there is of it."""

import pytest

from accounts.models import User
from debate.actions.draft import save_draft
from debate.enums import DraftPurpose, Visibility
from debate.models import Debate, EssayRevision, Topic
from tests import factories
from tests.api.reading import statements
from tests.factories import Thread

pytestmark = pytest.mark.django_db

# How many statements each needs for whom is signed in. Every request spends more, which is not
# counted here: one for its token, one for the limit of reads, and a search one for its own limit.
BUDGETS = {
    "debates": 1,
    "debates?mine=drafts": 1,
    "debates?mine=apart": 1,
    "debates/{debate}": 2,
    "debates/{debate}/activity": 3,
    "debates/{debate}/essay": 2,
    "debates/{debate}/thread": 2,
    "debates/{debate}/thread?shape=nested&sort=open&depth=2": 2,
    "debates/{debate}/thread?per_level=2&sort=best": 2,
    "claims/{claim}": 4,
    "claims/{claim}/replies?sort=best": 3,
    "claims/{claim}/revisions": 4,
    "claims/{claim}/revisions/1": 4,
    "claims/{claim}/similar?text=Pupils+who+start+later": 2,
    "claims/{claim}/sources": 2,
    "essays/{essay}": 1,
    "essays/{essay}/passages": 2,
    "essays/{essay}/revisions": 2,
    "essays/{essay}/revisions/1": 2,
    "passages/{passage}": 1,
    "people/{alice}": 4,
    "people/{alice}/activity": 2,
    "search?q=pupils": 4,
    "search?q=pupils&author=alice": 5,
    "topics": 1,
    "topics/sleep": 2,
    "drafts": 1,
    "notices": 2,
    "positions": 1,
    "votes": 1,
}


def test_what_is_read_takes_as_many_statements_for_three_things_as_for_one(
    thread: Thread, alice: User, bob: User
) -> None:
    essay, passage = thread.debate.essay, thread.point.passage
    assert essay is not None
    assert passage is not None
    keys = {
        "debate": thread.debate.key,
        "claim": thread.point.key,
        "essay": essay.key,
        "passage": passage.key,
        "alice": alice.key,
    }
    topic = Topic.objects.create(slug="sleep", name="Sleep")
    thread.debate.topics.add(topic)
    for number in range(3):
        if number:
            _more(number, thread, alice, bob)
        _own(number, thread, bob)
        if number == 1:
            continue
        needed = {a: statements(a.format(**keys), bob) for a in BUDGETS}
        assert needed == BUDGETS


def _own(number: int, thread: Thread, bob: User) -> None:
    """Something more of bob's own, and of what he is told."""
    factories.debate(bob, visibility=Visibility.DRAFT)
    factories.debate(bob, visibility=Visibility.MEMBERS)
    reply = factories.reply(thread.rebut, thread.point.author, text=f"Pupils differ, {number}.")
    factories.vote(reply, bob)
    factories.position(thread.debate, bob, number)
    factories.notice(reply, bob)
    save_draft(
        purpose=DraftPurpose.REPLY,
        claim=reply.key,
        content={"text": "Pupils who"},
        base_version=0,
        by=bob,
    )


def _more(number: int, thread: Thread, alice: User, bob: User) -> None:
    """One more of everything else."""
    of: Debate = thread.debate
    essay = of.essay
    assert essay is not None
    first = EssayRevision.objects.get(essay=essay, number=1)
    passage = factories.passage(first, ("Sleep is", "Districts that")[number - 1])
    factories.point(of, f"Pupils sleep, {number}.", drawn_from=passage)
    factories.reply(thread.point, bob, text="Pupils do.", sources=[("A", "https://example.org/")])
    thread.point.refresh_from_db()
    factories.edit(thread.point, f"Tired pupils learn little, {number}.")
    factories.reply(thread.rebut, alice, text=f"Pupils who start later sleep, {number}.")
    other = factories.debate(alice, thesis=f"Pupils matter, {number}.")
    other.topics.add(Topic.objects.create(slug=f"topic-{number}", name=f"Topic {number}"))
    other.topics.add(Topic.objects.get(slug="sleep"))

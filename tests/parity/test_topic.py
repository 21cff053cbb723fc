import pytest

from accounts.models import User
from debate.enums import Visibility
from debate.models import Debate, Topic
from debate.words import SENTENCES
from tests import factories
from tests.parity.doors import CONFLICT, DONE, INVALID, NOT_FOUND, NOT_SIGNED_IN, Door


@pytest.fixture
def draft(alice: User) -> Debate:
    for number in range(4):
        Topic.objects.create(slug=f"topic-{number}", name=f"Topic {number}")
    return factories.debate(alice, visibility=Visibility.DRAFT)


def chosen(debate: Debate) -> list[str]:
    return list(debate.topics.values_list("slug", flat=True))


def test_a_draft_is_put_under_topics(door: Door, draft: Debate, alice: User) -> None:
    assert door.choose_topics(draft.key, ["topic-0", "topic-1"], by=alice).kind == DONE
    assert door.choose_topics(draft.key, ["topic-1"], by=alice).kind == DONE
    assert chosen(draft) == ["topic-1"]


@pytest.mark.parametrize(
    ("slugs", "sentence"),
    [
        ([f"topic-{n}" for n in range(4)], "Choose at most 3 topics."),
        (["made-up"], str(SENTENCES["no_such_topic"])),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_words(
    door: Door, draft: Debate, alice: User, slugs: list[str], sentence: str
) -> None:
    answer = door.choose_topics(draft.key, slugs, by=alice)
    assert answer.kind == INVALID
    assert sentence in answer.told
    assert chosen(draft) == []


def test_only_the_owner_chooses_and_only_for_a_draft(
    door: Door, draft: Debate, alice: User, bob: User
) -> None:
    published = factories.debate(alice)
    assert door.choose_topics(draft.key, ["topic-0"], by=bob).kind == NOT_FOUND
    assert door.choose_topics(draft.key, ["topic-0"], by=None).kind in {NOT_FOUND, NOT_SIGNED_IN}
    assert door.choose_topics(published.key, ["topic-0"], by=alice).kind == CONFLICT
    assert chosen(draft) == chosen(published) == []

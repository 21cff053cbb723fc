import pytest

from accounts.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from debate.actions.topic import choose_topics
from debate.enums import ChangeKind, Visibility
from debate.limits import TOPICS_PER_DEBATE_MAX
from debate.models import Change, Debate, Topic
from tests import factories


@pytest.fixture
def draft(alice: User) -> Debate:
    for number in range(TOPICS_PER_DEBATE_MAX + 1):
        Topic.objects.create(slug=f"topic-{number}", name=f"Topic {number}")
    return factories.debate(alice, visibility=Visibility.DRAFT)


def chosen(debate: Debate) -> list[str]:
    return list(debate.topics.values_list("slug", flat=True))


def test_the_topics_that_are_chosen_replace_the_ones_before(draft: Debate, alice: User) -> None:
    for slugs in (["topic-0", "topic-2"], ["topic-2"], ["topic-2"], []):
        choose_topics(debate=draft.key, slugs=slugs, by=alice)
        assert chosen(draft) == slugs


def test_a_topic_named_twice_is_one_topic(draft: Debate, alice: User) -> None:
    choose_topics(debate=draft.key, slugs=["topic-1"] * 9, by=alice)
    assert chosen(draft) == ["topic-1"]


@pytest.mark.parametrize(
    ("slugs", "code"),
    [
        ([f"topic-{n}" for n in range(TOPICS_PER_DEBATE_MAX + 1)], "too_many_topics"),
        (["topic-0", "unheard-of"], "no_such_topic"),
        ([""], "no_such_topic"),
    ],
)
def test_what_cannot_be_chosen_changes_nothing(
    draft: Debate, alice: User, slugs: list[str], code: str
) -> None:
    choose_topics(debate=draft.key, slugs=["topic-0"], by=alice)
    with pytest.raises(Invalid) as refused:
        choose_topics(debate=draft.key, slugs=slugs, by=alice)
    assert (refused.value.code, refused.value.field) == (code, "topics")
    assert chosen(draft) == ["topic-0"]


def test_only_the_owner_chooses(draft: Debate, alice: User, bob: User) -> None:
    published = factories.debate(alice)
    refusals: list[tuple[Debate, User | None, type[Refusal]]] = [
        (draft, bob, NotFound),
        (draft, None, NotFound),
        (published, bob, NotAllowed),
        (published, None, NotSignedIn),
    ]
    for debate, who, kind in refusals:
        with pytest.raises(kind):
            choose_topics(debate=debate.key, slugs=["topic-0"], by=who)
    assert chosen(draft) == chosen(published) == []


def test_of_a_published_debate_a_choice_is_told_once(draft: Debate, alice: User) -> None:
    published = factories.debate(alice)
    for debate in (draft, published):
        for _again in range(2):
            choose_topics(debate=debate.key, slugs=["topic-1"], by=alice)
        assert chosen(debate) == ["topic-1"]
    told = Change.objects.filter(kind=ChangeKind.DESCRIBED)
    assert [(c.debate, c.payload) for c in told] == [(published, {"what": ["topics"]})]

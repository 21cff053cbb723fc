import pytest

from accounts.errors import Conflict, NotAllowed, NotFound
from accounts.models import User
from debate.actions.outline import start_debate, state_thesis
from debate.actions.publication import close_debate, publish_debate, reopen_debate
from debate.actions.reply import post_reply
from debate.enums import ChangeKind, Visibility
from debate.errors import NotOpen
from debate.models import Change, Claim, Debate
from tests import factories


@pytest.fixture
def draft(alice: User) -> Debate:
    started = start_debate(by=alice)
    state_thesis(debate=started.key, text="School should start later.", by=alice)
    return started


def kinds(debate: Debate) -> list[str]:
    return list(Change.objects.filter(debate=debate).order_by("seq").values_list("kind", flat=True))


def test_publishing_opens_a_debate_to_all(draft: Debate, alice: User, bob: User) -> None:
    published = publish_debate(debate=draft.key, by=alice)
    assert published.visibility == Visibility.PUBLIC
    assert published.opened_at is not None
    thesis = Claim.objects.get(debate=draft)
    post_reply(parent=thesis.key, relation="rebut", text="It should not.", by=bob)


def test_publishing_twice_is_harmless(draft: Debate, alice: User) -> None:
    for _again in range(2):
        publish_debate(debate=draft.key, by=alice)
    assert kinds(draft).count(ChangeKind.OPENED) == 1


def test_a_debate_without_a_thesis_is_not_published(alice: User) -> None:
    with pytest.raises(Conflict) as refused:
        publish_debate(debate=start_debate(by=alice).key, by=alice)
    assert refused.value.code == "thesis_first"


def test_nobody_else_publishes_a_draft_or_knows_of_it(draft: Debate, eve: User) -> None:
    with pytest.raises(NotFound):
        publish_debate(debate=draft.key, by=eve)


def test_a_closed_debate_can_be_opened_again(debate: Debate, alice: User, bob: User) -> None:
    thesis = factories.thesis_of(debate).key
    for _again in range(2):
        close_debate(debate=debate.key, by=alice)
    with pytest.raises(NotOpen):
        post_reply(parent=thesis, relation="rebut", text="It should not.", by=bob)
    for _again in range(2):
        reopen_debate(debate=debate.key, by=alice)
    post_reply(parent=thesis, relation="rebut", text="It should not.", by=bob)
    assert kinds(debate)[-3:] == [ChangeKind.CLOSED, ChangeKind.REOPENED, ChangeKind.STATED]


def test_only_its_owner_closes_a_debate(debate: Debate, eve: User) -> None:
    with pytest.raises(NotAllowed) as refused:
        close_debate(debate=debate.key, by=eve)
    assert refused.value.code == "owner_only"


def test_a_draft_is_not_closed(draft: Debate, alice: User) -> None:
    with pytest.raises(NotOpen) as refused:
        close_debate(debate=draft.key, by=alice)
    assert refused.value.code == "still_a_draft"

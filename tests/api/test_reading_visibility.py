"""Whoever may not know of a debate learns of nothing in it, whatever they read."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import Visibility
from debate.models import Block, Claim, Debate, Topic
from tests import factories
from tests.api.programs import Program
from tests.api.reading import reads, refusal
from tests.factories import Thread

pytestmark = pytest.mark.django_db

# Every resource that is about one thing, and what is said where there is none.
OF_ONE = {
    "debates/{debate}": "no_debate",
    "debates/{debate}/activity": "no_debate",
    "debates/{debate}/essay": "no_debate",
    "debates/{debate}/thread": "no_debate",
    "claims/{claim}": "no_claim",
    "claims/{claim}/replies": "no_claim",
    "claims/{claim}/revisions": "no_claim",
    "claims/{claim}/revisions/1": "no_claim",
    "claims/{claim}/similar?text=Pupils+who+start+later": "no_claim",
    "claims/{claim}/sources": "no_claim",
    "essays/{essay}": "no_such_essay",
    "essays/{essay}/passages": "no_such_essay",
    "essays/{essay}/revisions": "no_such_essay",
    "essays/{essay}/revisions/1": "no_such_essay",
    "passages/{passage}": "no_passage",
}
# Every list of what is in several debates, in which this one would stand.
LISTS = (
    "debates", "debates?sort=new", "topics/sleep", "search?q=pupils",
    "search?q=discipline&kind=essay", "votes", "positions", "notices", "people/{alice}",
    "people/{alice}/activity", "debates?mine=apart", "debates?mine=drafts",
)  # fmt: skip


class Keys(NamedTuple):
    debate: str
    claim: str
    essay: str
    passage: str
    alice: str


@pytest.fixture
def keys(thread: Thread, alice: User, eve: User) -> Keys:
    """A debate in which eve took part, before she was left out."""
    thread.debate.topics.add(Topic.objects.create(slug="sleep", name="Sleep"))
    factories.vote(thread.rebut, eve)
    factories.position(thread.debate, eve, 1)
    factories.notice(thread.rebut, eve)
    passage, essay = thread.point.passage, thread.debate.essay
    assert passage is not None
    assert essay is not None
    return Keys(thread.debate.key, thread.rebut.key, essay.key, passage.key, alice.key)


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.DRAFT, Visibility.UNLISTED])
def test_what_is_in_a_debate_that_one_may_not_know_of_is_not_found(
    keys: Keys, alice: User, eve: User, visibility: Visibility
) -> None:
    of_owner, of_stranger, of_visitor = (Program(who).client for who in (alice, eve, None))
    _close(visibility)
    for address, code in OF_ONE.items():
        asked = address.format(**keys._asdict())
        reads(of_owner, asked)
        for client in (of_stranger, of_visitor):
            assert refusal(client, asked) == (404, code), asked


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.DRAFT, Visibility.UNLISTED])
def test_no_list_tells_of_a_debate_that_one_may_not_know_of(
    keys: Keys, eve: User, visibility: Visibility
) -> None:
    client = Program(eve).client
    telling = {address: _told(client, address, keys) for address in LISTS}
    assert [a for a, told in telling.items() if not told] == list(LISTS[-2:])
    _close(visibility)
    assert [a for a in LISTS if _told(client, a, keys)] == []
    assert reads(client, "topics")["results"] == []


def test_a_seat_opens_everything_and_a_block_closes_nothing_of_what_is_public(
    keys: Keys, thread: Thread, bob: User, eve: User
) -> None:
    Block.objects.create(debate=thread.debate, person=eve)
    for address in OF_ONE:
        reads(Program(eve).client, address.format(**keys._asdict()))
    _close(Visibility.MEMBERS)
    factories.member(thread.debate, bob)
    for address in OF_ONE:
        reads(Program(bob).client, address.format(**keys._asdict()))


@pytest.mark.parametrize("taken_away", [factories.hide, factories.withdraw])
def test_what_is_gone_is_in_no_answer(
    keys: Keys, thread: Thread, eve: User, taken_away: Callable[[Claim], Claim]
) -> None:
    taken_away(thread.rebut)
    client = Program(eve).client
    for address in (*OF_ONE, *LISTS):
        answer = client.get(f"/api/v1/{address.format(**keys._asdict())}")
        assert thread.rebut.text not in answer.content.decode(), address


def test_who_goes_by_a_pseudonym_is_in_no_answer(
    keys: Keys, thread: Thread, bob: User, eve: User
) -> None:
    factories.member(thread.debate, bob, byline="A Parent")
    client = Program(eve).client
    for address in (*OF_ONE, *LISTS):
        told = client.get(f"/api/v1/{address.format(**keys._asdict())}").content.decode()
        assert bob.key not in told, address
        assert bob.display_name not in told, address


def _close(visibility: Visibility) -> None:
    opened_at = None if visibility == Visibility.DRAFT else factories.LONG_AGO
    Debate.objects.update(visibility=visibility, opened_at=opened_at)


def _told(client: Client, address: str, keys: Keys) -> bool:
    answer = client.get(f"/api/v1/{address.format(**keys._asdict())}")
    return answer.status_code == 200 and keys.debate in answer.content.decode()

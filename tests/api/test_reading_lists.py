"""Lists of debates, topics, and what is found by its words."""

import pytest
from django.test import Client

from accounts.models import User
from debate.actions import pace
from debate.enums import Visibility
from debate.models import Topic
from tests import factories
from tests.api.programs import Program
from tests.api.reading import pages, reads, refusal
from tests.factories import Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def sleep(alice: User) -> Topic:
    topic = Topic.objects.create(slug="sleep", name="Sleep")
    for number in range(3):
        factories.debate(alice, thesis=f"Sleep is good, {number}.").topics.add(topic)
    factories.debate(alice, visibility=Visibility.MEMBERS).topics.add(topic)
    return topic


def test_debates_come_in_pages_of_the_length_that_is_asked(client: Client, sleep: Topic) -> None:
    for sort in ("active", "new", "contested"):
        keys = [debate["key"] for debate in reads(client, f"debates?sort={sort}")["results"]]
        told = pages(client, f"debates?sort={sort}&limit=1")
        assert [debate["key"] for debate in told] == keys
        assert len(keys) == 3


def test_a_topic_has_the_public_debates_about_it(client: Client, sleep: Topic) -> None:
    Topic.objects.create(slug="empty", name="Empty")
    busy = Topic.objects.create(slug="work", name="Work")
    factories.debate(User.objects.get()).topics.add(busy)
    assert pages(client, "topics?limit=1") == [
        {"slug": "sleep", "name": "Sleep", "debates": 3},
        {"slug": "work", "name": "Work", "debates": 1},
    ]
    told = reads(client, "topics/sleep?limit=2")
    assert (told["slug"], told["name"], len(told["results"])) == ("sleep", "Sleep", 2)
    assert len(pages(client, "topics/sleep?limit=2")) == 3
    assert reads(client, "topics/empty")["results"] == []
    assert refusal(client, "topics/sleepless") == (404, "no_topic")
    cursor = told["next"].split("cursor=")[1]
    assert refusal(client, f"topics/sleep?sort=new&cursor={cursor}") == (400, "bad_cursor")


def test_what_is_found_has_its_hits_marked_and_says_where_it_stands(
    client: Client, thread: Thread
) -> None:
    told = reads(client, "search?q=later&kind=rebut")
    (hit,) = told["results"]
    assert hit["key"] == thread.rebut.key
    assert "".join(stretch["text"] for stretch in hit["text"]) == thread.rebut.text
    assert {stretch["text"] for stretch in hit["text"] if stretch["hit"]} == {"later"}
    assert (hit["thesis"]["key"], hit["parent"]["key"]) == (thread.thesis.key, thread.point.key)
    assert (told["count"], told["near"], told["essays"]) == (1, False, [])
    essays = reads(client, "search?q=discipline&kind=essay,thesis")
    assert [e["debate"] for e in essays["essays"]] == [thread.debate.key]
    near = reads(client, "search?q=lesonns&kind=question")
    assert (near["near"], [hit["key"] for hit in near["results"]]) == (True, [thread.question.key])


def test_hits_come_a_page_at_a_time(client: Client, debate: object, thread: Thread) -> None:
    whole = [hit["key"] for hit in reads(client, "search?q=school+OR+later")["results"]]
    told, at = [], "search?q=school+OR+later&limit=1"
    while at:
        page = reads(client, at)
        told += [hit["key"] for hit in page["results"]]
        at = page["next"]
    assert told == whole
    assert len(whole) > 2


def test_a_search_can_be_narrowed_by_debate_author_and_day(
    client: Client, thread: Thread, dan: User
) -> None:
    other = factories.debate(dan, thesis="Later is better.")
    for narrowed, keys in (
        (f"debate={other.key}", {factories.thesis_of(other).key}),
        ("author=bob", {thread.support.key, thread.rebut.key}),
        ("debate=aaaaaaaaaaaa", set()),
        ("since=2024-03-02", set()),
        ("until=2024-02-29", set()),
        ("since=2024-03-01&until=2024-03-01&author=dan", {factories.thesis_of(other).key}),
    ):
        told = reads(client, f"search?q=later&{narrowed}")["results"]
        assert {hit["key"] for hit in told} == keys, narrowed


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "fields_not_valid"),
        ("q=a&kind=claim", 400, "fields_not_valid"),
        ("q=a&kind=essay,", 400, "fields_not_valid"),
        ("q=a&since=yesterday", 400, "fields_not_valid"),
        ("q=a&until=9999-12-31", 400, "fields_not_valid"),
        ("q=a&since=0001-01-01", 400, "fields_not_valid"),
        ("q=a&relation=rebut", 400, "fields_not_valid"),
        (f"q={'a' * 201}", 400, "search_too_long"),
        ("q=a&cursor=made-up", 400, "bad_cursor"),
        ("q=%00", 400, "damaged_request"),
    ],
)
def test_what_cannot_be_searched_for_is_refused(
    client: Client, debate: object, query: str, status: int, code: str
) -> None:
    assert refusal(client, f"search?{query}") == (status, code)


def test_a_hidden_claim_is_found_by_nobody(client: Client, thread: Thread) -> None:
    factories.hide(thread.rebut)
    hits = reads(client, "search?q=later")["results"]
    assert [hit["key"] for hit in hits] == [thread.support.key]
    similar = f"claims/{thread.point.key}/similar?text={thread.rebut.text}"
    assert reads(client, similar)["results"] == []


def test_claims_like_a_text_are_told_the_siblings_first(client: Client, thread: Thread) -> None:
    address = f"claims/{thread.point.key}/similar"
    (like,) = reads(client, f"{address}?text={thread.rebut.text}")["results"]
    assert (like["key"], like["sibling"]) == (thread.rebut.key, True)
    assert reads(client, f"{address}?text=Pupils")["results"] == []
    assert refusal(client, address) == (400, "fields_not_valid")


def test_searches_are_limited_as_on_the_pages(
    thread: Thread, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "SEARCHES_PER_PERSON", (0, 60))
    client = Program(bob).client
    for address in ("search?q=later", f"claims/{thread.point.key}/similar?text=later+and+later"):
        assert refusal(client, address) == (429, "too_many_search")

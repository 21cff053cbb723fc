"""Essays, their wordings and the passages that claims were drawn from."""

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import Visibility
from debate.models import Debate, Essay, EssayRevision
from tests import factories
from tests.api.reading import pages, reads, refusal
from tests.factories import ESSAY_TEXT, Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def essay(thread: Thread) -> Essay:
    found = thread.debate.essay
    assert found is not None
    return found


def quoted(text: str, passages: list[dict[str, int]]) -> Iterator[str]:
    return (text[passage["start"] : passage["end"]] for passage in passages)


def test_the_essay_of_a_debate_is_its_newest_text_with_every_passage(
    client: Client, thread: Thread, essay: Essay
) -> None:
    second = factories.passage(essay.revisions.get(), "Every school day")
    drawn = factories.point(thread.debate, drawn_from=second)
    told = reads(client, f"debates/{thread.debate.key}/essay")
    assert told["essay"] == reads(client, f"essays/{essay.key}")
    assert told["revision"] == reads(client, f"essays/{essay.key}/revisions/1")
    assert told["revision"]["text"] == ESSAY_TEXT
    assert [p["claims"] for p in told["passages"]] == [[drawn.key], [thread.point.key]]
    assert list(quoted(ESSAY_TEXT, told["passages"])) == [p["quote"] for p in told["passages"]]
    assert pages(client, f"essays/{essay.key}/passages?limit=1") == told["passages"]
    assert reads(client, f"passages/{second.key}") == told["passages"][0]


def test_every_wording_of_an_essay_stays_as_it_was(
    client: Client, thread: Thread, essay: Essay, alice: User
) -> None:
    EssayRevision.objects.create(essay=essay, number=2, text="Other words.", by=alice)
    listed = pages(client, f"essays/{essay.key}/revisions?limit=1")
    assert [(w["number"], w["chars"]) for w in listed] == [(2, 12), (1, len(ESSAY_TEXT))]
    assert reads(client, f"essays/{essay.key}/revisions/1")["text"] == ESSAY_TEXT
    assert reads(client, f"essays/{essay.key}")["revision"] == 2
    assert pages(client, f"essays/{essay.key}/passages") == []
    (earlier,) = pages(client, f"essays/{essay.key}/passages?revision=1")
    assert (earlier["state"], earlier["claims"]) == ("earlier", [thread.point.key])


def test_who_brought_an_essay_goes_by_the_name_that_they_have_in_its_debate(
    client: Client, thread: Thread, essay: Essay, alice: User
) -> None:
    factories.member(thread.debate, alice, byline="A Teacher")
    assert reads(client, f"essays/{essay.key}")["brought_by"] == "A Teacher"


def test_a_claim_in_another_debate_of_the_essay_is_told_to_who_sees_that_debate(
    client: Client, thread: Thread, essay: Essay, bob: User
) -> None:
    passage = thread.point.passage
    assert passage is not None
    inner = factories.debate(bob, visibility=Visibility.MEMBERS, drawn_from=passage.revision)
    drawn = factories.point(inner, drawn_from=passage)
    assert reads(client, f"passages/{passage.key}")["claims"] == [thread.point.key]
    client.force_login(bob)
    assert set(reads(client, f"passages/{passage.key}")["claims"]) == {thread.point.key, drawn.key}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("essays/{essay}/revisions/2", 404, "no_wording"),
        ("essays/{essay}/revisions/999999999", 404, "no_wording"),
        ("essays/{essay}/passages?revision=2", 404, "no_wording"),
        ("essays/{essay}/passages?revision=0", 400, "fields_not_valid"),
        ("essays/{essay}/passages?cursor=made-up", 400, "bad_cursor"),
        ("essays/aaaaaaaaaaaa", 404, "no_such_essay"),
        ("passages/aaaaaaaaaaaa", 404, "no_passage"),
    ],
)
def test_what_an_essay_does_not_have_is_not_found(
    client: Client, essay: Essay, address: str, status: int, code: str
) -> None:
    assert refusal(client, address.format(essay=essay.key)) == (status, code)


def test_a_debate_without_an_essay_says_so(client: Client, debate: Debate) -> None:
    assert refusal(client, f"debates/{debate.key}/essay") == (404, "no_essay")


def test_who_has_a_wording_of_an_essay_is_not_sent_it_again(client: Client, essay: Essay) -> None:
    address = f"/api/v1/essays/{essay.key}/revisions/1"
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import Visibility
from debate.limits import DEBATES_PER_PAGE
from debate.models import DebateTally, Topic
from tests import factories
from tests.web.browsing import words


@pytest.fixture
def sleep(alice: User) -> Topic:
    """A topic with a public debate, a closed one and a draft."""
    topic = Topic.objects.create(slug="sleep", name="Sleep")
    for visibility in (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.DRAFT):
        thesis = f"Sleep is {visibility}."
        factories.debate(alice, thesis=thesis, visibility=visibility).topics.add(topic)
    return topic


def test_topics_are_listed_with_how_many_public_debates_they_have(
    sleep: Topic, as_alice: Client, nobody: Client
) -> None:
    Topic.objects.create(slug="empty", name="Emptiness")
    for client in (as_alice, nobody):
        page = words(client.get("/topics/"))
        assert "Sleep 1 debate" in page
        assert "Emptiness" not in page


def test_a_topic_lists_its_public_debates_alone(
    sleep: Topic, alice: User, as_alice: Client
) -> None:
    factories.debate(alice, thesis="Something else.")
    page = words(as_alice.get("/topics/sleep/"))
    assert "Sleep is public." in page
    for other in ("Sleep is members.", "Sleep is draft.", "Something else."):
        assert other not in page


def test_a_topic_that_there_is_not_is_not_found(db: None, nobody: Client) -> None:
    assert nobody.get("/topics/nothing/").status_code == 404
    assert "There is no such topic." in words(nobody.get("/topics/nothing/"))


def test_a_card_and_a_debate_lead_to_their_topics(sleep: Topic, nobody: Client) -> None:
    debate = sleep.debates.get(visibility=Visibility.PUBLIC)
    for page in ("/debates/", f"/debates/{debate.key}/threads/"):
        assert '<a href="/topics/sleep/">Sleep</a>' in nobody.get(page).content.decode()


def test_the_order_is_kept_from_page_to_page(sleep: Topic, alice: User, nobody: Client) -> None:
    for number in range(DEBATES_PER_PAGE + 1):
        factories.debate(alice, thesis=f"Thesis number {number}.").topics.add(sleep)
    for at in ("/debates/", "/topics/sleep/"):
        for sort in ("new", "contested"):
            first = nobody.get(at, {"sort": sort})
            link = f"?sort={sort}&amp;after={first.context['page'].next}".replace(":", "%3A")
            assert link in first.content.decode()
            second = nobody.get(at, {"sort": sort, "after": first.context["page"].next})
            assert len(second.context["page"].rows) == 2
            other = nobody.get(at, {"sort": "active", "after": first.context["page"].next})
            assert other.status_code == 422


def test_the_most_contested_debate_stands_first(sleep: Topic, alice: User, nobody: Client) -> None:
    hot = factories.debate(alice, thesis="Hot.")
    DebateTally.objects.filter(debate=hot).update(contested=9.5)
    factories.debate(alice, thesis="Newer.")
    rows = nobody.get("/debates/", {"sort": "contested"}).context["page"].rows
    assert [row.thesis for row in rows] == ["Hot.", "Newer.", "Sleep is public."]


# ---- Choosing them for a draft


@pytest.fixture
def choices(db: None) -> list[Topic]:
    return [Topic.objects.create(slug=f"topic-{n}", name=f"Topic {n}") for n in range(5)]


def test_topics_are_chosen_on_the_outline(
    choices: list[Topic], alice: User, as_alice: Client
) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    at = f"/debates/{draft.key}/outline/"
    sent = {"deed": "topics", "topics": ["topic-1", "topic-3"]}
    assert as_alice.post(at, sent).status_code == 303
    html = as_alice.get(at).content.decode()
    for topic in choices:
        checked = topic.slug in sent["topics"]
        assert (f'value="{topic.slug}" checked' in html) == checked
    as_alice.post(at, {"deed": "topics"})
    assert not draft.topics.exists()


@pytest.mark.parametrize(
    ("slugs", "told"),
    [
        (["topic-0", "topic-1", "topic-2", "topic-3"], "Choose at most 3 topics."),
        (["topic-0", "made-up"], "There is no such topic."),
        (["\x00", "é", "a" * 500], "There is no such topic."),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_words(
    choices: list[Topic], alice: User, as_alice: Client, slugs: list[str], told: str
) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    sent = {"deed": "topics", "topics": slugs}
    response = as_alice.post(f"/debates/{draft.key}/outline/", sent)
    assert response.status_code == 422
    assert told in words(response)
    assert not draft.topics.exists()

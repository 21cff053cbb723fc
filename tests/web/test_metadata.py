"""What public pages say of themselves to search engines, and that all others say nothing."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from jsonschema import validate

from accounts.models import User
from debate.enums import Relation, Visibility
from debate.limits import COMMENTS_TOLD
from debate.models import Claim
from debate.web.metadata import in_script
from tests import factories
from tests.factories import Thread
from tests.security.samples import ALL, LIVE, strange

# What search engines require of a discussion (Google, "Discussion forum structured data"), and what
# schema.org says each of it is.
PERSON = {
    "type": "object",
    "properties": {"@type": {"const": "Person"}, "name": {"type": "string", "minLength": 1}},
    "required": ["@type", "name"],
}
COUNTER = {
    "properties": {
        "@type": {"const": "InteractionCounter"},
        "interactionType": {"pattern": "^https://schema.org/(Disl|L)ikeAction$"},
        "userInteractionCount": {"type": "integer", "minimum": 0},
    },
    "required": ["@type", "interactionType", "userInteractionCount"],
}
DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$"}
SAID = {
    "author": PERSON,
    "text": {"type": "string", "minLength": 1},
    "url": {"type": "string", "pattern": "^http://testserver/"},
    "datePublished": DATE,
    "dateCreated": DATE,
    "dateModified": DATE,
    "interactionStatistic": {"type": "array", "items": COUNTER},
    "comment": {"type": "array", "items": {"$ref": "#/$defs/comment"}},
}
POSTING = {
    "$defs": {
        "comment": {
            "properties": {"@type": {"const": "Comment"}, **SAID},
            "required": ["@type", "author", "text", "url", "datePublished"],
        }
    },
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "DiscussionForumPosting"},
        "headline": {"type": "string"},
        **SAID,
    },
    "required": ["@context", "@type", "author", "text", "url", "headline", "datePublished"],
}


def head_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode().partition("</head>")[0])


def data_of(head: str) -> Any:
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    return json.loads(data)


def told(head: str) -> dict[str, str]:
    """What the head says, by name."""
    found = re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)">', head)
    found += [("canonical", to) for to in re.findall(r'<link rel="canonical" href="(.*?)">', head)]
    return {name: unescape(value) for name, value in found}


def comments(data: Any) -> Iterator[Any]:
    for comment in data.get("comment", ()):
        yield comment
        yield from comments(comment)


def addresses(thread: Thread) -> list[str]:
    debate = f"/debates/{thread.debate.key}/"
    return [debate, f"{debate}threads/", f"/claims/{thread.rebut.key}/"]


def test_a_public_page_names_its_one_address_whatever_was_asked(
    thread: Thread, nobody: Client
) -> None:
    for address in addresses(thread):
        for asked in ("", "?sort=newest", f"?at={thread.rebut.key}&x=1"):
            said = told(head_of(nobody, address + asked))
            assert said["canonical"] == said["og:url"] == f"http://testserver{address}"
            assert "robots" not in said


def test_a_preview_has_title_text_site_and_language(thread: Thread, nobody: Client) -> None:
    reading, threads, claim = (told(head_of(nobody, at)) for at in addresses(thread))
    assert reading["og:title"] == "Let them sleep"
    assert reading["og:description"].startswith("Every school day starts before most pupils")
    assert threads["og:title"] == thread.thesis.text
    assert threads["og:description"] == threads["description"]
    assert "6 claims" in threads["og:description"]
    assert claim["og:title"] == thread.rebut.text
    assert claim["og:description"] == f"In answer to: {thread.point.text}"
    for said in (reading, threads, claim):
        assert (said["og:site_name"], said["og:type"]) == ("Rejoinder", "article")
        assert said["og:locale"] == "en_GB"


def test_the_data_have_what_search_engines_require(
    thread: Thread, nobody: Client, dan: User
) -> None:
    factories.vote(thread.rebut, dan)
    factories.edit(thread.rebut, "Reworded.")
    for address in addresses(thread):
        validate(data_of(head_of(nobody, address)), POSTING)


def test_the_data_nest_as_the_page_does(thread: Thread, nobody: Client, bob: User) -> None:
    data = data_of(head_of(nobody, f"/debates/{thread.debate.key}/threads/"))
    assert (data["text"], data["commentCount"]) == (thread.thesis.text, 6)
    (point,) = data["comment"]
    assert point["text"] == thread.point.text
    assert {comment["text"] for comment in point["comment"]} == {
        thread.support.text,
        thread.rebut.text,
        thread.question.text,
    }
    (rebut,) = [one for one in point["comment"] if one["text"] == thread.rebut.text]
    assert rebut["url"] == f"http://testserver/claims/{thread.rebut.key}/"
    assert rebut["author"] == {
        "@type": "Person",
        "name": "Bob",
        "url": f"http://testserver/people/{bob.key}/",
    }
    assert [comment["text"] for comment in rebut["comment"]] == [thread.undercut.text]


def test_votes_are_counted_and_edits_dated(thread: Thread, nobody: Client) -> None:
    factories.edit(thread.rebut, "Reworded.", at=factories.LONG_AGO.replace(year=2025))
    factories.set_votes(thread.rebut, up=12, down=3, unsure=4)
    data = data_of(head_of(nobody, f"/debates/{thread.debate.key}/threads/"))
    (rebut,) = [one for one in comments(data) if one["text"] == "Reworded."]
    assert (rebut["upvoteCount"], rebut["downvoteCount"]) == (12, 3)
    assert [one["userInteractionCount"] for one in rebut["interactionStatistic"]] == [12, 3]
    assert rebut["dateModified"] == "2025-03-01T12:00:00+00:00"


def test_what_is_gone_is_not_told_but_what_answers_it_is(
    thread: Thread, nobody: Client, bob: User
) -> None:
    factories.withdraw(thread.rebut)
    data = data_of(head_of(nobody, f"/debates/{thread.debate.key}/threads/"))
    texts = {comment["text"] for comment in comments(data)}
    assert thread.rebut.text not in texts
    assert thread.undercut.text in texts
    head = head_of(nobody, f"/claims/{thread.rebut.key}/")
    assert told(head)["robots"] == "noindex"
    assert "ld+json" not in head


def test_a_pseudonym_leads_nowhere(thread: Thread, bob: User, nobody: Client) -> None:
    factories.member(thread.debate, bob, byline="Heron")
    for address in addresses(thread):
        head = head_of(nobody, address)
        assert bob.key not in head
        assert "Bob" not in head
    authors = [one["author"] for one in comments(data_of(head_of(nobody, addresses(thread)[1])))]
    assert {"@type": "Person", "name": "Heron"} in authors


def test_only_so_much_is_told(thread: Thread, nobody: Client, dan: User) -> None:
    factories.replies(thread.point, dan, 2 * COMMENTS_TOLD)
    data = data_of(head_of(nobody, f"/debates/{thread.debate.key}/threads/"))
    assert len(list(comments(data))) == COMMENTS_TOLD


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.MEMBERS, Visibility.UNLISTED])
def test_what_is_not_public_asks_to_be_left_out(
    alice: User, bob: User, as_alice: Client, visibility: Visibility
) -> None:
    essay = None if visibility == Visibility.DRAFT else factories.essay(alice)
    made = factories.debate(alice, visibility=visibility, drawn_from=essay)
    claim = factories.reply(factories.thesis_of(made), bob, Relation.REBUT)
    pages = [f"/debates/{made.key}/threads/", f"/claims/{claim.key}/"]
    for address in [*pages, *([f"/debates/{made.key}/"] if essay else [])]:
        head = head_of(as_alice, address)
        assert told(head)["robots"] == "noindex"
        assert not {"canonical", "description"} & set(told(head))
        assert "og:" not in head
        assert "ld+json" not in head


@pytest.mark.parametrize("page", ["print", "cite"])
def test_what_says_the_same_once_more_asks_to_be_left_out(
    thread: Thread, nobody: Client, page: str
) -> None:
    html = nobody.get(f"/debates/{thread.debate.key}/{page}/").getvalue().decode()
    assert told(html.partition("</head>")[0])["robots"] == "noindex"


def test_no_sample_ends_the_data_or_changes_them() -> None:
    for sample in ALL:
        text = sample.encode("utf-8", "replace").decode()
        data = in_script({"text": text})
        assert set("<>&\u2028\u2029") & set(data) == set()
        assert json.loads(data) == {"text": text}


def test_every_page_with_samples_holds_nothing_but_its_own_data(
    thread: Thread, nobody: Client
) -> None:
    for sample in ["</script><script>alert(1)</script>", "\u2028<!--<script>", *LIVE[:2]]:
        Claim.objects.filter(debate=thread.debate).update(text=sample[:400] + " No.")
        for address in addresses(thread):
            html = nobody.get(address).content.decode()
            assert strange(html) == []
            data = data_of(html.partition("</head>")[0])
            assert data["text"] == sample[:400] + " No."

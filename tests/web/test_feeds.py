"""Feeds: valid Atom, of what is public, and nothing twice over the wire."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.outline import draw_point, start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.actions.withdrawal import withdraw_claim
from debate.enums import Visibility
from debate.limits import FEED_ENTRIES
from debate.models import Change, Claim, Debate, Topic
from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://testserver"


@pytest.fixture
def opened(alice: User) -> Debate:
    """A debate that alice prepared, with a point, and published, about sleep."""
    debate = start_debate(by=alice)
    state_thesis(debate=debate.key, text="School should start later.", by=alice)
    draw_point(debate=debate.key, text="Pupils are tired.", by=alice)
    publish_debate(debate=debate.key, by=alice)
    debate.topics.add(Topic.objects.create(slug="sleep", name="Sleep"))
    return debate


def addresses(debate: Debate, person: User) -> list[str]:
    return [
        "/feed/",
        f"/debates/{debate.key}/feed/",
        "/topics/sleep/feed/",
        f"/people/{person.key}/feed/",
    ]


def read(client: Client, address: str) -> ET.Element:
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)


def texts(feed: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in feed.findall("/".join(ATOM + p for p in path.split("/")))]


def titles(client: Client, address: str) -> list[str]:
    return texts(read(client, address), "entry/title")


def reply(to: str, by: User, relation: str = "rebut", text: str = "They stay up later.") -> Claim:
    return factories.say(parent=Claim.objects.get(text=to).key, relation=relation, text=text, by=by)


def test_a_feed_holds_what_atom_asks_for(opened: Debate, bob: User, nobody: Client) -> None:
    said = reply("Pupils are tired.", bob)
    for address in addresses(opened, bob):
        feed = read(nobody, address)
        assert feed.tag == f"{ATOM}feed"
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"{SITE}{address}"
        assert (links["alternate"] or "").startswith(SITE)
        assert texts(feed, "id") == [f"{SITE}{address}"]
        for required in ("title", "updated"):
            (found,) = texts(feed, required)
            assert found
        entry = feed.find(f"{ATOM}entry")
        assert entry is not None
        for required in ("title", "id", "updated", "published", "summary", "author/name", "link"):
            assert entry.find("/".join(ATOM + p for p in required.split("/"))) is not None, required
        permalink = f"{SITE}/claims/{said.key}/"
        assert texts(feed, "entry/id")[0] == permalink
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href") == permalink
        assert texts(feed, "entry/author/name")[0] == "Bob"


def test_entries_are_debates_opened_and_claims_stated_since_the_newest_first(
    opened: Debate, alice: User, bob: User, nobody: Client
) -> None:
    reply("Pupils are tired.", bob)
    reply("Pupils are tired.", bob, "question", "In which lessons?")
    reply("In which lessons?", alice, "support", "In the first.")
    told = [
        "Answer: In the first.",
        "Question: In which lessons?",
        "Rebuttal: They stay up later.",
        "New debate: School should start later.",
    ]
    everywhere = addresses(opened, bob)
    assert [titles(nobody, address) for address in everywhere[:3]] == [told] * 3
    assert titles(nobody, everywhere[3]) == told[1:3]


def test_an_edit_moves_the_moment_and_keeps_the_entry(
    opened: Debate, bob: User, nobody: Client
) -> None:
    said = reply("Pupils are tired.", bob)
    first = read(nobody, "/feed/")
    later = timezone.now() + timedelta(hours=2)
    edit_claim(claim=said.key, text="They sleep later.", base_revision=1, by=bob, at=later)
    second = read(nobody, "/feed/")
    assert texts(first, "entry/id") == texts(second, "entry/id")
    assert texts(second, "entry/title")[0] == "Rebuttal: They sleep later."
    assert datetime.fromisoformat(texts(second, "entry/updated")[0]) == later
    assert texts(second, "entry/published") == texts(first, "entry/published")


@pytest.mark.parametrize("hidden", [v for v in Visibility if v != Visibility.PUBLIC])
def test_what_is_not_public_has_no_feed_and_is_in_none_also_not_for_its_members(
    opened: Debate, alice: User, bob: User, as_alice: Client, hidden: Visibility
) -> None:
    reply("Pupils are tired.", alice)
    opened.refresh_from_db()
    opened_at = None if hidden == Visibility.DRAFT else opened.opened_at
    Debate.objects.filter(pk=opened.pk).update(visibility=hidden, opened_at=opened_at)
    site, debate, *others = addresses(opened, alice)
    assert as_alice.get(debate).status_code == 404
    for address in (site, *others):
        assert titles(as_alice, address) == []


def test_what_is_gone_is_left_out(opened: Debate, bob: User, nobody: Client) -> None:
    withdraw_claim(claim=reply("Pupils are tired.", bob).key, by=bob)
    factories.hide(reply("Pupils are tired.", bob, text="This is hidden."))
    for address in addresses(opened, bob):
        content = nobody.get(address).content.decode()
        assert "They stay up" not in content
        assert "hidden" not in content


def test_a_pseudonym_stands_for_its_person(opened: Debate, bob: User, nobody: Client) -> None:
    factories.member(opened, bob, byline="Red Fox")
    reply("Pupils are tired.", bob)
    assert texts(read(nobody, "/feed/"), "entry/author/name")[0] == "Red Fox"
    assert "Bob" not in nobody.get("/feed/").content.decode()
    assert titles(nobody, f"/people/{bob.key}/feed/") == []


ODD = [
    "<b>Bold</b> & 'quoted' ]]> <script>alert(1)</script>",
    "a\x01b\x08c\x0bd\x0ce\x1ff\ufffeg\uffffh",
    "\u202eright to left\u202c and \U0001f600",
]


@pytest.mark.parametrize("text", ODD)
def test_whatever_is_written_the_feed_is_valid_and_says_it_as_text(
    opened: Debate, bob: User, nobody: Client, text: str
) -> None:
    said = reply("Pupils are tired.", bob)
    Claim.objects.filter(pk=said.pk).update(text=text)
    User.objects.filter(pk=bob.pk).update(display_name=text)
    Topic.objects.update(name=text[:40])
    kept = "".join(c for c in text if c not in "\x01\x08\x0b\x0c\x1f\ufffe\uffff")
    for address in addresses(opened, bob):
        feed = read(nobody, address)
        assert texts(feed, "entry/title")[0] == f"Rebuttal: {kept}"
        assert texts(feed, "entry/author/name")[0] == kept
        summary = feed.find(f"{ATOM}entry/{ATOM}summary")
        assert summary is not None
        assert summary.get("type") == "html"
        assert "<" not in (summary.text or "")


def test_who_has_the_newest_is_sent_nothing_and_who_has_not_is_sent_it(
    opened: Debate, bob: User, nobody: Client
) -> None:
    for address in addresses(opened, bob):
        said = reply("Pupils are tired.", bob, text=f"Said for {address}")
        first = nobody.get(address)
        by_tag = {"If-None-Match": first["ETag"]}
        by_time = {"If-Modified-Since": first["Last-Modified"]}
        for known in (by_tag, by_time):
            again = nobody.get(address, headers=known)
            assert (again.status_code, again.content) == (304, b"")
        later = timezone.now() + timedelta(hours=1)
        withdraw_claim(claim=said.key, by=bob, at=later)  # it leaves, and nothing newer comes
        for known in (by_tag, by_time):
            assert nobody.get(address, headers=known).status_code == 200
        Change.objects.filter(claim=said, kind="withdrawn").delete()


def test_a_feed_is_short(opened: Debate, bob: User, nobody: Client) -> None:
    factories.replies(Claim.objects.get(text="Pupils are tired."), bob, FEED_ENTRIES + 5)
    Change.objects.update(at=timezone.now())
    for address in addresses(opened, bob):
        assert len(titles(nobody, address)) == FEED_ENTRIES


def test_an_empty_feed_is_a_feed_and_always_the_same(db: None, nobody: Client) -> None:
    first, second = nobody.get("/feed/"), nobody.get("/feed/")
    assert first.content == second.content
    assert nobody.get("/feed/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_pages_tell_programs_and_readers_where_their_feed_is(
    opened: Debate, alice: User, as_alice: Client
) -> None:
    rel = '<link rel="alternate" type="application/atom+xml" href="{}"'
    debate = f"/debates/{opened.key}/feed/"
    for page, feed in (
        ("/debates/", "/feed/"),
        (f"/debates/{opened.key}/threads/", debate),
        (f"/debates/{opened.key}/activity/", debate),
        ("/topics/sleep/", "/topics/sleep/feed/"),
        (f"/people/{alice.key}/activity/", f"/people/{alice.key}/feed/"),
    ):
        html = as_alice.get(page).content.decode()
        assert rel.format(feed) in html, page
    for page, feed in (
        ("/debates/", "/feed/"),
        (f"/debates/{opened.key}/activity/", debate),
        (f"/people/{alice.key}/activity/", f"/people/{alice.key}/feed/"),
    ):
        assert f'<a href="{feed}"' in as_alice.get(page).content.decode(), page
    members = factories.debate(alice, visibility=Visibility.MEMBERS)
    for view in ("threads", "activity"):
        html = as_alice.get(f"/debates/{members.key}/{view}/").content.decode()
        assert "/feed/" not in html

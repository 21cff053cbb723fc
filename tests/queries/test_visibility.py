"""Which debates each list, page, feed and count shows to whom: every way to see a debate by every
viewer. A new list joins LISTS, a new page of a debate PAGES, or the last test says so."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from debate.actions.archive import archive_debate
from debate.actions.link import open_link
from debate.actions.outline import EssayBrought, start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.actions.reply import post_reply
from debate.enums import NoticeReason, Role
from debate.models import Claim, Debate, Notice, Topic
from debate.tasks.tally import tally_debate
from debate.web.doors import DOORS as REGISTER
from debate.web.doors import OF_A_DEBATE
from tests import factories

WORD = "kittiwake"  # in everything that anybody wrote

DRAFT, MEMBERS, UNLISTED, PUBLIC = "draft", "members", "unlisted", "public"
ARCHIVED, KEPT = "archived", "kept"  # public, and for members, both in the archive
STAYS = {PUBLIC, ARCHIVED}
SEATED = {MEMBERS, UNLISTED, PUBLIC, ARCHIVED, KEPT}

# Whom each debate exists for.
SEES = {
    "visitor": STAYS,
    "visitor with the link": STAYS | {UNLISTED},
    "person": STAYS,
    "person with the link": STAYS | {UNLISTED},
    "reader": SEATED,
    "member": SEATED,
    "moderator": SEATED,
    "former": STAYS,
    "owner": SEATED | {DRAFT},
}


class World:
    """One debate of each kind, owned by one person, in which others have seats."""

    def __init__(self) -> None:
        self.debates: dict[str, Debate] = {}
        self.people: dict[str, User | None] = {"visitor": None, "visitor with the link": None}
        for name in SEES:
            if not name.startswith("visitor"):
                self.people[name] = factories.person(name.replace(" ", "-"))
        self.owner = self.people["owner"]
        assert self.owner
        topic = Topic.objects.create(slug="birds", name="Birds")
        for kind in (DRAFT, MEMBERS, UNLISTED, PUBLIC, ARCHIVED, KEPT):
            self.debates[kind] = self._debate(kind)
            self.debates[kind].topics.add(topic)
        link = self.debates[UNLISTED].link_key
        assert link
        self.link = link
        open_link(key=link, by=self.people["person with the link"])
        for kind in (ARCHIVED, KEPT):
            archive_debate(debate=self.debates[kind].key, by=self.owner)
        for debate in self.debates.values():
            tally_debate(debate.pk)
            debate.memberships.filter(person=self.people["former"]).delete()

    def _debate(self, kind: str) -> Debate:
        brought = EssayBrought(text=f"The {WORD} of {kind}.", title=f"A {WORD}, {kind}")
        made = start_debate(essay=brought, by=self.owner)
        said = f"The {WORD} nests: {kind}."
        thesis = state_thesis(debate=made.key, text=said, by=self.owner)
        if kind == DRAFT:
            return made
        seen_by = {ARCHIVED: PUBLIC, KEPT: MEMBERS}.get(kind, kind)
        made = publish_debate(debate=made.key, visibility=seen_by, by=self.owner)
        for role in (*Role, "former"):
            person = self.people[str(role)]
            assert person
            seat = Role.MEMBER if role == "former" else Role(role)
            factories.member(made, person, role=seat)
            factories.follow(made, person)
        text = f"No {WORD} does: {kind}."
        said_too = post_reply(
            parent=thesis.key, relation="rebut", text=text, by=self.people["member"]
        )
        assert isinstance(said_too, Claim)
        for name in FOLLOWERS:  # as the worker tells them while they see it
            told = self.people[name]
            assert told
            factories.notice(said_too, told, NoticeReason.FOLLOWED)
        return made

    def browser(self, viewer: str) -> Client:
        client = Client()
        person = self.people[viewer]
        if person:
            client.force_login(person)
        if viewer == "visitor with the link":
            assert client.get(f"/links/{self.link}/").status_code == 302
        return client

    def pages(self, kind: str) -> list[tuple[str, str]]:
        """The pages of a debate, and those of a claim in it: name of the address, and key."""
        debate = self.debates[kind]
        claim = Claim.objects.filter(debate=debate).latest("pk")
        return [(name, debate.key) for name in PAGES] + [
            (name, claim.key) for name in PAGES_OF_CLAIMS
        ]

    def named_in(self, text: str) -> set[str]:
        """The debates that a page names: by a key of theirs, or by words."""
        found = set()
        for kind, debate in self.debates.items():
            claims = Claim.objects.filter(debate=debate).values_list("key", "text")
            traces = [debate.key, f"A {WORD}, {kind}", *(part for row in claims for part in row)]
            if any(trace in text for trace in traces):
                found.add(kind)
        return found


@pytest.fixture
def world(db: None) -> World:
    return World()


# What a list may hold, among what its reader sees.
LISTED = {
    "public": {PUBLIC},
    "open": {PUBLIC, ARCHIVED},
    "searched": {DRAFT, MEMBERS, UNLISTED, PUBLIC},
    "signed": {MEMBERS, UNLISTED, PUBLIC, ARCHIVED, KEPT},
}
LISTS: dict[str, tuple[str, str]] = {  # by name of the address: the address, and what it may hold
    "topic": ("/topics/birds/", "public"),
    "feed": ("/feed/", "public"),
    "topic-feed": ("/topics/birds/feed/", "public"),
    "sitemap": ("/sitemap.xml", "public"),
    "sitemap-section": ("/sitemap-debates.xml", "public"),
    "search": (f"/search/?q={WORD}", "searched"),
    "person": ("/people/{member}/", "signed"),
    "person-activity": ("/people/{member}/activity/", "open"),
    "person-feed": ("/people/{member}/feed/", "open"),
}
# On the page of all debates also one's own that are in no list, and one's drafts.
EXPLORE = {
    "reader": {MEMBERS, UNLISTED, ARCHIVED, KEPT},
    "member": {MEMBERS, UNLISTED, ARCHIVED, KEPT},
    "moderator": {MEMBERS, UNLISTED, ARCHIVED, KEPT},
    "owner": {DRAFT, MEMBERS, UNLISTED, ARCHIVED, KEPT},
}
# Who follows each debate, or did while they saw it.
FOLLOWERS = ("reader", "member", "moderator", "former", "owner")
PAGES = [
    "debate", "threads", "print", "debate-cite", "export-debate", "activity", "moderation-log",
    "ticket", "current-claims",
]  # fmt: skip
PAGES_OF_CLAIMS = ["claim", "claim-cite", "claim-history", "similar"]
PARTS = {"ticket", "current-claims", "similar"}  # what a page asks for by itself


def test_each_list_shows_what_its_reader_may_find_there(world: World) -> None:
    member = world.people["member"]
    assert member
    for viewer, sees in SEES.items():
        client = world.browser(viewer)
        for name, (address, may_hold) in LISTS.items():
            shown = client.get(address.format(member=member.key)).content.decode()
            assert world.named_in(shown) == sees & LISTED[may_hold], (viewer, name)
        explore = client.get("/debates/")
        named = world.named_in(explore.content.decode())
        assert named == {PUBLIC} | EXPLORE.get(viewer, set()), viewer
        assert explore.context["all_debates"] == 1
        assert [row.debates for row in client.get("/topics/").context["topics"]] == [1]
        found = client.get("/search/", {"q": WORD}).context["found"]
        assert found.essay_count == len(sees & LISTED["searched"]), viewer
        if world.people[viewer]:
            told = world.named_in(client.get("/for-you/").content.decode())
            assert told == (sees - {DRAFT} if viewer in FOLLOWERS else set()), viewer


def test_each_page_of_a_debate_exists_for_those_who_see_it(world: World) -> None:
    """For those whom the cells of the permission table do not ask for: these ask for all others."""
    for viewer in ("visitor with the link", "former", "owner"):
        sees = SEES[viewer]
        client = world.browser(viewer)
        for kind, debate in world.debates.items():
            for name, key in world.pages(kind):
                asked = {"text": f"No {WORD} does at all."}
                response = client.get(reverse(name, args=[key]), asked)
                assert (response.status_code != 404) == (kind in sees), (viewer, name, kind)
                if response.status_code == 200:
                    page = response.getvalue().decode()
                    public = kind in STAYS
                    assert ("og:title" in page) <= public, (name, kind)
                    whole = name not in PARTS
                    assert ('"noindex"' in page) >= (whole and not public), (name, kind)
                    assert world.link not in page, (name, kind)
            within = client.get("/search/", {"q": WORD, "debate": debate.key}).content.decode()
            if kind not in sees:  # the address that was asked for stands in ways back to it
                within = within.replace(debate.key, "")
            named = world.named_in(within)
            assert named == ({kind} if kind in sees else sees & LISTED["searched"]), (viewer, kind)
            feed = client.get(f"/debates/{debate.key}/feed/").status_code
            assert feed == (200 if kind in STAYS else 404)


def test_no_page_of_a_debate_is_left_out_here() -> None:
    read = {name for name, doors in REGISTER.items() if doors == OF_A_DEBATE}
    assert read <= {*PAGES, *PAGES_OF_CLAIMS}


def test_notices_of_what_somebody_sees_no_more_are_not_counted(world: World) -> None:
    former = world.people["former"]
    kinds = {notice.debate for notice in Notice.objects.filter(person=former)}
    assert len(kinds) > len(STAYS)
    client = world.browser("former")
    shown = {group.debate_key for group in client.get("/for-you/").context["page"].rows}
    assert shown == {world.debates[kind].key for kind in STAYS}

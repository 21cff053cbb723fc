"""What is private stays so: one word in each private thing, looked for wherever anybody may look.

Every address is asked for with a key of every kind of thing that it could be about, as nobody, as
somebody else, as a member and as the owner; no answer may hold a word that is not for its reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import pytest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from debate.actions.draft import save_draft
from debate.enums import ChangeKind, NoticeReason, Relation, Visibility
from debate.models import Change, Claim, ClaimRevision, Debate, Topic
from tests import factories
from tests.security.test_trust import NAMED

SAID = "Gannets nest on cold northern cliffs each spring"  # with it each private thing is searched
DEEDS = {
    "claim-draft", "claim-edit", "closing", "follow", "outline", "position", "publication",
    "replies", "vote", "withdrawal",
}  # fmt: skip


@dataclass
class World:
    """People, what they may know (`words`: word to those it is for), and the keys to ask with."""

    people: dict[str, User] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    debates: dict[str, Debate] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)

    def person(self, called: str, name: str) -> User:
        made = User.objects.create_user(
            f"zqhandle{called}", f"zqmail{called}@example.org", display_name=name
        )
        self.people[called] = made
        self.words |= {f"zqhandle{called}": {called}, f"zqmail{called}": {called}}
        return made

    def private(self, word: str, *may: str) -> str:
        """A text that holds a word for these people alone."""
        self.words[word] = set(may)
        return f"{SAID} {word}."


@pytest.fixture
def world(db: None) -> World:
    world = World()
    owner = world.person("owner", "Odo")
    member = world.person("member", "Mia")
    outsider = world.person("outsider", "Una")
    disguised = world.person("disguised", "Zqrealname Smith")
    topic = Topic.objects.create(slug="sleep", name="Sleep")

    def debate(kind: str, visibility: Visibility, *may: str) -> Debate:
        told = world.private if visibility != Visibility.PUBLIC else lambda w, *_: f"{SAID} {w}."
        essay = factories.essay(
            owner,
            title=told(f"zq{kind}title", *may),
            writer=told(f"zq{kind}writer", *may),
            text=f"{told(f'zq{kind}essay', *may)}\n\nA last paragraph.",
        )
        made = factories.debate(
            owner, thesis=told(f"zq{kind}thesis", *may), visibility=visibility, drawn_from=essay
        )
        made.topics.add(topic)
        drawn = factories.passage(essay, f"zq{kind}essay")
        point = factories.point(made, told(f"zq{kind}point", *may), drawn_from=drawn)
        world.debates[kind] = made
        if visibility == Visibility.DRAFT:
            world.claims.append(point)
        return made

    debate("draft", Visibility.DRAFT, "owner")
    for kind in ("members", "unlisted"):
        closed = debate(kind, Visibility(kind), "owner", "member")
        factories.member(closed, member)
        said = factories.reply(
            factories.thesis_of(closed),
            member,
            text=world.private(f"zq{kind}reply", "owner", "member"),
        )
        if kind == "members":
            world.claims.append(said)
        # Told while they were let in, and following still.
        factories.notice(said, outsider, NoticeReason.FOLLOWED)
        factories.follow(closed, outsider)
        save_draft(
            purpose="reply",
            claim=said.key,
            content={"text": world.private(f"zq{kind}draft", "owner")},
            by=owner,
        )
    _open_debate(world, debate("public", Visibility.PUBLIC))
    _disguised_debate(world, disguised)
    hidden = debate("removed", Visibility.PUBLIC)
    world.words["zqremovedthesis"] = set()
    world.claims.append(factories.hide(factories.thesis_of(hidden)))
    factories.follow(hidden, outsider)
    save_draft(
        purpose="debate",
        content={"title": world.private("zqnewtitle", "member"), "text": "An essay."},
        by=member,
    )
    return world


def _open_debate(world: World, of: Debate) -> None:
    """In public: what was hidden, withdrawn, mended at once or not yet posted."""
    owner, member = world.people["owner"], world.people["member"]
    outsider = world.people["outsider"]
    thesis = factories.thesis_of(of)

    def reply(word: str) -> Claim:
        said = factories.reply(
            thesis,
            owner,
            text=world.private(word),
            details=world.private(f"{word}details"),
            sources=[(world.private(f"{word}source"), f"https://example.org/{word}url")],
        )
        world.words[f"{word}url"] = set()
        factories.reply(said, member, Relation.REBUT, "Below it all is quiet.")
        factories.notice(said, outsider, NoticeReason.FOLLOWED)
        world.claims.append(said)
        return said

    factories.hide(reply("zqhidden"))
    reworded = reply("zqfirst")
    factories.edit(reworded, world.private("zqsecond"))
    factories.withdraw(reworded)
    factories.notice(reworded, outsider, NoticeReason.REWORDED, kind=ChangeKind.EDITED)

    mended = factories.reply(thesis, member, text=world.private("zqtypo"))
    factories.edit(mended, f"{SAID}, mended.")
    mended.edited_at = None
    mended.save(update_fields=["edited_at"])
    Change.objects.filter(claim=mended, kind=ChangeKind.EDITED).update(payload={"unmarked": True})
    assert ClaimRevision.objects.filter(claim=mended).count() == 2
    world.claims.append(mended)

    begun = {"text": world.private("zqreplydraft", "member"), "relation": "rebut"}
    save_draft(purpose="reply", claim=mended.key, content=begun, by=member)
    begun = {"text": world.private("zqeditdraft", "member"), "revision": "2"}
    save_draft(purpose="edit", claim=mended.key, content=begun, by=member)
    factories.position(of, member, 3)
    factories.vote(mended, outsider, -1)


def _disguised_debate(world: World, who: User) -> None:
    """A debate of somebody who goes by another name in it, also as the writer of its essay."""
    essay = factories.essay(who, title="A nest", writer="", text=f"{SAID} zqnest.", own_words=True)
    of = factories.debate(who, thesis=f"{SAID} zqmaskthesis.", drawn_from=essay)
    factories.member(of, who, byline="Puffin")
    said = factories.point(of, f"{SAID} zqmaskpoint.")
    factories.edit(said, f"{SAID} zqmaskagain.")
    factories.notice(said, world.people["outsider"], NoticeReason.FOLLOWED)
    factories.follow(of, world.people["outsider"])
    world.debates["disguised"] = of
    world.claims.append(said)


# ---- Looking everywhere

ASKED: dict[str, list[dict[str, str]]] = {
    "search": [
        {"q": "gannets"},
        {"q": "gannetz clifs"},
        {"q": "gannets", "relation": "essay"},
        {"q": "gannets", "author": "Odo"},
        {"q": "gannets", "author": "Puffin"},
        {"q": "gannets", "topic": "sleep"},
    ],
    "similar": [{"text": SAID}],
    "explore": [{"sort": "new"}],
    "for-you": [{"reason": reason} for reason in NoticeReason],
    "threads": [{"show": "new"}],
    "activity": [{"kind": "withdrawn"}],
    "person": [{"of": "rebut"}],
    "claim-history": [{"from": "1", "to": "2"}],
    "debate-cite": [{"format": "bibtex", "of": "essay"}],
    "claim-cite": [{"format": "ris"}],
}


def addresses(world: World) -> Iterator[tuple[str, str, dict[str, str]]]:
    claims = [claim.key for claim in world.claims]
    # The unlisted one is looked for in lists: by its address it is as the one for members.
    debates = [debate.key for kind, debate in world.debates.items() if kind != "unlisted"]
    people = [person.key for person in world.people.values()]
    for name, takes in NAMED:
        if name == "account_logout" or name.startswith("admin"):
            continue
        of_claims = {"claim", "reply", "replies", "vote", "withdrawal", "similar", "notice"}
        keys = debates
        if name in of_claims or name.startswith("claim-"):
            keys = claims
        elif name.startswith("person"):
            keys = people
        values = {"key": keys, "slug": ["sleep"], "uidb36": people[:1]}
        values["section"] = ["debates", "topics", "pages"]
        choices = [[(part, value) for value in values.get(part, ["x"])] for part in takes]
        if name == "account_reset_password_from_key":
            choices = [[("uidb36", people[0])], [("key", "set-password")]]
        for kwargs in product(*choices):
            address = reverse(name, kwargs=dict(kwargs))
            yield name, address, {}
            for asked in ASKED.get(name, ()):
                yield name, address, asked


def content(response: HttpResponseBase) -> str:
    """All of an answer, its headers too, in small letters."""
    if isinstance(response, StreamingHttpResponse):
        body = response.getvalue()
    else:
        body = getattr(response, "content", b"")
    return f"{response.headers}\n{body.decode()}".lower()


@pytest.mark.parametrize("who", ["nobody", "outsider", "member", "owner"])
def test_no_answer_holds_a_word_that_is_not_for_its_reader(world: World, who: str) -> None:
    client = Client()
    if who != "nobody":
        client.force_login(world.people[who])
    foreign = [word for word, may in world.words.items() if who not in may]
    own = {word for word, may in world.words.items() if who in may}
    disguised = world.people["disguised"].key
    met: set[str] = set()
    told: list[tuple[object, ...]] = []
    for name, address, asked in addresses(world):
        response = client.get(address, asked)
        assert response.status_code < 500, address
        text = content(response)
        told += [(word, address, asked) for word in foreign if word in text]
        met |= {word for word in own if word in text}
        if name.startswith("person") and disguised in address:
            told += [("mask", address, asked)] if "zqmask" in text else []
        elif "zqrealname" in text or disguised in text.replace(address, ""):
            told.append(("the person behind a name", address, asked))
    assert told == []
    assert met >= own - {"zqhandlemember", "zqmailmember"}, own - met  # the words can be found


@pytest.mark.parametrize("who", ["nobody", "outsider"])
def test_no_refused_deed_tells_a_word_that_is_not_for_its_reader(world: World, who: str) -> None:
    client = Client()
    if who != "nobody":
        client.force_login(world.people[who])
    foreign = [word for word, may in world.words.items() if who not in may]
    sent = {"text": "", "relation": "no", "value": "no", "closed": "no", "purpose": "edit"}
    for name, address, asked in addresses(world):
        if asked or name not in DEEDS:
            continue
        for headers in ({}, {"HX-Request": "true"}):
            response = client.post(address, sent, headers=headers)
            assert response.status_code < 500, address
            text = content(response)
            assert [word for word in foreign if word in text] == [], address


@pytest.mark.parametrize(
    ("who", "claims"),
    [("nobody", 6), ("outsider", 6), ("member", 12), ("owner", 14)],
)
def test_what_is_counted_is_what_may_be_seen(world: World, who: str, claims: int) -> None:
    client = Client()
    if who != "nobody":
        client.force_login(world.people[who])
    found = client.get("/search/", {"q": "gannets"}).context["found"]
    assert found.count == claims
    topic = client.get("/topics/").context["topics"][0]
    assert (topic.slug, topic.debates) == ("sleep", 2)


@pytest.mark.parametrize(
    "author", ["zqhandledisguised", "@zqhandleowner", "zqmailowner@example.org"]
)
def test_nobody_is_found_by_a_name_that_only_they_see(world: World, author: str) -> None:
    for asked in ({"q": "gannets"}, {"q": "gannetz"}):
        found = Client().get("/search/", asked | {"author": author}).context["found"]
        assert found.claims == ()
        assert found.essays == ()


def test_nobody_is_found_behind_another_name(world: World) -> None:
    for asked in ({"q": "gannets"}, {"q": "nest"}, {"q": "gannetz"}):
        sent = asked | {"author": "Zqrealname Smith"}
        found = Client().get("/search/", sent).context["found"]
        assert found.claims == ()
        assert found.essays == ()


def test_where_few_say_where_they_stand_nobody_is_told_where(world: World) -> None:
    for address in ("/debates/", f"/debates/{world.debates['public'].key}/"):
        html = content(Client().get(address))
        assert "zqpublicthesis" in html
        assert "positions_" not in html.replace("positions_shown", "")
        assert "% for" not in html


def test_no_name_leads_to_somebody_without_a_page(world: World) -> None:
    guest, gone = factories.guest("Gus"), world.person("gone", "Gil")
    thesis = factories.thesis_of(world.debates["public"])
    said = [factories.reply(thesis, who, text=f"{SAID} indeed.") for who in (guest, gone)]
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    of = f"/debates/{thesis.debate.key}"
    of_claims = [f"/claims/{claim.key}/{part}" for claim in said for part in ("", "history/")]
    for address in (f"{of}/activity/", f"{of}/threads/", "/search/?q=indeed", *of_claims):
        html = content(Client().get(address))
        assert "gus" in html or "gil" in html, address
        assert [who for who in (guest, gone) if who.key in html] == [], address

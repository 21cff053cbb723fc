"""What is private stays so: one word in each private thing, looked for wherever anybody may look.

Every address is asked for with a key of every kind of thing that it could be about, as nobody, as
somebody else, as a member and as the owner; no answer may hold a word that is not for its reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

import pytest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role as SiteRole
from accounts.models import User
from classroom.enums import Naming, Preset, SeatState, SideRule
from classroom.models import Grade, Phase, Rubric, Session, SessionTeacher, Template
from classroom.web.doors import DOORS as OF_CLASSROOM
from debate.actions.act import Deed, keep_line
from debate.actions.draft import save_draft
from debate.enums import ActKind, ChangeKind, NoticeReason, Reason, Relation, Role, Visibility
from debate.models import (
    Block,
    Change,
    Claim,
    ClaimRevision,
    Debate,
    Flag,
    HeldClaim,
    Invitation,
    LinkVisit,
    Topic,
)
from debate.models.member import new_link_key
from tests import factories
from tests.classroom.factories import a_class, a_seat, a_session, debate_of
from tests.security.test_trust import NAMED

SAID = "Gannets nest on cold northern cliffs each spring"  # with it each private thing is searched
DEEDS = {
    "access", "act", "archive", "blocks", "claim-draft", "claim-edit", "claim-moderation",
    "closing", "deletion", "describe", "flag", "follow", "freeze", "held", "invitations",
    "leaving", "members", "moderation", "outline", "position", "publication", "relation",
    "replies", "schedule", "suspension", "transfer", "vote", "votes-in-bulk", "withdrawal",
    "announcement", "circle", "class", "class-sharing", "features", "keep-work", "new-class",
    "new-rubric", "new-session", "reveals", "rubric", "session-cards", "session-claims",
    "session-clock", "session-grading", "session-grading-seat", "session-groups", "session-moved",
    "session-seats", "session-setup", "session-sharing", "session-side",
}  # fmt: skip
INSIDE = {"owner", "member", "colleague"}  # whoever is in the lesson
BY_KEY = {"link", "invitation"}  # whoever has the address may look


@dataclass
class World:
    """People, what they may know (`words`: word to those it is for), and the keys to ask with."""

    people: dict[str, User] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    debates: dict[str, Debate] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    of_classroom: dict[str, str] = field(default_factory=dict)  # keys: class, session, rubric, seat

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
    staff = world.person("staff", "Stig")
    User.objects.filter(pk=staff.pk).update(role=SiteRole.STAFF)
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
    _order_kept(world)
    _lesson(world)
    hidden = debate("removed", Visibility.PUBLIC)
    world.words["zqremovedthesis"] = set()
    world.claims.append(factories.hide(factories.thesis_of(hidden)))
    # Whoever keeps order can read what was hidden, to judge an appeal.
    for word in ("zqhidden", "zqhiddendetails", "zqremovedthesis"):
        world.words[word] = {"owner", "staff"}
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


def _order_kept(world: World) -> None:
    """What is said in private where order is kept, and the keys that let people in."""
    owner, member = world.people["owner"], world.people["member"]
    outsider, staff = world.people["outsider"], world.people["staff"]
    of = world.debates["public"]
    thesis = factories.thesis_of(of)
    said = factories.reply(thesis, member, text="A loud reply.")
    world.claims.append(said)
    Flag.objects.create(
        debate=of, claim=said, person=outsider, reason=Reason.SPAM, note="zqflagnote"
    )
    world.words["zqflagnote"] = {"owner", "staff"}
    held = HeldClaim.objects.create(
        debate=of,
        parent=thesis,
        parent_revision=1,
        relation=Relation.REBUT,
        author=member,
        text=world.private("zqheld", "owner", "member", "staff"),
        details="zqheldmore",
        sources=[["zqheldsource", "https://example.org/zqheldurl"]],
    )
    for word in ("zqheldmore", "zqheldsource", "zqheldurl"):
        world.words[word] = {"owner", "member", "staff"}
    world.held.append(held.key)
    of_debate = Deed(ActKind.LOCKED, Reason.SPAM, member.pk, claim=said, note="zqactnote")
    locked = keep_line(of_debate, by=owner, at=timezone.now(), debate=of)
    locked.case.appeal, locked.case.appealed_at = "zqappeal", timezone.now()
    locked.case.save(update_fields=["appeal", "appealed_at"])
    of_site = Deed(ActKind.SUSPENDED, Reason.SPAM, member.pk, note="zqsitenote")
    suspended = keep_line(of_site, by=staff, at=timezone.now())
    for word in ("zqactnote", "zqappeal"):
        world.words[word] = {"owner", "member", "staff"}
    world.words["zqsitenote"] = {"member", "staff"}
    world.acts += [locked.key, suspended.key]
    Block.objects.create(debate=of, person=outsider)

    unlisted = world.debates["unlisted"]
    unlisted.link_key = new_link_key()
    unlisted.save(update_fields=["link_key"])
    closed = world.debates["members"]
    closed.conclusion = closed.conclusion_html = "zqconclusion"
    closed.save(update_fields=["conclusion", "conclusion_html"])
    closed.rules.windows = []
    closed.rules.save()
    world.words["zqconclusion"] = {"owner", "member"}
    LinkVisit.objects.create(
        debate=unlisted, person=outsider, link_key=new_link_key()
    )  # an old one
    invitation = Invitation.objects.create(
        debate=of, role=Role.MODERATOR, by=owner, expires_at=timezone.now() + timedelta(days=3)
    )
    for key in (unlisted.link_key, invitation.key):
        world.words[key.lower()] = {"owner"}


def _lesson(world: World) -> None:
    """A lesson of the owner in which the member sits, all under pseudonyms, with what is for one.

    A co-teacher of it may not see who the students are.
    """
    owner, member = world.people["owner"], world.people["member"]
    colleague = world.person("colleague", "Cleo")
    for kept in ("zqlistname", "zqclassname", "zqrubric", "zqlevel", "zqtemplate"):
        world.words[kept] = {"owner"}
    of_class = a_class(owner, "zqlistname", name="zqclassname")
    session = a_session(
        owner,
        preset=Preset.OPEN_DISCUSSION,
        naming=Naming.PSEUDONYMS,
        side_rule=SideRule.CHOSEN,
        name="zqlesson",
        thesis=world.private("zqlessonthesis", "owner", "member", "colleague"),
        of_class=of_class.key,
    )
    SessionTeacher.objects.create(session=session, person=colleague)
    world.words["zqhandlecolleague"] = {"owner", "colleague"}  # they shared it by that name
    of = debate_of(session)
    factories.member(of, colleague, role=Role.MODERATOR)
    own = a_seat(session, "zqownname", byline="Heron", person=member)
    other = a_seat(session, "zqseatname", byline="zqbyline")
    waiting = a_seat(session, "zqlobbyname", state=SeatState.LOBBY)
    assert other.person
    told = dict.fromkeys(("zqlesson", "zqbyline", "zqannounced", "zqtask"), INSIDE)
    world.words |= told
    world.words |= {name: {"owner"} for name in ("zqseatname", "zqlobbyname")}  # on slips, waiting
    world.words["zqownname"] = set()  # of somebody with an account, whom nobody looked up
    Session.objects.filter(pk=session.pk).update(
        announcement="zqannounced",
        announced_at=timezone.now(),
        rubric={"name": "zqrubric", "criteria": []},
    )
    Phase.objects.filter(session=session).update(instruction="zqtask")
    thesis = factories.thesis_of(of)
    said = factories.reply(thesis, other.person, text=world.private("zqlessonreply", *INSIDE))
    world.claims.append(said)
    world.debates["lesson"] = of
    held = HeldClaim.objects.create(
        debate=of,
        parent=thesis,
        parent_revision=1,
        relation=Relation.REBUT,
        author=other.person,
        text=world.private("zqlessonheld", "owner", "colleague"),
    )
    world.held.append(held.key)
    levels = [{"text": "zqlevel", "points": 1}]
    rubric = Rubric.objects.create(
        teacher=owner, name="zqrubric", criteria=[{"name": "Reasons", "levels": levels}]
    )
    Template.objects.create(teacher=owner, name="zqtemplate")
    for seat, feedback in ((own, "zqfeedback"), (other, "zqotherfeedback")):
        Grade.objects.create(seat=seat, by=owner, levels=[], feedback=feedback)
        world.words[feedback] = {"owner", "colleague"}  # it is not released
    world.of_classroom = {
        "class": of_class.key,
        "session": session.key,
        "rubric": rubric.key,
        "seat": other.key,
        "waiting": waiting.key,
    }


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
    "export-debate": [{"format": "json"}, {"format": "markdown"}, {"format": "csv"}],
    "debate-cite": [{"format": "bibtex", "of": "essay"}],
    "claim-cite": [{"format": "ris"}],
    "moderation": [{"show": "held"}, {"show": "flags"}, {"show": "appeals"}],
    "session-report-table": [{"of": "students"}],
}


OF_CLAIMS = {
    "claim", "flag", "notice", "relation", "replies", "reply", "similar", "vote", "withdrawal",
}  # fmt: skip
OF_LESSONS = {"class": "class", "rubric": "rubric"}


def keys_for(name: str, world: World) -> list[str]:
    """The keys of every thing that an address could be about."""
    if name in OF_CLASSROOM:
        return [world.of_classroom[OF_LESSONS.get(name.split("-")[0], "session")]]
    if name in OF_CLAIMS or name.startswith("claim-"):
        return [claim.key for claim in world.claims]
    if name.startswith("person") or name == "suspension":
        return [person.key for person in world.people.values()]
    if name in {"act", "notice-act"}:
        return world.acts
    if name == "held":
        return world.held
    # The unlisted one is looked for in lists, and where its link stands: by its address it is as
    # the one for members.
    of = [key for key in world.debates if key != "unlisted" or name == "access"]
    return [world.debates[kind].key for kind in of]


def addresses(world: World) -> Iterator[tuple[str, str, dict[str, str]]]:
    people = [person.key for person in world.people.values()]
    for name, takes in NAMED:
        if name == "account_logout" or name.startswith("admin") or name in BY_KEY:
            continue
        keys = keys_for(name, world)
        values = {"key": keys, "slug": ["sleep"], "uidb36": people[:1]}
        values["seat"] = [world.of_classroom["seat"]]
        values["section"] = ["debates", "topics", "pages"]
        choices = [[(part, value) for value in values.get(part, ["x"])] for part in takes]
        if name == "account_reset_password_from_key":
            choices = [[("uidb36", people[0])], [("key", "set-password")]]
        for kwargs in product(*choices):
            address = reverse(name, kwargs=dict(kwargs))
            yield name, address, {}
            for asked in ASKED.get(name, ()):
                yield name, address, asked
            if name in {"session-board", "reveals"}:
                for seat in ("seat", "waiting"):
                    yield name, address, {"seat": world.of_classroom[seat]}
            if name == "current-claims":
                named = ".".join(claim.key for claim in world.claims)
                yield name, address, {"keys": named, "below": named, "arrived": named}
                yield name, address, {"show": named}


def content(response: HttpResponseBase) -> str:
    """All of an answer, its headers too, in small letters."""
    if isinstance(response, StreamingHttpResponse):
        body = response.getvalue()
    else:
        body = getattr(response, "content", b"")
    return f"{response.headers}\n{body.decode()}".lower()


@pytest.mark.parametrize(
    "who",
    [
        "nobody",
        "outsider",
        "staff",
        *(pytest.param(who, marks=pytest.mark.long) for who in ("member", "owner")),
    ],
)
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
        if name.startswith(("person", "suspension")) and disguised in address:
            told += [("mask", address, asked)] if "zqmask" in text else []
        elif "zqrealname" in text or disguised in text.replace(address, ""):
            told.append(("the person behind a name", address, asked))
    assert told == []
    assert met >= own - {"zqhandlemember", "zqmailmember"}, own - met  # the words can be found


@pytest.mark.parametrize("who", ["nobody", "outsider", "member"])
def test_no_refused_deed_tells_a_word_that_is_not_for_its_reader(world: World, who: str) -> None:
    client = Client()
    if who != "nobody":
        client.force_login(world.people[who])
    foreign = [word for word, may in world.words.items() if who not in may]
    sent = {"text": "", "relation": "no", "value": "no", "closed": "no", "purpose": "edit"}
    sent |= {"deed": "no", "reason": "no", "visibility": "no", "archived": "no", "make": "no"}
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
    [("nobody", 6), ("outsider", 6), ("member", 14), ("owner", 16)],
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

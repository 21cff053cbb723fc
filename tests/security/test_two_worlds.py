"""Two worlds that differ only in who sits behind which of two pseudonyms look the same.

Nobody but their teacher can tell them apart: not by a word, a number, a tag or an order. The second
world is the first with the two students exchanged wherever a row names them, so that keys, moments
and words are the same in both.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import connection, models
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import User
from classroom.actions.entering import enter
from classroom.actions.groups import open_groups
from classroom.enums import Naming, SeatState, SideRule
from classroom.models import Feature, Group, Phase, Reveal, Seat, Session
from classroom.web.doors import DOORS
from debate.enums import NoticeReason, Reason, Relation
from debate.live.changes import _events
from debate.live.heard import heard
from debate.live.record import READ, asking, news
from debate.models import Claim, Debate, Delta, Draft, Flag, HeldClaim, ReadMark
from debate.policies.ticket import Ticket, read_ticket
from debate.queries.cursor import write_change_cursor
from debate.tasks.tally import tally_debate
from tests import factories
from tests.classroom.factories import a_class, a_seat, a_session, debate_of, hold_phase
from tests.factories import Thread
from tests.security import test_blind as blind
from tests.security.test_canaries import OF_CLAIMS

NETWORK = "192.0.2.1"
OTHERS = {"somebody of another group", "somebody in the lobby", "a stranger", "a visitor"}
NAMES = ("Ada Zqlovelace", "Ben Zqfranklin", "Cleo Zqphilopator")


@dataclass
class Lesson:
    """Ada and Ben write in group 1 by other names, and Cleo with them; Dora sits in group 2."""

    session: Session
    debate: Debate
    ada: User
    ben: User
    claims: list[Claim]
    readers: dict[str, User | None]
    since: str  # from where a program follows the debate

    def keys_for(self, name: str) -> list[str]:
        """The keys of everything that an address could be about."""
        start = name.removeprefix("api-")
        if name in DOORS or start.startswith("session"):
            return [self.session.key]
        if start in OF_CLAIMS or start.startswith("claim") or start == "replies":
            return [claim.key for claim in self.claims]
        if start.startswith("person") or start == "suspension":
            return [self.ada.key, self.ben.key]
        if start.startswith("essay") and start != "essay-of-debate":
            return [self.debate.essay.key] if self.debate.essay else []
        return [self.debate.key]


def sit(session: Session, name: str, person: User | None) -> Seat:
    """Come by the slip of a name, and be called something else from then on."""
    pin = session.seats.get(name=name).pin
    enter(code=session.code or "", pin=pin, by=person, network=NETWORK)
    return session.seats.get(name=name)


@pytest.fixture
def lesson(transactional_db: None, thread: Thread, dan: User, eve: User) -> Lesson:
    ada, ben, dora = (factories.person(name) for name in ("ada", "ben", "dora"))
    factories.reply(thread.rebut, ada, text="Ada in public.")
    for number in range(3):
        factories.reply(thread.rebut, ben, text=f"Ben in public, {number}.")
    session = a_session(
        dan,
        debate=thread.debate.key,
        naming=Naming.PSEUDONYMS,
        side_rule=SideRule.BALANCED,
        of_class=a_class(dan, *NAMES).key,
    )
    Phase.objects.filter(session=session).update(seconds=None)
    sit(session, NAMES[2], None)
    sit(session, NAMES[0], ada)
    sit(session, NAMES[1], ben)
    waiting = a_seat(session, "Luca", state=SeatState.LOBBY)
    open_groups(session=session.key, groups=2, by=dan)
    second = Group.objects.get(session=session, number=2)
    a_seat(session, "Dora", byline="Careful Dolphin", group=2, person=dora)
    cleo = session.seats.get(name=NAMES[2])
    of = debate_of(session)
    assert cleo.person
    claims = write(session, of, ada, ben, cleo.person)
    assert second.debate
    readers = {
        "a classmate": cleo.person,
        "somebody of another group": dora,
        "somebody in the lobby": waiting.person,
        "a stranger": eve,
        "a visitor": None,
    }
    return Lesson(session, of, ada, ben, claims, readers, write_change_cursor(of.key, 0))


def write(session: Session, of: Debate, ada: User, ben: User, cleo: User) -> list[Claim]:
    """Each of the two says, judges, begins and marks something, Ben another than Ada."""
    thesis = factories.thesis_of(of)
    first = factories.reply(thesis, ada, Relation.REBUT, "Gannets sleep late.")
    second = factories.reply(thesis, ben, Relation.SUPPORT, "Gannets rise early.")
    answer = factories.reply(first, ben, Relation.UNDERCUT, "Gannets are no pupils.")
    third = factories.reply(thesis, ada, Relation.REBUT, "Gannets rest at noon.")
    asked = factories.reply(second, cleo, Relation.QUESTION, "Which gannets?")
    factories.edit(second, "Gannets rise before the sun.")
    factories.withdraw(factories.reply(second, ada, text="Gannets never rest."))
    for claim, voter, value in (
        (second, ada, 1), (thesis, ada, -1), (first, ben, 1), (third, ben, -1), (thesis, ben, 0),
        (third, cleo, 1),
    ):  # fmt: skip
        factories.vote(claim, voter, value)
    factories.position(of, ada, 3)
    factories.position(of, ada, 1)
    factories.position(of, ben, -2)
    factories.follow(of, ada)
    for claim in (first, second, answer):
        factories.notice(claim, cleo, NoticeReason.FOLLOWED)
    Delta.objects.create(
        claim=second, claim_author=ben, claim_bears_as=second.bears_as, person=ada, reason="It does"
    )
    Draft.objects.create(person=ben, claim=first, purpose="reply", content={"text": "Half of it"})
    Flag.objects.create(debate=of, claim=third, person=ben, reason=Reason.UNCLEAR)
    ReadMark.objects.create(person=ada, debate=of, seq=3)
    HeldClaim.objects.create(
        debate=of,
        parent=thesis,
        parent_revision=1,
        relation=Relation.REBUT,
        author=ben,
        text="Gannets wait.",
    )
    Feature.objects.create(session=session, claim=third, by=session.teacher)
    Reveal.objects.create(seat=session.seats.get(person=ada), by=session.teacher)
    tally_debate(of.pk)
    points = Claim.objects.filter(debate=of, kind="point")
    return [thesis, *points, first, second, answer, third, asked]


# ---- The other world

# Of a person in the whole site, or of a teacher: no row of these is about a student of a debate.
ELSEWHERE = {
    "admin.LogEntry", "account.EmailAddress", "accounts.KeptAnswer", "accounts.RecoveryCode",
    "accounts.Token", "classroom.Class", "classroom.ClassTeacher", "classroom.Session",
    "classroom.SessionTeacher", "classroom.Template", "classroom.Reveal", "classroom.Feature",
    "classroom.Rubric", "classroom.Grade", "debate.Essay", "debate.EssayRevision", "debate.Debate",
}  # fmt: skip
# What of a seat is shown to others; the rest is its student's, and stays with them.
SHOWN = ("byline", "group_id", "inner", "entered_at", "seen_at")


def people_in(model: type[models.Model]) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if f.related_model is User]


def of_debate(model: type[models.Model]) -> str:
    """The way from a row to the debate that it belongs to."""
    names = {f.name for f in model._meta.concrete_fields}
    return "debate" if "debate" in names else "claim__debate"


def exchange(lesson: Lesson) -> int:
    """Put Ada behind Ben's pseudonym and Ben behind hers; answers how many rows are another."""
    nobody = factories.person("nobody")
    moved = 0
    # One after the other in all tables, since nobody may vote on a claim of their own in between.
    for one, other in ((lesson.ada, nobody), (lesson.ben, lesson.ada), (nobody, lesson.ben)):
        for model in apps.get_models():
            if model._meta.label in ELSEWHERE | {"classroom.Seat"}:
                continue
            for column in people_in(model):
                rows = {of_debate(model): lesson.debate, column: one}
                moved += model._default_manager.filter(**rows).update(**{column: other})
    mine, theirs = (Seat.objects.get(person=who) for who in (lesson.ada, lesson.ben))
    shown = [{name: getattr(seat, name) for name in SHOWN} for seat in (theirs, mine)]
    Seat.objects.filter(pk=mine.pk).update(byline="")
    Seat.objects.filter(pk=theirs.pk).update(**shown[1])
    Seat.objects.filter(pk=mine.pk).update(**shown[0])
    nobody.delete()
    return moved


# ---- Looking everywhere


def queries(lesson: Lesson, name: str, *, everywhere: bool) -> list[Mapping[str, str]]:
    asked: list[Mapping[str, str]] = [{}]
    if everywhere:
        asked += blind.ASKED_OF_PAGES.get(name, ())
        asked += blind.ASKED_OF_PROGRAMS.get(name, ())
    if name in {"threads", "api-thread"}:
        asked += [{"sort": sort} for sort in ("best", "contested", "newest")]
    if name == "api-changes":
        asked = [{"since": lesson.since}]
    if name in {"export-debate", "api-export"}:
        asked = [{"format": form} for form in ("json", "markdown", "csv")]
    if name in {"search", "api-search"}:
        here = {"in": lesson.debate.key, "debate": lesson.debate.key}
        bylines = Seat.objects.filter(person__in=[lesson.ada, lesson.ben]).order_by("byline")
        authors = ["Ada", "Ben", *NAMES, *bylines.values_list("byline", flat=True)]
        asked += [{"q": "gannets"}, {"q": "gannets", **here}]
        asked += [{"q": "gannets", "author": author} for author in authors]
        asked += [{"q": author} for author in authors]
    if name == "current-claims":
        keys = ",".join(claim.key for claim in lesson.claims)
        asked = [{"keys": keys, "below": keys}, {"show": keys}]
    return asked


FIRST = blind.FIRST | {
    "members", "export-debate", "explore", "person", "print-debate", "session", "session-cards",
    "session-moved", "session-leaving", "session-grades", "session-side", "session-board",
    "session-projector", "session-seats", "session-report", "feed", "debate-feed", "api-members",
    "api-session", "api-seats", "api-person", "api-person-activity", "api-groups", "api-essay",
}  # fmt: skip
UNREAD = {"account_logout", "link", "invitation", "ticket", "session-ticket", "demo"}


def addresses(lesson: Lesson, *, everywhere: bool) -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, takes in named():
        if name in UNREAD or not (everywhere or name in FIRST):
            continue
        values = {"slug": ["sleep"], "number": ["1"], "key": lesson.keys_for(name)}
        for kwargs in product(*([(part, value) for value in values[part]] for part in takes)):
            for query in queries(lesson, name, everywhere=everywhere):
                yield reverse(name, kwargs=dict(kwargs)), query


def named() -> Iterator[tuple[str, tuple[str, ...]]]:
    pages = [(name, takes) for name, takes in blind.NAMED if not name.startswith("admin")]
    programs = [
        (name, tuple(pattern.pattern.regex.groupindex)) for name, pattern in blind.RESOURCES.items()
    ]
    for name, takes in (*pages, *programs):
        if "GET" in blind.REGISTER.get(name, {}) and {"key", "slug", "number"}.issuperset(takes):
            yield name, takes


class Answer(NamedTuple):
    """An answer, without what is new each time."""

    status: int
    tag: str
    location: str
    sent: bytes


def told(response: HttpResponseBase) -> Answer:
    headers = response.headers
    sent = blind.UNLIKE.sub(b"", blind.body(response))
    return Answer(response.status_code, headers.get("ETag", ""), headers.get("Location", ""), sent)


def listened(client: Client, lesson: Lesson) -> Iterator[tuple[str, Any]]:
    """What the tickets of a reader are for, and each frame that their streams would be sent."""
    for name, key in (("session-ticket", lesson.session.key), ("ticket", lesson.debate.key)):
        response = client.get(reverse(name, args=[key]))
        if response.status_code != 200:
            yield name, response.status_code
            continue
        given = json.loads(response.content)
        ticket = read_ticket(given["ticket"]).ticket
        yield name, (ticket, given.get("seq"))
        yield f"{name}: frames", frames(ticket)


def frames(ticket: Ticket) -> list[bytes]:
    debates = [t.removeprefix("debate:") for t in ticket.topics if t.startswith("debate:")]
    with connection.cursor() as cursor:
        cursor.execute(READ, asking(dict.fromkeys(debates, 0)))
        # Django leaves jsonb as text, the connection of a live process does not.
        rows = [(*row[:3], json.loads(row[3]), *row[4:]) for row in cursor.fetchall()]
    return [
        event.frame(numbered=True)
        for found in (news(row) for row in rows)
        for change in found.changes
        if heard(change, found.hiding, ticket)
        for event in _events(found.debate, change)
    ]


type Answers = dict[tuple[str, str, str], Any]


def look_around(lesson: Lesson, clients: Mapping[str, Client], *, everywhere: bool) -> Answers:
    found: Answers = {}
    for who, client in clients.items():
        for address, asked in addresses(lesson, everywhere=everywhere):
            response = client.get(address, asked)
            assert response.status_code < 500, (who, address, asked)
            found[who, address, json.dumps(asked)] = told(response)
        for part in ("now", "ask", "mine", "class_bar"):
            page = reverse("session", args=[lesson.session.key])
            response = client.get(page, {"part": part}, headers={"HX-Request": "true"})
            found[who, page, part] = told(response)
        for name, heard_of in listened(client, lesson):
            found[who, name, ""] = heard_of
    return found


def client_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("phase", "others"),
    [
        ("Reflect", ["a stranger"]),
        *(
            pytest.param(phase, sorted(OTHERS), marks=pytest.mark.long)
            for phase in ("Open", "Rebut", "Vote", "Reflect")
        ),
    ],
)
def test_nobody_can_tell_who_of_two_sits_behind_which_pseudonym(
    lesson: Lesson, phase: str, others: list[str]
) -> None:
    everywhere = len(others) == len(OTHERS)
    lesson.claims = lesson.claims if everywhere else lesson.claims[-5:-2]
    hold_phase(lesson.session, phase)
    readers = {"a classmate", *others}
    clients = {who: client_of(lesson.readers[who]) for who in readers}
    for client in clients.values():  # a first visit is unlike the next
        client.get(reverse("threads", args=[lesson.debate.key]))
        client.get(reverse("session", args=[lesson.session.key]))
        for claim in lesson.claims:  # news that was read is shown otherwise
            client.get(reverse("notice", args=[claim.key]))
    one = look_around(lesson, clients, everywhere=everywhere)
    pages = [answer for answer in one.values() if isinstance(answer, Answer)]
    assert sum(page.status == 200 for page in pages) >= 40
    assert any(b"Gannets rise" in page.sent for page in pages)
    assert one["a classmate", "session-ticket: frames", ""]
    assert exchange(lesson) >= 20
    other = look_around(lesson, clients, everywhere=everywhere)
    assert [asked for asked, answer in one.items() if other[asked] != answer] == []

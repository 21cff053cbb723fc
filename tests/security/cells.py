"""The cells of the permission table: one small world, whoever may act in it, and what is expected.

What is expected comes from the rows of the table and from rules that are written down here once
more; no policy is asked. Every cell asks one address as one person about one thing in one debate,
and whatever it did is taken back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from zlib import crc32

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.enums import Role as SiteRole
from accounts.enums import Scope
from accounts.models import Token, User
from accounts.web.doors import DOORS as OF_PEOPLE
from accounts.web.doors import Kind
from config.api.scopes import SCOPES
from debate.actions.act import Deed, keep_line
from debate.api.doors import DOORS as OF_PROGRAMS
from debate.enums import (
    Action,
    ActKind,
    Capacity,
    Posting,
    Reason,
    Relation,
    Role,
    Stage,
    Visibility,
    Whose,
)
from debate.models import (
    Block,
    Claim,
    Debate,
    Flag,
    HeldClaim,
    Invitation,
    LinkVisit,
    Membership,
    Passage,
)
from debate.models.member import new_link_key
from debate.policies.table import SITE_TABLE, TABLE, Rule
from debate.web.doors import DOORS, Door
from tests import factories
from tests.security.programs import PARTS, RESOURCES

# Those of the classroom have cells of their own.
OF_DEBATES: Mapping[str, Mapping[str, Door]] = {**OF_PEOPLE, **DOORS, **OF_PROGRAMS}

WHO = tuple(Capacity)  # somebody for each capacity, named for what they are where they have a seat
SEATED = {
    Capacity.READER: Role.READER,
    Capacity.MEMBER: Role.MEMBER,
    Capacity.MODERATOR: Role.MODERATOR,
    Capacity.BLOCKED: Role.MEMBER,  # and blocked all the same
    Capacity.SUSPENDED: Role.MODERATOR,  # and suspended all the same
}


@dataclass(frozen=True, slots=True)
class Place:
    """A debate to act in: who sees it, in which state it is."""

    name: str
    visibility: Visibility = Visibility.PUBLIC
    stage: Stage = Stage.OPEN
    seats: bool = True  # whether the people of WHO are what their name says in it
    link_opened: bool = False
    posting: Posting = Posting.EVERYBODY


PLACES = (
    Place("public"),
    Place("members only", Visibility.MEMBERS),
    Place("unlisted", Visibility.UNLISTED),
    Place("unlisted, link opened", Visibility.UNLISTED, link_opened=True),
    Place("draft", Visibility.DRAFT, Stage.DRAFT),
    Place("closed", stage=Stage.CLOSED),
    Place("frozen", stage=Stage.FROZEN),
    Place("archived", stage=Stage.ARCHIVED),
    Place("only members post", posting=Posting.MEMBERS),
    Place("another's", seats=False),
    Place("another's, members only", Visibility.MEMBERS, seats=False),
)

# Everybody everywhere would be twice as many cells, which say nothing new: who may and who not
# is told in an open debate.
C = Capacity
WHO_IN: dict[str, set[Capacity]] = {
    "unlisted": {C.VISITOR, C.PERSON, C.READER, C.OWNER, C.STAFF},
    "closed": {C.VISITOR, C.SUSPENDED, C.MEMBER, C.MODERATOR, C.OWNER},
    "frozen": {C.VISITOR, C.BLOCKED, C.MEMBER, C.OWNER, C.STAFF},
    "archived": {C.VISITOR, C.PERSON, C.READER, C.MODERATOR, C.OWNER},
    "only members post": {C.VISITOR, C.PERSON, C.READER, C.MEMBER, C.STAFF},
    "another's": {C.VISITOR, C.BLOCKED, C.MODERATOR, C.OWNER, C.STAFF},
    "another's, members only": {C.VISITOR, C.PERSON, C.MODERATOR, C.OWNER, C.STAFF},
}
OWN_IN = {"public", "draft", "closed"}
FORMS_IN = {"public", "unlisted", "draft", "archived", "another's, members only"}


# ---- What is expected, by the table and these few rules


def sees(who: Capacity, place: Place) -> bool:
    """Whether a debate exists for somebody."""
    if place.visibility == Visibility.PUBLIC:
        return True
    if place.seats and who == Capacity.OWNER:
        return True
    if place.visibility == Visibility.DRAFT:
        return False
    return place.link_opened or (place.seats and who in SEATED)


def acts_as(who: Capacity, place: Place) -> Capacity:
    """In which column of the table somebody stands in a debate that they see."""
    if who in {Capacity.VISITOR, Capacity.SUSPENDED}:
        return who
    if place.seats and who in {Capacity.OWNER, Capacity.BLOCKED, *SEATED}:
        return who
    if who == Capacity.STAFF and place.visibility == Visibility.PUBLIC:
        return who
    only_members = place.posting == Posting.MEMBERS or place.visibility == Visibility.MEMBERS
    return Capacity.READER if only_members else Capacity.PERSON


HIDDEN, SIGN_IN, FORBIDDEN, NOT_NOW, DONE = "404", "sign in", "403", "409", "done"


def expected(door: Action | Kind, who: Capacity, place: Place, *, own: bool) -> str:
    """What one cell should be answered."""
    if door == Kind.READING:
        return DONE
    if not sees(who, place):
        return HIDDEN
    return (
        expected_by_kind(door, who, place)
        if isinstance(door, Kind)
        else _by_row(TABLE[door], acts_as(who, place), place.stage, own=own)
    )


def expected_by_kind(kind: Kind, who: Capacity, place: Place) -> str:
    if kind == Kind.AS_VISITOR:
        return DONE if place.visibility == Visibility.PUBLIC else HIDDEN
    if kind in {Kind.OWN, Kind.SESSION}:
        return SIGN_IN if who == Capacity.VISITOR else DONE
    if kind == Kind.PUBLISHED:
        return NOT_NOW if place.stage == Stage.DRAFT else DONE
    return DONE


def _by_row(row: Rule, capacity: Capacity, stage: Stage, *, own: bool) -> str:
    if capacity not in row.may:
        if capacity == Capacity.VISITOR:
            return SIGN_IN
        return HIDDEN if row.secret else FORBIDDEN
    if row.whose == Whose.OWN and not own:
        return HIDDEN if row.secret else FORBIDDEN
    if row.whose == Whose.ANOTHERS and own:
        return FORBIDDEN
    # In these debates a window that is open allows everything, so that `needs` follows the stage.
    return DONE if stage in row.when else NOT_NOW


def expected_on_site(door: Action, who: Capacity, *, own: bool) -> str:
    known = {Capacity.VISITOR, Capacity.SUSPENDED, Capacity.STAFF}
    on_site = who if who in known else Capacity.PERSON
    row = SITE_TABLE[door]
    return _by_row(row, on_site, next(iter(row.when)), own=own)


# ---- The world


@dataclass(slots=True)
class Held:
    """What there is in one debate."""

    place: Place
    debate: Debate
    thesis: Claim
    claim: Claim
    hidden: Claim
    other: Claim  # for what is moved to hang below
    waiting: HeldClaim
    invitation: Invitation
    seat: Membership
    passage: Passage  # of its essay


@dataclass(slots=True)
class World:
    people: dict[Capacity, User] = field(default_factory=dict)
    cookies: dict[Capacity, str] = field(default_factory=dict)
    tokens: dict[Capacity, str] = field(default_factory=dict)  # of all scopes
    there: dict[str, Held] = field(default_factory=dict)
    ada: User = field(default_factory=User)  # whose things another's are
    tom: User = field(default_factory=User)  # a member, to whom things are done
    uma: User = field(default_factory=User)  # who has no seat yet


def make_world() -> World:
    world = World()
    for name in ("ada", "tom", "uma"):
        setattr(world, name, factories.person(name))
    somebody = factories.person("somebody")
    for who in WHO:
        if who != Capacity.VISITOR:
            role = SiteRole.STAFF if who == Capacity.STAFF else SiteRole.MEMBER
            world.people[who] = factories.person(str(who), role=role)
    suspended = world.people[Capacity.SUSPENDED]
    suspended.suspended_until = timezone.now() + timedelta(days=7)
    suspended.save(update_fields=["suspended_until"])
    for place in PLACES:
        owner = world.people[Capacity.OWNER] if place.seats else somebody
        world.there[place.name] = _furnish(world, place, owner)
    links = [held.debate.link_key for held in world.there.values() if held.place.link_opened]
    for who in WHO:
        session = _signed_in(world.people[who]) if who in world.people else SessionStore()
        if who == Capacity.VISITOR:
            session["opened_links"] = links
        session.save()
        assert session.session_key
        world.cookies[who] = session.session_key
        if who in world.people:
            world.tokens[who] = _token(world.people[who])
    return world


def _signed_in(person: User) -> SessionStore:
    client = Client()
    client.force_login(person)
    return SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _token(person: User) -> str:
    """A word for all scopes; that it is used is kept no more."""
    later = timezone.now() + timedelta(days=1)
    made = Token.objects.create(
        user=person, name="Gannet counter", scopes=list(Scope), last_used_at=later
    )
    return str(made[1])


def _furnish(world: World, place: Place, owner: User) -> Held:
    essay = factories.essay(owner)
    of = factories.debate(owner, visibility=place.visibility, drawn_from=essay)
    thesis = factories.thesis_of(of)
    claim, hidden, other = (
        factories.reply(thesis, world.ada, Relation.REBUT, f"Gannets nest early, {n}.")
        for n in ("one", "two", "three")
    )
    factories.hide(hidden)
    if place.visibility == Visibility.UNLISTED:
        of.link_key = new_link_key()
    if place.stage == Stage.ARCHIVED:
        of.archived_at = timezone.now()
    of.save(update_fields=["link_key", "archived_at"])
    of.rules.posting, of.rules.frozen = place.posting, place.stage == Stage.FROZEN
    if place.stage == Stage.CLOSED:
        of.rules.windows = []
    of.rules.save()
    seat = factories.member(of, world.tom)
    if place.seats:
        for who, role in SEATED.items():
            factories.member(of, world.people[who], role=role)
        Block.objects.create(debate=of, person=world.people[Capacity.BLOCKED])
    if place.link_opened:
        for person in world.people.values():
            LinkVisit.objects.create(debate=of, person=person, link_key=str(of.link_key))
    waiting = HeldClaim.objects.create(
        debate=of,
        parent=thesis,
        parent_revision=1,
        relation=Relation.REBUT,
        author=world.ada,
        text="Gannets nest late.",
    )
    invitation = Invitation.objects.create(
        debate=of, role=Role.MEMBER, by=owner, expires_at=timezone.now() + timedelta(days=3)
    )
    for about in (claim, hidden):
        Flag.objects.create(debate=of, claim=about, person=world.tom, reason=Reason.SPAM)
    passage = factories.passage(essay, "The first lesson is taught to a room")
    return Held(place, of, thesis, claim, hidden, other, waiting, invitation, seat, passage)


# ---- Asking


@dataclass(frozen=True, slots=True)
class Asking:
    """How one entry of the register is asked for: about which thing, with which form."""

    of: str = "debate"  # debate, claim, hidden, waiting, act, person, invitation, or nothing
    form: Mapping[str, Any] | Callable[[Held, World], Mapping[str, Any]] = field(
        default_factory=dict
    )
    # Of the API, as the next two.
    query: Mapping[str, str] | Callable[[Held, World], Mapping[str, str]] = field(
        default_factory=dict
    )
    headers: Mapping[str, str] = field(default_factory=dict)
    parts: Callable[[Held, World], Mapping[str, str]] | None = None  # what its address names, too
    before: Callable[[Held, World], object] | None = None  # what has to be so
    leads_on: bool = False  # where the table says "not now": what is asked for is done already
    by_key: bool = False  # whoever has the address may know of it
    own_may: bool = False  # who wrote it may, whatever the row says
    only_own: bool = False  # to others it does not exist
    only_open: bool = False  # it adds to the debate, which has to take that
    takes_more: str = ""  # what the allowed are answered: the table is not all that it takes

    @property
    def has_author(self) -> bool:
        return self.of in {"claim", "hidden", "waiting", "returned", "act", "appealed act"}


@dataclass(frozen=True, slots=True)
class Cell:
    name: str
    entry: str
    who: Capacity
    place: Place
    own: bool

    def __str__(self) -> str:
        whose = "own" if self.own else "another's"
        return f"{self.name} {self.entry}: {self.who}, {whose}, {self.place.name}"


def cells(name: str, entry: str, asking: Asking) -> Iterator[Cell]:
    """All of one entry; the page of a form is asked for in fewer debates than what it sends."""
    reads = isinstance(OF_DEBATES[name][entry], Kind)
    for place in PLACES:
        if entry == "GET" and place.name not in FORMS_IN and not (reads and place.link_opened):
            continue
        for who in WHO:
            if who not in WHO_IN.get(place.name, WHO):
                continue
            yield Cell(name, entry, who, place, own=False)
            if asking.has_author and not reads and who != C.VISITOR and place.name in OWN_IN:
                yield Cell(name, entry, who, place, own=True)


def cells_on_site(name: str, entry: str, asking: Asking) -> Iterator[Cell]:
    for who in WHO:
        yield Cell(name, entry, who, PLACES[0], own=False)
        if asking.of == "person" and who != Capacity.VISITOR:
            yield Cell(name, entry, who, PLACES[0], own=True)


def asked_daily(cell: Cell) -> bool:
    """Every other cell, the same ones each time; the long tests ask all of them."""
    return crc32(str(cell).encode()) % 2 == 0


HTMX = {"HX-Request": "true"}  # the answers are smaller; who may is the same
SIGN_IN_PAGE = reverse("account_login")
WRITES = re.compile(r'(?:INSERT INTO|DELETE FROM|(?<!DO )(?<!FOR )(?<!KEY )UPDATE)\s+"?(\w+)')
KEPT = {
    "accounts_rate",
    "django_session",
}  # also of who is refused: tries, and words to come back to


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens within never happened; as in Django's own tests, it counts as no transaction."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        try:
            yield
        finally:
            transaction.set_rollback(True)


def answer(world: World, asking: Asking, cell: Cell, *, missing: bool = False) -> str:
    """What a cell is answered, in a word, with everything it did taken back."""
    held = world.there[cell.place.name]
    with taken_back():
        thing = thing_of(world, asking, cell, held)
        form = asking.form if isinstance(asking.form, Mapping) else asking.form(held, world)
        if asking.before:
            asking.before(held, world)
        parts = asking.parts(held, world) if asking.parts else {}
        if missing:
            thing = "0" * len(thing)
            parts = {part: "0" * len(said) for part, said in parts.items()}
        if cell.name.startswith("api-"):
            query = asking.query if isinstance(asking.query, Mapping) else asking.query(held, world)
            sent = {"query_params": dict(query), "headers": dict(asking.headers)}
            return _watched(lambda: _ask_api(world, cell, {"key": thing, **parts}, form, sent))
        return _watched(lambda: _ask_page(world, cell, thing, dict(form)))


def _ask_page(world: World, cell: Cell, thing: str, form: dict[str, str]) -> Any:
    client = Client(raise_request_exception=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = world.cookies[cell.who]
    method, _, chosen = cell.entry.partition(" ")
    if chosen:
        field_, _, value = chosen.partition("=")
        form[field_] = value
    return getattr(client, method.lower())(address_of(cell.name, thing), form, headers=HTMX)


def _ask_api(
    world: World,
    cell: Cell,
    parts: Mapping[str, str],
    body: Mapping[str, Any],
    sent: Mapping[str, Any],
) -> Any:
    """By a token where one opens it, and else as a browser does."""
    client = Client(raise_request_exception=True)
    door = OF_DEBATES[cell.name][cell.entry]
    opened = cell.entry == "GET" or door in {*SCOPES, Kind.OWN}
    if cell.who in world.tokens and opened and door != Kind.SESSION:
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {world.tokens[cell.who]}"
    else:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.cookies[cell.who]
    return client.generic(
        cell.entry,
        address_in_api(cell.name, parts),
        "" if cell.entry == "GET" else json.dumps(body),
        "application/json",
        **sent,
    )


def _watched(ask: Callable[[], Any]) -> str:
    """What is answered, and that a refusal wrote nothing."""
    wrote: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wrote.update(WRITES.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        response = ask()
    told = _told(response)
    if told in {HIDDEN, SIGN_IN, FORBIDDEN, NOT_NOW} and wrote - KEPT:
        return f"{told}, and wrote {sorted(wrote - KEPT)}"
    return told


def address_of(name: str, thing: str) -> str:
    for part in ("key", "link", "slug"):
        try:
            return reverse(name, kwargs={part: thing})
        except NoReverseMatch:
            continue
    return reverse(name)


def address_in_api(name: str, parts: Mapping[str, str]) -> str:
    """The same for programs; `key` is of the thing, where nothing else is said."""
    taken = RESOURCES[name].pattern.regex.groupindex if name in RESOURCES else ()
    said = {part: parts.get(part) or PARTS.get(part) or parts["key"] for part in taken}
    return reverse(name, kwargs=said)


def _told(response: Any) -> str:
    status, headers = response.status_code, response.headers
    onward = headers.get("HX-Redirect") or headers.get("Location") or ""
    if status == 401 or onward.startswith(SIGN_IN_PAGE):
        return SIGN_IN
    if status in {200, 201, 202, 204, 302, 303}:
        return DONE
    return str(status)


def thing_of(world: World, asking: Asking, cell: Cell, held: Held) -> str:
    """The key to ask with; what is to be one's own is given to whoever asks, for this once."""
    author = world.people[cell.who] if cell.own else world.ada
    match asking.of:
        case "debate":
            return held.debate.key
        case "claim" | "hidden":
            claim = held.claim if asking.of == "claim" else held.hidden
            Claim.objects.filter(pk=claim.pk).update(author=author)
            return claim.key
        case "waiting" | "returned":
            HeldClaim.objects.filter(pk=held.waiting.pk).update(author=author, state=asking.of)
            return held.waiting.key
        case "act" | "appealed act":
            return _act(held, author, by=world.uma, appealed=asking.of == "appealed act")
        case "person":
            return author.key
        case "essay":
            assert held.debate.essay
            return held.debate.essay.key
        case "passage":
            return held.passage.key
        case "invitation":
            return held.invitation.key
        case "link":
            return held.debate.link_key or "0" * 32
        case _:
            return ""


def _act(held: Held, subject: User, *, by: User, appealed: bool) -> str:
    deed = Deed(ActKind.HIDDEN, Reason.SPAM, subject.pk, claim=held.claim)
    kept = keep_line(deed, by=by, at=timezone.now(), debate=held.debate)
    if appealed:
        kept.case.appeal, kept.case.appealed_at = "It was no spam.", timezone.now()
        kept.case.save(update_fields=["appeal", "appealed_at"])
    return kept.key


def as_asked(asking: Asking, cell: Cell, door: Action | Kind) -> str:
    """What is expected of a cell, with what is said beside the row about this one address."""
    place = cell.place
    if cell.name.startswith("api-") and cell.who == Capacity.VISITOR:
        place = replace(place, link_opened=False)  # a link is opened in a browser, on pages
    if asking.by_key and place.visibility != Visibility.PUBLIC:
        place = replace(place, link_opened=True, visibility=Visibility.UNLISTED)
    should = expected(door, cell.who, place, own=cell.own)
    if asking.only_own and not cell.own and should != SIGN_IN:
        return HIDDEN
    if asking.own_may and cell.own and sees(cell.who, place):
        return DONE
    if should == DONE and asking.only_open and place.stage != Stage.OPEN:
        return NOT_NOW
    if should == NOT_NOW and asking.leads_on:
        return DONE
    return asking.takes_more if should == DONE and asking.takes_more else should


def differences(
    world: World,
    asked: Mapping[tuple[str, str], Asking],
    which: Callable[[Cell], bool] = asked_daily,
) -> list[str]:
    """Every cell whose answer is not what the table says, with both."""
    found = []
    unknown: dict[tuple[str, Capacity], str] = {}
    for (name, entry), asking in asked.items():
        door = OF_DEBATES[name][entry]
        for cell in filter(which, cells(name, entry, asking)):
            should = as_asked(asking, cell, door)
            told = answer(world, asking, cell)
            unseen = isinstance(door, Kind) or not sees(cell.who, cell.place)
            unseen = unseen or cell.name.startswith("api-")
            if should == HIDDEN and unseen and not asking.by_key:
                # What may not be known of is answered as what is not there at all.
                nothing = f"{name} {entry}", cell.who
                if nothing not in unknown:
                    unknown[nothing] = answer(world, asking, cell, missing=True)
                    assert unknown[nothing] in {HIDDEN, SIGN_IN}, (str(cell), unknown[nothing])
                should = unknown[nothing]
            if told != should:
                found.append(f"{cell}: {told} in place of {should}")
    return found


def differences_on_site(world: World, asked: Mapping[tuple[str, str], Asking]) -> list[str]:
    """The same for what is done on the whole site."""
    found = []
    for (name, entry), asking in asked.items():
        door = OF_DEBATES[name][entry]
        for cell in cells_on_site(name, entry, asking):
            should = (
                expected_by_kind(door, cell.who, cell.place)
                if isinstance(door, Kind)
                else expected_on_site(door, cell.who, own=cell.own)
            )
            told = answer(world, asking, cell)
            if told != should:
                found.append(f"{cell}: {told} in place of {should}")
    return found

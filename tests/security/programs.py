"""What every address of the API that does something is sent, by whom, so that it is done.

The things are those of `places.py`. An address or a method without an entry fails the tests that
send anything anywhere.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.api.contract import Operation, operation_of
from accounts.api.resource import Resource
from accounts.enums import Scope
from accounts.models import Token
from accounts.web.doors import Kind
from classroom.api.doors import DOORS as OF_LESSONS
from classroom.queries.grades import NONE_GIVEN
from config.api.scopes import SCOPES
from config.doors import REGISTER
from debate.models import Membership
from debate.queries.cursor import write_change_cursor
from debate.queries.members import write_seat
from tests.security.places import UNSAFE, Site

WHY = {"reason": "spam", "note": "It is an advertisement."}
TEXT = "So it is not."
RUBRIC = {
    "name": "Answering",
    "criteria": [{"name": "Reasons", "levels": [{"text": "Gives one", "points": 2}]}],
}


@dataclass(frozen=True)
class Asked:
    """A request for one address, as somebody who may asks for it."""

    by: str
    body: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""  # which of the site's things, where not the usual one (`Site.keys`)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    does: bool = True  # it changes the database, as things stand here


# By the name of an address and the method.
DEEDS: Mapping[tuple[str, str], Asked] = {
    # ---- Taking part
    ("api-replies", "POST"): Asked("alice", {"relation": "rebut", "text": TEXT}),
    ("api-claim", "PATCH"): Asked("bob", {"text": TEXT}, headers={"If-Match": '"1"'}),
    ("api-vote", "PUT"): Asked("alice", {"value": 1}),
    ("api-vote", "DELETE"): Asked("alice", does=False),
    ("api-relation", "PUT"): Asked("bob", {"relation": "rebut"}, about="support"),
    ("api-withdrawal", "POST"): Asked("bob"),
    ("api-flag", "POST"): Asked("alice", {"reason": "spam", "note": "Look."}),
    ("api-draft", "PUT"): Asked("alice", {"text": "Half a thought."}, query={"purpose": "reply"}),
    ("api-draft", "DELETE"): Asked("alice", query={"purpose": "reply", "version": "0"}, does=False),
    ("api-position", "PUT"): Asked("bob", {"value": 2}),
    ("api-position", "DELETE"): Asked("bob", does=False),
    ("api-follow", "PUT"): Asked("bob"),
    ("api-follow", "DELETE"): Asked("bob", does=False),
    ("api-leaving", "POST"): Asked("mona"),
    ("api-invitation", "POST"): Asked("dan"),
    ("api-appeal", "POST"): Asked("dan", {"text": "It is no spam."}),
    ("api-held", "PATCH"): Asked("nick", {"text": "A newcomer says no, again."}, does=False),
    ("api-held", "DELETE"): Asked("nick"),
    ("api-notices-seen", "POST"): Asked("alice", {"up_to": "1"}, does=False),
    # ---- Keeping order
    ("api-hiding", "POST"): Asked("mona", WHY),
    ("api-restoration", "POST"): Asked("alice", {"reason": "mistake"}, about="undercut"),
    ("api-relation-by-order", "POST"): Asked("mona", {**WHY, "relation": "support"}),
    ("api-move", "POST"): Asked("mona", {**WHY, "to": "{support}"}),
    ("api-lock", "POST"): Asked("mona", {"reason": "heated"}),
    ("api-unlock", "POST"): Asked("mona", {"reason": "resolved"}, about="question"),
    ("api-settlement", "POST"): Asked("mona", {"claim": "{rebut}"}),
    ("api-freeze", "POST"): Asked("mona", {"reason": "heated"}),
    ("api-thaw", "POST"): Asked("alice", {"reason": "resolved"}, about="unlisted"),
    ("api-blocks", "POST"): Asked("mona", {"handle": "dan", "reason": "insult"}),
    ("api-unblocking", "POST"): Asked("mona", {"reason": "resolved"}, does=False),
    ("api-decision", "POST"): Asked(
        "alice", {"decision": "upheld", "answer": "It is."}, does=False
    ),
    ("api-approval", "POST"): Asked("mona"),
    ("api-return", "POST"): Asked("mona", {"reason": "unclear", "note": "Say why."}),
    ("api-removal", "POST"): Asked("mona", {"reason": "spam"}),
    ("api-suspension", "PUT"): Asked("carol", {"days": 1, "reason": "spam"}),
    ("api-readmission", "POST"): Asked("carol", {"reason": "resolved"}, does=False),
    # ---- Running a debate
    ("api-debates", "POST"): Asked("bob", {"thesis": "Homework should be abolished."}),
    ("api-import", "POST"): Asked("bob", {"format": "x", "version": 1}, does=False),
    ("api-outline", "DELETE"): Asked("alice"),
    ("api-outline-thesis", "PUT"): Asked("alice", {"text": "Another thesis.", "span": None}),
    ("api-outline-points", "POST"): Asked("alice", {"text": "Another point of it."}),
    ("api-outline-point", "DELETE"): Asked("alice"),
    ("api-outline-topics", "PUT"): Asked("alice", {"topics": ["sleep"]}),
    ("api-publication", "POST"): Asked("alice", {"visibility": "public"}),
    ("api-closing", "PUT"): Asked("alice", {"conclusion": "So be it."}),
    ("api-closing", "DELETE"): Asked("alice", does=False),
    ("api-describe", "PATCH"): Asked("alice", {"title": "Let them sleep in"}),
    ("api-topics-of-debate", "PUT"): Asked("alice", {"topics": []}),
    ("api-access", "PUT"): Asked("alice", {"visibility": "public", "posting": "members"}),
    ("api-newcomers", "PUT"): Asked("mona"),
    ("api-newcomers", "DELETE"): Asked("mona", does=False),
    ("api-link", "POST"): Asked("alice", about="unlisted"),
    ("api-link", "DELETE"): Asked("alice", about="unlisted"),
    ("api-schedule", "PUT"): Asked("alice", {"closes_at": "{soon}"}),
    ("api-archive", "PUT"): Asked("alice"),
    ("api-archive", "DELETE"): Asked("alice", does=False),
    ("api-transfer", "POST"): Asked("alice", {"to": "{mona}"}),
    ("api-deletion", "POST"): Asked("alice", about="lonely"),
    ("api-members", "POST"): Asked("alice", {"handle": "dan", "role": "member"}),
    ("api-member", "PATCH"): Asked("alice", {"role": "reader"}),
    ("api-member", "DELETE"): Asked("alice"),
    ("api-invitations", "POST"): Asked("alice", {"role": "member"}),
    ("api-invitations", "DELETE"): Asked("alice", query={"role": "reader"}),
    # ---- One's programs
    ("api-tokens", "POST"): Asked("frida", {"name": "Bot", "scopes": ["read"], "days": 7}),
    ("api-token", "DELETE"): Asked("frida"),
    # ---- Classes and sessions
    ("api-classes", "POST"): Asked("dan", {"name": "9D"}),
    ("api-class", "PATCH"): Asked("dan", {"name": "10C"}),
    ("api-class", "DELETE"): Asked("dan"),
    ("api-students", "POST"): Asked("dan", {"students": "Noor"}),
    ("api-student", "PUT"): Asked("dan", {"name": "Maya"}),
    ("api-student", "DELETE"): Asked("dan"),
    ("api-sessions", "POST"): Asked("dan", {"preset": "open_discussion", "thesis": TEXT}),
    ("api-session", "PATCH"): Asked("dan", {"name": "Room 15"}),
    ("api-phases", "POST"): Asked("dan", {"name": "Toast", "allow": ["reply"]}),
    ("api-phase", "PUT"): Asked("dan", {"name": "Toast"}, about="planned"),
    ("api-phase", "DELETE"): Asked("dan", about="planned"),
    ("api-phase-place", "PUT"): Asked("dan", {"place": 1}, about="planned"),
    # ---- The clock: there is one phase, without a length and with nothing hidden, and it goes on
    ("api-clock-start", "POST"): Asked("dan", about="planned"),
    ("api-clock-next", "POST"): Asked("dan", does=False),
    ("api-clock-back", "POST"): Asked("dan", does=False),
    ("api-clock-undo", "POST"): Asked("dan", does=False),
    ("api-clock-phase", "PUT"): Asked("dan", {"phase": "{phase}"}, does=False),
    ("api-clock-seconds", "POST"): Asked("dan", {"seconds": 60}, does=False),
    ("api-clock-pause", "PUT"): Asked("dan"),
    ("api-clock-pause", "DELETE"): Asked("dan", does=False),
    ("api-clock-freeze", "PUT"): Asked("dan"),
    ("api-clock-freeze", "DELETE"): Asked("dan", does=False),
    ("api-clock-results", "PUT"): Asked("dan", does=False),
    ("api-clock-reopening", "POST"): Asked("dan", {"phase": "{phase}", "seat": "{seat_of_iris}"}),
    ("api-clock-end", "POST"): Asked("dan"),
    # ---- Seats and groups
    ("api-seat", "DELETE"): Asked("dan"),
    ("api-admissions", "POST"): Asked("dan"),
    ("api-admission", "POST"): Asked("dan", about="seat_of_luca"),
    ("api-return-of-seat", "POST"): Asked("dan", about="seat_of_remo"),
    ("api-side", "PUT"): Asked("dan", {"side": "against"}),
    ("api-group-of-seat", "PUT"): Asked("dan", {"group": "{group_2}"}),
    ("api-circle", "PUT"): Asked("dan"),
    ("api-circle", "DELETE"): Asked("dan", does=False),
    ("api-name-of-seat", "POST"): Asked("dan", does=False),  # they go by their names
    ("api-sides-switched", "POST"): Asked("dan"),
    ("api-sides-dealt", "POST"): Asked("dan"),
    ("api-groups", "PUT"): Asked("dan", {"groups": 3}),
    ("api-placing", "POST"): Asked("dan"),
    ("api-code", "POST"): Asked("dan"),
    # ---- What everybody is told
    ("api-announcement", "PUT"): Asked("dan", {"text": "Five minutes left."}),
    ("api-announcement", "DELETE"): Asked("dan", does=False),
    ("api-features", "POST"): Asked("dan", {"claim": "{claim_of_iris}"}),
    ("api-feature", "DELETE"): Asked("dan", does=False),
    # ---- Grades
    ("api-rubrics", "POST"): Asked("dan", RUBRIC),
    ("api-rubric", "PUT"): Asked("dan", RUBRIC),
    ("api-rubric", "DELETE"): Asked("dan"),
    ("api-rubric-of-session", "PUT"): Asked(
        "dan", {"rubric": None}, does=False
    ),  # each has their own
    ("api-grades-of-seat", "PATCH"): Asked(
        "dan", {"marks": [{"feedback": "Well argued.", "seen": NONE_GIVEN.fingerprint}]}
    ),
    ("api-release", "PUT"): Asked("dan"),
    ("api-release", "DELETE"): Asked("dan", does=False),
}

# Who asks for what is read; the owner of the debate for all others.
READERS: Mapping[str, str] = {
    "api-suspension": "carol",
    "api-tokens": "frida",
    "api-token": "frida",
    **dict.fromkeys(OF_LESSONS, "dan"),
}
QUERIES: Mapping[str, Mapping[str, str]] = {
    "api-draft": {"purpose": "reply"},
    "api-search": {"q": "sleep"},
    "api-similar": {"text": "sleep late"},
    "api-changes": {"since": "{cursor}"},
}
EMPTY = frozenset({"api-draft"})  # nothing of the kind is there to be read


def _resources(within: URLResolver) -> Iterator[URLPattern]:
    """Every address of the API whose methods are operations."""
    for pattern in within.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _resources(pattern)
        elif issubclass(getattr(pattern.callback, "view_class", object), Resource):
            yield pattern


PARTS: Mapping[str, str] = {"number": "1", "slug": "sleep"}
RESOURCES = {str(p.name): p for p in _resources(get_resolver())}


@dataclass(frozen=True)
class Route:
    """One method of one address, with what is in order for it."""

    name: str
    method: str
    asked: Asked
    operation: Operation

    def address(self, site: Site) -> str:
        """Where it is asked for."""
        return reverse(self.name, kwargs=dict(self.parts(site)))

    def parts(self, site: Site) -> Iterator[tuple[str, str]]:
        """What stands in its address."""
        for part in RESOURCES[self.name].pattern.regex.groupindex:
            yield part, PARTS.get(part) or _name(site, self, part)

    def query(self, site: Site) -> dict[str, str]:
        """What its address asks."""
        cursor = write_change_cursor(site.thread.debate.key, 0)
        return {
            name: cursor if said == "{cursor}" else said for name, said in self.asked.query.items()
        }

    def body(self, site: Site) -> dict[str, Any]:
        """What is sent, with the keys of the things that it names."""
        return {
            name: site.keys[said[1:-1]] if isinstance(said, str) and said[:1] == "{" else said
            for name, said in self.asked.body.items()
        }


def routes() -> Iterator[Route]:
    """Every method of every address of the API."""
    for name, pattern in sorted(RESOURCES.items()):
        view = pattern.callback.view_class  # type: ignore[attr-defined]
        for method in REGISTER[name]:
            told = operation_of(getattr(view, method.lower()))
            assert told is not None, (name, method)
            yield Route(name, method, _asked(name, method), told)


def _asked(name: str, method: str) -> Asked:
    if method in UNSAFE:
        return DEEDS[name, method]
    return Asked(READERS.get(name, "alice"), query=QUERIES.get(name, {}))


def _name(site: Site, route: Route, part: str) -> str:
    """What names the thing that an address is about, or a part of it."""
    if route.name in OF_LESSONS:
        return _name_in_lesson(site, route, part)
    if part == "claim":
        return site.draft.claims.latest("pk").key
    if part == "seat":
        seat = Membership.objects.get(debate=site.thread.debate, person=site.people["mona"])
        return write_seat(seat.pk)
    if part == "link":
        return site.invitation.key
    if route.asked.about:
        return (site.keys | {"lonely": site.lonely.key})[route.asked.about]
    thread, address = site.thread, str(RESOURCES[route.name].pattern).lstrip("^")
    essay = thread.debate.essay
    passage = thread.point.passage
    assert essay
    assert passage
    known = {
        "acts": site.act.key,
        "claims": thread.rebut.key,
        "debates": site.draft.key if "outline" in address else thread.debate.key,
        "essays": essay.key,
        "held": site.held.key,
        "invitations": site.invitation.key,
        "passages": passage.key,
        "people": site.people["dan"].key,
        "tokens": site.token,
    }
    if route.name == "api-publication":
        return site.draft.key
    return known[address.partition("/")[0]]


def _name_in_lesson(site: Site, route: Route, part: str) -> str:
    keys, about = site.keys, route.asked.about
    planned = about == "planned"
    of_class = route.name.startswith(("api-class", "api-student"))
    own = "rubric" if route.name == "api-rubric" else "class" if of_class else "session"
    return {
        "key": keys["planned" if planned else own],
        "student": keys["student"],
        "phase": keys["phase_of_planned" if planned else "phase"],
        "place": keys[about if about.startswith("seat_of_") else "seat_of_iris"],
        "claim": keys["claim_of_iris"],
    }[part]


def opened_by_token(route: Route) -> bool:
    """Whether a program may ask for it at all."""
    door = REGISTER[route.name][route.method]
    if door == Kind.SESSION:
        return False
    return route.method not in UNSAFE or door == Kind.OWN or door in SCOPES


class Programs:
    """Everybody's programs with tokens of all scopes; what no token opens, their browsers."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.by_token: dict[str, Client] = {"": Client(raise_request_exception=False)}
        self.browsers: dict[str, Client] = {}
        for name, person in site.people.items():
            _token, word = Token.objects.create(user=person, name="bot", scopes=list(Scope))
            headers = {"Authorization": f"Bearer {word}"}
            self.by_token[name] = Client(raise_request_exception=False, headers=headers)
            self.browsers[name] = Client(raise_request_exception=False)
            self.browsers[name].force_login(person)

    def ask(
        self,
        route: Route,
        *,
        method: str = "",
        address: str = "",
        query: Mapping[str, str] | None = None,
        body: Any = None,
        raw: bytes | None = None,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponseBase:
        """The answer to a request that is in order but for what is given here."""
        sent = route.body(self.site) if body is None else body
        written = json.dumps(sent).encode() if route.method in UNSAFE else b""
        clients = self.by_token if opened_by_token(route) else self.browsers
        return clients[route.asked.by].generic(
            method or route.method,
            address or route.address(self.site),
            written if raw is None else raw,
            kind,
            query_params=route.query(self.site) if query is None else dict(query),
            headers={**route.asked.headers, **(headers or {})},
        )

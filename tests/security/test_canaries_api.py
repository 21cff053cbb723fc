"""What is private stays so for programs, too: the words of `test_canaries.py`, wherever they read.

Every address of the API that is read is asked for with a key of every kind of thing that it could
be about, in every form that it has, as nobody, as somebody else, as a member, as the owner and as
staff; no answer may hold a word that is not for its reader.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Scope
from accounts.models import Token
from classroom.models import Phase, Student
from config.doors import REGISTER
from debate.enums import NoticeReason
from debate.models import Membership
from debate.queries.cursor import Reached, write_change_cursor, write_site_cursor
from debate.queries.members import write_seat
from tests.security.programs import RESOURCES
from tests.security.test_canaries import ASKED as ON_PAGES
from tests.security.test_canaries import SAID, World, content, world

__all__ = ["world"]

type Query = Mapping[str, str]

ASKED: Mapping[str, list[Query]] = {
    "api-search": [*ON_PAGES["search"][:2], {"q": "gannets", "kind": "essay"}],
    "api-similar": [{"text": SAID}],
    "api-debates": [{}, {"sort": "new"}, {"mine": "drafts"}, {"mine": "apart"}],
    "api-topic": [{}, {"sort": "contested"}],
    "api-thread": [{}, {"shape": "nested", "sort": "best"}, {"depth": "1", "fields": "text"}],
    "api-export": [{"format": form} for form in ("json", "markdown", "csv")],
    "api-moderation": [{"which": which} for which in ("held", "flags", "appeals")],
    "api-draft": [{"purpose": "reply"}, {"purpose": "edit"}],
    "api-notices": [{}, *({"reason": str(reason)} for reason in NoticeReason)],
    "api-activity": [{}, {"kind": "withdrawn"}],
}
STREAMED = {"Accept": "application/x-ndjson"}
# Nobody reads these by a program, not even of themselves: grades are given on pages alone, and a
# pseudonym is told until somebody looked up who is behind it.
UNTOLD = (
    "zqhandle", "zqmail", "zqrubric", "zqlevel", "zqtemplate", "zqfeedback", "zqotherfeedback",
    "zqownname", "zqseatname",
)  # fmt: skip
OF_TEACHERS = {"zqlesson", "zqannounced", "zqtask"}  # students read these on their page alone


@pytest.fixture
def tokens(world: World) -> dict[str, str]:
    """The words of what programs act by, each private to whoever made it."""
    made = {}
    for name in ("owner", "member"):
        called = f"zq{name}token"
        token, word = Token.objects.create(
            user=world.people[name], name=called, scopes=list(Scope), last_used_at=timezone.now()
        )
        made[name] = token.key
        world.words[called] = {name}
        for secret in (word, token.digest):
            world.words[secret.lower()] = set()
    return made


def keys_for(name: str, world: World, tokens: dict[str, str]) -> list[str]:
    """The keys of every thing that an address could be about."""
    # The unlisted one is looked for in lists, and where its link stands.
    debates = [
        of for kind, of in world.debates.items() if kind != "unlisted" or name == "api-access"
    ]
    essays = [of.essay for of in debates if of.essay]
    return {
        "acts": world.acts,
        "claims": [claim.key for claim in world.claims],
        "classes": [world.of_classroom["class"]],
        "debates": [of.key for of in debates],
        "essays": [essay.key for essay in essays],
        "held": world.held,
        "passages": [c.passage.key for c in world.claims if c.passage],
        "people": [person.key for person in world.people.values()],
        "rubrics": [world.of_classroom["rubric"]],
        "sessions": [world.of_classroom["session"]],
        "tokens": list(tokens.values()),
        "topics": [],
    }[str(RESOURCES[name].pattern).lstrip("^").partition("/")[0]]


def addresses(world: World, tokens: dict[str, str]) -> Iterator[tuple[str, str, Query]]:
    """Every address that is read, about each thing, with all that it can be asked."""
    everything = write_site_cursor(Reached(0, 0, 0, timezone.now().timestamp()))
    seat = write_seat(Membership.objects.latest("pk").pk)
    yield "api-description", reverse("api-description"), {}
    for name, pattern in sorted(RESOURCES.items()):
        takes = pattern.pattern.regex.groupindex
        if "GET" not in REGISTER[name] or "link" in takes:
            continue
        values = {
            "number": ["1", "2"],
            "slug": ["sleep"],
            "seat": [seat],
            "place": [world.of_classroom["seat"], world.of_classroom["waiting"]],
            "phase": [Phase.objects.latest("pk").key],
            "student": [Student.objects.latest("pk").key],
        }
        choices = [
            [(part, v) for v in values.get(part) or keys_for(name, world, tokens)] for part in takes
        ]
        for kwargs in product(*choices):
            address = reverse(name, kwargs=dict(kwargs))
            if name == "api-changes":
                yield name, address, {"since": write_change_cursor(dict(kwargs)["key"], 0)}
            elif name == "api-all-changes":
                yield name, address, {"since": everything}
            else:
                for asked in ASKED.get(name, [{}]):
                    yield name, address, asked


@pytest.mark.parametrize("who", ["nobody", "outsider", "member", "owner", "staff"])
def test_no_answer_holds_a_word_that_is_not_for_its_reader(
    world: World, tokens: dict[str, str], who: str
) -> None:
    client = Client()
    if who != "nobody":
        client.force_login(world.people[who])
    foreign = [word for word, may in world.words.items() if who not in may]
    own = {word for word, may in world.words.items() if who in may}
    disguised = world.people["disguised"].key
    met: set[str] = set()
    told: list[tuple[object, ...]] = []
    for name, address, asked in addresses(world, tokens):
        for headers in ({}, STREAMED) if name == "api-thread" and not asked else ({},):
            response = client.get(address, asked, headers=headers)
            assert response.status_code in {200, 401, 403, 404, 409}, (address, asked)
            text = content(response)
            told += [(word, address, asked) for word in foreign if word in text]
            met |= {word for word in own if word in text}
            if disguised in address:
                told += [("mask", address, asked)] if "zqmask" in text else []
            elif "zqrealname" in text or disguised in text:
                told.append(("the person behind a name", address, asked))
    assert told == []
    unmet = {word for word in own - met if not word.startswith(UNTOLD)}
    unmet -= OF_TEACHERS if who == "member" else set()
    assert unmet == set()  # the words can be found


@pytest.mark.parametrize("who", ["nobody", "member", "owner", "staff"])
def test_nobody_is_told_how_another_voted_or_where_few_stand(world: World, who: str) -> None:
    client = Client()
    if who != "nobody":
        client.force_login(world.people[who])
    (voted,) = {vote.claim.key for vote in world.people["outsider"].votes.all()}
    vote = client.get(f"/api/v1/claims/{voted}/vote").json()
    assert vote["value"] is None
    of = world.debates["public"].key
    stands = client.get(f"/api/v1/debates/{of}/position").json()
    assert stands["shares"] is None
    assert stands["value"] == (3 if who == "member" else None)
    for address in (f"claims/{voted}", f"claims/{voted}/replies", f"debates/{of}/thread"):
        assert '"my_vote":-1' not in content(client.get(f"/api/v1/{address}")).replace(" ", "")
    if who != "nobody":
        assert client.get("/api/v1/votes").json()["results"] == []
        positions = json.loads(client.get("/api/v1/positions").content)["results"]
        assert len(positions) == (who == "member")

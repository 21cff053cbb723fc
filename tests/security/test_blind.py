"""What is hidden until one has posted or judged is nowhere: not in words, counts, tags or orders.

One debate of a class, and a student who has neither posted nor judged. What the others say and how
they judge must leave every byte alike that this student is given, and so must a stranger's.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import pytest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from config.doors import REGISTER
from debate.actions.act import Deed, keep_line
from debate.actions.edit import edit_claim
from debate.actions.hiding import hide_claim
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import (
    ActKind,
    NoticeReason,
    Reason,
    Relation,
    RepliesHidden,
    ResultsHidden,
    Side,
    Visibility,
    VoteValue,
)
from debate.logic.rules import EVERYTHING, Window, write_windows
from debate.models import Claim, Debate, DebateRules, Membership
from debate.queries.cursor import write_change_cursor
from debate.tasks.tally import tally_debate
from tests import factories
from tests.factories import LONG_AGO
from tests.security.programs import RESOURCES
from tests.security.test_canaries import ASKED as ASKED_OF_PAGES
from tests.security.test_canaries import OF_CLAIMS
from tests.security.test_canaries_api import ASKED as ASKED_OF_PROGRAMS
from tests.security.test_trust import NAMED

WORD = "zqgannet"  # in all that is hidden
SAID = "Gannets nest on cold northern cliffs each spring"
SENT = timezone.now()


@dataclass
class Class:
    """A debate of a class: who is in it, what all see, and what was said besides."""

    debate: Debate
    teacher: User
    student: User
    others: list[User]
    shown: list[Claim]
    hidden: list[Claim] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    since: str = ""  # from where a program follows the debate

    @property
    def thesis(self) -> Claim:
        return self.shown[0]


def hide(of: Debate, **hiding: object) -> None:
    """One window from long ago in which all is open and something is hidden."""
    window = Window(LONG_AGO, None, EVERYTHING, **hiding)  # type: ignore[arg-type]
    DebateRules.objects.filter(debate=of).update(windows=write_windows([window]))


@pytest.fixture
def lesson(db: None) -> Class:
    teacher, student = factories.person("teacher"), factories.person("student")
    essay = factories.essay(teacher)
    of = factories.debate(teacher, visibility=Visibility.MEMBERS, drawn_from=essay)
    hide(of, replies_hidden=RepliesHidden.POSTED, results_hidden=ResultsHidden.JUDGED)
    others = factories.people(3, prefix="other")
    for number, who in enumerate((student, *others)):
        factories.member(of, who, byline=f"Puffin {number}")
    sides = (Side.FOR, Side.AGAINST)
    for number, seat in enumerate(Membership.objects.filter(debate=of).order_by("pk")):
        seat.side = sides[number % 2]
        seat.save(update_fields=["side"])
    quote = factories.passage(essay, "The first lesson is taught to a room that is present")
    point = factories.point(of, f"{SAID}.", drawn_from=quote)
    second = factories.point(of, f"{SAID}, and others too.")
    asked = factories.reply(point, teacher, Relation.QUESTION, f"{SAID}: in which lessons?")
    factories.follow(of, student)
    shown = [factories.thesis_of(of), point, second, asked]
    return Class(of, teacher, student, others, shown, since=write_change_cursor(of.key, 0))


def say(lesson: Class) -> None:
    """The others answer everything that there is, and each other; some of it goes again."""
    thesis, point, _second, asked = lesson.shown
    first, second, third = lesson.others

    def reply(parent: Claim, who: User, relation: Relation) -> Claim:
        made = post_reply(
            parent=parent.key,
            relation=relation,
            text=f"{SAID} {WORD} {len(lesson.hidden)}.",
            details=f"{WORD} in the details",
            sources=(),
            via=f"{WORD} program",
            by=who,
        )
        assert isinstance(made, Claim)
        lesson.hidden.append(made)
        factories.notice(made, lesson.student, NoticeReason.FOLLOWED)
        return made

    rebuttal = reply(thesis, first, Relation.REBUT)
    reply(point, second, Relation.SUPPORT)
    reply(asked, third, Relation.SUPPORT)
    below = reply(rebuttal, second, Relation.UNDERCUT)
    reply(below, first, Relation.QUESTION)
    gone, removed = reply(point, third, Relation.REBUT), reply(thesis, third, Relation.SUPPORT)
    edit_claim(claim=rebuttal.key, text=f"{SAID} {WORD} again.", base_revision=1, by=first)
    withdraw_claim(claim=gone.key, by=third)
    act = hide_claim(claim=removed.key, reason=Reason.SPAM, note=WORD, by=lesson.teacher)
    assert act
    told = factories.reply(rebuttal, lesson.teacher, Relation.SUPPORT, f"{SAID} {WORD}, indeed.")
    lesson.hidden.append(told)
    blocked = Deed(ActKind.BLOCKED, Reason.SPAM, third.pk)
    lesson.acts += [
        act.key,
        keep_line(blocked, by=lesson.teacher, at=timezone.now(), debate=lesson.debate).key,
    ]
    tally_debate(lesson.debate.pk)


def judge(lesson: Class) -> None:
    """The others vote on all that the student sees, and say where they stand."""
    for number, who in enumerate(lesson.others):
        for claim in lesson.shown[:3]:
            value = VoteValue.CONVINCING if (number + claim.pk) % 3 else VoteValue.NOT_CONVINCING
            cast_vote(claim=claim.key, value=value, by=who)
        state_position(debate=lesson.debate.key, value=number, by=who)
    more = factories.people(6, prefix="more")
    for who in more:
        factories.member(lesson.debate, who, byline="Tern")
        state_position(debate=lesson.debate.key, value=-3, by=who)
        cast_vote(claim=lesson.shown[2].key, value=VoteValue.CONVINCING, by=who)
    Membership.objects.filter(person__in=more).delete()
    tally_debate(lesson.debate.pk)


# ---- Looking everywhere

OF_OTHERS = {"account_logout", "link", "invitation", "ticket", "members"}


def keys_for(name: str, lesson: Class, claims: list[Claim]) -> list[str]:
    """The keys of every thing that an address could be about."""
    start = name.removeprefix("api-")
    if start in OF_CLAIMS or start.startswith("claim") or start == "replies":
        return [claim.key for claim in claims]
    if start.startswith("person") or start == "suspension":
        return [lesson.teacher.key, lesson.others[0].key]
    if start in {"act", "notice-act"}:
        return lesson.acts
    if start.startswith("essay") and start != "essay-of-debate":
        assert lesson.debate.essay
        return [lesson.debate.essay.key]
    if start == "passage":
        return [claim.passage.key for claim in claims if claim.passage]
    return [lesson.debate.key]


# Where most would show first what is hidden; the long test looks everywhere.
FIRST = {
    "threads", "debate", "claim", "activity", "print", "replies", "search", "current-claims",
    "for-you", "moderation-log", "api-debate", "api-thread", "api-changes", "api-replies",
    "api-claim", "api-search", "api-activity", "api-export", "api-position", "api-debates",
    "api-claim-revisions", "api-notices", "api-similar", "act", "api-essay-passages",
}  # fmt: skip


def _queries(
    name: str, lesson: Class, claims: list[Claim], *, everywhere: bool
) -> list[Mapping[str, str]]:
    """What an address can be asked, besides what it is about."""
    asked: list[Mapping[str, str]] = [{}]
    if everywhere:
        asked += [*ASKED_OF_PAGES.get(name, ()), *ASKED_OF_PROGRAMS.get(name, ())]
    if name in {"threads", "api-thread"}:
        asked += [{"sort": sort} for sort in ("best", "contested", "open", "newest")]
    if name == "api-changes":
        asked = [{"since": lesson.since}]
    if name in {"search", "api-search"}:
        asked += [{"q": "gannets", "in": lesson.debate.key, "debate": lesson.debate.key}]
    if name == "current-claims":
        keys = ",".join(claim.key for claim in (*lesson.shown, *claims))
        asked = [{"keys": keys, "below": keys}, {"arrived": keys}, {"show": keys}]
    return asked


def _named(*, everywhere: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The addresses that are read, by what they take."""
    pages = [(name, takes) for name, takes in NAMED if not name.startswith("admin")]
    resources = [
        (name, tuple(pattern.pattern.regex.groupindex)) for name, pattern in RESOURCES.items()
    ]
    for name, takes in (*pages, *resources):
        read = "GET" in REGISTER.get(name, {}) and name not in OF_OTHERS
        if read and (everywhere or name in FIRST) and {"key", "slug", "number"}.issuperset(takes):
            yield name, takes


def addresses(
    lesson: Class, claims: list[Claim], *, everywhere: bool
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every address of a page or a resource of debates, with all that it can be asked."""
    for name, takes in _named(everywhere=everywhere):
        values = {"slug": ["sleep"], "number": ["1"], "key": keys_for(name, lesson, claims)}
        for kwargs in product(*([(part, value) for value in values[part]] for part in takes)):
            for query in _queries(name, lesson, claims, everywhere=everywhere):
                yield reverse(name, kwargs=dict(kwargs)), query


# What is new with every answer, or tells when it was asked for.
UNLIKE = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|"cursor": ?"[^"]+"|"X-CSRFToken[^}]+}'
    rb'|<meta name="csrf[^>]+>|"poll_after": ?\d+'
)


def body(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return bytes(response.getvalue())
    return bytes(getattr(response, "content", b""))


type Answers = dict[tuple[str, str], tuple[int, str, bytes]]


def all_answers(
    client: Client, lesson: Class, *, everywhere: bool, about: list[Claim] | None = None
) -> Answers:
    """What somebody is answered wherever they look, with its tag."""
    found: Answers = {}
    for address, asked in addresses(lesson, about or lesson.shown, everywhere=everywhere):
        response = client.get(address, asked)
        assert response.status_code < 500, (address, asked)
        tag = response.headers.get("ETag", "")
        found[address, json.dumps(asked)] = (
            response.status_code,
            tag,
            UNLIKE.sub(b"", body(response)),
        )
    return found


def unlike(before: Answers, after: Answers) -> list[tuple[str, str]]:
    return [asked for asked, answer in before.items() if after[asked] != answer]


@pytest.fixture
def student(lesson: Class) -> Client:
    client = Client()
    client.force_login(lesson.student)
    return client


@pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.long)])
def test_what_others_say_and_how_they_judge_changes_no_byte(
    lesson: Class, student: Client, everywhere: bool
) -> None:
    student.get(reverse("threads", args=[lesson.debate.key]))  # a first visit is unlike the next
    before = all_answers(student, lesson, everywhere=everywhere)
    assert sum(status == 200 for status, _tag, _body in before.values()) >= 40
    judge(lesson)
    say(lesson)
    after = all_answers(student, lesson, everywhere=everywhere)
    assert unlike(before, after) == []
    assert [asked for asked, (_, _, told) in after.items() if WORD.encode() in told] == []


@pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.long)])
def test_what_is_hidden_is_nowhere_to_be_asked_for(
    lesson: Class, student: Client, everywhere: bool
) -> None:
    say(lesson)
    about = lesson.hidden[:1] if not everywhere else lesson.hidden
    for (address, asked), (status, _tag, told) in all_answers(
        student, lesson, everywhere=everywhere, about=about
    ).items():
        assert WORD.encode() not in told, (address, asked)
        if about[0].key in address:
            assert status in {302, 400, 404}, address

"""A thing of every kind that an address can be about, and what the forms of every address send.

The addresses are read off the site, without those of programs (`programs.py`). One that takes a
form needs an entry in `DEEDS`: what is sent there by whom, so that something is done. The tests of
forged requests fail without it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actions.token import make_token
from accounts.models import User
from classroom.logic.rubric import fingerprint
from config.doors import REGISTER
from debate.actions.act import Deed, keep_line
from debate.enums import ActKind, Reason, Relation, Role, Visibility
from debate.models import Act, Claim, Debate, DebateRules, Flag, HeldClaim, Invitation, Topic
from debate.models.member import new_link_key
from tests import factories
from tests.factories import PASSWORD, Thread
from tests.security.lesson import Lesson, build_lesson

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def _patterns(within: URLResolver) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every address of the site with what it takes; of the admin only its front doors."""
    for pattern in within.url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            yield from _patterns(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, tuple(pattern.pattern.regex.groupindex)


def _page(name: str) -> bool:
    """Whether an address is for browsers; those of programs are in `programs.py`."""
    return name == "api-docs" or not name.startswith("api-")


_PAGES = [(name, takes) for name, takes in _patterns(get_resolver()) if _page(name)]
NAMED = sorted([*_PAGES, ("admin:index", ()), ("admin:login", ())])


@dataclass
class Site:
    """Alice's debate, in which everything that an address can be about is there once.

    Carol is staff of the site, mona moderates the debate, nick wrote a claim that is held, alice
    has a draft besides, and frida a token.
    """

    thread: Thread
    people: dict[str, User]  # by their handle
    held: HeldClaim
    act: Act
    invitation: Invitation
    draft: Debate
    lonely: Debate  # nobody answered it
    unlisted: Debate
    token: str  # its key
    lesson: Lesson

    def key_for(self, name: str) -> str:
        """The key that an address of this name is asked with."""
        of_lesson = self.lesson.key_for(name)
        if of_lesson is not None:
            return of_lesson
        exact = {
            "held": self.held.key,
            "notice-act": self.act.key,
            "act": self.act.key,
            "invitation": self.invitation.key,
            "link": self.unlisted.link_key or "",
            "outline": self.draft.key,
            "publication": self.draft.key,
            "deletion": self.lonely.key,
            "suspension": self.people["dan"].key,
            "account_reset_password_from_key": "set-password",
            "token-revocation": self.token,
        }
        if name in exact:
            return exact[name]
        of_a_claim = {
            "claim",
            "reply",
            "replies",
            "vote",
            "withdrawal",
            "similar",
            "flag",
            "notice",
        }
        if name in of_a_claim or name.startswith("claim-"):
            return self.thread.rebut.key
        return self.people["bob"].key if name.startswith("person") else self.thread.debate.key

    @property
    def keys(self) -> dict[str, str]:
        claims = ("support", "rebut", "undercut", "question")
        soon = timezone.now() + timedelta(days=3)
        return {
            **{name: getattr(self.thread, name).key for name in claims},
            **{name: person.key for name, person in self.people.items()},
            **self.lesson.keys,
            "unlisted": self.unlisted.key,
            "soon": f"{soon:%Y-%m-%dT%H:%M}",
        }

    def address(self, name: str, takes: tuple[str, ...], about: str = "") -> str:
        keys = self.lesson.keys
        known = {"slug": "sleep", "section": "debates", "uidb36": self.people["bob"].key}
        known |= {"code": keys["code"], "pin": keys["pin"], "seat": keys["seat_of_iris"]}
        key = self.keys[about] if about else self.key_for(name)
        return reverse(name, kwargs={part: known.get(part, key) for part in takes})

    def body(self, sent: "Sent") -> dict[str, str]:
        """What is sent, with the keys of the things that it names."""
        keys = self.keys
        return {
            field: keys[said[1:-1]] if said.startswith("{") and said[1:-1] in keys else said
            for field, said in sent.body.items()
        }


def build_site() -> Site:
    people = {name: factories.person(name) for name in ("alice", "bob", "dan", "mona", "nick")}
    people["carol"] = factories.person("carol", role="staff")
    people["frida"] = factories.person("frida", password=PASSWORD)
    alice, bob, dan = people["alice"], people["bob"], people["dan"]
    quote = factories.passage(factories.essay(alice), "The first lesson is taught to a room")
    thread = factories.small_thread(alice, bob, dan, drawn_from=quote)
    of = thread.debate
    factories.member(of, people["mona"], role=Role.MODERATOR)
    Topic.objects.create(slug="sleep", name="Sleep").debates.add(of)
    unlisted = factories.debate(alice, thesis="By link alone.", visibility=Visibility.UNLISTED)
    Debate.objects.filter(pk=unlisted.pk).update(link_key=new_link_key())
    unlisted.refresh_from_db()
    essay = factories.essay(alice, title="A draft")
    draft = factories.debate(alice, visibility=Visibility.DRAFT, drawn_from=essay)
    factories.point(draft, "A point of the draft.")
    held = HeldClaim.objects.create(
        debate=of,
        parent=thread.point,
        parent_revision=1,
        relation=Relation.REBUT,
        author=people["nick"],
        text="A newcomer says no.",
    )
    Flag.objects.create(debate=of, claim=thread.rebut, person=dan, reason=Reason.SPAM)
    factories.hide(thread.undercut)
    Claim.objects.filter(pk=thread.question.pk).update(locked_here=True, locked=True)
    DebateRules.objects.filter(debate=unlisted).update(frozen=True)
    deed = Deed(ActKind.HIDDEN, Reason.SPAM, dan.pk, claim=thread.undercut, note="Spam.")
    act = keep_line(deed, by=people["mona"], at=timezone.now(), debate=of)
    invitation = Invitation.objects.create(
        debate=of, role=Role.READER, by=alice, expires_at=timezone.now() + timedelta(days=7)
    )
    factories.notice(thread.rebut, alice)
    lonely = factories.debate(alice, thesis="Nobody answered this.")
    token, _word = make_token(name="Reading group", scopes=["read"], by=people["frida"])
    lesson = build_lesson(people)
    return Site(thread, people, held, act, invitation, draft, lonely, unlisted, token.key, lesson)


# ---- What is sent where


@dataclass(frozen=True)
class Sent:
    """A form of an address, as somebody who may sends it."""

    by: str
    body: Mapping[str, str] = field(default_factory=dict)
    does: bool = True  # it changes the database, as things stand here
    about: str = ""  # which of the site's things, where not the usual one (`Site.keys`)


_TEXT = {"relation": "rebut", "text": "So it is not.", "parent_revision": "1"}
_NEW = {"thesis": "Homework should be abolished.", "language": "en"}

_RULES = {"name": "Room 15", "naming": "names", "side_rule": "random", "holding": "all"}
_NEW_SESSION = {**_NEW, **_RULES, "begin": "preset:open_discussion"}
_PHASE = {
    "name": "Toast",
    "minutes": "5",
    "answer": "anybody",
    "results_hidden": "none",
    "replies_hidden": "none",
}

# By the name of an address and the entry of its door.
DEEDS: dict[tuple[str, str], Sent] = {
    ("account_login", "POST"): Sent("", {"login": "frida", "password": PASSWORD}),
    ("account_signup", "POST"): Sent(
        "", {"username": "norma", "display_name": "Norma", "password1": PASSWORD}
    ),
    ("account_logout", "POST"): Sent("bob"),
    ("account_reset_password", "POST"): Sent("", {"email": "bob@example.org"}, does=False),
    ("account_reset_password_from_key", "POST"): Sent("", {"password1": PASSWORD}, does=False),
    ("recovery", "POST"): Sent("", {"name": "bob", "code": "x", "new": PASSWORD}, does=False),
    ("settings", "POST"): Sent(
        "bob", {"display_name": "Robert", "language": "browser", "time_zone": "", "theme": "dark"}
    ),
    ("email", "POST"): Sent("frida", {"email": "frida@example.net", "password": PASSWORD}),
    ("account_change_password", "POST"): Sent(
        "frida", {"present": PASSWORD, "new": "quite another phrase"}
    ),
    ("recovery-codes", "POST"): Sent("frida", {"password": PASSWORD}),
    ("tokens", "POST"): Sent("frida", {"name": "Bot", "scopes": "read", "days": "7"}),
    ("token-revocation", "POST"): Sent("frida"),
    ("language", "POST"): Sent("bob", {"language": "de"}),
    ("debate-draft", "POST"): Sent("bob", {"draft": "save", "thesis": "Half a thought."}),
    ("claim-draft", "POST"): Sent(
        "alice",
        {"purpose": "reply", "draft": "save", "text": "Half a thought.", "relation": "rebut"},
    ),
    ("notices-seen", "POST"): Sent("alice", {"up_to": "1"}, does=False),
    ("replies", "POST"): Sent("alice", _TEXT),
    ("vote", "POST"): Sent("alice", {"value": "1"}),
    ("position", "POST"): Sent("bob", {"value": "2"}),
    ("claim-edit", "POST"): Sent("bob", {"text": "They go to bed late.", "revision": "1"}),
    ("withdrawal", "POST"): Sent("bob"),
    ("follow", "POST"): Sent("bob", {"value": "1"}),
    ("new-debate", "POST"): Sent("bob", _NEW),
    ("import-debate", "POST"): Sent("bob", does=False),  # a form of a test sends no file
    ("outline", "POST"): Sent("alice", {"deed": "point", "text": "Another point of it."}),
    ("publication", "POST"): Sent("alice"),
    # ---- Running a debate
    ("closing", "POST"): Sent("alice", {"closed": "1", "conclusion": "So be it."}),
    ("describe", "POST"): Sent(
        "alice", {"title": "Let them sleep in", "writer": "O. Frey", "language": "en"}
    ),
    ("access", "POST"): Sent("alice", {"visibility": "public", "posting": "members"}),
    ("access", "POST deed=hold"): Sent("mona", {"deed": "hold", "hold_newcomers": "1"}),
    ("schedule", "POST"): Sent("alice", {"closes_at": "{soon}"}),
    ("transfer", "POST"): Sent("alice", {"to": "{mona}"}),
    ("archive", "POST"): Sent("alice", {"archived": "1"}),
    ("deletion", "POST"): Sent("alice"),
    ("members", "POST deed=seat"): Sent(
        "alice", {"deed": "seat", "handle": "dan", "role": "member"}
    ),
    ("access", "POST deed=renew"): Sent("alice", {"deed": "renew"}, about="unlisted"),
    ("access", "POST deed=revoke"): Sent("alice", {"deed": "revoke"}, about="unlisted"),
    # Of seats, blocks and runs that are not there: the token is asked for before they are.
    ("members", "POST deed=role"): Sent("alice", {"deed": "role", "role": "reader"}, does=False),
    ("members", "POST deed=remove"): Sent("alice", {"deed": "remove"}, does=False),
    ("blocks", "POST deed=unblock"): Sent("mona", {"deed": "unblock"}, does=False),
    ("suspension", "POST deed=readmit"): Sent(
        "carol", {"deed": "readmit", "reason": "resolved"}, does=False
    ),
    ("votes-in-bulk", "POST deed=look"): Sent(
        "carol", {"deed": "look", "people": "dan", "reason": "ring"}, does=False
    ),
    ("votes-in-bulk", "POST deed=count"): Sent("carol", {"deed": "count"}, does=False),
    ("invitations", "POST"): Sent("alice", {"make": "member"}),
    ("invitation", "POST"): Sent("dan"),
    ("leaving", "POST"): Sent("mona"),
    # ---- Keeping order
    ("relation", "POST"): Sent("bob", {"relation": "rebut"}, about="support"),
    ("flag", "POST"): Sent("alice", {"reason": "spam", "note": "Look."}),
    ("act", "POST deed=appeal"): Sent("dan", {"deed": "appeal", "text": "It is no spam."}),
    ("act", "POST deed=decide"): Sent(
        "alice", {"deed": "decide", "decision": "upheld", "answer": "It is."}, does=False
    ),
    ("moderation", "POST deed=settle"): Sent("mona", {"deed": "settle", "claim": "{rebut}"}),
    ("claim-moderation", "POST deed=hide"): Sent("mona", {"deed": "hide", "reason": "insult"}),
    ("claim-moderation", "POST deed=restore"): Sent(
        "alice", {"deed": "restore", "reason": "mistake"}, about="undercut"
    ),
    ("claim-moderation", "POST deed=relate"): Sent(
        "mona", {"deed": "relate", "reason": "misplaced", "relation": "support"}
    ),
    ("claim-moderation", "POST deed=move"): Sent(
        "mona", {"deed": "move", "reason": "misplaced", "to": "{support}", "checked": "{support}"}
    ),
    ("claim-moderation", "POST deed=lock"): Sent("mona", {"deed": "lock", "reason": "heated"}),
    ("claim-moderation", "POST deed=unlock"): Sent(
        "mona", {"deed": "unlock", "reason": "resolved"}, about="question"
    ),
    ("freeze", "POST deed=freeze"): Sent("mona", {"deed": "freeze", "reason": "heated"}),
    ("freeze", "POST deed=thaw"): Sent(
        "alice", {"deed": "thaw", "reason": "resolved"}, about="unlisted"
    ),
    ("blocks", "POST deed=block"): Sent(
        "mona", {"deed": "block", "handle": "dan", "reason": "insult"}
    ),
    ("held", "POST deed=approve"): Sent("mona", {"deed": "approve"}),
    ("held", "POST deed=return"): Sent(
        "mona", {"deed": "return", "reason": "unclear", "note": "Say why."}
    ),
    ("held", "POST deed=remove"): Sent("mona", {"deed": "remove", "reason": "spam"}),
    ("held", "POST deed=resend"): Sent("nick", {"deed": "resend", **_TEXT}, does=False),
    ("held", "POST deed=drop"): Sent("nick", {"deed": "drop"}),
    ("suspension", "POST deed=suspend"): Sent(
        "carol", {"deed": "suspend", "days": "1", "reason": "spam"}
    ),
    ("votes-in-bulk", "POST deed=void"): Sent(
        "carol", {"deed": "void", "people": "dan", "reason": "ring"}
    ),
    ("demo", "POST"): Sent("", {"as": "student"}, does=False),  # it is there for development alone
    # ---- Classes, starting and setting up sessions, the clock
    ("classroom", "POST deed=drop"): Sent("dan", {"deed": "drop", "template": "{template}"}),
    ("new-session", "POST"): Sent("dan", _NEW_SESSION),
    ("new-class", "POST"): Sent("dan", {"name": "9D", "students": "Noor"}),
    ("class", "POST deed=rename"): Sent("dan", {"deed": "rename", "name": "10C"}),
    ("class", "POST deed=add"): Sent("dan", {"deed": "add", "students": "Noor"}),
    ("class", "POST deed=student"): Sent(
        "dan", {"deed": "student", "student": "{student}", "name": "Maya"}
    ),
    ("class", "POST deed=remove"): Sent("dan", {"deed": "remove", "student": "{student}"}),
    ("class-sharing", "POST deed=share"): Sent("dan", {"deed": "share", "handle": "bob"}),
    ("class-sharing", "POST deed=unshare"): Sent(
        "dan", {"deed": "unshare", "handle": "bob"}, does=False
    ),
    ("class-deletion", "POST"): Sent("dan"),
    ("session-setup", "POST deed=rules"): Sent("dan", {"deed": "rules", **_RULES}),
    ("session-setup", "POST deed=add"): Sent("dan", {"deed": "add", **_PHASE}),
    ("session-setup", "POST deed=phase"): Sent(
        "dan", {"deed": "phase", "phase": "{phase_of_planned}", **_PHASE}, about="planned"
    ),
    ("session-setup", "POST deed=place"): Sent(
        "dan", {"deed": "place", "phase": "{phase_of_planned}", "place": "1"}, about="planned"
    ),
    ("session-setup", "POST deed=remove"): Sent(
        "dan", {"deed": "remove", "phase": "{phase_of_planned}"}, about="planned"
    ),
    ("session-setup", "POST deed=template"): Sent("dan", {"deed": "template", "name": "Tuesdays"}),
    ("session-sharing", "POST deed=share"): Sent("dan", {"deed": "share", "handle": "bob"}),
    ("session-sharing", "POST deed=unshare"): Sent(
        "dan", {"deed": "unshare", "handle": "bob"}, does=False
    ),
    ("session-copy", "POST"): Sent("dan"),
    ("session-deletion", "POST"): Sent("dan"),
    ("session-clock", "POST deed=start"): Sent("dan", {"deed": "start"}, about="planned"),
    ("session-clock", "POST deed=pause"): Sent("dan", {"deed": "pause"}),
    ("session-clock", "POST deed=freeze"): Sent("dan", {"deed": "freeze"}),
    ("session-clock", "POST deed=end"): Sent("dan", {"deed": "end"}),
    ("session-clock", "POST deed=reopen"): Sent(
        "dan", {"deed": "reopen", "phase": "{phase}", "seat": "{seat_of_iris}"}
    ),
    # There is one phase, without a length and with nothing hidden, and it goes on.
    **{
        ("session-clock", f"POST deed={deed}"): Sent("dan", {"deed": deed}, does=False)
        for deed in ("next", "back", "to", "undo", "longer", "shorter", "resume", "thaw", "results")
    },
    # ---- Coming into a session
    ("join", "POST"): Sent("", {"code": "{code}", "name": "Norma"}),
    ("join-code", "POST"): Sent("", {"code": "{code}", "name": "Norma"}),
    ("join-slip", "POST"): Sent(""),
    ("keep-work", "POST"): Sent(
        "gina", {"handle": "gina", "display_name": "Gina", "password": PASSWORD}
    ),
    ("session-leaving", "POST"): Sent("gina"),
    # ---- A student's page
    ("session-side", "POST"): Sent("gina", {"side": "for"}),
    ("session-cards", "POST"): Sent("gina", {"claim": "{claim_of_iris}", "value": "1"}),
    ("session-moved", "POST"): Sent("gina", {"value": "2", "claim": "{claim_of_iris}"}),
    # ---- Seats and groups
    ("session-seats", "POST deed=admit"): Sent("dan", {"deed": "admit", "seat": "{seat_of_luca}"}),
    ("session-seats", "POST deed=admit_all"): Sent("dan", {"deed": "admit_all"}),
    ("session-seats", "POST deed=remove"): Sent(
        "dan", {"deed": "remove", "seat": "{seat_of_iris}"}
    ),
    ("session-seats", "POST deed=let_back"): Sent(
        "dan", {"deed": "let_back", "seat": "{seat_of_remo}"}
    ),
    ("session-seats", "POST deed=side"): Sent(
        "dan", {"deed": "side", "seat": "{seat_of_iris}", "side": "against"}
    ),
    ("session-seats", "POST deed=deal_sides"): Sent("dan", {"deed": "deal_sides"}),
    ("session-seats", "POST deed=switch_sides"): Sent("dan", {"deed": "switch_sides"}),
    ("session-code", "POST"): Sent("dan"),
    ("session-groups", "POST deed=open"): Sent("dan", {"deed": "open", "groups": "3"}),
    ("session-groups", "POST deed=place"): Sent(
        "dan", {"deed": "place", "seat": "{seat_of_iris}", "group": "{group_2}"}
    ),
    ("session-groups", "POST deed=place_all"): Sent("dan", {"deed": "place_all"}),
    # ---- The teacher's board
    ("session-claims", "POST deed=approve"): Sent(
        "dan", {"deed": "approve", "held": "{held_of_gina}"}
    ),
    ("session-claims", "POST deed=settle"): Sent(
        "dan", {"deed": "settle", "claim": "{claim_of_iris}"}
    ),
    ("session-claims", "POST deed=return"): Sent(
        "dan",
        {"deed": "return", "claim": "{claim_of_iris}", "reason": "unclear", "note": "Say why."},
    ),
    ("session-claims", "POST deed=hide"): Sent(
        "dan", {"deed": "hide", "claim": "{claim_of_iris}", "reason": "insult"}
    ),
    ("session-claims", "POST deed=remove"): Sent(
        "dan", {"deed": "remove", "held": "{held_of_gina}", "reason": "spam"}
    ),
    ("announcement", "POST"): Sent("dan", {"text": "Five minutes left."}),
    ("features", "POST"): Sent("dan", {"deed": "feature", "claim": "{claim_of_iris}"}),
    ("reveals", "POST"): Sent("dan", {"deed": "all"}, does=False),  # they go by their names
    ("circle", "POST deed=in"): Sent("dan", {"deed": "in", "seat": "{seat_of_iris}"}),
    ("circle", "POST deed=out"): Sent("dan", {"deed": "out", "seat": "{seat_of_iris}"}, does=False),
    # ---- After the lesson
    ("session-report", "POST"): Sent("dan", does=False),  # they go by their names
    ("session-grading", "POST deed=rubric"): Sent("dan", {"deed": "rubric", "rubric": "{rubric}"}),
    ("session-grading", "POST deed=release"): Sent("dan", {"deed": "release"}),
    ("session-grading", "POST deed=take_back"): Sent("dan", {"deed": "take_back"}, does=False),
    ("session-grading-seat", "POST"): Sent(
        "dan", {"mark": "all", "seen-all": fingerprint((), ""), "feedback-all": "Well argued."}
    ),
    ("session-retention", "POST"): Sent(
        "dan", {"until": f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"}
    ),
    ("new-rubric", "POST"): Sent("dan", {"name": "Style", "criteria": "Words\n1 plain"}),
    ("rubric", "POST deed=save"): Sent(
        "dan", {"deed": "save", "name": "Style", "criteria": "Words\n1 plain"}
    ),
    ("rubric", "POST deed=copy"): Sent("dan", {"deed": "copy"}),
    ("rubric", "POST deed=delete"): Sent("dan", {"deed": "delete"}),
    # ---- One's own data
    ("export", "POST"): Sent("frida", {"password": PASSWORD}, does=False),
    ("account-deletion", "POST"): Sent("frida", {"password": PASSWORD, "confirmation": "frida"}),
    ("admin:login", "POST"): Sent("", {"username": "frida", "password": PASSWORD}, does=False),
    ("admin:index", "POST"): Sent("carol", does=False),
}


def entries() -> list[tuple[str, str]]:
    """Every form that the site takes: the name of an address, and the entry of its door."""
    here = {name for name, _ in NAMED}
    return sorted(
        (name, entry)
        for name, doors in REGISTER.items()
        for entry in doors
        if name in here and entry.startswith(UNSAFE)
    )


# ---- What is in the database

# How far somebody has read, what is counted for the limits, and sessions: looking may change these.
_BY_LOOKING = frozenset({
    "accounts_rate", "debate_linkvisit", "debate_notice", "debate_readmark", "django_session",
})  # fmt: skip


def everything(*, besides: frozenset[str] = _BY_LOOKING) -> str:
    """A digest of every row of every table, apart from what looking at a page may change."""
    tables = sorted(set(connection.introspection.table_names()) - besides)
    each = " UNION ALL ".join(
        f"SELECT {at} AS n, md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) AS d"
        f" FROM {table} AS t"
        for at, table in enumerate(map(connection.ops.quote_name, tables))
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(coalesce(d, '-'), ',' ORDER BY n)) FROM ({each}) x")
        return str(cursor.fetchone()[0])

"""Somebody who filled every column that a person can fill takes a copy of it all, and leaves.

Each of their things holds a word that begins with `zqlea`, each of the others' one with `zqother`.
The register says which columns there are: one that no word is put into fails the test.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import hooks
from accounts.actions.recovery_codes import make_recovery_codes
from accounts.actions.token import make_token
from accounts.enums import Role as SiteRole
from accounts.hooks import Label, Leaving
from accounts.models import KeptAnswer, User
from classroom.actions.seating import of_seat
from classroom.models import (
    Class,
    ClassTeacher,
    Feature,
    Grade,
    Phase,
    Reveal,
    Rubric,
    SessionTeacher,
    Student,
    Template,
)
from classroom.models import Session as ClassSession
from debate.actions.appeal import appeal, decide_appeal
from debate.actions.block import block_person
from debate.actions.delta import give_delta
from debate.actions.draft import save_draft
from debate.actions.edit import edit_claim
from debate.actions.flag import flag_claim
from debate.actions.following import follow_debate
from debate.actions.hiding import hide_claim
from debate.actions.invitation import make_invitation
from debate.actions.link import open_link
from debate.actions.outline import EssayBrought, draw_point, start_debate
from debate.actions.position import state_position
from debate.actions.publication import close_debate, publish_debate
from debate.actions.reading import mark_read
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.actions.wording import Cited
from debate.enums import NoticeReason, Relation, Role, Visibility, VoteValue
from debate.limits import CASES_KEPT_DAYS, WITHDRAWN_KEPT_DAYS
from debate.models import Act, Case, Claim, ClaimRevision, Debate, DebateRules, HeldClaim
from debate.tasks.recount import recount_debate
from debate.tasks.retention import forget
from debate.tasks.tally import tally_debate
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of
from tests.factories import PASSWORD
from tests.security.places import NAMED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]

HERS, OTHERS = "zqlea", "zqother"
ESSAY = (
    "zqleaprefix stands before it. The zqleaquote is what a point is drawn from, word by word. "
    "zqleasuffix stands after it."
)
GIVEN_TO_NOBODY = {"access", "digest"}


@dataclass
class World:
    lea: User
    otto: User
    mona: User
    kept: Debate  # of lea, with an essay of hers, and answered
    alone: Debate  # of lea, answered by nobody
    open: Debate  # of otto, in which lea takes part
    ordered: Debate  # of otto, in which lea keeps order
    hers: list[Claim]
    old_key: str
    old_names: tuple[str, ...]


@pytest.fixture
def world() -> World:
    lea = User.objects.create_user(
        "zqleahandle", "zqleamail@example.org", PASSWORD, display_name="Zqleaname"
    )
    otto, mona, dan = (factories.person(name) for name in ("otto", "mona", "dan"))
    kept, point = _debate_with_an_essay(lea, otto)
    alone = factories.debate(lea, thesis="Alone zqleaalone.")
    open_ = factories.debate(otto, thesis="Open zqotherthesis.")
    factories.member(open_, mona, role=Role.MODERATOR)
    hers = [point, *_take_part(lea, otto, open_)]
    ordered = factories.debate(otto, thesis="Ordered zqotherordered.")
    factories.member(ordered, lea, role=Role.MODERATOR, byline="Zqleapseudonym")
    _keep_order(lea, otto, mona, dan, ordered, hers[1])
    _ways_in(lea, otto, mona, kept)
    _account(lea)
    _in_class(lea, otto)
    essay = factories.essay(lea, title="Brought zqothertitle", text="By zqotheressayist.")
    brought = factories.debate(lea, thesis="Of zqleabrought.", drawn_from=essay)
    factories.reply(factories.thesis_of(brought), otto, text="An answer zqotherbrought.")
    for debate in Debate.objects.all():
        tally_debate(debate.pk)
    names = (lea.key, "zqleahandle", "zqleamail@example.org")
    return World(lea, otto, mona, kept, alone, open_, ordered, hers, lea.key, names)


def _debate_with_an_essay(lea: User, otto: User) -> tuple[Debate, Claim]:
    essay = EssayBrought(
        ESSAY, "Title zqleatitle", "Zqleawriter", True, "https://example.org/zqleaurl"
    )
    kept = start_debate(essay=essay, thesis="Thesis zqleathesis.", by=lea)
    start = ESSAY.index("The zqleaquote")
    end = ESSAY.index(" zqleasuffix")
    point = draw_point(debate=kept.key, text="Point zqleapoint.", span=(start, end), by=lea)
    publish_debate(debate=kept.key, visibility=Visibility.PUBLIC, by=lea)
    post_reply(parent=point.key, relation=Relation.REBUT, text="No zqotherreply.", by=otto)
    make_invitation(debate=kept.key, role=Role.MEMBER, by=lea)
    close_debate(debate=kept.key, conclusion="Closing zqleaclosing.", by=lea)
    return kept, point


def _reply(parent: Claim, text: str, *, by: User, **more: Any) -> Claim:
    relation = Relation.REBUT if by.display_name == "Zqleaname" else Relation.SUPPORT
    said = post_reply(parent=parent.key, relation=relation, text=text, by=by, **more)
    assert isinstance(said, Claim)
    return said


def _take_part(lea: User, otto: User, of: Debate) -> list[Claim]:
    thesis = factories.thesis_of(of)
    cited = [Cited("Source zqleasource", "https://example.org/zqleasourceurl")]
    said = _reply(
        thesis,
        "First zqleafirst.",
        details="Details **zqleadetails**.",
        sources=cited,
        via="Zqleavia",
        by=lea,
    )
    answer = _reply(said, "Yes zqotheranswer.", by=otto)
    edit_claim(
        claim=said.key,
        text="Second zqleasecond.",
        details="Details **zqleadetails**.",
        sources=cited,
        base_revision=1,
        by=lea,
    )
    gone = _reply(thesis, "Gone zqleagone.", by=lea)
    withdraw_claim(claim=gone.key, by=lea)
    cast_vote(claim=answer.key, value=VoteValue.CONVINCING, by=lea)
    cast_vote(claim=said.key, value=VoteValue.NOT_CONVINCING, by=otto)
    give_delta(claim=answer.key, reason="Moved zqleamoved.", by=lea)
    give_delta(claim=said.key, reason="Moved zqothermoved.", by=otto)
    state_position(debate=of.key, value=3, by=lea)
    follow_debate(debate=of.key, by=lea)
    mark_read(debate=of.key, seq=3, by=lea)
    factories.notice(answer, lea, NoticeReason.REPLY)
    flag_claim(claim=answer.key, reason="insult", note="Flag zqleaflag.", by=lea)
    flag_claim(claim=said.key, reason="spam", note="Flag zqotherflag.", by=otto)
    for text in ("Earlier zqleaaside.", "Draft zqleadraft."):  # the second knew nothing of it
        save_draft(purpose="reply", claim=answer.key, content={"text": text}, by=lea)
    save_draft(purpose="reply", claim=said.key, content={"text": "Draft zqotherdraft."}, by=otto)
    return [said, gone]


def _keep_order(lea: User, otto: User, mona: User, dan: User, of: Debate, known: Claim) -> None:
    """Acts by lea and about her, appeals and their answers, and a claim of hers that is held."""
    factories.member(of, mona, role=Role.MODERATOR)
    thesis = factories.thesis_of(of)

    dans, more = (_reply(thesis, text, by=dan) for text in ("Dan's.", "More."))
    leas = _reply(thesis, "Hidden zqleahidden.", by=lea)
    hide_claim(claim=dans.key, reason="insult", note="Note zqleanote.", by=lea)
    hide_claim(claim=leas.key, reason="insult", note="Note zqothernote.", by=mona)
    hide_claim(claim=more.key, reason="spam", note="Note zqothermore.", by=mona)
    about = {act.claim_key: act.key for act in Act.objects.all()}
    appeal(act=about[dans.key], text="Appeal zqotherappeal.", by=dan)
    appeal(act=about[leas.key], text="Appeal zqleaappeal.", by=lea)
    appeal(act=about[more.key], text="Appeal zqothermoreappeal.", by=dan)
    decide_appeal(act=about[leas.key], decision="upheld", answer="No zqotherno.", by=otto)
    decide_appeal(act=about[more.key], decision="upheld", answer="No zqleaanswer.", by=lea)
    held = factories.debate(otto, thesis="Held zqotherheld.")
    DebateRules.objects.filter(debate=held).update(hold_newcomers=True)
    post_reply(
        parent=factories.thesis_of(held).key,
        relation=Relation.REBUT,
        text="Held zqleaheld.",
        details="Details zqleahelddetails.",
        sources=[Cited("Source zqleaheldsource", "")],
        via="Zqleaheldvia",
        by=lea,
    )
    assert HeldClaim.objects.filter(author=lea).exists()


def _ways_in(lea: User, otto: User, mona: User, kept: Debate) -> None:
    unlisted = factories.debate(otto, thesis="Unlisted.", visibility=Visibility.UNLISTED)
    Debate.objects.filter(pk=unlisted.pk).update(link_key="zqotherlink")
    open_link(key="zqotherlink", by=lea)
    blocked = factories.debate(otto)
    block_person(debate=blocked.key, reason="spam", handle=lea.handle or "", by=otto)
    hers = factories.debate(lea, thesis="Hers zqleaunlisted.", visibility=Visibility.UNLISTED)
    Debate.objects.filter(pk=hers.pk).update(link_key="zqleaownlink")
    save_draft(purpose="debate", content={"title": "zqleanewtitle", "text": "zqleanew"}, by=lea)


def _account(lea: User) -> None:
    KeptAnswer.objects.create(
        person=lea, key="zqleakey", status=200, body=b'{"text": "zqleabody"}', at=timezone.now()
    )
    make_recovery_codes(by=lea, password=PASSWORD)
    make_token(name="Zqleatoken", scopes=["read"], by=lea)
    address = EmailAddress.objects.create(user=lea, email=lea.email or "", primary=True)
    EmailConfirmation.objects.create(email_address=address, key="zqleaconfirmation")
    lea.groups.add(Group.objects.create(name="Some"))
    lea.user_permissions.add(Permission.objects.order_by("pk")[0])
    of_people = ContentType.objects.get_for_model(User)
    claim = Claim.objects.filter(author=lea).order_by("pk")[0]
    staff = factories.person("stella", role=SiteRole.STAFF)
    for user, of, number in (
        (staff, of_people, lea.pk),
        (staff, ContentType.objects.get_for_model(Claim), claim.pk),
        (lea, of_people, staff.pk),
    ):
        LogEntry.objects.create(
            user=user,
            content_type=of,
            object_id=str(number),
            object_repr="zqlearepr",
            action_flag=ADDITION,
            change_message="zqleamessage",
        )
    Client().force_login(lea)


def _in_class(lea: User, otto: User) -> None:
    """A class and a session of lea's, and one of otto's in which she teaches, and one to learn."""
    of_class = Class.objects.create(
        teacher=lea, name="Class zqleaclass", external_id="zqleaclassid"
    )
    Student.objects.create(
        of_class=of_class, name="Student zqleastudent", external_id="zqleastudentid", place=1
    )
    session = a_session(lea, name="Session zqleasession", of_class=of_class.key)
    ClassSession.objects.filter(pk=session.pk).update(
        external_id="zqleasessionid",
        announcement="Announced zqleaannounced.",
        rubric={"name": "Rubric zqleachosen", "criteria": []},
    )
    Phase.objects.filter(session=session, place=1).update(
        name="Phase zqleaphase", instruction="Instruction zqleainstruction."
    )
    Template.objects.create(
        teacher=lea, name="Template zqleatemplate", phases=[{"name": "zqleatemplatephase"}]
    )
    Rubric.objects.create(
        teacher=lea, name="Rubric zqlearubric", criteria=[{"name": "zqleacriterion", "levels": []}]
    )
    colleague = Class.objects.create(teacher=otto, name="Class zqotherclass")
    ClassTeacher.objects.create(of_class=colleague, person=lea)
    taught = a_session(otto, name="Session zqothertaught")
    SessionTeacher.objects.create(session=taught, person=lea, names=True)
    seat = a_seat(taught, "Zqotherstudent")
    claim = factories.reply(
        factories.thesis_of(debate_of(taught)), of_seat(seat), text="Said zqothersaid."
    )
    Feature.objects.create(session=taught, claim=claim, by=lea)
    Reveal.objects.create(seat=seat, by=lea)
    Grade.objects.create(seat=seat, claim=claim, by=lea, feedback="Fine.")
    learnt = a_session(otto, name="Session zqotherlearnt")
    own = a_seat(learnt, "Seat zqleaseat", byline="Seat zqleabyline", person=lea)
    Grade.objects.create(seat=own, by=otto, feedback="Feedback zqleafeedback.")
    hidden = a_seat(a_session(otto, name="Not released"), "Zqleaelsewhere", person=lea)
    Grade.objects.create(seat=hidden, by=otto, feedback="Not yet zqothernotyet.")
    ClassSession.objects.filter(pk=learnt.pk).update(grades_released_at=timezone.now())


# ---- What is in the tables


def columns() -> Iterator[tuple[str, str, str]]:
    """Every column of every table of the database: table, column, type."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        yield from cursor.fetchall()


def found(word: str) -> dict[tuple[str, str], int]:
    """In which columns a word stands, and in how many rows, in whatever form it is kept."""
    met: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        for table, column, kind in columns():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {text} ILIKE %s', [f"%{word}%"])
            if count := cursor.fetchone()[0]:
                met[table, column] = count
    return met


def links_to(person: User) -> dict[tuple[str, str], int]:
    """How many rows of each column that holds a person hold this one, by label of the model."""
    met = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                rows = model._default_manager.filter(**{field.name: person.pk})
                met[model._meta.label, field.name] = rows.count()
    return met


def held_in_sessions(*names: str) -> list[str]:
    held = []
    for session in Session.objects.all():
        try:
            held.append(json.dumps(session.get_decoded()))
        except BadSignature:
            continue
    return [text for text in held if any(name in text for name in names)]


def leave(world: World, browser: Client) -> None:
    response = browser.post(
        "/accounts/deletion/", {"password": PASSWORD, "confirmation": "zqleahandle"}
    )
    assert response.status_code == 303


@pytest.fixture
def browser(world: World) -> Client:
    browser = Client()
    browser.force_login(world.lea)
    return browser


def copy_of(browser: Client) -> tuple[str, str]:
    response = browser.post("/accounts/export/", {"password": PASSWORD})
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as packed:  # type: ignore[attr-defined]
        return packed.read("data.json").decode().lower(), packed.read("index.html").decode().lower()


def test_the_world_fills_every_column_that_a_person_fills(world: World) -> None:
    met = found(HERS)
    of_table = {m._meta.label: m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    missing = [
        (label, column)
        for label, table in hooks.tables.items()
        for column in table.labels.get(Label.WORDS, ())
        if (of_table[label], column) not in met
    ]
    assert missing == []
    assert [link for link, count in links_to(world.lea).items() if not count] == []


def test_the_copy_holds_every_word_of_theirs_and_none_of_others(
    world: World, browser: Client
) -> None:
    data, page = copy_of(browser)
    words = {
        word
        for label, table in hooks.tables.items()
        if table.given
        for word in _words_of(label, table.labels.get(Label.WORDS, ()))
    } | {"zqleahandle", "zqleamail", "zqleaname", "zqleaownlink"}
    for text in (data, page):
        assert {word for word in words if word not in text} == set()
        # Theirs: the link that they opened, what was said to them, the essay that they brought.
        others = text
        for theirs in (
            "zqotherlink", "zqothernote", "zqotherno", "zqothertitle", "zqotheressayist",
        ):  # fmt: skip
            others = others.replace(theirs, "")
        assert OTHERS not in others
    assert "zqleaconfirmation" not in data
    assert User.objects.get(pk=world.lea.pk).password not in data


def _words_of(label: str, of: tuple[str, ...]) -> Iterator[str]:
    """Every word of hers in some columns of a table."""
    model = apps.get_model(label)
    fields = [name for name in of if name != "lexemes"]
    for row in model._default_manager.values_list(*fields):
        for value in row:
            text = bytes(value).decode() if isinstance(value, memoryview) else str(value)
            yield from re.findall(f"{HERS}[a-z]+", text.lower())


def test_nothing_of_somebody_who_left_is_found_anywhere(world: World, browser: Client) -> None:
    before = found(OTHERS)
    others = [
        list(rows.order_by("pk").values())
        for rows in (
            Claim.objects.exclude(author=world.lea),
            ClaimRevision.objects.exclude(by=world.lea),
        )
    ]
    leave(world, browser)

    assert found(HERS) == {}
    assert {name: found(name) for name in world.old_names if found(name)} == {}
    assert held_in_sessions(*world.old_names, f'"{world.lea.pk}"', HERS) == []
    links = links_to(world.lea)
    left = {
        label: count
        for (label, _column), count in links.items()
        if hooks.tables[label].leaving == Leaving.DELETED and count
    }
    # An essay by another writer; somebody else's vote on a claim that was hers, and their credit.
    # That a teacher looked somebody up stays for whom they looked up.
    assert left == {
        "classroom.Reveal": 1,
        "debate.Delta": 1,
        "debate.Essay": 1,
        "debate.EssayRevision": 1,
        "debate.Vote": 1,
    }
    after = found(OTHERS)
    assert {place: count for place, count in before.items() if after.get(place) != count} == {
        # Of an essay by another writer nothing goes; a link that was opened is forgotten.
        ("debate_linkvisit", "link_key"): 1,
        # A grade that she had not seen yet goes with her seat.
        ("classroom_grade", "feedback"): 1,
    }
    assert others == [
        list(rows.order_by("pk").values())
        for rows in (
            Claim.objects.exclude(author=world.lea),
            ClaimRevision.objects.exclude(by=world.lea),
        )
    ]
    assert not Debate.objects.filter(pk=world.alone.pk).exists()
    drift = {d.key: recount_debate(d.pk) for d in Debate.objects.order_by("pk")}
    assert {key: wrong for key, wrong in drift.items() if wrong} == {}


def test_no_page_tells_of_somebody_who_left(world: World, browser: Client) -> None:
    leave(world, browser)
    member, visitor = Client(), Client()
    member.force_login(world.otto)
    told, asked = [], 0
    for name, address, query in addresses(world):
        reader = visitor if "feed" in name or name == "search" else member
        response = reader.get(address, query)
        assert response.status_code < 500, address
        body = getattr(response, "content", b"") or b"".join(
            getattr(response, "streaming_content", [])
        )
        text = f"{response.headers}\n{body.decode()}".lower().replace(address.lower(), "")
        for sent in query.values():
            text = text.replace(sent.lower(), "")
        asked += response.status_code == 200
        words = [HERS] if world.old_key in address else [HERS, world.old_key]
        told += [(word, address, query) for word in words if word in text]
        empty = [mark for mark in ("<bdi></bdi>", 'class="author"></bdi>') if mark in text]
        told += [(mark, address, query) for mark in empty]
    assert told == []
    assert asked > 40


def addresses(world: World) -> Iterator[tuple[str, str, dict[str, str]]]:
    claims = [claim.key for claim in world.hers[:2]]
    debates = [world.kept.key, world.ordered.key]
    acts = [act.key for act in Act.objects.order_by("id")]
    for name, takes in NAMED:
        if name == "account_logout" or name.startswith("admin"):
            continue
        if set(takes) - {"key"}:
            continue
        of_claims = {"claim", "reply", "replies", "vote", "withdrawal", "similar", "notice", "flag"}
        keys = debates
        if name in of_claims or name.startswith("claim-"):
            keys = claims
        elif name in {"act", "notice-act"}:
            keys = acts
        elif name.startswith("person") or name == "suspension":
            keys = [world.old_key]
        for key in keys if takes else [""]:
            yield name, reverse(name, kwargs={"key": key} if takes else {}), {}
    for word in ("zqleafirst", "zqleatitle", "zqleaquote", "Zqleaname", "zqleapseudonym"):
        yield "search", reverse("search"), {"q": word}
        yield "search", reverse("search"), {"q": "answer", "author": word}


def test_what_they_did_is_told_of_somebody_who_left(world: World, browser: Client) -> None:
    leave(world, browser)
    for name in ("activity", "moderation-log"):
        key = (world.kept if name == "activity" else world.ordered).key
        page = Client().get(reverse(name, args=[key])).content.decode()
        assert "Somebody who left the site" in page


def test_after_their_time_the_words_of_what_was_withdrawn_and_of_cases_are_nowhere(
    world: World,
) -> None:
    assert found("zqleagone")
    now = timezone.now()
    forget(now + timedelta(days=WITHDRAWN_KEPT_DAYS + 1))
    assert found("zqleagone") == {}
    assert found("zqleasecond")
    assert found("zqleanote")
    Case.objects.filter(appealed_at__isnull=False, decided_at=None).update(appealed_at=None)
    forget(now + timedelta(days=CASES_KEPT_DAYS + 1))
    for word in ("zqleanote", "zqleaappeal", "zqleaanswer", "zqothernote", "zqleadraft"):
        assert found(word) == {}
    assert [recount_debate(debate.pk) for debate in Debate.objects.all()] == [
        [] for _debate in Debate.objects.all()
    ]

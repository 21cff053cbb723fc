"""The pages on which an owner runs a debate, and the link of an unlisted one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from debate.actions.access import set_access
from debate.actions.link import renew_link
from debate.enums import Role, Visibility
from debate.models import Debate, DebateRules, LinkVisit, Topic
from tests import factories
from tests.factories import PASSWORD, Thread
from tests.web.browsing import browser_of, fields, words

PARTS = ["", "essay/", "access/", "schedule/", "transfer/", "deletion/"]


def managed(debate: Debate, part: str = "") -> str:
    return f"/debates/{debate.key}/manage/{part}"


@pytest.mark.parametrize("part", PARTS)
def test_only_the_owner_comes_to_a_page(
    thread: Thread, part: str, as_alice: Client, as_dan: Client, nobody: Client
) -> None:
    at = managed(thread.debate, part)
    page = as_alice.get(at)
    assert page.status_code == 200
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert as_dan.get(at).status_code == 403
    assert nobody.get(at)["Location"] == f"/accounts/login/?next={at}"
    Debate.objects.update(visibility=Visibility.MEMBERS)
    assert as_dan.get(at).status_code == nobody.get(at).status_code == 404


def test_the_owner_finds_the_way_there(thread: Thread, as_alice: Client, as_dan: Client) -> None:
    for view in ("", "threads/", "activity/"):
        at = f"/debates/{thread.debate.key}/{view}"
        assert f'href="{managed(thread.debate)}"' in as_alice.get(at).content.decode()
        assert "/manage/" not in as_dan.get(at).content.decode()
    overview = as_alice.get(managed(thread.debate)).content.decode()
    assert f"/claims/{thread.thesis.key}/edit/" in overview


def test_a_draft_has_those_parts_that_it_needs(alice: User, as_alice: Client) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    status = {part: as_alice.get(managed(draft, part)).status_code for part in PARTS}
    assert [part for part in PARTS if status[part] == 200] == ["", "essay/", "deletion/"]
    assert set(status.values()) == {200, 409}


def test_title_credit_and_topics_are_put_right(thread: Thread, as_alice: Client) -> None:
    Topic.objects.create(slug="sleep", name="Sleep")
    at = managed(thread.debate, "essay/")
    kept = fields(as_alice.get(at))
    assert kept["title"] == "Let them sleep"
    sent = {"title": "Later", "writer": "", "source_url": "", "language": "de", "topics": "sleep"}
    refused = as_alice.post(at, sent | {"source_url": "nowhere", "title": "T" * 201})
    assert refused.status_code == 422
    assert fields(refused)["source_url"] == "nowhere"
    assert as_alice.post(at, sent).status_code == 303
    page = words(as_alice.get(f"/debates/{thread.debate.key}/"))
    assert "Later" in page
    assert "Sleep" in page
    assert "Ottoline" not in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"visibility": "draft", "posting": "everybody"},
        {"visibility": "\0", "posting": "everybody"},
        {"visibility": "members", "posting": "x" * 100_000},
    ],
)
def test_access_that_cannot_be_is_refused_at_the_form(
    debate: Debate, as_alice: Client, sent: dict[str, str]
) -> None:
    assert as_alice.post(managed(debate, "access/"), sent).status_code == 422
    debate.refresh_from_db()
    assert debate.visibility == Visibility.PUBLIC


def test_moderators_hold_newcomers_by_a_button(
    debate: Debate, bob: User, as_bob: Client, as_dan: Client
) -> None:
    factories.member(debate, bob, role=Role.MODERATOR)
    at = managed(debate, "access/")
    assert as_bob.get(at).status_code == 403
    assert as_dan.post(at, {"deed": "hold", "hold_newcomers": "1"}).status_code == 403
    assert as_bob.post(at, {"deed": "hold", "hold_newcomers": "1"}).status_code == 303
    assert DebateRules.objects.get(debate=debate).hold_newcomers


# ---- When it opens and closes


def test_a_schedule_is_typed_on_ones_own_clock(
    debate: Debate, alice: User, as_alice: Client, nobody: Client
) -> None:
    alice.time_zone = "Asia/Tokyo"
    alice.save()
    at = managed(debate, "schedule/")
    year = timezone.now().year + 1
    sent = {"opens_at": f"{year}-05-04T09:00", "closes_at": f"{year}-05-04T11:30"}
    assert as_alice.post(at, sent).status_code == 303
    windows = DebateRules.objects.get(debate=debate).windows
    opens = datetime(year, 5, 4, 0, 0, tzinfo=UTC)
    assert datetime.fromisoformat(windows[-1]["from"]) == opens
    assert datetime.fromisoformat(windows[-1]["until"]) == opens + timedelta(hours=2.5)
    assert fields(as_alice.get(at))["opens_at"] == sent["opens_at"]
    told = words(nobody.get(f"/debates/{debate.key}/threads/"))
    assert f"It opens on 4 May {year}, 00:00 UTC" in told.replace(" .", ".")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("2001-01-01T00:00", ""),
        ("", "9999-12-31T23:59"),
        ("0001-01-01T00:00", "0001-01-01T00:00"),
        ("yesterday", "\0"),
        ("0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"),
    ],
)
def test_a_moment_that_cannot_be_is_given_back(
    debate: Debate, as_alice: Client, opens: str, closes: str
) -> None:
    sent = {"opens_at": opens, "closes_at": closes}
    refused = as_alice.post(managed(debate, "schedule/"), sent)
    assert refused.status_code == 422
    assert "field-problem" in refused.content.decode()


# ---- Archive, another owner, the end


def test_a_debate_goes_into_the_archive_and_comes_back(
    debate: Debate, as_alice: Client, nobody: Client
) -> None:
    at = managed(debate, "archive/")
    assert as_alice.get(at)["Location"] == managed(debate)
    assert as_alice.post(at, {"archived": "2"}).status_code == 422
    as_alice.post(at, {"archived": "1"})
    page = nobody.get(f"/debates/{debate.key}/threads/")
    assert "It is in the archive" in words(page)
    assert as_alice.get(managed(debate, "schedule/")).status_code == 409
    as_alice.post(at, {"archived": "0"})
    assert "archive" not in words(nobody.get(f"/debates/{debate.key}/threads/"))


def test_a_debate_is_handed_over(debate: Debate, bob: User, dan: User, as_alice: Client) -> None:
    at = managed(debate, "transfer/")
    assert "It has no moderator" in words(as_alice.get(at))
    factories.member(debate, bob, role=Role.MODERATOR)
    factories.member(debate, dan, role=Role.MODERATOR, byline="Puffin")
    page = as_alice.get(at).content.decode()
    assert bob.key in page
    assert dan.key not in page  # it would tell who goes by that name
    assert as_alice.post(at, {"to": "nobody"}).status_code == 422
    assert as_alice.post(at, {"to": bob.key}).status_code == 303
    assert as_alice.get(at).status_code == 403


def test_a_debate_is_deleted_after_a_question(
    debate: Debate, bob: User, as_alice: Client, nobody: Client
) -> None:
    at = managed(debate, "deletion/")
    assert "It cannot be brought back." in words(as_alice.get(at))
    said = factories.reply(factories.thesis_of(debate), bob)
    assert "so it cannot be deleted" in words(as_alice.get(at))
    assert as_alice.post(at).status_code == 409
    said.delete()
    assert as_alice.post(at).status_code == 303
    assert nobody.get(f"/debates/{debate.key}/").status_code == 404


# ---- The link of an unlisted debate


@pytest.fixture
def unlisted(debate: Debate, alice: User) -> Debate:
    return set_access(debate=debate.key, visibility="unlisted", by=alice)


def test_a_visitor_with_the_link_reads_and_is_still_let_in_once_signed_in(
    unlisted: Debate, nobody: Client, quick_hashes: None
) -> None:
    factories.person("walter", password=PASSWORD)
    here = f"/debates/{unlisted.key}/threads/"
    assert nobody.get(here).status_code == 404
    opened = nobody.get(f"/links/{unlisted.link_key}/")
    assert opened["Location"] == f"/debates/{unlisted.key}/"
    assert opened["Referrer-Policy"] == "no-referrer"
    assert "no-store" in opened["Cache-Control"]
    page = nobody.get(here)
    assert "Only its members, and whoever has its link, see this debate." in words(page)
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    nobody.post("/accounts/login/", {"login": "walter", "password": PASSWORD})
    assert LinkVisit.objects.count() == 1
    assert nobody.get(here).status_code == 200


def test_a_new_link_shuts_out_who_came_by_the_old_one(
    unlisted: Debate, alice: User, dan: User, as_alice: Client, as_dan: Client, nobody: Client
) -> None:
    old = f"/links/{unlisted.link_key}/"
    for client in (as_dan, nobody):
        assert client.get(old).status_code == 302
    shown = as_alice.get(managed(unlisted, "access/"))
    assert f'value="http://testserver{old}"' in shown.content.decode()
    assert shown["Referrer-Policy"] == "same-origin"  # else its forms say `Origin: null`
    as_alice.post(managed(unlisted, "access/"), {"deed": "renew"})
    pages = ["", "threads/", "activity/", "print/", "cite/", "follow/", "feed/"]
    for client in (as_dan, nobody):
        assert client.get(old).status_code == 404
        asked = [client.get(f"/debates/{unlisted.key}/{page}", follow=True) for page in pages]
        assert {response.status_code for response in asked} == {404}
    as_alice.post(managed(unlisted, "access/"), {"deed": "revoke"})
    assert "It has no link at present." in words(as_alice.get(managed(unlisted, "access/")))


def test_the_link_is_shown_to_the_owner_alone(
    unlisted: Debate, alice: User, bob: User, as_bob: Client
) -> None:
    factories.member(unlisted, bob, role=Role.MODERATOR)
    key = renew_link(debate=unlisted.key, by=alice).link_key
    for view in ("threads/", "activity/", "cite/", "print/"):
        page = as_bob.get(f"/debates/{unlisted.key}/{view}")
        assert str(key) not in page.getvalue().decode()


def test_a_draft_is_published_to_fewer_than_everybody(alice: User, as_alice: Client) -> None:
    for visibility, leads in (("unlisted", "manage/access/"), ("members", "members/")):
        draft = factories.debate(alice, visibility=Visibility.DRAFT)
        sent = {"visibility": visibility, "posting": "members"}
        published = as_alice.post(f"/debates/{draft.key}/publication/", sent)
        assert published["Location"] == f"/debates/{draft.key}/{leads}"
        assert browser_of(None).get(f"/debates/{draft.key}/").status_code == 404
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    refused = as_alice.post(f"/debates/{draft.key}/publication/", {"visibility": "draft"})
    assert refused.status_code == 422

"""The rescue tool for debates."""

import pytest
from django.contrib.admin import site
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from debate.actions.act import Deed, keep_line
from debate.admin import LookOnly
from debate.enums import ActKind, Reason
from debate.models import Change, ClaimRevision, Debate, Flag
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    browser = Client()
    browser.force_login(factories.person("sam", role=Role.STAFF))
    return browser


LOOKED_AT = [
    "essay",
    "debate",
    "claim",
    "debaterules",
    "membership",
    "change",
    "claimrevision",
    "act",
    "flag",
]


@pytest.fixture
def rows(thread: Thread, carol: User, dan: User) -> dict[str, int]:
    """One row of every table that staff may look at, by its name."""
    seat = factories.member(thread.debate, dan, byline="Nightingale")
    flag = Flag.objects.create(
        debate=thread.debate, claim=thread.rebut, person=dan, reason="spam", note="Between us."
    )
    deed = Deed(ActKind.BANNED, Reason.SPAM, thread.rebut.author_id, note="A note to them.")
    act = keep_line(deed, by=carol, at=timezone.now())
    return {
        "essay": thread.debate.essay_id or 0,
        "debate": thread.debate.pk,
        "claim": thread.answer.pk,
        "debaterules": thread.debate.pk,
        "membership": seat.pk,
        "change": Change.objects.filter(debate=thread.debate)[0].pk,
        "claimrevision": ClaimRevision.objects.filter(claim=thread.answer)[0].pk,
        "act": act.pk,
        "flag": flag.pk,
    }


@pytest.mark.parametrize("table", LOOKED_AT)
def test_what_the_actions_made_is_looked_at_and_neither_made_changed_nor_deleted(
    staff: Client, thread: Thread, rows: dict[str, int], table: str
) -> None:
    """Catches a claim that is hidden, a role that is given or a debate that is opened without an
    act, a Change or the permission table."""
    at = f"/admin/debate/{table}/"
    one = f"{at}{rows[table]}"
    answers = [
        staff.get(at).status_code,
        staff.get(f"{one}/change/").status_code,
        staff.post(f"{one}/change/", {"state": "hidden", "role": "moderator"}).status_code,
        staff.post(f"{at}add/", {}).status_code,
        staff.post(f"{one}/delete/", {"post": "yes"}).status_code,
    ]
    assert answers == [200, 200, 403, 403, 403]
    pages = (staff.get(address).content.decode() for address in (at, f"{one}/change/"))
    assert ["delete_selected" in page or 'name="_save"' in page for page in pages] == [False] * 2


def test_only_topics_can_be_changed() -> None:
    changed = {
        model.__name__ for model, made in site._registry.items() if not isinstance(made, LookOnly)
    }
    assert changed == {"Topic", "User"}


def test_nobody_learns_who_flagged_who_bears_a_pseudonym_nor_what_was_noted(
    staff: Client, thread: Thread, rows: dict[str, int], dan: User
) -> None:
    flag = [
        staff.get("/admin/debate/flag/"),
        staff.get(f"/admin/debate/flag/{rows['flag']}/change/"),
    ]
    assert [str(dan) in page.content.decode() for page in flag] == [False, False]
    everything = "".join(
        staff.get(address).content.decode()
        for table, pk in rows.items()
        for address in (f"/admin/debate/{table}/", f"/admin/debate/{table}/{pk}/change/")
    )
    secrets = ["Between us.", "A note to them.", "Nightingale", "@example.org"]
    assert [secret for secret in secrets if secret in everything] == []


def test_no_link_that_lets_people_in_is_shown(staff: Client, thread: Thread) -> None:
    Debate.objects.filter(pk=thread.debate.pk).update(visibility="unlisted", link_key="l1nk-l1nk")
    page = staff.get(f"/admin/debate/debate/{thread.debate.pk}/change/").content.decode()
    assert thread.debate.key in page
    assert "l1nk-l1nk" not in page


def test_no_page_of_the_admin_shows_a_vote_or_a_position(
    staff: Client, thread: Thread, dan: User
) -> None:
    factories.vote(thread.point, dan)
    factories.position(thread.debate, dan, 2)
    front = staff.get("/admin/").content.decode().lower()
    hidden = [
        "vote",
        "position",
        "draft",
        "heldclaim",
        "invitation",
        "linkvisit",
        "case",
        "notice",
        "readmark",
    ]
    tables = [f"/admin/debate/{table}/" for table in ("claim", *hidden)]
    assert [table for table in tables if table in front] == tables[:1]
    assert [staff.get(table).status_code for table in tables] == [200] + [404] * len(hidden)


def test_the_admin_is_open_to_nobody_else(alice: User, carol: User, thread: Thread) -> None:
    for person in (None, alice, carol):
        browser = Client()
        if person:
            browser.force_login(person)
        for address in ("/admin/", "/admin/debate/flag/", "/admin/debate/act/"):
            assert browser.get(address).status_code in {302, 403}

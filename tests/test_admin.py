"""The rescue tool for debates."""

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.enums import Role
from accounts.models import User
from debate.enums import ClaimState
from debate.models import Claim, DirtyDebate
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    browser = Client()
    browser.force_login(factories.person("sam", role=Role.STAFF))
    return browser


@pytest.mark.parametrize("made_by_actions", ["essay", "debate", "claim", "debaterules"])
def test_nothing_is_made_or_deleted_without_what_belongs_to_it(
    staff: Client, thread: Thread, made_by_actions: str
) -> None:
    """Catches a debate without rules or tally, on which every list of debates breaks."""
    rows = {
        "essay": thread.debate.essay_id,
        "debate": thread.debate.pk,
        "claim": thread.answer.pk,
        "debaterules": thread.debate.pk,
    }
    table = f"/admin/debate/{made_by_actions}/"
    answers = [
        staff.get(table).status_code,
        staff.get(f"{table}{rows[made_by_actions]}/change/").status_code,
        staff.post(f"{table}add/", {}).status_code,
        staff.post(f"{table}{rows[made_by_actions]}/delete/", {"post": "yes"}).status_code,
    ]
    assert answers == [200, 200, 403, 403]


def test_what_is_hidden_is_counted_anew(
    staff: Client,
    thread: Thread,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    DirtyDebate.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(f"/admin/debate/claim/{thread.answer.pk}/change/", {"state": "hidden"})
    assert Claim.objects.get(pk=thread.answer.pk).state == ClaimState.HIDDEN
    assert DirtyDebate.objects.filter(debate=thread.debate).exists()


def test_no_page_of_the_admin_shows_a_vote_or_a_position(
    staff: Client, thread: Thread, dan: User
) -> None:
    factories.vote(thread.point, dan)
    factories.position(thread.debate, dan, 2)
    front = staff.get("/admin/").content.decode().lower()
    tables = [f"/admin/debate/{table}/" for table in ("vote", "position", "claim")]
    assert [table for table in tables if table in front] == ["/admin/debate/claim/"]
    assert [staff.get(table).status_code for table in tables] == [404, 404, 200]

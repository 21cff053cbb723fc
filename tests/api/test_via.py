"""Whatever claim a program posts, by whichever resource, says so."""

import pytest
from django.test import Client

from accounts.actions.token import make_token
from accounts.models import User
from debate.enums import ClaimKind
from debate.models import Claim, DebateRules, HeldClaim
from tests.factories import Thread

pytestmark = pytest.mark.django_db

NAME = "Reading group"
JSON = "application/json"
REPLY = {"relation": "rebut", "text": "The figures say otherwise."}


@pytest.fixture
def program(dan: User) -> Client:
    _token, word = make_token(name=NAME, scopes=["read", "post"], by=dan)
    return Client(headers={"Authorization": f"Bearer {word}"})


def test_a_reply_a_thesis_and_a_point_of_a_program_say_so(program: Client, thread: Thread) -> None:
    said = program.post(f"/api/v1/claims/{thread.rebut.key}/replies", REPLY, content_type=JSON)
    assert said.json()["via"] == NAME
    started = program.post(
        "/api/v1/debates", {"thesis": "Schools should start at nine."}, content_type=JSON
    ).json()
    assert started["thesis"]["via"] == NAME
    points = f"/api/v1/debates/{started['key']}/outline/points"
    assert program.post(points, {"text": "Pupils sleep."}, content_type=JSON).status_code == 201
    assert Claim.objects.get(kind=ClaimKind.POINT, text="Pupils sleep.").via == NAME


def test_a_browser_posts_by_no_program(dan: User, thread: Thread) -> None:
    browser = Client()
    browser.force_login(dan)
    said = browser.post(f"/api/v1/claims/{thread.rebut.key}/replies", REPLY, content_type=JSON)
    assert said.json()["via"] is None


def test_a_claim_that_is_held_keeps_it(program: Client, thread: Thread) -> None:
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    Claim.objects.filter(author__handle="dan").update(state="hidden")
    program.post(f"/api/v1/claims/{thread.rebut.key}/replies", REPLY, content_type=JSON)
    assert HeldClaim.objects.get().via == NAME

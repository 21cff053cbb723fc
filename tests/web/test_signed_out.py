"""What somebody wrote while their session ended is given back before they are asked to sign in."""

from collections.abc import Callable
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.outline import start_debate, state_thesis
from debate.models import Claim, Debate
from tests.factories import Thread
from tests.web.browsing import htmx, words

WORDS = 'Nobody reads\n<b>the second</b> & "third" paragraph.'
HASTE = "Not so."

type Sent = dict[str, str]


@pytest.fixture
def draft(alice: User) -> Debate:
    draft = start_debate(by=alice)
    state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    return draft


def reply(thread: Thread, draft: Debate) -> tuple[str, Sent, str]:
    claim = f"/claims/{thread.rebut.key}/"
    return f"{claim}replies/", {"relation": "rebut"}, claim


def edit(thread: Thread, draft: Debate) -> tuple[str, Sent, str]:
    claim = f"/claims/{thread.rebut.key}/"
    return f"{claim}edit/", {"revision": "1"}, claim


def essay(thread: Thread, draft: Debate) -> tuple[str, Sent, str]:
    return "/debates/new/", {"language": "en"}, "/debates/new/"


def point(thread: Thread, draft: Debate) -> tuple[str, Sent, str]:
    outline = f"/debates/{draft.key}/outline/"
    return outline, {"deed": "point"}, outline


every_form = pytest.mark.parametrize(
    "form", [reply, edit, essay, point], ids=lambda form: form.__name__
)
type Form = Callable[[Thread, Debate], tuple[str, Sent, str]]


@every_form
@pytest.mark.parametrize("typed", [WORDS, HASTE])
def test_what_was_typed_is_given_back_with_the_way_to_sign_in_and_back(
    thread: Thread, draft: Debate, nobody: Client, form: Form, typed: str
) -> None:
    address, sent, back = form(thread, draft)
    before = set(Claim.objects.values_list("text", flat=True))
    response = nobody.post(address, sent | {"text": typed})
    html = response.content.decode()
    assert response.status_code == 401
    assert f">\n{typed}</textarea>" in unescape(html)
    assert "<b>the second" not in html
    assert "Sign in first." in words(response)
    assert f'data-kind="main" href="/accounts/login/?next={quote(back)}"' in html
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert set(Claim.objects.values_list("text", flat=True)) == before


@pytest.mark.parametrize("form", [reply, edit, essay], ids=lambda form: form.__name__)
def test_where_nothing_was_typed_the_way_leads_to_sign_in_at_once(
    thread: Thread, draft: Debate, nobody: Client, form: Form
) -> None:
    address, sent, back = form(thread, draft)
    response = nobody.post(address, sent)
    assert (response.status_code, response["Location"]) == (303, f"/accounts/login/?next={back}")


def test_by_htmx_the_page_keeps_what_was_typed_itself(thread: Thread, nobody: Client) -> None:
    response = nobody.post(
        f"/claims/{thread.rebut.key}/replies/",
        {"relation": "rebut", "text": WORDS},
        headers=htmx(),
    )
    assert response["HX-Redirect"].startswith("/accounts/login/")


def test_signing_in_offers_no_draft_that_there_is_not(thread: Thread, nobody: Client) -> None:
    """Nobody learns from the answer whether a draft is there."""
    for key in (thread.debate.key, "0" * 12):
        sent = {"deed": "point", "text": WORDS}
        assert nobody.post(f"/debates/{key}/outline/", sent).status_code == 401

"""What somebody wrote while their session ended is kept and given back before they sign in."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from debate.actions.draft import save_draft
from debate.actions.outline import start_debate, state_thesis
from debate.limits import KEPT_FOR_SIGN_IN_SECONDS
from debate.models import Claim, Debate, Draft
from tests import factories
from tests.factories import Thread
from tests.web.browsing import fields, htmx, words

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
    return f"{claim}replies/", {"relation": "rebut"}, f"{claim}reply/"


def edit(thread: Thread, draft: Debate) -> tuple[str, Sent, str]:
    claim = f"/claims/{thread.rebut.key}/"
    return f"{claim}edit/", {"revision": "1"}, f"{claim}edit/"


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
    address, sent, _back = form(thread, draft)
    response = nobody.post(address, sent)
    assert response.status_code == 303
    assert response["Location"].startswith("/accounts/login/?next=/")
    assert "kept_for_sign_in" not in nobody.session


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


# ---- What was written becomes the draft of who signs in next


def reply_in(browser: Client) -> str:
    """What stands in the form of the reply that was begun."""
    draft = Draft.objects.get()
    assert draft.claim is not None
    return fields(browser.get(f"/claims/{draft.claim.key}/reply/"))["text"]


@pytest.mark.parametrize("script", [False, True], ids=["page", "htmx"])
def test_what_was_written_is_in_its_form_after_signing_in(
    thread: Thread, nobody: Client, eve: User, script: bool
) -> None:
    address = f"/claims/{thread.rebut.key}/replies/"
    headers = htmx(f"http://testserver/debates/{thread.debate.key}/threads/") if script else {}
    response = nobody.post(address, {"relation": "rebut", "text": WORDS}, headers=headers)
    if script:
        sign_in = response["HX-Redirect"]
        assert "What you wrote is kept" in words(nobody.get(sign_in))
        assert sign_in.endswith(f"/debates/{thread.debate.key}/threads/")
    else:
        assert "What you wrote is kept for an hour" in words(response)
    nobody.force_login(eve)
    draft = Draft.objects.get()
    assert (draft.person, draft.claim, draft.purpose) == (eve, thread.rebut, "reply")
    assert draft.content == {"relation": "rebut", "text": WORDS}
    assert reply_in(nobody) == WORDS
    assert "You began a reply to" in words(nobody.get(f"/debates/{thread.debate.key}/threads/"))


def test_a_new_debate_is_in_its_form_after_signing_up(nobody: Client, quick_hashes: None) -> None:
    sent = {"title": "On lamps", "text": "A first line.\n\nA second.", "language": "nb"}
    answer = nobody.post("/debates/new/", sent | {"file": SimpleUploadedFile("a.txt", b"A text")})
    assert "The file is not kept" in words(answer)
    sent_up = {"username": "nora", "display_name": "Nora", "password1": factories.PASSWORD}
    response = nobody.post("/accounts/signup/", sent_up | {"next": "/debates/new/"})
    assert nobody.session.get_expiry_age() > KEPT_FOR_SIGN_IN_SECONDS
    assert response["Location"] == "/debates/new/"
    assert sent.items() - fields(nobody.get("/debates/new/")).items() <= {("language", "nb")}
    assert Draft.objects.get().content == sent


def test_an_older_draft_is_offered_beside_what_was_written(
    thread: Thread, nobody: Client, eve: User
) -> None:
    claim = thread.rebut.key
    save_draft(purpose="reply", claim=claim, content={"text": "Begun before."}, by=eve)
    nobody.post(f"/claims/{claim}/replies/", {"text": WORDS})
    nobody.force_login(eve)
    draft = Draft.objects.get()
    assert draft.content == {"text": WORDS}
    assert [version["content"]["text"] for version in draft.aside] == ["Begun before."]


def test_what_was_written_is_given_to_nobody_else(
    thread: Thread, nobody: Client, eve: User, dan: User
) -> None:
    """Eve's session ended while she wrote; the next at this browser is dan, then eve."""
    sent = {"relation": "rebut", "text": WORDS, "draft_person": eve.key}
    nobody.post(f"/claims/{thread.rebut.key}/replies/", sent)
    nobody.force_login(dan)
    nobody.logout()
    nobody.force_login(eve)
    assert not Draft.objects.exists()


def test_what_was_written_is_given_to_the_first_who_signs_in_only(
    thread: Thread, nobody: Client, eve: User, dan: User
) -> None:
    nobody.post(f"/claims/{thread.rebut.key}/replies/", {"text": WORDS})
    nobody.force_login(eve)
    nobody.logout()
    nobody.force_login(dan)
    assert [draft.person for draft in Draft.objects.all()] == [eve]


def test_what_was_written_waits_for_an_hour(thread: Thread, nobody: Client, eve: User) -> None:
    nobody.post(f"/claims/{thread.rebut.key}/replies/", {"text": WORDS})
    session = nobody.session
    assert session.get_expiry_age() <= KEPT_FOR_SIGN_IN_SECONDS
    kept = session["kept_for_sign_in"]
    long_ago = timezone.now() - timedelta(seconds=KEPT_FOR_SIGN_IN_SECONDS + 60)
    session["kept_for_sign_in"] = kept | {"at": long_ago.isoformat()}
    session.save()
    nobody.force_login(eve)
    assert not Draft.objects.exists()


def test_a_crowd_of_visitors_cannot_fill_the_sessions(
    thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.web.kept.KEPT_PER_NETWORK", (2, 10**9))
    address = f"/claims/{thread.rebut.key}/replies/"
    told = [words(Client().post(address, {"text": WORDS})) for _ in range(3)]
    assert ["What you wrote is kept" in page for page in told] == [True, True, False]
    assert "Nothing was kept yet" in told[-1]
    assert Session.objects.count() == 2


def test_the_worker_forgets_what_nobody_signed_in_for(thread: Thread, nobody: Client) -> None:
    nobody.post(f"/claims/{thread.rebut.key}/replies/", {"text": WORDS})
    call_command("work", "--once")
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    call_command("work", "--once")
    assert not Session.objects.exists()

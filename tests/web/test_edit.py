import re

from django.test import Client

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.publication import close_debate
from debate.actions.wording import Cited
from debate.models import Claim
from debate.words import SENTENCES
from tests import factories
from tests.factories import Thread
from tests.web.browsing import fields, htmx, said, words


def address(claim: Claim) -> str:
    return f"/claims/{claim.key}/edit/"


def fresh(claim: Claim) -> Claim:
    claim.refresh_from_db()
    return claim


def test_the_form_holds_the_wording_as_it_was_typed(
    thread: Thread, as_bob: Client, bob: User
) -> None:
    claim = factories.reply(
        thread.point, bob, text="A claim.", details="*Really*", sources=[("S", "https://a.example")]
    )
    held = fields(as_bob.get(address(claim)))
    assert held["text"] == "A claim."
    assert held["details"] == "*Really*"
    assert held["source_url_1"] == "https://a.example"
    assert held["source_title_1"] == "S"
    assert held["revision"] == "1"


def test_a_plain_edit_leads_back_to_the_claim(thread: Thread, as_bob: Client) -> None:
    response = as_bob.post(address(thread.rebut), {"text": "Reworded.", "revision": "1"})
    key = thread.rebut.key
    assert response.status_code == 303
    assert response["Location"].endswith(f"/threads/?at={key}#claim-{key}")
    assert fresh(thread.rebut).text == "Reworded."


def test_by_htmx_the_claim_comes_back_in_its_new_words(thread: Thread, as_bob: Client) -> None:
    response = as_bob.post(
        address(thread.rebut), {"text": "Reworded.", "revision": "1"}, headers=htmx()
    )
    html = response.content.decode()
    assert f'id="claim-{thread.rebut.key}" hx-swap-oob="true"' in html
    assert "Reworded." in html
    assert said(response) == "Your claim is saved."


def test_an_edited_answer_is_still_called_an_answer(thread: Thread, as_alice: Client) -> None:
    response = as_alice.post(
        address(thread.answer), {"text": "In the first three.", "revision": "1"}, headers=htmx()
    )
    assert words(response).startswith("Answer ")


def test_what_answers_the_thesis_heads_its_branch_only_among_the_threads(
    thread: Thread, as_alice: Client
) -> None:
    threads = f"http://testserver/debates/{thread.debate.key}/threads/?sort=newest"
    own_page = f"http://testserver/claims/{thread.thesis.key}/"
    for text, page, element in [("One.", threads, "<h3 "), ("Two.", own_page, "<p ")]:
        revision = fields(as_alice.get(address(thread.point)))["revision"]
        response = as_alice.post(
            address(thread.point), {"text": text, "revision": revision}, headers=htmx(page)
        )
        assert f'{element}class="claim-text"' in response.content.decode()


def test_a_stale_edit_gets_its_text_back_beside_the_newer_one(
    thread: Thread, as_bob: Client, bob: User
) -> None:
    edit_claim(claim=thread.rebut.key, text="The newer words.", base_revision=1, by=bob)
    typed = {"text": "My own words.", "details": "Mine", "revision": "1"}
    plain = as_bob.post(address(thread.rebut), typed)
    fragment = as_bob.post(address(thread.rebut), typed, headers=htmx())
    for response in (plain, fragment):
        assert response.status_code == 409
        assert str(SENTENCES["edited_meanwhile"]) in words(response)
        assert "The newer words" in words(response)
        held = fields(response)
        assert (held["text"], held["details"], held["revision"]) == ("My own words.", "Mine", "2")
    assert fragment["HX-Retarget"] == f"#claim-{thread.rebut.key}-composer"
    assert fresh(thread.rebut).text == "The newer words."


def test_a_stale_edit_shows_all_that_changed_since_it_was_begun(
    thread: Thread, as_bob: Client, bob: User
) -> None:
    claim = factories.reply(
        thread.point, bob, text="Pupils nap.", details="*Really*", sources=[("S", "")]
    )
    edit_claim(
        claim=claim.key,
        text="Pupils doze.",
        details="*Often*",
        sources=[Cited("A study", "https://example.org/a"), Cited("S", "")],
        base_revision=1,
        by=bob,
    )
    typed = {"text": "My own words.", "revision": "1"}
    for headers in ({}, htmx()):
        response = as_bob.post(address(claim), typed, headers=headers)
        assert response.status_code == 409
        html = response.content.decode()
        for mark, text in [
            ("del", "nap"),
            ("ins", "doze"),
            ("del", "Really"),
            ("ins", "Often"),
            ("ins", "A study"),
        ]:
            assert re.search(rf"<{mark}[^>]*><bdi[^>]*>[^<]*</bdi>(<a [^>]*>)?[^<]*{text}", html), (
                text
            )
    typed["revision"] = "no number"
    shown = words(as_bob.post(address(claim), typed))
    assert "The wording as it is now Pupils doze. Details *Often* Sources A study" in shown


def test_sending_a_stale_edit_again_saves_it_over_the_newer_one(
    thread: Thread, as_bob: Client, bob: User
) -> None:
    edit_claim(claim=thread.rebut.key, text="The newer words.", base_revision=1, by=bob)
    refused = as_bob.post(address(thread.rebut), {"text": "My own words.", "revision": "1"})
    held = fields(refused)
    response = as_bob.post(
        address(thread.rebut), {"text": held["text"], "revision": held["revision"]}
    )
    assert response.status_code == 303
    assert fresh(thread.rebut).text == "My own words."


def test_an_invalid_edit_comes_back_as_typed(thread: Thread, as_bob: Client) -> None:
    response = as_bob.post(address(thread.rebut), {"text": " .. ", "revision": "1"})
    assert response.status_code == 422
    assert fields(response)["text"] == " .. "
    assert fields(response)["revision"] == "1"


def test_after_closing_the_text_is_given_back(thread: Thread, as_bob: Client, alice: User) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    response = as_bob.post(address(thread.rebut), {"text": "Too late.", "revision": "1"})
    assert response.status_code == 409
    assert fields(response)["text"] == "Too late."


def test_only_the_author_gets_the_form(thread: Thread, as_dan: Client, nobody: Client) -> None:
    assert as_dan.get(address(thread.rebut)).status_code == 403
    assert as_dan.post(address(thread.rebut), {"text": "Mine now."}).status_code == 403
    assert nobody.get(address(thread.rebut))["Location"].startswith("/accounts/login/")
    assert nobody.post(address(thread.rebut), {"text": "Mine now."}).status_code == 401
    response = nobody.post(address(thread.rebut), {"text": ""})
    assert response["Location"] == f"/accounts/login/?next=/claims/{thread.rebut.key}/"

from django.test import Client

from debate.enums import ClaimState
from debate.models import Claim
from debate.words import SENTENCES
from tests.factories import Thread
from tests.web.browsing import htmx, said, words


def address(claim: Claim) -> str:
    return f"/claims/{claim.key}/withdrawal/"


def state(claim: Claim) -> str:
    claim.refresh_from_db()
    return claim.state


def test_it_is_asked_before_it_is_done(thread: Thread, as_bob: Client) -> None:
    for headers in ({}, htmx()):
        response = as_bob.get(address(thread.rebut), headers=headers)
        assert "Its place is kept, with the reply below it." in words(response)
    assert state(thread.rebut) == ClaimState.LIVE


def test_a_withdrawn_claim_keeps_its_place_and_not_its_words(
    thread: Thread, as_bob: Client, nobody: Client
) -> None:
    response = as_bob.post(address(thread.rebut))
    assert response.status_code == 303
    page = words(nobody.get(response["Location"]))
    assert thread.rebut.text not in page
    assert "Withdrawn by its author." in page
    assert thread.undercut.text in page


def test_by_htmx_a_tombstone_stands_in_its_place(thread: Thread, as_bob: Client) -> None:
    response = as_bob.post(address(thread.rebut), headers=htmx())
    assert f'id="claim-{thread.rebut.key}" hx-swap-oob="true"' in response.content.decode()
    assert thread.rebut.text not in words(response)
    assert said(response) == "Your claim is withdrawn."


def test_twice_is_harmless(thread: Thread, as_bob: Client) -> None:
    assert [as_bob.post(address(thread.rebut)).status_code for _ in range(2)] == [303, 303]


def test_only_the_author_may(thread: Thread, as_dan: Client, nobody: Client) -> None:
    for ask in (as_dan.get, as_dan.post):
        response = ask(address(thread.rebut))
        assert response.status_code == 403
        assert str(SENTENCES["not_your_claim"]) in words(response)
    back = f"/accounts/login/?next=/claims/{thread.rebut.key}/"
    assert nobody.post(address(thread.rebut))["Location"] == back
    assert state(thread.rebut) == ClaimState.LIVE


def test_a_thesis_stays(thread: Thread, as_alice: Client) -> None:
    assert as_alice.get(address(thread.thesis)).status_code == 403
    assert str(SENTENCES["a_thesis_stays"]) in words(as_alice.post(address(thread.thesis)))

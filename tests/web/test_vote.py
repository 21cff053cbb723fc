import pytest
from django.test import Client

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.publication import close_debate
from debate.actions.vote import cast_vote
from debate.enums import VoteValue
from debate.models import Claim, Tally, Vote
from debate.words import SENTENCES
from tests.factories import Thread
from tests.web.browsing import htmx, said, words


def address(claim: Claim) -> str:
    return f"/claims/{claim.key}/vote/"


def own_vote(claim: Claim, who: User) -> int | None:
    return Vote.objects.filter(claim=claim, person=who).values_list("value", flat=True).first()


def test_a_plain_vote_leads_back_to_the_claim_in_the_thread(
    thread: Thread, as_dan: Client, dan: User
) -> None:
    response = as_dan.post(address(thread.rebut), {"value": "1"})
    key, debate = thread.rebut.key, thread.debate.key
    assert response.status_code == 303
    assert response["Location"] == f"/debates/{debate}/threads/?at={key}#claim-{key}"
    assert own_vote(thread.rebut, dan) == 1


@pytest.mark.parametrize("page", ["/claims/{claim}/", "/debates/{debate}/?passage=x"])
def test_a_plain_vote_leads_back_to_the_page_it_was_cast_on(
    thread: Thread, as_dan: Client, page: str
) -> None:
    at = page.format(claim=thread.rebut.key, debate=thread.debate.key)
    response = as_dan.post(
        address(thread.rebut), {"value": "1"}, headers={"Referer": f"http://testserver{at}"}
    )
    assert response["Location"] == f"{at}#claim-{thread.rebut.key}"


@pytest.mark.parametrize(
    "referer", ["https://elsewhere.example/claims/{claim}/", "http://[broken", "javascript:x"]
)
def test_a_vote_never_leads_to_another_site(thread: Thread, as_dan: Client, referer: str) -> None:
    response = as_dan.post(
        address(thread.rebut),
        {"value": "1"},
        headers={"Referer": referer.format(claim=thread.rebut.key)},
    )
    assert response["Location"].startswith(f"/debates/{thread.debate.key}/threads/")


def test_by_htmx_the_votes_come_back_pressed_and_are_announced(
    thread: Thread, as_dan: Client
) -> None:
    response = as_dan.post(address(thread.rebut), {"value": "1"}, headers=htmx())
    key = thread.rebut.key
    assert response.status_code == 200
    assert response.content.decode().strip().startswith(f'<div class="vote" id="claim-{key}-votes"')
    assert 'value="withdraw" aria-pressed="true"' in response.content.decode()
    assert said(response) == "Your vote: convincing. 1 convincing, 0 not convincing."


def test_a_vote_is_changed_and_taken_back(thread: Thread, as_dan: Client, dan: User) -> None:
    for value, kept in [("1", 1), ("-1", -1), ("0", 0), ("withdraw", None), ("withdraw", None)]:
        response = as_dan.post(address(thread.rebut), {"value": value}, headers=htmx())
        assert response.status_code == 200
        assert own_vote(thread.rebut, dan) == kept
    assert said(response) == "Your vote is taken back."


# ---- A vote on an earlier wording


@pytest.fixture
def reworded(thread: Thread, bob: User, dan: User) -> Claim:
    """Dan found it convincing before it was reworded."""
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)
    return edit_claim(claim=thread.rebut.key, text="They nap.", base_revision=1, by=bob)


def judged(claim: Claim, who: User) -> list[tuple[int, int]]:
    return list(Vote.objects.filter(claim=claim, person=who).values_list("value", "revision"))


def test_pressing_the_same_again_gives_the_vote_to_the_newer_wording(
    reworded: Claim, as_dan: Client, dan: User
) -> None:
    own, past = f"/claims/{reworded.key}/", f"/claims/{reworded.key}/history/?from=1"
    before = as_dan.get(own).content.decode()
    assert 'value="1" aria-pressed="true"' in before
    response = as_dan.post(
        address(reworded), {"value": "1"}, headers={"Referer": f"http://testserver{past}"}
    )
    assert response["Location"] == f"{past}#claim-{reworded.key}"
    assert judged(reworded, dan) == [(1, 2)]
    after = as_dan.get(own).content.decode()
    assert 'value="withdraw" aria-pressed="true"' in after
    assert "earlier wording" not in after
    assert Tally.objects.get(claim=reworded).up == 1


def test_by_htmx_the_note_goes_and_the_page_counts_anew(
    reworded: Claim, thread: Thread, as_dan: Client, dan: User, eve: User
) -> None:
    counted = f'<p class="earlier-votes" id="claim-{reworded.key}-earlier" hx-swap-oob="true"></p>'
    for page, counts in (
        (f"/claims/{reworded.key}/", True),
        (f"/claims/{reworded.key}/history/?from=1", True),
        (f"/debates/{thread.debate.key}/threads/", False),
    ):
        Vote.objects.filter(claim=reworded).update(revision=1)
        response = as_dan.post(
            address(reworded), {"value": "1"}, headers=htmx(f"http://testserver{page}")
        )
        html = response.content.decode()
        assert "vote-earlier" not in html
        assert 'value="withdraw" aria-pressed="true"' in html
        assert (counted in html) == counts
        assert judged(reworded, dan) == [(1, 2)]


def test_another_vote_is_on_the_newer_wording_too(
    reworded: Claim, as_dan: Client, dan: User
) -> None:
    as_dan.post(address(reworded), {"value": "-1"})
    assert judged(reworded, dan) == [(-1, 2)]


@pytest.mark.parametrize("value", ["", "2", "up", "01", "１", "1.0", "\x00"])
def test_what_is_no_vote_is_refused_and_changes_nothing(
    thread: Thread, as_dan: Client, dan: User, value: str
) -> None:
    as_dan.post(address(thread.rebut), {"value": "1"})
    response = as_dan.post(address(thread.rebut), {"value": value})
    assert response.status_code == 422
    assert str(SENTENCES["no_such_vote"]) in words(response)
    assert own_vote(thread.rebut, dan) == 1


def test_of_a_repeated_value_the_last_one_counts(thread: Thread, as_dan: Client, dan: User) -> None:
    as_dan.post(address(thread.rebut), {"value": ["-1", "1"]})
    assert own_vote(thread.rebut, dan) == 1


def test_nobody_is_asked_to_sign_in_and_comes_back_to_the_claim(
    thread: Thread, nobody: Client
) -> None:
    response = nobody.post(address(thread.rebut), {"value": "1"})
    assert response.status_code == 303
    assert response["Location"] == f"/accounts/login/?next=/claims/{thread.rebut.key}/"
    assert str(SENTENCES["sign_in_to_vote"]) in words(nobody.get(response["Location"]))


def test_nobody_by_htmx_is_sent_to_sign_in_and_back_to_the_page(
    thread: Thread, nobody: Client
) -> None:
    at = f"http://testserver/debates/{thread.debate.key}/threads/?sort=newest"
    response = nobody.post(address(thread.rebut), {"value": "1"}, headers=htmx(at))
    assert response.status_code == 200
    assert response["HX-Redirect"] == (
        f"/accounts/login/?next=/debates/{thread.debate.key}/threads/%3Fsort%3Dnewest"
    )


def test_the_author_is_told_why_not(thread: Thread, as_bob: Client) -> None:
    plain = as_bob.post(address(thread.rebut), {"value": "1"})
    fragment = as_bob.post(address(thread.rebut), {"value": "1"}, headers=htmx())
    for response in (plain, fragment):
        assert response.status_code == 403
        assert str(SENTENCES["own_claim"]) in words(response)
    assert fragment["HX-Retarget"] == "#flashes"


def test_in_a_closed_debate_the_sentence_says_so(
    thread: Thread, as_dan: Client, alice: User
) -> None:
    close_debate(debate=thread.debate.key, by=alice)
    response = as_dan.post(address(thread.rebut), {"value": "1"}, headers=htmx())
    assert response.status_code == 409
    assert str(SENTENCES["votes_closed"]) in words(response)


def test_the_address_of_a_vote_leads_to_its_claim(thread: Thread, as_dan: Client) -> None:
    response = as_dan.get(address(thread.rebut))
    assert response.status_code == 302
    assert response["Location"] == f"/claims/{thread.rebut.key}/"
    assert as_dan.put(address(thread.rebut)).status_code == 405

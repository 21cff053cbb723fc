"""The page of a claim's history, and the links that lead to it."""

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.vote import cast_vote
from debate.actions.wording import Cited
from debate.enums import VoteValue
from debate.models import Claim
from tests import factories
from tests.factories import Thread
from tests.web.browsing import words

EARLIER = "You voted on an earlier wording. See what changed"


def address(claim: Claim) -> str:
    return f"/claims/{claim.key}/history/"


@pytest.fixture
def claim(thread: Thread, bob: User, dan: User) -> Claim:
    """A rebuttal of bob's on which dan voted before it was reworded."""
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)
    return edit_claim(
        claim=thread.rebut.key,
        text="Pupils who start later stay up later.",
        details="*Some* do.",
        sources=[Cited("A study", "https://example.org/a")],
        base_revision=1,
        by=bob,
    )


def test_a_history_shows_each_wording_and_says_to_ears_what_changed(
    claim: Claim, nobody: Client
) -> None:
    response = nobody.get(address(claim))
    html = response.content.decode()
    assert '<del><bdi class="for-ears" lang="en-gb">(removed: </bdi>go to bed' in html
    assert '<ins data-instead><bdi class="for-ears" lang="en-gb">(added: </bdi>stay up' in html
    shown = words(response)
    assert shown.index("Wording 2") < shown.index("Wording 1")
    assert "*Some* do." in shown
    assert "A study" in shown
    assert "1 of 1 votes is on an earlier wording." in shown


def test_two_wordings_are_compared_by_their_address(claim: Claim, nobody: Client) -> None:
    factories.edit(claim, "Pupils who start later sleep later.")
    response = nobody.get(f"{address(claim)}?from=1&to=3")
    html = response.content.decode()
    assert "(removed: </bdi>go to bed" in html
    assert "(added: </bdi>sleep" in html
    assert "stay up" not in html
    assert '<option value="1" selected>1</option>' in html


@pytest.mark.parametrize(
    "asked",
    [
        "from=x",
        "from=-1",
        "from=9999999999999",
        "to=%cc%81",
        "before=0",
        "before=x",
        "from=1&from=2",
    ],
)
def test_what_an_address_cannot_mean_is_not_asked_for(
    claim: Claim, nobody: Client, asked: str
) -> None:
    assert nobody.get(f"{address(claim)}?{asked}").status_code == 200


def test_of_what_is_gone_the_history_says_so_and_nothing_else(
    claim: Claim, nobody: Client, as_bob: Client
) -> None:
    factories.withdraw(claim)
    for client in (nobody, as_bob):
        for asked in ("", "?from=1"):
            shown = words(client.get(f"{address(claim)}{asked}"))
            assert "Withdrawn by its author." in shown
            assert "stay up" not in shown
            assert "go to bed" not in shown
            assert "A study" not in shown


def test_there_is_no_history_of_what_one_may_not_see(nobody: Client, alice: User) -> None:
    draft = factories.debate(alice, visibility=factories.Visibility.DRAFT)
    assert nobody.get(address(factories.thesis_of(draft))).status_code == 404
    assert nobody.get("/claims/aaaaaaaaaaaa/history/").status_code == 404


def test_edited_leads_to_the_history_and_the_claims_page_counts_its_wordings(
    claim: Claim, thread: Thread, nobody: Client
) -> None:
    link = f'<a class="edited" href="{address(claim)}">edited</a>'
    threads = nobody.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    assert threads.count(link) == 1
    own = nobody.get(f"/claims/{claim.key}/")
    assert link in own.content.decode()
    assert "History, 2 wordings" in words(own)
    assert "1 of 1 votes is on an earlier wording." in words(own)
    assert "History" not in words(nobody.get(f"/claims/{thread.point.key}/"))


def test_parent_edited_leads_to_what_changed_in_the_parent_since(
    claim: Claim, thread: Thread, nobody: Client
) -> None:
    html = nobody.get(f"/claims/{thread.undercut.key}/").content.decode()
    assert f'<a class="edited" href="{address(claim)}?from=1" title=' in html


def test_whose_vote_is_on_an_earlier_wording_is_told_wherever_its_votes_stand(
    claim: Claim, thread: Thread, as_dan: Client, as_alice: Client, nobody: Client
) -> None:
    link = f'<a class="vote-earlier" href="{address(claim)}?from=1">{EARLIER}</a>'
    debate = f"/debates/{thread.debate.key}/threads/"
    for at in (debate, f"/claims/{claim.key}/", address(claim), f"/claims/{thread.point.key}/"):
        assert as_dan.get(at).content.decode().count(link) == 1
        for other in (as_alice, nobody):
            assert "vote-earlier" not in other.get(at).content.decode()


def test_a_vote_on_a_thesis_that_was_reworded_is_told_of_at_the_head_of_its_pages(
    thread: Thread, as_dan: Client, dan: User, alice: User
) -> None:
    thesis = thread.thesis
    cast_vote(claim=thesis.key, value=VoteValue.UNSURE, by=dan)
    edit_claim(claim=thesis.key, text="School should start at ten.", base_revision=1, by=alice)
    html = as_dan.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    assert f'{address(thesis)}?from=1">{EARLIER}' in html

"""What keeps an open page up to date: the ticket, and the fragment of claims as they are now."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from debate.actions.hiding import hide_claim
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import Reason, Relation, RepliesHidden, ResultsHidden, Role, Visibility, VoteValue
from debate.limits import CURRENT_CLAIMS_MAX
from debate.logic.rules import EVERYTHING, Window, write_windows
from debate.models import Claim, Debate, DebateRules
from debate.policies.ticket import login_of_session, read_ticket
from tests import factories
from tests.factories import LONG_AGO, Thread
from tests.web.browsing import htmx, said, words


def fragment(client: Client, debate: Debate, at: str = "threads/", **named: str) -> str:
    page = f"http://testserver/debates/{debate.key}/{at}"
    response = client.get(f"/debates/{debate.key}/claims/", named, headers=htmx(page))
    assert response.status_code == 200
    return response.content.decode()


def ids(html: str) -> list[str]:
    return re.findall(r' id="(claim-\w{12}(?:-votes|-below|-arrivals)?)"', html)


def reply(to: Claim, by: User, text: str = "Something that nobody had said.") -> Claim:
    posted = post_reply(
        parent=to.key, relation="rebut", parent_revision=to.revision, text=text, by=by
    )
    assert isinstance(posted, Claim)
    return posted


# ---- The ticket


def test_a_ticket_is_for_one_debate_and_ends_with_the_session(
    thread: Thread, as_dan: Client, dan: User
) -> None:
    response = as_dan.get(f"/debates/{thread.debate.key}/ticket/")
    told = response.json()
    ticket = read_ticket(told["ticket"]).ticket
    thread.debate.refresh_from_db()
    assert told["seq"] == thread.debate.last_seq
    assert (told["url"], told["poll"]) == ("/live/events/", "/live/poll/")
    assert ticket.topics == (f"debate:{thread.debate.key}",)
    assert ticket.person == dan.key
    assert ticket.login == login_of_session(as_dan.session.session_key)
    assert "no-store" in response["Cache-Control"]


def test_a_visitor_gets_a_ticket_that_is_counted_by_their_network(
    thread: Thread, nobody: Client
) -> None:
    told = nobody.get(f"/debates/{thread.debate.key}/ticket/").json()
    ticket = read_ticket(told["ticket"]).ticket
    assert (ticket.person, ticket.network, ticket.keeps_order) == ("", "127.0.0.1", False)


def test_a_ticket_says_what_is_hidden_and_what_its_holder_did(
    thread: Thread, as_bob: Client, as_eve: Client, as_alice: Client
) -> None:
    hidden = Window(
        LONG_AGO, None, EVERYTHING, results_hidden=ResultsHidden.JUDGED,
        replies_hidden=RepliesHidden.POSTED,
    )  # fmt: skip
    DebateRules.objects.filter(debate=thread.debate).update(windows=write_windows([hidden]))
    at = f"/debates/{thread.debate.key}/"
    told = {}
    for name, client in (("bob", as_bob), ("eve", as_eve), ("alice", as_alice)):
        answer = client.get(f"{at}ticket/").json()
        ticket = read_ticket(answer["ticket"]).ticket
        page = client.get(f"{at}threads/").content.decode()
        assert ("data-live-blind" in page) == answer["blind"]
        told[name] = (ticket.sees_replies, ticket.sees_results, ticket.keeps_order, answer["blind"])
    assert told == {
        "bob": (True, False, False, True),  # has posted, and not judged
        "eve": (False, False, False, True),
        "alice": (True, False, True, False),  # owns the debate
    }


def test_what_a_page_asks_by_itself_takes_no_cookie_away(thread: Thread, as_dan: Client) -> None:
    Session.objects.all().delete()
    for part in ("ticket", "claims"):
        response = as_dan.get(f"/debates/{thread.debate.key}/{part}/", headers=htmx())
        assert response.status_code == 200
        assert not response.cookies


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.UNLISTED])
def test_nobody_listens_to_or_asks_for_what_they_may_not_see(
    thread: Thread, as_eve: Client, nobody: Client, visibility: Visibility
) -> None:
    Debate.objects.filter(pk=thread.debate.pk).update(visibility=visibility)
    for client in (as_eve, nobody):
        for part in ("ticket", "claims"):
            named = {"keys": thread.rebut.key, "show": thread.rebut.key}
            response = client.get(f"/debates/{thread.debate.key}/{part}/", named, headers=htmx())
            assert response.status_code == 404
            assert thread.rebut.text not in words(response)


@pytest.mark.parametrize("page", ["/debates/{}/", "/debates/{}/threads/"])
def test_a_page_says_where_it_listens_and_up_to_what_it_was_made(
    thread: Thread, nobody: Client, page: str
) -> None:
    thread.debate.refresh_from_db()
    html = nobody.get(page.format(thread.debate.key)).content.decode()
    assert f'data-live="/debates/{thread.debate.key}/ticket/"' in html
    assert f'data-live-seq="{thread.debate.last_seq}"' in html


def test_a_claims_own_page_listens_for_what_answers_it(thread: Thread, nobody: Client) -> None:
    html = nobody.get(f"/claims/{thread.rebut.key}/").content.decode()
    assert f'data-live="/debates/{thread.debate.key}/ticket/"' in html
    assert f'data-sides="{thread.rebut.key}"' in html


# ---- Claims that stand on the page


def test_a_claim_comes_as_the_page_has_it(thread: Thread, as_dan: Client, dan: User) -> None:
    cast_vote(claim=thread.support.key, value=VoteValue.CONVINCING, by=dan)
    page = as_dan.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    now = fragment(as_dan, thread.debate, keys=thread.support.key, below=thread.support.key)
    article = rf'(?s)<article class="claim" id="claim-{thread.support.key}".*?</article>'
    in_page, in_fragment = re.search(article, page), re.search(article, now)
    assert in_page is not None
    assert in_fragment is not None
    assert in_page[0] == in_fragment[0]


def test_what_hangs_below_a_claim_is_counted_as_the_page_counts_it(
    thread: Thread, as_dan: Client
) -> None:
    page = as_dan.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    now = fragment(as_dan, thread.debate, below=thread.point.key)
    start = f'<span class="branch-below" id="claim-{thread.point.key}-below"'
    in_page = page[page.index(start) : page.index("</summary>", page.index(start))]
    assert in_page in now


def test_votes_that_are_written_out_come_alone(thread: Thread, as_dan: Client) -> None:
    key = thread.thesis.key
    now = fragment(as_dan, thread.debate, keys=key, words=key)
    assert ids(now) == [f"claim-{key}-votes"]
    assert "data-words" in now


def test_what_was_withdrawn_or_hidden_comes_without_its_words(
    thread: Thread, as_dan: Client, nobody: Client, mona_hides: None
) -> None:
    withdraw_claim(claim=thread.support.key, by=thread.support.author)
    keys = f"{thread.support.key}.{thread.rebut.key}"
    for client in (as_dan, nobody):
        now = fragment(client, thread.debate, keys=keys)
        assert "Withdrawn by its author." in now
        assert "Hidden by a moderator." in now
        assert thread.support.text not in now
        assert thread.rebut.text not in now


@pytest.fixture
def mona_hides(thread: Thread) -> None:
    mona = factories.person("mona")
    factories.member(thread.debate, mona, role=Role.MODERATOR)
    hide_claim(claim=thread.rebut.key, reason=Reason.SPAM, by=mona)


def test_claims_of_another_debate_are_left_out(
    thread: Thread, debate: Debate, alice: User, as_dan: Client
) -> None:
    other = factories.debate(alice, thesis="Another thesis.")
    elsewhere = Claim.objects.get(debate=other)
    named = {"keys": elsewhere.key, "below": elsewhere.key, "arrived": elsewhere.key}
    now = fragment(as_dan, thread.debate, **named)
    assert ids(now) == []
    assert "Another thesis." not in now


def test_no_more_are_given_at_once_than_the_page_may_ask_for(
    thread: Thread, as_dan: Client, bob: User
) -> None:
    made = [factories.reply(thread.thesis, bob, Relation.REBUT, f"C{n}.") for n in range(52)]
    keys = ".".join(claim.key for claim in made)
    now = fragment(as_dan, thread.debate, keys=keys)
    assert now.count("<article") == CURRENT_CLAIMS_MAX


@pytest.mark.parametrize("keys", ["", "x", "....", "a" * 5000, "../..", "é" * 12])
def test_what_is_no_key_is_passed_over(thread: Thread, nobody: Client, keys: str) -> None:
    for name in ("keys", "words", "below", "arrived", "show", "sides"):
        assert ids(fragment(nobody, thread.debate, **{name: keys})) == []


# ---- What arrived


def test_what_arrived_is_told_at_the_claim_that_it_answers(
    thread: Thread, as_dan: Client, bob: User
) -> None:
    first = reply(thread.rebut, bob)
    second = reply(first, bob, "And something that follows from it.")
    now = fragment(as_dan, thread.debate, arrived=f"{second.key}.{first.key}")
    assert ids(now) == [f"claim-{thread.rebut.key}-arrivals"]
    assert "2 new replies" in now
    assert f"at={first.key}#claim-{first.key}" in now
    assert first.text not in now


def test_ones_own_reply_from_elsewhere_is_not_told_as_new(
    thread: Thread, as_dan: Client, dan: User
) -> None:
    mine = reply(thread.rebut, dan)
    now = fragment(as_dan, thread.debate, arrived=mine.key)
    assert "1 more reply" in now
    assert "live-news" not in now


def test_what_is_gone_again_did_not_arrive(thread: Thread, as_dan: Client, bob: User) -> None:
    gone = reply(thread.rebut, bob)
    withdraw_claim(claim=gone.key, by=bob)
    assert ids(fragment(as_dan, thread.debate, arrived=gone.key)) == []
    assert ids(fragment(as_dan, thread.debate, show=gone.key)) == []


def test_what_arrived_is_shown_with_what_answers_it(
    thread: Thread, as_dan: Client, bob: User
) -> None:
    first = reply(thread.rebut, bob)
    second = reply(first, bob, "And something that follows from it.")
    response = as_dan.get(
        f"/debates/{thread.debate.key}/claims/",
        {"show": f"{first.key}.{second.key}"},
        headers=htmx(),
    )
    html = response.content.decode()
    assert f'hx-swap-oob="afterbegin:#claim-{thread.rebut.key}-replies"' in html
    assert html.count("<article") == html.count("data-new") == 2
    assert html.index(first.text) < html.index(second.text)
    assert said(response) == "2 new replies are shown."


def test_on_a_claims_own_page_a_reply_joins_its_side(
    thread: Thread, nobody: Client, bob: User
) -> None:
    posted = reply(thread.rebut, bob)
    html = fragment(nobody, thread.debate, show=posted.key, sides=thread.rebut.key)
    assert f"#claim-{thread.rebut.key}-replies-rebut" in html


@pytest.mark.parametrize(("many", "by_nobody", "signed_in"), [(1, 4, 7), (3, 4, 7)])
def test_the_fragment_runs_the_same_statements_for_any_claims(
    thread: Thread,
    nobody: Client,
    as_dan: Client,
    bob: User,
    many: int,
    by_nobody: int,
    signed_in: int,
) -> None:
    keys = ".".join(reply(thread.rebut, bob, f"Reply {n} to it.").key for n in range(many))
    for client, statements in ((nobody, by_nobody), (as_dan, signed_in)):
        for named in ({"keys": keys, "below": keys, "arrived": keys}, {"show": keys}):
            with CaptureQueriesContext(connection) as captured:
                fragment(client, thread.debate, **named)
            assert len(captured) == statements

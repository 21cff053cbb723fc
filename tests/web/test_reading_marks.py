"""Marks of what was read move on only when somebody was there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from debate.enums import Sort
from debate.limits import THREAD_BUDGET
from debate.models import Claim, ReadMark
from tests import factories
from tests.factories import Thread
from tests.web.browsing import htmx

MARKED = "data-new aria-labelledby"  # on an article


def marked(thread: Thread, who: User) -> bool:
    return ReadMark.objects.filter(debate=thread.debate, person=who).exists()


@pytest.mark.parametrize("address", ["/debates/{debate}/", "/debates/{debate}/threads/"])
def test_the_pages_of_a_debate_move_the_mark_to_what_they_showed(
    thread: Thread, dan: User, as_dan: Client, nobody: Client, address: str
) -> None:
    nobody.get(address.format(debate=thread.debate.key))
    as_dan.get(address.format(debate=thread.debate.key))
    thread.debate.refresh_from_db()
    mark = ReadMark.objects.get()
    assert (mark.person_id, mark.seq) == (dan.pk, thread.debate.last_seq)


@pytest.mark.parametrize(
    "address",
    [
        "/claims/{claim}/",
        "/claims/{claim}/replies/",
        "/claims/{claim}/reply/",
        "/debates/",
        "/how-it-works/",
    ],
)
def test_no_other_page_moves_it(thread: Thread, dan: User, as_dan: Client, address: str) -> None:
    at = address.format(claim=thread.rebut.key)
    assert as_dan.get(at).status_code == 200
    assert as_dan.get(at, headers=htmx()).status_code == 200
    assert not marked(thread, dan)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
    ],
)
def test_a_page_that_nobody_looks_at_yet_does_not_move_it(
    thread: Thread, dan: User, as_dan: Client, headers: dict[str, str]
) -> None:
    at = f"/debates/{thread.debate.key}/threads/"
    assert as_dan.get(at, headers=headers).status_code == 200
    assert as_dan.head(at).status_code == 200
    assert not marked(thread, dan)


@pytest.fixture
def returning(thread: Thread, bob: User, dan: User, as_dan: Client) -> Client:
    """Dan comes back a day later; bob has replied meanwhile."""
    as_dan.get(f"/debates/{thread.debate.key}/threads/")
    ReadMark.objects.update(visited_at=timezone.now() - timedelta(days=1))
    factories.reply(thread.rebut, bob, text="Not in winter.")
    return as_dan


def test_what_is_new_is_marked_counted_and_led_to(thread: Thread, returning: Client) -> None:
    new = thread.debate.claims.get(text="Not in winter.")
    html = returning.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    assert html.count(MARKED) == 1
    assert f'id="threads-new" data-kind="quiet" href="#claim-{new.key}"' in html
    assert html.count("1 new") >= 3  # in the bar, on each branch above it, in the list
    again = returning.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    assert MARKED in again  # the visit lasts


def test_without_a_script_the_news_behind_stubs_are_a_page(
    thread: Thread, bob: User, returning: Client
) -> None:
    factories.replies(thread.thesis, bob, THREAD_BUDGET + 10)
    thread.debate.refresh_from_db()
    ReadMark.objects.update(seq=thread.debate.last_seq)
    new = factories.reply(thread.thesis, bob, text="At last.")
    at = f"/debates/{thread.debate.key}/threads/"
    html = returning.get(at).content.decode()
    link = f"{at}?sort=best&amp;show=new#claim-{new.key}"
    assert f'href="{link}"' in html
    assert f'id="claim-{new.key}"' not in html
    assert f'id="claim-{new.key}"' in returning.get(at, {"show": "new"}).content.decode()


def test_a_vote_leads_back_in_the_order_that_was_read(thread: Thread, as_dan: Client) -> None:
    at = f"/debates/{thread.debate.key}/threads/"
    for sort, expected in ((Sort.NEWEST, "sort=newest&"), (Sort.BEST, ""), ("x" * 99, "")):
        response = as_dan.post(
            f"/claims/{thread.point.key}/vote/",
            {"value": "1"},
            headers={"Referer": f"http://testserver{at}?sort={sort}"},
        )
        key = thread.point.key
        assert response["Location"] == f"{at}?{expected}at={key}#claim-{key}"


# ---- Permalinks


@pytest.mark.parametrize("leave", [factories.withdraw, factories.hide])
def test_the_addresses_of_a_claim_that_is_gone_still_lead_to_its_place(
    leave: Callable[[Claim], Claim], thread: Thread, nobody: Client
) -> None:
    gone = leave(thread.undercut)
    at = f"/debates/{thread.debate.key}/threads/"
    assert f'id="claim-{gone.key}"' not in nobody.get(at).content.decode()
    shown = nobody.get(at, {"at": gone.key}).content.decode()
    assert f'<article class="claim tombstone" id="claim-{gone.key}"' in shown
    own = nobody.get(f"/claims/{gone.key}/")
    assert own.status_code == 200
    assert gone.text not in own.content.decode() + shown


def test_the_keys_are_told_where_the_site_says_how_it_works(nobody: Client) -> None:
    html = nobody.get("/how-it-works/").content.decode()
    assert 'id="keys"' in html
    told = html.partition('id="keys"')[2].partition("</dl>")[0]
    assert re.findall(r"<kbd>(.)</kbd>", told) == list("JKPNXR/?")

"""The page on which staff take the votes of a ring out of every count."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from debate.limits import RING_MAX
from debate.models import Act, Case, Tally
from tests import factories
from tests.factories import Thread
from tests.web.browsing import browser_of, words

PAGE = "/moderation/votes/"


@pytest.fixture
def sam(db: None) -> User:
    return factories.person("sam", role=Role.STAFF)


@pytest.fixture
def as_sam(sam: User) -> Client:
    return browser_of(sam)


def votes_on(thread: Thread) -> tuple[int, int]:
    tally = Tally.objects.get(claim=thread.point)
    return tally.up, tally.down


def test_what_would_change_is_shown_before_it_does(
    thread: Thread, as_sam: Client, bob: User, dan: User
) -> None:
    factories.vote(thread.point, bob, 1)
    factories.vote(thread.point, dan, -1)
    before = votes_on(thread)
    typed = "@Bob\ndan, nobody-here\n dan\n"
    asked = as_sam.post(PAGE, {"deed": "look", "people": typed, "reason": "ring", "note": "Same."})
    told = words(asked)
    assert "2 accounts whose votes count now" in told
    assert "2 votes · 1 claim · 1 debate" in told
    assert "1 handle is left out, for it belongs to nobody: nobody-here" in told
    assert (votes_on(thread), Act.objects.count()) == (before, 0)
    assert asked.context["handles"] == "bob dan"


def test_a_ring_is_voided_listed_and_counted_again(
    thread: Thread, as_sam: Client, bob: User, dan: User
) -> None:
    before = votes_on(thread)
    factories.vote(thread.point, bob, 1)
    factories.vote(thread.point, dan, -1)
    with_votes = votes_on(thread)
    sent = {"deed": "void", "people": "bob\ndan", "reason": "ring", "note": "Same hour."}
    response = as_sam.post(PAGE, sent)
    assert (response.status_code, response["Location"]) == (303, PAGE)
    assert votes_on(thread) == before
    run = Act.objects.get()
    assert Case.objects.get().note == "Same hour."
    listed = words(as_sam.get(PAGE))
    assert "The votes of 2 accounts do not count any more." in listed
    assert "Votes of 2 accounts voided · 2 votes · 1 claim" in listed
    assert "Count these votes again?" in words(as_sam.get(PAGE, {"run": run.key}))
    back = {"deed": "count", "run": run.key, "reason": "mistake", "note": ""}
    assert as_sam.post(PAGE, back)["Location"] == PAGE
    assert votes_on(thread) == with_votes
    assert "Counted again" in words(as_sam.get(PAGE))
    assert "These votes count already." in words(as_sam.get(PAGE, {"run": run.key}))


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("", "Name the accounts by their handles"),
        (" ,, ", "Name the accounts by their handles"),
        ("\n".join(f"x{n}" for n in range(RING_MAX + 1)), "Name at most 2,000 accounts"),
    ],
)
def test_what_names_no_ring_is_shown_again(as_sam: Client, people: str, told: str) -> None:
    for deed in ("look", "void"):
        response = as_sam.post(PAGE, {"deed": deed, "people": people, "reason": "ring"})
        assert response.status_code == 422
        assert told in words(response)


@pytest.mark.parametrize("people", ["x\x00y", "\ud800", "é" * 9, "x" * 100_000, "' OR 1=1 --"])
def test_whatever_is_pasted_is_no_fault(as_sam: Client, people: str) -> None:
    answers = [
        as_sam.post(
            PAGE,
            urlencode({"people": people, "reason": "ring", "deed": deed}, errors="surrogatepass"),
            content_type="application/x-www-form-urlencoded",
        ).status_code
        for deed in ("look", "void")
    ]
    assert answers == [200, 422]


def test_a_handle_that_was_given_up_meanwhile_stops_the_run(
    thread: Thread, as_sam: Client, bob: User
) -> None:
    sent = {"deed": "void", "people": "bob\ngone", "reason": "ring"}
    refused = as_sam.post(PAGE, sent)
    assert "Here is 1 handle that belongs to nobody." in words(refused)
    assert (refused.status_code, Act.objects.count()) == (422, 0)


def test_the_reason_is_one_of_the_closed_list(as_sam: Client, bob: User) -> None:
    refused = as_sam.post(PAGE, {"deed": "void", "people": "bob", "reason": "because"})
    assert (refused.status_code, Act.objects.count()) == (422, 0)


def test_nobody_of_the_staff_voids_their_own_votes(as_sam: Client, bob: User) -> None:
    refused = as_sam.post(PAGE, {"deed": "void", "people": "sam\nbob", "reason": "ring"})
    assert (refused.status_code, Act.objects.count()) == (403, 0)


def test_to_everybody_else_there_is_no_such_page(
    as_alice: Client, nobody: Client, carol: User
) -> None:
    sent = {"deed": "look", "people": "bob", "reason": "ring"}
    for browser in (as_alice, browser_of(carol)):
        assert browser.get(PAGE).status_code == 404
        assert browser.post(PAGE, sent).status_code == 404
        assert browser.post(PAGE, {}).status_code == 404
    assert nobody.get(PAGE).status_code == 303
    assert Act.objects.count() == 0


def test_past_runs_cost_the_same_statements_however_many_they_are(
    thread: Thread, as_sam: Client
) -> None:
    counts = []
    for number in range(3):
        factories.person(f"ring-{number}")
        as_sam.post(PAGE, {"deed": "void", "people": f"ring-{number}", "reason": "ring"})
        as_sam.get(PAGE)  # the sentence of what was done is told once
        with CaptureQueriesContext(connection) as captured:
            as_sam.get(PAGE)
        counts.append(len(captured))
    assert counts == [4] * 3  # session, person, what is new for them, runs

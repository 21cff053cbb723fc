"""Requests that say which state of a thing they know."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.api.conditions import etag, revision_known
from accounts.api.errors import IfMatchNeeded
from accounts.enums import Scope
from accounts.limits import READ_PARTS, UNCHANGED_PARTS
from accounts.models import Rate, Token, User
from debate.actions.edit import edit_claim
from debate.actions.hiding import hide_claim
from debate.actions.vote import cast_vote
from debate.enums import Reason, VoteValue
from debate.limits import CURSOR_DAYS, DAY
from debate.models import Debate, DebateRules
from debate.queries import cursor
from debate.tasks.tally import tally_debate
from tests.factories import Thread

V1 = "/api/v1"


# ---- If-Match


def knowing(tag: str) -> int:
    return revision_known(RequestFactory().patch("/", headers={"If-Match": tag}))


@pytest.mark.parametrize(
    ("tag", "revision"),
    [
        ('"7"', 7),
        ('"7-k3v9"', 7),
        ('W/"7-k3v9"', 7),  # as our own compression makes it
        ('"3", "7-x"', 7),
        ('"soon"', 0),
        ('"9999999999"', 0),
        ('"-7"', 0),
        ('"7x"', 0),
        (etag(["a state"], revision=7, weak=False), 7),
    ],
)
def test_if_match_names_a_revision_by_its_number(tag: str, revision: int) -> None:
    assert knowing(tag) == revision


@pytest.mark.parametrize("tag", ["", "*", "7", "garbage"])
def test_who_names_no_revision_is_asked_to(tag: str) -> None:
    with pytest.raises(IfMatchNeeded):
        knowing(tag)


# ---- If-None-Match


def get(address: str, known: str = "", client: Client | None = None, **headers: str) -> Any:
    if known:
        headers["If-None-Match"] = known
    return (client or Client()).get(address, headers=headers)


@pytest.fixture
def addresses(thread: Thread) -> dict[str, str]:
    debate = f"{V1}/debates/{thread.debate.key}"
    return {
        "debate": debate,
        "thread": f"{debate}/thread",
        "branch": f"{debate}/thread?root={thread.rebut.key}&shape=nested",
        "claim": f"{V1}/claims/{thread.rebut.key}",
    }


@pytest.mark.parametrize("what", ["debate", "thread", "branch", "claim"])
def test_what_somebody_knows_is_not_made_again(addresses: dict[str, str], what: str) -> None:
    first = get(addresses[what])
    tag = first["ETag"]
    assert first.status_code == 200
    for known in (tag, f'"other", {tag}', "*", tag.removeprefix("W/"), f"W/{tag[-20:]}, {tag}"):
        with CaptureQueriesContext(connection) as asked:
            again = get(addresses[what], known)
        assert (again.status_code, again.content) == (304, b""), known
        assert again["ETag"] == tag
        assert not again.has_header("Content-Length")
        for name in ("Cache-Control", "Vary"):
            assert again[name] == first[name]
        # Counted, opened, given back: no row of the answer is read.
        counting = [q["sql"] for q in asked if "accounts_rate" in q["sql"]]
        assert (len(counting), len(asked)) == (2, 3)
    assert Client().head(addresses[what], headers={"If-None-Match": tag}).status_code == 304
    for other in ('"other"', "W/", "other", tag[:-2] + '"'):
        assert get(addresses[what], other).status_code == 200


@pytest.mark.django_db
def test_an_answer_without_a_body_counts_a_tenth(addresses: dict[str, str]) -> None:
    tag = get(addresses["thread"])["ETag"]
    Rate.objects.all().delete()
    for _ in range(10):
        assert get(addresses["thread"], tag).status_code == 304
    counts = Rate.objects.filter(scope="reads").values_list("count", flat=True)
    assert sum(counts) == 10 * UNCHANGED_PARTS == READ_PARTS


def test_a_tag_is_of_one_form_and_one_language(addresses: dict[str, str]) -> None:
    plain = get(addresses["thread"])["ETag"]
    lines = get(addresses["thread"], plain, Accept="application/x-ndjson")
    assert lines.status_code == 200
    b"".join(lines)
    german = Client(headers={"Accept-Language": "de"}).get(addresses["thread"])
    assert len({plain, lines["ETag"], german["ETag"]}) == 3


def test_a_claim_has_a_strong_tag_with_its_revision(thread: Thread) -> None:
    address = f"{V1}/claims/{thread.rebut.key}"
    first = get(address)["ETag"]
    assert first.startswith('"1-')
    edit_claim(
        claim=thread.rebut.key,
        text="It is said otherwise.",
        base_revision=1,
        by=thread.rebut.author,
    )
    edited = get(address, first)
    assert (edited.status_code, edited["ETag"][:3]) == (200, '"2-')


def test_a_vote_changes_the_tag_of_its_claim_at_once_and_of_the_thread_when_counted(
    thread: Thread, addresses: dict[str, str], carol: User
) -> None:
    before = {what: get(address)["ETag"] for what, address in addresses.items()}
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=carol)
    assert get(addresses["claim"], before["claim"]).status_code == 200
    assert get(addresses["thread"], before["thread"]).status_code == 304
    tally_debate(thread.debate.pk)
    for what, address in addresses.items():
        assert get(address, before[what]).status_code == 200, what


def test_what_is_hidden_changes_every_tag(
    thread: Thread, addresses: dict[str, str], carol: User
) -> None:
    before = {what: get(address)["ETag"] for what, address in addresses.items()}
    hide_claim(claim=thread.rebut.key, reason=Reason.INSULT, by=carol)
    for what, address in addresses.items():
        assert get(address, before[what]).status_code == 200, what


def test_a_debate_that_opens_by_the_clock_has_another_tag(thread: Thread, addresses: Any) -> None:
    before = get(addresses["debate"])["ETag"]
    DebateRules.objects.filter(debate=thread.debate).update(frozen=True)  # no Change is written
    assert get(addresses["debate"], before).status_code == 200


def test_a_tag_opens_nothing(thread: Thread, addresses: dict[str, str]) -> None:
    known = {what: get(address)["ETag"] for what, address in addresses.items()}
    Debate.objects.filter(pk=thread.debate.pk).update(visibility="members")
    for what, address in addresses.items():
        for tag in (known[what], "*"):
            assert get(address, tag).status_code == 404, what


def test_the_tag_of_a_thread_does_not_outlive_the_cursor_in_it(
    thread: Thread, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches: a quiet debate whose copy says to follow it from a cursor that has expired."""
    tag = get(addresses["thread"])["ETag"]
    present = cursor.change_cursor_age
    monkeypatch.setattr("debate.api.thread.change_cursor_age", lambda at: present(at) + 1)
    assert get(addresses["thread"], tag).status_code == 200
    opened = thread.debate.created_at.timestamp()
    ages = [int((opened + days * DAY) // (CURSOR_DAYS * DAY / 2)) for days in range(CURSOR_DAYS)]
    assert len(set(ages)) >= 2


def test_a_program_with_a_token_keeps_copies_too(
    alice: User, thread: Thread, addresses: dict[str, str]
) -> None:
    _token, word = Token.objects.create(user=alice, name="bot", scopes=[Scope.READ])
    program = Client(headers={"Authorization": f"Bearer {word}"})
    for address in addresses.values():
        tag = get(address, client=program)["ETag"]
        again = get(address, tag, client=program)
        assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")


def test_a_wording_is_known_by_its_number(thread: Thread, carol: User) -> None:
    claim = thread.rebut
    cast_vote(claim=claim.key, value=VoteValue.CONVINCING, by=carol)  # so that the first one stays
    edit_claim(claim=claim.key, text="It is said otherwise.", base_revision=1, by=claim.author)
    for number in (1, 2):
        address = f"{V1}/claims/{claim.key}/revisions/{number}"
        tag = get(address)["ETag"]
        assert knowing(tag) == number
        assert get(address, tag).status_code == 304

"""What is one's own: votes, positions, what one has begun, and debates that no list has."""

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.draft import save_draft
from debate.enums import DraftPurpose, Visibility
from debate.models import Debate
from tests import factories
from tests.api.programs import Program
from tests.api.reading import pages, reads, refusal
from tests.factories import Thread

pytestmark = pytest.mark.django_db


def test_votes_are_ones_own_alone(thread: Thread, alice: User, bob: User, dan: User) -> None:
    for claim in (thread.point, thread.undercut, thread.thesis):
        factories.vote(claim, bob, 1)
    factories.vote(thread.rebut, dan, -1)
    told = pages(Program(bob).client, "votes?limit=2")
    assert [(v["claim"], v["value"]) for v in told] == [
        (thread.thesis.key, 1),
        (thread.undercut.key, 1),
        (thread.point.key, 1),
    ]
    assert pages(Program(alice).client, "votes") == []


def test_votes_and_positions_can_be_narrowed_to_one_debate(
    thread: Thread, bob: User, dan: User
) -> None:
    other = factories.debate(dan)
    for of in (thread.debate, other):
        factories.vote(factories.thesis_of(of), bob, -1)
        factories.position(of, bob, -2)
    client = Program(bob).client
    for what in ("votes", "positions"):
        (only,) = reads(client, f"{what}?debate={other.key}")["results"]
        assert only["debate"] == other.key
        cursor = reads(client, f"{what}?limit=1")["next"].split("?")[1]
        assert refusal(client, f"{what}?debate={other.key}&{cursor}") == (400, "bad_cursor")


def test_every_position_that_one_took_is_kept(debate: Debate, bob: User) -> None:
    for value in (2, None, -3):
        factories.position(debate, bob, value)
    told = pages(Program(bob).client, "positions?limit=1")
    assert [position["value"] for position in told] == [-3, None, 2]


def test_what_one_did_in_a_debate_that_one_sees_no_more_is_not_told(
    thread: Thread, bob: User
) -> None:
    factories.vote(thread.thesis, bob)
    factories.position(thread.debate, bob, 1)
    Debate.objects.update(visibility=Visibility.MEMBERS)
    client = Program(bob).client
    assert pages(client, "votes") == pages(client, "positions") == []


def test_what_one_has_begun_is_listed_the_newest_first(thread: Thread, dan: User) -> None:
    for claim in (thread.rebut, thread.point):
        save_draft(
            purpose=DraftPurpose.REPLY,
            claim=claim.key,
            content={"text": f"About {claim.key}"},
            base_version=0,
            by=dan,
        )
    told = pages(Program(dan).client, "drafts?limit=1")
    assert [(d["claim"], d["words"]) for d in told] == [
        (thread.point.key, f"About {thread.point.key}"),
        (thread.rebut.key, f"About {thread.rebut.key}"),
    ]


def test_drafts_of_debates_and_those_apart_are_listed_for_their_owner(
    alice: User, bob: User
) -> None:
    by = {visibility: factories.debate(alice, visibility=visibility) for visibility in Visibility}
    factories.member(by[Visibility.MEMBERS], bob)
    mine = {
        mine: {d["key"] for d in pages(Program(alice).client, f"debates?mine={mine}&limit=1")}
        for mine in ("drafts", "apart")
    }
    assert mine == {
        "drafts": {by[Visibility.DRAFT].key},
        "apart": {by[Visibility.MEMBERS].key, by[Visibility.UNLISTED].key},
    }
    (seat,) = pages(Program(bob).client, "debates?mine=apart")
    assert (seat["key"], seat["visibility"]) == (by[Visibility.MEMBERS].key, "members")


@pytest.mark.parametrize(
    "address", ["votes", "positions", "drafts", "notices", "debates?mine=drafts"]
)
def test_who_is_nobody_has_nothing_of_their_own(client: Client, address: str) -> None:
    status, code = refusal(client, address)
    assert status == 401
    assert code.startswith("sign_in")


@pytest.mark.parametrize(
    "address",
    ["votes?debate=x", "votes?limit=201", "positions?value=1", "drafts?sort=new",
     "debates?mine=all", "debates?mine=drafts&sort=new", "debates?mine=apart&topic=sleep"],
)  # fmt: skip
def test_what_cannot_be_asked_of_ones_own_is_refused(bob: User, address: str) -> None:
    assert refusal(Program(bob).client, address) == (400, "fields_not_valid")

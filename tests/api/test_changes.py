"""A copy of a debate that is kept in step by its changes equals a fresh pull."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch, unlock_branch
from debate.actions.move import move_claim
from debate.actions.relation import change_relation
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import Reason, Relation, VoteValue
from debate.limits import CHANGES_PER_PAGE
from debate.models import Claim, Debate
from debate.queries import cursor
from debate.tasks.tally import tally_debate
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db


class Copy:
    """What a program keeps of a debate."""

    def __init__(self, of: Debate) -> None:
        self.client, self.address = Client(), f"/api/v1/debates/{of.key}"
        told = self.client.get(f"{self.address}/thread").json()
        self.claims = {claim["key"]: claim for claim in told["claims"]}
        self.cursor = told["cursor"]
        self.kinds: list[str] = []

    def follow(self) -> None:
        more = True
        while more:
            told = self.client.get(f"{self.address}/changes", {"since": self.cursor}).json()
            self.claims.update({claim["key"]: claim for claim in told["claims"]})
            self.kinds += [change["kind"] for change in told["changes"]]
            self.cursor, more = told["cursor"], told["more"]


def fresh(of: Debate) -> dict[str, Any]:
    return Copy(of).claims


def test_a_copy_that_follows_every_kind_of_change_equals_a_fresh_pull(
    thread: Thread, alice: User, bob: User, carol: User
) -> None:
    of = thread.debate
    copy = Copy(of)

    def say(parent: Claim, relation: Relation, text: str) -> Claim:
        stated = post_reply(parent=parent.key, relation=relation, text=text, by=bob)
        assert isinstance(stated, Claim)
        return stated

    question = say(thread.thesis, Relation.QUESTION, "What is meant by a plan?")
    answer = say(question, Relation.SUPPORT, "One that somebody has begun to carry out.")
    rebuttal = say(thread.thesis, Relation.REBUT, "Plans are made to be given up.")
    below = say(rebuttal, Relation.REBUT, "This one was not.")

    def judge() -> None:
        cast_vote(claim=rebuttal.key, value=VoteValue.CONVINCING, by=carol)
        tally_debate(of.pk)  # as the worker does within a second or two

    steps = [
        lambda: edit_claim(claim=below.key, text="This one never was.", base_revision=1, by=bob),
        judge,
        lambda: change_relation(
            claim=rebuttal.key, relation=Relation.SUPPORT, reason=Reason.MISPLACED, by=alice
        ),
        lambda: move_claim(
            claim=rebuttal.key, to=thread.support.key, reason=Reason.MISPLACED, by=alice
        ),
        lambda: lock_branch(claim=rebuttal.key, reason=Reason.HEATED, by=alice),
        lambda: unlock_branch(claim=rebuttal.key, reason=Reason.RESOLVED, by=alice),
        lambda: withdraw_claim(claim=answer.key, by=bob),
        lambda: hide_claim(claim=below.key, reason=Reason.INSULT, by=alice),
        lambda: restore_claim(claim=below.key, reason=Reason.MISTAKE, by=alice),
    ]
    for step in steps:
        step()
        copy.follow()
        assert copy.claims == fresh(of)
    late = Copy.__new__(Copy)
    late.client, late.address, late.kinds = Client(), copy.address, []
    late.claims, late.cursor = {}, cursor.write_change_cursor(of.key, 0)
    late.follow()
    assert {key: late.claims[key] for key in copy.claims if key in late.claims} == late.claims
    assert {"stated", "edited", "tallied", "related", "moved", "locked", "hidden"} <= set(
        late.kinds
    )


def test_nothing_new_costs_two_statements_and_says_when_to_ask_again(
    thread: Thread, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    copy = Copy(thread.debate)
    with django_assert_num_queries(2):
        told = copy.client.get(f"{copy.address}/changes", {"since": copy.cursor}).json()
    assert (told["changes"], told["claims"], told["more"]) == ([], [], False)
    assert told["poll_after"] > 0


def test_many_changes_come_a_page_at_a_time(debate: Debate, bob: User) -> None:
    copy = Copy(debate)
    factories.replies(factories.thesis_of(debate), bob, CHANGES_PER_PAGE + 5)
    copy.follow()
    assert copy.claims == fresh(debate)


@pytest.mark.parametrize("word", ["", "x", "0", "a:b:c"])
def test_a_cursor_that_was_not_made_here_is_refused(debate: Debate, word: str) -> None:
    answer = Client().get(f"/api/v1/debates/{debate.key}/changes", {"since": word})
    assert answer.status_code == 400


def test_a_cursor_of_another_debate_is_refused(debate: Debate, bob: User) -> None:
    other = Copy(factories.debate(bob)).cursor
    answer = Client().get(f"/api/v1/debates/{debate.key}/changes", {"since": other})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")


def test_a_cursor_too_old_says_to_pull_anew(
    debate: Debate, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Copy(debate)
    monkeypatch.setattr(cursor, "CURSOR_DAYS", timedelta(seconds=-1) / timedelta(days=1))
    answer = copy.client.get(f"{copy.address}/changes", {"since": copy.cursor})
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_expired")

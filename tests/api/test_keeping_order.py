"""Keeping order by programs: what is answered, what waits, and to whom it is open."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role as SiteRole
from accounts.enums import Scope
from accounts.models import User
from debate.actions.block import block_person
from debate.actions.flag import flag_claim
from debate.actions.hiding import hide_claim
from debate.actions.reply import post_reply
from debate.api.claim_moderation import NOUNS
from debate.enums import Role
from debate.models import Act, Claim, Debate, DebateRules, HeldClaim
from tests import factories
from tests.api.programs import Program
from tests.factories import Thread

pytestmark = pytest.mark.django_db

WHY = {"reason": "insult", "note": "Mind your words."}


def told(answer: Any, status: int, code: str) -> bool:
    return (answer.status_code, answer.json()["code"]) == (status, code)


def held(thread: Thread, eve: User) -> HeldClaim:
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    waiting = post_reply(parent=thread.rebut.key, relation="rebut", text="Newcomers nap.", by=eve)
    assert isinstance(waiting, HeldClaim)
    return waiting


# ---- One claim


def test_an_act_is_told_with_its_address_and_twice_the_claim_as_it_is(
    thread: Thread, alice: User
) -> None:
    program, address = Program(alice), f"claims/{thread.rebut.key}/moderation/hiding"
    first = program.ask("POST", address, WHY)
    assert first.status_code == 201
    act = first.json()
    assert (act["kind"], act["reason"], act["claim"]) == ("hidden", "insult", thread.rebut.key)
    assert (act["by"], act["claim_text"]) == ({"name": "Alice", "key": alice.key}, "")
    assert "note" not in act  # which is for whom it concerns
    assert Client().get(first["Location"]).json()["act"] == act
    again = program.ask("POST", address, WHY)
    assert again.status_code == 200
    assert (again.json()["key"], again.json()["state"]) == (thread.rebut.key, "hidden")
    assert Act.objects.count() == 1


def test_what_may_be_done_to_a_claim_is_named_as_the_resources_that_do_it(
    thread: Thread, alice: User
) -> None:
    program, address = Program(alice), f"claims/{thread.rebut.key}/moderation"
    shown = program.ask("GET", address).json()
    assert shown["deeds"] == ["hiding", "relation", "move", "lock"]
    assert shown["relations"] == ["support", "undercut"]
    assert shown["removal"] is None
    for noun in NOUNS.values():  # each is there, whether or not it can be done
        assert program.ask("POST", f"{address}/{noun}", {}).status_code == 400
    hide_claim(claim=thread.rebut.key, reason="spam", by=alice)
    shown = program.ask("GET", address).json()
    assert "restoration" in shown["deeds"]
    assert shown["claim"]["text"] == ""
    assert (shown["removal"]["text"], shown["removal"]["reason"]) == (thread.rebut.text, "spam")


def test_how_a_claim_bears_is_changed_for_a_reason(thread: Thread, bob: User) -> None:
    """Without one it is its author who changes it, and that is another resource."""
    address = f"claims/{thread.support.key}/moderation/relation"
    answer = Program(bob).ask("POST", address, {"relation": "rebut", "reason": ""})
    assert told(answer, 400, "choose_a_reason")


@pytest.mark.parametrize(
    ("noun", "sent"),
    [
        ("hiding", {"reason": ["insult"]}),
        ("hiding", {"reason": None}),
        ("hiding", {"reason": "insult", "note": 5}),
        ("hiding", {"reason": "insult", "note": "x" * 501}),
        ("hiding", {"reason": "insult", "state": "hidden"}),
        ("hiding", {"reason": "in\u0000sult"}),
        ("relation", {"reason": "misplaced", "relation": True}),
        ("relation", {"reason": "misplaced", "relation": "sideways"}),
        ("move", {"reason": "misplaced", "to": "\u0000" * 12}),
        ("move", {"reason": "misplaced", "to": 10**15}),
        ("move", {"reason": "misplaced", "to": "aaaaaaaaaaaa"}),
        ("lock", {}),
        ("unlock", []),
    ],
)
def test_what_cannot_be_taken_does_nothing(
    thread: Thread, alice: User, noun: str, sent: Any
) -> None:
    address = f"claims/{thread.rebut.key}/moderation/{noun}"
    assert Program(alice).ask("POST", address, sent).status_code == 400
    assert not Act.objects.exists()


# ---- A debate


def test_one_list_of_what_waits_is_filled_and_all_are_counted(
    thread: Thread, alice: User, dan: User, eve: User
) -> None:
    for claim in (thread.rebut, thread.support):
        flag_claim(claim=claim.key, reason="spam", note="Look.", by=dan)
    program, address = Program(alice), f"debates/{thread.debate.key}/moderation"
    shown = program.ask("GET", f"{address}?limit=1").json()
    assert shown["counts"] == {"held": 0, "flags": 2, "appeals": 0}
    assert (shown["which"], shown["held"], shown["appeals"]) == ("flags", [], [])
    assert [row["claim"]["key"] for row in shown["flags"]] == [thread.rebut.key]
    assert shown["flags"][0]["reasons"] == [{"reason": "spam", "count": 1}]
    rest = program.client.get(shown["next"]).json()
    assert [row["claim"]["key"] for row in rest["flags"]] == [thread.support.key]
    assert rest["next"] is None
    waiting = held(thread, eve)
    shown = program.ask("GET", f"{address}?which=held").json()
    assert [row["key"] for row in shown["held"]] == [waiting.key]
    assert shown["holding_newcomers"]


def test_what_waits_is_open_to_those_alone_who_keep_order(
    client: Client, thread: Thread, dan: User
) -> None:
    address = f"debates/{thread.debate.key}/moderation"
    assert told(Program(dan).ask("GET", address), 404, "no_such_page")
    assert client.get(f"/api/v1/{address}").status_code == 401
    assert told(Program(dan, Scope.POST).ask("GET", address), 403, "token_scope")


def test_the_log_is_open_to_everybody_a_page_at_a_time(
    client: Client, thread: Thread, alice: User
) -> None:
    for claim in (thread.rebut, thread.support):
        hide_claim(claim=claim.key, reason="spam", note="Not for the log.", by=alice)
    first = client.get(f"/api/v1/debates/{thread.debate.key}/moderation/log?limit=1").json()
    assert [act["claim"] for act in first["results"]] == [thread.support.key]
    second = client.get(first["next"]).json()
    assert [act["claim"] for act in second["results"]] == [thread.rebut.key]
    assert "Not for the log." not in str((first, second))


def test_flags_are_dismissed_in_the_debate_of_the_claim(
    thread: Thread, debate: Debate, alice: User, dan: User
) -> None:
    flag_claim(claim=thread.rebut.key, reason="spam", by=dan)
    sent, of = {"claim": thread.rebut.key}, "debates/{}/moderation/settlement"
    elsewhere = Program(alice).ask("POST", of.format(debate.key), sent)
    assert told(elsewhere, 404, "no_claim")
    here = Program(alice).ask("POST", of.format(thread.debate.key), sent)
    assert (here.status_code, here.content) == (204, b"")


def test_freezing_twice_tells_the_debate_as_it_is(debate: Debate, alice: User) -> None:
    program, address = Program(alice), f"debates/{debate.key}/moderation/freeze"
    assert program.ask("POST", address, {"reason": "heated"}).json()["kind"] == "frozen"
    again = program.ask("POST", address, {"reason": "heated"})
    assert (again.status_code, again.json()["state"]["stage"]) == (200, "frozen")


# ---- People


def test_the_list_of_who_is_blocked_tells_nobody_behind_a_pseudonym(
    thread: Thread, alice: User, bob: User
) -> None:
    factories.member(thread.debate, bob, byline="Owl")
    block_person(debate=thread.debate.key, claim=thread.rebut.key, reason="insult", by=alice)
    address = f"debates/{thread.debate.key}/blocks"
    (row,) = Program(alice).ask("GET", address).json()["results"]
    assert (row["name"], row["act"]) == ({"name": "Owl", "key": None}, Act.objects.get().key)
    undone = Program(alice).ask("POST", f"acts/{row['act']}/unblocking", {})
    assert (undone.status_code, undone.json()["about"]) == (201, row["act"])
    again = Program(alice).ask("POST", f"acts/{row['act']}/unblocking", {})
    assert (again.status_code, again.content) == (204, b"")


def test_whom_to_block_is_said_in_one_way(thread: Thread, alice: User, dan: User) -> None:
    sent = {"claim": thread.rebut.key, "handle": "dan", "reason": "spam"}
    answer = Program(alice).ask("POST", f"debates/{thread.debate.key}/blocks", sent)
    assert answer.status_code == 400
    assert [error["code"] for error in answer.json()["errors"]] == ["claim_or_handle"]
    assert not Act.objects.exists()


@pytest.mark.parametrize("handle", ["", "b\u0000b", "@", "x" * 5000, "bob@example.org"])
def test_whom_nobody_knows_is_not_blocked(thread: Thread, alice: User, handle: str) -> None:
    sent = {"handle": handle, "reason": "spam"}
    answer = Program(alice).ask("POST", f"debates/{thread.debate.key}/blocks", sent)
    assert told(answer, 400, "nobody_by_that_handle")


def test_what_was_sent_since_is_not_approved_unread(thread: Thread, alice: User, eve: User) -> None:
    waiting = held(thread, eve)
    seen = Program(alice).ask("GET", f"held/{waiting.key}").json()["at"]
    address = f"held/{waiting.key}/approval"
    early = {"seen": re.sub(r"^\d{4}", "2001", seen)}
    assert told(Program(alice).ask("POST", address, early), 409, "held_sent_again")
    for _again in range(2):
        answer = Program(alice).ask("POST", address, {"seen": seen})
        assert (answer.status_code, answer.json()["key"]) == (200, waiting.key)
    assert Claim.objects.get(key=waiting.key).author == eve


def test_what_is_sent_back_has_a_note(thread: Thread, alice: User, eve: User) -> None:
    address = f"held/{held(thread, eve).key}/return"
    assert Program(alice).ask("POST", address, {"reason": "unclear"}).status_code == 400
    sent = {"reason": "unclear", "note": "Which?"}
    assert Program(alice).ask("POST", address, sent).json()["kind"] == "returned"
    assert Program(alice).ask("POST", address, sent).status_code == 204


def test_only_a_token_made_for_it_keeps_order(thread: Thread, bob: User) -> None:
    factories.member(thread.debate, bob, role=Role.MODERATOR)
    address = f"claims/{thread.question.key}/moderation/lock"
    writer = Program(bob, Scope.READ, Scope.POST, Scope.VOTE)
    assert told(writer.ask("POST", address, WHY), 403, "token_scope")
    assert Program(bob, Scope.MODERATE).ask("POST", address, WHY).status_code == 201


def test_nobody_is_suspended_by_a_program(bob: User) -> None:
    sam = factories.person("sam", role=SiteRole.STAFF)
    address, sent = f"people/{bob.key}/suspension", {"days": 7, "reason": "spam"}
    assert told(Program(sam).ask("PUT", address, sent), 403, "not_by_token")
    browser = Client()
    browser.force_login(sam)

    def ask(sent: Any) -> Any:
        return browser.put(f"/api/v1/{address}", sent, content_type="application/json")

    assert ask({**sent, "days": True}).status_code == 400
    done = ask(sent)
    assert (done.status_code, done.json()["days"]) == (201, 7)
    assert browser.get(done["Location"]).json()["act"] == done.json()
    again = ask(sent)
    assert (again.status_code, again.json()["suspended"]) == (200, True)
    assert [act["kind"] for act in again.json()["acts"]] == ["suspended"]

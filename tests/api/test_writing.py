"""Taking part as a program: what the doors have not in common, and what each answers."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.enums import Scope
from accounts.models import User
from debate.actions.draft import save_draft
from debate.actions.hiding import hide_claim
from debate.actions.invitation import make_invitation
from debate.actions.reply import post_reply
from debate.enums import NoticeReason, Role, Visibility
from debate.models import (
    Act,
    Claim,
    ClaimRevision,
    DebateRules,
    Flag,
    HeldClaim,
    Notice,
    Position,
    Source,
    Vote,
)
from debate.queries.notices import list_notices
from tests import factories
from tests.api.programs import Program
from tests.factories import Thread

pytestmark = pytest.mark.django_db

KNOWN = {"If-Match": '"1"'}


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def named(answer: Any) -> dict[str, str]:
    """What is wrong with each field, by its code."""
    assert code(answer) == (400, "fields_not_valid")
    return {wrong["field"]: wrong["code"] for wrong in answer.json()["errors"]}


# ---- Claims


def test_a_reply_is_where_its_answer_says(thread: Thread, eve: User) -> None:
    program = Program(eve, name="lab bench")
    sent = {
        "relation": "rebut",
        "text": "That does not follow.",
        "sources": [{"url": "https://a.example/1"}],
    }
    answer = program.ask("POST", f"claims/{thread.point.key}/replies", sent)
    told = answer.json()
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/api/v1/claims/{told['key']}")
    assert program.client.get(answer["Location"]).json() == told
    assert (told["parent"], told["sources"]) == (thread.point.key, 1)
    assert told["byline"]["name"] == "Eve"
    assert told["via"] == "lab bench"


def test_in_a_browser_there_is_no_program(thread: Thread, eve: User) -> None:
    program = Program(None)
    program.client.force_login(eve)
    sent = {"relation": "rebut", "text": "That does not follow."}
    told = program.ask("POST", f"claims/{thread.point.key}/replies", sent).json()
    assert told["via"] is None


def test_a_reply_remembers_the_wording_that_it_answers(thread: Thread, eve: User) -> None:
    factories.edit(thread.rebut, "Pupils who start later nap.")
    for revision, kept in ((1, 1), (None, 2), (9, 2)):
        sent = {"relation": "support", "text": f"To {revision}.", "parent_revision": revision}
        answer = Program(eve).ask("POST", f"claims/{thread.rebut.key}/replies", sent)
        assert answer.json()["parent_revision"] == kept


def test_a_newcomers_reply_is_told_to_wait(thread: Thread, eve: User) -> None:
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    program = Program(eve)
    sent = {"relation": "rebut", "text": "Newcomers nap.", "details": "*So*"}
    answer = program.ask("POST", f"claims/{thread.point.key}/replies", sent)
    held = HeldClaim.objects.get()
    assert answer.status_code == 202
    assert answer["Location"].endswith(f"/api/v1/held/{held.key}")
    assert program.client.get(answer["Location"]).json() == answer.json()
    assert answer.json()["state"] == "waiting"
    assert [row["key"] for row in program.ask("GET", "held").json()["results"]] == [held.key]
    assert code(Program(None).ask("GET", f"held/{held.key}")) == (401, "sign_in_to_keep_order")


def test_of_a_held_claim_what_is_left_out_stays(thread: Thread, eve: User) -> None:
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    held = post_reply(
        parent=thread.point.key, relation="rebut", text="Newcomers nap.", details="*So*", by=eve
    )
    HeldClaim.objects.update(state="returned")
    answer = Program(eve).ask("PATCH", f"held/{held.key}", {"text": "They nap."})
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    assert (answer.json()["text"], answer.json()["details"]) == ("They nap.", "*So*")


def test_of_a_claim_what_is_left_out_stays(thread: Thread, bob: User) -> None:
    program = Program(bob)
    whole = {"details": "*So*", "sources": [{"title": "A study", "url": "https://a.example/1"}]}
    assert program.ask("PATCH", f"claims/{thread.rebut.key}", whole, KNOWN).status_code == 200
    answer = program.ask(
        "PATCH", f"claims/{thread.rebut.key}", {"text": "Reworded."}, {"If-Match": '"2"'}
    )
    assert (answer.json()["revision"], answer.json()["text"]) == (3, "Reworded.")
    newest = ClaimRevision.objects.get(claim=thread.rebut, number=3)
    assert newest.details == "*So*"
    assert list(Source.objects.filter(revision=newest).values_list("title", "url")) == [
        ("A study", "https://a.example/1")
    ]
    emptied = program.ask(
        "PATCH", f"claims/{thread.rebut.key}", {"sources": []}, {"If-Match": '"3"'}
    )
    assert (emptied.json()["sources"], emptied.json()["text"]) == (0, "Reworded.")


def test_an_edit_names_the_wording_that_it_changes(thread: Thread, bob: User) -> None:
    program, address = Program(bob), f"claims/{thread.rebut.key}"
    factories.edit(thread.rebut, "The newer words.")
    for known, told in (
        ({}, (428, "if_match_needed")),
        ({"If-Match": "*"}, (428, "if_match_needed")),
        ({"If-Match": '"1"'}, (412, "edited_meanwhile")),
        ({"If-Match": '"3"'}, (412, "edited_meanwhile")),
        ({"If-Match": '"x"'}, (412, "edited_meanwhile")),
    ):
        answer = program.ask("PATCH", address, {"text": "Mine."}, known)
        assert code(answer) == told
        assert answer.json().get("current") == (2 if told[0] == 412 else None)
    done = program.ask("PATCH", address, {"text": "Mine."}, {"If-Match": '"2"'})
    assert (done.status_code, done["ETag"]) == (200, program.ask("GET", address)["ETag"])
    known = {"If-Match": done["ETag"]}
    assert program.ask("PATCH", address, {"text": "Mine again."}, known).json()["revision"] == 4


def test_what_is_withdrawn_is_told_as_it_is_then(thread: Thread, bob: User) -> None:
    program = Program(bob)
    told = program.ask("POST", f"claims/{thread.rebut.key}/withdrawal").json()
    assert (told["state"], told["text"], told["byline"]) == ("withdrawn", "", None)
    assert program.ask("GET", f"claims/{thread.rebut.key}").json() == told


def test_a_relation_is_told_as_it_is_then(thread: Thread, bob: User) -> None:
    address = f"claims/{thread.support.key}/relation"
    assert Program(bob).ask("PUT", address, {"relation": "undercut"}).json()["relation"] == (
        "undercut"
    )


# ---- Judging


def test_one_reads_ones_own_vote_and_no_other(thread: Thread, dan: User, eve: User) -> None:
    address, program = f"claims/{thread.rebut.key}/vote", Program(eve)
    Program(dan).ask("PUT", address, {"value": -1})
    told = program.ask("PUT", address, {"value": 1}).json()
    assert told == {
        "claim": thread.rebut.key,
        "value": 1,
        "revision": 1,
        "tally": {"up": 1, "down": 1, "unsure": 0},
    }
    factories.edit(thread.rebut, "Pupils who start later nap.")
    assert program.ask("GET", address).json() == told
    assert program.ask("DELETE", address).status_code == 204
    gone = program.ask("GET", address).json()
    assert (gone["value"], gone["revision"], gone["tally"]["up"]) == (None, None, 0)
    assert Program(None).ask("GET", address).json() == gone


def test_one_reads_ones_own_position_and_all_together(thread: Thread, eve: User) -> None:
    address, program = f"debates/{thread.debate.key}/position", Program(eve)
    for value in (-2, 3):
        told = program.ask("PUT", address, {"value": value}).json()
    assert (told["value"], told["first"]) == (3, -2)
    assert program.ask("GET", address).json() == told
    assert program.ask("DELETE", address).status_code == 204
    nobody = Program(None).ask("GET", address).json()
    assert (nobody["value"], nobody["first"], nobody["shares"]) == (None, None, None)


def test_following_is_told(thread: Thread, eve: User) -> None:
    address, program = f"debates/{thread.debate.key}/follow", Program(eve)
    assert program.ask("PUT", address).json() == {"following": True}
    assert program.ask("GET", address).json() == {"following": True}
    assert program.ask("DELETE", address).status_code == 204
    for asking in (program, Program(None)):
        assert asking.ask("GET", address).json() == {"following": False}


# ---- What is begun


def test_a_draft_is_read_as_it_was_kept(thread: Thread, eve: User) -> None:
    address, program = f"claims/{thread.rebut.key}/draft", Program(eve)
    assert code(program.ask("GET", address)) == (404, "no_draft")
    sent = {
        "relation": "rebut",
        "text": "That does",
        "details": "",
        "sources": [{"title": "A study", "url": ""}],
    }
    kept = program.ask("PUT", address, sent).json()
    assert {name: kept[name] for name in sent} == sent
    overtaking = program.ask("PUT", address, {"text": "Another."}).json()
    assert [aside["words"] for aside in overtaking["aside"]] == ["That does\n\nA study"]
    assert program.ask("GET", address).json() == overtaking
    assert code(program.ask("GET", f"{address}?purpose=edit")) == (404, "no_draft")
    for other in (Program(None), Program(None)):
        assert code(other.ask("GET", address)) == (401, "sign_in_to_keep_a_draft")


def test_of_nothing_no_draft_is_kept(thread: Thread, eve: User) -> None:
    address = f"claims/{thread.rebut.key}/draft"
    assert Program(eve).ask("PUT", address, {"relation": "rebut"}).status_code == 204


def test_a_rewording_is_kept_with_the_wording_that_it_began_on(thread: Thread, bob: User) -> None:
    address, program = f"claims/{thread.rebut.key}/draft?purpose=edit", Program(bob)
    kept = program.ask("PUT", address, {"text": "Pupils nap", "revision": 1}).json()
    assert (kept["text"], kept["revision"]) == ("Pupils nap", 1)
    assert program.ask("DELETE", f"{address}&version={kept['version']}").status_code == 204


# ---- Coming and going


def test_an_invitation_is_read_and_accepted(alice: User, eve: User) -> None:
    debate = factories.debate(alice, visibility=Visibility.MEMBERS)
    link = make_invitation(debate=debate.key, role=Role.MEMBER, by=alice).key
    program, address = Program(eve), f"invitations/{link}"
    for needless in (False, True):
        offer = program.ask("GET", address).json()
        assert (offer["debate"], offer["role"], offer["needless"]) == (
            debate.key,
            "member",
            needless,
        )
        assert program.ask("POST", address).json() == {"debate": debate.key}
    assert "no-store" in Program(None).ask("GET", address)["Cache-Control"]
    assert program.ask("GET", f"debates/{debate.key}").status_code == 200
    assert program.ask("POST", f"debates/{debate.key}/leaving").status_code == 204
    assert code(program.ask("GET", f"invitations/{'x' * 32}")) == (404, "no_invitation")


# ---- Order


def test_an_act_is_told_as_far_as_one_may_know(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    hide_claim(claim=thread.rebut.key, reason="insult", note="Mind your words.", by=alice)
    act = Act.objects.latest("id").key
    told = {who: Program(who).ask("GET", f"acts/{act}").json() for who in (alice, bob, dan)}
    assert {who.handle: row["case"] is not None for who, row in told.items()} == {
        "alice": True,
        "bob": True,
        "dan": False,
    }
    assert told[bob]["case"]["note"] == "Mind your words."
    assert (told[bob]["mine"], told[bob]["may_appeal"]) == (True, True)
    answer = Program(bob).ask("POST", f"acts/{act}/appeal", {"text": "It was no insult."})
    assert answer.json()["case"]["appeal"] == "It was no insult."
    assert "case" in Program(None).ask("GET", f"acts/{act}").json()


def test_notices_are_seen_up_to_what_was_read(thread: Thread, bob: User) -> None:
    for claim in (thread.answer, thread.support):
        factories.notice(claim, bob, NoticeReason.REPLY)
    up_to = list_notices(bob).up_to
    factories.notice(thread.question, bob, NoticeReason.REPLY)
    program = Program(bob)
    for seen in (2, 0):
        assert program.ask("POST", "notices/seen", {"up_to": up_to}).json() == {"seen": seen}
    assert Notice.objects.filter(person=bob, seen_at=None).count() == 1
    assert code(program.ask("POST", "notices/seen", {"up_to": "x"})) == (400, "bad_cursor")
    assert code(Program(None).ask("POST", "notices/seen", {"up_to": up_to})) == (
        401,
        "sign_in_for_news",
    )


# ---- What cannot be taken

WRONG: dict[str, tuple[str, Callable[[Thread], str], dict[str, Any], dict[str, str]]] = {
    "reply": (
        "POST",
        lambda thread: f"claims/{thread.rebut.key}/replies",
        {"relation": "rebut", "text": "A text.", "author": "x", "key": "x", "via": "x"},
        {"author": "unknown_field", "key": "unknown_field", "via": "unknown_field"},
    ),
    "types": (
        "POST",
        lambda thread: f"claims/{thread.rebut.key}/replies",
        {"relation": 1, "text": ["A text."], "details": None, "parent_revision": True},
        {
            "relation": "invalid_choice",
            "text": "invalid",
            "details": "null",
            "parent_revision": "invalid",
        },
    ),
    "sources": (
        "POST",
        lambda thread: f"claims/{thread.rebut.key}/replies",
        {"relation": "rebut", "text": "A text.", "sources": [{"link": "x"}, "x"]},
        {"sources.0.link": "unknown_field", "sources.1": "invalid"},
    ),
    "many sources": (
        "POST",
        lambda thread: f"claims/{thread.rebut.key}/replies",
        {"relation": "rebut", "text": "A text.", "sources": [{}] * 6},
        {"sources": "max_length"},
    ),
    "edit": (
        "PATCH",
        lambda thread: f"claims/{thread.rebut.key}",
        {"text": "A text.", "revision": 7},
        {"revision": "unknown_field"},
    ),
    "vote": (
        "PUT",
        lambda thread: f"claims/{thread.rebut.key}/vote",
        {"value": True, "revision": 1},
        {"revision": "unknown_field"},
    ),
    "vote as text": (
        "PUT",
        lambda thread: f"claims/{thread.rebut.key}/vote",
        {"value": "1"},
        {"value": "no_such_vote"},
    ),
    "large vote": (
        "PUT",
        lambda thread: f"claims/{thread.rebut.key}/vote",
        {"value": 10**30},
        {"value": "no_such_vote"},
    ),
    "position": (
        "PUT",
        lambda thread: f"debates/{thread.debate.key}/position",
        {"value": None},
        {"value": "null"},
    ),
    "draft": (
        "PUT",
        lambda thread: f"claims/{thread.rebut.key}/draft?purpose=debate",
        {"text": "A text."},
        {"purpose": "invalid_choice"},
    ),
    "flag": (
        "POST",
        lambda thread: f"claims/{thread.rebut.key}/flag",
        {},
        {"reason": "required"},
    ),
}


@pytest.mark.parametrize("what", list(WRONG))
def test_what_cannot_be_taken_is_named_and_changes_nothing(
    thread: Thread, bob: User, what: str
) -> None:
    method, address, sent, wrong = WRONG[what]
    answer = Program(bob).ask(method, address(thread), sent, KNOWN)
    assert named(answer) == wrong
    assert not HeldClaim.objects.exists()
    assert not Flag.objects.exists()
    assert not Position.objects.filter(person=bob).exists()
    assert not Vote.objects.filter(person=bob, claim=thread.rebut).exists()
    assert Claim.objects.get(pk=thread.rebut.pk).revision == 1


def test_what_is_invisible_is_dropped_as_on_pages(thread: Thread, eve: User) -> None:
    sent = {"relation": "rebut", "text": " A\u0000 \u202etext. "}
    answer = Program(eve).ask("POST", f"claims/{thread.rebut.key}/replies", sent)
    assert answer.json()["text"] == "A text."


def test_a_draft_of_a_page_is_read_whatever_it_holds(thread: Thread, bob: User) -> None:
    content = {"text": "Pupils nap", "revision": "soon", "relation": "perhaps"}
    save_draft(purpose="edit", claim=thread.rebut.key, content=content, by=bob)
    told = Program(bob).ask("GET", f"claims/{thread.rebut.key}/draft?purpose=edit").json()
    assert (told["text"], told["revision"]) == ("Pupils nap", None)


# ---- What a token is for


@pytest.mark.parametrize(
    ("method", "address", "sent", "scope"),
    [
        ("POST", "claims/{claim}/replies", {"relation": "rebut", "text": "A text."}, Scope.POST),
        ("POST", "claims/{claim}/flag", {"reason": "spam"}, Scope.POST),
        ("POST", "notices/seen", {"up_to": "x"}, Scope.POST),
        ("PUT", "claims/{claim}/draft", {"text": "A text."}, Scope.POST),
        ("PUT", "debates/{debate}/follow", None, Scope.POST),
        ("PUT", "claims/{claim}/vote", {"value": 1}, Scope.VOTE),
        ("DELETE", "claims/{claim}/vote", None, Scope.VOTE),
        ("PUT", "debates/{debate}/position", {"value": 1}, Scope.VOTE),
        ("GET", "claims/{claim}/vote", None, Scope.READ),
        ("GET", "held", None, Scope.READ),
    ],
)
def test_a_token_does_what_its_scope_names(
    thread: Thread, eve: User, method: str, address: str, sent: Any, scope: Scope
) -> None:
    place = address.format(claim=thread.rebut.key, debate=thread.debate.key)
    others = [other for other in Scope if other != scope]
    assert code(Program(eve, *others).ask(method, place, sent)) == (403, "token_scope")
    assert Program(eve, scope).ask(method, place, sent).status_code in {200, 201, 204, 400}

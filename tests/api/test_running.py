"""Running debates by programs: from an essay to a published debate, and what its owner sets."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Scope
from accounts.models import User
from debate import limits
from debate.enums import Role, Visibility
from debate.models import Change, Claim, Debate, Essay, Invitation, Membership, Topic
from tests import factories
from tests.api.programs import Program
from tests.factories import ESSAY_TEXT, Thread

pytestmark = pytest.mark.django_db

PAPERS = {"title": "Let them sleep", "text": ESSAY_TEXT}


def told(answer: Any, status: int, code: str) -> bool:
    return (answer.status_code, answer.json()["code"]) == (status, code)


# ---- Bringing it in


def test_an_essay_begins_a_draft_with_its_credit(alice: User) -> None:
    sent = {
        **PAPERS,
        "thesis": "School starts too early.",
        "own_words": True,
        "source_url": "https://example.org/sleep",
        "written_on": "2026-02-03",
    }
    answer = Program(alice).ask("POST", "debates", sent)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["visibility"], told["thesis"]["text"]) == ("draft", "School starts too early.")
    assert (told["essay"]["title"], told["essay"]["written_on"]) == ("Let them sleep", "2026-02-03")
    assert Essay.objects.get().writer == "Alice"
    assert Program(alice).client.get(answer["Location"]).json() == told
    assert Client().get(answer["Location"]).status_code == 404


def test_markdown_becomes_plain_paragraphs(alice: User) -> None:
    sent = {"text": "# Let them sleep\n\nThe *first* lesson is too early.", "markdown": True}
    key = Program(alice).ask("POST", "debates", sent).json()["key"]
    outline = Program(alice).ask("GET", f"debates/{key}/outline").json()
    assert outline["essay"]["title"] == "Let them sleep"
    assert [[s["text"] for s in p] for p in outline["paragraphs"]] == [
        ["The first lesson is too early."]
    ]


def test_the_longest_essay_fits_however_it_is_escaped(alice: User) -> None:
    sentence = "𝕬" * 99 + "."
    text = sentence * (limits.ESSAY_TEXT_MAX // len(sentence))
    answer = Program(alice).ask("POST", "debates", {"title": "Letters", "text": text})
    assert answer.status_code == 201
    over = Program(alice).ask("POST", "debates", {"title": "Letters", "text": text + "𝕬"})
    assert told(over, 400, "essay_is_too_long")


def test_bringing_an_essay_counts_as_starting_and_as_bringing_one(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = ((1, 1, 1), (1, 1, 1), (9, 9))
    monkeypatch.setitem(limits.PACES, "upload", once)
    program = Program(alice)
    assert program.ask("POST", "debates", PAPERS).status_code == 201
    assert told(program.ask("POST", "debates", PAPERS), 429, "too_many_upload")
    assert program.ask("POST", "debates", {"thesis": "Another one."}).status_code == 201


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({}, "essay_is_missing"),
        ({"thesis": " ", "text": "\n"}, "essay_is_missing"),
        ({"text": ESSAY_TEXT, "title": ""}, "essay_needs_a_title"),
        ({**PAPERS, "language": "tlh"}, "no_such_language"),
        ({"thesis": "Too early.", "language": "e\u0000n"}, "no_such_language"),
        ({**PAPERS, "source_url": "javascript:x"}, "bad_essay_address"),
        ({**PAPERS, "title": "\u0000"}, "essay_needs_a_title"),
        ({**PAPERS, "written_on": "soon"}, "fields_not_valid"),
        ({"thesis": ["Too early."]}, "fields_not_valid"),
        ({"thesis": "Too early.", "visibility": "public"}, "fields_not_valid"),
    ],
)
def test_what_cannot_be_taken_begins_nothing(alice: User, sent: Any, code: str) -> None:
    assert told(Program(alice).ask("POST", "debates", sent), 400, code)
    assert not Debate.objects.exists()
    assert not Essay.objects.exists()


# ---- Thesis and points


def test_points_are_drawn_by_the_places_that_the_outline_tells(alice: User) -> None:
    program = Program(alice)
    sent = {"title": "T", "text": "𝕬 school wakes at dawn. Its pupils do not wake with it."}
    key = program.ask("POST", "debates", sent).json()["key"]
    sentence = program.ask("GET", f"debates/{key}/outline").json()["paragraphs"][0][1]
    assert (sentence["start"], sentence["taken"]) == (24, False)
    span = {name: sentence[name] for name in ("start", "end")}
    thesis = program.ask("PUT", f"debates/{key}/outline/thesis", {"text": "Start later."})
    assert (thesis.status_code, thesis.json()["quote"]) == (200, None)
    point = program.ask(
        "POST", f"debates/{key}/outline/points", {"text": "They sleep.", "span": span}
    )
    assert point.status_code == 201
    assert point.json()["quote"] == sentence["text"] == "Its pupils do not wake with it."
    outline = program.ask("GET", f"debates/{key}/outline").json()
    assert outline["points"] == [point.json()]
    assert outline["paragraphs"][0][1]["taken"]
    assert program.client.delete(point["Location"]).status_code == 204
    assert program.ask("GET", f"debates/{key}/outline").json()["points"] == []


@pytest.mark.parametrize(
    "span",
    [
        {"start": 0},
        {"start": -1, "end": 40},
        {"start": 0, "end": 10**18},
        {"start": "0", "end": "40"},
        {"start": True, "end": 40},
        {"start": 0, "end": 40, "exact": "x"},
        [0, 40],
        "0-40",
    ],
)
def test_what_is_no_place_in_the_essay_draws_nothing(alice: User, span: Any) -> None:
    key = Program(alice).ask("POST", "debates", {**PAPERS, "thesis": "Later."}).json()["key"]
    sent = {"text": "They sleep.", "span": span}
    answer = Program(alice).ask("POST", f"debates/{key}/outline/points", sent)
    assert answer.status_code == 400
    assert Claim.objects.count() == 1


def test_a_published_debate_has_no_outline(thread: Thread, alice: User) -> None:
    for method, part in (("GET", ""), ("DELETE", "")):
        answer = Program(alice).ask(method, f"debates/{thread.debate.key}/outline{part}")
        assert answer.status_code == 409
    assert (
        Program(alice, Scope.READ)
        .ask("DELETE", f"debates/{thread.debate.key}/outline")
        .json()["code"]
        == "token_scope"
    )


# ---- What its owner sets


def test_what_is_left_out_of_a_description_stays(thread: Thread, alice: User) -> None:
    address = f"debates/{thread.debate.key}/manage/essay"
    before = Program(alice).ask("GET", address).json()
    after = Program(alice).ask("PATCH", address, {"writer": "O. Frey"}).json()
    assert after == {**before, "writer": "O. Frey"}
    dated = Program(alice).ask("PATCH", address, {"written_on": "2026-02-03"}).json()
    assert dated == {**after, "written_on": "2026-02-03"}
    assert Program(alice).ask("PATCH", address, {"written_on": None}).json() == after


def test_a_debate_without_an_essay_has_no_credit(debate: Debate, alice: User) -> None:
    address = f"debates/{debate.key}/manage/essay"
    assert Program(alice).ask("GET", address).json()["title"] is None
    assert told(Program(alice).ask("PATCH", address, {"title": "T"}), 409, "no_essay")
    answer = Program(alice).ask("PATCH", address, {"language": "de"})
    assert (answer.status_code, answer.json()["language"]) == (200, "de")


def test_the_link_is_told_to_its_owner_and_opens_the_debate(
    debate: Debate, alice: User, bob: User
) -> None:
    factories.member(debate, bob, role=Role.MODERATOR)
    program, manage = Program(alice), f"debates/{debate.key}/manage"
    sent = {"visibility": "unlisted", "posting": "everybody"}
    first = program.ask("PUT", f"{manage}/access", sent).json()["link"]
    assert Client().get(first).status_code == 302
    second = program.ask("POST", f"{manage}/link")
    assert second.status_code == 201
    assert program.ask("GET", f"{manage}/access").json() == second.json()
    assert Client().get(first).status_code == 404
    assert Client().get(second.json()["link"]).status_code == 302
    assert program.ask("DELETE", f"{manage}/link").status_code == 204
    assert program.ask("GET", f"{manage}/access").json()["link"] is None
    assert told(Program(bob).ask("GET", f"{manage}/access"), 403, "owner_only")


def test_an_answer_that_holds_a_link_is_not_kept(debate: Debate, alice: User) -> None:
    key = {"Idempotency-Key": "once"}
    answer = Program(alice).ask(
        "POST", f"debates/{debate.key}/invitations", {"role": "member"}, key
    )
    assert told(answer, 400, "idempotency_key_not_taken")
    assert not Invitation.objects.exists()


def test_moderators_hold_newcomers_and_set_nothing_else(
    debate: Debate, alice: User, bob: User
) -> None:
    factories.member(debate, bob, role=Role.MODERATOR)
    program, manage = Program(bob), f"debates/{debate.key}/manage"
    assert program.ask("PUT", f"{manage}/newcomers").status_code == 204
    assert Program(alice).ask("GET", manage).json()["hold_newcomers"]
    assert program.ask("DELETE", f"{manage}/newcomers").status_code == 204
    assert not Program(alice).ask("GET", manage).json()["hold_newcomers"]
    assert told(program.ask("PUT", f"{manage}/archive"), 403, "owner_only")


def test_what_is_planned_is_told_in_utc(debate: Debate, alice: User) -> None:
    address = f"debates/{debate.key}/manage/schedule"
    later = (timezone.now() + timedelta(days=3)).astimezone(UTC).replace(microsecond=0)
    sent = {"closes_at": later.isoformat()}
    assert Program(alice).ask("PUT", address, sent).json() == {
        "opens_at": None,
        "closes_at": f"{later:%Y-%m-%dT%H:%M:%S}Z",
    }
    assert told(
        Program(alice).ask("PUT", address, {"closes_at": "2001-01-01T00:00:00Z"}),
        400,
        "moment_is_past",
    )
    for moment in ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", 5, "soon", [""]):
        answer = Program(alice).ask("PUT", address, {"closes_at": moment})
        assert answer.status_code == 400
    assert Program(alice).ask("PUT", address, {}).json()["closes_at"] is None


def test_topics_are_set_and_those_there_are_told(thread: Thread, alice: User) -> None:
    Topic.objects.create(slug="sleep", name="Sleep")
    address = f"debates/{thread.debate.key}/manage/topics"
    answer = Program(alice).ask("PUT", address, {"topics": ["sleep"]})
    assert answer.json() == {"topics": [{"slug": "sleep", "name": "Sleep", "chosen": True}]}
    for topics in (["sl\u0000eep"], ["x" * 1000], [["sleep"]], "sleep", [None]):
        assert Program(alice).ask("PUT", address, {"topics": topics}).status_code == 400
    assert Program(alice).ask("GET", address).json() == answer.json()


def test_a_debate_is_neither_handed_over_nor_deleted_by_a_program(
    debate: Debate, alice: User, bob: User
) -> None:
    factories.member(debate, bob, role=Role.MODERATOR)
    manage = f"debates/{debate.key}/manage"
    heirs = Program(alice).ask("GET", f"{manage}/transfer").json()["heirs"]
    assert heirs == [{"key": bob.key, "name": "Bob"}]
    assert Program(alice).ask("GET", f"{manage}/deletion").json() == {"possible": True}
    for noun, sent in (("transfer", {"to": bob.key}), ("deletion", {})):
        answer = Program(alice).ask("POST", f"{manage}/{noun}", sent)
        assert told(answer, 403, "not_by_token")
    debate.refresh_from_db()
    assert debate.owner == alice


# ---- Members


def test_a_seat_is_told_with_its_address(debate: Debate, alice: User, bob: User) -> None:
    program, members = Program(alice), f"debates/{debate.key}/members"
    made = program.ask("POST", members, {"handle": "bob", "role": "reader"})
    assert made.status_code == 201
    assert made.json()["name"] == {"name": "Bob", "key": bob.key}
    assert program.client.get(made["Location"]).json() == made.json()
    seat = f"{members}/{made.json()['seat']}"
    assert program.ask("PATCH", seat, {"role": "moderator"}).json()["role"] == "moderator"
    listed = program.ask("GET", f"{members}?role=moderator").json()
    assert [row["role"] for row in listed["results"]] == ["moderator"]
    assert listed["counts"] == {"reader": 0, "member": 0, "moderator": 1}
    assert program.ask("GET", f"{members}?role=king").status_code == 400
    assert program.ask("DELETE", seat).status_code == 204
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("method", "part", "sent"),
    [
        ("POST", "members", {"handle": "b\u0000b", "role": "reader"}),
        ("POST", "members", {"handle": "bob", "role": "rea\u0000der"}),
        ("POST", "members", {"handle": 7, "role": "reader"}),
        ("POST", "members", {"handle": "bob"}),
        ("POST", "invitations", {"role": ["member"]}),
        ("POST", "invitations", {"role": "owner"}),
        ("DELETE", "invitations?role=king", None),
        ("DELETE", "invitations", {"role": "member"}),
        ("PUT", "closing", {"conclusion": ["Enough."]}),
        ("PUT", "closing", {"conclusion": "x" * 300_000}),
        ("PUT", "closing", {"closed": True}),
        ("PUT", "manage/access", {"visibility": "draft", "posting": "members"}),
        ("PUT", "manage/access", {"visibility": "public"}),
        ("PUT", "manage/newcomers", {"hold": True}),
        ("PATCH", "manage/essay", {"language": "e\u0000n"}),
        ("PATCH", "manage/essay", {"title": None}),
        ("POST", "publication", {"visibility": "every\u0000body"}),
        ("POST", "publication", {"posting": 1}),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    thread: Thread, alice: User, bob: User, method: str, part: str, sent: Any
) -> None:
    before = Change.objects.count()
    answer = Program(alice).ask(method, f"debates/{thread.debate.key}/{part}", sent)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert Change.objects.count() == before
    assert not Membership.objects.exists()
    assert not Invitation.objects.exists()


def test_a_seat_is_found_in_its_own_debate_alone(
    debate: Debate, thread: Thread, alice: User, bob: User
) -> None:
    program = Program(alice)
    sent = {"handle": "bob", "role": "reader"}
    seat = program.ask("POST", f"debates/{debate.key}/members", sent).json()["seat"]
    elsewhere = f"debates/{thread.debate.key}/members/{seat}"
    assert told(program.ask("GET", elsewhere), 404, "no_member")
    assert told(program.ask("PATCH", elsewhere, {"role": "member"}), 404, "no_member")
    made_up = program.ask("GET", f"debates/{debate.key}/members/{'x' * 20}")
    assert told(made_up, 404, "no_member")
    assert Membership.objects.get().role == "reader"


def test_who_is_a_member_is_told_to_members(alice: User, bob: User, eve: User) -> None:
    private = factories.debate(alice, visibility=Visibility.MEMBERS)
    factories.member(private, bob, byline="Owl")
    shown = Program(bob).ask("GET", f"debates/{private.key}/members").json()
    assert [row["name"] for row in shown["results"]] == [{"name": "Owl", "key": None}]
    assert (shown["my_role"], shown["invitations"]) == ("member", [])
    assert Program(eve).ask("GET", f"debates/{private.key}/members").status_code == 404


def test_an_invitation_is_a_link_for_one_role(debate: Debate, alice: User) -> None:
    program, address = Program(alice), f"debates/{debate.key}/invitations"
    made = program.ask("POST", address, {"role": "member"})
    assert made.status_code == 201
    assert Client().get(made.json()["link"]).status_code == 200
    listed = program.ask("GET", f"debates/{debate.key}/members").json()
    assert listed["invitations"] == [made.json()]
    assert program.ask("DELETE", address).status_code == 400
    assert program.ask("DELETE", f"{address}?role=reader").status_code == 204
    assert Client().get(made.json()["link"]).status_code == 200
    assert program.ask("DELETE", f"{address}?role=member").status_code == 204
    assert Client().get(made.json()["link"]).status_code == 404

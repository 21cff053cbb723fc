"""Bringing in a debate that was taken out: the same debate, and nothing that is not so."""

import copy
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import PersonKind
from accounts.errors import Conflict, Invalid, NotAllowed, NotSignedIn
from accounts.models import User
from debate.actions.block import block_person
from debate.actions.deletion import delete_debate
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.importing import import_debate
from debate.actions.outline import discard_draft, state_thesis
from debate.actions.publication import publish_debate
from debate.enums import ClaimState
from debate.formats.debate_json import load_document, read_document
from debate.models import Change, Claim, Debate, Position, Tally, Vote
from debate.queries.outline import read_outline
from debate.tasks.notices import tell_next_changes
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests import factories
from tests.factories import Thread
from tests.formats.documents import MARK, brought_in, comparable, rich_debate, taken_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(alice: User, bob: User, dan: User) -> dict[str, Any]:
    """What is taken out of a debate with one of everything."""
    return taken_out(rich_debate(alice, bob, dan), None)


def test_a_round_trip_gives_the_same_debate(document: dict[str, Any], bob: User) -> None:
    made = brought_in(document, bob)
    again = taken_out(made, bob)
    assert comparable(again) == comparable(document)
    assert {claim["key"] for claim in again["claims"]}.isdisjoint(
        claim["key"] for claim in document["claims"]
    )
    assert (
        taken_out(brought_in(again, bob), bob)["claims"][0]["byline"]["name"] == "Alice (imported)"
    )


def test_what_was_brought_in_is_a_draft_of_whoever_did_it(
    document: dict[str, Any], bob: User
) -> None:
    made = brought_in(document, bob)
    assert (made.owner, made.visibility) == (bob, "draft")
    assert made.essay is not None
    assert (made.essay.brought_by, made.essay.own_words, made.essay.writer) == (bob, False, "Alice")
    tally_debate(made.pk)
    assert recount_debate(made.pk) == []


def test_nobody_here_said_what_was_brought_in(document: dict[str, Any], bob: User) -> None:
    made = brought_in(document, bob)
    authors = User.objects.filter(claims__debate=made).distinct()
    assert sorted(author.display_name for author in authors) == [
        "Alice (imported)", "Bob (imported)", "Puffin (imported)", "imported",
    ]  # fmt: skip
    for author in authors:
        assert (author.kind, author.is_active, author.handle) == (PersonKind.GUEST, False, None)
        assert not author.has_usable_password()
    keys = {claim["byline"]["key"] for claim in taken_out(made, bob)["claims"] if claim["byline"]}
    assert keys == {None}


def test_no_vote_and_no_position_comes_along(document: dict[str, Any], bob: User) -> None:
    made = brought_in(document, bob)
    assert not Vote.objects.filter(debate=made).exists()
    assert not Position.objects.filter(debate=made).exists()
    tallies = Tally.objects.filter(debate=made)
    assert {(t.up, t.down, t.unsure) for t in tallies} == {(0, 0, 0)}
    assert tallies.count() == sum(c["relation"] != "question" for c in document["claims"])


def test_the_record_begins_when_it_is_published(document: dict[str, Any], bob: User) -> None:
    made = brought_in(document, bob)
    assert not Change.objects.filter(debate=made).exists()
    publish_debate(debate=made.key, by=bob)
    told = list(Change.objects.filter(debate=made).values_list("kind", "seq"))
    assert told == [("opened", len(document["claims"]) + 1)]
    factories.say(parent=factories.thesis_of(made).key, relation="rebut", text="No.", by=bob)


def test_words_of_others_stay_theirs(document: dict[str, Any], bob: User) -> None:
    made = brought_in(document, bob)
    with pytest.raises(NotAllowed, match="not_your_claim"):
        state_thesis(debate=made.key, text="Something else.", by=bob)
    outline = read_outline(made.key, bob)
    assert outline.thesis is not None
    assert {point.mine for point in (outline.thesis, *outline.points)} == {False}


def test_what_came_without_words_cannot_be_shown_again(document: dict[str, Any], bob: User) -> None:
    made = brought_in(document, bob)
    publish_debate(debate=made.key, by=bob)
    hidden = Claim.objects.get(debate=made, state=ClaimState.HIDDEN)
    assert hidden.text == ""
    with pytest.raises(Conflict, match="claim_gone"):
        restore_claim(claim=hidden.key, reason="mistake", by=bob)


@pytest.mark.parametrize("published", [False, True])
def test_those_who_came_with_a_debate_go_with_it(
    document: dict[str, Any], bob: User, published: bool
) -> None:
    before = set(User.objects.values_list("pk", flat=True))
    made = brought_in(document, bob)
    if published:
        publish_debate(debate=made.key, by=bob)
        delete_debate(debate=made.key, by=bob)
    else:
        discard_draft(debate=made.key, by=bob)
    assert set(User.objects.values_list("pk", flat=True)) == before


def test_order_is_kept_among_imported_claims_as_among_others(
    document: dict[str, Any], bob: User
) -> None:
    before = set(User.objects.values_list("pk", flat=True))
    as_bob = Client()
    as_bob.force_login(bob)
    made = brought_in(document, bob)
    publish_debate(debate=made.key, by=bob)
    said = Claim.objects.filter(debate=made, state=ClaimState.LIVE, depth=2).first()
    assert said is not None
    assert as_bob.get(f"/claims/{said.key}/moderation/").status_code == 200
    hide_claim(claim=said.key, reason="insult", by=bob)
    tell_next_changes()
    restore_claim(claim=said.key, reason="mistake", by=bob)
    block_person(debate=made.key, claim=said.key, reason="insult", by=bob)
    for page in ("activity/", "moderation/log/", "blocks/", "threads/", "export/?format=json"):
        assert as_bob.get(f"/debates/{made.key}/{page}").status_code == 200
    delete_debate(debate=made.key, by=bob)
    assert set(User.objects.values_list("pk", flat=True)) == before


def test_whoever_is_not_signed_in_or_suspended_brings_nothing_in(
    document: dict[str, Any], bob: User
) -> None:
    with pytest.raises(NotSignedIn):
        import_debate(document=load_document(json.dumps(document).encode()), mark=MARK, by=None)
    User.objects.filter(pk=bob.pk).update(banned=True)
    with pytest.raises(NotAllowed):  # also who is read from the database only when it is kept
        brought_in(document, bob)
    bob.banned = True
    with pytest.raises(NotAllowed):
        brought_in(document, bob)


def test_it_takes_the_same_statements_however_many_claims_there_are(
    alice: User, bob: User, thread: Thread
) -> None:
    counts = []
    for debate in (
        factories.grow_debate(alice, claims=3),
        factories.grow_debate(alice, claims=300),
    ):
        told = taken_out(debate, alice)
        with CaptureQueriesContext(connection) as statements:
            brought_in(told, bob)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 25


# ---- What cannot be brought in


def changed(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A copy of a document with another value at a place, as in `claims.0.byline.name`."""
    made = copy.deepcopy(document)
    *way, last = path.split(".")
    at: Any = made
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if isinstance(at, list):
        at[int(last)] = value
    elif value is DROPPED:
        del at[last]
    else:
        at[last] = value
    return made


DROPPED = object()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("format", "argdown", "file_of_another_format"),
        ("version", 2, "file_of_another_version"),
        ("version", True, "file_of_another_version"),
        ("version", 10**300, "file_of_another_version"),
        ("votes", [], "file_not_as_described"),
        ("count", 3, "file_not_as_described"),
        ("count", DROPPED, "file_not_as_described"),
        ("debate", [], "file_not_as_described"),
        ("debate.language", "xx", "no_such_language"),
        ("debate.language", None, "file_not_as_described"),
        ("debate.conclusion", "x" * 6_000, "conclusion_too_long"),
        ("debate.topics", [{"slug": "a\0", "name": "A"}], "unreadable_characters"),
        ("debate.topics", [{"slug": "a", "name": "A"}] * 51, "file_has_too_much"),
        ("debate.topics", ["sleep"], "file_not_as_described"),
        ("essay", "text", "file_not_as_described"),
        ("essay.title", " ", "essay_needs_a_title"),
        ("essay.source_url", "javascript:alert(1)", "bad_essay_address"),
        ("essay.written_on", "tomorrow", "file_not_as_described"),
        ("essay.wordings", [], "file_not_as_described"),
        ("essay.wordings.0.number", 2, "file_not_as_described"),
        ("essay.wordings.0.at", "2999-01-01T00:00:00Z", "file_not_as_described"),
        ("essay.wordings.0.text", "Other words.", "file_not_as_described"),
        ("essay.wordings.0.passages.0.start", 0, "file_not_as_described"),
        ("essay.wordings.0.passages.0.end", 10**30, "file_not_as_described"),
        ("essay.wordings.0.passages.0.exact", "Not so.", "file_not_as_described"),
        ("essay.wordings.0.passages.0.prefix", "Not so.", "file_not_as_described"),
        ("claims.0.kind", "point", "file_not_as_described"),
        ("claims.0.relation", "support", "file_not_as_described"),
        ("claims.0.parent_revision", 1, "file_not_as_described"),
        ("claims.1", None, "file_not_as_described"),
        ("claims.1.kind", "thesis", "file_not_as_described"),
        ("claims.1.relation", "rebut", "file_not_as_described"),
        ("claims.1.parent", None, "file_not_as_described"),
        ("claims.1.parent", "aaaaaaaaaaaa", "file_not_as_described"),
        ("claims.1.passage", "aaaaaaaaaaaa", "file_not_as_described"),
        ("claims.1.parent_revision", 2, "file_not_as_described"),
        ("claims.1.parent_revision", 0, "file_not_as_described"),
        ("claims.1.state", "hidden", "file_not_as_described"),
        ("claims.1.state", "held", "file_not_as_described"),
        ("claims.1.withdrawn_at", "2024-01-01T00:00:00Z", "file_not_as_described"),
        ("claims.1.created_at", "2024-01-01T00:00:00", "file_not_as_described"),
        ("claims.1.created_at", "0001-01-01T00:00:00+14:00", "file_not_as_described"),
        ("claims.1.created_at", "2999-01-01T00:00:00Z", "file_not_as_described"),
        ("claims.1.created_at", 1_700_000_000, "file_not_as_described"),
        ("claims.1.locked", "no", "file_not_as_described"),
        ("claims.1.tally", [1, 2], "file_not_as_described"),
        ("claims.1.votes", [], "file_not_as_described"),
        ("claims.1.byline", None, "file_not_as_described"),
        ("claims.1.byline.name", "", "display_name_missing"),
        ("claims.1.byline.name", "A\u202eB", "display_name_unseen"),
        ("claims.1.byline.name", "\ud800", "display_name_unseen"),
        ("claims.1.byline.name", "x" * 100, "display_name_long"),
        ("claims.1.byline.via", "x" * 100, "file_not_as_described"),
        ("claims.1.byline.via", "a\0", "file_not_as_described"),
        ("claims.1.language", "klingon", "no_such_language"),
        ("claims.1.wordings", [], "file_not_as_described"),
        ("claims.1.wordings.0.number", 7, "file_not_as_described"),
        ("claims.1.wordings.0.text", "x" * 600, "claim_too_long"),
        ("claims.1.wordings.0.text", "\u200b" * 600, "claim_too_short"),
        ("claims.1.wordings.0.text", 3, "file_not_as_described"),
        ("claims.1.wordings.0.details", "x" * 6_000, "details_too_long"),
        ("claims.1.wordings.0.sources", [{"title": "", "url": "ftp://a"}], "bad_source_address"),
        ("claims.1.wordings.0.sources", [{"title": "T", "url": ""}] * 6, "too_many_sources"),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_refused_and_nothing_kept(
    document: dict[str, Any], bob: User, path: str, value: object, code: str
) -> None:
    debates, people = Debate.objects.count(), User.objects.count()
    with pytest.raises(Invalid, match=code) as refused:
        import_debate(document=read_document(changed(document, path, value)), mark=MARK, by=bob)
    assert refused.value.field
    assert (Debate.objects.count(), User.objects.count()) == (debates, people)

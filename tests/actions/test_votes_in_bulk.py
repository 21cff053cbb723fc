"""Voiding the votes of accounts that act as one; the races stand in tests/drills/test_rings.py."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal
from accounts.models import User
from debate.actions.suspension import suspend_person
from debate.actions.votes_in_bulk import count_votes, read_handles, void_votes
from debate.enums import ActKind
from debate.limits import NOTE_MAX
from debate.models import Act, Case, Tally, Vote
from debate.queries.history import read_wordings
from tests import factories
from tests.factories import Thread


@pytest.fixture
def sam(db: None) -> User:
    return factories.person("sam", role=Role.STAFF)


def test_a_run_is_one_line_of_the_log_with_numbers_and_closed_words_alone(
    thread: Thread, sam: User, bob: User, dan: User
) -> None:
    factories.vote(thread.point, bob)
    run = void_votes(people=["dan", "bob"], reason="ring", note="Same hour.", by=sam)
    assert run is not None
    act = Act.objects.get()
    assert (act.kind, act.reason, act.actor_number) == (ActKind.VOIDED, "ring", sam.pk)
    assert (act.subject_number, act.debate_key, act.claim_key) == (None, None, None)
    numbers = sorted([bob.pk, dan.pk])
    written = f"{numbers[0]}-{numbers[1]}" if numbers[1] == numbers[0] + 1 else None
    assert act.detail["accounts"] == 2
    assert act.detail["people"] == (written or f"{numbers[0]} {numbers[1]}")
    assert Case.objects.get(act=act).note == "Same hour."
    again = count_votes(run=run.key, reason="mistake", by=sam)
    assert again is not None
    assert (again.kind, again.about) == (ActKind.COUNTED, run.key)


def test_void_votes_stay_with_whoever_cast_them_and_are_no_votes_on_an_earlier_wording(
    thread: Thread, sam: User, dan: User
) -> None:
    factories.vote(thread.rebut, dan, 1)
    void_votes(people=["dan"], reason="ring", by=sam)
    assert Vote.objects.get(person=dan).value == 1
    assert Tally.objects.get(claim=thread.rebut).up == 0
    Vote.objects.update(revision=0)  # as after an edit
    assert read_wordings(thread.rebut.key, None).earlier_votes == 0


def test_who_came_to_the_staff_since_does_not_take_back_a_run_against_themselves(
    sam: User, bob: User, dan: User
) -> None:
    run = void_votes(people=["bob", "dan"], reason="ring", by=sam)
    assert run is not None
    bob.role = Role.STAFF
    bob.save(update_fields=["role"])
    with pytest.raises(NotAllowed) as refused:
        count_votes(run=run.key, reason="mistake", by=bob)
    assert refused.value.code == "own_case"
    assert User.objects.filter(votes_void=True).count() == 2


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([], "name_the_accounts"),
        (["bob", "nobody-here"], "unknown_accounts"),
        (["bob\x00"], "unknown_accounts"),
        ([f"x{n}" for n in range(2_001)], "ring_too_large"),
    ],
)
def test_a_run_names_accounts_that_there_are(
    sam: User, bob: User, people: list[str], code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        void_votes(people=people, reason="ring", by=sam)
    assert (caught.value.code, caught.value.field) == (code, "people")


def test_handles_are_read_as_people_paste_them() -> None:
    assert read_handles(" @Bob,dan\r\n\tbob  eve ") == ["bob", "dan", "eve"]


@pytest.mark.parametrize("who", ["nobody", "member", "moderator", "suspended", "oneself"])
def test_staff_alone_may_and_not_in_their_own_case(sam: User, bob: User, who: str) -> None:
    by: User | None = None if who == "nobody" else sam
    kind: type[Refusal] = NotFound
    people = ["bob"]
    if who == "nobody":
        kind = NotSignedIn
    elif who == "oneself":
        kind, people = NotAllowed, ["bob", "sam"]
    elif who == "suspended":
        other = factories.person("sue", role=Role.STAFF)
        suspend_person(person=sam.key, days=1, reason="spam", by=other)
        sam.refresh_from_db()
    else:
        by = factories.person("mona", role=who)
    before = Act.objects.count()
    with pytest.raises(kind):
        void_votes(people=people, reason="ring", by=by)
    with pytest.raises(Refusal):
        count_votes(run="x" * 12, reason="mistake", by=by)
    assert Act.objects.count() == before
    assert not User.objects.filter(votes_void=True).exists()


@pytest.mark.parametrize(("reason", "note"), [("because", ""), ("ring", "x" * (NOTE_MAX + 1))])
def test_reason_and_note_are_as_everywhere(sam: User, bob: User, reason: str, note: str) -> None:
    with pytest.raises(Invalid):
        void_votes(people=["bob"], reason=reason, note=note, by=sam)


def test_the_number_of_statements_does_not_grow_with_the_ring(thread: Thread, sam: User) -> None:
    counts = []
    for prefix, size in (("one", 1), ("many", 5)):
        ring = factories.people(size, prefix=prefix)
        for person in ring:
            factories.vote(thread.point, person)
            factories.vote(thread.rebut, person)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            void_votes(people=[p.handle or "" for p in ring], reason="ring", by=sam)
        counts.append(len([q for q in captured if "SAVEPOINT" not in q["sql"]]))
    assert counts[0] == counts[1] <= 11

"""A class writes while its teacher moves the phases: nothing is taken outside of its phase."""

import random
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Q

from accounts.errors import Refusal
from accounts.models import User
from classroom.actions import clock
from classroom.actions.starting import add_group
from classroom.actions.windows import write_windows_of
from classroom.models import Phase, Seat, Session
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.enums import Permission, Relation, VoteValue
from debate.logic.rules import Window, read_windows, rules_at
from debate.models import Claim, DebateRules, Position, Tally, Vote
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of
from tests.factories import thesis_of

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

WRITERS = 32
MOVES = ["next", "back", "to", "undo", "pause", "resume", "longer", "shorter", "freeze", "thaw"]


@dataclass(frozen=True, slots=True)
class State:
    """The rules as a move left them.

    `since` is the moment that the move wrote; where it wrote none, it lies between `asked` and
    `done` by the same clock.
    """

    windows: tuple[Window, ...]
    frozen: bool
    asked: datetime
    done: datetime
    since: datetime | None

    def allows(self, at: datetime) -> set[Permission]:
        return set(rules_at(self.windows, at=at, frozen=self.frozen).allow)


def now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def state_after(session: Session, asked: datetime, before: State | None) -> State:
    rules = DebateRules.objects.get(debate=debate_of(session))
    windows = read_windows(rules.windows)
    begun = [w.start for w in windows if asked <= w.start]
    new = before is None or windows != before.windows
    since = begun[-1] if begun and new else None
    return State(windows, rules.frozen, asked, now(), since)


def moved(session: Session, teacher: User, chance: random.Random, phases: list[str]) -> None:
    """One move of the teacher, any of them; one that makes no sense now is refused."""
    given: dict[str, Any] = {"session": session.key, "by": teacher}
    moves: dict[str, Any] = {
        "next": clock.move_on,
        "back": clock.move_back,
        "undo": clock.undo_move,
        "pause": clock.pause,
        "resume": clock.resume,
        "freeze": clock.freeze,
        "thaw": clock.thaw,
    }
    move = chance.choice(MOVES)
    try:
        if move == "to":
            clock.move_to(**given, phase=chance.choice(phases))
        elif move in {"longer", "shorter"}:
            clock.add_seconds(**given, seconds=60 if move == "longer" else -60)
        else:
            moves[move](**given)
    except Refusal:
        pass
    if move in {"pause", "freeze"}:  # not for long, or nobody would ever write
        clock.resume(**given)
        clock.thaw(**given)


def write(seat: Seat, debate: str, thesis: str, chance: random.Random, n: int) -> None:
    """Something that a student does: mostly what the phase does not take."""
    what = chance.choice(["reply", "vote", "position"])
    if what == "reply":
        post_reply(
            parent=thesis,
            relation=chance.choice([Relation.SUPPORT, Relation.REBUT]),
            text=f"Claim {n} of {seat.byline}.",
            by=seat.person,
        )
    elif what == "vote":
        value = chance.choice([VoteValue.CONVINCING, VoteValue.NOT_CONVINCING])
        cast_vote(claim=thesis, value=value, by=seat.person)
    else:
        state_position(debate=debate, value=chance.choice([-2, 0, 2]), by=seat.person)


class Writers:
    """Thirty-two students who write whatever comes to their mind until it is over.

    Between two writes each rests up to `rest` seconds.
    """

    def __init__(self, session: Session, *, seed: int, rest: float) -> None:
        self.debate = debate_of(session)
        self.thesis = thesis_of(self.debate).key
        self.rest, self.over = rest, threading.Event()
        self.refusals: Counter[str] = Counter()
        self.faults: list[Exception] = []
        seats = [a_seat(session, f"Student {n}") for n in range(WRITERS)]
        self.threads = [
            threading.Thread(target=self.write, args=(seat, random.Random(seed * 1_000 + n)))
            for n, seat in enumerate(seats)
        ]

    def write(self, seat: Seat, chance: random.Random) -> None:
        n = 0
        try:
            while not self.over.wait(chance.random() * self.rest):
                n += 1
                try:
                    write(seat, self.debate.key, self.thesis, chance, n)
                except Refusal as refusal:
                    self.refusals[refusal.code] += 1
        except Exception as fault:
            self.faults.append(fault)
        finally:
            connection.close()

    def stop(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=120)
        assert not any(thread.is_alive() for thread in self.threads)


def race(moves: int, *, seed: int, rest: float) -> None:
    """A teacher of two groups moves the clock so often, while the first group writes."""
    teacher = factories.person("dan")
    session = a_session(teacher)
    with transaction.atomic():
        add_group(session, by=teacher, at=now())
        write_windows_of(session)
    phases = list(Phase.objects.filter(session=session).values_list("key", flat=True))
    writers, chance = Writers(session, seed=seed, rest=rest), random.Random(seed)
    states = [state_after(session, now(), None)]
    for thread in writers.threads:
        thread.start()
    try:
        for _move in range(moves):
            asked = now()
            moved(session, teacher, chance, phases)
            states.append(state_after(session, asked, states[-1]))
    finally:
        writers.stop()
    assert writers.faults == []
    assert writers.refusals
    written = moments(writers.debate.pk)
    assert {kind for kind, _at in written} == set(Permission)  # each was taken, in its phase
    assert [(kind, at) for kind, at in written if not was_open(states, kind, at)] == []
    assert_tallies_are_exact(writers.debate.pk)


def moments(debate: int) -> list[tuple[Permission, datetime]]:
    """When each thing that was let in was written, by the clock its rules were read with.

    A vote that took the place of another shows only the last moment, and so does each person's.
    """
    claims = Claim.objects.filter(debate=debate, kind="reply").values_list("created_at", flat=True)
    votes = Vote.objects.filter(debate=debate).values_list("cast_at", flat=True)
    positions = Position.objects.filter(debate=debate).values_list("at", flat=True)
    return [
        *((Permission.REPLY, at) for at in claims),
        *((Permission.VOTE, at) for at in votes),
        *((Permission.POSITION, at) for at in positions),
    ]


def was_open(states: list[State], kind: Permission, at: datetime) -> bool:
    """Whether the rules that held at a moment permitted it; where two moves meet, one of them."""
    possible = [
        state
        for state, following in zip(states, [*states[1:], None], strict=True)
        if (state.since or state.asked) <= at
        and (following is None or at < (following.since or following.done))
    ]
    return any(kind in state.allows(at) for state in possible)


def assert_tallies_are_exact(debate: int) -> None:
    counted = Claim.objects.filter(debate=debate, tally__isnull=False).annotate(
        ups=Count("votes", filter=Q(votes__value=1)),
        downs=Count("votes", filter=Q(votes__value=-1)),
        unsures=Count("votes", filter=Q(votes__value=0)),
    )
    voted = {c.pk: (c.ups, c.downs, c.unsures) for c in counted}
    kept = Tally.objects.filter(debate=debate).values_list("claim", "up", "down", "unsure")
    assert {claim: numbers for claim, *numbers in kept} == {
        claim: list(numbers) for claim, numbers in voted.items()
    }


def test_nothing_is_taken_outside_of_its_phase_while_a_teacher_moves_a_hundred_times() -> None:
    race(110, seed=7, rest=2.0)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1])
def test_nothing_is_taken_outside_of_its_phase_in_two_thousand_moves(seed: int) -> None:
    race(2_000, seed=seed, rest=0.1)

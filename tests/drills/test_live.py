"""Everybody who listens is told everything once and in order, whatever breaks in between."""

from __future__ import annotations

import random
import resource
import threading
import time

import pytest

from bench.crowd import Crowd, Ear
from bench.live import GOAL_KB, Served, ears_of, serving, tell
from debate.models import Claim, Debate
from tests import factories

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]


def restless(ears: list[Ear], changes: int, *, breaks: int) -> None:
    """Have the connections of some of them break, each after some number."""
    chance = random.Random(42)
    for _ in range(breaks):
        ear = chance.choice(ears)
        ear.leave_after.add(ear.since + chance.randint(1, changes))


def write_through(
    served: Served, thesis: Claim, crowd: Crowd, changes: int, *, restarts: int, killed: int
) -> None:
    """Write while the process is started anew and its listening connection is killed."""
    troubles = ["restart"] * restarts + ["kill"] * killed
    random.Random(7).shuffle(troubles)
    for number in range(1, changes + 1):
        tell(thesis)
        if troubles and number % (changes // (restarts + killed + 1)) == 0:
            if troubles.pop() == "restart":
                served.stop()
                served.start()
            else:
                crowd.wait(lambda: crowd.open > 0, 60)
                served.end_listening()
        time.sleep(0.01)


def run(
    debate: Debate, *, listeners: int, changes: int, breaks: int, restarts: int, killed: int
) -> tuple[Crowd, float]:
    """Answers the crowd when all is over, and how many KB of memory each of them took."""
    thesis = factories.thesis_of(debate)
    threads = threading.active_count()
    with serving() as served:
        first = Crowd(served.port, ears_of(debate, 1))
        first.come()
        first.go()
        before = served.state()
        ears = ears_of(debate, listeners)
        start = debate.last_seq
        restless(ears, changes, breaks=breaks)
        crowd = Crowd(served.port, ears)
        crowd.come()
        during = served.state()
        assert (during.threads, during.connections) == (before.threads, 2)
        write_through(served, thesis, crowd, changes, restarts=restarts, killed=killed)
        crowd.hear_all(start + changes)
        crowd.go()
        for ear in ears:
            assert ear.told == list(range(start + 1, start + changes + 1))
        assert set(crowd.odd) <= {"resync"}
        emptied(served, before.files)
        after = served.state()
        assert (after.threads, after.connections) == (before.threads, 2)
    assert threading.active_count() == threads
    return crowd, (during.memory_kb - before.memory_kb) / listeners


def emptied(served: Served, files: int) -> None:
    """Wait until a process holds no more sockets than before anybody came."""
    for _ in range(600):
        if served.state().files <= files:
            return
        time.sleep(0.1)
    raise AssertionError(f"{served.state().files} files are open, and there were {files}")


def test_a_few_hear_everything_once_and_in_order(debate: Debate) -> None:
    crowd, _each = run(debate, listeners=40, changes=50, breaks=30, restarts=1, killed=1)
    assert sum(len(ear.told) for ear in crowd.ears) == 2_000
    assert crowd.ends["left"] > 0
    assert crowd.ends["ended"] >= 40


@pytest.mark.long
def test_a_thousand_hear_everything_once_and_in_order_at_20_kb_each(debate: Debate) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8_192), hard))
    crowd, each = run(debate, listeners=1_000, changes=100, breaks=500, restarts=20, killed=5)
    assert sum(len(ear.told) for ear in crowd.ears) == 100_000
    assert each <= GOAL_KB


def test_two_processes_hear_the_same_and_count_each_others_people(debate: Debate) -> None:
    thesis = factories.thesis_of(debate)
    with serving() as one, serving() as other:
        ears = ears_of(debate, 20)
        start = debate.last_seq
        crowds = [Crowd(one.port, ears[:10]), Crowd(other.port, ears[10:])]
        for crowd in crowds:
            crowd.come()
        tell(thesis, 10)
        for crowd in crowds:
            crowd.hear_all(start + 10)
            crowd.go()
        assert all(ear.told == list(range(start + 1, start + 11)) for ear in ears)

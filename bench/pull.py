"""`python -m bench.pull`: what pulling a whole thread costs, and where the time goes."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

import orjson
from django.db import connection
from django.test import Client

from accounts.api import pace
from bench import tree
from bench.database import scratch_database
from bench.measure import compare
from debate.models import Debate

SIZES = (100, 1_000, 10_000)
GOALS = {100: 14.0, 1_000: 6.5, 10_000: 4.0}
GATE = 1.5  # times a goal: noise stays below it, a real change does not
SHOWN = 8  # functions of a profile

PLAIN = """
SELECT claim.key, parent.key, claim.depth, claim.kind, claim.relation, claim.state, claim.text,
       claim.details_html, claim.language, display_name, author.key, claim.created_at,
       claim.edited_at, claim.revision, up, down, unsure
  FROM debate_claim AS claim JOIN accounts_user AS author ON author.id = claim.author_id
  LEFT JOIN debate_tally ON claim_id = claim.id
  LEFT JOIN debate_claim AS parent ON parent.id = claim.parent_id
 WHERE claim.debate_id = %s ORDER BY claim.path
"""


def pull(debate: Debate, query: str = "") -> bytes:
    """What a program asks for: the whole way through the app, without the network."""
    answer = Client().get(f"/api/v1/debates/{debate.key}/thread{query}")
    if answer.status_code != 200:
        raise RuntimeError(answer.content.decode())
    return answer.content


def plain_pull(debate: Debate) -> bytes:
    """The same rows straight from the driver to the encoder, without names and rights."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [debate.pk])
        return orjson.dumps(cursor.fetchall())


def profile(call: Callable[[], object]) -> str:
    """The functions in which a call spends its time, the costliest first, in percent."""
    call()
    seen = cProfile.Profile()
    seen.runcall(call)
    stats = pstats.Stats(seen)
    whole = stats.total_tt  # type: ignore[attr-defined]
    rows = sorted(
        ((own, where) for where, (_c, _n, own, _t, _by) in stats.stats.items()),  # type: ignore[attr-defined]
        reverse=True,
    )
    return "\n".join(
        f"{100 * own / whole:6.1f} %  {name}  ({file.rpartition('/')[2]}:{line})"
        for own, (file, line, name) in rows[:SHOWN]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and answer 1 if a ratio is beyond its gate."""
    parser = argparse.ArgumentParser(prog="python -m bench.pull", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=3, help="in one turn of a round")
    asked = parser.parse_args(arguments)
    over = False
    pace.READS_PER_NETWORK = (1_000_000_000, 60)  # or the limit would be measured soon
    with scratch_database():
        authors = tree.cast()
        debates = {size: tree.grow(size, authors) for size in SIZES}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        say("claims    bytes   CPU ms wall ms   limit   ratio   range   goal")
        for size, debate in debates.items():
            ours, limit = partial(pull, debate), partial(plain_pull, debate)
            found = compare(ours, limit, rounds=asked.rounds, calls=asked.calls)
            ratio = median(found.ratios)
            say(
                f"{size:>6}{len(ours()):>10}{found.ours_cpu_ms:>8.1f}{found.ours_wall_ms:>8.1f}"
                f"{found.limit_cpu_ms:>8.1f}{ratio:>8.2f}   {found.ratios[0]:.2f}-"
                f"{found.ratios[-1]:.2f}   {GOALS[size]:.1f} "
                f"{'ok' if ratio <= GOALS[size] else 'OVER'}"
            )
            over |= ratio > GATE * GOALS[size]
        say(f"\nwhere {SIZES[-1]} claims spend their time, in percent of the whole")
        say(profile(partial(pull, debates[SIZES[-1]])))
    return int(over)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench.thread`: what the first page of a thread costs, from 100 claims to 10,000."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import F
from django.template import engines  # noqa: TID251 - a page to compare with
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bench import tree
from bench.database import scratch_database
from bench.measure import Comparison, compare
from debate.models import Claim, Debate
from debate.queries.debate import open_head
from debate.queries.skeleton import read_tree
from debate.queries.thread import read_thread
from debate.web.templatetags.thread import component

SIZES = (100, 1_000, 10_000)
LIMIT_SIZE = 1_000  # claims that the smallest page shows, all of them
PAGE_GOALS = {100: 2.5, 1_000: 5.0, 10_000: 6.5}
GATE = 1.5  # times a goal: noise stays below it, a real change does not

MINIMAL = """{% for c in claims %}<article id="claim-{{ c.key }}" data-relation="{{ c.relation }}">
<p>{{ c.by }} {{ c.created_at }} {{ c.depth }}</p><p>{{ c.text }}</p>
<p>{{ c.up }} {{ c.down }} {{ c.unsure }}</p></article>{% endfor %}"""

PLAIN_SKELETON = """
SELECT claim.id, parent_id, relation, kind, state, author_id, up, down, best
  FROM debate_claim AS claim LEFT JOIN debate_tally ON claim_id = claim.id
 WHERE claim.debate_id = %s ORDER BY path
"""
PLAIN_BODIES = """
SELECT claim.*, display_name
  FROM debate_claim AS claim JOIN accounts_user ON accounts_user.id = author_id
 WHERE claim.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of the report: what is measured, against what, and how much it may cost."""

    name: str
    size: int
    ours: Callable[[], object]
    limit: Callable[[], object]
    goal: float


def scenarios(debates: dict[int, Debate], viewer: User) -> list[Scenario]:
    """What is measured, in the order of the report."""
    whole = partial(whole_thread_in_jinja, debates[LIMIT_SIZE])
    found = []
    for size, debate in debates.items():
        skeleton = partial(plain_skeleton, debate)
        rows = partial(plain_page, debate)
        guest = partial(read_thread, debate.key, None)
        page_read = partial(page, debate, viewer)
        signed_in = partial(read_thread, debate.key, viewer)
        found += [
            Scenario("skeleton, counted", size, partial(read_tree, debate), skeleton, 3.0),
            Scenario("rows of a page, for nobody", size, guest, rows, 8.0),
            Scenario("rows of a page, signed in", size, signed_in, rows, 10.0),
            Scenario("head, rows and HTML", size, page_read, whole, PAGE_GOALS[size]),
        ]
    return found


def plain_skeleton(debate: Debate) -> list[tuple[Any, ...]]:
    """The claims without their words, straight from the driver."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_SKELETON, [debate.pk])
        return cursor.fetchall()


def plain_page(debate: Debate) -> object:
    """The same, and the words of 200 of them."""
    ids = [row[0] for row in plain_skeleton(debate)[:200]]
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_BODIES, [ids])
        return cursor.fetchall()


def whole_thread_in_jinja(debate: Debate) -> str:
    """A whole thread through the smallest template that shows it, without order or rights."""
    claims = Claim.objects.filter(debate=debate).order_by("path")
    return str(
        _minimal_template().render(
            {
                "claims": claims.values(
                    "key",
                    "relation",
                    "created_at",
                    "depth",
                    "text",
                    by=F("author__display_name"),
                    up=F("tally__up"),
                    down=F("tally__down"),
                    unsure=F("tally__unsure"),
                )
            }
        )
    )


@cache
def _minimal_template() -> Any:
    return engines["jinja2"].from_string(MINIMAL)


def page(debate: Debate, viewer: User) -> str:
    """What the view of a thread does, without the frame around it."""
    access, _head = open_head(debate.key, viewer)
    shown = read_thread(debate.key, viewer, access=access)
    return "".join(
        component(
            "_thread",
            nodes=nodes,
            sort=shown.sort,
            heading="h3",
            answers=False,
            arrived_key="",
            signed_in=True,
        )
        for nodes in (shown.points, shown.others)
    )


def introduce(size: int, debate: Debate, viewer: User) -> str:
    """A line on the data: the same digest means the same claims."""
    with CaptureQueriesContext(connection) as statements:
        shown = read_thread(debate.key, viewer).shown
    html = len(page(debate, viewer).encode())
    return (
        f"{size:>6} claims, digest {tree.digest(debate)}: {shown} shown, "
        f"{len(statements)} statements, {html // shown} bytes of HTML a claim"
    )


def report(scenario: Scenario, found: Comparison) -> str:
    """A line: cost of ours and of its limit, the ratio and what it may be."""
    ratios = found.ratios
    ratio = median(ratios)
    return (
        f"{scenario.size:>6} {scenario.name:<28}{found.ours_cpu_ms:>8.1f}"
        f"{found.ours_wall_ms:>8.1f}{found.limit_cpu_ms:>8.1f}{ratio:>8.2f}"
        f"   {ratios[0]:.2f}-{ratios[-1]:.2f}   {scenario.goal:.1f} "
        f"{'ok' if ratio <= scenario.goal else 'OVER'}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and answer 1 if a ratio is beyond its gate."""
    parser = argparse.ArgumentParser(prog="python -m bench.thread", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=5, help="in one turn of a round")
    asked = parser.parse_args(arguments)
    over = False
    with scratch_database():
        authors = tree.cast()
        debates = {size: tree.grow(size, authors) for size in SIZES}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        for size, debate in debates.items():
            say(introduce(size, debate, authors[1]))
        say("\nclaims                               CPU ms wall ms   limit   ratio   range   goal")
        for scenario in scenarios(debates, authors[1]):
            found = compare(scenario.ours, scenario.limit, rounds=asked.rounds, calls=asked.calls)
            say(report(scenario, found))
            over |= median(found.ratios) > GATE * scenario.goal
    return int(over)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Searching reads claims and essays through indexes; the plans are kept as text."""

import pytest
from django.db import connection

from bench.search import CLAIMS, PLANS, build, looks, plans, reads, whole_reads


def test_each_search_of_thousands_of_claims_can_do_without_reading_them_all(db: None) -> None:
    """So few are rightly read whole; made dear, that happens only where no index serves."""
    debates = build(3_000)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for look in looks(debates):
        plan = plans(look)
        assert "debate_claim" in plan, look.name
        assert whole_reads(plan) == [], look.name


@pytest.mark.long
def test_a_hundred_thousand_claims_are_searched_by_the_plans_that_are_kept(db: None) -> None:
    debates = build(CLAIMS)
    for look in looks(debates):
        plan = plans(look)
        assert "debate_claim" not in whole_reads(plan), look.name
        assert reads(plan) == reads((PLANS / f"{look.name}.txt").read_text()), look.name


def test_a_plan_that_reads_a_large_table_whole_is_noticed() -> None:
    assert whole_reads('->  Seq Scan on debate_claim "V0"') == ["debate_claim"]
    assert whole_reads("->  Parallel Seq Scan on debate_essayrevision") == ["debate_essayrevision"]
    assert whole_reads("->  Seq Scan on debate_claimrevision") == []
    assert {path.stem for path in PLANS.glob("*.txt")} == {
        "frequent", "german", "near", "filtered", "one-debate", "phrase", "rare", "similar",
    }  # fmt: skip
    whole = {
        path.stem for path in PLANS.glob("*.txt") if "debate_claim" in whole_reads(path.read_text())
    }
    assert whole == set()

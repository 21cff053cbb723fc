"""Somebody visits again and again while others write: nothing new is ever skipped."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from accounts.models import User
from debate.actions.reply import post_reply
from debate.models import Claim, Debate, ReadMark
from tests import factories
from tests.drills.racing import at_once
from tests.web.browsing import browser_of

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

POSTS = 12  # of each of the writers
VISITS = 12
ARTICLE = re.compile(r'<article class="claim" id="claim-([a-z0-9]{12})"([^>]*)>')


def test_what_others_write_is_marked_in_exactly_the_visits_after_the_last_that_showed_it(
    debate: Debate, alice: User, bob: User, dan: User
) -> None:
    """Catches: a mark at the newest Change when the page is done, not when it was read."""
    thesis = factories.thesis_of(debate)
    reader = browser_of(dan)
    visits: list[tuple[dict[str, bool], int]] = []  # claims shown and whether marked; the mark then

    def visit() -> None:
        html = reader.get(f"/debates/{debate.key}/threads/").content.decode()
        found = {key: "data-new" in rest for key, rest in ARTICLE.findall(html)}
        visits.append((found, ReadMark.objects.get().seq))
        ReadMark.objects.update(visited_at=timezone.now() - timedelta(days=1))

    def write(who: User) -> None:
        for number in range(POSTS):
            post_reply(
                parent=thesis.key, relation="rebut", text=f"{who.handle} says {number}.", by=who
            )

    def visit_often() -> None:
        for _ in range(VISITS):
            visit()

    visit()
    raced = at_once([lambda: write(alice), lambda: write(bob), visit_often])
    assert [result for result in raced if isinstance(result, Exception)] == []
    visit()
    visit()

    number = {claim.key: int(claim.path[-16:], 16) for claim in Claim.objects.filter(parent=thesis)}
    assert len(number) == 2 * POSTS
    known: set[str] = set(visits[0][0])
    for (_, mark_before), (shown, mark) in pairwise(visits):
        assert shown == {key: number[key] > mark_before for key in shown}
        assert all(shown[key] for key in shown.keys() - known)  # new when it is first seen
        assert all(key in shown for key in number if number[key] <= mark)  # no mark runs ahead
        known |= shown.keys()
    assert known == number.keys()
    assert not any(visits[-1][0].values())

"""People vote on one claim at the same moment through the app as it is served."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from accounts.models import User
from debate.models import Tally, Vote
from tests import factories
from tests.browser.people import session_of
from tests.browser.serving import served
from tests.drills.racing import at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

VOTERS = 64
TURNS = 4
CHOICES = ["1", "-1", "0", "withdraw"]
TOKEN = "t" * 32  # sent as a cookie and as a header, it is its own proof


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    with served(tmp_path) as address:
        yield address


def test_everybody_is_answered_and_the_tally_equals_the_votes(alice: User, app: str) -> None:
    claim = factories.thesis_of(factories.debate(alice))
    last: dict[int, str] = {}

    def vote(person: User, session: str) -> list[int]:
        chance = random.Random(person.handle)
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        answers = []
        with httpx.Client(
            base_url=app, cookies=cookies, headers={"X-CSRFToken": TOKEN}, timeout=60
        ) as browser:
            for _turn in range(TURNS):
                value = chance.choice(CHOICES)
                answer = browser.post(f"/claims/{claim.key}/vote/", data={"value": value})
                answers.append(answer.status_code)
                last[person.pk] = value
        return answers

    sessions = [(person, session_of(person)) for person in factories.people(VOTERS)]
    results = at_once([lambda p=p, s=s: vote(p, s) for p, s in sessions])  # type: ignore[misc]
    assert results == [[303] * TURNS] * VOTERS
    kept = dict(Vote.objects.values_list("person_id", "value"))
    assert kept == {person: int(v) for person, v in last.items() if v != "withdraw"}
    tally, counted = Tally.objects.get(claim=claim), Counter(kept.values())
    assert (tally.up, tally.down, tally.unsure) == (counted[1], counted[-1], counted[0])

"""64 requests at the same moment against a limit of N, through the app as it is served."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.db import connection

from accounts.errors import TooMany
from accounts.models import User
from accounts.rates import Left
from debate.actions.pace import count_deed
from debate.enums import Paced
from debate.limits import DAY, HOUR, PACES
from debate.models import Claim, Tally, Vote
from tests import factories
from tests.browser.people import session_of
from tests.browser.serving import served
from tests.drills.racing import at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

CROWD, N = 64, 5
TOKEN = "t" * 32  # sent as a cookie and as a header, it is its own proof
USED_UP = """
    INSERT INTO accounts_rate (scope, subject, "window", count, ends_at)
    SELECT %(scope)s, %(subject)s, number + later, %(count)s,
           to_timestamp((number + later + 1) * %(seconds)s)
      FROM (SELECT floor(extract(epoch FROM clock_timestamp()) / %(seconds)s)::bigint AS number)
               AS present, generate_series(0, 1) AS later
"""


@pytest.fixture(scope="module")
def app(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("static")) as address:
        yield address


def leave(paced: Paced, subject: str, left: int, *, seconds: int = DAY) -> None:
    """Have a subject use up its limit but for a few, whichever window comes next."""
    own = {DAY: PACES[paced][1][2], HOUR: PACES[paced][2][1]}
    with connection.cursor() as cursor:
        cursor.execute(
            USED_UP,
            {
                "scope": f"{paced}/{seconds}",
                "subject": subject,
                "count": own[seconds] - left,
                "seconds": seconds,
            },
        )


def post(
    app: str, person: User, address: str, form: dict[str, str], **headers: str
) -> Callable[[], int]:
    """One request of somebody, on a connection of its own; answers its status."""
    cookies = {settings.SESSION_COOKIE_NAME: session_of(person), settings.CSRF_COOKIE_NAME: TOKEN}

    def send() -> int:
        sent = {"X-CSRFToken": TOKEN, **headers}
        with httpx.Client(base_url=app, cookies=cookies, headers=sent, timeout=60) as browser:
            answer = browser.post(address, data=form)
            if answer.status_code == 429:
                assert 0 < int(answer.headers["Retry-After"]) <= DAY
            return answer.status_code

    return send


def convinced(claims: Sequence[Claim]) -> int:
    return sum(Tally.objects.filter(claim__in=claims).values_list("up", flat=True))


def went(requests: Sequence[Callable[[], int]]) -> Counter[int]:
    return Counter(at_once(requests))


def test_of_64_posts_and_votes_and_flags_at_once_exactly_the_limit_is_let_through(
    alice: User, bob: User, dan: User, app: str
) -> None:
    """Catches: a limit that is read first and counted afterwards."""
    debate = factories.debate(alice)
    thesis = factories.thesis_of(debate)
    leave(Paced.REPLY, bob.key, N)
    replies = [
        post(
            app,
            bob,
            f"/claims/{thesis.key}/replies/",
            {"relation": "rebut", "text": f"Reason number {number}."},
        )
        for number in range(CROWD)
    ]
    assert went(replies) == {303: N, 429: CROWD - N}
    assert Claim.objects.filter(author=bob).count() == N

    claims = factories.replies(thesis, alice, CROWD)
    before = convinced(claims)
    leave(Paced.VOTE, dan.key, N)
    votes = [post(app, dan, f"/claims/{claim.key}/vote/", {"value": "1"}) for claim in claims]
    assert went(votes) == {303: N, 429: CROWD - N}
    assert Vote.objects.filter(person=dan).count() == N
    assert convinced(claims) == before + N

    leave(Paced.FLAG, dan.key, N)
    flags = [lambda: count_deed(Paced.FLAG, by=dan, network="192.0.2.1")] * CROWD
    told = [type(result) for result in at_once(flags)]
    assert Counter(told) == {Left: N, TooMany: CROWD - N}


def test_a_forged_address_changes_nothing(alice: User, app: str) -> None:
    """Catches: believing X-Forwarded-For where no proxy of ours stands in front."""
    claim = factories.thesis_of(factories.debate(alice))
    leave(Paced.VOTE, "127.0.0.1", N, seconds=HOUR)
    games = ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP"]
    votes = [
        post(
            app,
            person,
            f"/claims/{claim.key}/vote/",
            {"value": "1"},
            **{games[number % len(games)]: f"203.0.113.{number}"},
        )
        for number, person in enumerate(factories.people(24))
    ]
    assert went(votes) == {303: N, 429: 24 - N}


def test_neighbours_of_one_network_share_and_what_a_client_wrote_before_our_proxy_is_ignored(
    alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = factories.thesis_of(factories.debate(alice))
    leave(Paced.VOTE, "2001:db8:1:2::/64", N, seconds=HOUR)
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    people = factories.people(25)

    def vote(app: str, person: User, address: str) -> Callable[[], int]:
        forwarded = {"X-Forwarded-For": address}
        return post(app, person, f"/claims/{claim.key}/vote/", {"value": "1"}, **forwarded)

    with served(tmp_path) as app:
        neighbours = [
            vote(app, person, f"203.0.113.{number}, 2001:db8:1:2:{number:x}::{number:x}")
            for number, person in enumerate(people[:24])
        ]
        assert went(neighbours) == {303: N, 429: 24 - N}
        assert vote(app, people[24], "2001:db8:1:2::9, 2001:db8:1:3::1")() == 303

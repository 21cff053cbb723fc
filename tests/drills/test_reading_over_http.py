"""Programs that read at the same moment, through the app as it is served."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator

import httpx
import pytest

from accounts.enums import Scope
from accounts.limits import CLAIMS_PER_READ, JSON_BODY_MAX, READ_PARTS, READS_PER_READER
from accounts.models import Token, User
from tests import factories
from tests.api.test_limits import use_up
from tests.browser.serving import served
from tests.drills.racing import at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

CROWD, N = 64, 5


@pytest.fixture(scope="module")
def app(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("static")) as address:
        yield address


def token(person: User) -> tuple[str, str]:
    """The key of a new token of somebody, and the header that says it."""
    made, word = Token.objects.create(user=person, name="bot", scopes=[Scope.READ])
    return made.key, f"Bearer {word}"


def ask(app: str, address: str, **headers: str) -> Callable[[], int]:
    """One request on a connection of its own; answers its status."""

    def send() -> int:
        with httpx.Client(base_url=app, headers=headers, timeout=60) as program:
            answer = program.get(address)
            assert answer.headers["RateLimit"].startswith('"reads";r=')
            if answer.status_code == 429:
                assert 0 < int(answer.headers["Retry-After"]) <= 60
            return answer.status_code

    return send


def test_of_64_that_read_at_once_exactly_the_limit_is_answered(alice: User, app: str) -> None:
    """Catches: a limit that is read first and counted afterwards, or counted in each process."""
    debate = factories.grow_debate(alice, claims=CLAIMS_PER_READ + 1)
    thread = f"/api/v1/debates/{debate.key}/thread"
    one = f"/api/v1/debates/{debate.key}"

    key, word = token(alice)
    use_up(key, (READS_PER_READER[0] - N) * READ_PARTS)
    reads = [ask(app, one, Authorization=word)] * CROWD
    assert Counter(at_once(reads)) == {200: N, 429: CROWD - N}

    use_up("127.0.0.1", (60 - N) * READ_PARTS)
    tries = [ask(app, one), ask(app, one, Authorization="Bearer rejoinder_made-up")]
    told = Counter(at_once(tries * (CROWD // 2)))
    assert (told[200] + told[401], told[429]) == (N, CROWD - N)

    # Two reads each, the second for its size: nobody is let through on what another has taken.
    key, word = token(alice)
    use_up(key, (READS_PER_READER[0] - CROWD // 2 - N) * READ_PARTS)
    pulls = [ask(app, thread, Authorization=word, Accept="application/x-ndjson")] * (CROWD // 2)
    assert N <= Counter(at_once(pulls))[200] <= (CROWD // 2 + N) // 2


def test_a_large_thread_comes_whole_in_gzip_and_in_lines(alice: User, app: str) -> None:
    debate = factories.grow_debate(alice, claims=1_200)
    _key, word = token(alice)
    headers = {"Authorization": word, "Accept": "application/x-ndjson", "Accept-Encoding": "gzip"}
    with (
        httpx.Client(base_url=app, headers=headers, timeout=60) as program,
        program.stream("GET", f"/api/v1/debates/{debate.key}/thread") as answer,
    ):
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["RateLimit"].startswith('"reads";r=597;')
        lines = gzip.decompress(b"".join(answer.iter_raw())).splitlines()
    assert json.loads(lines[-1])["end"]["count"] == len(lines) - 1


def test_a_body_in_pieces_is_taken_and_one_without_an_end_is_not(alice: User, app: str) -> None:
    def endless() -> Iterator[bytes]:
        for _piece in range(2 * JSON_BODY_MAX // 50_000):
            yield b" " * 50_000

    headers = {"Authorization": token(alice)[1], "Content-Type": "application/json"}
    address = f"/api/v1/claims/{factories.thesis_of(factories.debate(alice)).key}/replies"
    with httpx.Client(base_url=app, headers=headers, timeout=60) as program:
        small = program.post(address, content=iter([b'{"colour"', b': "red"}']))
        assert (small.status_code, small.json()["code"]) == (403, "token_scope")
        Token.objects.update(scopes=[Scope.POST])
        small = program.post(address, content=iter([b'{"colour"', b': "red"}']))
        assert (small.status_code, small.json()["code"]) == (400, "fields_not_valid")
        large = program.post(address, content=endless())
        assert (large.status_code, large.json()["code"]) == (413, "body_too_large")

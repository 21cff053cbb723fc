"""The cast and the debates that tests share: alice writes, bob replies, carol moderates, dan
teaches, eve is nobody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.template import Engine
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker, Settings

from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.models import Debate
from tests import factories
from tests.browser.fixtures import browser, open_page, origin
from tests.factories import Thread

__all__ = ["browser", "open_page", "origin"]  # the fixtures of tests that drive a browser

# No test looks at the clock on the wall, found examples included: a busy machine is not a failure.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def templates_read_once() -> None:
    """As in production; compiling them for every page took half the time of what tests a page."""
    engine = Engine.get_default()
    cached = ("django.template.loaders.cached.Loader", engine.loaders)
    engine.template_loaders = engine.get_template_loaders([cached])


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """The language of a page that one test read does not stay for the next."""
    yield
    translation.deactivate()


EMPTY_THE_LOG = """
ALTER TABLE debate_act DISABLE TRIGGER USER;
GRANT DELETE ON debate_act TO CURRENT_USER;
DELETE FROM debate_act;
REVOKE DELETE ON debate_act FROM CURRENT_USER;
ALTER TABLE debate_act ENABLE TRIGGER an_act_is_chained;
ALTER TABLE debate_act ENABLE ALWAYS TRIGGER an_act_is_kept;
ALTER TABLE debate_act ENABLE ALWAYS TRIGGER the_log_is_kept;
"""


@pytest.fixture(autouse=True)
def no_acts_of_others(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Any:
    """The log of acts outlives what empties the other tables, as it should; but not a test."""
    yield
    marker = request.node.get_closest_marker("django_db")
    lasting = bool(marker and marker.kwargs.get("transaction"))
    if lasting or {"transactional_db", "live_server", "origin"} & set(request.fixturenames):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM debate_act)")
            if cursor.fetchone()[0]:
                cursor.execute(EMPTY_THE_LOG)


@pytest.fixture(autouse=True)
def reads_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask the API from one network more than anybody may; those of its limits do not."""
    for whose in ("READS_PER_NETWORK", "READS_PER_READER"):
        monkeypatch.setattr(f"accounts.api.pace.{whose}", (1_000_000, 60))


@pytest.fixture
def quick_hashes(settings: Settings) -> None:
    """Hashing a password takes a fifth of a second, on purpose; not in tests of other things."""
    settings.PASSWORD_HASHERS = ["tests.accounts.web.hashing.QuickHasher"]


@pytest.fixture
def alice(db: None) -> User:
    """Writes: owns the debates."""
    return factories.person("alice")


@pytest.fixture
def bob(db: None) -> User:
    """Replies to what alice wrote."""
    return factories.person("bob")


@pytest.fixture
def carol(db: None) -> User:
    """Moderates the site."""
    return factories.person("carol", role=SiteRole.MODERATOR)


@pytest.fixture
def dan(db: None) -> User:
    """Teaches: has an account and no role."""
    return factories.person("dan")


@pytest.fixture
def eve(db: None) -> User:
    """Nobody: signed in, member of nothing, author of nothing."""
    return factories.person("eve")


@pytest.fixture
def debate(alice: User) -> Debate:
    """Alice's public debate: a thesis, all open, no essay."""
    return factories.debate(alice)


@pytest.fixture
def thread(alice: User, bob: User, dan: User) -> Thread:
    """Alice's public debate from an essay, with one claim of each relation (`small_thread`)."""
    revision = factories.essay(alice)
    quote = factories.passage(revision, "The first lesson is taught to a room that is present")
    return factories.small_thread(alice, bob, dan, drawn_from=quote)

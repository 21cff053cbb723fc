"""schemathesis asks the served app all that the description tells, and finds no fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.enums import Scope
from accounts.models import Token
from tests.api.fuzzing import run
from tests.browser.serving import served
from tests.security.places import Site, build_site

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

# The same cases in every run.
SETTINGS = """
seed = 20
continue-on-failure = true
[generation]
deterministic = true
no-shrink = true
database = "none"
max-examples = {examples}
[phases.coverage]
enabled = {coverage}
[phases.stateful]
max-steps = 4
generation.max-examples = {stories}
[checks]
missing_required_header.expected-statuses = [401, 428]
"""


@pytest.fixture(scope="module")
def app(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("static"), "tests.api.unhurried:application") as address:
        yield address


@pytest.fixture
def site(quick_hashes: None) -> Site:
    return build_site()


def program_of(site: Site, handle: str) -> str:
    _token, word = Token.objects.create(user=site.people[handle], name="st", scopes=list(Scope))
    return word


def settings(*, examples: int, stories: int, coverage: bool) -> str:
    told = {"examples": examples, "stories": stories, "coverage": str(coverage).lower()}
    return SETTINGS.format(**told)


def test_a_few_of_all_requests_that_the_description_allows_or_forbids_are_answered_as_it_says(
    app: str, site: Site, tmp_path: Path
) -> None:
    found = run(
        app,
        tmp_path,
        site,
        token=program_of(site, "alice"),
        settings=settings(examples=2, stories=5, coverage=False),
    )
    assert found.faults == [], "\n".join(found.faults)
    assert found.cases > 300


@pytest.mark.long
@pytest.mark.parametrize("handle", ["alice", "carol", "dan", ""])
def test_thousands_of_requests_are_answered_as_the_description_says(
    handle: str, app: str, site: Site, tmp_path: Path
) -> None:
    found = run(
        app,
        tmp_path,
        site,
        token=program_of(site, handle) if handle else "",
        settings=settings(examples=10, stories=40, coverage=True),
    )
    assert found.faults == [], "\n".join(found.faults)
    assert found.cases > 3_000

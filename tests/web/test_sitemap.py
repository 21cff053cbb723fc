"""What search engines ask for first."""

import re
from fnmatch import fnmatch
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from debate.enums import Visibility
from debate.models import DebateTally, Topic
from tests import factories
from tests.factories import Thread

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = [
    "/debates/",
    "/topics/",
    "/how-it-works/",
    "/how-it-works/permissions/",
    "/how-it-works/classroom-permissions/",
    "/api/v1/docs/",
]


def listed(client: Client, address: str = "/sitemap.xml") -> dict[str, str]:
    """The addresses that a file lists, with their dates."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    found = ET.fromstring(response.content)
    return {
        str(one.findtext(f"{SPACE}loc")).removeprefix("http://testserver"): str(
            one.findtext(f"{SPACE}lastmod") or ""
        )
        for one in found
    }


def test_public_debates_are_listed_where_they_begin_with_their_last_activity(
    thread: Thread, alice: User, nobody: Client
) -> None:
    bare = factories.debate(alice)
    DebateTally.objects.update(active_at="2026-05-04T03:02:01Z")
    for visibility in (Visibility.DRAFT, Visibility.MEMBERS, Visibility.UNLISTED):
        factories.debate(alice, visibility=visibility)
    assert listed(nobody) == {
        f"/debates/{thread.debate.key}/": "2026-05-04",
        f"/debates/{bare.key}/threads/": "2026-05-04",
        **dict.fromkeys(PAGES, ""),
    }


def test_a_topic_is_listed_while_it_has_public_debates(
    thread: Thread, alice: User, nobody: Client
) -> None:
    school, sleep = (Topic.objects.create(slug=name, name=name) for name in ("school", "sleep"))
    thread.debate.topics.add(school)
    factories.debate(alice).topics.add(school)
    factories.debate(alice, visibility=Visibility.MEMBERS).topics.add(sleep)
    topics = [address for address in listed(nobody) if address.startswith("/topics/")]
    assert topics == ["/topics/school/", "/topics/"]


def test_the_same_is_listed_for_whoever_asks(alice: User, as_alice: Client, nobody: Client) -> None:
    factories.debate(alice, visibility=Visibility.MEMBERS)
    factories.debate(alice)
    assert listed(as_alice) == listed(nobody)


def test_where_there_are_too_many_the_files_are_listed(
    alice: User, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [factories.debate(alice) for _ in range(5)]
    monkeypatch.setattr("debate.web.sitemap.SITEMAP_PAGE", 2)
    monkeypatch.setattr("debate.web.sitemap._Section.limit", 2)
    files = list(listed(nobody))
    assert files == [
        "/sitemap-debates.xml",
        "/sitemap-debates.xml?p=2",
        "/sitemap-debates.xml?p=3",
        "/sitemap-topics.xml",
        "/sitemap-pages.xml",
    ]
    debates = [address for file in files[:3] for address in listed(nobody, file)]
    assert debates == [f"/debates/{debate.key}/threads/" for debate in made]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-debates.xml?p=2",
        "/sitemap-debates.xml?p=x",
        "/sitemap-debates.xml?p=" + "9" * 5_000,
        "/sitemap-people.xml",
    ],
)
def test_a_file_that_is_not_there_is_not_found(
    debate: object, nobody: Client, address: str
) -> None:
    assert nobody.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "expected"), [("/sitemap.xml", 6), ("/sitemap-debates.xml", 2)]
)
def test_a_file_takes_the_same_statements_however_much_it_lists(
    alice: User, nobody: Client, address: str, expected: int
) -> None:
    counts = []
    for name in ("school", "sleep"):
        factories.debate(alice).topics.add(Topic.objects.create(slug=name, name=name))
        with CaptureQueriesContext(connection) as captured:
            listed(nobody, address)
        counts.append(len(captured))
    assert counts == [expected, expected]


def forbidden(robots: str, address: str) -> bool:
    patterns = re.findall(r"(?m)^Disallow: (.*)$", robots)
    return any(fnmatch(address, f"{pattern}*") for pattern in patterns)


def test_robots_may_read_pages_and_nothing_else(thread: Thread, nobody: Client) -> None:
    response = nobody.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    robots = response.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots.splitlines()
    debate, claim = f"/debates/{thread.debate.key}/", f"/claims/{thread.rebut.key}/"
    for address in ["/", *PAGES, "/topics/x/", debate, f"{debate}threads/", claim, "/static/a.css"]:
        assert not forbidden(robots, address), address
    for address in (
        "/accounts/login/?next=/",
        "/search/?q=x",
        "/debates/new/",
        f"{debate}print/",
        f"{debate}export/?format=csv",
        f"{debate}threads/?sort=newest",
        f"{claim}reply/",
        f"{claim}edit/",
        f"{claim}cite/?format=ris",
        "/join/K7MB2F4C/",
        "/sessions/k4wd8e2p/board/",
    ):
        assert forbidden(robots, address), address

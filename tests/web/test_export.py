"""Taking a debate out: a page that says what is in each file, and the files."""

import csv
import json
from io import StringIO

import pytest
from django.test import Client
from markdown_it import MarkdownIt

from accounts.models import User
from debate.enums import DebateSort, Relation, Visibility
from debate.formats.debate_file import DebateFormat
from debate.models import Claim, Debate
from tests import factories
from tests.factories import Thread
from tests.web.browsing import words

TYPES = {
    "json": "application/json",
    "markdown": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}


def file_of(client: Client, debate: Debate, wanted: str) -> bytes:
    response = client.get(f"/debates/{debate.key}/export/", {"format": wanted})
    assert response.status_code == 200
    return response.getvalue()


def test_the_page_offers_each_file_and_the_debate_offers_the_page(
    thread: Thread, nobody: Client
) -> None:
    address = f"/debates/{thread.debate.key}/export/"
    html = nobody.get(address).content.decode()
    for wanted in DebateFormat:
        assert f'href="?format={wanted}"' in html
    for page in (f"/debates/{thread.debate.key}/threads/", f"/claims/{thread.rebut.key}/"):
        assert f'href="{address}"' in nobody.get(page).content.decode()


@pytest.mark.parametrize("wanted", list(DebateFormat))
def test_page_and_api_hand_over_the_same_file(
    thread: Thread, nobody: Client, wanted: DebateFormat
) -> None:
    by_page = nobody.get(f"/debates/{thread.debate.key}/export/", {"format": wanted})
    by_api = nobody.get(f"/api/v1/debates/{thread.debate.key}/export", {"format": wanted})
    assert by_page.getvalue() == by_api.getvalue()
    for name in ("Content-Type", "Content-Disposition"):
        assert by_page[name] == by_api[name]
    assert by_page["Content-Type"] == TYPES[wanted]
    assert by_page["Content-Disposition"].startswith(
        'attachment; filename="school-should-start-at-half-past-nine-'
    )

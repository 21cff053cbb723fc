"""Taking a debate out: a page that says what is in each file, and the files."""

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import Visibility
from debate.formats.debate_file import DebateFormat
from debate.models import Debate
from tests import factories
from tests.factories import Thread

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


@pytest.mark.parametrize("wanted", list(DebateFormat))
def test_a_debate_that_one_cannot_see_is_taken_out_by_nobody_else(
    alice: User, nobody: Client, as_dan: Client, as_alice: Client, wanted: DebateFormat
) -> None:
    for visibility in (Visibility.DRAFT, Visibility.MEMBERS):
        made = factories.debate(alice, visibility=visibility)
        for address in (f"/debates/{made.key}/export/", f"/api/v1/debates/{made.key}/export"):
            for client in (nobody, as_dan):
                assert client.get(address, {"format": wanted}).status_code == 404
            assert as_alice.get(address, {"format": wanted}).status_code == 200


def test_a_file_for_everybody_may_be_kept_and_one_for_somebody_not(
    thread: Thread, nobody: Client, as_dan: Client
) -> None:
    address = f"/debates/{thread.debate.key}/export/"
    asked = {"format": "json"}
    assert nobody.get(address, asked)["Cache-Control"] == "no-cache"
    assert "no-store" in as_dan.get(address, asked)["Cache-Control"]


def test_two_who_see_a_debate_are_handed_the_same(
    thread: Thread, nobody: Client, as_dan: Client, as_alice: Client
) -> None:
    for wanted in DebateFormat:
        files = {file_of(client, thread.debate, wanted) for client in (nobody, as_dan, as_alice)}
        assert len(files) == 1


def test_what_is_no_format_is_the_page_and_for_programs_a_problem(
    thread: Thread, nobody: Client
) -> None:
    key = thread.debate.key
    assert b"<h1>Export</h1>" in nobody.get(f"/debates/{key}/export/?format=docx").content
    assert nobody.get(f"/api/v1/debates/{key}/export?format=docx").status_code == 400
    for accepted in ("text/csv", "text/markdown", "application/json"):
        answer = nobody.get(f"/api/v1/debates/{key}/export", headers={"Accept": accepted})
        assert answer.status_code == 200


def test_head_hands_nothing_over(thread: Thread, nobody: Client) -> None:
    response = nobody.head(f"/debates/{thread.debate.key}/export/", {"format": "csv"})
    assert (response.status_code, response.content) == (200, b"")


def test_only_so_many_large_files_go_to_one_network(
    thread: Thread, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.web.export.PRINT_LARGE", 3)
    monkeypatch.setattr("debate.web.export.PRINTS_PER_NETWORK", (2, 10**9))
    address = f"/debates/{thread.debate.key}/export/"
    told = [nobody.get(address, {"format": "csv"}).status_code for _ in range(3)]
    assert told == [200, 200, 429]
    assert nobody.get(address).status_code == 200  # the page itself is not large


def test_a_thesis_in_any_script_names_its_file(alice: User, nobody: Client) -> None:
    for thesis in ("学校应该更晚开始。", '"../../etc/passwd"; filename="x.exe', "\u200f؟؟؟!"):
        made = factories.debate(alice, thesis=thesis)
        named = nobody.get(f"/debates/{made.key}/export/?format=csv")["Content-Disposition"]
        assert named.startswith("attachment; filename")
        assert f"{made.key}.csv" in named
        assert not {"/", "\\", ";x"} & set(named.replace("attachment; ", "").split("''")[-1])

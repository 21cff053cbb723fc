import pytest
from django.test import Client

from accounts.models import User
from debate.enums import Visibility
from debate.limits import HITS_PER_PAGE, SEARCH_CHARS_MAX
from debate.models import Topic
from tests import factories
from tests.factories import Thread
from tests.web.browsing import htmx, said, words

NEAR = "Nothing has exactly these words; these are close."


def test_a_search_shows_hits_with_their_marks_and_where_they_stand(
    thread: Thread, nobody: Client
) -> None:
    response = nobody.get("/search/", {"q": "bed point"})
    html = response.content.decode()
    assert "When they go to <mark>bed</mark> is not the <mark>point</mark>." in html
    assert f'href="/claims/{thread.undercut.key}/"' in html
    assert f'href="/claims/{thread.rebut.key}/"' in html
    assert f'href="/debates/{thread.debate.key}/threads/"' in html
    assert NEAR not in words(response)


def test_what_is_only_near_is_said_to_be(thread: Thread, nobody: Client) -> None:
    assert NEAR in words(nobody.get("/search/", {"q": "lesonns"}))
    assert said(nobody.get("/search/", {"q": "lesonns"}, headers=htmx())) == NEAR


def test_what_is_found_nowhere_is_said_with_advice(thread: Thread, nobody: Client) -> None:
    assert "Nothing found." in words(nobody.get("/search/", {"q": "xylophone"}))


def test_under_htmx_only_the_results_come_with_their_number_and_address(
    thread: Thread, nobody: Client
) -> None:
    asked = {"q": "lessons ", "author": "", "topic": "", "from": "", "relation": ["question"]}
    response = nobody.get("/search/", asked, headers=htmx())
    assert response.content.decode().strip().startswith('<div class="found" id="found">')
    assert said(response) == "1 claim found."
    assert response.headers["HX-Replace-Url"] == "/search/?q=lessons&relation=question"
    emptied = nobody.get("/search/", {"q": ""}, headers=htmx())
    assert (said(emptied), emptied.headers["HX-Replace-Url"]) == ("", "/search/")


def test_hits_go_on_by_cursor_plainly_and_in_the_page(thread: Thread, nobody: Client) -> None:
    factories.replies(thread.point, thread.rebut.author, 2 * HITS_PER_PAGE)
    first = nobody.get("/search/", {"q": "reason"})
    found = first.context["found"]
    assert len(found.claims) == HITS_PER_PAGE
    asked = {"q": first.context["typed"], "after": found.next}
    plain = nobody.get("/search/", asked)
    part = nobody.get("/search/", asked, headers=htmx())
    assert "<html" in plain.content.decode()
    assert part.content.decode().strip().startswith('<li class="hit">')
    assert plain.context["found"] == part.context["found"]


def test_the_form_keeps_what_was_asked(thread: Thread, nobody: Client) -> None:
    Topic.objects.create(slug="sleep", name="Sleep").debates.add(thread.debate)
    asked = {
        "q": '"go to" <b>',
        "relation": ["rebut", "essay"],
        "author": "Bob",
        "topic": "sleep",
        "from": "2024-02-01",
        "until": "2024-03-01",
        "debate": thread.debate.key,
    }
    html = nobody.get("/search/", asked).content.decode()
    assert 'value="&quot;go to&quot; &lt;b&gt;"' in html
    assert html.count(" checked>") == 2
    assert '<option value="sleep" selected>' in html
    assert 'value="2024-02-01"' in html
    assert 'value="2024-03-01"' in html
    assert 'aria-current="true">In this debate</a>' in html
    assert html.count("Everywhere") == 1


def test_a_day_counts_from_its_beginning_to_its_end(thread: Thread, nobody: Client) -> None:
    def found(**dates: str) -> int:
        response = nobody.get("/search/", {"q": "lessons", **dates})
        return len(response.context["found"].claims)

    assert found() == 2
    assert found(**{"from": "2024-03-01", "until": "2024-03-01"}) == 2
    assert found(**{"from": "2024-03-02"}) == found(until="2024-02-29") == 0
    for nonsense in ("yesterday", "2024-13-45", "0001-01-01", "9999-12-31", "\x7f"):
        assert found(**{"from": nonsense, "until": nonsense}) == 2


def test_a_debate_that_may_not_be_seen_is_searched_like_none(
    alice: User, nobody: Client, thread: Thread
) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT, thesis="Dragons exist.")
    for key in (draft.key, "000000000000"):
        response = nobody.get("/search/", {"q": "lessons", "debate": key})
        assert len(response.context["found"].claims) == 2
        assert "Dragons" not in words(response)
        assert "In this debate" not in words(response)


def test_a_query_that_is_too_long_is_refused_in_words(thread: Thread, nobody: Client) -> None:
    for headers in ({}, htmx()):
        response = nobody.get("/search/", {"q": "b" * (SEARCH_CHARS_MAX + 1)}, headers=headers)
        assert response.status_code == 422
        assert "Search for at most 200 characters; this has 201." in words(response)


@pytest.mark.parametrize("cursor", ["x", "1:2:3", "a" * 3000])
def test_a_cursor_that_was_not_made_here_is_refused(
    thread: Thread, nobody: Client, cursor: str
) -> None:
    assert nobody.get("/search/", {"q": "lessons", "after": cursor}).status_code == 422


def test_searching_too_often_is_refused_for_a_while(
    thread: Thread, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.actions.pace.SEARCHES_PER_PERSON", (3, 10**9))
    statuses = [as_bob.get("/search/", {"q": "lessons"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert as_bob.get("/search/").status_code == 200


def test_what_is_typed_as_a_reply_counts_as_searching(
    thread: Thread, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.actions.pace.SEARCHES_PER_PERSON", (1, 10**9))
    address = f"/claims/{thread.point.key}/similar/"
    statuses = [as_bob.get(address, {"text": "x" * 30}).status_code for _ in range(2)]
    assert statuses == [200, 429]


def test_the_box_stands_in_the_head_of_pages_and_looks_in_their_debate(
    thread: Thread, nobody: Client
) -> None:
    html = nobody.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    assert f'name="debate" value="{thread.debate.key}"' in html
    assert 'name="debate"' not in nobody.get("/how-it-works/").content.decode()
    assert 'id="masthead-q"' in nobody.get("/how-it-works/").content.decode()
    assert 'id="masthead-q"' not in nobody.get("/debates/").content.decode()


# ---- While writing a reply


def test_what_was_said_nearby_is_listed_and_told_once(thread: Thread, as_dan: Client) -> None:
    at = f"/claims/{thread.point.key}/similar/"
    asked = {"text": "Pupils who start later go to bed later"}
    response = as_dan.get(at, asked, headers=htmx())
    assert thread.rebut.text in words(response)
    assert f'href="/claims/{thread.rebut.key}/" target="_blank" rel="noopener"' in (
        response.content.decode()
    )
    assert said(response) == "1 claim nearby says something like this."
    assert said(as_dan.get(at, asked | {"told": "1"}, headers=htmx())) == ""
    nothing = as_dan.get(at, {"text": "Quite another thing altogether."}, headers=htmx())
    assert (words(nothing), said(nothing)) == ("", "")


def test_the_form_of_a_reply_asks_for_what_is_like_it(thread: Thread, as_dan: Client) -> None:
    html = as_dan.get(f"/claims/{thread.point.key}/reply/", headers=htmx()).content.decode()
    assert f'hx-get="/claims/{thread.point.key}/similar/"' in html


def test_nobody_is_told_of_what_they_may_not_see(alice: User, as_eve: Client) -> None:
    draft = factories.debate(alice, visibility=Visibility.DRAFT)
    thesis = factories.thesis_of(draft)
    response = as_eve.get(f"/claims/{thesis.key}/similar/", {"text": thesis.text})
    assert response.status_code == 404

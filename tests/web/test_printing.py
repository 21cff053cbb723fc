"""A debate for paper: everything in it, nothing to press, sent as it is read."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language

from accounts.errors import TooMany
from accounts.models import User
from debate.enums import Relation, Visibility
from debate.models import Claim, Debate
from debate.web.printing import whole
from tests import factories
from tests.factories import Thread
from tests.security.samples import LIVE, strange
from tests.web.browsing import words


def html_of(client: Client, debate: Debate) -> str:
    response = client.get(f"/debates/{debate.key}/print/")
    assert response.status_code == 200
    assert response.streaming
    return response.getvalue().decode()


class Read:
    """A streamed page as `words` reads one."""

    headers: dict[str, str] = {}

    def __init__(self, html: str) -> None:
        self.content = html.encode()


def test_the_whole_debate_is_there_with_numbers_names_dates_and_addresses(
    thread: Thread, nobody: Client, bob: User
) -> None:
    cited = [("A study of sleep", "https://example.org/sleep?a=1&b=2")]
    made = factories.reply(thread.rebut, bob, details="At length.", sources=cited)
    factories.set_votes(made, up=12, down=3, unsure=1)
    said = words(Read(html_of(nobody, thread.debate)))
    assert thread.thesis.text in said
    assert "Every school day starts before most pupils are awake." in said
    assert "The essay’s points 1 Point Alice" in said
    for claim in (thread.support, thread.undercut, thread.question, thread.answer):
        assert claim.text in said
    assert (
        f"1.2.2 Rebuttal Bob 1 March 2024 Convincing 12 Not convincing 3 Unsure 1 {made.text} "
        "At length. A study of sleep https://example.org/sleep?a=1&b=2"
    ) in said
    assert f"/debates/{thread.debate.key}/" in said


def test_claims_hang_below_what_they_answer(thread: Thread, nobody: Client) -> None:
    html = html_of(nobody, thread.debate)
    main = html.partition("<main")[2].partition("</main>")[0]
    for tag in ("ol", "li", "article"):
        assert main.count(f"<{tag}") == main.count(f"</{tag}>")
    before = main.partition(f'id="claim-{thread.undercut.key}"')[0]
    inside = before[before.index('<ol class="printed">') :]
    assert inside.count('<ol class="printed">') - inside.count("</ol>") == 3


def test_there_is_nothing_to_press(thread: Thread, as_dan: Client) -> None:
    html = html_of(as_dan, thread.debate)
    main = html.partition("<main")[2].partition("</main>")[0]
    assert re.findall(r"<(?:form|input|textarea|select|details)\b", main) == []
    assert re.findall(r"<button[^>]*>", main) == [
        '<button class="button with-script" type="button" data-touch="print">'
    ]
    assert "hx-get" not in main
    assert "hx-post" not in main


def test_no_time_on_paper_is_told_from_now(thread: Thread, nobody: Client) -> None:
    html = html_of(nobody, thread.debate)
    assert set(re.findall(r'<time datetime="([^"]*)"', html)) >= {"2024-03-01"}
    assert re.findall(r'<time datetime="[^"]*T', html) == []


def test_dates_stand_in_the_readers_zone_and_language(
    thread: Thread, as_dan: Client, dan: User, settings: Any
) -> None:
    Claim.objects.update(created_at="2024-03-01T23:30:00Z")
    dan.time_zone, dan.language = "Asia/Tokyo", "de"
    dan.save()
    html = html_of(as_dan, thread.debate)
    claims = html.partition('<ol class="printed">')[2]
    assert "2. März 2024" in claims
    assert "1. März 2024" not in claims


def test_a_page_begun_in_one_language_ends_in_it(thread: Thread, as_dan: Client, dan: User) -> None:
    """The thread that sends it may have served others meanwhile."""
    dan.language = "de"
    dan.save()
    response = as_dan.get(f"/debates/{thread.debate.key}/print/")
    Client().get("/how-it-works/", headers={"Accept-Language": "es"})
    before = get_language()
    html = response.getvalue().decode()
    assert "1. März 2024" in html.partition('<ol class="printed">')[2]
    assert get_language() == before


def test_a_claim_that_is_gone_is_one_line(thread: Thread, nobody: Client) -> None:
    factories.withdraw(thread.rebut)
    said = words(Read(html_of(nobody, thread.debate)))
    assert "1.2 Rebuttal Withdrawn by its author. 1.2.1 Undercut" in said
    assert thread.rebut.text not in said


def test_an_empty_debate_says_so(nobody: Client, debate: Debate) -> None:
    assert "Nobody has answered this yet." in words(Read(html_of(nobody, debate)))


@pytest.mark.parametrize("visibility", [Visibility.DRAFT, Visibility.MEMBERS, Visibility.UNLISTED])
def test_a_debate_that_is_not_public_is_printed_for_nobody(
    alice: User, nobody: Client, as_eve: Client, as_alice: Client, visibility: Visibility
) -> None:
    made = factories.debate(alice, visibility=visibility)
    address = f"/debates/{made.key}/print/"
    assert [client.get(address).status_code for client in (nobody, as_eve, as_alice)] == [
        404,
        404,
        200,
    ]


def test_every_sample_stands_on_paper_as_text(thread: Thread, bob: User, nobody: Client) -> None:
    for sample in LIVE[::9]:
        factories.reply(
            thread.point,
            bob,
            Relation.REBUT,
            sample[:400] + " No.",
            sources=[(sample[:200], "https://example.org/")],
        )
    claims = "<!-- claims --> </ol></li>"
    Claim.objects.filter(pk=thread.thesis.pk).update(text=claims)
    html = html_of(nobody, thread.debate)
    assert strange(html) == []
    assert html.count("</main>") == 1
    assert html.count(f'id="claim-{thread.answer.key}"') == 1


def test_asking_for_the_head_alone_reads_no_claim(thread: Thread, nobody: Client) -> None:
    response = nobody.head(f"/debates/{thread.debate.key}/print/")
    assert (response.status_code, response.content) == (200, b"")


def test_a_reader_who_leaves_leaves_no_cursor_behind(alice: User) -> None:
    made = factories.grow_debate(alice, claims=600)
    request = RequestFactory().get(f"/debates/{made.key}/print/")
    request.user = AnonymousUser()
    response = whole(request, made.key)
    next(iter(response))
    request_finished.disconnect(close_old_connections)  # it would end the test's own connection
    response.close()
    request_finished.connect(close_old_connections)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_only_so_many_large_debates_are_printed_for_one_network(
    alice: User, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.web.printing.PRINT_LARGE", 3)
    monkeypatch.setattr("debate.web.printing.PRINTS_PER_NETWORK", (2, 10**9))
    small, large = factories.debate(alice), factories.debate(alice)
    factories.replies(factories.thesis_of(large), alice, 3)
    for debate, expected in ((small, [200] * 3), (large, [200, 200, 429])):
        address = f"/debates/{debate.key}/print/"
        assert [nobody.get(address).status_code for _ in range(3)] == expected


@pytest.mark.django_db(transaction=True)
def test_the_slow_readers_of_large_debates_hold_only_a_few_threads(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.web.printing.PRINT_LARGE", 3)
    large = factories.debate(alice)
    factories.replies(factories.thesis_of(large), alice, 3)
    address = f"/debates/{large.key}/print/"

    def asked() -> HttpResponseBase:
        request = RequestFactory().get(address)
        request.user = AnonymousUser()
        return whole(request, large.key)

    slow = [asked() for _ in range(3)]
    with pytest.raises(TooMany, match="too_many_print_at_once"):
        asked()
    slow.pop()  # one goes away
    slow.append(asked())
    for response in slow:
        assert isinstance(response, StreamingHttpResponse)
        response.getvalue()
    assert len([asked() for _ in range(3)]) == 3

"""A person's public page."""

import pytest
from django.test import Client

from accounts.models import User
from tests import factories
from tests.factories import Thread
from tests.web.browsing import words


def test_everybody_reads_who_somebody_is_and_what_they_stated(
    thread: Thread, bob: User, nobody: Client
) -> None:
    page = nobody.get(f"/people/{bob.key}/")
    told = words(page)
    assert page.status_code == 200
    for shown in ("Bob", "Here since", "All claims 2", "Rebuttals 1", thread.rebut.text):
        assert shown in told
    assert bob.email
    for private in (bob.email, "Settings"):
        assert private not in told
    assert "bob" not in page.content.decode()  # the handle is a name to sign in with


def test_a_filter_and_its_pager_keep_each_other(thread: Thread, eve: User, nobody: Client) -> None:
    factories.replies(thread.point, eve, 31)
    page = nobody.get(f"/people/{eve.key}/?of=rebut").content.decode()
    assert 'href="?of=rebut&amp;after=' in page or 'href="?of=rebut&after=' in page
    assert f'href="/people/{eve.key}/?of=rebut" aria-current="page"' in page


@pytest.mark.parametrize("of", ["thesis", "POINT", "x" * 3000, "rebut' OR 1=1", "\ud83d"])
def test_a_filter_that_is_none_shows_all(
    thread: Thread, bob: User, nobody: Client, of: str
) -> None:
    page = nobody.get(f"/people/{bob.key}/", {"of": of.encode("utf-8", "replace").decode()})
    assert page.status_code == 200
    assert "All claims 2" in words(page)


def test_one_reaches_the_settings_from_ones_own_page(as_bob: Client, bob: User) -> None:
    page = as_bob.get(f"/people/{bob.key}/").content.decode()
    assert page.count('href="/accounts/settings/"') == 2  # in the menu, too


def test_a_guest_has_no_page_and_no_link_to_one(thread: Thread, nobody: Client) -> None:
    guest = factories.guest("Ana")
    factories.reply(thread.point, guest, text="A guest says so.")
    assert nobody.get(f"/people/{guest.key}/").status_code == 404
    page = nobody.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    assert '<bdi class="author">Ana</bdi>' in page
    assert guest.key not in page


def test_a_byline_leads_to_the_person_unless_it_is_a_pseudonym_or_withdrawn(
    thread: Thread, bob: User, dan: User, nobody: Client
) -> None:
    factories.member(thread.debate, dan, byline="Speaker 3")
    factories.withdraw(thread.support)
    page = nobody.get(f"/debates/{thread.debate.key}/threads/").content.decode()
    assert page.count(f'href="/people/{bob.key}/"') == 1  # his rebuttal; his support is withdrawn
    assert dan.key not in page
    assert '<bdi class="author">Speaker 3</bdi>' in page


def test_a_name_is_shown_as_text(thread: Thread, bob: User, nobody: Client) -> None:
    User.objects.filter(pk=bob.pk).update(display_name='<b>"Bob" & co')
    page = nobody.get(f"/people/{bob.key}/").content.decode()
    assert "&lt;b&gt;&quot;Bob&quot; &amp; co" in page
    assert "<b>" not in page

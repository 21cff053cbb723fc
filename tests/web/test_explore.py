import pytest
from django.test import Client

from accounts.models import User
from debate.enums import Visibility
from debate.limits import DEBATES_PER_PAGE
from debate.words import SENTENCES
from tests import factories
from tests.web.browsing import words


def test_public_debates_are_listed_with_their_thesis_and_essay(alice: User, nobody: Client) -> None:
    factories.debate(alice, thesis="Lessons start too early.", drawn_from=factories.essay(alice))
    page = words(nobody.get("/debates/"))
    assert "Lessons start too early." in page
    assert "Let them sleep" in page
    assert "Ottoline Frey" in page


def test_an_empty_site_says_how_to_begin(nobody: Client) -> None:
    response = nobody.get("/debates/")
    assert "No debates yet." in words(response)
    assert 'href="/debates/new/"' in response.content.decode()


def test_the_list_goes_on_by_cursor_and_back(alice: User, nobody: Client) -> None:
    for number in range(DEBATES_PER_PAGE + 2):
        factories.debate(alice, thesis=f"Thesis number {number}.")
    first = nobody.get("/debates/")
    second = nobody.get("/debates/", {"after": first.context["page"].next})
    back = nobody.get("/debates/", {"before": second.context["page"].previous})
    assert len(first.context["page"].rows) == DEBATES_PER_PAGE
    assert len(second.context["page"].rows) == 2
    assert back.context["page"].rows == first.context["page"].rows


@pytest.mark.parametrize("cursor", ["x", "1:2:3", "\x01", "é", "a" * 4000])
def test_a_cursor_that_was_not_made_here_is_refused(nobody: Client, cursor: str) -> None:
    response = nobody.get("/debates/", {"after": cursor})
    assert response.status_code == 422
    assert str(SENTENCES["bad_cursor"]) in words(response)


def test_ones_own_drafts_are_listed_for_oneself(
    alice: User, as_alice: Client, as_eve: Client, nobody: Client
) -> None:
    draft = factories.debate(alice, thesis="Still a draft.", visibility=Visibility.DRAFT)
    for page in ("/debates/", "/debates/new/"):
        response = as_alice.get(page)
        assert "Still a draft." in words(response)
        assert f'href="/debates/{draft.key}/outline/"' in response.content.decode()
        assert "Still a draft." not in words(as_eve.get(page))
    assert "Still a draft." not in words(nobody.get("/debates/"))

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.publication import close_debate
from debate.models import Debate, Position
from debate.words import SENTENCES
from tests.factories import Thread
from tests.web.browsing import htmx, said, words


def address(debate: Debate) -> str:
    return f"/debates/{debate.key}/position/"


def stated(who: User) -> list[int | None]:
    return list(Position.objects.filter(person=who).order_by("id").values_list("value", flat=True))


def test_a_position_is_stated_moved_and_taken_back(
    debate: Debate, as_dan: Client, dan: User
) -> None:
    for value in ("-3", "2", "withdraw"):
        response = as_dan.post(address(debate), {"value": value})
        assert response.status_code == 303
        assert response["Location"] == f"/debates/{debate.key}/threads/#position"
    assert stated(dan) == [-3, 2, None]


def test_from_the_essay_it_leads_back_to_the_essay(thread: Thread, as_dan: Client) -> None:
    essay = f"/debates/{thread.debate.key}/?passage=abcdefghijkl"
    response = as_dan.post(
        address(thread.debate), {"value": "1"}, headers={"Referer": f"http://testserver{essay}"}
    )
    assert response["Location"] == f"{essay}#position"


def test_by_htmx_the_form_comes_back_and_is_announced(debate: Debate, as_dan: Client) -> None:
    response = as_dan.post(address(debate), {"value": "1"}, headers=htmx())
    assert response.content.decode().strip().startswith('<form class="position" id="position"')
    assert "You: leaning for" in words(response)
    assert said(response) == "You: leaning for."
    taken_back = as_dan.post(address(debate), {"value": "withdraw"}, headers=htmx())
    assert said(taken_back) == "Your position is taken back."


@pytest.mark.parametrize("value", ["", "4", "-4", "1.5", "for", "9" * 4000])
def test_a_place_that_there_is_not_is_refused(
    debate: Debate, as_dan: Client, dan: User, value: str
) -> None:
    response = as_dan.post(address(debate), {"value": value})
    assert response.status_code == 422
    assert "Choose a place from -3 to +3." in words(response)
    assert stated(dan) == []


def test_nobody_is_asked_to_sign_in(debate: Debate, nobody: Client) -> None:
    response = nobody.post(address(debate), {"value": "1"})
    assert response["Location"] == f"/accounts/login/?next=/debates/{debate.key}/"


def test_in_a_closed_debate_positions_stay(
    debate: Debate, as_dan: Client, alice: User, dan: User
) -> None:
    close_debate(debate=debate.key, by=alice)
    response = as_dan.post(address(debate), {"value": "1"}, headers=htmx())
    assert response.status_code == 409
    assert str(SENTENCES["positions_closed"]) in words(response)
    assert stated(dan) == []

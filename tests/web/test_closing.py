import pytest
from django.test import Client

from debate.actions.access import set_access
from debate.enums import Posting
from debate.models import Debate
from debate.words import SENTENCES
from tests.factories import Thread
from tests.web.browsing import fields, words


def test_the_owner_closes_a_debate_and_opens_it_again(
    debate: Debate, as_alice: Client, as_dan: Client
) -> None:
    for closed, told, takes_replies in [
        ("1", "The debate is closed. It can still be read.", False),
        ("1", "The debate is closed. It can still be read.", False),
        ("0", "The debate is open again.", True),
    ]:
        response = as_alice.post(f"/debates/{debate.key}/closing/", {"closed": closed})
        assert response.status_code == 303
        assert told in words(as_alice.get(response["Location"]))
        page = as_dan.get(f"/debates/{debate.key}/threads/")
        assert page.context["head"].open is takes_replies


@pytest.mark.parametrize("closed", ["", "2", "yes"])
def test_a_debate_is_not_closed_by_mistake(debate: Debate, as_alice: Client, closed: str) -> None:
    response = as_alice.post(f"/debates/{debate.key}/closing/", {"closed": closed})
    assert response.status_code == 422
    assert as_alice.get(f"/debates/{debate.key}/threads/").context["head"].open is True


def test_nobody_else_closes_it(debate: Debate, as_dan: Client, nobody: Client) -> None:
    refused = as_dan.post(f"/debates/{debate.key}/closing/", {"closed": "1"})
    assert refused.status_code == 403
    assert str(SENTENCES["owner_only"]) in words(refused)
    asked = nobody.post(f"/debates/{debate.key}/closing/", {"closed": "1"})
    assert asked["Location"] == f"/accounts/login/?next=/debates/{debate.key}/closing/"


def test_it_is_closed_with_a_statement_that_stands_above_it(
    thread: Thread, as_alice: Client, nobody: Client
) -> None:
    at = f"/debates/{thread.debate.key}/closing/"
    too_long = as_alice.post(at, {"closed": "1", "conclusion": "x" * 5001})
    assert too_long.status_code == 422
    assert "A statement has at most 5,000 characters; this has 5,001." in words(too_long)
    assert "x" * 5001 in fields(too_long)["conclusion"]
    as_alice.post(at, {"closed": "1", "conclusion": "We **agree**."})
    assert fields(as_alice.get(at))["conclusion"] == "We **agree**."
    for view in ("", "threads/", "print/"):
        page = nobody.get(f"/debates/{thread.debate.key}/{view}")
        assert "<strong>agree</strong>" in page.getvalue().decode()
    assert "It is closed" in words(nobody.get(f"/debates/{thread.debate.key}/threads/"))
    as_alice.post(at, {"closed": "0"})
    page = nobody.get(f"/debates/{thread.debate.key}/threads/")
    assert "agree" not in words(page)


def test_a_debate_to_which_nobody_may_add_is_not_called_closed(
    debate: Debate, as_alice: Client
) -> None:
    at = f"/debates/{debate.key}/"
    set_access(debate=debate.key, posting=Posting.NOBODY, by=debate.owner)
    assert "Open it again" not in words(as_alice.get(f"{at}closing/"))
    shown = words(as_alice.get(f"{at}threads/"))
    assert "Nobody can add to it at present." in shown
    assert "Closed" not in shown
    as_alice.post(f"{at}closing/", {"closed": "1"})
    assert "Open it again" in words(as_alice.get(f"{at}closing/"))

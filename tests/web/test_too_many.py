"""What somebody is shown who asked for too much: nothing they typed is lost."""

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import DraftPurpose, Paced
from debate.limits import PACES
from debate.models import Claim, Debate, Draft, Vote
from tests import factories
from tests.factories import Thread
from tests.web.browsing import htmx, words

TYPED = "What was typed is a whole sentence."


@pytest.fixture(autouse=True)
def used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of each thing in a minute, an hour, a day; drafts are saved as ever."""
    one = dict.fromkeys(PACES, ((1, 1, 1), (1, 1, 1), (99, 99)))
    monkeypatch.setattr("debate.actions.pace.PACES", one | {"save": PACES["save"]})
    for number, name in enumerate(("MINUTE", "HOUR", "DAY")):
        monkeypatch.setattr(f"debate.actions.pace.{name}", 10**9 + number)


def test_a_reply_too_many_stands_in_its_form_with_the_sentence(
    thread: Thread, as_dan: Client, dan: User
) -> None:
    address, sent = f"/claims/{thread.point.key}/replies/", {"relation": "rebut", "text": TYPED}
    assert as_dan.post(address, sent | {"text": "The first one."}).status_code == 303
    response = as_dan.post(address, sent)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 10**9 + 2
    assert "You posted many claims in a short time. Try again in" in words(response)
    assert f">\n{TYPED}</textarea>" in response.content.decode()
    assert Draft.objects.get(person=dan, purpose=DraftPurpose.REPLY).content["text"] == TYPED
    assert not Claim.objects.filter(text=TYPED).exists()


def test_by_htmx_it_is_told_at_the_top_and_the_form_stays(thread: Thread, as_dan: Client) -> None:
    address, sent = f"/claims/{thread.point.key}/replies/", {"relation": "rebut", "text": TYPED}
    as_dan.post(address, sent, headers=htmx())
    response = as_dan.post(address, sent, headers=htmx())
    assert (response.status_code, response["HX-Retarget"]) == (429, "#flashes")
    assert "You posted many claims in a short time." in words(response)
    assert int(response["Retry-After"]) > 0


def test_a_rewording_too_many_stands_in_its_form(thread: Thread, as_dan: Client, dan: User) -> None:
    mine = factories.reply(thread.point, dan)
    address = f"/claims/{mine.key}/edit/"
    as_dan.post(address, {"text": "Said otherwise.", "revision": "1"})
    response = as_dan.post(address, {"text": TYPED, "revision": "2"})
    assert response.status_code == 429
    assert "You changed many claims in a short time." in words(response)
    assert f">\n{TYPED}</textarea>" in response.content.decode()


def test_a_debate_too_many_stands_in_its_form(as_dan: Client) -> None:
    as_dan.post("/debates/new/", {"thesis": "Something is so.", "language": "en"})
    response = as_dan.post("/debates/new/", {"thesis": TYPED, "language": "en"})
    assert response.status_code == 429
    assert "You started many debates in a short time." in words(response)
    assert TYPED in response.content.decode()
    assert Debate.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, htmx()], ids=["plain", "htmx"])
def test_a_refused_vote_leaves_the_vote_and_the_buttons_as_they_were(
    thread: Thread, as_dan: Client, dan: User, headers: dict[str, str]
) -> None:
    address = f"/claims/{thread.rebut.key}/vote/"
    as_dan.post(address, {"value": "1"})
    response = as_dan.post(address, {"value": "-1"}, headers=headers)
    assert response.status_code == 429
    assert "You voted many times in a short time. Try again in" in words(response)
    assert "vote-button" not in response.content.decode()
    assert Vote.objects.get(claim=thread.rebut, person=dan).value == 1


def test_every_door_is_counted(thread: Thread, as_dan: Client, dan: User) -> None:
    mine = factories.reply(thread.point, dan)
    draft = factories.debate(dan, visibility="draft")  # type: ignore[arg-type]
    posts = {
        Paced.POSITION: (f"/debates/{thread.debate.key}/position/", {"value": "1"}),
        Paced.FOLLOW: (f"/debates/{thread.debate.key}/follow/", {"value": "1"}),
        Paced.EDIT: (f"/debates/{draft.key}/outline/", {"deed": "thesis", "text": TYPED}),
    }
    for address, sent in posts.values():
        assert as_dan.post(address, sent).status_code == 303
        assert as_dan.post(address, sent).status_code == 429
    assert as_dan.post(f"/claims/{mine.key}/withdrawal/").status_code == 429  # as an edit


# ---- How many drafts one person may keep


def test_a_draft_too_many_is_refused_and_the_others_stay(
    thread: Thread, as_dan: Client, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.actions.draft.DRAFTS_MAX", 2)
    claims = [thread.point, thread.rebut, thread.undercut]
    answers = [
        as_dan.post(f"/claims/{claim.key}/draft/", {"purpose": "reply", "text": TYPED})
        for claim in claims
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 409]
    assert "One person can keep 2 drafts. Post or drop one first." in words(answers[-1])
    again = {"purpose": "reply", "text": f"{TYPED} And more."}
    assert as_dan.post(f"/claims/{claims[0].key}/draft/", again).status_code == 303
    assert Draft.objects.filter(person=dan).count() == 2


def test_an_unpublished_debate_too_many_is_refused_in_its_form(
    as_dan: Client, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debate.actions.outline.UNPUBLISHED_MAX", 1)
    factories.debate(dan, visibility="draft")  # type: ignore[arg-type]
    factories.debate(dan)
    response = as_dan.post("/debates/new/", {"thesis": TYPED, "language": "en"})
    assert response.status_code == 409
    assert "One person can have 1 unpublished debate." in words(response)
    assert TYPED in response.content.decode()

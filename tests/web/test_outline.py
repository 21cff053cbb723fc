import pytest
from django.test import Client

from accounts.models import User
from debate.actions.outline import EssayBrought, draw_point, start_debate, state_thesis
from debate.actions.publication import publish_debate
from debate.enums import ClaimKind, Visibility
from debate.models import Claim, Debate, Essay, Passage
from debate.words import SENTENCES
from tests.factories import ESSAY_TEXT
from tests.web.browsing import fields, words


@pytest.fixture
def draft(alice: User) -> Debate:
    """Alice's draft from an essay of eight sentences; nothing is picked yet."""
    essay = EssayBrought(text=ESSAY_TEXT, title="Let them sleep", writer="Ottoline Frey")
    return start_debate(essay=essay, by=alice)


def address(debate: Debate) -> str:
    return f"/debates/{debate.key}/outline/"


def texts(debate: Debate, kind: ClaimKind) -> list[str]:
    return list(debate.claims.filter(kind=kind).order_by("path").values_list("text", flat=True))


def test_every_sentence_is_a_link_that_opens_the_form_with_its_words(
    draft: Debate, as_alice: Client
) -> None:
    html = as_alice.get(address(draft)).content.decode()
    assert f'href="{address(draft)}?sentence=1#outline-open"' in html
    held = fields(as_alice.get(address(draft) + "?sentence=1"))
    assert held["deed"] == "thesis"
    assert held["text"] == "Every school day starts before most pupils are awake."
    assert ESSAY_TEXT[int(held["start"]) : int(held["end"])] == held["text"]


def test_a_thesis_and_points_are_picked_reworded_and_dropped(
    draft: Debate, as_alice: Client
) -> None:
    for sentence, text in [(8, "Lessons should start later."), (1, "Pupils sleep."), (3, "")]:
        held = fields(as_alice.get(f"{address(draft)}?sentence={sentence}"))
        response = as_alice.post(address(draft), held | ({"text": text} if text else {}))
        assert response.status_code == 303
    assert texts(draft, ClaimKind.THESIS) == ["Lessons should start later."]
    points = [
        "Pupils sleep.",
        "Sleep is not a habit that discipline can move.",
    ]
    assert texts(draft, ClaimKind.POINT) == points
    assert set(Passage.objects.values_list("exact", flat=True)) == {
        "It should serve the pupils.",
        "Every school day starts before most pupils are awake.",
        "Sleep is not a habit that discipline can move.",
    }
    first = Claim.objects.get(text="Pupils sleep.")
    held = fields(as_alice.get(f"{address(draft)}?claim={first.key}"))
    reworded = as_alice.post(
        address(draft),
        {
            "deed": "reword",
            "claim": first.key,
            "revision": held["revision"],
            "text": "Pupils doze.",
        },
    )
    assert reworded["Location"] == f"{address(draft)}#outline-1"
    assert texts(draft, ClaimKind.POINT)[0] == "Pupils doze."
    as_alice.post(address(draft), {"deed": "drop", "claim": first.key})
    assert texts(draft, ClaimKind.POINT) == points[1:]


def test_a_point_may_be_in_ones_own_words(draft: Debate, as_alice: Client, alice: User) -> None:
    state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    held = fields(as_alice.get(address(draft) + "?own=1"))
    as_alice.post(address(draft), held | {"text": "A reason of my own."})
    assert Claim.objects.get(kind=ClaimKind.POINT).passage is None


def test_a_sentence_that_is_taken_is_not_picked_twice(
    draft: Debate, as_alice: Client, alice: User
) -> None:
    state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    draw_point(debate=draft.key, text="Pupils sleep.", span=(0, 53), by=alice)
    assert as_alice.get(address(draft) + "?sentence=1").context["picked"] is None
    response = as_alice.post(
        address(draft), {"deed": "point", "text": "Again.", "start": "0", "end": "53"}
    )
    assert response.status_code == 409
    assert str(SENTENCES["point_already_drawn"]) in words(response)
    assert fields(response)["text"] == "Again."


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"deed": "thesis", "text": "x"}, 422, "Write at least 3 letters."),
        ({"deed": "point", "text": "A point."}, 409, str(SENTENCES["thesis_first"])),
        (
            {"deed": "thesis", "text": "A thesis.", "start": "5", "end": "99999"},
            422,
            str(SENTENCES["no_such_passage"]),
        ),
        (
            {"deed": "thesis", "text": "A thesis.", "start": "5", "end": "6"},
            422,
            "A passage has 12 to 2,000 characters.",
        ),
    ],
)
def test_a_refused_wording_comes_back_as_typed(
    draft: Debate, as_alice: Client, sent: dict[str, str], status: int, sentence: str
) -> None:
    response = as_alice.post(address(draft), sent)
    assert response.status_code == status
    assert sentence in words(response)
    assert fields(response)["text"] == sent["text"]
    assert not draft.claims.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"deed": "publish"},
        {"deed": "reword", "text": "Words.", "claim": "x"},
        {"deed": "reword", "text": "Words.", "claim": "0" * 12, "revision": "1"},
    ],
)
def test_a_damaged_form_is_refused(draft: Debate, as_alice: Client, sent: dict[str, str]) -> None:
    assert as_alice.post(address(draft), sent).status_code in {404, 422}


@pytest.mark.parametrize(
    "query", ["sentence=0", "sentence=9999999999", "sentence=x", "claim=0", "claim=%F0%9F%98%80"]
)
def test_what_cannot_be_picked_is_not_picked(draft: Debate, as_alice: Client, query: str) -> None:
    response = as_alice.get(f"{address(draft)}?{query}")
    assert response.status_code == 200
    assert (response.context["picked"], response.context["editing"]) == (None, None)


def test_a_draft_is_published_once_it_has_a_thesis(
    draft: Debate, as_alice: Client, alice: User
) -> None:
    refused = as_alice.post(f"/debates/{draft.key}/publication/")
    assert refused.status_code == 409
    assert str(SENTENCES["thesis_first"]) in words(refused)
    state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    response = as_alice.post(f"/debates/{draft.key}/publication/")
    assert response["Location"] == f"/debates/{draft.key}/"
    assert "Published." in words(as_alice.get(response["Location"]))
    draft.refresh_from_db()
    assert draft.visibility == Visibility.PUBLIC


def test_what_is_published_has_no_outline_any_more(
    draft: Debate, as_alice: Client, alice: User
) -> None:
    state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    publish_debate(debate=draft.key, by=alice)
    assert as_alice.get(address(draft))["Location"] == f"/debates/{draft.key}/"
    response = as_alice.post(address(draft), {"deed": "point", "text": "Too late."})
    assert response.status_code == 409
    assert str(SENTENCES["already_published"]) in words(response)


@pytest.mark.parametrize("deed", ["thesis", "point"])
def test_what_was_typed_into_a_draft_published_meanwhile_is_given_back(
    draft: Debate, as_alice: Client, alice: User, deed: str
) -> None:
    state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    publish_debate(debate=draft.key, by=alice)
    typed = "A point that took an hour to word."
    response = as_alice.post(address(draft), {"deed": deed, "text": typed})
    assert response.status_code == 409
    assert str(SENTENCES["already_published"]) in words(response)
    assert f">\n{typed}</textarea>" in response.content.decode()


def test_a_rewording_that_is_kept_after_publishing_is_not_refused(
    draft: Debate, as_alice: Client, alice: User
) -> None:
    thesis = state_thesis(debate=draft.key, text="Lessons should start later.", by=alice)
    publish_debate(debate=draft.key, by=alice)
    sent = {"deed": "reword", "claim": thesis.key, "revision": "1", "text": "Start at ten."}
    response = as_alice.post(address(draft), sent)
    assert (response.status_code, response["Location"]) == (303, f"/claims/{thesis.key}/")
    assert texts(draft, ClaimKind.THESIS) == ["Start at ten."]


def test_a_draft_is_thrown_away_only_after_asking(draft: Debate, as_alice: Client) -> None:
    asked = as_alice.get(address(draft) + "?discard=1")
    assert "It cannot be brought back." in words(asked)
    assert Debate.objects.filter(pk=draft.pk).exists()
    response = as_alice.post(address(draft), {"deed": fields(asked)["deed"]})
    assert "The draft is thrown away." in words(as_alice.get(response["Location"]))
    assert not Debate.objects.exists()
    assert not Essay.objects.exists()


def test_nobody_else_finds_a_draft(draft: Debate, as_eve: Client, nobody: Client) -> None:
    for client in (as_eve, nobody):
        assert client.get(address(draft)).status_code == 404
        assert client.post(address(draft), {"deed": "discard"}).status_code == 404
        assert client.post(f"/debates/{draft.key}/publication/").status_code == 404

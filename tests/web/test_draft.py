"""Drafts as pages and as htmx has them: saved, offered, taken back, dropped, listed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from debate.actions.draft import save_draft
from debate.actions.publication import close_debate
from debate.enums import Visibility
from debate.limits import DRAFT_CHARS_MAX
from debate.models import Claim, Draft
from tests import factories
from tests.factories import Thread
from tests.web.browsing import fields, htmx, words

WORDS = "Half a thought,\nand no more yet."
TYPED = {"purpose": "reply", "relation": "undercut", "text": WORDS, "source_url_2": "a.example"}


def draft_of(thread: Thread) -> str:
    return f"/claims/{thread.rebut.key}/draft/"


def form_of(thread: Thread) -> str:
    return f"/claims/{thread.rebut.key}/reply/"


def begin(thread: Thread, by: User, text: str = WORDS, *, base: int = 0) -> Draft:
    draft = save_draft(
        purpose="reply",
        claim=thread.rebut.key,
        content={"text": text},
        base_version=base,
        by=by,
    )
    assert draft is not None
    return draft


def whiches(html: str, what: str) -> list[str]:
    return re.findall(rf'value="({what}:[0-9a-f]+)"', html)


# ---- Without a script


def test_a_saved_draft_comes_back_with_its_form_filled(thread: Thread, as_eve: Client) -> None:
    response = as_eve.post(draft_of(thread), TYPED | {"draft": "save"}, follow=True)
    assert response.redirect_chain == [(form_of(thread), 303)]
    held = fields(response)
    assert held.items() >= TYPED.items()
    assert held["draft_version"] == str(Draft.objects.get().version)
    assert "Draft saved. " in words(response)
    assert re.search(r"Draft saved \d\d:\d\d UTC", words(response))


def test_a_relation_in_the_address_is_the_newer_choice(thread: Thread, as_eve: Client) -> None:
    as_eve.post(draft_of(thread), TYPED)
    held = fields(as_eve.get(f"{form_of(thread)}?relation=question"))
    assert (held["relation"], held["text"]) == ("question", WORDS)


def test_a_rewording_is_gone_on_with_from_the_wording_it_began_on(
    thread: Thread, as_bob: Client
) -> None:
    address = f"/claims/{thread.rebut.key}/edit/"
    sent = fields(as_bob.get(address)) | {"text": WORDS, "purpose": "edit"}
    as_bob.post(draft_of(thread), sent)
    assert fields(as_bob.get(address))["text"] == WORDS
    factories.edit(thread.rebut, "Reworded on another device.")
    response = as_bob.get(address)
    assert "The wording as it is now" in words(response)
    assert "device" in words(response)
    assert fields(response)["text"] == WORDS
    assert as_bob.post(address, fields(response)).status_code == 303
    assert Claim.objects.get(pk=thread.rebut.pk).text == " ".join(WORDS.split())
    assert not Draft.objects.exists()


def test_a_new_debate_is_kept_without_its_file(as_eve: Client) -> None:
    sent = {"title": "On lamps", "text": "One.\n\nTwo.", "written_on": "in May", "own_words": "on"}
    file = SimpleUploadedFile("lamps.txt", b"Some text")
    response = as_eve.post("/debates/new/draft/", sent | {"file": file}, follow=True)
    assert response.redirect_chain == [("/debates/new/", 303)]
    assert "Draft saved, without the file" in words(response)
    assert fields(response).items() >= sent.items()
    as_eve.post("/debates/new/", fields(response) | {"written_on": "", "language": "en"})
    assert not Draft.objects.exists()


def test_a_draft_is_dropped(thread: Thread, as_eve: Client, eve: User) -> None:
    draft = begin(thread, eve)
    sent = {"purpose": "reply", "draft": "drop", "draft_version": str(draft.version)}
    response = as_eve.post(draft_of(thread), sent, follow=True)
    assert "The draft is dropped." in words(response)
    assert fields(response)["text"] == ""


def test_of_two_versions_either_is_taken(thread: Thread, as_eve: Client, eve: User) -> None:
    begin(thread, eve, "On the train.")
    begin(thread, eve, "At the desk.")
    response = as_eve.get(form_of(thread))
    assert fields(response)["text"] == "At the desk."
    assert "Another version of this draft was written elsewhere at" in words(response)
    (take,) = whiches(response.content.decode(), "take")
    sent = fields(response) | {"text": "At the desk, a word more.", "draft": take}
    response = as_eve.post(draft_of(thread), sent, follow=True)
    assert fields(response)["text"] == "On the train."
    assert "At the desk, a word more." in words(response)
    (forget,) = whiches(response.content.decode(), "forget")
    response = as_eve.post(draft_of(thread), fields(response) | {"draft": forget}, follow=True)
    assert "At the desk" not in words(response)
    assert fields(response)["text"] == "On the train."


# ---- By htmx


def test_a_script_saves_and_is_told_which_version_that_is(thread: Thread, as_eve: Client) -> None:
    response = as_eve.post(draft_of(thread), TYPED, headers=htmx())
    assert response.status_code == 200
    assert "Draft saved" in words(response)
    assert fields(response)["draft_version"] == str(Draft.objects.get().version)
    emptied = fields(response) | {"purpose": "reply", "text": ""}
    response = as_eve.post(draft_of(thread), emptied, headers=htmx())
    assert fields(response)["draft_version"] == "0"
    assert not Draft.objects.exists()


def test_a_script_is_told_what_was_written_elsewhere(
    thread: Thread, as_eve: Client, eve: User
) -> None:
    begin(thread, eve, "On the train.")
    response = as_eve.post(draft_of(thread), TYPED | {"inline": "1"}, headers=htmx())
    html = response.content.decode()
    assert "On the train." in html
    (take,) = whiches(html, "take")
    assert f'hx-post="{draft_of(thread)}"' in html
    sent = TYPED | fields(response) | {"draft": take, "into": "thread"}
    form = as_eve.post(draft_of(thread), sent, headers=htmx())
    assert fields(form)["text"] == "On the train."
    assert WORDS in form.content.decode()


def test_a_script_keeps_an_older_version_beside_the_draft(
    thread: Thread, as_eve: Client, eve: User
) -> None:
    draft = begin(thread, eve, "At the desk.")
    sent = TYPED | {"draft": "aside", "draft_version": str(draft.version)}
    response = as_eve.post(draft_of(thread), sent, headers=htmx())
    assert WORDS in response.content.decode()
    assert fields(response)["draft_version"] == str(draft.version)
    assert fields(as_eve.get(form_of(thread)))["text"] == "At the desk."


def test_somebody_signed_out_is_told_quietly(thread: Thread, nobody: Client) -> None:
    response = nobody.post(draft_of(thread), TYPED, headers=htmx())
    assert (response.status_code, response.content) == (401, b"")
    assert nobody.post(draft_of(thread), TYPED).status_code == 401


# ---- Posting


def test_posting_drops_the_draft(thread: Thread, as_eve: Client, eve: User) -> None:
    begin(thread, eve)
    sent = fields(as_eve.get(form_of(thread))) | {"relation": "rebut", "text": "Quite otherwise."}
    assert as_eve.post(f"/claims/{thread.rebut.key}/replies/", sent).status_code == 303
    assert not Draft.objects.exists()


def test_posting_an_older_tab_leaves_a_newer_version(
    thread: Thread, as_eve: Client, eve: User
) -> None:
    draft = begin(thread, eve)
    sent = fields(as_eve.get(form_of(thread))) | {"relation": "rebut"}
    begin(thread, eve, "Something else by now.", base=draft.version)
    assert as_eve.post(f"/claims/{thread.rebut.key}/replies/", sent).status_code == 303
    assert Draft.objects.get().content == {"text": "Something else by now."}


def test_what_is_refused_is_kept(thread: Thread, as_eve: Client, alice: User) -> None:
    address = f"/claims/{thread.rebut.key}/replies/"
    response = as_eve.post(address, TYPED | {"source_url_2": "no address"})
    assert response.status_code == 422
    assert Draft.objects.get().content["text"] == WORDS
    close_debate(debate=thread.debate.key, by=alice)
    later = fields(response) | {"text": "Half a thought more.", "relation": "rebut"}
    assert as_eve.post(address, later).status_code == 409
    draft = Draft.objects.get()
    assert (draft.content["text"], draft.aside) == ("Half a thought more.", [])


# ---- Where a draft waits


@pytest.mark.parametrize(
    "page", ["/debates/{debate}/threads/", "/claims/{claim}/", "/debates/{debate}/"]
)
def test_the_pages_of_a_debate_tell_of_what_was_begun_there(
    thread: Thread, as_eve: Client, as_dan: Client, eve: User, page: str
) -> None:
    begin(thread, eve)
    address = page.format(debate=thread.debate.key, claim=thread.point.key)
    html = as_eve.get(address).content.decode()
    assert f'href="{form_of(thread)}" rel="nofollow" data-waiting="{thread.rebut.key}"' in html
    assert "data-waiting" not in as_dan.get(address).content.decode()
    factories.withdraw(thread.rebut)
    html = as_eve.get(address).content.decode()
    assert "data-waiting" not in html
    assert "You began to write about a claim that is gone." in html


def test_the_list_tells_of_all_that_was_begun(
    thread: Thread, as_bob: Client, bob: User, alice: User
) -> None:
    hidden = factories.debate(alice, thesis="Out of sight by now.")
    for purpose, claim, sent in (
        ("reply", thread.point, {"text": "A reply."}),
        ("edit", thread.rebut, {"text": "A rewording."}),
        ("reply", factories.thesis_of(hidden), {"text": "To what nobody sees."}),
        ("debate", None, {"thesis": "A thesis."}),
    ):
        save_draft(purpose=purpose, claim=claim.key if claim else None, content=sent, by=bob)
    hidden.visibility = Visibility.MEMBERS
    hidden.save()
    factories.debate(bob, thesis="Mine, not published.", visibility=Visibility.DRAFT)
    response = as_bob.get("/drafts/")
    html, told = response.content.decode(), words(response)
    for shown in (
        "A reply.",
        "A rewording.",
        "To what nobody sees.",
        "A thesis.",
        thread.point.text,
    ):
        assert shown in told
    assert "Mine, not published." in told
    assert "Out of sight" not in html
    assert html.count(">Continue</a>") == 3
    drops = re.findall(r'formaction="([^"]+)" name="draft" value="drop"', html)
    assert len(drops) == 4
    for drop in drops:
        address = drop.replace("&amp;", "&")
        told_at = as_bob.post(
            address, {"draft": "drop"}, headers={"Referer": "http://testserver/drafts/"}
        )
        assert told_at["Location"] == "/drafts/"
    assert not Draft.objects.exists()


def test_a_draft_changed_elsewhere_is_not_dropped_from_the_list(
    thread: Thread, as_eve: Client, eve: User
) -> None:
    draft = begin(thread, eve)
    begin(thread, eve, "More by now.", base=draft.version)
    address = f"{draft_of(thread)}?purpose=reply&draft_version={draft.version}"
    response = as_eve.post(address, {"draft": "drop"})
    assert response.status_code == 409
    assert "changed elsewhere" in words(response)
    assert Draft.objects.exists()


def test_the_list_is_for_who_is_signed_in(nobody: Client) -> None:
    assert nobody.get("/drafts/")["Location"] == "/accounts/login/?next=/drafts/"


# ---- Whatever is sent


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "nul \0 and half \ud83d"},
        {"text": "x" * (DRAFT_CHARS_MAX + 1)},
        {"draft_version": "9" * 500},
        {"draft_version": "-1"},
        {"draft": "take:" + "0" * 16},
        {"draft": "forget:\0"},
        {"draft": "no such deed"},
        {"purpose": "debate"},
        {"purpose": ""},
        {"relation": "\0" * 5000},
        {"draft": "drop"},
    ],
    ids=range(11),
)
@pytest.mark.parametrize("script", [False, True], ids=["page", "htmx"])
def test_nothing_that_is_sent_is_a_fault(
    thread: Thread, as_eve: Client, sent: dict[str, str], script: bool
) -> None:
    sendable = {
        name: value.encode("utf-8", "replace").decode() for name, value in (TYPED | sent).items()
    }
    for address in (draft_of(thread), "/debates/new/draft/"):
        response = as_eve.post(address, sendable, headers=htmx() if script else {})
        assert response.status_code in {200, 204, 303, 404, 422}
    for address in (form_of(thread), "/drafts/", "/debates/new/"):
        assert as_eve.get(address).status_code == 200


def test_no_draft_is_found_by_another(thread: Thread, as_dan: Client, eve: User) -> None:
    draft = begin(thread, eve)
    for sent in ({"draft": "drop", "draft_version": str(draft.version)}, {"draft": "take:0"}):
        as_dan.post(draft_of(thread), {"purpose": "reply"} | sent)
    for address in (form_of(thread), "/drafts/"):
        assert "Half a thought" not in as_dan.get(address).content.decode()
    assert Draft.objects.get().content == {"text": WORDS}


def test_a_claim_out_of_sight_takes_no_draft(as_eve: Client, alice: User) -> None:
    hidden = factories.thesis_of(factories.debate(alice, visibility=Visibility.DRAFT))
    for key in (hidden.key, "0" * 12):
        assert as_eve.post(f"/claims/{key}/draft/", TYPED).status_code == 404

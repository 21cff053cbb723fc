"""The record in words: every deed has its own sentence, and nothing of what is gone is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.freeze import freeze_debate, thaw_debate
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch, unlock_branch
from debate.actions.move import move_claim
from debate.actions.outline import draw_point, start_debate, state_thesis
from debate.actions.publication import close_debate, publish_debate, reopen_debate
from debate.actions.relation import change_relation
from debate.models import Claim, ReadMark
from tests import factories
from tests.factories import Thread
from tests.web.browsing import words


def test_every_deed_is_told_in_a_sentence(alice: User, bob: User, nobody: Client) -> None:
    debate = start_debate(by=alice)
    thesis = state_thesis(debate=debate.key, text="School should start later.", by=alice)
    point = draw_point(debate=debate.key, text="Pupils are tired.", by=alice)
    publish_debate(debate=debate.key, by=alice)

    def say(parent: Claim, relation: str, text: str) -> Claim:
        return factories.say(parent=parent.key, relation=relation, text=text, by=bob)

    support = say(point, "support", "Marks rose.")
    rebut = say(point, "rebut", "They go to bed later.")
    undercut = say(point, "undercut", "That is beside it.")
    question = say(point, "question", "In which lessons?")
    answer = say(question, "support", "In the first.")
    later = timezone.now() + timedelta(hours=1)
    for claim in (support, rebut, undercut, question, answer):
        edit_claim(claim=claim.key, text=f"{claim.text} So!", base_revision=1, by=bob, at=later)
    for claim in (thesis, point):
        edit_claim(claim=claim.key, text=f"{claim.text} So!", base_revision=1, by=alice, at=later)
    close_debate(debate=debate.key, by=alice, at=later)
    reopen_debate(debate=debate.key, by=alice, at=later)
    page = words(nobody.get(f"/debates/{debate.key}/activity/"))
    found = [page.find(sentence) for sentence in SENTENCES]
    assert -1 not in found, dict(zip(SENTENCES, found, strict=True))
    assert found == sorted(found)


SENTENCES = [
    "Alice opened the debate again.",
    "Alice closed the debate.",
    "Alice edited a point.",
    "Alice edited the thesis.",
    "Bob edited an answer.",
    "Bob edited a question.",
    "Bob edited an undercut.",
    "Bob edited a rebuttal.",
    "Bob edited a support.",
    "Bob answered a question.",
    "Bob asked a question.",
    "Bob undercut a claim.",
    "Bob rebutted a claim.",
    "Bob supported a claim.",
    "Alice opened the debate.",
    "Alice stated a point for the thesis.",
    "Alice stated the thesis.",
]


def test_a_claim_leads_to_its_place_in_the_thread(thread: Thread, nobody: Client) -> None:
    html = nobody.get(f"/debates/{thread.debate.key}/activity/").content.decode()
    at = f"/debates/{thread.debate.key}/threads/?at={thread.rebut.key}#claim-{thread.rebut.key}"
    assert f'<a href="{at}">Pupils who start later go to bed later.</a>' in html


def test_of_what_is_gone_neither_words_nor_name_are_told(
    thread: Thread, dan: User, nobody: Client
) -> None:
    factories.withdraw(factories.edit(thread.undercut, "It is beside the point."))
    factories.hide(thread.question)
    page = words(nobody.get(f"/debates/{thread.debate.key}/activity/"))
    assert "A claim was withdrawn by its author." in page
    assert "A claim was edited that is withdrawn by now." in page
    assert "A claim was stated that is withdrawn by now." in page
    assert "A claim was stated that is hidden by now." in page
    for told in ("Dan", thread.undercut.text, "not the point", thread.question.text):
        assert told not in page


def test_what_is_new_since_the_last_visit_is_counted_on_the_tab_and_marked(
    thread: Thread, eve: User, as_eve: Client, nobody: Client
) -> None:
    threads, activity = (
        f"/debates/{thread.debate.key}/{view}/" for view in ("threads", "activity")
    )
    ReadMark.objects.create(debate=thread.debate, person=eve, seq=4, visited_at=factories.LONG_AGO)
    assert "Activity 3 new" in words(as_eve.get(activity))
    assert as_eve.get(activity).content.decode().count("deed-new") == 3
    assert "Activity 3 new" in words(as_eve.get(threads))
    assert "deed-new" not in nobody.get(activity).content.decode()


def test_a_list_is_narrowed_by_kind_and_by_relation(thread: Thread, nobody: Client) -> None:
    factories.edit(thread.rebut, "They stay up later.")
    at = f"/debates/{thread.debate.key}/activity/"
    edited = words(nobody.get(f"{at}?kind=edited"))
    assert "Bob edited a rebuttal." in edited
    assert "Bob supported a claim." not in edited
    both = nobody.get(f"{at}?kind=edited&relation=question")
    assert "Nothing of this kind." in words(both)
    assert '<a href="?kind=edited&amp;relation=rebut">' in both.content.decode()
    odd = words(nobody.get(f"{at}?kind=tallied&relation=thesis"))
    assert "Bob supported a claim." in odd


@pytest.mark.parametrize("view", ["", "feed/"])
def test_what_somebody_did_under_a_pseudonym_is_not_found_by_their_name(
    thread: Thread, alice: User, bob: User, as_alice: Client, view: str
) -> None:
    elsewhere = factories.debate(alice, thesis="Schools need shade.")
    factories.reply(factories.thesis_of(elsewhere), bob, text="Trees take decades.")
    factories.member(thread.debate, bob, byline="Red Fox")
    assert "Red Fox rebutted a claim." in words(
        as_alice.get(f"/debates/{thread.debate.key}/activity/")
    )
    address = f"/people/{bob.key}/feed/" if view else f"/people/{bob.key}/activity/"
    page = as_alice.get(address).content.decode()
    assert "Trees take decades." in page
    for told in ("Red Fox", thread.rebut.text, thread.support.text, thread.debate.key):
        assert told not in page


def test_a_person_is_found_by_what_they_did_in_public(
    thread: Thread, bob: User, nobody: Client
) -> None:
    page = words(nobody.get(f"/people/{bob.key}/activity/"))
    assert "Activity of Bob" in page
    assert "Bob rebutted a claim. 1 March 2024 Pupils who start later go to bed later." in page
    assert "In School should start at half past nine." in page
    assert "Alice" not in page


def test_guests_and_strangers_have_no_activity(db: None, nobody: Client) -> None:
    guest = factories.guest()
    for key in (guest.key, "0" * 12):
        assert nobody.get(f"/people/{key}/activity/").status_code == 404
        assert nobody.get(f"/people/{key}/feed/").status_code == 404


def test_an_edit_leads_to_what_changed(thread: Thread, nobody: Client) -> None:
    factories.edit(thread.rebut, "Pupils who start later nap.")
    html = nobody.get(f"/debates/{thread.debate.key}/activity/").content.decode()
    link = f'<a href="/claims/{thread.rebut.key}/history/">See what changed</a>'
    assert html.count(link) == 1


def test_acts_of_keeping_order_are_told_without_the_words_of_what_is_hidden(
    thread: Thread, alice: User, nobody: Client
) -> None:
    claim, reason = thread.rebut.key, "misplaced"
    freeze_debate(debate=thread.debate.key, reason=reason, by=alice)
    thaw_debate(debate=thread.debate.key, reason=reason, by=alice)
    lock_branch(claim=claim, reason=reason, by=alice)
    unlock_branch(claim=claim, reason=reason, by=alice)
    hide_claim(claim=claim, reason=reason, by=alice)
    restore_claim(claim=claim, reason=reason, by=alice)
    change_relation(claim=claim, relation="support", reason=reason, by=alice)
    move_claim(claim=claim, to=thread.support.key, reason=reason, by=alice)
    told = [
        "Alice moved a claim under another.",
        "Alice changed the relation of a claim.",
        "Alice restored a hidden claim.",
        "Alice hid a claim.",
        "Alice unlocked a branch.",
        "Alice locked a branch.",
        "Alice let the frozen debate go on.",
        "Alice froze the debate.",
    ]
    address = f"/debates/{thread.debate.key}/activity/"
    page = words(nobody.get(address))
    found = [page.find(sentence) for sentence in told]
    assert -1 not in found
    assert found == sorted(found)
    hide_claim(claim=claim, reason=reason, by=alice)
    page = words(nobody.get(address))
    assert thread.rebut.text not in page
    for sentence in ("A claim was hidden.", "A claim was moved that is gone by now."):
        assert sentence in page

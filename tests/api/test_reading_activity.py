"""What happened in a debate, and what one is told of."""

import pytest
from django.test import Client

from accounts.models import User
from debate.actions.hiding import hide_claim
from debate.enums import ChangeKind, NoticeReason, Reason
from tests import factories
from tests.api.programs import Program
from tests.api.reading import pages, reads, refusal
from tests.factories import Thread

pytestmark = pytest.mark.django_db


def test_the_activity_of_a_debate_is_told_the_newest_first(client: Client, thread: Thread) -> None:
    factories.edit(thread.rebut, "Pupils who start later stay up later.")
    factories.withdraw(thread.support)
    told = pages(client, f"debates/{thread.debate.key}/activity?limit=3")
    assert [(deed["kind"], deed["claim"]) for deed in told[:2]] == [
        ("withdrawn", thread.support.key),
        ("edited", thread.rebut.key),
    ]
    gone = [deed for deed in told if deed["claim"] == thread.support.key]
    assert {(deed["text"], deed["by"]) for deed in gone} == {("", None)}
    narrowed = f"debates/{thread.debate.key}/activity?kind=stated&relation=undercut"
    assert [deed["claim"] for deed in pages(client, narrowed)] == [thread.undercut.key]


@pytest.mark.parametrize("query", ["kind=tallied", "kind=seated", "relation=thesis", "since=1"])
def test_what_is_nobodys_deed_cannot_be_asked_for(
    client: Client, thread: Thread, query: str
) -> None:
    address = f"debates/{thread.debate.key}/activity?{query}"
    assert refusal(client, address) == (400, "fields_not_valid")


def test_notices_are_told_with_what_they_are_about(thread: Thread, bob: User) -> None:
    factories.notice(thread.undercut, bob)
    factories.notice(thread.answer, bob, NoticeReason.FOLLOWED)
    client = Program(bob).client
    told = reads(client, "notices")
    assert told["unseen"] == 2
    assert [(n["reason"], n["about"], n["deed"]["claim"]) for n in told["results"]] == [
        ("followed", thread.thesis.text, thread.answer.key),
        ("reply", thread.rebut.text, thread.undercut.key),
    ]
    assert pages(client, "notices?limit=1") == told["results"]
    seen = client.post(
        "/api/v1/notices/seen", {"up_to": told["up_to"]}, content_type="application/json"
    )
    assert seen.status_code == 200
    told = reads(client, "notices?reason=reply")
    assert (told["unseen"], [n["seen"] for n in told["results"]]) == (0, [True])
    assert refusal(client, "notices?reason=boredom") == (400, "fields_not_valid")


def test_who_is_moderated_is_told_by_which_act_and_what_they_said(
    thread: Thread, alice: User, bob: User
) -> None:
    hide_claim(claim=thread.rebut.key, reason=Reason.INSULT, by=alice)
    factories.notice(thread.rebut, bob, NoticeReason.MODERATED, kind=ChangeKind.HIDDEN)
    (told,) = [n for n in reads(Program(bob).client, "notices")["results"] if n["act"]]
    assert (told["reason"], told["own"]) == ("moderated", thread.rebut.text)
    assert (told["deed"]["text"], told["deed"]["by"]) == ("", None)

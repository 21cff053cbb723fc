import pytest
from django.test import Client

from debate.enums import Reason
from debate.models import Flag
from debate.words import REASONS, SENTENCES
from tests.factories import Thread
from tests.web.browsing import htmx, said, words


def test_a_claim_is_flagged_on_a_page_and_the_reader_goes_back(
    thread: Thread, as_dan: Client
) -> None:
    at = f"/claims/{thread.rebut.key}/flag/"
    page = words(as_dan.get(at))
    assert thread.rebut.text in page
    assert str(REASONS[Reason.INSULT]) in page
    response = as_dan.post(at, {"reason": "insult", "note": "It calls us names."})
    assert response.status_code == 303
    assert "will look at it" in words(as_dan.get(response["Location"]))
    flag = Flag.objects.get()
    assert (flag.reason, flag.note) == ("insult", "It calls us names.")


def test_a_claim_is_flagged_within_the_thread(thread: Thread, as_dan: Client) -> None:
    at, threads = f"/claims/{thread.rebut.key}/flag/", f"/debates/{thread.debate.key}/threads/"
    assert at in as_dan.get(threads).content.decode()
    headers = htmx(f"http://testserver{threads}")
    form = as_dan.get(at, headers=headers)
    assert b"<!doctype" not in form.content
    assert b"csrfmiddlewaretoken" in form.content
    refused = as_dan.post(at, {"note": "No reason."}, headers=headers)
    assert refused.status_code == 422
    assert str(SENTENCES["choose_a_reason"]) in words(refused)
    assert "No reason." in words(refused)
    done = as_dan.post(at, {"reason": "spam"}, headers=headers)
    assert (done.status_code, said(done)) == (200, words(done).strip())


def test_nobody_is_offered_to_flag_what_is_theirs_or_what_they_moderate(
    thread: Thread, as_bob: Client, as_alice: Client, nobody: Client
) -> None:
    threads = f"/debates/{thread.debate.key}/threads/"
    at = f"/claims/{thread.rebut.key}/flag/"
    for client in (as_bob, as_alice, nobody):
        assert at not in client.get(threads).content.decode()
    assert as_bob.get(at).status_code == 403
    led = nobody.get(at)
    assert (led.status_code, led["Location"]) == (303, f"/accounts/login/?next={at}")


@pytest.mark.parametrize("reason", ["mistake", "\x00", "x" * 100_000])
def test_a_reason_that_is_none_of_ours_is_refused_in_words(
    thread: Thread, as_dan: Client, reason: str
) -> None:
    at = f"/claims/{thread.rebut.key}/flag/"
    response = as_dan.post(at, {"reason": reason})
    assert response.status_code == 422
    assert not Flag.objects.exists()

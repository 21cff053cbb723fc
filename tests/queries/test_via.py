"""The name of the program that posted a claim: where it stands, and where it does not."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.deletion import erase_person
from accounts.models import User
from debate.actions.held import approve_held, resend_held, return_held
from debate.actions.outline import draw_point, start_debate
from debate.actions.reply import post_reply
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ClaimKind
from debate.limits import WITHDRAWN_KEPT_DAYS
from debate.models import Claim, DebateRules, HeldClaim
from debate.queries.claim import read_claim
from debate.queries.held import read_held
from debate.queries.own_data import read_claims, read_held_claims
from debate.queries.printed import read_printed
from debate.queries.pulled import pull_thread
from debate.tasks.retention import forget
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db

NAME = "Reading <group>"


def posted(thread: Thread, by: User) -> Claim:
    return factories.say(
        parent=thread.rebut.key, relation="rebut", text="It does not follow.", via=NAME, by=by
    )


def bylines(claim: Claim) -> set[str]:
    """The program under a claim, in every row that has a byline."""
    debate = claim.debate.key
    rows = [
        read_claim(claim.key, None).byline,
        next(c.byline for c in read_printed(debate, None).claims if c.key == claim.key),
    ]
    pulled = pull_thread(debate, None)
    rows += [pulled.byline(row) for row in pulled.claims if row.key == claim.key]
    return {row.via for row in rows if row}


def test_a_claim_says_by_which_program_it_was_posted(
    thread: Thread, dan: User, client: Client
) -> None:
    claim = posted(thread, dan)
    assert bylines(claim) == {NAME}
    assert bylines(thread.rebut) == {""}
    told = client.get(f"/api/v1/debates/{thread.debate.key}/thread").json()["claims"]
    assert {row["via"] for row in told} == {None, NAME}
    for page in (f"/claims/{claim.key}/", f"/debates/{thread.debate.key}/print/"):
        html = b"".join(client.get(page)).decode()  # one of them is a stream
        assert html.count("via <bdi>Reading &lt;group&gt;</bdi>") == 1


def test_the_same_claim_posted_again_by_hand_stays_as_it_was(thread: Thread, dan: User) -> None:
    claim = posted(thread, dan)
    again = post_reply(
        parent=thread.rebut.key, relation="rebut", text="It does not follow.", by=dan
    )
    assert (again, again.via) == (claim, NAME)


def test_a_pseudonym_stands_without_the_program(thread: Thread, dan: User, client: Client) -> None:
    claim = posted(thread, dan)
    factories.member(thread.debate, dan, byline="Heron")
    assert bylines(claim) == {""}
    assert NAME not in client.get(f"/api/v1/debates/{thread.debate.key}/thread").content.decode()


def test_it_goes_with_the_words(thread: Thread, dan: User, bob: User) -> None:
    by_dan, by_bob, hidden = posted(thread, dan), posted(thread, bob), posted(thread, bob)
    factories.hide(hidden)
    withdraw_claim(claim=by_dan.key, by=dan)
    assert read_claim(by_dan.key, dan).via is read_claim(hidden.key, None).via is None
    later = timezone.now() + timedelta(days=WITHDRAWN_KEPT_DAYS + 1)
    Claim.objects.filter(pk=by_dan.pk).update(text="", details_html="")
    assert forget(later)[0].rows == 1
    erase_person(by=bob, confirmation="bob")
    assert set(Claim.objects.values_list("via", flat=True)) == {""}
    assert by_bob.key


def test_a_held_claim_keeps_it_until_it_is_approved(thread: Thread, alice: User, eve: User) -> None:
    DebateRules.objects.filter(debate=thread.debate).update(hold_newcomers=True)
    held = post_reply(
        parent=thread.rebut.key, relation="rebut", text="It does not follow.", via=NAME, by=eve
    )
    assert isinstance(held, HeldClaim)
    assert read_held(held.key, alice).byline.via == NAME
    return_held(held=held.key, reason="off_topic", note="Say why.", by=alice)
    resend_held(held=held.key, text="It does not follow from the figures.", by=eve)
    assert [told["via"] for told in read_held_claims(eve)] == [NAME]
    assert bylines(approve_held(held=held.key, by=alice)) == {NAME}


def test_a_thesis_and_its_points_say_it_too(alice: User) -> None:
    draft = start_debate(thesis="Schools should start at nine.", via=NAME, by=alice)
    draw_point(debate=draft.key, text="Pupils sleep longer.", via=NAME, by=alice)
    found = Claim.objects.filter(debate=draft).values_list("kind", "via")
    assert set(found) == {(ClaimKind.THESIS, NAME), (ClaimKind.POINT, NAME)}


def test_the_copy_of_ones_data_says_it(thread: Thread, dan: User) -> None:
    claim = posted(thread, dan)
    told = json.loads(json.dumps(list(read_claims(dan)), default=str))
    assert {row["key"]: row["via"] for row in told}[claim.key] == NAME

"""People as everybody may know them, and what they did."""

import pytest
from django.test import Client

from accounts.models import User
from debate.enums import ClaimGroup, Visibility
from debate.models import Debate
from tests import factories
from tests.api.reading import pages, reads, refusal
from tests.factories import Thread

pytestmark = pytest.mark.django_db


def test_a_person_is_told_with_their_claims_by_group(
    client: Client, thread: Thread, dan: User
) -> None:
    told = reads(client, f"people/{dan.key}")
    assert (told["name"], told["debates"]) == ("Dan", [])
    assert told["counts"] == {"point": 0, "support": 0, "rebut": 0, "undercut": 1, "question": 1}
    assert [claim["key"] for claim in told["results"]] == [
        thread.question.key,
        thread.undercut.key,
    ]
    assert pages(client, f"people/{dan.key}?limit=1") == told["results"]
    (undercut,) = pages(client, f"people/{dan.key}?group={ClaimGroup.UNDERCUT}")
    assert (undercut["parent"], undercut["parent_text"]) == (thread.rebut.key, thread.rebut.text)


def test_nothing_leads_from_a_person_to_a_pseudonym(
    client: Client, thread: Thread, bob: User
) -> None:
    factories.member(thread.debate, bob, byline="A Parent")
    told = reads(client, f"people/{bob.key}")
    assert (told["results"], set(told["counts"].values())) == ([], {0})
    assert pages(client, f"people/{bob.key}/activity") == []


def test_what_a_person_did_is_told_of_public_debates_alone(
    client: Client, thread: Thread, bob: User
) -> None:
    told = pages(client, f"people/{bob.key}/activity?limit=1")
    assert [deed["claim"] for deed in told] == [thread.rebut.key, thread.support.key]
    (rebut,) = pages(client, f"people/{bob.key}/activity?relation=rebut&kind=stated")
    assert rebut == told[0]
    Debate.objects.update(visibility=Visibility.MEMBERS)
    assert pages(client, f"people/{bob.key}/activity") == []


def test_who_has_no_page_is_not_found(client: Client, bob: User) -> None:
    guest = factories.guest()
    User.objects.filter(pk=bob.pk).update(is_active=False)
    for key in (guest.key, bob.key, "aaaaaaaaaaaa"):
        for address in (f"people/{key}", f"people/{key}/activity"):
            assert refusal(client, address) == (404, "no_person")


@pytest.mark.parametrize("query", ["group=thesis", "limit=0", "of=rebut", "sort=new"])
def test_what_cannot_be_asked_of_a_person_is_refused(client: Client, bob: User, query: str) -> None:
    assert refusal(client, f"people/{bob.key}?{query}") == (400, "fields_not_valid")

import pytest
from django.test import Client

from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.actions.appeal import appeal
from debate.actions.flag import flag_claim
from debate.enums import Visibility
from debate.models import Act
from tests import factories
from tests.factories import Thread
from tests.web.browsing import browser_of, words


@pytest.fixture
def as_sam(db: None) -> Client:
    return browser_of(factories.person("sam", role=SiteRole.STAFF))


def test_staff_suspends_bans_and_readmits(bob: User, as_sam: Client) -> None:
    at = f"/people/{bob.key}/suspension/"
    assert "Not suspended." in words(as_sam.get(at))
    for days, told in (("7", "Suspended until"), ("ban", "Banned without an end.")):
        response = as_sam.post(at, {"deed": "suspend", "days": days, "reason": "spam"})
        assert response.status_code == 303
        assert told in words(as_sam.get(at))
    assert as_sam.post(at, {"deed": "readmit", "reason": "resolved"}).status_code == 303
    page = words(as_sam.get(at))
    assert "Not suspended." in page
    assert "Sam readmitted an account." in page


@pytest.mark.parametrize(
    "form",
    [
        {"deed": "suspend", "days": "3", "reason": "spam"},
        {"deed": "suspend", "days": "", "reason": "spam"},
        {"deed": "suspend", "days": "9" * 5_000, "reason": "spam"},
        {"deed": "suspend", "days": "7", "reason": "because"},
        {"deed": "suspend", "days": "ban", "reason": "spam", "note": "x" * 501},
        {"deed": "readmit", "reason": ""},
        {"deed": "nonsense"},
    ],
)
def test_a_suspension_that_cannot_be_made_is_refused_in_words(
    bob: User, as_sam: Client, form: dict[str, str]
) -> None:
    assert as_sam.post(f"/people/{bob.key}/suspension/", form).status_code == 422
    bob.refresh_from_db()
    assert (bob.suspended_until, bob.banned) == (None, False)


def test_to_others_there_is_no_such_page(
    bob: User, carol: User, as_dan: Client, nobody: Client
) -> None:
    form = {"deed": "suspend", "days": "7", "reason": "spam"}
    for at in (f"/people/{bob.key}/suspension/", "/moderation/"):
        for client in (as_dan, browser_of(carol)):
            assert client.get(at).status_code == 404
        assert nobody.get(at).status_code == 303
    assert as_dan.post(f"/people/{bob.key}/suspension/", form).status_code == 404


def test_who_is_suspended_is_told_on_every_page_and_led_to_the_appeal(
    thread: Thread, bob: User, as_sam: Client, as_bob: Client, as_dan: Client
) -> None:
    told = "You can read, export and delete what is yours."
    pages = ["/debates/", f"/debates/{thread.debate.key}/threads/", "/accounts/settings/"]
    as_sam.post(
        f"/people/{bob.key}/suspension/", {"deed": "suspend", "days": "7", "reason": "spam"}
    )
    act = Act.objects.filter(subject_number=bob.pk).latest("id")
    for at in pages:
        assert told in words(as_bob.get(at))
        assert told not in words(as_dan.get(at))
    led = as_bob.get("/suspension/")
    assert led["Location"] == f"/acts/{act.key}/"
    assert as_dan.get("/suspension/").status_code == 404
    as_sam.post(f"/people/{bob.key}/suspension/", {"deed": "readmit", "reason": "resolved"})
    assert told not in words(as_bob.get("/debates/"))


def test_staff_sees_what_waits_on_the_site(
    thread: Thread, alice: User, bob: User, dan: User, as_sam: Client
) -> None:
    assert "No appeal waits." in words(as_sam.get("/moderation/"))
    flag_claim(claim=thread.rebut.key, reason="spam", by=dan)
    closed = factories.debate(alice, thesis="Only for members.", visibility=Visibility.MEMBERS)
    factories.member(closed, dan)
    flag_claim(claim=closed.claims.get().key, reason="spam", by=dan)
    as_sam.post(
        f"/people/{bob.key}/suspension/", {"deed": "suspend", "days": "1", "reason": "spam"}
    )
    act = Act.objects.filter(subject_number=bob.pk).latest("id")
    appeal(act=act.key, text="I never advertise.", by=bob)
    page = words(as_sam.get("/moderation/"))
    for told in ("I never advertise.", thread.thesis.text, "1 flagged claim", "Sam suspended"):
        assert told in page
    assert "Only for members." not in page

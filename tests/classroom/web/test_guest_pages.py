"""What a guest meets outside of their session's own page."""

from accounts.models import User
from classroom.enums import Holding, Naming
from classroom.models import Session
from debate.models import HeldClaim
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of
from tests.web.browsing import browser_of, words


def held_of(session: Session) -> tuple[str, User]:
    """The page of a claim that waits for the teacher, and its author."""
    guest = a_seat(session, "Iris", byline="Amber Heron").person
    assert guest
    browser = browser_of(guest)
    thesis = factories.thesis_of(debate_of(session))
    sent = {"relation": "support", "text": "Tired classes learn less.", "parent_revision": "1"}
    assert browser.post(f"/claims/{thesis.key}/replies/", sent).status_code == 303
    return f"/held/{HeldClaim.objects.get().key}/", guest


def test_a_claim_that_waits_for_the_teacher_says_so_and_leads_back(alice: User) -> None:
    session = a_session(alice, phase="Open", holding=Holding.ALL, naming=Naming.PSEUDONYMS)
    address, guest = held_of(session)
    page = browser_of(guest).get(address)
    assert "Your teacher reads it before your class sees it." in words(page)
    assert f'class="button" href="/sessions/{session.key}/"' in page.content.decode()


def test_a_guest_goes_by_their_byline_in_their_own_menu(alice: User) -> None:
    session = a_session(alice, phase="Open", naming=Naming.PSEUDONYMS)
    guest = a_seat(session, "Iris", byline="Amber Heron").person
    assert guest
    page = browser_of(guest).get("/how-it-works/").content.decode()
    assert '<p class="menu-who" dir="auto">Amber Heron</p>' in page
    assert f'href="/sessions/{session.key}/"' in page

"""The rescue tool for people."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests import factories
from tests.factories import PASSWORD

PEOPLE = "/admin/accounts/user/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    browser = Client()
    browser.force_login(factories.person("sam", role=Role.STAFF))
    return browser


def test_the_admin_has_no_sign_in_of_its_own() -> None:
    """Catches a second door: Django's own form there counts no tries."""
    browser = Client()
    response = browser.get(PEOPLE, follow=True)
    assert response.redirect_chain[-1] == (
        "/accounts/login/?next=%2Fadmin%2Faccounts%2Fuser%2F",
        302,
    )
    response = browser.post("/admin/login/", {"username": "sam", "password": "guess"})
    assert (response.status_code, response["Location"][:16]) == (302, "/accounts/login/")


def test_it_is_closed_to_members_and_moderators(alice: User, carol: User) -> None:
    for person in (alice, carol):
        browser = Client()
        browser.force_login(person)
        assert browser.get(PEOPLE, follow=True).status_code == 403


def test_staff_find_a_person_and_change_the_role(staff: Client, alice: User, bob: User) -> None:
    found = staff.get(PEOPLE, {"q": "alice@example.org"}).content.decode()
    assert f"{PEOPLE}{alice.pk}/" in found
    assert f"{PEOPLE}{bob.pk}/" not in found
    staff.post(
        f"{PEOPLE}{alice.pk}/change/",
        {
            "handle": "alice",
            "display_name": "Alice",
            "email": "alice@example.org",
            "role": "moderator",
            "is_active": "on",
        },
    )
    alice.refresh_from_db()
    assert (alice.role, alice.is_active) == (Role.MODERATOR, True)


def test_staff_close_accounts_but_not_their_own(staff: Client, alice: User) -> None:
    everybody = list(User.objects.values_list("pk", flat=True))
    staff.post(PEOPLE, {"action": "close_accounts", "_selected_action": everybody})
    assert list(User.objects.filter(is_active=True).values_list("handle", flat=True)) == ["sam"]
    staff.post(PEOPLE, {"action": "open_accounts", "_selected_action": everybody})
    assert User.objects.filter(is_active=False).count() == 0


def test_nobody_is_made_or_deleted_here(staff: Client, alice: User) -> None:
    answers = [
        staff.get(f"{PEOPLE}add/").status_code,
        staff.post(f"{PEOPLE}{alice.pk}/delete/", {"post": "yes"}).status_code,
    ]
    assert answers == [403, 403]
    assert User.objects.filter(handle="alice").exists()


def test_staff_set_a_password_and_the_person_is_signed_out(staff: Client, alice: User) -> None:
    theirs = Client()
    theirs.force_login(alice)
    page = staff.get(f"{PEOPLE}{alice.pk}/change/").content.decode()
    assert 'href="../password/"' in page
    address = f"{PEOPLE}{alice.pk}/password/"
    words = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert staff.get(address).status_code == 200
    assert staff.post(address, words).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    assert "_auth_user_id" not in theirs.get("/how-it-works/").wsgi_request.session
    assert theirs.get(address).status_code in {302, 403}


def test_an_address_that_staff_change_is_no_name_to_sign_in_with_any_more(
    staff: Client, alice: User
) -> None:
    EmailAddress.objects.create(user=alice, email="alice@example.org", primary=True)
    fields = {"handle": "alice", "display_name": "Alice", "role": "member", "is_active": "on"}
    staff.post(f"{PEOPLE}{alice.pk}/change/", fields | {"email": "Other@Example.org"})
    alice.refresh_from_db()
    assert alice.email == "other@example.org"
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["other@example.org"]

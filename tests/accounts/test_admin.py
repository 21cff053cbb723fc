"""The rescue tool for people."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.enums import PersonKind, Role
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


def test_what_has_an_act_or_belongs_to_the_person_is_not_changed_here(
    staff: Client, alice: User
) -> None:
    """Catches: a ban, a voided vote or a closed account that no log tells of."""
    fields = {"handle": "alice", "display_name": "Alice", "email": "", "role": "member"}
    staff.post(
        f"{PEOPLE}{alice.pk}/change/",
        fields | {"banned": "on", "votes_void": "on", "suspended_until_0": "2030-01-01"},
    )
    staff.post(PEOPLE, {"action": "close_accounts", "_selected_action": [alice.pk]})
    alice.refresh_from_db()
    assert (alice.banned, alice.votes_void, alice.suspended_until) == (False, False, None)
    assert alice.is_active


def test_nobody_changes_their_own_role(staff: Client) -> None:
    """The last of the staff could lock everybody out."""
    sam = User.objects.get(handle="sam")
    fields = {"handle": "sam", "display_name": "Sam", "email": "", "role": "member"}
    staff.post(f"{PEOPLE}{sam.pk}/change/", fields)
    sam.refresh_from_db()
    assert (sam.role, sam.email) == (Role.STAFF, None)


def test_accounts_are_opened_again_but_of_those_who_are_gone_nobody_is(
    staff: Client, alice: User
) -> None:
    gone = User.objects.create(kind=PersonKind.GONE, display_name="", is_active=False, password="!")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    staff.post(PEOPLE, {"action": "open_accounts", "_selected_action": [alice.pk, gone.pk]})
    assert User.objects.get(pk=alice.pk).is_active
    assert not User.objects.get(pk=gone.pk).is_active
    assert staff.post(f"{PEOPLE}{gone.pk}/change/", {"handle": "back"}).status_code == 403


def test_what_was_changed_is_kept_without_the_persons_name(staff: Client, alice: User) -> None:
    fields = {"handle": "alice", "display_name": "Alice", "email": "", "role": "moderator"}
    staff.post(f"{PEOPLE}{alice.pk}/change/", fields)
    entry = LogEntry.objects.get()
    assert entry.object_repr == alice.key
    assert "Role" in entry.get_change_message()
    assert "lice" not in entry.get_change_message()


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

"""What the table of people never holds."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import PersonKind, Role
from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("accounts_user_handle_key", {"handle": "alice"}),
        ("one_account_per_email_address", {"handle": "other", "email": "ALICE@example.org"}),
        ("a_person_has_a_handle_and_a_guest_has_none", {"handle": None}),
        (
            "a_person_has_a_handle_and_a_guest_has_none",
            {"handle": "visitor", "kind": PersonKind.GUEST},
        ),
        (
            "a_person_has_a_handle_and_a_guest_has_none",
            {"handle": None, "email": "g@example.org", "kind": PersonKind.GUEST},
        ),
        ("a_handle_is_small_letters_digits_hyphens_or_underscores", {"handle": "Alice"}),
        ("a_handle_is_small_letters_digits_hyphens_or_underscores", {"handle": "al"}),
        ("a_handle_is_small_letters_digits_hyphens_or_underscores", {"handle": "-alice"}),
        ("a_handle_is_small_letters_digits_hyphens_or_underscores", {"handle": "аlice"}),
        ("a_person_has_a_name", {"handle": "nameless", "display_name": ""}),
        ("a_role_is_member_moderator_or_staff", {"handle": "queen", "role": "queen"}),
        ("a_theme_is_system_light_or_dark", {"handle": "queen", "theme": "purple"}),
    ],
)
def test_the_table_refuses(alice: User, name: str, fields: dict[str, str | None]) -> None:
    person = User(**({"display_name": "Somebody"} | fields))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        person.save()


def test_many_guests_have_neither_handle_nor_address() -> None:
    first, second = factories.guest("Ana"), factories.guest("Ana")
    assert first.key != second.key


def test_a_key_is_twelve_small_letters_or_digits(alice: User) -> None:
    assert len(alice.key) == 12
    assert alice.key.isalnum()
    assert alice.key == alice.key.lower()


def test_the_role_alone_opens_the_admin(alice: User) -> None:
    may = {
        role: (User(role=role).is_staff, User(role=role).has_perm("accounts.change_user"))
        for role in Role
    }
    assert may == {
        Role.MEMBER: (False, False),
        Role.MODERATOR: (False, False),
        Role.STAFF: (True, True),
    }


def test_a_closed_account_of_the_staff_may_nothing() -> None:
    closed = User(role=Role.STAFF, is_active=False)
    assert not closed.has_perm("accounts.change_user")
    assert not closed.has_module_perms("accounts")

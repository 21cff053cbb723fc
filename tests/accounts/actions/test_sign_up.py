"""Becoming a person of this site."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.actions.sign_up import sign_up
from accounts.enums import PersonKind, Role
from accounts.errors import Invalid
from accounts.models import User
from tests.factories import PASSWORD


@pytest.mark.django_db
def test_a_new_person_is_a_member_whose_password_is_hashed_by_argon2() -> None:
    person = sign_up(
        handle="Frida",
        display_name=" Frida  K. ",
        email="Frida@Example.org",
        password=PASSWORD,
        time_zone="America/Mexico_City",
    )
    person.refresh_from_db()
    assert (person.handle, person.display_name, person.email, person.time_zone) == (
        "frida",
        "Frida K.",
        "frida@example.org",
        "America/Mexico_City",
    )
    assert (person.kind, person.role) == (PersonKind.PERSON, Role.MEMBER)
    assert person.password.startswith("argon2$argon2id$")
    assert person.check_password(PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("handle", "email", "code", "field"),
    [
        ("ALICE", "", "handle_taken", "handle"),
        ("frida", "Alice@Example.org", "email_taken", "email"),
        ("admin", "", "handle_reserved", "handle"),
    ],
)
def test_a_name_that_is_not_free_is_refused(
    alice: User, handle: str, email: str, code: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        sign_up(handle=handle, display_name="Frida", email=email, password=PASSWORD)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", ["handle", "email"])
def test_of_eight_who_take_the_same_name_at_once_one_gets_it(same: str) -> None:
    """Catches the sign-up that looks whether a name is free and then inserts: it answers 500."""
    together = Barrier(8)

    def take(number: int) -> str:
        connection.ensure_connection()
        together.wait(timeout=60)
        try:
            sign_up(
                handle="frida" if same == "handle" else f"frida-{number}",
                email="frida@example.org" if same == "email" else "",
                display_name="Frida",
                password=PASSWORD,
            )
        except Invalid as refusal:
            return refusal.code
        finally:
            connection.close()
        return "taken up"

    with ThreadPoolExecutor(8) as crowd:
        answers = sorted(crowd.map(take, range(8)))
    assert answers == [f"{same}_taken"] * 7 + ["taken up"]

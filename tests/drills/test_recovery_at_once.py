"""One code, one link, one change at a time: on real connections, all let go at one moment."""

import pytest
from django.contrib.auth.tokens import default_token_generator

from accounts import limits
from accounts.actions.password import (
    change_password,
    replace_password_by_code,
    replace_password_by_link,
)
from accounts.actions.recovery_codes import make_recovery_codes
from accounts.actions.settings import change_email
from accounts.errors import Refusal
from accounts.models import RecoveryCode, User
from tests import factories
from tests.drills.racing import Deed, at_once
from tests.factories import PASSWORD

CROWD = 12

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PASSWORD_CHECKS_PER_PERSON", "RECOVERIES_PER_PERSON"):
        monkeypatch.setattr(limits, name, (1000, 10**9))


@pytest.fixture
def frida() -> User:
    return factories.person("frida", password=PASSWORD)


def told(results: list[object]) -> list[str]:
    """How each went: `done`, or the code of its refusal; a fault is raised."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, Refusal):
            raise result
    return sorted(r.code if isinstance(r, Refusal) else "done" for r in results)


def by_code(code: str, number: int) -> Deed:
    return lambda: replace_password_by_code(
        name="frida", code=code, new=f"pass phrase number {number}", network="192.0.2.1"
    )


def test_of_many_with_one_code_at_once_one_gets_in(frida: User) -> None:
    """Catches the code that is looked for, and marked as used afterwards."""
    code = make_recovery_codes(by=frida, password=PASSWORD)[0]
    results = at_once([by_code(code, number) for number in range(CROWD)])
    assert told(results) == ["done"] + ["recovery_no_match"] * (CROWD - 1)
    winner = next(n for n, result in enumerate(results) if isinstance(result, User))
    frida.refresh_from_db()
    assert frida.check_password(f"pass phrase number {winner}")
    assert frida.recovery_codes.count() == limits.RECOVERY_CODES - 1


def test_of_many_with_one_link_at_once_one_sets_the_password(frida: User) -> None:
    token = default_token_generator.make_token(frida)

    def by_link(number: int) -> Deed:
        return lambda: replace_password_by_link(
            key=frida.key, token=token, new=f"pass phrase number {number}"
        )

    results = at_once([by_link(number) for number in range(CROWD)])
    assert told(results) == ["done"] + ["reset_link_spent"] * (CROWD - 1)


def test_codes_made_and_used_at_once_end_with_eight_that_work_and_no_deadlock(
    frida: User,
) -> None:
    code = make_recovery_codes(by=frida, password=PASSWORD)[0]
    deeds: list[Deed] = [lambda: make_recovery_codes(by=frida, password=PASSWORD)] * 5
    deeds += [by_code(code, number) for number in range(5)]
    outcomes = told(at_once(deeds))
    # Who comes after the code was used finds another password; who comes before voids the code.
    assert set(outcomes) <= {"done", "recovery_no_match", "password_wrong"}
    kept = RecoveryCode.objects.filter(person=frida)
    assert kept.count() in {limits.RECOVERY_CODES, limits.RECOVERY_CODES - 1}
    assert kept.values("digest").distinct().count() == kept.count()


def test_of_many_changes_with_one_password_at_once_one_is_made(frida: User) -> None:
    def change(number: int) -> Deed:
        new = f"pass phrase number {number}"
        return lambda: change_password(by=frida, present=PASSWORD, new=new)

    results = at_once([change(number) for number in range(CROWD)])
    assert told(results) == ["done"] + ["password_wrong"] * (CROWD - 1)


def test_of_many_who_take_one_address_at_once_one_gets_it() -> None:
    def take(person: User) -> Deed:
        return lambda: change_email(by=person, email="frida@example.org", password=PASSWORD)

    people = [factories.person(f"frida-{n}", password=PASSWORD) for n in range(CROWD)]
    results = at_once([take(person) for person in people])
    assert told(results) == ["done"] + ["email_taken"] * (CROWD - 1)

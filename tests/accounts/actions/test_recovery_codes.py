"""Making recovery codes."""

import re

import pytest
from pytest_django import Settings

from accounts import limits
from accounts.actions.password import replace_password_by_code
from accounts.actions.recovery_codes import make_recovery_codes
from accounts.codes import ALPHABET, digest, new_code
from accounts.errors import Invalid
from accounts.models import RecoveryCode, User
from tests import factories
from tests.factories import PASSWORD


@pytest.fixture
def frida(db: None, quick_hashes: None) -> User:
    return factories.person("frida", password=PASSWORD)


def test_eight_are_made_and_only_their_keyed_hashes_are_kept(
    frida: User, settings: Settings
) -> None:
    codes = make_recovery_codes(by=frida, password=PASSWORD)
    assert len(set(codes)) == limits.RECOVERY_CODES == 8
    kept = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert kept == {digest(code) for code in codes}
    plain = {code.replace("-", "") for code in codes}
    assert all(code not in word.upper() for code in plain for word in kept)
    settings.SECRET_KEY = "another"
    assert kept.isdisjoint(digest(code) for code in codes)


def test_a_code_has_sixty_bits_and_no_character_that_is_taken_for_another() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"(\w{4}-){2}\w{4}", code) for code in made)
    used = set("".join(made)) - {"-"}
    assert used <= set(ALPHABET)
    assert used.isdisjoint("OILU")
    assert len(ALPHABET) ** limits.RECOVERY_CODE_CHARS == 2**60


def test_new_codes_take_the_place_of_all_before(frida: User, alice: User) -> None:
    RecoveryCode.objects.create(person=alice, digest=digest(new_code()))
    before = make_recovery_codes(by=frida, password=PASSWORD)
    make_recovery_codes(by=frida, password=PASSWORD)
    assert (frida.recovery_codes.count(), alice.recovery_codes.count()) == (8, 1)
    with pytest.raises(Invalid):
        replace_password_by_code(
            name="frida", code=before[0], new="another pass phrase", network="192.0.2.1"
        )


def test_they_take_the_password(frida: User) -> None:
    before = set(make_recovery_codes(by=frida, password=PASSWORD))
    with pytest.raises(Invalid) as caught:
        make_recovery_codes(by=frida, password="wrong")
    assert (caught.value.code, caught.value.field) == ("password_wrong", "password")
    assert {digest(code) for code in before} == set(
        RecoveryCode.objects.values_list("digest", flat=True)
    )

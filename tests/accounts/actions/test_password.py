"""Replacing a password: by the present one, by a link, by a recovery code."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.tokens import default_token_generator

from accounts import limits
from accounts.actions.password import (
    ask_for_reset,
    change_password,
    replace_password_by_code,
    replace_password_by_link,
)
from accounts.actions.recovery_codes import make_recovery_codes
from accounts.actions.settings import change_email
from accounts.codes import digest
from accounts.errors import Conflict, Refusal, TooMany
from accounts.models import RecoveryCode, User
from tests import factories
from tests.factories import PASSWORD

NEW = "quite another pass phrase"
LONG = 10**9  # seconds: no test crosses the end of this window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hashes")]


@pytest.fixture
def frida() -> User:
    return factories.person("frida", password=PASSWORD)


@pytest.fixture
def codes(frida: User) -> tuple[str, ...]:
    return make_recovery_codes(by=frida, password=PASSWORD)


def opens(person: User, password: str) -> bool:
    person.refresh_from_db()
    return person.check_password(password)


def refused(deed: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        deed()
    return caught.value.code, getattr(caught.value, "field", None)


def by_code(code: str, *, name: str = "frida", new: str = NEW) -> User:
    return replace_password_by_code(name=name, code=code, new=new, network="192.0.2.1")


# ---- By the present one


def test_who_knows_the_password_changes_it(frida: User) -> None:
    change_password(by=frida, present=PASSWORD, new=NEW)
    assert (opens(frida, NEW), opens(frida, PASSWORD)) == (True, False)


def test_a_wrong_password_changes_nothing(frida: User) -> None:
    answer = refused(lambda: change_password(by=frida, present="wrong", new=NEW))
    assert answer == ("password_wrong", "present")
    assert opens(frida, PASSWORD)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("short", "password_weak"),
        ("password", "password_weak"),
        ("frida@example.org", "password_weak"),
        ("p" * 201, "password_long"),
        ("a long enough\0 one", "password_unreadable"),
    ],
)
def test_a_new_password_has_to_do_whichever_way_it_comes(
    frida: User, codes: tuple[str, ...], new: str, code: str
) -> None:
    token = default_token_generator.make_token(frida)
    for deed in (
        lambda: change_password(by=frida, present=PASSWORD, new=new),
        lambda: replace_password_by_link(key=frida.key, token=token, new=new),
        lambda: by_code(codes[0], new=new),
    ):
        assert refused(deed) == (code, "new")
    assert opens(frida, PASSWORD)
    assert frida.recovery_codes.count() == limits.RECOVERY_CODES  # nothing was used up


def test_ones_own_password_cannot_be_guessed_from_a_stolen_session(
    frida: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PASSWORD_CHECKS_PER_PERSON", (3, LONG))
    tries: list[Callable[[], object]] = [
        lambda: change_password(by=frida, present="guess", new=NEW),
        lambda: change_email(by=frida, email="", password="guess"),
        lambda: make_recovery_codes(by=frida, password="guess"),
    ]
    assert {refused(deed)[0] for deed in tries} == {"password_wrong"}
    with pytest.raises(TooMany):
        change_password(by=frida, present=PASSWORD, new=NEW)


# ---- By a link


@pytest.mark.parametrize("typed", ["frida@example.org", " FRIDA@Example.org "])
def test_a_link_works_once(frida: User, typed: str) -> None:
    found = ask_for_reset(email=typed, network="192.0.2.1")
    assert found
    assert found[0] == frida
    replace_password_by_link(key=frida.key, token=found[1], new=NEW)
    assert opens(frida, NEW)
    again = refused(lambda: replace_password_by_link(key=frida.key, token=found[1], new=PASSWORD))
    assert again[0] == "reset_link_spent"
    assert opens(frida, NEW)


def test_a_link_to_an_address_that_was_changed_no_longer_works(frida: User) -> None:
    token = default_token_generator.make_token(frida)
    change_email(by=frida, email="other@example.org", password=PASSWORD)
    with pytest.raises(Conflict):
        replace_password_by_link(key=frida.key, token=token, new=NEW)


def test_a_link_is_for_one_person_alone(frida: User, alice: User) -> None:
    token = default_token_generator.make_token(frida)
    for key in (alice.key, "0" * 12, ""):
        with pytest.raises(Conflict):
            replace_password_by_link(key=key, token=token, new=NEW)


def test_no_link_for_whoever_has_no_account_to_sign_in_to(frida: User) -> None:
    User.objects.filter(pk=frida.pk).update(is_active=False)
    for email in ("frida@example.org", "nobody@example.org", "frida", ""):
        assert ask_for_reset(email=email, network="192.0.2.1") is None


@pytest.mark.parametrize("address", ["frida@example.org", "nobody@example.org"])
def test_mails_to_one_address_are_limited_whether_anybody_has_it_or_not(
    frida: User, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(limits, "RESETS_PER_ADDRESS", (2, LONG))
    for number in range(2):
        ask_for_reset(email=address, network=f"192.0.2.{number}")
    with pytest.raises(TooMany) as caught:
        ask_for_reset(email=address.upper(), network="192.0.2.9")
    assert caught.value.code == "too_many_reset_address"


# ---- By a recovery code


@pytest.mark.parametrize("name", ["frida", " Frida ", "FRIDA@example.org"])
def test_a_code_works_once_and_the_others_stay(
    frida: User, codes: tuple[str, ...], name: str
) -> None:
    assert by_code(codes[0], name=name) == frida
    assert opens(frida, NEW)
    assert refused(lambda: by_code(codes[0], new=PASSWORD)) == ("recovery_no_match", None)
    assert frida.recovery_codes.count() == limits.RECOVERY_CODES - 1
    assert by_code(codes[1], new=PASSWORD) == frida


@pytest.mark.parametrize("change", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c}. "])
def test_a_code_is_read_as_people_write_it_down(
    frida: User, codes: tuple[str, ...], change: Callable[[str], str]
) -> None:
    assert by_code(change(codes[0])) == frida


def test_letters_taken_for_digits_are_read_as_these(frida: User) -> None:
    RecoveryCode.objects.all().delete()
    RecoveryCode.objects.create(person=frida, digest=digest("0011-0011-0011"))
    assert by_code("OoIl-00iL-ooLI") == frida


@pytest.mark.parametrize("code", ["", "0" * 12, "\0", "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_whatever_is_no_code_does_not_match(frida: User, codes: tuple[str, ...], code: str) -> None:
    assert refused(lambda: by_code(code))[0] == "recovery_no_match"


def test_a_code_belongs_to_a_person_who_can_sign_in(
    frida: User, alice: User, codes: tuple[str, ...]
) -> None:
    for name in ("alice", "nobody-here", "", "\0"):
        assert refused(partial(by_code, codes[0], name=name))[0] == "recovery_no_match"
    User.objects.filter(pk=frida.pk).update(is_active=False)
    assert refused(lambda: by_code(codes[0]))[0] == "recovery_no_match"


@pytest.mark.parametrize("name", ["frida", "nobody-here"])
def test_tries_of_codes_are_limited_by_name_and_by_network(
    frida: User, codes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(limits, "RECOVERIES_PER_PERSON", (2, LONG))
    monkeypatch.setattr(limits, "RECOVERIES_PER_NETWORK", (3, LONG))
    told = [refused(lambda: by_code("no", name=name))[0] for _ in range(4)]
    assert told == [
        *["recovery_no_match"] * 2,
        "too_many_recovery_name",
        "too_many_recovery_network",
    ]
    if name == "frida":  # her address is no second name to try with
        elsewhere = partial(replace_password_by_code, network="198.51.100.4")
        with pytest.raises(TooMany):
            elsewhere(name="frida@example.org", code=codes[0], new=NEW)

"""Making tokens at one moment, on real connections."""

import pytest

from accounts.actions.deletion import erase_person
from accounts.actions.token import make_token
from accounts.errors import Refusal
from accounts.limits import TOKENS_MAX
from accounts.models import Token
from tests import factories
from tests.drills.racing import Deed, at_once

CROWD = 8

pytestmark = pytest.mark.django_db(transaction=True)


def test_however_many_are_made_at_once_nobody_has_too_many() -> None:
    """Catches tokens that are counted before the person is held."""
    bob = factories.person("bob")
    for number in range(TOKENS_MAX - 1):
        make_token(name=f"Bot {number}", scopes=["read"], by=bob)
    results = at_once([lambda: make_token(name="Last", scopes=["read"], by=bob)] * CROWD)
    told = sorted(r.code if isinstance(r, Refusal) else "made" for r in results)
    assert told == ["made"] + ["too_many_tokens"] * (CROWD - 1)
    assert Token.objects.filter(user=bob).count() == TOKENS_MAX


def test_nobody_who_leaves_keeps_a_token() -> None:
    bob = factories.person("bob")
    deeds: list[Deed] = [lambda: make_token(name="Bot", scopes=["read"], by=bob)] * 3
    results = at_once([*deeds, lambda: erase_person(by=bob, confirmation="bob")])
    refused = {r.code for r in results if isinstance(r, Refusal)}
    assert refused <= {"account_closed"}
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refusal)] == []
    assert not Token.objects.exists()

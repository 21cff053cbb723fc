"""Making, listing and revoking tokens for programs."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from knox.crypto import hash_token

from accounts.actions.deletion import erase_person
from accounts.actions.token import list_tokens, make_token, read_token, revoke_token
from accounts.enums import Scope
from accounts.errors import Conflict, NotAllowed, NotFound, Refusal
from accounts.limits import TOKEN_DAYS, TOKEN_NAME_MAX, TOKENS_MAX
from accounts.models import Token, User
from tests import factories

pytestmark = pytest.mark.django_db


def refused(**said: object) -> tuple[str, str | None]:
    """The code of a refusal and its field."""
    asked = {"name": "Reading group", "scopes": ["read"]} | said
    with pytest.raises(Refusal) as caught:
        make_token(**asked)  # type: ignore[arg-type]
    return caught.value.code, getattr(caught.value, "field", None)


def test_only_a_hash_of_a_token_is_kept(bob: User) -> None:
    made, word = make_token(name="Reading group", scopes=["read"], by=bob)
    assert re.fullmatch(r"rejoinder_[0-9a-f]{64}", word)  # 256 bits, and how a scanner finds one
    kept = Token.objects.get()
    assert kept.digest == hash_token(word)
    assert len(kept.digest) == 128
    assert word.startswith(kept.token_key)
    assert len(kept.token_key) - len("rejoinder_") == 5  # of 64 characters
    columns = Token.objects.values_list("digest", "token_key", "name", "key").get()
    assert word not in columns
    assert made.begins == kept.token_key


def test_a_token_has_a_tidy_name_its_scopes_once_and_an_end(bob: User) -> None:
    before = timezone.now()
    made, _word = make_token(
        name="  Reading \n group ", scopes=["vote", "read", "vote"], days=7, by=bob
    )
    assert (made.name, made.scopes) == ("Reading group", (Scope.READ, Scope.VOTE))
    assert timedelta(days=7) <= made.expires_at - before < timedelta(days=7, minutes=1)
    assert (made.last_used_at, made.expired) == (None, False)
    assert read_token(made.key, bob) == made


@pytest.mark.parametrize("days", TOKEN_DAYS)
def test_every_time_on_offer_can_be_had(bob: User, days: int) -> None:
    made, _word = make_token(name="Bot", scopes=["read"], days=days, by=bob)
    assert (made.expires_at - made.created_at).days in {days - 1, days}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " \n "}, ("token_name_missing", "name")),
        ({"name": "Bot\x00"}, ("token_name_unseen", "name")),
        ({"name": "Bot\u202e"}, ("token_name_unseen", "name")),
        ({"name": "\u2800"}, ("token_name_unseen", "name")),
        ({"name": "\ud800"}, ("token_name_unseen", "name")),
        ({"name": "x" * (TOKEN_NAME_MAX + 1)}, ("token_name_long", "name")),
        ({"scopes": []}, ("choose_scopes", "scopes")),
        ({"scopes": ["read", "admin"]}, ("choose_scopes", "scopes")),
        ({"days": 8}, ("token_days_unknown", "days")),
        ({"days": 10**30}, ("token_days_unknown", "days")),
    ],
)
def test_what_no_token_can_be_made_of_is_refused(
    bob: User, said: dict[str, object], code: tuple[str, str]
) -> None:
    assert refused(by=bob, **said) == code
    assert not Token.objects.exists()


def test_somebody_has_only_so_many(bob: User, alice: User) -> None:
    for number in range(TOKENS_MAX):
        made, _word = make_token(name=f"Bot {number}", scopes=["read"], by=bob)
    with pytest.raises(Conflict, match="too_many_tokens"):
        make_token(name="One more", scopes=["read"], by=bob)
    make_token(name="Hers", scopes=["read"], by=alice)
    revoke_token(token=made.key, by=bob)
    make_token(name="One more", scopes=["read"], by=bob)


def test_guests_and_who_has_left_have_none(bob: User) -> None:
    assert refused(by=factories.guest())[0] == "guests_have_no_tokens"
    make_token(name="Bot", scopes=["read"], by=bob)
    erase_person(by=bob, confirmation="bob")
    assert not Token.objects.exists()
    assert refused(by=bob)[0] == "account_closed"


def test_who_is_suspended_sees_and_revokes_theirs(bob: User) -> None:
    made, _word = make_token(name="Bot", scopes=["read", "post"], by=bob)
    bob.banned = True
    bob.save()
    with pytest.raises(NotAllowed, match="suspended_makes_no_token"):
        make_token(name="Another", scopes=["read"], by=bob)
    assert list_tokens(bob) == (made,)
    revoke_token(token=made.key, by=bob)
    assert list_tokens(bob) == ()


def test_nobody_elses_is_seen_or_revoked(bob: User, alice: User) -> None:
    made, _word = make_token(name="Bot", scopes=["read"], by=bob)
    assert list_tokens(alice) == ()
    with pytest.raises(NotFound, match="no_token"):
        read_token(made.key, alice)
    with pytest.raises(NotFound, match="no_token"):
        revoke_token(token=made.key, by=alice)
    assert list_tokens(bob) == (made,)


def test_a_token_is_revoked_once(bob: User) -> None:
    made, _word = make_token(name="Bot", scopes=["read"], by=bob)
    revoke_token(token=made.key, by=bob)
    with pytest.raises(NotFound, match="no_token"):
        revoke_token(token=made.key, by=bob)


def test_the_newest_stands_first_and_an_expired_one_is_told_so(bob: User) -> None:
    for name in ("First", "Second"):
        make_token(name=name, scopes=["read"], by=bob)
    Token.objects.filter(name="First").update(expiry=timezone.now())
    assert [(t.name, t.expired) for t in list_tokens(bob)] == [("Second", False), ("First", True)]

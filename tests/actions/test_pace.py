"""How often things may be asked for, by a person and by all who share their network."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import TooMany
from accounts.models import Rate, User
from debate import words
from debate.actions.pace import count_deed
from debate.enums import Paced
from debate.limits import PACES, YOUNG_SECONDS
from debate.policies.visitor import Visitor
from debate.words import TOO_MANY
from tests import factories

HOME = "192.0.2.1"
PUPILS = 35

pytestmark = pytest.mark.django_db


def asked(times: int, who: User, *, paced: Paced = Paced.FLAG, network: str = HOME) -> int:
    """How many of so many are let through."""
    let_through = 0
    for _time in range(times):
        try:
            count_deed(paced, by=who, network=network)
            let_through += 1
        except TooMany:
            pass
    return let_through


def grown(who: User) -> User:
    who.date_joined = timezone.now() - timedelta(seconds=YOUNG_SECONDS + 60)
    return who


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """The windows end in the year 2033 and later: no test crosses the end of one."""
    for number, name in enumerate(("MINUTE", "HOUR", "DAY")):
        monkeypatch.setattr(f"debate.actions.pace.{name}", 10**9 + number)


def test_everything_paced_has_its_numbers_and_its_sentence() -> None:
    assert set(PACES) == set(Paced)
    assert set(TOO_MANY) == {f"too_many_{paced}" for paced in Paced}


@pytest.mark.parametrize("paced", Paced)
def test_a_longer_window_lets_more_through_and_a_young_account_no_more_than_an_old(
    paced: Paced,
) -> None:
    usual, young, of_network = PACES[paced]
    for numbers in (usual, young, of_network):
        assert list(numbers) == sorted(numbers)
    assert all(fewer <= more for fewer, more in zip(young, usual, strict=True))


@pytest.mark.parametrize("paced", Paced)
def test_a_class_behind_one_address_never_meets_the_limit_of_its_network(paced: Paced) -> None:
    _usual, young, of_network = PACES[paced]
    assert all(PUPILS * one <= all_ for one, all_ in zip(young[:2], of_network, strict=True))


def test_a_young_account_is_slowed_down_and_one_day_later_it_is_not(eve: User) -> None:
    usual, young, _of_network = PACES[Paced.FLAG]
    assert asked(usual[0] + 5, eve) == young[0]
    assert asked(usual[0] + 5, grown(factories.person("fred"))) == usual[0]


def test_each_window_refuses_by_itself(eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for numbers in ((3, 9, 9), (9, 3, 9), (9, 9, 3)):
        Rate.objects.all().delete()
        monkeypatch.setattr("debate.actions.pace.PACES", {"flag": (numbers, numbers, (9, 9))})
        assert asked(6, eve) == 3


def test_people_and_deeds_are_counted_apart(eve: User, dan: User) -> None:
    young = PACES[Paced.FLAG][1][0]
    assert asked(young + 1, eve) == young
    assert asked(1, dan) == 1
    assert asked(1, eve, paced=Paced.VOTE) == 1


def test_what_one_person_is_refused_for_is_not_taken_from_their_class(
    eve: User, dan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches: one pupil who hammers on a button shuts out the whole room."""
    monkeypatch.setattr("debate.actions.pace.PACES", {"flag": ((2, 2, 2), (2, 2, 2), (5, 5))})
    assert asked(50, eve) == 2
    assert asked(50, dan) == 2
    assert asked(50, factories.person("fred")) == 1
    assert asked(1, factories.person("gina"), network="192.0.2.2") == 1


def test_what_is_refused_counts_too_and_it_is_told_when_to_come_back(eve: User) -> None:
    young = PACES[Paced.FLAG][1][0]
    asked(young + 5, eve)
    counted = Counter(
        dict(Rate.objects.filter(subject=eve.key).values_list("scope", "count")).values()
    )
    assert counted == {young + 5: 3}
    with pytest.raises(TooMany) as caught:
        count_deed(Paced.FLAG, by=eve, network=HOME)
    assert caught.value.code == "too_many_flag"
    assert 0 < caught.value.retry_after_seconds < 10**9 + 3
    told = words.sentence(TooMany("too_many_flag", retry_after_seconds=150))
    assert told == "You flagged many claims in a short time. Try again in 3 minutes."


def test_nobody_is_counted_who_is_not_signed_in() -> None:
    """They are refused by the action, and cost their network nothing."""
    for nobody in (None, Visitor(("x",))):
        count_deed(Paced.VOTE, by=nobody, network=HOME)
    assert Rate.objects.count() == 0

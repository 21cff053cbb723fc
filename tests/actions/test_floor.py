"""What the floor reads of the rules that an app above writes."""

from datetime import timedelta

from django.db import transaction

from accounts.actions.deletion import erase_person
from accounts.models import User
from debate.actions.floor import take_floor
from debate.enums import Permission, RepliesHidden, ResultsHidden
from debate.logic.rules import EVERYTHING, PersonalWindow, Window, write_personal, write_windows
from debate.models import Debate, DebateRules
from debate.policies.standing import Standing
from tests import factories
from tests.factories import LONG_AGO

NOW = LONG_AGO + timedelta(days=400)
HOUR = timedelta(hours=1)
READING = Window(NOW, NOW + HOUR, frozenset(), label="read")
VOTING = Window(NOW + HOUR, None, frozenset({Permission.VOTE}), label="vote")


def write(
    debate: Debate,
    *windows: Window,
    personal: tuple[PersonalWindow, ...] | None = None,
    **more: bool,
) -> None:
    own = {} if personal is None else {"personal": write_personal(personal)}
    rules = DebateRules.objects.filter(debate=debate)
    rules.update(windows=write_windows(windows), **own, **more)


def standing(debate: Debate, who: User) -> Standing:
    with transaction.atomic():
        return take_floor(debate.key, by=who, at=NOW).standing


def test_the_windows_that_are_written_hold_at_once(debate: Debate, bob: User) -> None:
    write(debate, READING, VOTING)
    rules = standing(debate, bob).rules
    assert (rules.allow, rules.hold_all, rules.keepers_judge) == (frozenset(), False, True)
    write(debate, VOTING, READING, hold_all=True, keepers_judge=False)
    rules = standing(debate, bob).rules
    assert (rules.hold_all, rules.keepers_judge) == (True, False)
    write(debate, READING, VOTING)
    assert standing(debate, bob).rules.hold_all


def test_a_window_of_one_person_is_open_to_nobody_else(
    debate: Debate, bob: User, dan: User
) -> None:
    own = PersonalWindow(bob.pk, Window(NOW, None, EVERYTHING))
    write(debate, READING, personal=(own,))
    assert [standing(debate, who).rules.open for who in (bob, dan)] == [True, False]
    write(debate, READING)
    assert standing(debate, bob).rules.open
    write(debate, READING, personal=())
    assert not standing(debate, bob).rules.open


def test_the_database_knows_which_debates_hide_something(debate: Debate) -> None:
    hiding = [
        {},
        {"results_hidden": ResultsHidden.REVEALED},
        {"replies_hidden": RepliesHidden.POSTED},
        {"grace": 15, "edits_close": True},
    ]
    found = []
    for more in hiding:
        write(debate, READING, Window(NOW + HOUR, None, EVERYTHING, **more))  # type: ignore[arg-type]
        found.append(DebateRules.objects.get(debate=debate).blind)
    assert found == [False, True, True, False]


def test_windows_of_somebody_who_leaves_go_and_those_of_others_stay(
    debate: Debate, bob: User, dan: User
) -> None:
    own = tuple(PersonalWindow(who.pk, Window(NOW, None, EVERYTHING)) for who in (bob, dan))
    factories.member(debate, bob)
    write(debate, READING, personal=own)
    erase_person(by=bob, confirmation=bob.handle or "")
    stored = DebateRules.objects.get(debate=debate).personal
    assert [window["person"] for window in stored] == [dan.pk]

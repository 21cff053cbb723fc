from typing import Any

import pytest

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from accounts.models import User
from debate.actions.delta import give_delta, take_back_delta
from debate.actions.farewell import forget_person
from debate.enums import Posting, Visibility
from debate.errors import NotOpen
from debate.limits import DELTA_REASON_MAX, DELTAS_MAX
from debate.models import Change, Claim, DebateRules, Delta
from debate.queries.own_data import read_deltas
from tests import factories
from tests.factories import Thread
from tests.models.test_constraints import refused


def given() -> list[tuple[int, str]]:
    return list(Delta.objects.order_by("pk").values_list("claim_id", "reason"))


def test_a_delta_is_one_for_a_claim_and_the_newer_reason_counts(thread: Thread, dan: User) -> None:
    give_delta(claim=thread.rebut.key, reason="It names a figure.", by=dan)
    give_delta(claim=thread.rebut.key, reason="  It names\ntwo. ", by=dan)
    assert given() == [(thread.rebut.pk, "It names two.")]


def test_no_change_tells_of_a_delta(thread: Thread, dan: User) -> None:
    before = Change.objects.count()
    give_delta(claim=thread.rebut.key, by=dan)
    take_back_delta(claim=thread.rebut.key, by=dan)
    assert Change.objects.count() == before


def test_a_delta_is_taken_back_as_often_as_somebody_says(thread: Thread, dan: User) -> None:
    give_delta(claim=thread.rebut.key, by=dan)
    for _time in range(2):
        take_back_delta(claim=thread.rebut.key, by=dan)
    assert given() == []


def test_nobody_credits_what_is_theirs_or_gone_or_not_open_to_them(
    thread: Thread, bob: User, dan: User, eve: User
) -> None:
    with pytest.raises(NotAllowed, match="own_claim_changes_no_view"):
        give_delta(claim=thread.rebut.key, by=bob)
    with pytest.raises(NotSignedIn):
        give_delta(claim=thread.rebut.key, by=None)
    factories.withdraw(thread.rebut)
    with pytest.raises(Conflict, match="claim_gone"):
        give_delta(claim=thread.rebut.key, by=dan)
    thread.debate.visibility = Visibility.MEMBERS
    thread.debate.save()
    with pytest.raises(NotFound):
        give_delta(claim=thread.support.key, by=eve)
    assert given() == []


def test_a_delta_takes_the_permission_of_a_position(thread: Thread, dan: User) -> None:
    DebateRules.objects.update(posting=Posting.NOBODY)
    for deed in (give_delta, take_back_delta):
        with pytest.raises(NotOpen, match="positions_closed"):
            deed(claim=thread.rebut.key, by=dan)


def test_one_person_credits_a_few_claims_of_a_debate(thread: Thread, dan: User) -> None:
    replies = [factories.reply(thread.point, thread.rebut.author) for _ in range(DELTAS_MAX + 1)]
    for claim in replies[:DELTAS_MAX]:
        give_delta(claim=claim.key, by=dan)
    with pytest.raises(Conflict, match="too_many_deltas"):
        give_delta(claim=replies[-1].key, by=dan)
    give_delta(claim=replies[0].key, reason="still", by=dan)
    take_back_delta(claim=replies[1].key, by=dan)
    give_delta(claim=replies[-1].key, by=dan)
    assert [pk for pk, _why in given()] == [replies[i].pk for i in (0, 2, 3)]


@pytest.mark.parametrize("reason", ["x" * (DELTA_REASON_MAX + 1), "\ud800"])
def test_a_reason_that_cannot_be_kept_is_refused(thread: Thread, dan: User, reason: str) -> None:
    with pytest.raises(Invalid) as invalid:
        give_delta(claim=thread.rebut.key, reason=reason, by=dan)
    assert invalid.value.field == "reason"
    assert given() == []


def row(claim: Claim, person: User, **changed: Any) -> Delta:
    copied = {"claim_author": claim.author, "claim_bears_as": claim.bears_as}
    return Delta(claim=claim, person=person, **{**copied, **changed})


def test_the_database_keeps_deltas_from_ones_own_claim(thread: Thread, bob: User) -> None:
    refused("no_delta_for_ones_own_claim", row(thread.rebut, bob).save)


def test_a_delta_cannot_lie_about_whose_claim_it_is(thread: Thread, bob: User, dan: User) -> None:
    refused("a_delta_is_for_a_claim_as_it_is", row(thread.rebut, bob, claim_author=dan).save)


def test_a_person_gives_one_delta_to_a_claim(thread: Thread, dan: User) -> None:
    row(thread.rebut, dan).save()
    refused("one_delta_per_person_per_claim", row(thread.rebut, dan).save)


def test_deltas_are_given_to_whoever_asks_for_their_data_and_go_with_them(
    thread: Thread, dan: User
) -> None:
    give_delta(claim=thread.rebut.key, reason="It names a figure.", by=dan)
    (told,) = read_deltas(dan)
    assert (told["claim"], told["reason"]) == (thread.rebut.key, "It names a figure.")
    forget_person(dan, factories.LONG_AGO)
    assert given() == []

"""What the demo must be, however it is told; loaded once, since nothing here changes it."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts import hooks
from accounts.enums import Role as SiteRole
from accounts.models import User
from debate.enums import ClaimKind, ClaimState, HeldState, Relation, Role, Visibility
from debate.logic.passage import find_quote
from debate.management.demo.cast import DEMO_PASSWORD, PEOPLE, crowd
from debate.management.demo.seed import DEBATES, demo_debates, demo_sign_ins, seed_demo
from debate.management.demo.shape import DemoDebate
from debate.models import (
    Act,
    Change,
    Claim,
    ClaimRevision,
    Debate,
    Essay,
    Flag,
    HeldClaim,
    Membership,
    Position,
    Vote,
)
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate

KNIFE = "Do Not Lend Them the Knife"
EVENING = "Give Them Back the Evening"


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Debate]]:
    """The two debates of the demo by the titles of their essays."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed_demo(at=timezone.now())
        yield {essay_of(debate).title: debate for debate in demo_debates()}
        transaction.set_rollback(True)


def essay_of(debate: Debate) -> Essay:
    assert debate.essay is not None
    return debate.essay


# ---- The words, without a database


@pytest.mark.parametrize("told", DEBATES, ids=lambda told: told.essay.title)
def test_every_passage_is_said_once_in_its_essay(told: DemoDebate) -> None:
    for quote in [told.thesis_quote, *(claim.quote for claim in told.claims if claim.quote)]:
        assert told.essay.text.count(quote) == 1
        assert find_quote(told.essay.text, quote)


@pytest.mark.parametrize("told", DEBATES, ids=lambda told: told.essay.title)
def test_every_claim_is_younger_than_what_it_answers_and_older_than_its_fate(
    told: DemoDebate,
) -> None:
    hours = {claim.name: claim.hours for claim in told.claims} | {"": told.opened_hours}
    assert len(hours) == len(told.claims) + 1
    for claim in told.claims:
        if claim.quote:
            assert told.opened_hours < claim.hours < told.started_hours
        else:
            assert claim.hours < min(hours[claim.parent], told.opened_hours)
        if claim.earlier:
            assert claim.earlier.edited_hours < claim.hours
        if claim.withdrawn_hours is not None:
            assert claim.withdrawn_hours < claim.hours
        for done in (claim.flagged, claim.hidden):
            assert done is None or done.hours < claim.hours
    assert all(claim.hours < (told.holding_hours or 0) for claim in told.held)


@pytest.mark.parametrize("told", DEBATES, ids=lambda told: told.essay.title)
def test_nobody_votes_twice_and_positions_are_shares(told: DemoDebate) -> None:
    for claim in told.claims:
        assert 0 <= claim.up + claim.down + claim.unsure <= 1
    assert sum(told.positions) == pytest.approx(1)


def test_everybody_who_does_something_is_in_the_cast() -> None:
    handles = [person.handle for person in [*PEOPLE, *crowd()]]
    assert len(handles) == len(set(handles)) == len(PEOPLE) + 60
    for told in DEBATES:
        assert {told.owner, *told.visitors, *(claim.by for claim in told.claims)} <= set(handles)


# ---- The demo as it is loaded


def test_the_essay_debate_is_as_a_newcomer_is_promised(demo: dict[str, Debate]) -> None:
    debate = demo[KNIFE]
    claims = Claim.objects.filter(debate=debate)
    points = claims.filter(kind=ClaimKind.POINT)
    assert debate.visibility == Visibility.PUBLIC
    assert points.count() == 7
    assert not points.filter(passage=None).exists()
    assert claims.get(kind=ClaimKind.THESIS).passage is not None
    replies = claims.exclude(kind=ClaimKind.THESIS)
    assert replies.filter(state=ClaimState.LIVE).count() >= 70
    assert set(replies.values_list("relation", flat=True)) == set(Relation)
    assert max(claims.values_list("depth", flat=True)) == 6
    assert claims.exclude(details_html="").count() >= 4
    assert claims.filter(sources_count__gt=0).count() >= 8
    assert claims.exclude(edited_at=None).count() == 2
    assert essay_of(debate).own_words
    assert debate.tally.people >= 80
    assert sum(debate.tally.positions) >= 60


def test_the_withdrawn_claim_is_kept_for_the_replies_below_it(demo: dict[str, Debate]) -> None:
    withdrawn = Claim.objects.get(debate=demo[KNIFE], state=ClaimState.WITHDRAWN)
    assert withdrawn.replies.filter(state=ClaimState.LIVE).count() == 1
    assert not withdrawn.votes.exists()


def test_the_edited_claims_have_two_wordings_with_votes_on_each(demo: dict[str, Debate]) -> None:
    for claim in Claim.objects.filter(debate=demo[KNIFE]).exclude(edited_at=None):
        assert ClaimRevision.objects.filter(claim=claim).count() == 2
        assert set(claim.votes.values_list("revision", flat=True)) == {1, 2}


def test_somebody_keeps_order_and_did_something_and_has_something_to_do(
    demo: dict[str, Debate],
) -> None:
    debate = demo[KNIFE]
    seats = Membership.objects.filter(debate=debate).exclude(role=None)
    assert set(seats.values_list("person__handle", "role")) == {
        ("sunniva", Role.MODERATOR),
        ("teo", Role.MEMBER),
    }
    hidden = Claim.objects.get(debate=debate, state=ClaimState.HIDDEN)
    assert hidden.replies.filter(state=ClaimState.LIVE).count() == 1
    assert Act.objects.get(debate_key=debate.key).claim_key == hidden.key
    assert Flag.objects.filter(debate=debate, settled_at=None).count() == 1


def test_a_newcomer_to_the_classroom_debate_waits_for_its_owner(demo: dict[str, Debate]) -> None:
    held = HeldClaim.objects.get(debate=demo[EVENING])
    assert (held.state, held.author.handle) == (HeldState.WAITING, "ngozi")


def test_the_classroom_debate_is_lighter_and_credits_its_writer(demo: dict[str, Debate]) -> None:
    debate = demo[EVENING]
    assert debate.owner.display_name == "Dan Whitlock"
    essay = essay_of(debate)
    assert (essay.writer, essay.own_words) == ("Ruth Amsel", False)
    assert Claim.objects.filter(debate=debate, kind=ClaimKind.POINT).count() == 4
    assert Claim.objects.filter(debate=debate, kind=ClaimKind.REPLY).count() >= 22


def test_every_kept_number_of_the_demo_is_right(demo: dict[str, Debate]) -> None:
    for debate in demo.values():
        assert recount_debate(debate.pk) == []


def test_the_worker_has_nothing_to_tell_of_the_demo(demo: dict[str, Debate]) -> None:
    for debate in demo.values():
        before = Change.objects.filter(debate=debate).count()
        tally_debate(debate.pk)
        assert Change.objects.filter(debate=debate).count() == before


def test_what_happened_is_recorded_in_the_order_of_time(demo: dict[str, Debate]) -> None:
    for debate in demo.values():
        times = list(Change.objects.filter(debate=debate).order_by("seq").values_list("at"))
        assert times == sorted(times)
        stated = Claim.objects.filter(debate=debate).order_by("created_at", "pk")
        labels = [claim.path[-16:] for claim in stated]
        assert labels == sorted(labels)


def test_votes_and_positions_lie_in_the_past(demo: dict[str, Debate]) -> None:
    now = timezone.now()
    assert not Vote.objects.filter(cast_at__gt=now).exists()
    assert not Position.objects.filter(at__gt=now).exists()
    assert not User.objects.filter(date_joined__gt=now).exists()


def test_the_people_shown_can_sign_in_and_the_crowd_cannot(demo: dict[str, Debate]) -> None:
    shown = demo_sign_ins()
    assert len(shown) == 8
    for handle, password in shown:
        assert User.objects.get(handle=handle).check_password(password)
    assert authenticate(username="ottoline", password=DEMO_PASSWORD) is not None
    for person in crowd():
        assert not User.objects.get(handle=person.handle).has_usable_password()
    assert User.objects.get(handle="carol").role == SiteRole.MODERATOR
    assert User.objects.get(handle="wren").role == SiteRole.STAFF


def test_the_sign_in_page_is_told_of_the_demo(demo: dict[str, Debate]) -> None:
    told = [pair for listed in hooks.demo_sign_ins for pair in listed()]
    assert told == demo_sign_ins() != []

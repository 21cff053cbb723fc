"""What is shown to whom in debates that hide something: the filters of lists, and of one debate."""

import pytest

from accounts.models import User
from debate.enums import Relation, RepliesHidden, Role
from debate.logic.rules import EVERYTHING, Window, write_windows
from debate.models import Claim, Debate, DebateRules, HeldClaim
from debate.policies.blind import (
    always_shown,
    hides_nothing,
    never_blind,
    posted_there,
    shown_in_any_case,
)
from debate.queries.access import open_debate
from tests import factories
from tests.factories import LONG_AGO, Thread

pytestmark = pytest.mark.reads

BLIND = Window(LONG_AGO, None, EVERYTHING, replies_hidden=RepliesHidden.POSTED)


def hide(of: Debate) -> None:
    DebateRules.objects.filter(debate=of).update(windows=write_windows([BLIND]))


@pytest.fixture
def moderator(thread: Thread) -> User:
    """Keeps order in the debate, which hides replies; and is a mere member of another."""
    hide(thread.debate)
    mona = factories.person("mona")
    factories.member(thread.debate, mona, role=Role.MODERATOR)
    elsewhere = factories.debate(factories.person("nick"))
    hide(elsewhere)
    factories.member(elsewhere, mona)
    factories.member(elsewhere, factories.person("omar"), role=Role.MODERATOR)
    return mona


def test_nothing_is_hidden_where_no_window_hides_it_and_from_who_runs_it(
    thread: Thread, moderator: User, alice: User, bob: User
) -> None:
    open_to_all = factories.debate(bob)
    for who, whole in ((moderator, 2), (alice, 2), (bob, 1), (None, 1)):
        found = set(Debate.objects.filter(hides_nothing(who)).values_list("pk", flat=True))
        assert found == {open_to_all.pk, thread.debate.pk} if whole == 2 else {open_to_all.pk}
        told = Claim.objects.filter(never_blind(who)).values_list("debate", flat=True)
        assert set(told) == found


def test_what_who_runs_a_debate_says_is_shown_down_to_the_first_claim_of_anybody_else(
    thread: Thread, moderator: User, alice: User
) -> None:
    said = factories.reply(thread.point, moderator, Relation.SUPPORT, "Marks tell.")
    again = factories.reply(said, alice, Relation.QUESTION, "Which marks?")
    factories.reply(thread.support, alice, text="Below what somebody else said.")
    factories.reply(thread.thesis, factories.person("omars"), text="A newcomer says.")
    shown = Claim.objects.filter(always_shown(), debate=thread.debate)
    expected = {thread.thesis.pk, thread.point.pk, said.pk, again.pk}
    assert set(shown.values_list("pk", flat=True)) == expected
    assert set(open_debate(thread.debate.key, None).shown or ()) == expected


def test_who_keeps_order_elsewhere_is_anybody_else_here(thread: Thread, moderator: User) -> None:
    omar = User.objects.get(handle="omar")
    said = factories.reply(thread.thesis, omar, text="I moderate another debate.")
    shown = Claim.objects.filter(always_shown()).values_list("pk", flat=True)
    assert said.pk not in shown
    assert said.pk not in (open_debate(thread.debate.key, None).shown or ())


def test_who_has_posted_in_a_debate_is_shown_all_of_it(
    thread: Thread, moderator: User, bob: User, dan: User, eve: User
) -> None:
    HeldClaim.objects.create(
        debate=thread.debate,
        parent=thread.point,
        parent_revision=1,
        relation=Relation.REBUT,
        author=eve,
        text="It waits.",
    )
    nobody_here = factories.person("pat")
    everything = Claim.objects.filter(debate=thread.debate).count()
    for who, posted in ((bob, True), (dan, True), (eve, True), (nobody_here, False)):
        of = Claim.objects.filter(debate=thread.debate)
        assert of.filter(posted_there(who)).exists() == posted
        assert (of.filter(shown_in_any_case(who)).count() == everything) == posted
        assert not Claim.objects.filter(
            posted_there(who), debate__in=Debate.objects.exclude(pk=thread.debate.pk)
        ).exists()
    assert Claim.objects.filter(shown_in_any_case(None), debate=thread.debate).count() == 2

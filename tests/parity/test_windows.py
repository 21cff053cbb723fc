"""What the windows of a moment take, through every door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from debate.enums import (
    Answerable,
    Permission,
    Relation,
    RepliesHidden,
    ResultsHidden,
    Side,
    Visibility,
)
from debate.logic.rules import (
    EVERYTHING,
    PersonalWindow,
    Window,
    write_personal,
    write_windows,
)
from debate.models import Claim, Debate, DebateRules, Membership
from debate.words import MEANWHILE, SENTENCES
from tests import factories
from tests.factories import LONG_AGO, Thread
from tests.parity.doors import CONFLICT, DONE, NOT_ALLOWED, NOT_FOUND, Answer, Door

REPLY = frozenset({Permission.REPLY})
VOTE = frozenset({Permission.VOTE})


def rule(of: Debate, *windows: Window, **more: object) -> None:
    """Write windows into the rules of a debate, as they are stored."""
    DebateRules.objects.filter(debate=of).update(windows=write_windows(windows), **more)


def refused(answer: Answer, kind: str, code: str) -> bool:
    return answer.kind == kind and str(SENTENCES[code]) in answer.told


def seat(of: Debate, who: User, side: Side | None) -> None:
    Membership.objects.update_or_create(debate=of, person=who, defaults={"side": side})


def test_only_the_relations_of_the_moment_are_taken(door: Door, thread: Thread, dan: User) -> None:
    rule(thread.debate, Window(LONG_AGO, None, REPLY, relations=frozenset({Relation.QUESTION})))
    answer = door.post_reply(thread.support.key, by=dan, relation="rebut")
    assert refused(answer, CONFLICT, "relation_not_now")
    assert not Claim.objects.filter(parent=thread.support).exists()
    assert door.post_reply(thread.support.key, by=dan, relation="question").kind == DONE


def test_the_other_side_is_answered(door: Door, thread: Thread, bob: User, dan: User) -> None:
    rule(thread.debate, Window(LONG_AGO, None, REPLY, answer=Answerable.OTHER_SIDE))
    seat(thread.debate, bob, Side.FOR)
    seat(thread.debate, dan, Side.FOR)
    answer = door.post_reply(thread.rebut.key, by=dan, relation="undercut")
    assert refused(answer, CONFLICT, "answer_the_other_side")
    assert door.post_reply(thread.point.key, by=dan, relation="support").kind == DONE
    seat(thread.debate, dan, Side.AGAINST)
    assert door.post_reply(thread.rebut.key, by=dan, relation="undercut").kind == DONE


def test_only_the_thesis_and_its_points_are_answered(door: Door, thread: Thread, dan: User) -> None:
    rule(thread.debate, Window(LONG_AGO, None, REPLY, answer=Answerable.THESIS))
    answer = door.post_reply(thread.rebut.key, by=dan, relation="undercut")
    assert refused(answer, CONFLICT, "only_the_thesis_now")
    assert door.post_reply(thread.thesis.key, by=dan, relation="rebut").kind == DONE


def test_who_is_too_early_is_told_when_it_opens(door: Door, thread: Thread, dan: User) -> None:
    soon = timezone.now().replace(microsecond=0) + timedelta(days=3)
    rule(thread.debate, Window(LONG_AGO, soon, VOTE), Window(soon, None, EVERYTHING))
    answer = door.post_reply(thread.point.key, by=dan)
    assert answer.kind == CONFLICT
    assert f"{soon:%H:%M} UTC" in answer.told


def test_a_debate_that_goes_on_is_not_called_closed(door: Door, thread: Thread, dan: User) -> None:
    rule(thread.debate, Window(LONG_AGO, None, VOTE))
    answer = door.post_reply(thread.point.key, by=dan)
    assert answer.kind == CONFLICT
    assert str(MEANWHILE["replies_closed"]) in answer.told


@pytest.mark.parametrize(("grace", "taken"), [(600, True), (0, False)])
def test_what_was_open_is_taken_in_the_seconds_of_grace(
    door: Door, thread: Thread, dan: User, grace: int, taken: bool
) -> None:
    just_now = timezone.now() - timedelta(seconds=5)
    rule(
        thread.debate,
        Window(LONG_AGO, just_now, REPLY, grace=grace),
        Window(just_now, None, VOTE),
    )
    assert door.post_reply(thread.point.key, by=dan).kind == (DONE if taken else CONFLICT)


def test_a_window_of_ones_own_is_open_to_nobody_else(
    door: Door, thread: Thread, bob: User, dan: User
) -> None:
    own = PersonalWindow(dan.pk, Window(LONG_AGO, None, REPLY))
    rule(thread.debate, Window(LONG_AGO, None, VOTE), personal=write_personal([own]))
    assert door.post_reply(thread.point.key, by=dan).kind == DONE
    assert door.post_reply(thread.point.key, by=bob).kind == CONFLICT


def test_where_edits_close_an_earlier_claim_keeps_its_words(
    door: Door, thread: Thread, bob: User
) -> None:
    rule(
        thread.debate,
        Window(LONG_AGO, LONG_AGO + timedelta(days=1), EVERYTHING),
        Window(LONG_AGO + timedelta(days=1), None, EVERYTHING, edits_close=True),
    )
    answer = door.edit_claim(thread.rebut.key, by=bob, text="Reworded.")
    assert refused(answer, CONFLICT, "edits_closed")
    door.post_reply(thread.point.key, by=bob, text="Stated now.")
    stated = Claim.objects.latest("id")
    assert door.edit_claim(stated.key, by=bob, text="Stated now, reworded.").kind == DONE


def test_who_runs_a_debate_may_leave_judging_to_others(
    door: Door, thread: Thread, alice: User, dan: User
) -> None:
    DebateRules.objects.filter(debate=thread.debate).update(keepers_judge=False)
    answers = [
        door.cast_vote(thread.rebut.key, by=alice, value=1),
        door.state_position(thread.debate.key, by=alice, value=2),
    ]
    assert all(refused(answer, NOT_ALLOWED, "keepers_do_not_judge") for answer in answers)
    assert door.cast_vote(thread.rebut.key, by=dan, value=1).kind == DONE
    assert door.post_reply(thread.rebut.key, by=alice).kind == DONE


def test_a_guest_takes_part_in_their_class_alone(door: Door, thread: Thread, alice: User) -> None:
    gus = factories.guest("Gus")
    in_class = factories.debate(alice, visibility=Visibility.MEMBERS)
    factories.member(in_class, gus, byline="Puffin")
    thesis = factories.thesis_of(in_class)
    assert door.post_reply(thesis.key, by=gus).kind == DONE
    assert door.cast_vote(thesis.key, by=gus, value=1).kind == DONE
    for answer in (
        door.post_reply(thread.point.key, by=gus),
        door.cast_vote(thread.point.key, by=gus, value=1),
        door.state_position(thread.debate.key, by=gus, value=1),
        door.start_debate(by=gus, thesis="Gannets nest on cliffs."),
    ):
        assert refused(answer, NOT_ALLOWED, "guests_stay_in_class")


def test_what_is_hidden_from_somebody_is_not_there_to_be_answered(
    door: Door, thread: Thread, dan: User, eve: User
) -> None:
    rule(
        thread.debate,
        Window(
            LONG_AGO,
            None,
            EVERYTHING,
            replies_hidden=RepliesHidden.POSTED,
            results_hidden=ResultsHidden.JUDGED,
        ),
    )
    assert door.post_reply(thread.rebut.key, by=eve).kind == NOT_FOUND
    assert door.cast_vote(thread.rebut.key, by=eve, value=1).kind == NOT_FOUND
    assert door.post_reply(thread.point.key, by=eve).kind == DONE
    assert door.post_reply(thread.rebut.key, by=eve).kind == DONE
    assert door.cast_vote(thread.rebut.key, by=eve, value=1).kind == DONE

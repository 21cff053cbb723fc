from io import StringIO

from django.core.management import call_command

from accounts.models import User
from debate.actions.position import state_position
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.wording import Cited
from debate.enums import VoteValue
from debate.models import Claim, Debate, DebateTally, Tally
from debate.tasks.recount import recount_debate
from debate.tasks.tally import tally_debate
from tests.factories import Thread


def lively(thread: Thread, bob: User, dan: User) -> Thread:
    cast_vote(claim=thread.point.key, value=VoteValue.CONVINCING, by=dan)
    cast_vote(claim=thread.point.key, value=VoteValue.NOT_CONVINCING, by=bob)
    post_reply(
        parent=thread.point.key,
        relation="rebut",
        text="Not so.",
        sources=[Cited(title="A book")],
        by=dan,
    )
    state_position(debate=thread.debate.key, value=2, by=dan)
    tally_debate(thread.debate.pk)
    return thread


def test_what_the_actions_kept_is_right(thread: Thread, bob: User, dan: User) -> None:
    lively(thread, bob, dan)
    assert recount_debate(thread.debate.pk) == []


def test_every_kept_number_that_is_wrong_is_told_and_mended(
    thread: Thread, bob: User, dan: User
) -> None:
    lively(thread, bob, dan)
    right = list(Tally.objects.order_by("pk").values("up", "down", "unsure", "best"))
    Tally.objects.filter(claim=thread.point).update(up=9, best=0.99)
    Claim.objects.update(sources_count=0)
    Debate.objects.update(last_seq=1)
    DebateTally.objects.update(claims=0, people=0, positions=[9] * 7, contested=3.5)
    assert {drift.number for drift in recount_debate(thread.debate.pk)} == {
        "votes",
        "sources",
        "last_seq",
        "claims",
        "people",
        "positions",
        "contested",
    }
    assert list(Tally.objects.order_by("pk").values("up", "down", "unsure", "best")) == right
    assert recount_debate(thread.debate.pk) == []


def test_a_claim_in_a_wrong_place_is_told(thread: Thread) -> None:
    tally_debate(thread.debate.pk)
    Claim.objects.filter(pk=thread.answer.pk).update(path=thread.answer.path.replace("0", "1", 1))
    assert [(d.of, d.number) for d in recount_debate(thread.debate.pk)] == [
        (thread.answer.key, "path")
    ]


def test_the_command_reports_what_it_mended(thread: Thread) -> None:
    tally_debate(thread.debate.pk)
    Tally.objects.filter(claim=thread.point).update(up=9)
    out = StringIO()
    call_command("recount", stdout=out)
    assert thread.point.key in out.getvalue()
    assert "1 number was wrong." in out.getvalue()
    out = StringIO()
    call_command("recount", stdout=out)
    assert out.getvalue() == "Every kept number is right.\n"


def test_what_is_locked_is_worked_out_anew(thread: Thread) -> None:
    tally_debate(thread.debate.pk)
    Claim.objects.filter(pk=thread.rebut.pk).update(locked=True, locked_here=True)
    Claim.objects.filter(pk=thread.answer.pk).update(locked=True)
    told = {(drift.of, drift.kept) for drift in recount_debate(thread.debate.pk)}
    assert told == {(thread.undercut.key, False), (thread.answer.key, True)}
    locked = set(Claim.objects.filter(locked=True).values_list("pk", flat=True))
    assert locked == {thread.rebut.pk, thread.undercut.pk}
    assert recount_debate(thread.debate.pk) == []

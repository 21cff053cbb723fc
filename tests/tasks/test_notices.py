"""Rules of tasks/notices.py.

What is told has to be committed first, so these tests commit.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from debate.actions.act import Deed, keep_act
from debate.actions.edit import edit_claim
from debate.actions.floor import lock_debate, take_floor
from debate.actions.invitation import accept_invitation, make_invitation
from debate.actions.membership import change_role, leave_debate, remove_member, seat_person
from debate.actions.outline import draw_point, start_debate, state_thesis
from debate.actions.publication import close_debate, publish_debate
from debate.actions.reply import post_reply
from debate.actions.transfer import transfer_debate
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import ActKind, ChangeKind, NoticeReason, Reason, Role, VoteValue
from debate.limits import CHANGES_TOLD_AT_ONCE
from debate.management.commands.work import do_one_pass
from debate.models import Act, Change, Claim, DebateRules, Follow, Notice, NoticeCursor
from debate.queries.members import list_members
from debate.tasks.notices import tell_next_changes
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db(transaction=True)

ANSWER, REPLY = NoticeReason.ANSWER, NoticeReason.REPLY
REWORDED, FOLLOWED = NoticeReason.REWORDED, NoticeReason.FOLLOWED
MODERATED, SEATED = NoticeReason.MODERATED, NoticeReason.SEATED


def tell() -> None:
    while tell_next_changes():
        pass


@pytest.fixture
def told_so_far(thread: Thread) -> Thread:
    """The small thread, with everybody told of it already."""
    tell()
    Notice.objects.all().delete()
    return thread


def told() -> list[tuple[str, str, str, str]]:
    """Whom of what and why, in the order of telling."""
    notices = Notice.objects.order_by("id").values_list(
        "person__handle", "change__kind", "change__claim__text", "reason"
    )
    return [(who or "", kind, text or "", reason) for who, kind, text, reason in notices]


def said(claim: Claim, relation: str, by: User, text: str = "New words.") -> Claim:
    return factories.say(parent=claim.key, relation=relation, text=text, by=by)


def test_who_is_answered_is_told(told_so_far: Thread, alice: User, eve: User) -> None:
    said(told_so_far.rebut, "rebut", eve)
    tell()
    assert told() == [("bob", "stated", "New words.", REPLY)]


def test_who_set_a_thesis_for_others_to_debate_is_not_told_of_their_answers(
    told_so_far: Thread, alice: User, eve: User
) -> None:
    DebateRules.objects.filter(debate=told_so_far.debate).update(keepers_judge=False)
    first = said(told_so_far.thesis, "rebut", eve, "No.")
    said(first, "rebut", alice, "Yes.")
    tell()
    assert told() == [("eve", "stated", "Yes.", REPLY)]


def test_who_asked_is_told_of_an_answer_and_of_a_question_back(
    told_so_far: Thread, eve: User
) -> None:
    said(told_so_far.question, "support", eve, "In all of them.")
    said(told_so_far.question, "question", eve, "Which do you mean?")
    tell()
    assert told() == [
        ("dan", "stated", "In all of them.", ANSWER),
        ("dan", "stated", "Which do you mean?", REPLY),
    ]


def test_who_answered_an_earlier_wording_is_told_of_an_edit_once(
    told_so_far: Thread, alice: User, bob: User, dan: User
) -> None:
    edit_claim(
        claim=told_so_far.point.key, text="Tired pupils learn less.", base_revision=1, by=alice
    )
    said(told_so_far.point, "rebut", dan, "After it.")
    tell()
    assert sorted(told()) == [
        ("alice", "stated", "After it.", REPLY),
        ("bob", "edited", "Tired pupils learn less.", REWORDED),
        ("dan", "edited", "Tired pupils learn less.", REWORDED),
    ]


def test_who_answered_only_the_new_wording_or_withdrew_is_not_told_of_the_edit(
    told_so_far: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    withdraw_claim(claim=told_so_far.undercut.key, by=dan)
    edit_claim(claim=told_so_far.rebut.key, text="They go to bed later.", base_revision=1, by=bob)
    said(told_so_far.rebut, "rebut", eve)
    tell()
    assert told() == [("bob", "stated", "New words.", REPLY)]


def test_an_edit_that_leaves_no_mark_is_told_to_nobody(
    told_so_far: Thread, bob: User, dan: User, eve: User
) -> None:
    factories.follow(told_so_far.debate, eve)
    new = said(told_so_far.rebut, "support", dan)
    edit_claim(claim=new.key, text="Newer words.", base_revision=1, by=dan)
    assert Change.objects.latest("id").payload == {"unmarked": True}
    tell()
    assert [(who, kind) for who, kind, _text, _reason in told()] == [
        ("bob", "stated"),
        ("eve", "stated"),
    ]


def test_a_follower_is_told_of_claims_edits_and_closing_but_not_of_votes_and_withdrawals(
    told_so_far: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    factories.follow(told_so_far.debate, eve)
    said(told_so_far.support, "support", bob)
    edit_claim(claim=told_so_far.support.key, text="Marks rose.", base_revision=1, by=bob)
    cast_vote(claim=told_so_far.support.key, value=VoteValue.CONVINCING, by=dan)
    withdraw_claim(claim=told_so_far.undercut.key, by=dan)
    close_debate(debate=told_so_far.debate.key, by=alice)
    do_one_pass()
    assert told() == [
        ("eve", "stated", "New words.", FOLLOWED),
        ("eve", "edited", "Marks rose.", FOLLOWED),
        ("eve", "closed", "", FOLLOWED),
    ]


def test_of_several_reasons_the_nearest_is_told(
    told_so_far: Thread, alice: User, bob: User, dan: User
) -> None:
    for person in (alice, bob, dan):
        factories.follow(told_so_far.debate, person)
    said(told_so_far.question, "support", bob)
    edit_claim(
        claim=told_so_far.point.key, text="Tired pupils learn less.", base_revision=1, by=alice
    )
    tell()
    assert sorted(told()) == [
        ("alice", "stated", "New words.", FOLLOWED),
        ("bob", "edited", "Tired pupils learn less.", REWORDED),
        ("dan", "edited", "Tired pupils learn less.", REWORDED),
        ("dan", "stated", "New words.", ANSWER),
    ]


def test_nobody_is_told_of_what_they_did_themselves(told_so_far: Thread, bob: User) -> None:
    factories.follow(told_so_far.debate, bob)
    said(told_so_far.rebut, "support", bob)
    tell()
    assert told() == []


def test_a_follower_hears_only_of_what_happened_since(told_so_far: Thread, eve: User) -> None:
    said(told_so_far.support, "support", told_so_far.debate.owner)
    factories.follow(told_so_far.debate, eve, at=timezone.now())
    tell()
    assert [who for who, *_rest in told()] == ["bob"]


def test_nothing_of_a_draft_is_told_also_not_once_it_is_published(alice: User, eve: User) -> None:
    draft = start_debate(by=alice)
    Follow.objects.create(debate=draft, person=eve, created_at=factories.LONG_AGO)
    state_thesis(debate=draft.key, text="School should start later.", by=alice)
    draw_point(debate=draft.key, text="Pupils are tired.", by=alice)
    publish_debate(debate=draft.key, by=alice)
    tell()
    assert told() == []
    said(Claim.objects.get(text="Pupils are tired."), "rebut", alice)
    tell()
    assert told() == [("eve", "stated", "New words.", FOLLOWED)]


def test_telling_again_tells_nothing_again(thread: Thread) -> None:
    tell()
    first = told()
    assert first
    NoticeCursor.objects.all().delete()
    tell()
    assert told() == first
    assert tell_next_changes() == 0


def test_a_long_record_is_told_in_pieces(thread: Thread, alice: User, eve: User) -> None:
    factories.follow(thread.debate, eve)
    factories.replies(thread.rebut, alice, CHANGES_TOLD_AT_ONCE)
    assert tell_next_changes() == CHANGES_TOLD_AT_ONCE
    tell()
    assert Notice.objects.filter(person=eve).count() == Change.objects.count()


def test_telling_takes_the_same_statements_for_one_and_for_many(
    told_so_far: Thread, alice: User, dan: User, django_assert_num_queries: object
) -> None:
    for number in (1, 30):
        factories.replies(told_so_far.rebut, dan, number)
        with django_assert_num_queries(4):  # type: ignore[operator]  # two of them begin and end it
            assert tell_next_changes() == number


def test_after_a_copy_was_brought_into_another_database_telling_goes_on_from_there(
    told_so_far: Thread, eve: User
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE debate_noticecursor SET xid = '999999999999', change = 7")
    assert tell_next_changes() == 0
    said(told_so_far.rebut, "rebut", eve)
    tell()
    assert told() == [("bob", "stated", "New words.", REPLY)]


def test_a_person_who_was_told_later_finds_it_with_a_higher_number(
    told_so_far: Thread, dan: User, eve: User
) -> None:
    later = timezone.now() + timedelta(hours=1)
    post_reply(parent=told_so_far.rebut.key, relation="rebut", text="First.", by=eve, at=later)
    tell()
    said(told_so_far.rebut, "rebut", dan, "Second.")
    tell()
    assert [text for _who, _kind, text, _reason in told()] == ["First.", "Second."]


def test_the_worker_asked_to_run_once_tells_all_that_is_waiting(
    thread: Thread, alice: User, eve: User
) -> None:
    factories.follow(thread.debate, eve)
    factories.replies(thread.rebut, alice, 3 * CHANGES_TOLD_AT_ONCE)
    call_command("work", "--once")
    assert Notice.objects.filter(person=eve).count() == Change.objects.exclude(actor=None).count()


# ---- Roles


def seated() -> list[tuple[str, str, str]]:
    return [(who, kind, reason) for who, kind, _text, reason in told()]


def test_who_is_given_a_role_is_told_and_followers_are_not(
    told_so_far: Thread, alice: User, bob: User, eve: User
) -> None:
    debate = told_so_far.debate
    factories.follow(debate, eve)
    seat_person(debate=debate.key, handle="bob", role="reader", by=alice)
    (row,) = list_members(debate.key, alice).page.rows
    change_role(debate=debate.key, seat=row.seat, role="moderator", by=alice)
    remove_member(debate=debate.key, seat=row.seat, by=alice)
    tell()
    assert seated() == [("bob", "seated", SEATED), ("bob", "seated", SEATED)]


def test_who_joins_by_a_link_knows_it(told_so_far: Thread, alice: User, bob: User) -> None:
    link = make_invitation(debate=told_so_far.debate.key, role="member", by=alice)
    accept_invitation(key=link.key, by=bob)
    leave_debate(debate=told_so_far.debate.key, by=bob)
    tell()
    assert told() == []


def test_who_was_given_a_role_in_a_draft_is_told_when_it_is_published(
    alice: User, bob: User, dan: User
) -> None:
    draft = start_debate(by=alice)
    state_thesis(debate=draft.key, text="School should start later.", by=alice)
    seat_person(debate=draft.key, handle="bob", role="reader", by=alice)
    seat_person(debate=draft.key, handle="dan", role="reader", by=alice)
    (row,) = (r for r in list_members(draft.key, alice).page.rows if r.name.name == "Dan")
    remove_member(debate=draft.key, seat=row.seat, by=alice)
    tell()
    assert told() == []
    publish_debate(debate=draft.key, by=alice)
    tell()
    assert seated() == [("bob", "opened", SEATED)]


def test_who_a_debate_is_handed_to_is_told_and_its_followers_too(
    told_so_far: Thread, alice: User, bob: User, eve: User
) -> None:
    debate = told_so_far.debate
    factories.follow(debate, eve)
    factories.member(debate, bob, role=Role.MODERATOR)
    transfer_debate(debate=debate.key, to=bob.key, by=alice)
    tell()
    assert sorted(seated()) == [
        ("bob", "transferred", SEATED),
        ("eve", "transferred", FOLLOWED),
    ]


# ---- Acts of moderation


def acted(
    thread: Thread, kind: ActKind, subject: User | None, *, by: User, claim: Claim | None = None
) -> Act:
    with transaction.atomic():
        floor = take_floor(thread.debate.key, by=by)
        lock_debate(floor)
        deed = Deed(kind, Reason.OFF_TOPIC, subject.pk if subject else None, claim=claim)
        return keep_act(floor, deed, by=by)


def test_whom_an_act_concerns_is_told_and_nobody_else(
    told_so_far: Thread, alice: User, bob: User, eve: User
) -> None:
    factories.follow(told_so_far.debate, eve)
    kinds = [kind for kind in ActKind if kind.value in set(ChangeKind)]
    assert len(kinds) == 14
    for kind in kinds:
        acted(told_so_far, kind, bob, by=alice, claim=told_so_far.rebut)
    tell()
    assert seated() == [("bob", kind, MODERATED) for kind in kinds]


def test_an_act_that_concerns_nobody_or_who_did_it_is_told_to_nobody(
    told_so_far: Thread, alice: User
) -> None:
    acted(told_so_far, ActKind.FROZEN, None, by=alice)
    acted(told_so_far, ActKind.RELATED, alice, by=alice, claim=told_so_far.point)
    tell()
    assert told() == []


def test_whose_claim_is_approved_is_told_of_that_before_anything_else(
    told_so_far: Thread, alice: User, bob: User, eve: User
) -> None:
    factories.follow(told_so_far.debate, eve)
    claim = said(told_so_far.rebut, "rebut", eve)
    acted(told_so_far, ActKind.APPROVED, eve, by=alice, claim=claim)
    tell()
    assert sorted(seated()) == [("bob", "stated", REPLY), ("eve", "stated", MODERATED)]


def test_who_is_gone_is_told_of_nothing_and_holds_nobody_up(
    told_so_far: Thread, alice: User, bob: User, dan: User
) -> None:
    """A number alone says whom an act or a role concerned: nothing keeps that person there."""
    debate = told_so_far.debate
    acted(told_so_far, ActKind.BLOCKED, bob, by=alice)
    for number in (10**9, bob.pk):
        Change.objects.create(
            debate=debate,
            seq=1_000 + number,
            kind="seated",
            actor=alice,
            payload={"person": number, "role": "reader"},
        )
    User.objects.filter(pk=bob.pk).update(
        kind="gone", handle=None, email=None, display_name="", is_active=False
    )
    said(told_so_far.undercut, "rebut", alice)
    tell()
    assert told() == [("dan", "stated", "New words.", REPLY)]

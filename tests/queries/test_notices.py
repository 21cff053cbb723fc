"""Rules of queries/notices.py."""

from datetime import timedelta

import pytest

from accounts.errors import Invalid, NotSignedIn
from accounts.models import User
from debate.enums import ChangeKind, NoticeReason, Relation, Role, Visibility
from debate.limits import NOTICES_PER_PAGE
from debate.models import Change, Claim, Debate, Notice
from debate.queries.cursor import read_list_cursor
from debate.queries.notices import NoticePage, count_unseen, list_followed, list_notices
from debate.queries.rows import Byline
from tests import factories
from tests.factories import LONG_AGO, Thread

REPLY, ANSWER = NoticeReason.REPLY, NoticeReason.ANSWER
REWORDED, FOLLOWED = NoticeReason.REWORDED, NoticeReason.FOLLOWED
MODERATED = NoticeReason.MODERATED


def shown(page: NoticePage) -> list[tuple[str, str, list[str]]]:
    """Of each group: why, about what, and the words of its rows."""
    return [
        (group.reason, group.subject, [told.deed.text for told in group.rows])
        for group in page.page.rows
    ]


def texts(page: NoticePage) -> list[str]:
    return [text for _reason, _subject, rows in shown(page) for text in rows]


def test_nobody_is_told_of_anything(thread: Thread) -> None:
    with pytest.raises(NotSignedIn):
        list_notices(None)
    assert (count_unseen(None), list_followed(None)) == (0, ())


def test_like_things_stand_together_where_the_newest_of_them_stands(
    thread: Thread, bob: User, dan: User, alice: User
) -> None:
    more = factories.reply(thread.rebut, alice, Relation.REBUT, "They do not.")
    factories.notice(thread.undercut, bob)
    factories.edit(thread.point, "Tired pupils learn less.")
    factories.notice(thread.point, bob, REWORDED, kind=ChangeKind.EDITED)
    factories.notice(thread.answer, bob, FOLLOWED)
    factories.notice(more, bob)
    thesis, rebut = thread.thesis.text, thread.rebut.text
    assert shown(list_notices(bob)) == [
        (REPLY, rebut, ["They do not.", thread.undercut.text]),
        (FOLLOWED, thesis, [thread.answer.text]),
        (REWORDED, "", ["Tired pupils learn less."]),
    ]


def test_a_list_is_narrowed_to_one_reason(thread: Thread, dan: User) -> None:
    factories.notice(thread.answer, dan, ANSWER)
    factories.notice(thread.rebut, dan, FOLLOWED)
    assert shown(list_notices(dan, reason=ANSWER)) == [
        (ANSWER, thread.question.text, [thread.answer.text])
    ]
    assert shown(list_notices(dan, reason=REPLY)) == []


def test_pages_follow_each_other_without_a_gap_or_a_repeat_in_both_directions(
    thread: Thread, bob: User, dan: User
) -> None:
    made = factories.replies(thread.rebut, dan, 2 * NOTICES_PER_PAGE + 3)
    for claim in made:
        factories.notice(claim, bob)
    said = [claim.text for claim in reversed(made)]
    first = list_notices(bob)
    second = list_notices(bob, cursor=first.page.next or "")
    third = list_notices(bob, cursor=second.page.next or "")
    assert texts(first) + texts(second) + texts(third) == said
    assert (first.page.previous, third.page.next) == (None, None)
    assert texts(list_notices(bob, cursor=third.page.previous or "")) == texts(second)
    assert texts(list_notices(bob, cursor=second.page.previous or "")) == texts(first)
    for word in ("x", first.up_to + "x", "0"):
        with pytest.raises(Invalid):
            list_notices(bob, cursor=word)


def test_what_may_not_be_seen_now_is_neither_listed_nor_counted(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    for claim in (thread.undercut, thread.question, thread.answer):
        factories.notice(claim, bob)
    assert (len(texts(list_notices(bob))), count_unseen(bob)) == (3, 3)
    factories.withdraw(thread.undercut)
    factories.hide(thread.question)
    assert texts(list_notices(bob)) == [thread.answer.text]
    assert count_unseen(bob) == 1
    Debate.objects.update(visibility=Visibility.MEMBERS)
    assert (texts(list_notices(bob)), count_unseen(bob)) == ([], 0)
    factories.member(thread.debate, bob)
    assert (texts(list_notices(bob)), count_unseen(bob)) == ([thread.answer.text], 1)


def test_of_a_claim_of_mine_that_is_gone_the_words_are_not_told(thread: Thread, bob: User) -> None:
    factories.notice(thread.undercut, bob)
    factories.withdraw(thread.rebut)
    assert shown(list_notices(bob)) == [(REPLY, "", [thread.undercut.text])]


def test_what_was_seen_stays_listed_and_is_not_counted(thread: Thread, bob: User) -> None:
    factories.notice(thread.undercut, bob, seen_at=LONG_AGO)
    factories.notice(thread.answer, bob)
    group = list_notices(bob).page.rows[0]
    assert [told.seen for g in list_notices(bob).page.rows for told in g.rows] == [False, True]
    assert (group.unseen, count_unseen(bob)) == (1, 1)


def test_who_goes_by_a_pseudonym_is_told_of_by_it(thread: Thread, bob: User, dan: User) -> None:
    factories.member(thread.debate, dan, byline="Red Fox")
    factories.notice(thread.undercut, bob)
    (group,) = list_notices(bob).page.rows
    assert [told.deed.by for told in group.rows] == [Byline("Red Fox")]


def test_notices_of_others_are_nobodys_business(thread: Thread, bob: User, eve: User) -> None:
    factories.notice(thread.undercut, bob)
    assert (shown(list_notices(eve)), count_unseen(eve)) == ([], 0)


def test_the_debates_that_one_follows_and_may_see_the_last_first(
    debate: Debate, alice: User, bob: User
) -> None:
    newer = factories.debate(alice, thesis="Schools need shade.")
    hidden = factories.debate(alice, visibility=Visibility.MEMBERS)
    for hours, followed in enumerate((debate, hidden, newer)):
        factories.follow(followed, bob, at=LONG_AGO + timedelta(hours=hours))
    assert [row.key for row in list_followed(bob)] == [newer.key, debate.key]
    assert list_followed(bob)[0].thesis == "Schools need shade."
    assert list_followed(alice) == ()


def test_up_to_says_the_newest_of_those_shown(thread: Thread, bob: User) -> None:
    assert list_notices(bob).up_to == ""
    older = factories.notice(thread.undercut, bob)
    factories.notice(thread.answer, bob, FOLLOWED)
    assert read_list_cursor(list_notices(bob).up_to).id == Notice.objects.latest("id").pk
    assert read_list_cursor(list_notices(bob, reason=REPLY).up_to).id == older.pk


# ---- Acts of moderation, and roles


def act_on(claim: Claim, kind: ChangeKind, told: User, **payload: str) -> Notice:
    """Whoever keeps order did something to a claim, and somebody is told."""
    of = claim.debate
    of.refresh_from_db()
    change = Change.objects.create(
        debate=of, seq=of.next_seq(), kind=kind, claim=claim, actor=of.owner, payload=payload
    )
    return Notice.objects.create(person=told, change=change, debate=of, reason=MODERATED)


def test_an_author_sees_what_they_said_where_it_was_hidden_and_nobody_else_does(
    thread: Thread, bob: User, dan: User, eve: User
) -> None:
    factories.hide(thread.rebut)
    for person in (bob, dan, eve):
        act_on(thread.rebut, ChangeKind.HIDDEN, person, act="a" * 12)
    (group,) = list_notices(bob).page.rows
    (row,) = group.rows
    said = "Pupils who start later go to bed later."
    assert (row.own, row.act, row.deed.text) == (said, "a" * 12, "")
    assert count_unseen(bob) == 1
    for person in (dan, eve):
        assert list_notices(person).page.rows == ()
        assert count_unseen(person) == 0


def test_what_its_author_withdrew_is_told_without_its_words(thread: Thread, bob: User) -> None:
    act_on(thread.rebut, ChangeKind.LOCKED, bob, act="a" * 12)
    factories.withdraw(thread.rebut)
    (group,) = list_notices(bob).page.rows
    assert [(row.own, row.act) for row in group.rows] == [("", "a" * 12)]


def test_the_act_and_the_claim_of_somebody_else_are_told_without_its_words_as_ones_own(
    thread: Thread, dan: User
) -> None:
    act_on(thread.rebut, ChangeKind.UPHELD, dan, act="a" * 12)
    (group,) = list_notices(dan).page.rows
    assert [row.own for row in group.rows] == [""]


def test_a_role_is_told_with_who_gave_it_as_they_go_by_there(
    thread: Thread, alice: User, bob: User
) -> None:
    factories.member(thread.debate, alice, byline="Zebra")
    thread.debate.refresh_from_db()
    change = Change.objects.create(
        debate=thread.debate,
        seq=thread.debate.next_seq(),
        kind=ChangeKind.SEATED,
        actor=alice,
        payload={"person": bob.pk, "role": "moderator"},
    )
    Notice.objects.create(person=bob, change=change, debate=thread.debate, reason="seated")
    (group,) = list_notices(bob, reason=NoticeReason.SEATED).page.rows
    assert (group.subject, [(row.role, row.deed.by) for row in group.rows]) == (
        thread.thesis.text,
        [(Role.MODERATOR, Byline("Zebra"))],
    )

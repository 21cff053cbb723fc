"""Rules of queries/activity.py that do not show in the words (see web/test_activity.py)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.errors import Invalid, NotFound
from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.vote import cast_vote
from debate.enums import ChangeKind, ClaimState, Relation, Visibility, VoteValue
from debate.limits import DEEDS_PER_PAGE, NEWS_COUNTED_MAX
from debate.models import Debate, ReadMark
from debate.queries.activity import list_activity, list_person_activity
from debate.queries.debate import read_debate_head
from debate.queries.record import Deed
from debate.queries.rows import Byline, Page
from debate.tasks.tally import tally_debate
from tests import factories
from tests.factories import LONG_AGO, Thread


def texts(page: Page[Deed]) -> list[str]:
    return [deed.text for deed in page.rows]


def test_votes_and_edits_without_a_mark_are_no_deeds(thread: Thread, bob: User, dan: User) -> None:
    before = list_activity(thread.debate.key, None).page
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)
    tally_debate(thread.debate.pk)
    fresh = factories.reply(thread.rebut, bob, text="Fresh.", at=timezone.now())
    edit_claim(claim=fresh.key, text="Mended at once.", base_revision=1, by=bob)
    after = list_activity(thread.debate.key, None).page
    assert texts(after) == ["Mended at once.", *texts(before)]


def test_pages_follow_each_other_without_a_gap_or_a_repeat_in_both_directions(
    debate: Debate, bob: User
) -> None:
    made = factories.replies(factories.thesis_of(debate), bob, 2 * DEEDS_PER_PAGE)
    said = [claim.text for claim in reversed(made)]

    def of_debate(cursor: str) -> Page[Deed]:
        return list_activity(debate.key, None, cursor=cursor).page

    def of_person(cursor: str) -> Page[Deed]:
        return list_person_activity(bob.key, None, cursor=cursor).page

    for read, all_said in ((of_debate, [*said, debate_thesis(debate)]), (of_person, said)):
        first = read("")
        second = read(first.next or "")
        assert texts(first) + texts(second) == all_said[: 2 * DEEDS_PER_PAGE]
        assert first.previous is None
        assert texts(read(second.previous or "")) == texts(first)
        with pytest.raises(Invalid):
            read("x")


def debate_thesis(debate: Debate) -> str:
    return factories.thesis_of(debate).text


def test_a_list_is_narrowed_by_kind_and_relation(thread: Thread) -> None:
    factories.edit(thread.rebut, "They stay up.")
    factories.withdraw(thread.undercut)
    at = thread.debate.key

    def states(**narrowed: object) -> list[tuple[ChangeKind, ClaimState]]:
        rows = list_activity(at, None, **narrowed).page.rows  # type: ignore[arg-type]
        return [(deed.kind, deed.state) for deed in rows]

    assert states(kind=ChangeKind.WITHDRAWN) == [(ChangeKind.WITHDRAWN, ClaimState.WITHDRAWN)]
    assert states(kind=ChangeKind.EDITED) == [(ChangeKind.EDITED, ClaimState.LIVE)]
    assert states(relation=Relation.REBUT) == [
        (ChangeKind.EDITED, ClaimState.LIVE),
        (ChangeKind.STATED, ClaimState.LIVE),
    ]
    assert states(kind=ChangeKind.EDITED, relation=Relation.QUESTION) == []


def test_a_claim_that_is_gone_has_neither_words_nor_a_name(thread: Thread) -> None:
    factories.withdraw(thread.undercut)
    factories.hide(thread.question)
    gone = [
        deed
        for deed in list_activity(thread.debate.key, None).page.rows
        if deed.state != ClaimState.LIVE
    ]
    assert [(deed.kind, deed.text, deed.by) for deed in gone] == [
        (ChangeKind.WITHDRAWN, "", None),
        (ChangeKind.STATED, "", None),
        (ChangeKind.STATED, "", None),
    ]


@pytest.mark.parametrize("hidden", [v for v in Visibility if v != Visibility.PUBLIC])
def test_who_may_not_see_a_debate_is_not_told_of_it(
    alice: User, bob: User, eve: User, hidden: Visibility
) -> None:
    debate = factories.debate(alice, visibility=hidden)
    factories.member(debate, bob)
    for who in (None, eve):
        with pytest.raises(NotFound):
            list_activity(debate.key, who)
    assert len(list_activity(debate.key, alice).page.rows) == 1
    for who in (None, eve, bob, alice):
        assert list_person_activity(alice.key, who).page == Page(rows=())


def test_a_person_is_not_found_by_what_is_gone_or_was_said_under_a_pseudonym(
    thread: Thread, alice: User, bob: User
) -> None:
    elsewhere = factories.debate(alice)
    kept = factories.reply(factories.thesis_of(elsewhere), bob, text="Kept.")
    factories.withdraw(factories.reply(kept, bob, text="Withdrawn."))
    factories.hide(factories.reply(kept, bob, text="Hidden."))
    factories.member(thread.debate, bob, byline="Red Fox")
    for who in (None, alice, bob):
        assert texts(list_person_activity(bob.key, who).page) == ["Kept."]
    own = [
        deed.by
        for deed in list_activity(thread.debate.key, None).page.rows
        if deed.key == thread.rebut.key
    ]
    assert own == [Byline("Red Fox")]


def test_a_person_who_left_has_no_activity(bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    with pytest.raises(NotFound):
        list_person_activity(bob.key, None)


# ---- What is new


def visit(debate: Debate, who: User, *, seq: int, hours_ago: int = 24) -> None:
    ReadMark.objects.create(
        debate=debate, person=who, seq=seq, visited_at=timezone.now() - timedelta(hours=hours_ago)
    )


def test_news_is_what_others_did_since_the_last_visit(
    thread: Thread, bob: User, dan: User, eve: User
) -> None:
    visit(thread.debate, dan, seq=4)  # undercut and question since then are his own
    head = read_debate_head(thread.debate.key, dan)
    page = list_activity(thread.debate.key, dan).page
    assert (head.news, [deed.key for deed in page.rows if deed.new]) == (1, [thread.answer.key])
    for who in (None, eve):  # on a first visit nothing is new
        assert read_debate_head(thread.debate.key, who).news == 0
        assert not any(deed.new for deed in list_activity(thread.debate.key, who).page.rows)


def test_news_lasts_as_long_as_the_visit(thread: Thread, eve: User) -> None:
    ReadMark.objects.create(debate=thread.debate, person=eve, seq=7, previous_seq=5)
    assert read_debate_head(thread.debate.key, eve).news == 2
    ReadMark.objects.update(visited_at=LONG_AGO)
    assert read_debate_head(thread.debate.key, eve).news == 0


def test_votes_are_no_news_and_much_news_is_counted_to_a_hundred(
    thread: Thread, bob: User, dan: User, eve: User
) -> None:
    thread.debate.refresh_from_db()
    visit(thread.debate, eve, seq=thread.debate.last_seq)
    cast_vote(claim=thread.rebut.key, value=VoteValue.CONVINCING, by=dan)
    tally_debate(thread.debate.pk)
    assert read_debate_head(thread.debate.key, eve).news == 0
    factories.replies(thread.rebut, bob, NEWS_COUNTED_MAX + 20)
    assert read_debate_head(thread.debate.key, eve).news == NEWS_COUNTED_MAX + 1

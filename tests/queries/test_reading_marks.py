"""What is new to somebody who was here before."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from debate.actions.reading import mark_read
from debate.enums import Relation
from debate.limits import CLAIM_DEPTH_MAX, THREAD_BUDGET, VISIT_SECONDS
from debate.models import Claim, Debate, ReadMark
from debate.queries.claim import read_claim, read_focus
from debate.queries.cursor import BESIDES_MAX
from debate.queries.debate import open_head
from debate.queries.essay import read_reading_page
from debate.queries.rows import ClaimRow, MoreReplies, ThreadNode, ThreadPage
from debate.queries.thread import NEW_SHOWN, read_more_replies, read_thread
from tests import factories
from tests.factories import Thread


def visit(of: Debate, who: User, *, ago: timedelta = timedelta(days=1)) -> None:
    """Somebody was there, some time ago, and saw all there was."""
    of.refresh_from_db()
    mark_read(debate=of.key, seq=of.last_seq, by=who, at=timezone.now() - ago)


def walk(nodes: tuple[ThreadNode, ...]) -> Iterator[ThreadNode]:
    for node in nodes:
        yield node
        yield from walk(node.replies)


def nodes_of(page: ThreadPage) -> list[ThreadNode]:
    return [*walk(page.points), *walk(page.others)]


def new_in(page: ThreadPage) -> set[str]:
    return {node.claim.key for node in nodes_of(page) if node.claim.new}


def row_of(page: ThreadPage, claim: Claim) -> ClaimRow:
    return next(node.claim for node in nodes_of(page) if node.claim.key == claim.key)


# ---- Since when


def test_nothing_is_new_to_nobody_nor_on_a_first_visit(thread: Thread, dan: User) -> None:
    assert new_in(read_thread(thread.debate.key, None)) == set()
    assert new_in(read_thread(thread.debate.key, dan)) == set()
    visit(thread.debate, dan, ago=timedelta(minutes=5))
    factories.reply(thread.point, thread.rebut.author)
    assert new_in(read_thread(thread.debate.key, dan)) == set()


def test_new_is_what_others_stated_since_the_last_visit(
    thread: Thread, bob: User, dan: User
) -> None:
    visit(thread.debate, dan)
    theirs = factories.reply(thread.undercut, bob)
    factories.reply(theirs, dan)
    factories.withdraw(factories.reply(thread.point, bob))
    page = read_thread(thread.debate.key, dan)
    assert new_in(page) == {theirs.key}
    assert page.below.new == 1
    assert row_of(page, thread.point).below.new == row_of(page, thread.rebut).below.new == 1
    assert row_of(page, thread.question).below.new == 0
    assert row_of(page, thread.point).new_in_branch == 1
    assert new_in(read_thread(thread.debate.key, bob)) == set()  # never here before


def test_what_is_new_stays_new_while_the_visit_lasts_and_no_longer(
    thread: Thread, bob: User, dan: User
) -> None:
    visit(thread.debate, dan)
    first = factories.reply(thread.point, bob)
    visit(thread.debate, dan, ago=timedelta(seconds=VISIT_SECONDS - 60))
    second = factories.reply(thread.point, bob, text="Nor does that.")
    assert new_in(read_thread(thread.debate.key, dan)) == {first.key, second.key}
    ReadMark.objects.update(visited_at=timezone.now() - timedelta(seconds=VISIT_SECONDS + 60))
    assert new_in(read_thread(thread.debate.key, dan)) == {second.key}


def test_what_is_posted_while_a_page_is_read_is_new_again_on_the_next_visit(
    thread: Thread, bob: User, dan: User
) -> None:
    """Catches: a mark that runs ahead of what the page was sure to show."""
    visit(thread.debate, dan)
    access, head = open_head(thread.debate.key, dan)
    meanwhile = factories.reply(thread.point, bob)
    page = read_thread(thread.debate.key, dan, access=access)
    assert new_in(page) == {meanwhile.key}
    mark_read(debate=head.key, seq=head.seq, by=dan, at=head.at)
    ReadMark.objects.update(visited_at=timezone.now() - timedelta(days=1))
    assert new_in(read_thread(thread.debate.key, dan)) == {meanwhile.key}


# ---- Where


def test_every_read_of_a_claim_says_that_it_is_new(thread: Thread, bob: User, dan: User) -> None:
    visit(thread.debate, dan)
    new = factories.reply(thread.rebut, bob)
    row = read_claim(new.key, dan)
    assert (row.new, row.below.new) == (True, 0)
    above = read_claim(thread.point.key, dan)
    assert (above.new, above.below.new, above.below.total) == (False, 1, 6)
    focus = read_focus(thread.rebut.key, dan)
    assert [node.claim.new for node in focus.rebuts] == [True]
    (more,) = [n for n in read_more_replies(thread.rebut.key, dan).nodes if n.claim.new]
    assert more.claim.key == new.key


def test_the_essay_says_which_passages_have_new_answers(
    thread: Thread, bob: User, dan: User
) -> None:
    visit(thread.debate, dan)
    factories.reply(thread.undercut, bob)
    factories.reply(thread.thesis, bob)
    page = read_reading_page(thread.debate.key, dan)
    assert ([mark.new for mark in page.marks], page.new) == ([1], 2)
    assert read_reading_page(thread.debate.key, None).new == 0


# ---- Behind stubs


@pytest.fixture
def busy(debate: Debate, bob: User, dan: User) -> list[Claim]:
    """Replies that nobody voted on, stated after dan's visit below many that stand higher."""
    thesis = factories.thesis_of(debate)
    factories.replies(thesis, bob, THREAD_BUDGET + 50)
    visit(debate, dan)
    return [factories.reply(thesis, bob, text=f"New reason {n}.") for n in range(3)]


def test_a_stub_says_how_many_new_ones_it_hides(
    debate: Debate, busy: list[Claim], dan: User
) -> None:
    page = read_thread(debate.key, dan)
    assert (new_in(page), page.new_others, page.below.new) == (set(), 3, 3)
    assert (page.all_new, page.first_new) == (False, busy[0].key)


def test_a_page_of_the_news_begins_with_it(debate: Debate, busy: list[Claim], dan: User) -> None:
    page = read_thread(debate.key, dan, news=True)
    assert new_in(page) == {claim.key for claim in busy}
    assert (page.new_others, page.shown, page.all_new) == (0, THREAD_BUDGET, True)
    assert page.first_new == busy[0].key
    assert read_thread(debate.key, None, news=True).first_new is None


def test_a_stub_can_be_asked_for_its_new_ones_first(
    debate: Debate, busy: list[Claim], dan: User
) -> None:
    thesis = factories.thesis_of(debate).key
    after = read_thread(debate.key, dan).after_others
    more = read_more_replies(thesis, dan, after=after, news=True)
    assert {node.claim.key for node in more.nodes if node.claim.new} == {c.key for c in busy}
    assert more.new == 0


def test_no_new_claim_is_lost_on_the_way_through_all_stubs(
    debate: Debate, busy: list[Claim], bob: User, dan: User
) -> None:
    """Catches: a cursor that would have to name more claims than it can."""
    thesis = factories.thesis_of(debate)
    new = {c.key for c in [*busy, *factories.replies(thesis, bob, 2 * BESIDES_MAX)]}
    page: ThreadPage | MoreReplies = read_thread(debate.key, dan, news=True)
    assert isinstance(page, ThreadPage)
    seen = new_in(page)
    assert len(seen) >= NEW_SHOWN
    after = page.after_others
    for _ in range(10):
        page = read_more_replies(thesis.key, dan, after=after, news=True)
        seen |= {node.claim.key for node in page.nodes if node.claim.new}
        after = page.after
        if not page.hidden:
            break
    assert seen == new


# ---- Permalinks never break


def shows(of: Debate, claim: Claim) -> ThreadNode:
    page = read_thread(of.key, None, at=claim.key)
    assert page.shown <= THREAD_BUDGET
    return next(node for node in nodes_of(page) if node.claim.key == claim.key)


def test_a_permalink_shows_its_claim_at_any_depth(debate: Debate, bob: User) -> None:
    factories.replies(factories.thesis_of(debate), bob, THREAD_BUDGET + 50)
    deep = factories.thesis_of(debate)
    for _level in range(CLAIM_DEPTH_MAX):
        deep = factories.reply(deep, bob)
    assert shows(debate, deep).claim.depth == CLAIM_DEPTH_MAX


@pytest.mark.parametrize("leave", [factories.withdraw, factories.hide])
def test_a_permalink_shows_the_place_of_a_claim_that_is_gone(leave: object, thread: Thread) -> None:
    for claim in (thread.undercut, thread.rebut):
        leave(claim)  # type: ignore[operator]
    row = shows(thread.debate, thread.undercut).claim
    assert (row.text, row.byline, row.state) == ("", None, thread.undercut.state)
    assert not any(
        node.claim.key == thread.rebut.key
        for node in nodes_of(read_thread(thread.debate.key, None))
    )


def test_a_claim_that_is_gone_leaves_no_gap_behind_the_stub(debate: Debate, bob: User) -> None:
    """Catches: counting it among those that the next page passes over."""
    thesis = factories.thesis_of(debate)
    gone = factories.reply(thesis, bob, Relation.SUPPORT, "Taken back.")
    factories.replies(thesis, bob, THREAD_BUDGET + 20)
    factories.withdraw(gone)
    page = read_thread(debate.key, None, at=gone.key)
    shown = {node.claim.key for node in nodes_of(page)}
    rest = read_more_replies(thesis.key, None, after=page.after_others)
    assert shown & {node.claim.key for node in rest.nodes} == set()
    live = Claim.objects.filter(parent=thesis, state="live").values_list("key", flat=True)
    assert shown | {node.claim.key for node in rest.nodes} == {*live, gone.key}

"""Many write while several workers tell: nobody misses a notice, and nobody is told twice."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.models import User
from debate.actions.edit import edit_claim
from debate.actions.following import follow_debate, unfollow_debate
from debate.actions.notices import see_notices
from debate.actions.reply import post_reply
from debate.actions.withdrawal import withdraw_claim
from debate.enums import NoticeReason, Visibility
from debate.models import Change, Claim, Debate, Follow, Notice, NoticeCursor
from debate.queries.cursor import read_list_cursor
from debate.queries.notices import count_unseen, list_notices
from debate.tasks.notices import tell_next_changes
from tests import factories
from tests.drills.racing import at_once
from tests.factories import Thread

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

WRITERS = 12
REPLIES_EACH = 8


def tell_all() -> None:
    while tell_next_changes():
        pass


def listed(who: User) -> list[str]:
    """The claims that somebody is told of, through every page."""
    keys, cursor = [], ""
    while True:
        page = list_notices(who, cursor=cursor).page
        keys += [told.deed.key for group in page.rows for told in group.rows]
        if page.next is None:
            return keys
        cursor = page.next


def test_nobody_misses_a_notice_and_nobody_is_told_twice(
    thread: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    """Catches: a cursor over ids alone, past what commits late; two workers at one batch."""
    debates = [thread, *(factories.small_thread(alice, bob, dan) for _ in range(3))]
    for one in debates:
        factories.follow(one.debate, eve)
    tell_all()
    Notice.objects.all().delete()
    writers = factories.people(WRITERS)
    done = threading.Event()

    def write(number: int) -> list[str]:
        chance = random.Random(number)
        keys = []
        for turn in range(REPLIES_EACH):
            # Each transaction takes its number, then stays open for a while: they end out of order.
            with transaction.atomic():
                said = post_reply(
                    parent=debates[(number + turn) % len(debates)].rebut.key,
                    relation="rebut",
                    text=f"Reason {turn} of {number}.",
                    by=writers[number],
                )
                time.sleep(chance.random() / 50)
            keys.append(said.key)
        return keys

    def tell() -> None:
        while not done.is_set():
            tell_next_changes()

    workers = [threading.Thread(target=_on_own_connection(tell)) for _ in range(3)]
    for worker in workers:
        worker.start()
    results = at_once([lambda n=n: write(n) for n in range(WRITERS)])  # type: ignore[misc]
    done.set()
    for worker in workers:
        worker.join(timeout=60)
    tell_all()
    said = sorted(key for keys in results for key in keys)
    assert len(said) == WRITERS * REPLIES_EACH
    for who, reason in ((bob, NoticeReason.REPLY), (eve, NoticeReason.FOLLOWED)):
        told = Notice.objects.filter(person=who, reason=reason)
        assert sorted(told.values_list("change__claim__key", flat=True)) == said
        assert sorted(listed(who)) == said
        assert count_unseen(who) == len(said)
    assert Notice.objects.count() == 2 * len(said)


def test_what_commits_late_is_told_when_it_has(thread: Thread, bob: User, eve: User) -> None:
    """Catches: moving the cursor past a transaction that is open still."""
    tell_all()
    Notice.objects.all().delete()
    wrote, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            post_reply(parent=thread.rebut.key, relation="rebut", text="Said first.", by=eve)
            wrote.set()
            go_on.wait(timeout=60)

    writer = threading.Thread(target=_on_own_connection(slow))
    writer.start()
    assert wrote.wait(timeout=60)
    other = factories.small_thread(thread.debate.owner, bob, eve)
    tell_all()
    assert not Notice.objects.filter(debate=other.debate).exists()  # it waits its turn
    go_on.set()
    writer.join(timeout=60)
    tell_all()
    told = Notice.objects.filter(person=bob, change__claim__text="Said first.")
    assert told.count() == 1
    assert Notice.objects.filter(debate=other.debate).exists()


def test_a_worker_that_dies_in_between_leaves_everything_as_it_was(thread: Thread) -> None:
    """Catches: keeping the notices without the cursor, or the cursor without the notices."""
    tell_all()
    factories.reply(thread.rebut, thread.debate.owner)
    Notice.objects.all().delete()
    before = NoticeCursor.objects.get().change
    with transaction.atomic():
        assert tell_next_changes() == 1
        assert Notice.objects.count() == 1
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert NoticeCursor.objects.get().change == before
    tell_all()
    assert Notice.objects.exists()


def test_while_people_write_edit_withdraw_and_follow_the_count_is_that_of_the_list(
    thread: Thread, alice: User, bob: User, dan: User, eve: User
) -> None:
    """Catches: counting what the list leaves out."""
    tell_all()
    hidden = factories.small_thread(alice, bob, dan)
    writers = factories.people(4)

    def write(number: int) -> None:
        said = post_reply(
            parent=thread.rebut.key, relation="support", text=f"So {number}.", by=writers[number]
        )
        tell_next_changes()
        if number % 2:
            withdraw_claim(claim=said.key, by=writers[number])

    def follow() -> None:
        for _again in range(5):
            follow_debate(debate=thread.debate.key, by=eve)
            unfollow_debate(debate=thread.debate.key, by=eve)
        follow_debate(debate=thread.debate.key, by=eve)

    def reword() -> None:
        edit_claim(
            claim=thread.point.key, text="Tired pupils learn less.", base_revision=1, by=alice
        )

    def see() -> None:
        for _again in range(5):
            up_to = list_notices(bob).up_to
            if up_to:
                see_notices(up_to=read_list_cursor(up_to).id, by=bob)

    deeds = [lambda n=n: write(n) for n in range(4)]
    assert at_once([*deeds, follow, follow, reword, see, tell_all, tell_all]) == [None] * 10
    Debate.objects.filter(pk=hidden.debate.pk).update(visibility=Visibility.MEMBERS)
    tell_all()
    assert Follow.objects.filter(debate=thread.debate, person=eve).count() == 1
    for who in (alice, bob, dan, eve):
        page = list_notices(who).page
        assert page.next is None
        assert sum(group.unseen for group in page.rows) == count_unseen(who)
        assert all(told.deed.text for group in page.rows for told in group.rows)
    assert Notice.objects.filter(person=dan, debate=hidden.debate).exists()
    assert hidden.debate.key not in {group.debate_key for group in list_notices(dan).page.rows}
    twice = Counter(Notice.objects.values_list("person", "change"))
    assert set(twice.values()) == {1}
    assert Claim.objects.filter(state="withdrawn").count() == 2
    assert Change.objects.filter(debate=thread.debate, kind="withdrawn").count() == 2


def _on_own_connection(work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return run

"""Many write at once while others keep copies: in the end every copy is the debate as it is."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.deletion import erase_person
from accounts.actions.settings import change_settings
from accounts.errors import Refusal
from accounts.models import User
from debate.actions.access import set_access
from debate.actions.description import describe_debate
from debate.actions.edit import edit_claim
from debate.actions.hiding import hide_claim, restore_claim
from debate.actions.lock import lock_branch, unlock_branch
from debate.actions.move import move_claim
from debate.actions.relation import change_relation
from debate.actions.reply import post_reply
from debate.actions.vote import cast_vote
from debate.actions.withdrawal import withdraw_claim
from debate.enums import Reason, Relation, Visibility, VoteValue
from debate.models import Claim
from debate.tasks.tally import tally_next_debate
from tests import factories
from tests.api.copies import Copy, Mirror, fresh
from tests.drills.racing import at_once

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

WRITERS = 16
FOLLOWING = 0.02  # seconds between two questions of somebody who follows


class Stage:
    """Two debates, who writes in them, and the keys of the claims that were stated so far."""

    def __init__(self, alice: User, bob: User, carol: User, dan: User) -> None:
        self.alice, self.carol = alice, carol
        self.threads = [factories.small_thread(alice, bob, dan) for _ in range(2)]
        self.debates = [thread.debate for thread in self.threads]
        self.claims = [
            list(Claim.objects.filter(debate=of).values_list("key", flat=True))
            for of in self.debates
        ]
        self.writers = factories.people(WRITERS)

    def write(self, number: int, turns: int) -> None:
        """What one writer does, one thing after the other; refusals are answers, too."""
        chance, own = random.Random(number), list[tuple[int, str]]()
        who = self.writers[number]
        for turn in range(turns):
            try:
                self.do_something(chance, who, own, f"{number}, {turn}")
            except Refusal:
                continue
        if number == WRITERS - 1:
            erase_person(by=who, confirmation=str(who.handle))

    def do_something(
        self, chance: random.Random, who: User, own: list[tuple[int, str]], text: str
    ) -> None:
        place = chance.randrange(len(self.debates))
        claim, other = chance.choice(self.claims[place]), chance.choice(self.claims[place])
        mine, keeper = (
            (chance.choice(own)[1] if own else ""),
            chance.choice([self.alice, self.carol]),
        )
        why = Reason.MISPLACED
        deeds: list[tuple[int, Callable[[], object]]] = [
            (30, lambda: self.reply(place, claim, chance, who, own, text)),
            (15, lambda: cast_vote(claim=claim, value=chance.choice([*VoteValue]), by=who)),
            (10, lambda: edit_claim(claim=mine, text=f"Anew {text}.", base_revision=1, by=who)),
            (6, lambda: withdraw_claim(claim=mine, by=who)),
            (6, lambda: change_relation(claim=mine, relation=chance.choice([*Relation]), by=who)),
            (8, lambda: move_claim(claim=claim, to=other, reason=why, by=keeper)),
            (8, lambda: hide_claim(claim=claim, reason=why, by=keeper)),
            (8, lambda: restore_claim(claim=claim, reason=why, by=keeper)),
            (5, lambda: lock_branch(claim=claim, reason=why, by=keeper)),
            (5, lambda: unlock_branch(claim=claim, reason=why, by=keeper)),
            (3, lambda: self.rename(who, text)),
            (2, lambda: self.describe(place, chance)),
            (2, lambda: self.show_and_hide(chance)),
        ]
        [deed] = chance.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])
        deed()

    def reply(
        self,
        place: int,
        claim: str,
        chance: random.Random,
        who: User,
        own: list[tuple[int, str]],
        text: str,
    ) -> None:
        relation = chance.choice([*Relation])
        said = post_reply(parent=claim, relation=relation, text=f"Reason {text}.", by=who)
        own.append((place, said.key))
        self.claims[place].append(said.key)

    def rename(self, who: User, text: str) -> None:
        change_settings(
            by=who, display_name=f"Called {text}", language="", time_zone="", theme="system"
        )

    def describe(self, place: int, chance: random.Random) -> None:
        language = chance.choice(["en", "de", "fr"])
        describe_debate(debate=self.debates[place].key, language=language, by=self.alice)

    def show_and_hide(self, chance: random.Random) -> None:
        """The second debate goes out of sight now and then; it ends in public."""
        seen_by = chance.choice([Visibility.PUBLIC, Visibility.MEMBERS])
        set_access(debate=self.debates[1].key, visibility=seen_by, by=self.alice)


def while_they_write(stage: Stage, turns: int, others: Sequence[Callable[[], object]]) -> None:
    """Everybody writes; the others do what they do again and again until that is over."""
    done = threading.Event()
    failed: list[Exception] = []

    def again_and_again(deed: Callable[[], object]) -> None:
        try:
            while not done.is_set():
                deed()
                time.sleep(FOLLOWING)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=again_and_again, args=(deed,)) for deed in others]
    for thread in threads:
        thread.start()
    try:
        results = at_once([partial(stage.write, number, turns) for number in range(WRITERS)])
    finally:
        done.set()
        for thread in threads:
            thread.join(timeout=60)
    assert [result for result in [*results, *failed] if result is not None] == []


def count_all() -> None:
    while tally_next_debate(marked_before=timezone.now() + timedelta(hours=1)):
        pass


def told_once_and_in_order(numbers: Sequence[int | None]) -> bool:
    return list(numbers) == sorted({number for number in numbers if number is not None})


@pytest.mark.parametrize(
    "turns", [10, pytest.param(200, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_every_copy_ends_as_the_debate_is(
    alice: User, bob: User, carol: User, dan: User, turns: int
) -> None:
    """Catches: ids or numbers that are passed by before they are committed, what is not told of at
    all (a name, a language, a question that is answered), claims that are older than their news."""
    stage = Stage(alice, bob, carol, dan)
    first, second = (of.key for of in stage.debates)
    copies = [
        Copy(first),
        Copy(first, pulled=False),
        Copy(second, alice),  # who sees it while it is private, too
    ]
    mirrors = [Mirror(debates=(first, second)), Mirror(alice, debates=(first, second))]

    def begin_anew() -> None:
        """A copy that is pulled in the midst of it all, by both ways of following."""
        if len(copies) < 12:
            copies.append(Copy(first))
            late = Mirror(alice)
            late.copies = {key: fresh(key, alice) for key in (first, second)}
            mirrors.append(late)

    def follow_all(of: Sequence[Copy | Mirror]) -> None:
        for one in list(of):
            one.follow()

    while_they_write(
        stage,
        turns,
        [
            lambda: tally_next_debate(marked_before=timezone.now()),
            begin_anew,
            partial(follow_all, copies),
            partial(follow_all, mirrors),
        ],
    )
    set_access(debate=second, visibility=Visibility.PUBLIC, by=alice)
    count_all()
    now = {of.key: fresh(of.key) for of in stage.debates}
    for copy in copies:
        assert copy.follow().claims == now[copy.debate]
        assert told_once_and_in_order([change.seq for change in copy.told])
    for mirror in mirrors:
        assert mirror.follow().copies == now
        for debate in now:
            # In the order in which people began, which is not quite that of one debate's numbers.
            own = [change.seq for change in mirror.told if change.debate_key == debate]
            seen = [seq for seq in own if seq is not None]
            assert len(set(seen)) == len(seen)
    assert len(mirrors) > 2
    kinds = {change.kind for change in mirrors[1].told}
    assert len(kinds) > 5

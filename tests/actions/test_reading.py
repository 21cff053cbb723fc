from datetime import timedelta

import pytest

from accounts.errors import NotFound, NotSignedIn
from accounts.models import User
from debate.actions.reading import mark_read
from debate.enums import Visibility
from debate.limits import VISIT_SECONDS
from debate.models import ReadMark
from tests import factories
from tests.factories import LONG_AGO, Thread


def marks(thread: Thread, person: User) -> tuple[int, int]:
    mark = ReadMark.objects.get(debate=thread.debate, person=person)
    return mark.previous_seq, mark.seq


def test_a_mark_moves_on_and_never_back(thread: Thread, dan: User) -> None:
    for seq in (3, 5, 4):
        mark_read(debate=thread.debate.key, seq=seq, by=dan, at=LONG_AGO)
    assert marks(thread, dan) == (0, 5)


def test_within_one_visit_what_was_read_before_stays_known(thread: Thread, dan: User) -> None:
    later = LONG_AGO + timedelta(seconds=VISIT_SECONDS + 1)
    mark_read(debate=thread.debate.key, seq=3, by=dan, at=LONG_AGO)
    mark_read(debate=thread.debate.key, seq=5, by=dan, at=later)
    mark_read(debate=thread.debate.key, seq=6, by=dan, at=later + timedelta(minutes=5))
    assert marks(thread, dan) == (3, 6)


def test_nothing_is_read_that_has_not_happened(thread: Thread, dan: User) -> None:
    thread.debate.refresh_from_db()
    mark_read(debate=thread.debate.key, seq=10**30, by=dan)
    assert marks(thread, dan) == (0, thread.debate.last_seq)


def test_marks_are_for_people_who_can_see_the_debate(alice: User, eve: User) -> None:
    hidden = factories.debate(alice, visibility=Visibility.DRAFT)
    with pytest.raises(NotFound):
        mark_read(debate=hidden.key, seq=1, by=eve)
    with pytest.raises(NotSignedIn):
        mark_read(debate=hidden.key, seq=1, by=None)

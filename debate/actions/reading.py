"""Remembering how far somebody has read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from accounts.errors import NotFound, NotSignedIn
from debate.limits import VISIT_SECONDS
from debate.models import Debate
from debate.policies.debate import visible_debates

if TYPE_CHECKING:
    from debate.policies.visitor import Viewer

# What was read before this visit stays known for as long as the visit lasts, so that the marks of
# what is new do not vanish while one is looking at them. A mark never moves back.
_MARK = """
INSERT INTO debate_readmark AS mark (debate_id, person_id, seq, previous_seq, visited_at)
SELECT %(debate)s, id, %(seq)s, 0, %(at)s FROM accounts_user
 WHERE id = %(person)s AND kind <> 'gone' FOR SHARE
ON CONFLICT (person_id, debate_id) DO UPDATE
   SET previous_seq = CASE WHEN excluded.visited_at - mark.visited_at
                                > make_interval(secs => %(visit)s)
                           THEN mark.seq ELSE mark.previous_seq END,
       seq = greatest(mark.seq, excluded.seq),
       visited_at = greatest(mark.visited_at, excluded.visited_at)
"""


def mark_read(*, debate: str, seq: int, by: Viewer, at: datetime | None = None) -> None:
    """Remember that a person has seen a debate up to a Change; a later mark is never moved back.

    Raises NotSignedIn and NotFound. Queries: 2.
    """
    if not by:
        raise NotSignedIn("sign_in_to_keep_marks")
    found = Debate.objects.filter(visible_debates(by), key=debate).first()
    if found is None:
        raise NotFound("no_debate")
    with connection.cursor() as cursor:
        cursor.execute(
            _MARK,
            {
                "debate": found.pk,
                "person": by.pk,
                "seq": max(0, min(seq, found.last_seq)),
                "at": at or timezone.now(),
                "visit": VISIT_SECONDS,
            },
        )

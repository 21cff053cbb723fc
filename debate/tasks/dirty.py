"""Marking debates that the worker has to look at."""

from django.db import connection, transaction

_MARK = """
INSERT INTO debate_dirtydebate (debate_id, marked_at)
SELECT id, clock_timestamp() FROM debate_debate WHERE id = %(debate)s
ON CONFLICT DO NOTHING
"""


def mark_dirty_on_commit(debate_id: int) -> None:
    """Have the worker look at a debate once the present transaction has been committed.

    A statement of its own after the commit: inside the transaction the second of two writers
    would wait for the first. A mark that is lost (the process dies in between, the database goes
    away, the draft is discarded) is no failure of what was done: the worker's sweep finds it.
    """
    transaction.on_commit(lambda: _mark(debate_id), robust=True)


def _mark(debate_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"debate": debate_id})

"""Numbers of claims that are kept many at once."""

from django.db import connection


def claim_numbers(count: int) -> list[int]:
    """Numbers for so many claims, so that replies can name their parents before any is kept.

    Queries: 1.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('debate_claim', 'id'))"
            "  FROM generate_series(1, %(count)s)",
            {"count": count},
        )
        return [number for (number,) in cursor.fetchall()]

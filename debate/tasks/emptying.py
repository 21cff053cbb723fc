"""Taking the words out of what stays for the sake of the tree."""

from collections.abc import Sequence

from django.db import connection

# The text of a claim that is live has a CHECK on its length: only what is gone can be emptied.
_EMPTY = """
WITH cited AS (
    DELETE FROM debate_source USING debate_claimrevision AS revision
     WHERE revision.id = debate_source.revision_id AND revision.claim_id = ANY(%(claims)s)
), worded AS (
    UPDATE debate_claimrevision SET text = '', details = ''
     WHERE claim_id = ANY(%(claims)s) AND (text <> '' OR details <> '')
)
UPDATE debate_claim SET text = '', details_html = '', via = '', sources_count = 0
 WHERE id = ANY(%(claims)s)
   AND (text <> '' OR details_html <> '' OR via <> '' OR sources_count <> 0)
"""


def empty_claims(claims: Sequence[int]) -> None:
    """Forget what some claims said, in every wording, with their sources, the words to search
    and what their program was called.

    They are gone already, and locked by the caller. Numbers of wordings stay, so that votes and
    replies still say which one they meant. Doing it twice is harmless. Queries: 1.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY, {"claims": list(claims)})

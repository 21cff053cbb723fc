"""A debate on its way out: read in a few statements, however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from debate.formats.debate_file import DEBATE_FILES
from debate.queries.exported import read_exported
from tests import factories
from tests.formats.documents import rich_debate

pytestmark = pytest.mark.django_db


def test_it_takes_the_same_statements_however_many_claims_there_are(alice: User) -> None:
    few = factories.grow_debate(alice, claims=3)
    many = factories.grow_debate(alice, claims=300)
    for file in DEBATE_FILES.values():
        counts = []
        for debate in (few, many):
            with CaptureQueriesContext(connection) as statements:
                assert b"".join(file.write(read_exported(debate.key, None)))
            counts.append(len(statements))
        assert counts == [3, 3]


def test_wordings_are_counted_as_the_history_counts_them(alice: User, bob: User, dan: User) -> None:
    claims = list(read_exported(rich_debate(alice, bob, dan).key, None).claims)
    reworded = next(claim for claim in claims if len(claim.wordings) == 2)
    assert [worded.text for worded in reworded.wordings] == [
        "That does not follow.", "That does not follow at all.",
    ]  # fmt: skip
    mended = next(claim for claim in claims if claim.newest and claim.newest.text == "A typo.")
    assert (mended.newest, mended.parent_revision) == (mended.wordings[0], 2)
    assert mended.wordings[0].at == mended.created_at

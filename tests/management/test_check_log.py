"""The log of moderation: nothing changes it, and where somebody did that it is told."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction

from accounts.models import User
from debate.models import Act, Debate
from debate.queries.log import check_log

pytestmark = pytest.mark.django_db

CHANGES = {
    "another reason": "UPDATE debate_act SET reason = 'spam' WHERE id = %(id)s",
    "another person": "UPDATE debate_act SET actor_number = actor_number + 1 WHERE id = %(id)s",
    "another moment": "UPDATE debate_act SET at = at + interval '1 second' WHERE id = %(id)s",
    "another detail": "UPDATE debate_act SET detail = '{\"days\": 1}' WHERE id = %(id)s",
    "another claim": "UPDATE debate_act SET claim_key = 'anotherclaim' WHERE id = %(id)s",
    "another hash": "UPDATE debate_act SET hash = sha256('x') WHERE id = %(id)s",
    "hashed anew": "UPDATE debate_act SET reason = 'spam', hash = debate_act_hash("
    'jsonb_populate_record(debate_act, \'{"reason": "spam"}\')) WHERE id = %(id)s',
    "a line less": "DELETE FROM debate_act WHERE id = %(id)s",
}


@pytest.fixture
def lines(debate: Debate, alice: User) -> list[Act]:
    """Five acts, one after the other."""
    return [
        Act.objects.create(
            kind="frozen",
            reason="heated",
            debate_key=debate.key,
            actor_number=alice.pk,
            at=debate.created_at,
        )
        for _ in range(5)
    ]


def run(*words: str) -> tuple[int, str]:
    """How the command ended, and what it said."""
    out, err = StringIO(), StringIO()
    try:
        call_command("check_log", *words, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), err.getvalue()
    return 0, out.getvalue()


def numbered(lines: list[Act], place: int) -> int:
    """The number that the database gave a line."""
    return Act.objects.get(key=lines[place].key).pk


def test_a_log_that_nobody_touched_is_whole(lines: list[Act]) -> None:
    code, told = run()
    assert code == 0
    assert f"{Act.objects.count()} lines, all in order." in told
    newest = check_log().newest
    assert newest in told
    assert run("--expect", newest)[0] == 0
    assert run("--expect", newest.upper())[0] == 0


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_a_line_that_somebody_changed_with_the_rights_of_the_owner_is_found(
    lines: list[Act], change: str
) -> None:
    number = numbered(lines, 2)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE debate_act DISABLE TRIGGER ALL")
        cursor.execute("GRANT UPDATE, DELETE ON debate_act TO CURRENT_USER")
        cursor.execute(CHANGES[change], {"id": number})
        assert cursor.rowcount == 1
    code, told = run()
    found = check_log().broken_at
    assert code == 1
    assert found in {number, number + 1}  # what is missing or hashed anew shows at the next line
    assert f"Line {found} does not fit" in told


def test_an_end_that_was_cut_off_shows_by_the_hash_that_was_kept(lines: list[Act]) -> None:
    kept = check_log().newest
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE debate_act DISABLE TRIGGER ALL")
        cursor.execute("GRANT DELETE ON debate_act TO CURRENT_USER")
        cursor.execute("DELETE FROM debate_act WHERE id = (SELECT max(id) FROM debate_act)")
    assert run()[0] == 0
    assert run("--expect", kept) == (
        1,
        "The expected hash is not in the log: its end is missing.\n",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE debate_act SET reason = 'spam'",
        "UPDATE debate_act SET at = now() WHERE id = 1",
        "DELETE FROM debate_act",
        "TRUNCATE debate_act",
        "TRUNCATE debate_act CASCADE",
        "SET LOCAL session_replication_role = replica; DELETE FROM debate_act",
        "INSERT INTO debate_act (key, kind, reason, actor_number, at) "
        "SELECT key, 'hidden', 'spam', 1, now() FROM debate_act LIMIT 1 "
        "ON CONFLICT (key) DO UPDATE SET reason = 'spam'",
    ],
)
def test_the_role_of_the_app_can_only_add_lines(lines: list[Act], statement: str) -> None:
    before = check_log()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert check_log() == before


def test_a_line_gets_its_number_and_hashes_from_the_database(lines: list[Act]) -> None:
    act = Act.objects.create(
        id=1, kind="thawed", reason="resolved", actor_number=1, at=lines[0].at, hash=b"x"
    )
    kept = Act.objects.get(key=act.key)
    assert kept.pk == numbered(lines, -1) + 1
    assert bytes(kept.hash) != b"x"
    assert check_log().broken_at is None

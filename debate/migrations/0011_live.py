from django.db import migrations

MAKE = """
-- One message for each debate that a statement wrote about. Whoever listens gets it at the commit,
-- in the order of commits; the channel and the words are those of debate/tasks/publish.py.
CREATE FUNCTION debate_change_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('rejoinder', json_build_object(
                'debate', debate.key, 'seq', newest.seq, 'public', debate.visibility = 'public'
            )::text)
       FROM (SELECT debate_id, max(seq) AS seq FROM written GROUP BY debate_id) AS newest
       JOIN debate_debate AS debate ON debate.id = newest.debate_id;
    RETURN NULL;
END $$;

CREATE TRIGGER a_change_is_told AFTER INSERT ON debate_change
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION debate_change_is_told();
"""

DROP = """
DROP TRIGGER a_change_is_told ON debate_change;
DROP FUNCTION debate_change_is_told;
"""


class Migration(migrations.Migration):
    """Every Change is told at its commit, whoever wrote it."""

    dependencies = [("debate", "0010_following")]

    operations = [migrations.RunSQL(MAKE, DROP)]

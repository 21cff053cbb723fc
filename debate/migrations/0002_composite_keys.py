from django.db import migrations

A_REPLY_STAYS_IN_ITS_PARENTS_DEBATE = """
ALTER TABLE debate_claim ADD CONSTRAINT a_reply_stays_in_its_parents_debate
    FOREIGN KEY (debate_id, parent_id, parent_bears_as)
    REFERENCES debate_claim (debate_id, id, bears_as)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""

A_VOTE_IS_ON_A_CLAIM_AS_IT_IS = """
ALTER TABLE debate_vote ADD CONSTRAINT a_vote_is_on_a_claim_as_it_is
    FOREIGN KEY (claim_id, claim_author_id, claim_bears_as)
    REFERENCES debate_claim (id, author_id, bears_as)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    """What Django cannot say: keys of several columns, and room for updates in place."""

    dependencies = [("debate", "0001_initial")]

    operations = [
        migrations.RunSQL(
            A_REPLY_STAYS_IN_ITS_PARENTS_DEBATE,
            "ALTER TABLE debate_claim DROP CONSTRAINT a_reply_stays_in_its_parents_debate",
        ),
        migrations.RunSQL(
            A_VOTE_IS_ON_A_CLAIM_AS_IT_IS,
            "ALTER TABLE debate_vote DROP CONSTRAINT a_vote_is_on_a_claim_as_it_is",
        ),
        # Votes update these rows in place: a quarter of each page stays free for the next version.
        migrations.RunSQL(
            "ALTER TABLE debate_tally SET (fillfactor = 75)",
            "ALTER TABLE debate_tally RESET (fillfactor)",
        ),
    ]

from django.db import migrations

MAKE = """
CREATE TABLE debate_act (
    id bigint PRIMARY KEY DEFAULT 0,
    key varchar(12) NOT NULL UNIQUE,
    kind varchar(12) NOT NULL,
    reason varchar(12) NOT NULL,
    debate_key varchar(12),
    claim_key varchar(12),
    actor_number bigint NOT NULL,
    subject_number bigint,
    about varchar(12),
    detail jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL,
    previous bytea NOT NULL DEFAULT '',
    hash bytea NOT NULL DEFAULT ''
);
CREATE INDEX acts_of_a_debate ON debate_act (debate_key, id DESC);
CREATE INDEX acts_on_a_claim ON debate_act (claim_key, id DESC);
CREATE INDEX acts_about_a_person ON debate_act (subject_number, id DESC);

CREATE FUNCTION debate_act_hash(act debate_act) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(act.previous || convert_to(jsonb_build_array(
        act.id, act.key, act.kind, act.reason, act.debate_key, act.claim_key, act.actor_number,
        act.subject_number, act.about, act.detail, extract(epoch FROM act.at)
    )::text, 'UTF8'))
$$;

-- One writer at a time, so that the numbers have no gap and the chain no fork.
CREATE FUNCTION debate_act_is_chained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest debate_act;
BEGIN
    PERFORM pg_advisory_xact_lock('debate_act'::regclass::bigint);
    SELECT * INTO newest FROM debate_act ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(newest.id, 0) + 1;
    NEW.previous := coalesce(newest.hash, ''::bytea);
    NEW.hash := debate_act_hash(NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION debate_act_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of moderation is not changed' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER an_act_is_chained BEFORE INSERT ON debate_act
    FOR EACH ROW EXECUTE FUNCTION debate_act_is_chained();
CREATE TRIGGER an_act_is_kept BEFORE UPDATE OR DELETE ON debate_act
    FOR EACH ROW EXECUTE FUNCTION debate_act_is_kept();
CREATE TRIGGER the_log_is_kept BEFORE TRUNCATE ON debate_act
    FOR EACH STATEMENT EXECUTE FUNCTION debate_act_is_kept();
-- Also where sessions replicate, in which ordinary triggers do not fire.
ALTER TABLE debate_act ENABLE ALWAYS TRIGGER an_act_is_kept;
ALTER TABLE debate_act ENABLE ALWAYS TRIGGER the_log_is_kept;
REVOKE UPDATE, DELETE, TRUNCATE ON debate_act FROM PUBLIC, CURRENT_USER;
"""

DROP = """
DROP TABLE debate_act CASCADE;
DROP FUNCTION debate_act_is_chained;
DROP FUNCTION debate_act_is_kept;
"""


class Migration(migrations.Migration):
    """The log of moderation, which the database itself keeps from being changed."""

    dependencies = [("debate", "0006_running_a_debate")]

    operations = [migrations.RunSQL(MAKE, DROP)]

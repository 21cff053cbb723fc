from django.db import migrations

MAKE = """
-- What debate/tasks/publish.py calls revoke(): the streams end to which all that is given applies.
CREATE FUNCTION debate_streams_end(person text, topic text, login text) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_notify('rejoinder', json_build_object('revoke', json_build_object(
        'person', coalesce(person, ''), 'topic', coalesce(topic, ''), 'login', coalesce(login, '')
    ))::text)
$$;

CREATE FUNCTION debate_session_has_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- as login_of_session in debate/policies/ticket.py
    PERFORM debate_streams_end('', '', left(encode(
        sha256(convert_to('rejoinder live ' || OLD.session_key, 'UTF8')), 'hex'), 16));
    RETURN NULL;
END $$;
CREATE TRIGGER a_session_has_ended AFTER DELETE ON django_session
    FOR EACH ROW EXECUTE FUNCTION debate_session_has_ended();

CREATE FUNCTION debate_token_has_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM debate_streams_end('', '', 'token:' || OLD.key);
    RETURN NULL;
END $$;
CREATE TRIGGER a_token_has_ended AFTER DELETE ON accounts_token
    FOR EACH ROW EXECUTE FUNCTION debate_token_has_ended();

CREATE FUNCTION debate_person_has_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM debate_streams_end(OLD.key, '', '');
    RETURN NULL;
END $$;
CREATE TRIGGER a_person_is_gone AFTER DELETE ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION debate_person_has_ended();
CREATE TRIGGER a_person_signs_in_anew AFTER UPDATE OF password, is_active, banned, kind
    ON accounts_user FOR EACH ROW
    WHEN ((OLD.password, OLD.is_active, OLD.banned, OLD.kind)
        IS DISTINCT FROM (NEW.password, NEW.is_active, NEW.banned, NEW.kind))
    EXECUTE FUNCTION debate_person_has_ended();

CREATE FUNCTION debate_seat_has_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM debate_streams_end(person.key, 'debate:' || debate.key, '')
       FROM accounts_user AS person, debate_debate AS debate
      WHERE person.id = OLD.person_id AND debate.id = OLD.debate_id;
    RETURN NULL;
END $$;
CREATE TRIGGER a_seat_is_gone AFTER DELETE ON debate_membership
    FOR EACH ROW WHEN (OLD.role IS NOT NULL) EXECUTE FUNCTION debate_seat_has_ended();
CREATE TRIGGER a_seat_is_another AFTER UPDATE OF role ON debate_membership
    FOR EACH ROW WHEN (OLD.role IS NOT NULL AND OLD.role IS DISTINCT FROM NEW.role)
    EXECUTE FUNCTION debate_seat_has_ended();

CREATE FUNCTION debate_debate_has_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM debate_streams_end('', 'debate:' || OLD.key, '');
    RETURN NULL;
END $$;
CREATE TRIGGER a_debate_is_gone AFTER DELETE ON debate_debate
    FOR EACH ROW EXECUTE FUNCTION debate_debate_has_ended();
CREATE TRIGGER a_debate_is_for_others AFTER UPDATE OF visibility, link_key, owner_id
    ON debate_debate FOR EACH ROW
    WHEN ((OLD.visibility, OLD.link_key, OLD.owner_id)
        IS DISTINCT FROM (NEW.visibility, NEW.link_key, NEW.owner_id))
    EXECUTE FUNCTION debate_debate_has_ended();
"""

DROP = """
DROP TRIGGER a_session_has_ended ON django_session;
DROP TRIGGER a_token_has_ended ON accounts_token;
DROP TRIGGER a_person_is_gone ON accounts_user;
DROP TRIGGER a_person_signs_in_anew ON accounts_user;
DROP TRIGGER a_seat_is_gone ON debate_membership;
DROP TRIGGER a_seat_is_another ON debate_membership;
DROP TRIGGER a_debate_is_gone ON debate_debate;
DROP TRIGGER a_debate_is_for_others ON debate_debate;
DROP FUNCTION debate_session_has_ended;
DROP FUNCTION debate_token_has_ended;
DROP FUNCTION debate_person_has_ended;
DROP FUNCTION debate_seat_has_ended;
DROP FUNCTION debate_debate_has_ended;
DROP FUNCTION debate_streams_end;
"""


class Migration(migrations.Migration):
    """Where access ends, streams end, whoever ended it: an action, the admin, a command."""

    dependencies = [
        ("debate", "0013_delta"),
        ("accounts", "0008_scopes_of_teachers"),
        ("sessions", "0001_initial"),
    ]

    operations = [migrations.RunSQL(MAKE, DROP)]

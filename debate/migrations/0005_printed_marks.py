from django.db import migrations

# The marks of printed text. A database that classes every letter beyond ASCII as part of a word
# (the C.UTF-8 locale does) would take “Word” and ruler’s, with their marks, for words of their own.
MARKS = "“”„‘’‚‹›«»…–—―¿¡·•،؛؟۔。、，‑"

LEXEMES = f"""
CREATE OR REPLACE FUNCTION debate_lexemes(language text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(debate_search_rules(language), translate(body, '{MARKS}', '{" " * len(MARKS)}'))
"""

LEXEMES_BEFORE = """
CREATE OR REPLACE FUNCTION debate_lexemes(language text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(debate_search_rules(language), body)
"""

# A generated column is made anew where what it is made of is written.
ANEW = """
UPDATE debate_claim SET text = text;
UPDATE debate_essay SET title = title;
UPDATE debate_essayrevision SET text = text;
"""


class Migration(migrations.Migration):
    """Words are found whatever printed marks stand beside them."""

    dependencies = [("debate", "0004_drafts_and_notices")]

    operations = [
        migrations.RunSQL(LEXEMES, LEXEMES_BEFORE),
        migrations.RunSQL(ANEW, ANEW),
    ]

import debate.models.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# Immutable, so that a generated column may call it: the rules are chosen by the language alone.
# A language that PostgreSQL has no rules for is searched by its words as they are.
RULES_OF_A_LANGUAGE = """
CREATE FUNCTION debate_search_rules(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE split_part(lower(language), '-', 1)
    WHEN 'ar' THEN 'arabic'::regconfig
    WHEN 'da' THEN 'danish'::regconfig
    WHEN 'de' THEN 'german'::regconfig
    WHEN 'en' THEN 'english'::regconfig
    WHEN 'es' THEN 'spanish'::regconfig
    WHEN 'fi' THEN 'finnish'::regconfig
    WHEN 'fr' THEN 'french'::regconfig
    WHEN 'it' THEN 'italian'::regconfig
    WHEN 'nl' THEN 'dutch'::regconfig
    WHEN 'no' THEN 'norwegian'::regconfig
    WHEN 'pt' THEN 'portuguese'::regconfig
    WHEN 'ru' THEN 'russian'::regconfig
    WHEN 'sv' THEN 'swedish'::regconfig
    WHEN 'tr' THEN 'turkish'::regconfig
    ELSE 'simple'::regconfig
END
"""

LEXEMES = """
CREATE FUNCTION debate_lexemes(language text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(debate_search_rules(language), body)
"""

COPY_LANGUAGES = """
UPDATE debate_essayrevision AS revision SET language = essay.language
  FROM debate_essay AS essay WHERE essay.id = revision.essay_id
"""


class Migration(migrations.Migration):
    """What is needed to search: the words and the letters of theses, claims and essays."""

    dependencies = [("debate", "0002_composite_keys")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(RULES_OF_A_LANGUAGE, "DROP FUNCTION debate_search_rules(text)"),
        migrations.RunSQL(LEXEMES, "DROP FUNCTION debate_lexemes(text, text)"),
        migrations.AddField(
            model_name='essayrevision',
            name='language',
            field=models.CharField(default='en', help_text="the essay's, copied", max_length=12),
        ),
        migrations.RunSQL(COPY_LANGUAGES, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='claim',
            name='lexemes',
            field=models.GeneratedField(db_persist=True, expression=debate.models.fields.Lexemes(models.F('language'), models.F('text')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='essay',
            name='lexemes',
            field=models.GeneratedField(db_persist=True, expression=debate.models.fields.Lexemes(models.F('language'), django.db.models.functions.text.Concat(models.F('title'), models.Value(' '), models.F('writer'))), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='essayrevision',
            name='lexemes',
            field=models.GeneratedField(db_persist=True, expression=debate.models.fields.Lexemes(models.F('language'), models.F('text')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=django.contrib.postgres.indexes.GinIndex(fields=['lexemes'], name='claims_by_their_words'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=django.contrib.postgres.indexes.GinIndex(fields=['text'], name='claims_by_their_letters', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='essay',
            index=django.contrib.postgres.indexes.GinIndex(fields=['lexemes'], name='essays_by_title_and_writer'),
        ),
        migrations.AddIndex(
            model_name='essayrevision',
            index=django.contrib.postgres.indexes.GinIndex(fields=['lexemes'], name='essays_by_their_words'),
        ),
    ]

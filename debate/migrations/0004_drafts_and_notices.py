import debate.enums
import debate.models.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What happened before there were notices is told to nobody.
BEGIN_NOW = """
INSERT INTO debate_noticecursor (id, xid, change)
SELECT 1, pg_current_xact_id(), coalesce(max(id), 0) FROM debate_change
"""


class Migration(migrations.Migration):
    """Drafts, notices, and lists of debates in further orders."""

    dependencies = [
        ("debate", "0003_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[(debate.enums.DraftPurpose['REPLY'], debate.enums.DraftPurpose['REPLY']), (debate.enums.DraftPurpose['EDIT'], debate.enums.DraftPurpose['EDIT']), (debate.enums.DraftPurpose['DEBATE'], debate.enums.DraftPurpose['DEBATE'])], max_length=6)),
                ('content', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
                ('aside', models.JSONField(default=list)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[(debate.enums.NoticeReason['REPLY'], debate.enums.NoticeReason['REPLY']), (debate.enums.NoticeReason['ANSWER'], debate.enums.NoticeReason['ANSWER']), (debate.enums.NoticeReason['REWORDED'], debate.enums.NoticeReason['REWORDED']), (debate.enums.NoticeReason['FOLLOWED'], debate.enums.NoticeReason['FOLLOWED'])], max_length=8)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='NoticeCursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('xid', debate.models.fields.TransactionIdField()),
                ('change', models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='debatetally',
            name='contested',
            field=models.FloatField(default=0, help_text='how evenly people are split on the thesis'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['actor', '-id'], name='changes_by_a_person'),
        ),
        migrations.AddIndex(
            model_name='debate',
            index=models.Index(fields=['-opened_at', '-id'], name='debates_newest_first'),
        ),
        migrations.AddIndex(
            model_name='debatetally',
            index=models.Index(fields=['-contested', '-debate'], name='debates_most_contested_first'),
        ),
        migrations.AddField(
            model_name='draft',
            name='claim',
            field=models.ForeignKey(blank=True, help_text='the one answered or reworded; none for a new debate', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='debate.claim'),
        ),
        migrations.AddField(
            model_name='draft',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='change',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='debate.change'),
        ),
        migrations.AddField(
            model_name='notice',
            name='debate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='debate.debate'),
        ),
        migrations.AddField(
            model_name='notice',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='noticecursor',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='there_is_one_cursor_of_notices'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('person', 'purpose', 'claim'), name='one_draft_per_person_and_purpose', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('purpose', debate.enums.DraftPurpose['DEBATE'])), models.Q(('claim__isnull', False), ('purpose__in', [debate.enums.DraftPurpose['REPLY'], debate.enums.DraftPurpose['EDIT']])), _connector='OR'), name='a_draft_is_of_a_debate_or_about_a_claim'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['person', '-id'], name='notices_newest_first'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['person'], name='notices_not_seen'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('person', 'change'), name='a_person_is_told_once_of_a_change'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', [debate.enums.NoticeReason['REPLY'], debate.enums.NoticeReason['ANSWER'], debate.enums.NoticeReason['REWORDED'], debate.enums.NoticeReason['FOLLOWED']])), name='a_notice_has_a_known_reason'),
        ),
        migrations.RunSQL(BEGIN_NOW, migrations.RunSQL.noop),
    ]

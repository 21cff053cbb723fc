from django.db import migrations


class Migration(migrations.Migration):
    """Counters of rate limits need not survive a crash: without a log they cost a third."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE accounts_rate SET UNLOGGED", "ALTER TABLE accounts_rate SET LOGGED"
        ),
    ]

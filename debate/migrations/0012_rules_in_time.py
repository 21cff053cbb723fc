from django.db import migrations, models
from django.db.models import F, Func, Value


class Migration(migrations.Migration):
    dependencies = [("debate", "0011_live")]

    operations = [
        migrations.AddField(
            model_name="debaterules",
            name="personal",
            field=models.JSONField(
                db_default=Value([], models.JSONField()),
                default=list,
                help_text="windows of one person",
            ),
        ),
        migrations.AddField(
            model_name="debaterules",
            name="hold_all",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="whether all claims wait, not only first ones",
            ),
        ),
        migrations.AddField(
            model_name="debaterules",
            name="keepers_judge",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="whether the owner and moderators vote too",
            ),
        ),
        migrations.AddField(
            model_name="debaterules",
            name="blind",
            field=models.GeneratedField(
                db_persist=True,
                expression=Func(
                    F("windows"),
                    Value("$[*] ? (exists(@.replies_hidden) || exists(@.results_hidden))"),
                    function="jsonb_path_exists",
                    output_field=models.BooleanField(),
                    template="%(function)s(%(expressions)s::jsonpath)",
                ),
                output_field=models.BooleanField(),
            ),
        ),
    ]

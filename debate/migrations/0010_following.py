import django.utils.timezone
from django.db import migrations, models

import debate.models.fields

KINDS = [
    "opened",
    "closed",
    "reopened",
    "stated",
    "edited",
    "withdrawn",
    "tallied",
    "hidden",
    "restored",
    "related",
    "moved",
    "locked",
    "unlocked",
    "frozen",
    "thawed",
    "returned",
    "removed",
    "blocked",
    "unblocked",
    "upheld",
    "overturned",
    "described",
    "admitted",
    "scheduled",
    "archived",
    "revived",
    "transferred",
    "seated",
    "left",
    "credited",
    "anchored",
    "emptied",
    "mended",
    "dropped",
]


class Migration(migrations.Migration):
    """What copies that are kept in step have to be told besides what people did."""

    dependencies = [("debate", "0009_via")]

    operations = [
        migrations.RemoveConstraint(model_name="change", name="a_change_is_of_a_known_kind"),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=12),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="a_change_is_of_a_known_kind"
            ),
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "xid",
                    debate.models.fields.TransactionIdField(
                        db_default=debate.models.fields.TransactionId(), editable=False
                    ),
                ),
                ("debate_key", models.CharField(max_length=12)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["xid", "id"], name="departures_in_order_of_commit")
                ],
            },
        ),
    ]

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

A_DELTA_IS_FOR_A_CLAIM_AS_IT_IS = """
ALTER TABLE debate_delta ADD CONSTRAINT a_delta_is_for_a_claim_as_it_is
    FOREIGN KEY (claim_id, claim_author_id, claim_bears_as)
    REFERENCES debate_claim (id, author_id, bears_as)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    dependencies = [
        ("debate", "0012_rules_in_time"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Delta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deltas",
                        to="debate.claim",
                    ),
                ),
                (
                    "claim_author",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("claim_bears_as", models.CharField(editable=False, max_length=8)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deltas",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "person"), name="one_delta_per_person_per_claim"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("claim_author")), _negated=True),
                        name="no_delta_for_ones_own_claim",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            A_DELTA_IS_FOR_A_CLAIM_AS_IT_IS,
            "ALTER TABLE debate_delta DROP CONSTRAINT a_delta_is_for_a_claim_as_it_is",
        ),
    ]

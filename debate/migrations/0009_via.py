from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("debate", "0008_seats_without_a_role")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="via",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="what its author calls the program that posted it; empty if they did",
                max_length=60,
            ),
        ),
        migrations.AddField(
            model_name="heldclaim",
            name="via",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
    ]

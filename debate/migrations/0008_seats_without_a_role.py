from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("debate", "0007_act")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[("reader", "reader"), ("member", "member"), ("moderator", "moderator")],
                default="member",
                max_length=9,
                null=True,
            ),
        ),
    ]

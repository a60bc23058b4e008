from django.db import migrations, models


class Migration(migrations.Migration):
    """A language may have a variant: easy Finnish is fi-simple."""

    dependencies = [("access", "0010_consent_kind")]

    operations = [
        migrations.AlterField("user", "language", models.CharField(default="fi", max_length=9)),
    ]

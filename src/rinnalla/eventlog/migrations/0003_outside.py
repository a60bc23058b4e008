"""Lines of readers without an account, by the question that let them read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("eventlog", "0002_by_user"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accessline",
            index=models.Index(
                condition=models.Q(("actor_kind", "outside")), fields=["purpose"], name="eventlog_line_outside"
            ),
        ),
    ]

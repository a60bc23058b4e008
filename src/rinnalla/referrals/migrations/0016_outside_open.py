"""The open questions of a unit by their last moment: what an inbox asks each time it is drawn."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("referrals", "0015_peers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outsidequestion",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["unit", "expires_at"], name="outside_open"
            ),
        ),
    ]

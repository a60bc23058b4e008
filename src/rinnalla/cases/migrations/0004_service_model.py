"""A case runs on the version of the service model it was opened under; those there are run on the one in force."""

import django.db.models.deletion
from django.db import migrations, models

PIN = """
update cases_case c set service_model_id = m.id from servicemodels_servicemodel m
 where m.region_id = c.region_id and m.published_at is not null and m.superseded_at is null;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_held_in_unit"), ("servicemodels", "0003_drafts")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="service_model",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="servicemodels.servicemodel",
            ),
        ),
        migrations.RunSQL(PIN, migrations.RunSQL.noop),
    ]

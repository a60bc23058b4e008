"""How a person came to the case, for the team that never saw the referral: with its wall, and for those taken in before."""

import django.db.models.deletion
import rinnalla.lib.dates
import uuid
from django.db import migrations, models

from rinnalla.access.walls import wall

EARLIER = """
insert into referrals_arrival (uuid, case_id, referral_id, channel, sender_kind, sender_name, received_on, accepted_at)
select gen_random_uuid(), case_id, id, channel, sender_kind, sender_name, received_on, accepted_at
  from referrals_referral where accepted_at is not null and case_id is not null;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_versions"), ("referrals", "0003_waiting_in_unit")]
    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("channel", models.CharField(max_length=40)),
                ("sender_kind", models.CharField(blank=True, max_length=40)),
                ("sender_name", models.CharField(blank=True, max_length=200)),
                ("received_on", models.DateField()),
                ("accepted_at", models.DateTimeField(default=rinnalla.lib.dates.now)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="cases.case")),
                ("referral", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="arrival", to="referrals.referral")),
            ],
            options={"ordering": ["received_on", "pk"]},
        ),
        migrations.RunSQL(EARLIER, migrations.RunSQL.noop),
        wall("referrals_arrival", "case"),
    ]

"""The employer's wall: see `employers/sql.py`."""

from django.db import migrations

from rinnalla.access.walls import wall
from rinnalla.employers.sql import LET, TRIGGERS, UNLET


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0003_letters_and_told"), ("meetings", "0007_times_called_off"), ("plans", "0006_phases"),
        ("cases", "0012_disclosures"), ("access", "0013_consent_versions"), ("organisations", "0003_names_staff"),
    ]
    operations = [
        wall("employers_toldtoemployer", "case"),
        migrations.RunSQL(LET, UNLET),
        *(migrations.RunSQL(made, dropped) for made, dropped in TRIGGERS),
    ]

"""Two pilots of one service share no month: their counts side by side would tell of the few between their ends (A13)."""

from django.db import migrations

APART = """
alter table services_pilot add constraint pilots_of_a_service_share_no_month exclude using gist (
  card_id with =,
  int4range(
    (extract(year from starts_on) * 12 + extract(month from starts_on))::int,
    (extract(year from ends_on) * 12 + extract(month from ends_on))::int, '[]') with &&
)
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0010_pilots")]

    operations = [
        migrations.RunSQL(APART, "alter table services_pilot drop constraint pilots_of_a_service_share_no_month")
    ]

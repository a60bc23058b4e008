"""How many checklists were filled in by whom and where: numbers for whoever leads the region, who sees no row."""

from django.db import migrations

from rinnalla.referrals.sql import DEFINER, LEADS, function

IDENTIFIED = f"""
create function referrals_identified(since date, until date)
returns table (organisation bigint, place text, number bigint)
language sql stable {DEFINER} as $$
  with {LEADS}
  select u.organisation_id, i.place, count(*)
    from referrals_identification i join organisations_unit u on u.id = i.unit_id
    join organisations_organisation o on o.id = u.organisation_id join leads using (region_id)
   where i.at >= since::timestamp at time zone 'Europe/Helsinki'
     and i.at < (until + 1)::timestamp at time zone 'Europe/Helsinki'
   group by u.organisation_id, i.place
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_arrival"), ("access", "0004_administration"), ("organisations", "0001_initial")]
    operations = [function("referrals_identified(date, date)", IDENTIFIED)]

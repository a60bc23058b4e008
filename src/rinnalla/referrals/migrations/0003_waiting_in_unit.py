"""How much waits in a unit: a count for administrators, who see no referral."""

from django.db import migrations

WAITING = """
create function referrals_waiting_in(unit bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select (select count(*) from referrals_referral
           where unit_id = unit and accepted_at is null and (declined_at is null or next_unit_id = unit))
       + (select count(*) from referrals_consultation where unit_id = unit and answered_at is null)
$$;
revoke all on function referrals_waiting_in(bigint) from public;
grant execute on function referrals_waiting_in(bigint) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_wall")]
    operations = [migrations.RunSQL(WAITING, "drop function referrals_waiting_in(bigint)")]

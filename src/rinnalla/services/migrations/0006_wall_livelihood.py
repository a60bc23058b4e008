"""The wall of the livelihood timeline, and the owner's function that tells of benefits about to turn (V-71, V-73, V-91).
"""

from django.db import migrations

from rinnalla.access.walls import wall

# Each turn once: whoever answers for the open case, if their role and their leave for the case cover livelihood.
REMIND = """
create function services_remind_of_benefits(region bigint, until date, roles text[], at timestamptz)
returns setof bigint language sql volatile security definer set search_path = public, pg_temp as $$
  with turning as (
    select b.id, coalesce(c.responsible_worker_id, c.arranger_id) as worker, (
      select min(day) from unnest(array[b.ends_on, b.next_decision_on, b.limit_on]) day
       where day > coalesce(b.seen_to, '-infinity') and day >= (b.made_at at time zone 'Europe/Helsinki')::date) as turn
      from services_benefit b join cases_case c on c.id = b.case_id
     where c.region_id = region and c.closed_at is null and b.removed_at is null and b.returned_on is null
       and b.decision <> 'refused'
  ), told as (
    update services_benefit b set told_of = t.turn from turning t
     where b.id = t.id and t.turn <= until and b.told_of is distinct from t.turn
       and exists (select from access_membership m where m.user_id = t.worker and m.role = any(roles)
         and m.ended_at is null and m.starts_on <= at::date and (m.ends_on is null or m.ends_on >= at::date))
       and exists (select from access_grant g where g.case_id = b.case_id and g.user_id = t.worker and g.ended_at is null
         and g.starts_at <= at and (g.ends_at is null or g.ends_at > at) and g.field_groups ? 'livelihood')
    returning t.worker
  ) select distinct worker from told
$$;
revoke all on function services_remind_of_benefits(bigint, date, text[], timestamptz) from public;
grant execute on function services_remind_of_benefits(bigint, date, text[], timestamptz) to rinnalla_app;
"""
DROP = "drop function services_remind_of_benefits(bigint, date, text[], timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("services", "0005_livelihood"), ("access", "0003_walls")]
    operations = [wall("services_benefit", "case"), migrations.RunSQL(REMIND, DROP)]

"""The first and the newest result of each client by scale, as numbers for a manager (V-104).

Runs as the owner, as the counting of situations does (0012): numbers alone, of the asker's own region, only to the role
that may see figures. Whole finished quarters only, so that two readings side by side do not tell one client's change.
Somebody with one result has no change: they are left out and counted apart.
"""

from django.db import migrations

SQL = """
create function assessments_result_changes()
returns table (instrument text, edition text, scale text, up bigint, same bigint, down bigint, mean numeric,
               singles bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with mine as (
    select o.region_id from access_membership m
      join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date)),
  points as (
    select c.person_id, r.instrument, r.edition, s.key as scale, s.value::numeric as value, r.measured_on, r.id
      from assessments_instrumentresult r
      join cases_case c on c.id = r.case_id join mine using (region_id)
      cross join lateral jsonb_each_text(r.scores) s
     where r.measured_on < date_trunc('quarter', current_date)::date and r.subject = ''
       and not exists (select from assessments_instrumentresult later where later.corrects_id = r.id)),
  pairs as (
    select person_id, instrument, edition, scale, count(distinct measured_on) as days,
           (array_agg(value order by measured_on desc, id desc))[1] - (array_agg(value order by measured_on, id))[1]
             as difference
      from points group by person_id, instrument, edition, scale)
  select instrument, edition, scale,
         count(*) filter (where days > 1 and difference > 0), count(*) filter (where days > 1 and difference = 0),
         count(*) filter (where days > 1 and difference < 0), avg(difference) filter (where days > 1),
         count(*) filter (where days = 1)
    from pairs group by instrument, edition, scale
$$;
revoke all on function assessments_result_changes() from public;
grant execute on function assessments_result_changes() to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0013_sides_and_responsible")]
    operations = [migrations.RunSQL(SQL, "drop function assessments_result_changes();")]

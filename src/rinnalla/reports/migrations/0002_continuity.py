"""The owner's function that counts changes of the responsible worker, and revisions of plans, by case (L-79)."""

from django.db import migrations

from rinnalla.reports.sql import MINE, function

# A change is a term whose worker is another than that of the term before. Three and more are one group.
COUNTS = f"""
create function reports_continuity_counts(region bigint, since date, until date, causes text[])
returns table (what text, key text, unit bigint, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with terms as (
    select t.case_id, c.holder_unit_id, t.period, t.worker_id,
           lag(t.worker_id) over (partition by t.case_id order by lower(t.period)) as before
      from cases_responsibleterm t join cases_case c on c.id = t.case_id
     where c.region_id = region and (lower(t.period) at time zone 'Europe/Helsinki')::date <= until and {MINE}),
  held as (
    select t.case_id, t.holder_unit_id, count(*) filter (where t.before <> t.worker_id) as changes from terms t
     group by t.case_id, t.holder_unit_id
    having bool_or(upper_inf(t.period) or (upper(t.period) at time zone 'Europe/Helsinki')::date >= since)),
  planned as (
    select h.case_id, count(*) filter (where v.cause = any(causes)
             and (v.made_at at time zone 'Europe/Helsinki')::date >= since) as revisions
      from held h join plans_planversion v on v.case_id = h.case_id
     where (v.made_at at time zone 'Europe/Helsinki')::date <= until group by h.case_id)
  select 'changes', least(h.changes, 3)::text, h.holder_unit_id, count(*) from held h group by 2, 3
  union all select 'revisions', least(p.revisions, 3)::text, null, count(*) from planned p group by 2
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_progress"), ("plans", "0006_phases")]
    operations = [function("reports_continuity_counts(bigint, date, date, text[])", COUNTS)]

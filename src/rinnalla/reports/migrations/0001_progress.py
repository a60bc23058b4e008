"""The owner's function that counts moves on the steps towards work for a manager, who sees no case (I-07)."""

from django.db import migrations

from rinnalla.reports.sql import MINE, function

# Each person counts once in a direction, in the groups of the latest move; only the moves of all are counted as moves.
COUNTS = f"""
create function reports_progress_counts(region bigint, since date, until date, ages int[])
returns table (what text, direction text, key text, people bigint, moves bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with moved as (
    select p.direction::text, p.sex::text, p.on, p.id, c.person_id, who.language::text,
           coalesce(who.municipality_id::text, '') as municipality,
           case when who.birth_date is null then '' else
             width_bucket(extract(year from age(p.on, who.birth_date))::int, ages)::text end as age
      from employment_progressmove p join cases_case c on c.id = p.case_id
      join people_person who on who.id = c.person_id
     where p.withdrawn_at is null and p.direction in ('up', 'down') and p.on between since and until
       and c.region_id = region and {MINE}),
  each as (
    select distinct on (m.direction, m.person_id) m.* from moved m
     order by m.direction, m.person_id, m.on desc, m.id desc)
  select 'all', m.direction, '', count(distinct m.person_id), count(*) from moved m group by m.direction
  union all select 'sex', e.direction, e.sex, count(*), null from each e group by e.direction, e.sex
  union all select 'age', e.direction, e.age, count(*), null from each e group by e.direction, e.age
  union all select 'language', e.direction, e.language, count(*), null from each e group by e.direction, e.language
  union all select 'municipality', e.direction, e.municipality, count(*), null from each e
             group by e.direction, e.municipality
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("employment", "0005_progress"), ("cases", "0009_load"), ("people", "0005_wall_identity"),
        ("access", "0010_consent_kind"), ("organisations", "0002_form_keys"),
    ]
    operations = [function("reports_progress_counts(bigint, date, date, int[])", COUNTS)]

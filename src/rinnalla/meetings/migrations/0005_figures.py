"""The owner's functions that count meetings and team decisions over cases no single wall reaches (I-19, V-110).

A count of fewer people than the region's limit leaves the database as null. Where those without the client are too few to
tell, the share is not told either: it would tell them.
"""

from django.db import migrations

MINE = """region = (select o.region_id from organisations_unit t
    join organisations_organisation o on o.id = t.organisation_id
   where t.id = nullif(current_setting('app.unit_id', true), '')::bigint
     and current_setting('app.actor_kind', true) in ('staff', 'token'))"""
PRESENCE = f"""
create function meetings_presence_counts(region bigint, since date, until date, smallest int)
returns table (held bigint, with_client bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select case when people >= smallest then n end,
         case when people >= smallest and (alone = 0 or alone_people >= smallest) then n - alone end
    from (select count(*) as n, count(distinct c.person_id) as people,
                 count(*) filter (where not m.client_present) as alone,
                 count(distinct c.person_id) filter (where not m.client_present) as alone_people
            from meetings_meeting m join cases_case c on c.id = m.case_id
           where m.held_at is not null and (m.starts_at at time zone 'Europe/Helsinki')::date between since and until
             and c.region_id = region and {MINE}) counted
$$;
"""
DECISIONS = f"""
create function meetings_decision_counts(region bigint, since date, until date, smallest int)
returns table (code text, decisions bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.code, case when count(distinct c.person_id) >= smallest then count(*) end
    from meetings_teamdecision d join cases_case c on c.id = d.case_id
   where (d.made_at at time zone 'Europe/Helsinki')::date between since and until and c.region_id = region and {MINE}
   group by d.code
$$;
"""
RIGHTS = "".join(
    f"revoke all on function {name}(bigint, date, date, int) from public;"
    f"grant execute on function {name}(bigint, date, date, int) to rinnalla_app;"
    for name in ("meetings_presence_counts", "meetings_decision_counts")
)
DROP = """
drop function meetings_decision_counts(bigint, date, date, int);
drop function meetings_presence_counts(bigint, date, date, int);
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_walls")]
    operations = [migrations.RunSQL(PRESENCE + DECISIONS + RIGHTS, DROP)]

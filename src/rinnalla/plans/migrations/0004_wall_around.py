"""The walls of what 0003 made, and the owner's functions that count over cases no single wall reaches.

Counts under the region's limit leave the database as null: what is hidden on the page is hidden here already.
"""

from django.db import migrations

from rinnalla.access.walls import wall

# The reader's own region, by the membership chosen for this session: another region's counts are never given.
MINE = """region = (select o.region_id from organisations_unit t
    join organisations_organisation o on o.id = t.organisation_id
   where t.id = nullif(current_setting('app.unit_id', true), '')::bigint
     and current_setting('app.actor_kind', true) in ('staff', 'token'))"""

# Goals by purpose and by what came of them; "open" for the ones that go on (V-05).
PURPOSES = f"""
create function plans_purpose_counts(region bigint, since date, until date, smallest int)
returns table (purpose text, outcome text, goals bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select g.purpose, coalesce(z.outcome, 'open'), case when count(distinct c.person_id) >= smallest then count(*) end
    from plans_goal g join cases_case c on c.id = g.case_id left join plans_goalclosure z on z.goal_id = g.id
   where g.said_on between since and until and c.region_id = region and {MINE}
   group by g.purpose, coalesce(z.outcome, 'open')
$$;
"""
# Clients of a period and those among them who have a confirmed plan (V-55). Both parts are told, or neither.
CLIENTS = f"""
create function plans_client_counts(region bigint, since date, until date, smallest int)
returns table (clients bigint, with_plan bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select case when n >= smallest then n end,
         case when n >= smallest and (k = 0 or k >= smallest) and (n = k or n - k >= smallest) then k end
    from (select count(distinct c.person_id) n, count(distinct c.person_id) filter (where exists (
            select from plans_planversion v where v.case_id = c.id and v.made_at::date <= until)) k
            from cases_case c
           where c.region_id = region and c.made_at::date <= until
             and (c.closed_at is null or c.closed_at::date >= since) and {MINE}) counted
$$;
"""
# How long support was thought to be needed (first version) and how long the case was open after the plan began (L-74).
DURATIONS = f"""
create function plans_duration_counts(region bigint, since date, until date, smallest int)
returns table (clients bigint, estimated numeric, actual numeric)
language sql stable security definer set search_path = public, pg_temp as $$
  select count(distinct c.person_id),
         percentile_cont(0.5) within group (order by (v.content->>'support_months')::int)::numeric(6, 1),
         percentile_cont(0.5) within group (order by (c.closed_at::date - p.made_at::date) / 30.4375)::numeric(6, 1)
    from plans_plan p join cases_case c on c.id = p.case_id
    join plans_planversion v on v.plan_id = p.id and v.number = 1
   where c.closed_at::date between since and until and v.content->>'support_months' is not null
     and c.region_id = region and {MINE}
  having count(distinct c.person_id) >= smallest
$$;
"""
# Why plans were made anew (L-79).
REVISIONS = f"""
create function plans_revision_counts(region bigint, since date, until date, smallest int)
returns table (cause text, versions bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select v.cause, case when count(distinct c.person_id) >= smallest then count(*) end
    from plans_planversion v join cases_case c on c.id = v.case_id
   where v.number > 1 and v.made_at::date between since and until and c.region_id = region and {MINE}
   group by v.cause
$$;
"""
FUNCTIONS = {
    "plans_purpose_counts(bigint, date, date, int)": PURPOSES,
    "plans_client_counts(bigint, date, date, int)": CLIENTS,
    "plans_duration_counts(bigint, date, date, int)": DURATIONS,
    "plans_revision_counts(bigint, date, date, int)": REVISIONS,
}
TABLES = (
    "hostplan", "nationalstoring", "ladderstep", "healthconsideration", "progressplace", "planentry", "partyapproval",
)


def function(name: str, text: str) -> migrations.RunSQL:
    rights = f"revoke all on function {name} from public; grant execute on function {name} to rinnalla_app;"
    return migrations.RunSQL(text + rights, f"drop function {name}")


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_around_the_plan"), ("plans", "0002_wall"), ("access", "0003_walls")]
    operations = [
        *(wall(f"plans_{table}", "case") for table in TABLES),
        *(function(name, text) for name, text in FUNCTIONS.items()),
    ]

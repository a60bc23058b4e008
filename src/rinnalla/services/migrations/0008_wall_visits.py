"""The walls of visits, observations and attendance, and the owner's functions that count services for who leads a region.

As the owner counts (decision 11): the region of the asker's own live membership, to the role that may see figures
alone; a number from one up to the smallest that is told leaves the database as null.
"""

from django.db import migrations

from rinnalla.access.walls import wall

LED = """(select o.region_id from access_membership m
    join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
   where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
     and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
     and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
     and (m.ends_on is null or m.ends_on >= current_date) and o.region_id = region)"""


def told(number: str, people: str = "count(distinct c.person_id)") -> str:
    """A number that is told when enough people, or nobody, stand behind it."""
    return f"case when {people} >= smallest or {people} = 0 then {number} end"


PEOPLE = "count(distinct c.person_id)"
NAME = "coalesce(k.service, 'other')"
EPISODES = f"""services_serviceepisode e join cases_case c on c.id = e.case_id and c.region_id in {LED}
    left join catalogue_servicecard k on k.id = e.card_id"""

# By ground; '' is everybody with the service, '*' every client with an open case in the period: the two denominators.
GROUNDS = f"""
create function services_ground_counts(region bigint, since date, until date, asked text, smallest int)
returns table (ground text, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(e.ground, ''), {told(PEOPLE)} from {EPISODES}
   where k.service = asked and e.started_on <= until and (e.ended_on is null or e.ended_on >= since)
   group by grouping sets ((e.ground), ()) having e.ground <> '' or grouping(e.ground) = 1
  union all select '*', {told(PEOPLE)} from cases_case c
   where c.region_id in {LED} and c.made_at::date <= until and (c.closed_at is null or c.closed_at::date >= since)
$$;
"""
# One line a training: its own name where it was told.
STARTS = f"""
create function services_start_counts(region bigint, since date, until date, asked text, smallest int)
returns table (subject text, started bigint, ended bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.subject,
    {told("count(*) filter (where e.started_on between since and until)",
          "count(distinct c.person_id) filter (where e.started_on between since and until)")},
    {told("count(*) filter (where e.ended_on between since and until and e.started_on is not null)",
          "count(distinct c.person_id) filter (where e.ended_on between since and until)")}
    from {EPISODES} where k.service = asked group by e.subject
$$;
"""
# Of services wished for in the period: how many were queued for, how many began, and the middle wait in days.
REACH = f"""
create function services_reach_counts(region bigint, since date, until date, smallest int)
returns table (service text, wished bigint, queued bigint, started bigint, days int)
language sql stable security definer set search_path = public, pg_temp as $$
  select {NAME}, {told("count(*)")},
    {told("count(*) filter (where e.waits_since is not null)",
          "count(distinct c.person_id) filter (where e.waits_since is not null)")},
    {told("count(*) filter (where e.started_on is not null)",
          "count(distinct c.person_id) filter (where e.started_on is not null)")},
    case when count(distinct c.person_id) filter (where e.started_on is not null) >= smallest then
      (percentile_cont(0.5) within group (order by greatest(0,
        e.started_on - least(e.waits_since, (e.made_at at time zone 'Europe/Helsinki')::date)))
       filter (where e.started_on is not null))::int end
    from {EPISODES} where (e.made_at at time zone 'Europe/Helsinki')::date between since and until group by 1
$$;
"""
BREAKS = f"""
create function services_break_counts(region bigint, since date, until date, smallest int)
returns table (reason text, breaks bigint, supported bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.reason, {told("count(*)")},
    {told("count(*) filter (where i.support_offered <> '')",
          "count(distinct c.person_id) filter (where i.support_offered <> '')")}
    from services_serviceinterruption i join cases_case c on c.id = i.case_id and c.region_id in {LED}
   where i.from_on between since and until group by i.reason
$$;
"""
# A client's first service that began in the period, when the set days have passed: who was asked, and for whom it was
# right: no other service took its place within the days, and the client says that it fits.
FIRST = f"""
create function services_first_counts(region bigint, since date, until date, days int, today date)
returns table (firsts bigint, asked bigint, right_ones bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with first as (
    select distinct on (c.person_id) e.id, e.case_id, c.person_id, e.started_on, e.ended_on from {EPISODES}
     where e.started_on is not null order by c.person_id, e.started_on, e.id),
  weighed as (
    select first.person_id, coalesce(x.fits, '') as fits, exists (
      select from services_serviceepisode o where o.case_id = first.case_id and o.id <> first.id
         and o.started_on between first.started_on and first.started_on + days
         and (first.ended_on <= o.started_on or exists (select from services_serviceinterruption i
           where i.episode_id = first.id and i.from_on <= o.started_on and i.to_on is null))) as changed
      from first left join services_expectation x on x.episode_id = first.id
     where first.started_on between since and until and first.started_on + days <= today)
  select count(*), count(*) filter (where fits <> ''), count(*) filter (where fits = 'yes' and not changed) from weighed
$$;
"""
# What it came to: services that ended, and pensions granted, each an outcome among the others (V-07, V-89).
OUTCOMES = f"""
create function services_outcome_counts(region bigint, since date, until date, smallest int)
returns table (outcome text, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.outcome, {told(PEOPLE)} from (
    select e.case_id, e.outcome from services_serviceepisode e where e.ended_on between since and until
    union all
    select b.case_id, 'pension' from services_benefit b
     where b.income = 'pension' and b.decision = 'granted' and b.removed_at is null and b.resting_pension_id is null
       and coalesce(b.decided_on, b.starts_on) between since and until) o
    join cases_case c on c.id = o.case_id and c.region_id in {LED} group by o.outcome
$$;
"""
# Who was in a service on a day, by area, and how many of them told then that they were motivated.
POINT = f"""
create function services_point_counts(region bigint, day date, motivated int, smallest int)
returns table (service text, area_id bigint, clients bigint, motivated_ones bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(k.service, e.own_name), e.area_id, {told(PEOPLE)},
    {told("count(distinct c.person_id) filter (where c.motivation >= motivated)",
          "count(distinct c.person_id) filter (where c.motivation >= motivated)")}
    from {EPISODES} where e.started_on <= day and (e.ended_on is null or e.ended_on >= day)
     and (k.service is not null or e.area_id is not null) group by 1, 2
$$;
"""
# Views of a service: how many of each; what was written for the report only when enough clients stand behind it.
VIEWS = f"""
create function services_observation_counts(region bigint, since date, until date, smallest int)
returns table (service text, verdict text, views bigint, words text[])
language sql stable security definer set search_path = public, pg_temp as $$
  with seen as (
    select {NAME} as service, o.verdict, o.public_words, c.person_id
      from services_serviceobservation o join services_serviceepisode e on e.id = o.episode_id
      join cases_case c on c.id = e.case_id and c.region_id in {LED}
      left join catalogue_servicecard k on k.id = e.card_id where o.on between since and until),
  enough as (select s.service from seen s group by s.service having count(distinct s.person_id) >= smallest)
  select s.service, s.verdict, {told("count(*)", "count(distinct s.person_id)")},
    case when s.service in (select service from enough) then
      array_agg(distinct s.public_words order by s.public_words) filter (where s.public_words <> '') end
    from seen s group by s.service, s.verdict
$$;
"""
GROUPS = f"""
create function services_group_counts(region bigint, since date, until date, smallest int)
returns table (activity text, meetings bigint, clients bigint, times bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select g.activity, count(distinct g.id), {told(PEOPLE)}, {told("count(*)")}
    from services_attendance a join services_groupsession g on g.id = a.session_id
    join cases_case c on c.id = a.case_id and c.region_id in {LED}
   where a.came and g.held_on between since and until group by g.activity
$$;
"""
VISITS = f"""
create function services_visit_counts(region bigint, since date, until date, smallest int)
returns table (service text, visits bigint, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select {NAME}, {told("count(v.id)")}, {told(PEOPLE)}
    from {EPISODES} join services_accompaniedvisit v on v.episode_id = e.id
   where v.on between since and until group by 1
$$;
"""
# The middle time from one stage to the next, of those that began in the period; one still on its way is not counted.
STAGES = f"""
create function services_stage_waits(region bigint, since date, until date, smallest int)
returns table (stage text, clients bigint, days int)
language sql stable security definer set search_path = public, pg_temp as $$
  with spent as (
    select s.stage, c.person_id, (s.entered_at at time zone 'Europe/Helsinki')::date as began,
      (lead(s.entered_at) over (partition by s.case_id order by s.entered_at, s.id)
        at time zone 'Europe/Helsinki')::date as left_on
      from cases_stageentry s join cases_case c on c.id = s.case_id and c.region_id in {LED})
  select stage, count(distinct person_id), (percentile_cont(0.5) within group (order by left_on - began))::int
    from spent where began between since and until and left_on is not null
   group by stage having count(distinct person_id) >= smallest
$$;
"""
PERIOD = "bigint, date, date"
FUNCTIONS = {
    f"services_ground_counts({PERIOD}, text, int)": GROUNDS, f"services_start_counts({PERIOD}, text, int)": STARTS,
    f"services_reach_counts({PERIOD}, int)": REACH, f"services_break_counts({PERIOD}, int)": BREAKS,
    f"services_first_counts({PERIOD}, int, date)": FIRST, f"services_outcome_counts({PERIOD}, int)": OUTCOMES,
    "services_point_counts(bigint, date, int, int)": POINT, f"services_observation_counts({PERIOD}, int)": VIEWS,
    f"services_group_counts({PERIOD}, int)": GROUPS, f"services_visit_counts({PERIOD}, int)": VISITS,
    f"services_stage_waits({PERIOD}, int)": STAGES,
}


def function(name: str, text: str) -> migrations.RunSQL:
    rights = f"revoke all on function {name} from public; grant execute on function {name} to rinnalla_app;"
    return migrations.RunSQL(text + rights, f"drop function {name}")


class Migration(migrations.Migration):
    dependencies = [("services", "0007_visits"), ("access", "0003_walls")]
    operations = [
        wall("services_accompaniedvisit", "case"),
        wall("services_serviceobservation", "case"),
        wall("services_attendance", "case"),
        *(function(name, text) for name, text in FUNCTIONS.items()),
    ]

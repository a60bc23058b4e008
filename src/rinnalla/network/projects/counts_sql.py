"""The owner's functions of a project: people counted past the walls, and marks of the contacted forgotten.

Raw numbers for the region's own manager, whose pages hide small ones, and for the owner of the installation. Never
edited after a release; a later migration replaces functions with its own text.
"""

from rinnalla.access.sql import MINE

DEFINER = "security definer set search_path = public, pg_temp"
ZONE = "at time zone 'Europe/Helsinki'"
# The owner's own login runs the function as itself; everybody else runs it as somebody who is not the owner.
ASKER = f"(session_user = current_user or {MINE})"

# Each line counts people once. Somebody takes part from the first to the last day of the participation that falls in
# the project's own time and has come by `last`. Closing a case ends its part.
PEOPLE = f"""
  of_it as (
    select c.id, c.starts_on as since, least(c.ends_on, last) as until
      from network_project c where c.id = asked and c.starts_on <= last and {ASKER}),
  part as (
    select k.person_id, k.id as case_id, k.motivation, k.closed_at, o.until as last_on,
           greatest(t.from_on, o.since) as since,
           least(t.to_on, (k.closed_at {ZONE})::date, o.until) as until
      from of_it o join network_participation t on t.project_id = o.id join cases_case k on k.id = t.case_id
     where t.from_on <= o.until and (t.to_on is null or t.to_on >= o.since)),
  employed as (
    select p.person_id from part p join employment_coachingepisode e on e.person_id = p.person_id
      join employment_job j on j.episode_id = e.id
     where j.kind = any(work) and j.starts_on between p.since and p.until
    union
    select p.person_id from part p join cases_case k on k.person_id = p.person_id
      join services_serviceepisode e on e.case_id = k.id left join catalogue_servicecard s on s.id = e.card_id
     where e.outcome = 'entrepreneur' and e.ended_on between p.since and p.until
        or s.service = 'start_up_grant' and e.started_on between p.since and p.until),
  coached as (
    select distinct p.person_id, e.type from part p join employment_coachingepisode e on e.person_id = p.person_id
     where e.started_on <= p.until and (e.ended_on is null or e.ended_on >= p.since)),
  by_type as (
    select p.person_id, coalesce(c.type, '') as type from (select distinct person_id from part) p
      left join coached c on c.person_id = p.person_id),
  answers as (
    select distinct a.id, p.person_id, (a.marks ->> 'satisfaction')::int as mark
      from part p join feedback_feedbackanswer a on a.case_id = p.case_id
     where (a.made_at {ZONE})::date between p.since and p.last_on and a.marks ? 'satisfaction'),
  still as (
    select p.person_id, max(p.motivation) as motivation from part p
     where p.until = p.last_on and (p.closed_at is null or (p.closed_at {ZONE})::date > p.last_on) group by 1),
  contacted as (
    select x.id, case when x.settled_on <= o.until then x.outcome else 'open' end as outcome, x.reason
      from of_it o join network_contactedperson x on x.project_id = o.id
     where exists (select from network_contactday d where d.contacted_id = x.id and d.on between o.since and o.until))
"""
COUNTS = f"""
create function network_project_counts(asked bigint, last date, work text[], motivated int)
returns table (what text, key text, number bigint)
language sql stable {DEFINER} as $$
  with {PEOPLE}
  select 'clients', '', count(distinct person_id) from part
  union all select 'employed', '', count(*) from employed
  union all select 'coached', type, count(*) from by_type group by type
  union all select 'coached_employed', b.type, count(*) from by_type b join employed e using (person_id) group by b.type
  union all select 'answers', '', count(*) from answers
  union all select 'answers_sum', '', coalesce(sum(mark), 0) from answers
  union all select 'answerers', '', count(distinct person_id) from answers
  union all select 'open', '', count(*) from still
  union all select 'open_asked', '', count(*) filter (where motivation is not null) from still
  union all select 'open_motivated', '', count(*) filter (where motivation >= motivated) from still
  union all select 'planned', '', count(distinct p.person_id) from part p join plans_planversion v
      on v.case_id = p.case_id and (v.made_at {ZONE})::date <= p.last_on
  union all select 'named', '', count(distinct p.person_id) from part p join cases_responsibleterm r
      on r.case_id = p.case_id and r.period @> (
        least((p.until + 1)::timestamp {ZONE}, p.closed_at) - interval '1 microsecond')
  union all select 'contacted', '', count(*) from contacted
  union all select 'outcome', outcome, count(*) from contacted group by outcome
  union all select 'reason', reason, count(*) from contacted where outcome = 'not_joined' group by reason
$$;
"""
# Who it was is forgotten; that somebody was contacted, when and what came of it stays as a number (remark 6).
FORGET = f"""
create function network_forget_contacted(settled date, silent date, at timestamptz) returns bigint
language plpgsql {DEFINER} as $$
declare gone bigint;
begin
  if current_setting('app.actor_kind', true) is distinct from 'job' then
    raise exception 'only a job forgets the contacted' using errcode = 'insufficient_privilege';
  end if;
  with due as (
    update network_contactedperson x set mark = '', made_by_id = null, form_key = null, forgotten_at = at,
           version = version + 1
     where x.forgotten_at is null and (x.settled_on <= settled or x.settled_on is null and silent >= (
       select max(d.on) from network_contactday d where d.contacted_id = x.id))
    returning x.id),
  days as (
    update network_contactday d set made_by_id = null, form_key = null from due where d.contacted_id = due.id
    returning 1)
  select count(*) into gone from due;
  return gone;
end $$;
"""
FUNCTIONS = {
    "network_project_counts(bigint, date, text[], int)": COUNTS,
    "network_forget_contacted(date, date, timestamptz)": FORGET,
}

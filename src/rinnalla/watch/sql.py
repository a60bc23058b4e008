"""The SQL of the watch: gathering visits from the log, judging them, and the rules that raise alerts. Owner-run.

Never edited after a release; a later migration replaces functions with its own text. Only a job may run them; they
answer with the ids of the alerts they made; the rows they write are seen by the officer of the reader's region alone.
Each rule takes its thresholds from `common/watch`, handed over as JSON; a rule that is not handed over is not asked.
"""

from rinnalla.access.deputies import DEPUTY

DEFINER = "security definer set search_path = public, pg_temp"
ZONE = "at time zone 'Europe/Helsinki'"
KEPT_DAYS = 100  # longer than any rule looks back

ONLY_JOBS = """
  if current_setting('app.actor_kind', true) is distinct from 'job' then
    raise exception 'only a job runs the watch' using errcode = 'insufficient_privilege';
  end if;"""

# Settled transactions only, as the seals: ids commit out of order. A page of one case is a visit; a list is not.
GATHER = f"""
create function watch_gather(moment timestamptz, night_from integer, night_to integer) returns bigint
language plpgsql {DEFINER} as $body$
declare
  high xid8 := pg_snapshot_xmin(pg_current_snapshot());
  low xid8;
  seen bigint;
begin {ONLY_JOBS}
  perform pg_advisory_xact_lock(hashtextextended('watch', 0));
  select xid::xid8 into low from watch_watchplace where epoch = eventlog_epoch_now();
  with fresh as materialized (
    select a.id, a.user_id, a.role, a.organisation_id, a.case_ids[1] as case_id, a.at, a.route,
           a.result like 'refused%' as refused, extract(hour from a.at {ZONE}) as hour,
           case when a.purpose like '{DEPUTY}%' then 'deputy'
                when 'break_glass' = any(a.grounds) then 'emergency' else '' end as explained
      from eventlog_accessline a
     where a.epoch = eventlog_epoch_now() and a.xid >= coalesce(low, '0'::xid8) and a.xid < high
       and a.actor_kind in ('staff', 'token') and cardinality(a.case_ids) = 1 and a.action not in ('list', 'search')
       and a.at > moment - interval '{KEPT_DAYS} days'
  ), counted as (
    insert into watch_visit (user_id, case_id, organisation_id, role, day, refused, first_at, last_at, lines, parts,
                             line_ids, night, explained)
    select f.user_id, f.case_id, f.organisation_id, max(f.role), (f.at {ZONE})::date, f.refused, min(f.at), max(f.at),
           count(*), array_agg(distinct f.route), (array_agg(f.id order by f.id))[1:20],
           bool_or(f.hour >= night_from or f.hour < night_to), max(f.explained)
      from fresh f join cases_case c on c.id = f.case_id join access_user u on u.id = f.user_id
      join organisations_organisation o on o.id = f.organisation_id
     group by f.user_id, f.case_id, f.organisation_id, (f.at {ZONE})::date, f.refused
        on conflict (user_id, case_id, day, refused) do update set
           first_at = least(watch_visit.first_at, excluded.first_at),
           last_at = greatest(watch_visit.last_at, excluded.last_at),
           lines = watch_visit.lines + excluded.lines,
           parts = array(select distinct one from unnest(watch_visit.parts || excluded.parts) as one),
           line_ids = (watch_visit.line_ids || excluded.line_ids)[1:20],
           night = watch_visit.night or excluded.night,
           explained = greatest(watch_visit.explained, excluded.explained)
    returning 1
  ) select count(*) into seen from counted;
  insert into watch_watchplace (epoch, xid) values (eventlog_epoch_now(), high::text)
    on conflict (epoch) do update set xid = excluded.xid;
  delete from watch_visit where day < (moment {ZONE})::date - {KEPT_DAYS};
  return seen;
end $body$;
"""

# What makes a visit part of the work. One that was not is asked anew for a fortnight: a record may be written later.
# `new_unit` and `idle` are weak: the unit has just got the case; the reader has leave of one's own and has not used it.
JUDGE = f"""
create function watch_judge(moment timestamptz, told jsonb) returns bigint language plpgsql {DEFINER} as $body$
declare
  judged bigint;
begin {ONLY_JOBS}
  with waiting as (
    select v.id, v.user_id, v.case_id, v.first_at, v.last_at, c.person_id, c.responsible_worker_id
      from watch_visit v join cases_case c on c.id = v.case_id
     where not v.refused and (
       (v.judged_at is null and v.explained = ''
        and v.first_at <= moment - make_interval(hours => (told->>'after_hours')::integer))
       or (v.explained in ('', 'new_unit', 'idle') and v.judged_at is not null and v.day > (moment {ZONE})::date - 14))
  ), found as (
    select w.id, case
      when w.responsible_worker_id = w.user_id then 'work'
      when exists (select from cases_case s join eventlog_event e on e.case_id = s.id
                    where s.person_id = w.person_id and e.user_id = w.user_id and e.happened_at <= moment
                      and (e.happened_at >= w.first_at - make_interval(days => (told->>'act_days')::integer)
                           or exists (select from access_grant g where g.case_id = w.case_id and g.user_id = w.user_id
                             and g.ended_at is null and (g.ends_at is null or g.ends_at > w.first_at)))) then 'work'
      when exists (select from meetings_participant p join meetings_meeting m on m.id = p.meeting_id
                    where m.case_id = w.case_id and p.user_id = w.user_id and p.removed_at is null
                      and m.starts_at between w.first_at - make_interval(days => (told->>'meeting_days')::integer)
                                          and w.last_at + make_interval(days => (told->>'meeting_days')::integer))
        then 'meeting'
      when exists (select from access_grant g where g.case_id = w.case_id and g.user_id = w.user_id
                      and g.starts_at between w.first_at - make_interval(days => (told->>'new_leave_days')::integer)
                                          and w.last_at) then 'new'
      when exists (select from access_grant g join access_membership m on m.unit_id = g.unit_id
                    where g.case_id = w.case_id and m.user_id = w.user_id and m.ended_at is null
                      and g.starts_at between w.first_at - make_interval(days => (told->>'new_leave_days')::integer)
                                          and w.last_at) then 'new_unit'
      when exists (select from access_grant g where g.case_id = w.case_id and g.user_id = w.user_id
                      and g.starts_at <= w.last_at and (g.ended_at is null or g.ended_at > w.first_at)) then 'idle'
      else '' end as explained
      from waiting w
  ), done as (
    update watch_visit v set explained = f.explained, judged_at = moment from found f
     where f.id = v.id and (v.judged_at is null or v.explained <> f.explained) returning 1
  ) select count(*) into judged from done;
  return judged;
end $body$;

-- From how many on at most `chance` of honest readers with this many on average are found: never below `fewest`.
create function watch_from(average double precision, chance double precision, fewest integer) returns integer
language plpgsql immutable as $$
declare
  term double precision := exp(-average);
  tail double precision := 1;
  k integer := 0;
begin
  while k < fewest or tail > chance loop
    tail := tail - term;
    k := k + 1;
    term := term * average / k;
    exit when k >= 100;
  end loop;
  return k;
end $$;
"""

MADE = (
    "watch_gather(timestamptz, integer, integer)", "watch_judge(timestamptz, jsonb)",
    "watch_raise(timestamptz, jsonb)", "watch_raise_marks(timestamptz)", "watch_region_of(bigint)",
)
INNER = ("watch_from(double precision, double precision, integer)", "watch_alarm(timestamptz)")

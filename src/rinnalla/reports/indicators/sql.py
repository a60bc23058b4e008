"""The owner's functions: count all anew, count what has changed, and read the sums of one's own region."""

from rinnalla.access.sql import MINE, function
from rinnalla.reports.indicators import facts_sql, rollup_sql

__all__ = ["FUNCTIONS", "function"]

DEFINER = "security definer set search_path = public, pg_temp"
ONLY_JOBS = """
  if current_setting('app.actor_kind', true) is distinct from 'job' then
    raise exception 'only a job counts the indicators' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('reports', 0));"""
KEPT = "(half_end - interval '48 months' + interval '1 day')::date"
ROLL = "insert into reports_rollup (indicator, region_id, month, dimension, value, n, total, total_sq)"
STATES = "array['open_by_stage', 'many_bodies', 'overdue_actions', 'plan_coverage', 'named_coverage']"

# The states of earlier halves stay as they were counted then: they are what those halves' reports have told.
FORGET_SUMS = f"""
  delete from reports_rollup r where {{}} and (
    r.month < since or r.month = half_end or r.indicator <> all({STATES}));"""

ALL = f"""
create function reports_count_all(half_end date) returns bigint language plpgsql {DEFINER} as $body$
declare
  since date := {KEPT};
  high xid8 := pg_snapshot_xmin(pg_current_snapshot());
  differing bigint;
begin {ONLY_JOBS}
  create temp table fresh on commit drop as {facts_sql.select()};
  select count(*) into differing from (
    (select {facts_sql.COLUMNS} from fresh except select {facts_sql.COLUMNS} from reports_casefact)
    union all
    (select {facts_sql.COLUMNS} from reports_casefact except select {facts_sql.COLUMNS} from fresh)) d;
  if exists (select from reports_counting c where c.half_ended_on <> half_end)
     or not exists (select from reports_counting) then
    differing := 0;
  end if;
  delete from reports_casefact;
  insert into reports_casefact ({facts_sql.COLUMNS}) select {facts_sql.COLUMNS} from fresh;
  drop table fresh;
  {FORGET_SUMS.format("true")}
  {ROLL} {rollup_sql.select()};
  perform reports_counted_to(half_end, high, true, differing);
  return differing;
end $body$;
"""

# `high` is of the moment before anything was read: what is settled while the counting runs is counted the next time.
COUNTED_TO = f"""
create function reports_counted_to(half_end date, high xid8, whole boolean, differing bigint) returns void
language plpgsql {DEFINER} as $body$
begin {ONLY_JOBS}
  insert into reports_counting (epoch, xid, half_ended_on, counted_at, whole_at, differed)
    values (eventlog_epoch_now(), high::text, half_end, clock_timestamp(),
            clock_timestamp(), differing)
    on conflict (epoch) do update set
      xid = excluded.xid, half_ended_on = excluded.half_ended_on, counted_at = excluded.counted_at,
      whole_at = case when whole then excluded.whole_at else reports_counting.whole_at end,
      differed = case when whole then excluded.differed else reports_counting.differed end;
end $body$;
"""

# Settled transactions only, as the seals: ids commit out of order. Without a whole count of this half there is nothing
# to add to, and -1 asks for one.
CHANGED = f"""
create function reports_count_changed(half_end date) returns bigint language plpgsql {DEFINER} as $body$
declare
  since date := {KEPT};
  high xid8 := pg_snapshot_xmin(pg_current_snapshot());
  low xid8;
  changed bigint[];
  regions bigint[];
begin {ONLY_JOBS}
  select c.xid::xid8 into low from reports_counting c
   where c.epoch = eventlog_epoch_now() and c.half_ended_on = half_end;
  if low is null then
    return -1;
  end if;
  changed := array(select distinct e.case_id from eventlog_event e
                    where e.epoch = eventlog_epoch_now() and e.xid >= low and e.xid < high and e.case_id is not null);
  regions := array(select distinct e.region_id from (
    select k.region_id from cases_case k where k.id = any(changed)
    union all
    select r.region_id from eventlog_event e join referrals_referral r on r.id = e.object_id
     where e.epoch = eventlog_epoch_now() and e.xid >= low and e.xid < high and e.object_kind = 'referral') e);
  if cardinality(regions) > 0 then
    delete from reports_casefact f where f.case_id = any(changed);
    insert into reports_casefact ({facts_sql.COLUMNS}) {facts_sql.select(wanted="changed")};
    {FORGET_SUMS.format("r.region_id = any(regions)")}
    {ROLL} {rollup_sql.select("regions")};
  end if;
  perform reports_counted_to(half_end, high, false, 0);
  return cardinality(changed);
end $body$;
"""

ROWS = f"""
create function reports_indicator_rows(region bigint, since date, until date)
returns table (indicator text, month date, dimension text, value integer, n bigint, total numeric, total_sq numeric)
language sql stable {DEFINER} as $$
  select c.indicator::text, c.month, c.dimension::text, c.value, c.n::bigint, c.total, c.total_sq from reports_rollup c
   where c.region_id = region and c.month between since and until and {MINE}
$$;
"""
AGE = f"""
create function reports_counted() returns table (counted_at timestamptz, whole_at timestamptz, half_ended_on date,
                                                 differed bigint)
language sql stable {DEFINER} as $$
  select c.counted_at, c.whole_at, c.half_ended_on, c.differed::bigint from reports_counting c
   where c.epoch = eventlog_epoch_now()
$$;
"""

FUNCTIONS = [
    ("reports_counted_to(date, xid8, boolean, bigint)", COUNTED_TO),
    ("reports_count_all(date)", ALL),
    ("reports_count_changed(date)", CHANGED),
    ("reports_indicator_rows(bigint, date, date)", ROWS),
    ("reports_counted()", AGE),
]

"""The SQL of migration 0004: the log's old end is cut off at a seal, and the cut itself is told (decision 23).

Never edited after a release; a later migration replaces functions with its own text.
"""

from rinnalla.eventlog.sql import APPEND_EVENT, DEFINER

TABLES = ("eventlog_cut", "eventlog_cuthead")
# Twelve years from the event (703/2023, annex), by the database's own clock: whatever the application says, nothing
# younger goes. What the application asks for stands in `regions/common/retention.yaml`; a test compares the two.
YEARS = 12
MOST_SEALS = 20_000  # a call's bound: about five days of seals
HEADS = """(select coalesce(sha256(convert_to(string_agg(concat_ws(':', h.stream_kind, h.stream_id, h.seq,
  encode(h.hash, 'hex')), '|' order by h.stream_kind, h.stream_id), 'UTF8')), ''::bytea) from eventlog_cuthead h)"""

CUT = f"""
create function eventlog_cut_before(before timestamptz, out seal integer, out events bigint, out lines bigint,
                                    out heads bytea) language plpgsql {DEFINER} as $body$
#variable_conflict use_column
declare
  floor timestamptz := least(before, clock_timestamp() - interval '{YEARS} years');
  last integer;
  one eventlog_seal%rowtype;
begin
  perform pg_advisory_xact_lock(hashtextextended('eventlog_seal', 0));
  select coalesce(max(no), 0) into last from eventlog_cut;
  for one in select * from eventlog_seal s where s.no > last order by s.no limit {MOST_SEALS} loop
    exit when one.made_at >= floor
      or exists (select from eventlog_event e where e.epoch = one.epoch and e.xid >= one.xid_low
                  and e.xid < one.xid_high and greatest(e.happened_at, e.recorded_at) >= floor)
      or exists (select from eventlog_accessline a where a.epoch = one.epoch and a.xid >= one.xid_low
                  and a.xid < one.xid_high and greatest(a.at, a.recorded_at) >= floor);
    seal := one.no;
  end loop;
  if seal is null then
    return;
  end if;
  select * into one from eventlog_seal s where s.no = seal;
  insert into eventlog_cuthead (stream_kind, stream_id, seq, hash)
    select distinct on (e.stream_kind, e.stream_id) e.stream_kind, e.stream_id, e.seq, e.hash from eventlog_event e
     where (e.epoch, e.xid) < (one.epoch, one.xid_high) order by e.stream_kind, e.stream_id, e.seq desc
    on conflict (stream_kind, stream_id) do update set seq = excluded.seq, hash = excluded.hash;
  with gone as (delete from eventlog_event e where (e.epoch, e.xid) < (one.epoch, one.xid_high) returning 1)
    select count(*) into events from gone;
  with gone as (delete from eventlog_accessline a where (a.epoch, a.xid) < (one.epoch, one.xid_high) returning 1)
    select count(*) into lines from gone;
  heads := {HEADS};
  insert into eventlog_cut (no, cut_at, events, lines, heads) values (seal, clock_timestamp(), events, lines, heads);
end $body$;
revoke all on function eventlog_cut_before(timestamptz) from public, rinnalla_app;
grant execute on function eventlog_cut_before(timestamptz) to rinnalla_app;
"""

# A stream whose end was cut goes on from where it was.
_HEAD = """  select h.seq, h.hash into head from eventlog_event h
    where h.stream_kind = $1 and h.stream_id = $2 order by h.seq desc limit 1;
"""
_FROM_CUT = """  if not found then
    select h.seq, h.hash into head from eventlog_cuthead h where h.stream_kind = $1 and h.stream_id = $2;
  end if;
"""
if _HEAD not in APPEND_EVENT:
    raise AssertionError("the function that appends has another text than this one changes")
APPEND_AS_BEFORE = APPEND_EVENT.replace("create function", "create or replace function", 1)
APPEND_AFTER_CUT = APPEND_AS_BEFORE.replace(_HEAD, _HEAD + _FROM_CUT, 1)

RIGHTS = ";\n".join(
    line for table in TABLES for line in (
        f"revoke all on {table} from public, rinnalla_app",
        f"alter table {table} enable row level security", f"alter table {table} force row level security",
        f"create policy {table}_owner on {table} to rinnalla_owner using (true) with check (true)",
    )
)
FORWARDS = f"{RIGHTS};\n{CUT}\n{APPEND_AFTER_CUT}"
BACKWARDS = f"{APPEND_AS_BEFORE}\ndrop function eventlog_cut_before(timestamptz);"

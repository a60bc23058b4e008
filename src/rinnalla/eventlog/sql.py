"""The SQL of migration 0001: the functions that alone may write the log, and what the application may not do.

Never edited after a release; a later migration replaces functions with its own text.
"""
# ruff: noqa: S608  (fixed names and our own canonical text only)

from rinnalla.eventlog.canonical import EVENT_HASH, LINE_LEAF, SEAL_HASH

TABLES = ("eventlog_event", "eventlog_accessline", "eventlog_seal")
WRITERS = (
    "eventlog_append(text, bigint, text, text, bigint, bigint, text, bigint, bigint, text, bigint, bigint, bigint, "
    "jsonb, timestamptz)",
    "accesslog_append(text, bigint, bigint, text, bigint, bigint, text, text, text, bigint[], bigint[], text[], "
    "text[], text, text, timestamptz)",
    "eventlog_seal()",
    "eventlog_seals_after(integer)",
    "eventlog_unsealed()",
)
OWNER_ONLY = ("eventlog_restored()", "eventlog_write_seal(xid8)")
HELPERS = ("eventlog_is_code(text)", "eventlog_only_codes(jsonb)", "eventlog_merkle(bytea[])", "eventlog_epoch_now()")
DEFINER = "security definer set search_path = public, pg_temp"

# A code, never a text: see record.only_codes, which says the same to people. Identity codes, addresses of mail and
# long numbers written as text have the shape of a code but are not one.
CODES = r"""
create function eventlog_is_code(value text) returns boolean language sql immutable as $$
  select value ~ '^[A-Za-z0-9_.:@/+-]{0,80}$'
    and value !~* '(?<![0-9A-Z])[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y](?![0-9A-Z])'
    and value !~ '[^@]@[A-Za-z0-9-]+[.][A-Za-z]'
    and value !~ '^[+]?[0-9]{7,}$'
$$;

create function eventlog_only_codes(details jsonb) returns boolean language sql immutable as $$
  select jsonb_typeof(details) = 'object' and not exists (
    select from jsonb_path_query(details, '$.** ? (@.type() == "string")') as found(value)
      where not eventlog_is_code(found.value #>> '{}')
    union all
    select from jsonb_path_query(details, '$.** ? (@.type() == "object").keyvalue().key') as found(value)
      where not eventlog_is_code(found.value #>> '{}')
  )
$$;
"""

EPOCH = """
create sequence eventlog_epoch as smallint;
select nextval('eventlog_epoch');
create function eventlog_epoch_now() returns smallint language sql stable as $$
  select last_value::smallint from eventlog_epoch
$$;
"""

APPEND_EVENT = f"""
create function eventlog_append(
  stream_kind text, stream_id bigint, verb text, actor_kind text, user_id bigint, membership_id bigint, role text,
  organisation_id bigint, unit_id bigint, object_kind text, object_id bigint, case_id bigint, person_id bigint,
  details jsonb, happened_at timestamptz, out new_seq integer, out new_hash bytea
) language plpgsql {DEFINER} as $body$
#variable_conflict use_column
declare
  e eventlog_event%rowtype;
  head record;
begin
  if $1 not in ('case', 'person', 'referral', 'unit', 'installation') or $3 !~ '^[a-z_]+[.][a-z_]+$'
     or (eventlog_is_code($4) and eventlog_is_code($7) and eventlog_is_code($10)
         and eventlog_only_codes($14)) is not true then
    raise exception 'the log takes codes, numbers and dates only' using errcode = 'check_violation';
  end if;
  perform pg_advisory_xact_lock(hashtextextended($1 || ':' || $2, 0));
  select h.seq, h.hash into head from eventlog_event h
    where h.stream_kind = $1 and h.stream_id = $2 order by h.seq desc limit 1;
  e.id := nextval(pg_get_serial_sequence('eventlog_event', 'id'));
  e.epoch := eventlog_epoch_now();
  e.xid := pg_current_xact_id();
  e.stream_kind := $1; e.stream_id := $2; e.seq := coalesce(head.seq, 0) + 1; e.verb := $3;
  e.actor_kind := $4; e.user_id := $5; e.membership_id := $6; e.role := $7; e.organisation_id := $8; e.unit_id := $9;
  e.object_kind := $10; e.object_id := $11; e.case_id := $12; e.person_id := $13; e.details := $14;
  e.happened_at := $15; e.recorded_at := clock_timestamp();
  e.prev_hash := coalesce(head.hash, ''::bytea);
  e.hash := {EVENT_HASH};
  insert into eventlog_event values (e.*);
  new_seq := e.seq;
  new_hash := e.hash;
end $body$;
"""

APPEND_LINE = f"""
create function accesslog_append(
  actor_kind text, user_id bigint, membership_id bigint, role text, organisation_id bigint, unit_id bigint,
  session text, route text, action text, person_ids bigint[], case_ids bigint[], field_groups text[], grounds text[],
  purpose text, result text, at timestamptz
) returns bigint language plpgsql {DEFINER} as $body$
#variable_conflict use_column
declare
  a eventlog_accessline%rowtype;
begin
  if $9 not in ('view', 'list', 'search', 'print', 'export', 'reveal', 'refused')
     or $15 not in ('ok', 'refused_403', 'refused_404', 'conflict')
     or exists (select from unnest(array[$1, $4, $7, $8, $14] || $12 || $13) as word
                where eventlog_is_code(word) is not true) then
    raise exception 'the log takes codes, numbers and dates only' using errcode = 'check_violation';
  end if;
  a.id := nextval(pg_get_serial_sequence('eventlog_accessline', 'id'));
  a.epoch := eventlog_epoch_now();
  a.xid := pg_current_xact_id();
  a.actor_kind := $1; a.user_id := $2; a.membership_id := $3; a.role := $4; a.organisation_id := $5; a.unit_id := $6;
  a.session := $7; a.route := $8; a.action := $9; a.person_ids := $10; a.case_ids := $11; a.field_groups := $12;
  a.grounds := $13; a.purpose := $14; a.result := $15; a.at := $16; a.recorded_at := clock_timestamp();
  a.leaf := {LINE_LEAF};
  insert into eventlog_accessline values (a.*);
  return a.id;
end $body$;
"""

# Sibling order of a seal: events before lines, then by transaction, then by id. Pairs from the left, a lone last node
# rises unchanged (the tree of RFC 6962). The same in Python: seals.merkle.
MERKLE = r"""
create function eventlog_merkle(leaves bytea[]) returns bytea language plpgsql immutable as $body$
declare
  level bytea[] := leaves;
begin
  while cardinality(level) > 1 loop
    select array_agg(case when other is null then node else sha256('\x01'::bytea || node || other) end order by place)
      into level
      from (select node, place, lead(node) over (order by place) as other
              from unnest(level) with ordinality as nodes(node, place)) as pairs
      where place % 2 = 1;
  end loop;
  return level[1];
end $body$;
"""

# Ids commit out of order; transactions below the horizon are settled, so no row can appear behind a seal.
SEAL = rf"""
create function eventlog_write_seal(high xid8) returns setof eventlog_seal language plpgsql {DEFINER} as $body$
declare
  s eventlog_seal%rowtype;
  before eventlog_seal%rowtype;
  leaves bytea[];
begin
  select * into before from eventlog_seal order by no desc limit 1;
  s.cluster := (select system_identifier::text from pg_control_system());
  s.epoch := eventlog_epoch_now();
  s.xid_low := case when before.epoch = s.epoch then before.xid_high else '0'::xid8 end;
  s.xid_high := high;
  select array_agg(leaf order by kind, xid, id), count(*) filter (where kind = 0), count(*) filter (where kind = 1)
    into leaves, s.events, s.lines
    from (
      select 0 as kind, xid, id, sha256('\x0045'::bytea || hash) as leaf from eventlog_event
        where epoch = s.epoch and xid >= s.xid_low and xid < high
      union all
      select 1, xid, id, sha256('\x004c'::bytea || leaf) from eventlog_accessline
        where epoch = s.epoch and xid >= s.xid_low and xid < high
    ) as settled;
  if s.events + s.lines = 0 then
    return;
  end if;
  s.no := coalesce(before.no, 0) + 1;
  s.made_at := clock_timestamp();
  s.events_total := coalesce(before.events_total, 0) + s.events;
  s.lines_total := coalesce(before.lines_total, 0) + s.lines;
  s.merkle_root := eventlog_merkle(leaves);
  s.prev_hash := coalesce(before.hash, ''::bytea);
  s.hash := {SEAL_HASH};
  insert into eventlog_seal values (s.*);
  return next s;
end $body$;

create function eventlog_seal() returns setof eventlog_seal language plpgsql {DEFINER} as $body$
declare
  high xid8;
begin
  perform pg_advisory_xact_lock(hashtextextended('eventlog_seal', 0));
  if exists (select from eventlog_seal where epoch = eventlog_epoch_now()
             and cluster <> (select system_identifier::text from pg_control_system())) then
    raise exception 'this database was restored into another cluster'
      using hint = 'Run eventlog_restored() as the owner once, before anything is written.';
  end if;
  high := pg_snapshot_xmin(pg_current_snapshot());
  return query select * from eventlog_write_seal(high);
end $body$;

create function eventlog_restored() returns smallint language plpgsql {DEFINER} as $body$
begin
  perform pg_advisory_xact_lock(hashtextextended('eventlog_seal', 0));
  perform eventlog_write_seal('9223372036854775807'::xid8);
  return nextval('eventlog_epoch');
end $body$;

create function eventlog_seals_after(last integer) returns setof eventlog_seal language sql stable {DEFINER} as $body$
  select * from eventlog_seal where no > last order by no
$body$;

create function eventlog_unsealed(out unsealed bigint, out oldest timestamptz) language sql stable {DEFINER} as $body$
  with sealed as (
    select coalesce((select xid_high from eventlog_seal where epoch = eventlog_epoch_now() order by no desc limit 1),
                    '0'::xid8) as high
  ), waiting as (
    select recorded_at from eventlog_event, sealed where epoch = eventlog_epoch_now() and xid >= sealed.high
    union all
    select recorded_at from eventlog_accessline, sealed where epoch = eventlog_epoch_now() and xid >= sealed.high
  )
  select count(*), min(recorded_at) from waiting
$body$;
"""


def _rights() -> str:
    lines = []
    for table in TABLES:
        lines += [
            f"revoke all on {table} from public, rinnalla_app",
            f"grant select on {table} to rinnalla_app",
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy {table}_owner on {table} to rinnalla_owner using (true) with check (true)",
        ]
    lines.append("revoke all on sequence eventlog_epoch, eventlog_event_id_seq, eventlog_accessline_id_seq "
                 "from public, rinnalla_app")
    for function in (*WRITERS, *OWNER_ONLY, *HELPERS):
        lines.append(f"revoke all on function {function} from public, rinnalla_app")
    for function in WRITERS:
        lines.append(f"grant execute on function {function} to rinnalla_app")
    return ";\n".join(lines)


FORWARDS = [CODES, EPOCH, APPEND_EVENT, APPEND_LINE, MERKLE, SEAL, _rights()]
BACKWARDS = "drop sequence eventlog_epoch; drop function " + ", ".join((*WRITERS, *OWNER_ONLY, *HELPERS))

"""The one function that counts what a line shows and then writes the line, in the same statement and transaction.

Answers 0: nothing to tell; 1: the first limit was passed just now; 2: these clients are beyond the limit and the answer
must not leave (the line then says refused). Whoever has opened a client today opens the same client on. Emergency
access and an answer that holds nothing to withhold are counted, never stopped.
"""

DEFINER = "security definer set search_path = public, pg_temp"
LINE = "text, bigint, bigint, text, bigint, bigint, text, text, text, bigint[], bigint[], text[], text[], text, text, "
COUNTED_SIGNATURE = f"accesslog_append_counted({LINE}timestamptz, bigint, date, text, integer, integer, boolean)"

COUNTED = f"""
create function accesslog_append_counted(
  actor_kind text, actor_user bigint, actor_membership bigint, role text, organisation bigint, unit bigint,
  session text, route text, action text, person_ids bigint[], case_ids bigint[], field_groups text[], grounds text[],
  purpose text, result text, moment timestamptz,
  in_region bigint, on_day date, seen_as text, told_from integer, stop_beyond integer, may_stop boolean
) returns integer language plpgsql {DEFINER} as $body$
declare
  shown bigint[] := case when cardinality($11) > 0 then $11
    else array(select -one from unnest($10) as one) end;
  before integer;
  fresh bigint[];
  answer integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('reading:' || $1 || ':' || $2, 0));
  fresh := array(
    select distinct one from unnest(shown) as one where not exists (
      select from access_readtoday r
       where r.user_id = $2 and r.kind = $1 and r.day = on_day and r.what = seen_as and r.about = one));
  if cardinality(fresh) > 0 then
    select count(*) into before from access_readtoday r
      where r.user_id = $2 and r.kind = $1 and r.day = on_day and r.what = seen_as;
    if may_stop and before + cardinality(fresh) > stop_beyond and not exists (
      select from access_readingmark m where m.user_id = $2 and m.kind = $1 and m.day = on_day and m.what = seen_as
         and m.level = 'stopped' and m.lifted_at is not null) then
      answer := 2;
    else
      insert into access_readtoday (user_id, kind, day, what, about)
        select $2, $1, on_day, seen_as, one from unnest(fresh) as one;
      if before < told_from and before + cardinality(fresh) >= told_from then
        answer := 1;
      end if;
    end if;
    if answer > 0 then
      insert into access_readingmark (uuid, user_id, kind, membership_id, region_id, day, what, level, count, at)
        values (gen_random_uuid(), $2, $1, $3, in_region, on_day, seen_as,
                case answer when 1 then 'told' else 'stopped' end, before + cardinality(fresh), moment)
        on conflict (user_id, kind, day, what, level) do nothing;
    end if;
  end if;
  perform accesslog_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                           case when answer = 2 then 'refused_403' else $15 end, $16);
  return answer;
end $body$;
revoke all on function {COUNTED_SIGNATURE} from public;
grant execute on function {COUNTED_SIGNATURE} to rinnalla_app;
"""
FORGET = f"""
create function access_forget_read(before_day date) returns bigint language sql {DEFINER} as $$
  with gone as (delete from access_readtoday where day < before_day returning 1) select count(*) from gone
$$;
revoke all on function access_forget_read(date) from public;
grant execute on function access_forget_read(date) to rinnalla_app;
"""
# The officer of the region sees the marks and lifts a stop; nobody of the application makes or removes one.
MARKS = """
create policy access_readingmark_read on access_readingmark for select to rinnalla_app
  using (region_id = (select access_officer_region()));
create policy access_readingmark_lift on access_readingmark for update to rinnalla_app
  using (region_id = (select access_officer_region())) with check (region_id = (select access_officer_region()));
create policy access_readingmark_owner on access_readingmark to rinnalla_owner using (true) with check (true);
alter table access_readingmark enable row level security;
alter table access_readingmark force row level security;
"""
DROP = f"""
drop function {COUNTED_SIGNATURE}; drop function access_forget_read(date);
drop policy access_readingmark_owner on access_readingmark; drop policy access_readingmark_lift on access_readingmark;
drop policy access_readingmark_read on access_readingmark;
"""

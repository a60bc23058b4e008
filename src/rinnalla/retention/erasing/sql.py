"""The SQL of erasing: which clock every row stands on, and what goes with it. Owner-run (docs/decisions/0022).

Never edited after a release; a later migration replaces functions with its own text. What points to a case or a person
is read from the database's own catalogue, so a table made later is erased too; what a case's rows point to and what
points on from them is written out, and a constraint that would be left hanging takes the whole erasing back.
"""

from rinnalla.access.walls import MY_PERSONS
from rinnalla.referrals.sql import DEFINER

ZONE = "at time zone 'Europe/Helsinki'"
HELD = "exists (select from retention_hold h where h.case_id = c.id and h.ended_at is null)"
HOLDER = "join organisations_unit u on u.id = {} join organisations_organisation o on o.id = u.organisation_id"
OF_CASE = f"join cases_case c on c.id = x.case_id {HOLDER.format('c.holder_unit_id')}"
NAMES = "document, source, row_id, region_id, holder, starts, starts_on, held"
BORN = f"case when d.died_on is null then coalesce(p.birth_date, (p.made_at {ZONE})::date) end"

# Never given to the application: it is read by the functions below alone, and shows no more than they tell.
CLOCK = f"""
create view retention_clock ({NAMES}) as
  select 'case'::text, 'cases_case'::text, c.id, c.region_id, o.kind::text, s.starts, s.starts_on, {HELD}
    from cases_case c {HOLDER.format('c.holder_unit_id')}
    join people_person p on p.id = c.person_id left join retention_death d on d.person_id = p.id
    cross join lateral (values ('closed', (c.closed_at {ZONE})::date), ('death', d.died_on), ('birth', {BORN}))
      as s(starts, starts_on)
   where c.closed_at is not null and s.starts_on is not null
  union all
  select 'message', 'cases_message', x.id, c.region_id, o.kind, 'written', (x.made_at {ZONE})::date, {HELD}
    from cases_message x {OF_CASE}
  union all
  select 'copy', 'plans_packet', x.id, c.region_id, o.kind, 'written', (x.made_at {ZONE})::date, {HELD}
    from plans_packet x {OF_CASE}
  union all
  select 'consent', 'access_consent', x.id, c.region_id, o.kind, 'next_version', (n.recorded_at {ZONE})::date, {HELD}
    from access_consent x {OF_CASE}
    cross join lateral (select min(y.recorded_at) as recorded_at from access_consent y
       where y.case_id = x.case_id and y.organisation_id = x.organisation_id
         and (y.recorded_at, y.id) > (x.recorded_at, x.id)) n
   where x.withdrawn_at is not null and n.recorded_at is not null
  union all
  select k.document, 'retention_kept', k.id, p.region_id, k.holder, s.starts, s.starts_on, false
    from retention_kept k join people_person p on p.id = k.person_id
    left join retention_death d on d.person_id = p.id
    cross join lateral (values ('next_version', k.next_version_on),
      ('death', case when k.next_version_on is null then d.died_on end),
      ('birth', case when k.next_version_on is null then {BORN} end)) as s(starts, starts_on)
   where s.starts_on is not null
  union all
  select 'referral', 'referrals_referral', r.id, r.region_id, o.kind, 'settled',
         (coalesce(r.declined_at, r.withdrawn_at) {ZONE})::date, false
    from referrals_referral r {HOLDER.format('r.unit_id')}
   where r.case_id is null and coalesce(r.declined_at, r.withdrawn_at) is not null
  union all
  select 'referral', 'referrals_consultation', q.id, o.region_id, o.kind, 'settled',
         (coalesce(q.step_done_at, q.answered_at) {ZONE})::date, false
    from referrals_consultation q {HOLDER.format('q.unit_id')}
   where q.case_id is null and q.answered_at is not null
     and not exists (select from referrals_referral r where r.consultation_id = q.id)
  union all
  select 'referral', 'referrals_identification', i.id, o.region_id, o.kind, 'settled', (i.at {ZONE})::date, false
    from referrals_identification i {HOLDER.format('i.unit_id')}
   where i.case_id is null and not exists (select from referrals_referral r where r.identification_id = i.id)
     and not exists (select from referrals_consultation q where q.identification_id = i.id)
  union all
  select 'account', 'access_user', m.user_id, max(o.region_id), '', 'role_ended',
         max(least(m.ends_on, (m.ended_at {ZONE})::date)), false
    from access_membership m join access_user a on a.id = m.user_id and a.person_id is null and a.name <> ''
    {HOLDER.format('m.unit_id')}
   group by m.user_id having bool_and(least(m.ends_on, (m.ended_at {ZONE})::date) is not null);
revoke all on retention_clock from public, rinnalla_app;
"""

# What is left of a case for statistics.
FACT = f"""
create function retention_half(day date) returns text language sql immutable as $$
  select extract(year from day)::integer || '-' || case when extract(month from day) <= 6 then 1 else 2 end
$$;
create function retention_note_case(c cases_case, in_register text) returns void language sql {DEFINER} as $$
  insert into retention_erasedcase (id, region_id, register, opened, closed, solution_kind, age_group, services)
  select gen_random_uuid(), c.region_id, in_register, retention_half((c.made_at {ZONE})::date),
         retention_half((c.closed_at {ZONE})::date), coalesce((select solution_kind from cases_closing x
           where x.case_id = c.id), ''),
         coalesce((select a.decade || '–' || a.decade + 9 from (select extract(year from age((c.made_at {ZONE})::date,
           p.birth_date))::integer / 10 * 10 as decade from people_person p
           where p.id = c.person_id and p.birth_date is not null) a), ''),
         (select case when n = 0 then '0' when n < 3 then '1–2' when n < 6 then '3–5' else '6+' end
            from (select count(*) as n from services_serviceepisode s where s.case_id = c.id) counted)
$$;
"""

# What the law keeps longer than the case: moved to where it needs no case.
KEEP = f"""
create function retention_keep(c cases_case, in_register text, by_kind text, documents text[]) returns void
language sql {DEFINER} as $$
  insert into retention_kept (person_id, register, holder, document, what, next_version_on)
  select c.person_id, in_register, by_kind, 'consent',
         jsonb_build_object('organisation', o.names, 'kind', x.kind, 'field_groups', x.field_groups,
           'health_kinds', x.health_kinds, 'matter', x.matter, 'number', x.number, 'mode', x.mode,
           'given_on', x.given_on, 'ends_on', x.ends_on, 'withdrawn_on', (x.withdrawn_at {ZONE})::date),
         (select (min(y.recorded_at) {ZONE})::date from access_consent y where y.case_id = x.case_id
            and y.organisation_id = x.organisation_id and (y.recorded_at, y.id) > (x.recorded_at, x.id))
    from access_consent x join organisations_organisation o on o.id = x.organisation_id
   where x.case_id = c.id and 'consent' = any(documents);
  insert into retention_kept (person_id, register, holder, document, what)
  select c.person_id, in_register, by_kind, 'customership',
         jsonb_build_object('number', c.number, 'began_on', (c.made_at {ZONE})::date,
           'ended_on', (c.closed_at {ZONE})::date)
   where 'customership' = any(documents);
$$;
"""

REFERRALS = f"""
create function retention_drop_referrals(wanted bigint[]) returns void language plpgsql {DEFINER} as $$
declare
  asked bigint[] := array(select consultation_id from referrals_referral where id = any(wanted)
                            and consultation_id is not null);
  seen bigint[] := array(select identification_id from referrals_referral where id = any(wanted)
    and identification_id is not null union select identification_id from referrals_consultation
    where id = any(asked) and identification_id is not null);
begin
  delete from access_draft d using referrals_referral r
   where r.id = any(wanted) and position(r.uuid::text in d.path) > 0;
  delete from referrals_outsidelink l using referrals_outsidequestion q
   where q.id = l.question_id and q.referral_id = any(wanted);
  delete from referrals_outsidequestion where referral_id = any(wanted);
  delete from referrals_referralstep where referral_id = any(wanted);
  delete from referrals_arrival where referral_id = any(wanted);
  delete from referrals_referral where id = any(wanted);
  delete from referrals_consultation q where q.id = any(asked) and q.case_id is null
     and not exists (select from referrals_referral r where r.consultation_id = q.id);
  delete from referrals_identification i where i.id = any(seen) and i.case_id is null
     and not exists (select from referrals_referral r where r.identification_id = i.id)
     and not exists (select from referrals_consultation q where q.identification_id = i.id);
end $$;
"""

CASE = f"""
create function retention_drop_case(wanted bigint, in_register text, documents text[]) returns boolean
language plpgsql {DEFINER} as $$
declare
  c cases_case%rowtype;
  one record;
begin
  select * into c from cases_case where id = wanted for update;
  if not found or c.closed_at is null or {HELD} then
    return false;
  end if;
  perform retention_note_case(c, in_register);
  perform retention_keep(c, in_register, o.kind, documents) from organisations_unit u
    join organisations_organisation o on o.id = u.organisation_id where u.id = c.holder_unit_id;
  perform retention_keep_disclosures(c);
  delete from access_draft d where position(c.uuid::text in d.path) > 0;
  delete from cases_consentnotice where case_number = c.number;
  perform retention_drop_referrals(array(select id from referrals_referral where case_id = wanted));
  update cases_case set previous_id = null where previous_id = wanted;
  update people_personmerge set moved_cases = array_remove(moved_cases, wanted) where moved_cases @> array[wanted];
  for one in select f.conrelid::regclass as place, a.attname as field from pg_constraint f
               join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
              where f.contype = 'f' and f.confrelid = 'cases_case'::regclass and f.conrelid <> f.confrelid loop
    execute format('delete from %s where %I = $1', one.place, one.field) using wanted;
  end loop;
  delete from cases_case where id = wanted;
  perform retention_drop_person(c.person_id);
  return true;
end $$;
"""

# A person goes with the last case, save what the law keeps of them; the account and what was asked do not wait.
PERSON = f"""
create function retention_drop_person(wanted bigint) returns void language plpgsql {DEFINER} as $$
declare
  one record;
begin
  if exists (select from cases_case where person_id = wanted)
     or exists (select from people_person where id = wanted and merged_into_id is not null) then
    return;
  end if;
  for one in select id from access_user where person_id = wanted loop
    perform retention_drop_account(one.id);
  end loop;
  if to_regclass('retention_rightsrequest') is not null then
    execute 'delete from retention_rightsrequest where person_id = $1' using wanted;
  end if;
  if exists (select from retention_kept where person_id = wanted) then
    return;
  end if;
  for one in select id from people_person where merged_into_id = wanted loop
    update people_person set merged_into_id = null where id = one.id;
    perform retention_drop_person(one.id);
  end loop;
  for one in select f.conrelid::regclass as place, a.attname as field from pg_constraint f
               join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
              where f.contype = 'f' and f.confrelid = 'people_person'::regclass and f.conrelid <> f.confrelid
                and f.conrelid not in ('cases_case'::regclass, 'access_user'::regclass) loop
    execute format('delete from %s where %I = $1', one.place, one.field) using wanted;
  end loop;
  delete from people_person where id = wanted;
end $$;
"""

# What an account owns goes with it. A worker whom a kept document names stays until the last such document has gone;
# where only lists of the service itself name the worker, the row stays without anything that tells who it was.
ACCOUNT = f"""
create function retention_drop_account(wanted bigint) returns boolean language plpgsql {DEFINER} as $$
declare
  own text[] := array['access_draft', 'access_membership', 'access_readtoday', 'account_emailaddress',
    'mfa_authenticator', 'watch_visit', 'desk_listchoice', 'desk_savedfilter', 'exchange_apitoken',
    'exchange_pendingimport', 'services_cardnotice',
    'cases_worktime', 'cases_loadlimit', 'referrals_rosterentry', 'access_identification',
    'cases_consentnotice', 'network_competenceneed', 'network_competencerating', 'network_materialuse',
    'network_trainingseat'];
  of_client boolean := (select person_id is not null from access_user where id = wanted);
  one record;
  named boolean;
begin
  for one in select f.conrelid::regclass as place, a.attname as field, t.relrowsecurity as walled
               from pg_constraint f join pg_class t on t.oid = f.conrelid
               join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
              where f.contype = 'f' and f.confrelid = 'access_user'::regclass and not t.relname = any(own) loop
    if of_client then  -- nothing of another's case is a client's
      execute format('update %s set %I = null where %I = $1', one.place, one.field, one.field) using wanted;
    elsif one.walled then
      execute format('select exists (select from %s where %I = $1)', one.place, one.field) into named using wanted;
      if named then
        return false;
      end if;
    end if;
  end loop;
  begin
    delete from account_emailconfirmation k using account_emailaddress e
     where e.id = k.email_address_id and e.user_id = wanted;
    for one in select f.conrelid::regclass as place, a.attname as field from pg_constraint f
                 join pg_class t on t.oid = f.conrelid
                 join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
                where f.contype = 'f' and f.confrelid = 'access_user'::regclass and t.relname = any(own)
                order by t.relname = 'access_membership' loop
      execute format('delete from %s where %I = $1', one.place, one.field) using wanted;
    end loop;
    delete from access_user where id = wanted;
    if not of_client then
      set constraints all immediate;
    end if;
  exception when foreign_key_violation then
    update access_user set username = 'erased-' || gen_random_uuid(), name = '', email = '', phone = '', hours = '',
      password = '!', is_active = false, last_login = null where id = wanted;
  end;
  if not of_client then
    set constraints all deferred;
  end if;
  return true;
end $$;
"""

# An earlier version of a consent goes alone: the next one is the first then, and what stood on it goes, or stands
# without it where it may.
CONSENT = f"""
create function retention_drop_consent(wanted bigint) returns void language plpgsql {DEFINER} as $$
declare
  one record;
begin
  update access_consent set previous_id = null, number = 1 where previous_id = wanted;
  for one in select f.conrelid::regclass as place, a.attname as field, a.attnotnull as needed from pg_constraint f
               join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
              where f.contype = 'f' and f.confrelid = 'access_consent'::regclass and f.conrelid <> f.confrelid loop
    if one.needed then
      execute format('delete from %s where %I = $1', one.place, one.field) using wanted;
    else
      execute format('update %s set %I = null where %I = $1', one.place, one.field, one.field) using wanted;
    end if;
  end loop;
  delete from access_consent where id = wanted;
end $$;
"""

ERASE_ONE = f"""
create function retention_erase_one(source text, wanted bigint, in_register text, documents text[]) returns boolean
language plpgsql {DEFINER} as $$
declare
  done boolean := true;
  whose bigint;
begin
  case source
    when 'cases_case' then
      done := retention_drop_case(wanted, in_register, documents);
    when 'cases_message' then
      delete from cases_message where id = wanted;
    when 'plans_packet' then
      delete from plans_packet where id = wanted;
    when 'access_consent' then
      perform retention_drop_consent(wanted);
    when 'referrals_referral' then
      perform retention_drop_referrals(array[wanted]);
    when 'referrals_consultation' then
      delete from referrals_consultation where id = wanted;
    when 'referrals_identification' then
      delete from referrals_identification where id = wanted;
    when 'retention_kept' then
      delete from retention_kept where id = wanted returning person_id into whose;
      perform retention_drop_person(whose);
    when 'retention_keptdisclosure' then
      delete from retention_keptdisclosure where id = wanted;
    when 'access_user' then
      done := retention_drop_account(wanted);
  end case;
  set constraints all immediate;
  set constraints all deferred;
  return done;
exception when integrity_constraint_violation then
  return false;
end $$;
"""

# One call is one bounded transaction. It asks the clock again itself, so that a day told wrongly by the caller's list
# of holders or lengths still never ends what is open or held.
SIGNATURE = "retention_erase(text, text, text[], text, date, bigint, integer, text, text[])"
ERASE = f"""
create function retention_erase(of_document text, of_source text, holders text[], of_start text, latest date,
                                after bigint, most integer, in_register text, documents text[])
returns table (row_id bigint, region_id bigint, erased boolean) language plpgsql {DEFINER} as $$
#variable_conflict use_column
declare
  one record;
begin
  perform pg_advisory_xact_lock(hashtextextended('retention_erase', 0));
  for one in select k.row_id, k.region_id from retention_clock k
              where k.document = of_document and k.source = of_source and k.starts = of_start
                and (cardinality(holders) = 0 or k.holder = any(holders))
                and k.starts_on <= latest and not k.held and k.row_id > after
              order by k.row_id limit most loop
    return query select one.row_id, one.region_id,
      retention_erase_one(of_source, one.row_id, in_register, documents);
  end loop;
end $$;
"""

# What will be erased month by month, of the officer's own region, as counts.
AHEAD_SIGNATURE = "retention_ahead(text, text[], text, integer, integer, date)"
AHEAD = f"""
create function retention_ahead(of_document text, holders text[], of_start text, months integer, days integer,
                                until date)
returns table (month date, held boolean, number bigint) language sql stable {DEFINER} as $$
  select date_trunc('month', due)::date, held, count(*) from (
    select k.held, (k.starts_on + make_interval(months => $4, days => $5))::date + 1 as due
      from retention_clock k
     where k.document = of_document and k.starts = of_start and k.region_id = access_officer_region()
       and (cardinality(holders) = 0 or k.holder = any(holders))) as ending
   where due <= until group by 1, 2
$$;
"""

DEATH_SIGNATURE = "retention_note_death(bigint, date, bigint)"
DEATH = f"""
create function retention_note_death(of_case bigint, day date, by_user bigint) returns bigint
language plpgsql {DEFINER} as $$
declare
  whose bigint := (select person_id from cases_case where id = of_case);
begin
  if not access_officer_sees(of_case) then
    raise exception 'this case is of another region' using errcode = 'insufficient_privilege';
  end if;
  insert into retention_death (person_id, died_on, made_at, made_by_id) values (whose, day, now(), by_user)
    on conflict (person_id) do update set died_on = day, made_at = now(), made_by_id = by_user;
  return whose;
end $$;
"""

INNER = (
    "retention_note_case(cases_case, text)", "retention_keep(cases_case, text, text, text[])",
    "retention_drop_referrals(bigint[])", "retention_drop_case(bigint, text, text[])", "retention_drop_person(bigint)",
    "retention_drop_account(bigint)", "retention_drop_consent(bigint)",
    "retention_erase_one(text, bigint, text, text[])",
)
CLOSED = "".join(f"revoke all on function {one} from public, rinnalla_app;" for one in INNER)
MADE = CLOCK + FACT + KEEP + REFERRALS + CASE + PERSON + ACCOUNT + CONSENT + ERASE_ONE + CLOSED
DROPPED = "".join(f"drop function {one};" for one in reversed(INNER)) + (
    "drop function retention_half(date); drop view retention_clock;"
)
OF_PERSON = f"person_id = {MY_PERSONS}"

"""The wall round questions to services without an account, and what the asked reader reaches past it.

The reader has no account, so no wall lets them see a row. Each function asks for the hash of a secret that only the reader
holds: `link` of the mailed link, `proof` of the reading that a code mailed to the same address opened. None takes an id, none
gives a row that the question does not name, and each asks anew whether the question still stands. Of the client the link
alone gives nothing; the reading gives what the ground of this one question opens.
"""

from django.db import migrations

from rinnalla.access.walls import wall
from rinnalla.referrals.sql import DEFINER, function

JOB = "current_setting('app.actor_kind', true) = 'job'"
WAITING = "r.accepted_at is null and r.declined_at is null and r.withdrawn_at is null"
ROWS = """referrals_outsidelink l join referrals_outsidequestion q on q.id = l.question_id
    join referrals_referral r on r.id = q.referral_id"""
# Why a question is closed to its reader, the plainest reason first.
STATE = f"""case
    when q.answered_at is not null then 'answered' when q.ended_at is not null then 'ended'
    when not ({WAITING}) or r.unit_id <> q.unit_id then 'settled'
    when l.replaced_at is not null then 'replaced' when moment >= q.expires_at then 'expired' else 'open' end"""

STATES = f"""
create function referrals_outside_state(link bytea, proof bytea, moment timestamptz)
returns table (question bigint, state text, unit bigint, region bigint, organisation text, ground text,
               expires_at timestamptz, answered_at timestamptz, proven boolean, code_sent boolean)
language sql stable {DEFINER} as $$
  select q.id, {STATE}, q.unit_id, r.region_id, q.organisation::text, q.ground::text, q.expires_at, q.answered_at,
         coalesce(l.proof_hash = proof and moment < l.proof_until, false),
         coalesce(l.code_mac is not null and moment < l.code_until, false)
    from {ROWS} where l.hash = link or l.proof_hash = proof
$$;
"""

# Nothing of health leaves the table where the question's ground does not open it.
READ = f"""
create function referrals_outside_read(proof bytea, moment timestamptz)
returns table (question bigint, question_uuid uuid, referral uuid, sealed_identity bytea, sealed_texts bytea, items jsonb,
               language text, ground text, field_groups jsonb, sealed_words bytea, case_id bigint, person_id bigint)
language sql stable {DEFINER} as $$
  select q.id, q.uuid, r.uuid, r.sealed_identity, case when q.field_groups @> '["health"]' then r.sealed_texts end, r.items,
         r.language::text, q.ground::text, q.field_groups, q.sealed_words, r.case_id, c.person_id
    from {ROWS} left join cases_case c on c.id = r.case_id
   where l.proof_hash = proof and moment < l.proof_until and {STATE} = 'open'
$$;
"""

# A code is promised at most `most` times in an hour; the count is the row's own, under its lock.
ASK_CODE = f"""
create function referrals_outside_ask_code(link bytea, moment timestamptz, most integer)
returns table (told text, link_id bigint, question bigint, referral bigint, case_id bigint)
language plpgsql {DEFINER} as $$
declare
  found_row record;
  lately timestamptz[];
begin
  select l.id, l.codes_at, q.id as question, r.id as referral, r.case_id as of_case, {STATE} as state into found_row
    from {ROWS} where l.hash = link for update of l;
  if not found or found_row.state <> 'open' then return query select 'closed', null::bigint, null::bigint, null::bigint,
    null::bigint; return; end if;
  lately := array(select one from unnest(found_row.codes_at) as one where one > moment - interval '1 hour');
  if cardinality(lately) >= most then
    told := 'wait';
  else
    told := 'sent';
    update referrals_outsidelink set codes_at = lately || moment where id = found_row.id;
  end if;
  return query select told, found_row.id, found_row.question, found_row.referral, found_row.of_case;
end $$;
"""

# Every try is counted before it is weighed: at `most` the code is dead, right or wrong.
PROVE = f"""
create function referrals_outside_prove(
  link bytea, mac bytea, moment timestamptz, most integer, proof bytea, until timestamptz)
returns table (told text, question bigint, referral bigint, case_id bigint) language plpgsql {DEFINER} as $$
declare
  found_row record;
begin
  select l.id, l.code_mac, l.code_until, l.code_tries, q.id as question, r.id as referral, r.case_id as of_case,
         {STATE} as state into found_row
    from {ROWS} where l.hash = link for update of l;
  if not found or found_row.state <> 'open' then told := 'closed'; return next; return; end if;
  question := found_row.question; referral := found_row.referral; case_id := found_row.of_case;
  if found_row.code_mac is null or moment >= found_row.code_until then
    told := 'old';
  elsif found_row.code_tries >= most then
    told := 'stopped';
  elsif found_row.code_mac = mac then
    told := 'proven';
    update referrals_outsidelink set code_mac = null, code_until = null, proven_at = moment, proof_hash = proof,
           proof_until = until where id = found_row.id;
  else
    told := case when found_row.code_tries + 1 >= most then 'stopped_now' else 'wrong' end;
    update referrals_outsidelink set code_tries = code_tries + 1 where id = found_row.id;
  end if;
  return next;
end $$;
"""

# One answer to one question: the second finds the first under the row's lock, and writes nothing.
ANSWER = f"""
create function referrals_outside_answer(proof bytea, moment timestamptz, given jsonb)
returns table (told text, question bigint, referral bigint, case_id bigint, unit bigint, sent_by bigint)
language plpgsql {DEFINER} as $$
declare
  q referrals_outsidequestion%rowtype;
  l referrals_outsidelink%rowtype;
  r referrals_referral%rowtype;
begin
  select * into l from referrals_outsidelink where proof_hash = proof;
  if not found then told := 'closed'; return next; return; end if;
  select * into r from referrals_referral where id = (
    select referral_id from referrals_outsidequestion where id = l.question_id) for update;
  select * into q from referrals_outsidequestion where id = l.question_id for update;
  select * into l from referrals_outsidelink where id = l.id for update;
  told := {STATE};
  question := q.id; referral := r.id; case_id := r.case_id; unit := q.unit_id; sent_by := q.sent_by_id;
  if told <> 'open' then return next; return; end if;
  if l.proof_hash is distinct from proof or moment >= l.proof_until then told := 'reading_over'; return next; return; end if;
  update referrals_outsidequestion set answered_at = moment, answer = given->>'answer', reason = given->>'reason',
         first_free_on = (given->>'first_free_on')::date, sealed_answer = decode(given->>'sealed', 'hex'),
         version = version + 1
   where id = q.id and uuid = (given->>'uuid')::uuid;
  if not found then told := 'closed'; return next; return; end if;
  insert into referrals_referralstep (
    uuid, referral_id, unit_id, sent_by_id, outcome, at, reason, next_service, next_phone)
  values (gen_random_uuid(), r.id, q.unit_id, q.sent_by_id, 'outside_answered', moment, given->>'reason', '', '');
  told := 'written';
  return next;
end $$;
"""

# The worker that mails sees no row of an inbox. It makes the secret, keeps its hash here and gets the address; the link
# before it dies in the same transaction.
LINK_MADE = f"""
create function referrals_outside_link_made(asked bigint, secret bytea, moment timestamptz)
returns table (address text, language text) language plpgsql {DEFINER} as $$
declare
  q referrals_outsidequestion%rowtype;
begin
  select * into q from referrals_outsidequestion
   where {JOB} and id = asked and answered_at is null and ended_at is null and moment < expires_at for update;
  if not found then return; end if;
  update referrals_outsidelink set replaced_at = moment where question_id = q.id and replaced_at is null;
  insert into referrals_outsidelink (question_id, unit_id, sent_by_id, hash, sent_at, codes_at, code_tries)
  values (q.id, q.unit_id, q.sent_by_id, secret, moment, '{{}}', 0);
  return query select q.address::text, q.language::text;
end $$;
"""
CODE_FOR = f"""
create function referrals_outside_code_for(wanted bigint, moment timestamptz)
returns table (address text, language text, hash bytea) language sql stable {DEFINER} as $$
  select q.address::text, q.language::text, l.hash from {ROWS} where {JOB} and l.id = wanted and {STATE} = 'open'
$$;
"""
CODE_MADE = f"""
create function referrals_outside_code_made(wanted bigint, mac bytea, until timestamptz) returns boolean
language sql {DEFINER} as $$
  update referrals_outsidelink set code_mac = mac, code_until = until, code_tries = 0
   where {JOB} and id = wanted and replaced_at is null returning true
$$;
"""

# Silence past the day is told once to the unit that asked.
SILENT = f"""
create function referrals_outside_silent(moment timestamptz)
returns table (question bigint, referral bigint, case_id bigint, unit bigint) language sql {DEFINER} as $$
  with silent as (
    update referrals_outsidequestion q set silent_at = moment from referrals_referral r
     where {JOB} and r.id = q.referral_id and {WAITING} and q.expires_at <= moment and q.answered_at is null
       and q.ended_at is null and q.silent_at is null
    returning q.id, r.id as referral, r.case_id, q.unit_id, q.sent_by_id),
  told as (
    insert into referrals_referralstep (
      uuid, referral_id, unit_id, sent_by_id, outcome, at, reason, next_service, next_phone)
    select gen_random_uuid(), referral, unit_id, sent_by_id, 'outside_silent', moment, '', '', '' from silent)
  select id, referral, case_id, unit_id from silent
$$;
"""

# A referral that moves takes its questions along, closed: who is asked was the former unit's choice and ground.
MOVE_FORMER = f"""
create or replace function referrals_move(referral bigint, from_version integer, to_unit bigint) returns boolean
language plpgsql {DEFINER} as $$
begin
  update referrals_referral set unit_id = to_unit, version = version + 1, route_by = null
   where id = referral and version = from_version and unit_id = any(access_my_units());
  if not found then return false; end if;
  update referrals_referralstep set unit_id = to_unit where referral_id = referral;
  return true;
end $$;
"""
MOVE = MOVE_FORMER.replace(
    "  return true;",
    """  update referrals_outsidequestion set ended_at = clock_timestamp(), ended_why = 'moved',
         ended_by_id = nullif(current_setting('app.user_id', true), '')::bigint
   where referral_id = referral and ended_at is null;
  update referrals_outsidelink set unit_id = to_unit
   where question_id in (select id from referrals_outsidequestion where referral_id = referral);
  update referrals_outsidequestion set unit_id = to_unit where referral_id = referral;
  return true;""",
)

# Who was asked, by name, for those who may read the log line that has only a number: the client, the team, the officer.
SEES = "any((select access_my_cases())::bigint[])"
BODIES = f"""
create function referrals_outside_bodies(wanted bigint[]) returns table (question bigint, organisation text)
language sql stable {DEFINER} as $$
  select q.id, q.organisation::text from referrals_outsidequestion q join referrals_referral r on r.id = q.referral_id
   where q.id = any(wanted) and (r.case_id = {SEES} or access_officer_sees(r.case_id))
$$;
"""
# What was read of a referral before it had a case belongs to the case's log too.
LINES = f"""
create function referrals_outside_lines(wanted bigint) returns setof eventlog_accessline
language sql stable {DEFINER} as $$
  select a.* from referrals_referral r join referrals_outsidequestion q on q.referral_id = r.id
    join eventlog_accessline a on a.actor_kind = 'outside' and a.purpose = 'outside.' || q.id
   where r.case_id = wanted and not a.case_ids @> array[wanted]
     and (select wanted = {SEES} or access_officer_sees(wanted))
   order by a.at desc, a.id desc
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("referrals", "0012_outside"), ("access", "0007_oversight"), ("cases", "0002_wall"), ("eventlog", "0003_outside"),
    ]

    operations = [
        wall("referrals_outsidequestion", "inbox"),
        wall("referrals_outsidelink", "inbox"),
        function("referrals_outside_state(bytea, bytea, timestamptz)", STATES),
        function("referrals_outside_read(bytea, timestamptz)", READ),
        function("referrals_outside_ask_code(bytea, timestamptz, integer)", ASK_CODE),
        function("referrals_outside_prove(bytea, bytea, timestamptz, integer, bytea, timestamptz)", PROVE),
        function("referrals_outside_answer(bytea, timestamptz, jsonb)", ANSWER),
        function("referrals_outside_link_made(bigint, bytea, timestamptz)", LINK_MADE),
        function("referrals_outside_code_for(bigint, timestamptz)", CODE_FOR),
        function("referrals_outside_code_made(bigint, bytea, timestamptz)", CODE_MADE),
        function("referrals_outside_silent(timestamptz)", SILENT),
        function("referrals_outside_bodies(bigint[])", BODIES),
        function("referrals_outside_lines(bigint)", LINES),
        migrations.RunSQL(MOVE, MOVE_FORMER),
    ]

"""The walls of the room, and the few looks and writes that reach past them, each as a small owner-run function."""

from django.db import migrations

from rinnalla.access.walls import CONDITIONS, MY_CASES, wall

DEFINER = "security definer set search_path = public, pg_temp"
STAFF = "current_setting('app.actor_kind', true) in ('staff', 'token', 'importer')"

# A contact request: whoever sends it sees nothing of the table, and gets only the number of the receipt (rule 4).
# The same form sent twice gets the number of the first.
SUBMIT = f"""
create function referrals_submit(given jsonb, actor jsonb) returns text language plpgsql {DEFINER} as $$
declare
  me bigint := nullif(current_setting('app.user_id', true), '')::bigint;
  new_id bigint;
  known text;
begin
  insert into referrals_referral (
    uuid, form_key, version, region_id, unit_id, channel, sender_kind, sender_name, sent_by_id, sent_by_unit_id, sent_at,
    received_on, due_on, route_by, receipt, sealed_identity, sealed_texts, person_index, repeat_index, language,
    municipality_id, items, consent, ground, for_whom, decline_reason, next_service, next_phone, rating_words)
  values (
    (given->>'uuid')::uuid, (given->>'form_key')::uuid, 1, (given->>'region')::bigint, (given->>'unit')::bigint,
    given->>'channel', given->>'sender_kind', given->>'sender_name', me, (given->>'sent_by_unit')::bigint,
    (given->>'sent_at')::timestamptz, (given->>'received_on')::date, (given->>'due_on')::date, (given->>'route_by')::date,
    given->>'receipt', decode(given->>'sealed_identity', 'hex'), decode(given->>'sealed_texts', 'hex'),
    decode(given->>'person_index', 'hex'), decode(given->>'repeat_index', 'hex'), given->>'language',
    (given->>'municipality')::bigint, '[]', true, given->>'ground', given->>'for_whom', '', '', '', '')
  on conflict (form_key) do nothing returning id into new_id;
  if new_id is null then
    select receipt into known from referrals_referral where form_key = (given->>'form_key')::uuid;
    return known;
  end if;
  insert into referrals_referralstep (
    uuid, referral_id, unit_id, sent_by_id, outcome, at, by_id, to_unit_id, reason, next_service, next_phone)
  values (gen_random_uuid(), new_id, (given->>'unit')::bigint, me, 'sent', (given->>'sent_at')::timestamptz, me,
          (given->>'unit')::bigint, '', '', '');
  perform eventlog_append(
    'referral', new_id, 'referrals.contact_requested', actor->>'kind', me, (actor->>'membership')::bigint, actor->>'role',
    (actor->>'organisation')::bigint, (actor->>'unit')::bigint, 'referral', new_id, null, null,
    jsonb_build_object('channel', given->>'channel', 'to', (given->>'unit')::bigint), (given->>'sent_at')::timestamptz);
  return given->>'receipt';
end $$;
"""

# Passing on: the giver may not see the row any more once it is the receiver's. Only who holds it may, and only from the
# version that was looked at.
MOVE = f"""
create function referrals_move(referral bigint, from_version integer, to_unit bigint) returns boolean
language plpgsql {DEFINER} as $$
begin
  update referrals_referral set unit_id = to_unit, version = version + 1, route_by = null
   where id = referral and version = from_version and unit_id = any(access_my_units());
  if not found then return false; end if;
  update referrals_referralstep set unit_id = to_unit where referral_id = referral;
  return true;
end $$;
"""

# A list read twice brings nothing twice: asked by the keyed index, whoever may see the earlier one. "+ 0" keeps the
# planner off the region's own index, which on a young table looks as good and reads every row of the region.
KNOWN = f"""
create function referrals_known_repeat(region bigint, wanted bytea) returns boolean
language sql stable {DEFINER} as $$
  select {STAFF} and exists (
    select from referrals_referral where repeat_index = wanted and region_id + 0 = region and declined_at is null)
$$;
"""

# How many times somebody has been declined or passed on, in all units (V-06): counts only, for indexes one already has.
BOUNCES = f"""
create function referrals_bounces(wanted bytea[]) returns table (person_index bytea, declines integer, transfers integer)
language sql stable {DEFINER} as $$
  select r.person_index, count(*) filter (where s.outcome = 'declined')::integer,
         count(*) filter (where s.outcome = 'passed_on')::integer
    from referrals_referral r join referrals_referralstep s on s.referral_id = r.id
   where r.person_index = any(wanted) and s.outcome in ('declined', 'passed_on') and {STAFF}
   group by r.person_index
$$;
"""

# Whether a person found by identity code is being helped already: asked at triage, where the look is logged.
OPEN_CASE = f"""
create function referrals_open_case(person bigint) returns bigint language sql stable {DEFINER} as $$
  select id from cases_case where person_id = person and closed_at is null and {STAFF} order by id limit 1
$$;
"""

FUNCTIONS = {
    "referrals_submit(jsonb, jsonb)": SUBMIT,
    "referrals_move(bigint, integer, bigint)": MOVE,
    "referrals_known_repeat(bigint, bytea)": KNOWN,
    "referrals_bounces(bytea[])": BOUNCES,
    "referrals_open_case(bigint)": OPEN_CASE,
}


def _function(signature: str, sql: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"{sql} revoke all on function {signature} from public; grant execute on function {signature} to rinnalla_app;",
        f"drop function {signature}",
    )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("access", "0003_walls"), ("cases", "0002_wall"), ("eventlog", "0001_initial")]
    operations = [
        wall("referrals_referral", "inbox"),
        wall("referrals_referralstep", "inbox"),
        wall("referrals_identification", "own", f"{CONDITIONS['own']} or case_id = {MY_CASES}"),
        wall("referrals_consultation", "inbox"),
        *(_function(signature, sql) for signature, sql in FUNCTIONS.items()),
    ]

"""How guiding goes, in numbers for whoever leads the region; and the daily count of drafts left unsent."""

from django.db import migrations

from rinnalla.referrals.sql import DEFINER, LEADS, function

# Begun = taken in, and a responsible worker has been agreed on: from then on the support runs (L-88).
EFFORT = f"""
create function referrals_effort(since date, until date)
returns table (figure text, key text, number bigint, amount numeric)
language sql stable {DEFINER} as $$
  with {LEADS},
  came as (
    select r.* from referrals_referral r join leads using (region_id)
     where r.received_on between since and until),
  sent as (
    select came.*, (came.accepted_at is not null and c.responsible_since is not null) as begun
      from came left join cases_case c on c.id = came.case_id
     where came.channel = 'network' and came.sent_by_id is not null),
  noticed as (
    select (i.at at time zone 'Europe/Helsinki')::date - coalesce(i.first_sign_on, i.unemployed_since) as days
      from referrals_identification i join organisations_unit u on u.id = i.unit_id
      join organisations_organisation o on o.id = u.organisation_id join leads using (region_id)
     where coalesce(i.first_sign_on, i.unemployed_since) is not null
       and (i.at at time zone 'Europe/Helsinki')::date between since and until)
  select 'sent', kind::text, count(*), null::numeric from sent group by kind
  union all select 'begun', kind, count(*) filter (where begun), null from sent group by kind
  union all select 'rating', unit_id::text, count(rating), avg(rating) from sent group by unit_id
  union all select 'seconds', '', count(seconds_spent),
    (percentile_cont(0.5) within group (order by seconds_spent))::numeric from sent
  union all select 'fields', '', count(fields_filled),
    (percentile_cont(0.5) within group (order by fields_filled))::numeric from sent
  union all select 'abandoned', '', coalesce(sum(a.number), 0)::bigint, null
    from referrals_abandoneddrafts a join organisations_organisation o on o.id = a.organisation_id
    join leads using (region_id) where a."on" between since and until
  union all select 'first_sign', '', count(*),
    (percentile_cont(0.5) within group (order by days))::numeric from noticed
  union all select 'outcome', s.outcome, count(distinct s.referral_id), null
    from referrals_referralstep s join came on came.id = s.referral_id where s.outcome <> 'sent' group by s.outcome
$$;
"""

# What became of the referrals that came through the asker's own unit; a passed-on one has left its wall (V-111).
OUTCOMES = f"""
create function referrals_outcomes(since date) returns table (outcome text, number bigint)
language sql stable {DEFINER} as $$
  select s.outcome::text, count(distinct s.referral_id) from referrals_referralstep s
   where coalesce(s.from_unit_id, s.unit_id) = any((select access_my_units())::bigint[])
     and s.outcome <> 'sent' and s.at >= since::timestamp at time zone 'Europe/Helsinki'
   group by s.outcome
$$;
"""

# Drafts themselves are walled to their writers and forgotten in a month: the worker keeps their number by day, once.
ABANDONED = f"""
create function referrals_count_abandoned(untouched_since date) returns bigint
language sql {DEFINER} as $$
  with counted as (
    insert into referrals_abandoneddrafts (organisation_id, "on", number)
    select u.organisation_id, (d.kept_at at time zone 'Europe/Helsinki')::date, count(*)
      from access_draft d
      join lateral (select unit_id from access_membership m where m.user_id = d.user_id
                     order by m.ended_at is null desc, m.id desc limit 1) m on true
      join organisations_unit u on u.id = m.unit_id
     where d.path ~ '^(/cases/[0-9a-f-]+)?/referrals/new/(health-check/)?$'
       and (d.kept_at at time zone 'Europe/Helsinki')::date <= untouched_since
     group by 1, 2
    on conflict (organisation_id, "on") do update set number = greatest(
      excluded.number, referrals_abandoneddrafts.number)
    returning 1)
  select count(*) from counted
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0006_effort"), ("cases", "0005_versions"), ("access", "0004_administration")]
    operations = [
        function("referrals_effort(date, date)", EFFORT),
        function("referrals_outcomes(date)", OUTCOMES),
        function("referrals_count_abandoned(date)", ABANDONED),
    ]

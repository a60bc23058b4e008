"""The owner's function that counts people guided to services by whoever guided them (E-51, F-17)."""

from rinnalla.reports.sql import MINE

SIGNATURE = "reports_guided(bigint, date, date, text[])"

# People, each once for each kind of sender; the row of sender '' has each once in all. Taken-back referrals are not in.
GUIDED = f"""
create function reports_guided(region bigint, since date, until date, services text[])
returns table (sender text, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with guided as (
    select c.sender_kind, c.person_index from referrals_referral c
     where c.region_id = region and c.received_on between since and until and c.service = any(services)
       and c.withdrawn_at is null and {MINE})
  select g.sender_kind::text, count(distinct g.person_index) from guided g where g.sender_kind <> '' group by 1
  union all select '', count(distinct g.person_index) from guided g where g.sender_kind <> ''
$$;
"""

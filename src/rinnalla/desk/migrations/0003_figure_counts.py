"""How many clients and contacts there are at each place of the path figure: numbers for a manager, who sees no case.

A person's wall reaches no whole region, so the counting runs as the owner (decision 11). It gives numbers alone, of the
region of the asker's own membership alone, and only to the role that may see figures; small ones are hidden in
`lib.smallnumbers` before anything is drawn.
"""

from django.db import migrations

COUNTS = """
create function desk_figure_counts(bullets jsonb, outreach text[], since date)
returns table (key text, number bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with mine as (
    select o.region_id from access_membership m
      join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date)),
  opened as (
    select c.id, c.person_id, c.stage from cases_case c join mine using (region_id) where c.closed_at is null),
  units as (
    select u.id from organisations_unit u join organisations_organisation o on o.id = u.organisation_id
      join mine using (region_id)),
  came as (
    select r.id, r.channel, r.sender_kind, coalesce(i.place = any(outreach), false) as met_outside
      from referrals_referral r join mine using (region_id)
      left join referrals_identification i on i.id = r.identification_id
     where r.received_on >= since),
  met as (
    select i.id from referrals_identification i join units on units.id = i.unit_id
     where i.place = any(outreach) and i.at >= since
       and not exists (select from referrals_referral r where r.identification_id = i.id)),
  served as (
    select coalesce(bullets ->> card.key, card.key) as bullet, card."group" as box, opened.person_id
      from services_serviceepisode e join opened on opened.id = e.case_id
      join catalogue_servicecard card on card.id = e.card_id
     where e.started_on is not null and e.ended_on is null and card.field_group <> 'special')
  select 'step:' || stage, count(*) from opened group by stage
  union all select 'sender:' || sender_kind, count(*) from came where sender_kind <> '' group by sender_kind
  union all select 'intake:' || channel, count(*) from came group by channel
  union all select 'population:outside_services',
    (select count(*) from came where met_outside) + (select count(*) from met)
  union all select 'population:in_services', count(*) from came where not met_outside and channel = 'network'
  union all select 'population:new_applicant', count(*) from came where not met_outside and channel <> 'network'
  union all select case when topic = 'benefit_advice' then 'intake:benefit_advice' else 'intake:guidance' end, count(*)
    from referrals_guidanceevent g join units on units.id = g.unit_id where g."on" >= since group by 1
  union all select 'intake:counterpart_pair_work', count(*)
    from referrals_consultation c join units on units.id = c.unit_id where c.sent_at >= since
  union all select 'card:' || bullet, count(distinct person_id) from served group by bullet
  union all select 'box:' || box, count(distinct person_id) from served group by box
$$;
revoke all on function desk_figure_counts(jsonb, text[], date) from public;
grant execute on function desk_figure_counts(jsonb, text[], date) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_wall"), ("referrals", "0003_waiting_in_unit"), ("services", "0002_wall"), ("cases", "0002_wall"),
        ("catalogue", "0001_initial"), ("access", "0004_administration"),
    ]  # fmt: skip
    operations = [migrations.RunSQL(COUNTS, "drop function desk_figure_counts(jsonb, text[], date)")]

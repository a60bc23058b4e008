"""How many open cases an organisation's people see and its units hold: counts for whoever may end its agreement."""

from django.db import migrations

from rinnalla.access.sql import function

# Only of the asker's own region, and for an organisation's administrator of the own organisation.
COUNTS = """
create function network_agreement_cases(organisation bigint) returns table (seen bigint, held bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with asker as (
    select m.role, o.id as own, o.region_id
      from access_membership m join organisations_unit u on u.id = m.unit_id
      join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role in ('organisation_admin', 'system_admin') and m.ended_at is null
       and m.starts_on <= current_date + 1 and (m.ends_on is null or m.ends_on >= current_date)),
  body as (
    select o.id from organisations_organisation o, asker a
     where o.id = organisation and o.region_id = a.region_id and (a.role = 'system_admin' or o.id = a.own)),
  place as (select u.id from organisations_unit u join body b on b.id = u.organisation_id),
  member as (
    select m.user_id from access_membership m join place p on p.id = m.unit_id
     where m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date)),
  live as (
    select c.id from access_grant g join cases_case c on c.id = g.case_id
     where c.closed_at is null and g.ended_at is null and g.starts_at <= now()
       and (g.ends_at is null or g.ends_at > now())
       and (g.user_id in (select user_id from member) or g.unit_id in (select id from place)))
  select (select count(distinct id) from live),
         (select count(*) from cases_case c where c.closed_at is null and c.holder_unit_id in (select id from place))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0001_letters"), ("cases", "0009_load"), ("access", "0010_consent_kind"),
        ("organisations", "0004_agreements_on_paper"),
    ]
    operations = [function("network_agreement_cases(bigint)", COUNTS)]

"""The owner's function that gives the records of a unit for its criteria: dates, codes and marks, never a name or a text."""

from django.db import migrations

from rinnalla.access.sql import function

# Of the asker's own live membership: of the unit itself as coach or manager, or a manager of its organisation.
MINE = """exists (
    select from access_membership m join organisations_unit mu on mu.id = m.unit_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and current_setting('app.actor_kind', true) = 'staff' and m.role in ('job_coach', 'manager')
       and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date)
       and (m.unit_id = asked or (m.role = 'manager' and mu.organisation_id = u.organisation_id)))"""
# What somebody works as and for whom comes as a mark that only tells same from different.
RECORDS = f"""
create function employment_quality(asked bigint, since date, until date, types text[]) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  with running as (
    select e.id, e.coach_id, e.started_on, c.holder_unit_id,
           coalesce(e.ended_on, (e.stopped_at at time zone 'Europe/Helsinki')::date) as over_on
      from employment_coachingepisode e join cases_case c on c.id = e.case_id join organisations_unit u on u.id = e.unit_id
     where e.unit_id = asked and e.type = any(types) and e.started_on <= until
       and coalesce(e.ended_on, (e.stopped_at at time zone 'Europe/Helsinki')::date, since) >= since and {MINE})
  select jsonb_build_object(
    'clients', (select jsonb_agg(jsonb_build_array(r.id, r.coach_id, r.started_on, r.over_on, r.holder_unit_id)) from running r),
    'contacts', (select jsonb_agg(jsonb_build_array(k.episode_id, k.made_by_id, k."on", k.parties, k.place, k.purpose, k.minutes))
      from employment_coachingcontact k join running r on r.id = k.episode_id where k."on" <= until),
    'jobs', (select jsonb_agg(jsonb_build_array(j.episode_id, md5(lower(btrim(j.title))), md5(lower(btrim(j.employer))), j.kind,
        j.starts_on, j.ends_on, j.contract, j.normal_pay, j.open_to_all))
      from employment_job j join running r on r.id = j.episode_id where j.starts_on <= until),
    'profiles', (select jsonb_agg(jsonb_build_array(p.episode_id, p.made_by_id, (p.made_at at time zone 'Europe/Helsinki')::date,
        btrim(p.tell || p.keep) <> ''))
      from employment_jobprofile p join running r on r.id = p.episode_id
     where (p.made_at at time zone 'Europe/Helsinki')::date <= until),
    'searches', (select jsonb_agg(jsonb_build_array(a.episode_id, a."on", a.fit))
      from employment_application a join running r on r.id = a.episode_id where a."on" <= until))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("employment", "0007_quality")]
    operations = [function("employment_quality(bigint, date, date, text[])", RECORDS)]

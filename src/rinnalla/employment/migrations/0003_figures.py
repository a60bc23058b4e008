"""The owner's function that counts coaching for a manager: people of the reader's own region, small numbers hidden here."""

from django.db import migrations

# The reader's own region, by the membership chosen for this session: another region's counts are never given.
MINE = """region = (select o.region_id from organisations_unit t
    join organisations_organisation o on o.id = t.organisation_id
   where t.id = nullif(current_setting('app.unit_id', true), '')::bigint
     and current_setting('app.actor_kind', true) in ('staff', 'token'))"""
# Each line counts people, never events: one person with ten contacts is one person.
FIGURES = f"""
create function employment_figures(region bigint, since date, until date, smallest int)
returns table (what text, key text, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with running as (
    select e.* from employment_coachingepisode e join cases_case c on c.id = e.case_id
     where c.region_id = region and {MINE}
       and e.started_on <= until and (e.ended_on is null or e.ended_on >= since)),
  profile as (
    select distinct on (p.episode_id) p.*, r.person_id from employment_jobprofile p join running r on r.id = p.episode_id
     where p.made_at::date <= until order by p.episode_id, p.number desc),
  lines as (
    select 'type' as what, r.type::text as key, r.person_id from running r
    union all select 'payer', r.payer, r.person_id from running r
    union all select 'outcome', r.outcome, r.person_id from running r where r.ended_on between since and until
    union all select 'party', one.key, r.person_id from running r
      join employment_coachingcontact k on k.episode_id = r.id and k.on between since and until
      cross join lateral jsonb_array_elements_text(k.parties) one(key)
    union all select 'job', j.kind, r.person_id from running r
      join employment_job j on j.episode_id = r.id and j.starts_on between since and until
    union all select 'onward', case when j.onward_placement then 'yes' else 'no' end, r.person_id from running r
      join employment_job j on j.episode_id = r.id and j.starts_on between since and until
    union all select 'match', case when j.matches_client and j.matches_coach then 'yes' else 'no' end, r.person_id
      from running r join employment_job j on j.episode_id = r.id and j.starts_on between since and until
       and j.matches_client is not null and j.matches_coach is not null
    union all select 'profile', case when p.id is null then 'none' when least(
        length(trim(p.wish)), length(trim(p.content)), length(trim(p.skills)), length(trim(p.motivation)),
        length(trim(p.limits)), length(trim(p.adaptations)), length(trim(p.hours)), length(trim(p.area)),
        length(trim(p.tell)), length(trim(p.keep))) > 0 then 'whole' else 'part' end, r.person_id
      from running r left join profile p on p.episode_id = r.id)
  select l.what, l.key, case when count(distinct l.person_id) >= smallest then count(distinct l.person_id) end
    from lines l group by l.what, l.key
$$;
"""
NAME = "employment_figures(bigint, date, date, int)"
RIGHTS = f"revoke all on function {NAME} from public; grant execute on function {NAME} to rinnalla_app;"


class Migration(migrations.Migration):
    dependencies = [("employment", "0002_wall")]
    operations = [migrations.RunSQL(FIGURES + RIGHTS, f"drop function {NAME}")]

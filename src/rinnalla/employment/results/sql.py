"""The owner's function that gives what coaching led to: dates, codes and numbers of rows, never a name or a text.

A manager gets the own region, a coach the own unit alone. What is asked reaches back to coachings that still ran on
`reach`; contacts are counted from `since` on.
"""

SIGNATURE = "employment_results(bigint, date, date, date)"
# The asker's own live membership, as a manager or a coach.
ASKER = """
  asker as (
    select m.role, m.unit_id, o.region_id from access_membership m
      join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and current_setting('app.actor_kind', true) = 'staff' and m.role in ('job_coach', 'manager')
       and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date))"""
# A contact after work began is one on or after the first day of any job of the same coaching.
RESULTS = f"""
create function employment_results(region bigint, reach date, since date, until date) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  with {ASKER},
  running as (
    select e.id, e.person_id, e.unit_id, e.type, e.payer, e.client_group, e.started_on, e.ended_on, e.outcome,
           (e.stopped_at at time zone 'Europe/Helsinki')::date as stopped_on,
           (select min(j.starts_on) from employment_job j where j.episode_id = e.id) as work_on
      from employment_coachingepisode e join cases_case c on c.id = e.case_id
     where c.region_id = region and e.started_on <= until and coalesce(e.ended_on, until) >= reach
       and exists (select from asker a
         where a.region_id = c.region_id and (a.role = 'manager' or a.unit_id = e.unit_id))),
  met as (
    select k.episode_id, k."on", k.parties, k.place, (k."on" >= r.work_on) is true as working
      from employment_coachingcontact k join running r on r.id = k.episode_id where k."on" <= until)
  select jsonb_build_object(
    'coachings', (select jsonb_agg(jsonb_build_array(r.id, r.person_id, r.unit_id, r.type, r.payer, r.client_group,
        r.started_on, r.ended_on, r.stopped_on, r.outcome) order by r.id) from running r),
    'jobs', (select jsonb_agg(jsonb_build_array(j.episode_id, j.kind, j.starts_on, j.ends_on, j.onward_placement,
        j.matches_client, j.matches_coach) order by j.id)
      from employment_job j join running r on r.id = j.episode_id where j.starts_on <= until),
    'meetings', (select jsonb_agg(jsonb_build_array(m.episode_id, m.place, m.first_on)) from (
        select episode_id, place, min("on") as first_on from met where parties ? 'employer' group by 1, 2) m),
    'parties', (select jsonb_agg(jsonb_build_array(m.episode_id, m.party, m.times)) from (
        select episode_id, party, count(*) as times from met
          cross join lateral jsonb_array_elements_text(parties) as one(party)
         where "on" >= since group by 1, 2) m),
    'places', (select jsonb_agg(jsonb_build_array(m.episode_id, m.place, m.working, m.times)) from (
        select episode_id, place, working, count(*) as times from met where "on" >= since group by 1, 2, 3) m),
    'groups', (select jsonb_agg(jsonb_build_array(g.client_group, g.type, g.first_on)) from (
        select e.client_group, e.type, min(e.started_on) as first_on
          from employment_coachingepisode e join cases_case c on c.id = e.case_id
         where c.region_id = region and e.started_on <= until and e.client_group <> ''
           and exists (select from asker a where a.region_id = c.region_id and a.role = 'manager') group by 1, 2) g),
    'studies', (
      select jsonb_agg(jsonb_build_array(s.person_id, s.completed_on, s.followed_on, s.work_from, s.works)) from (
        select c.person_id, t.completed_on, t.followed_on, t.work_from,
               (select jsonb_agg(jsonb_build_array(j.kind, j.starts_on, j.ends_on)) from employment_job j
                  join cases_case cc on cc.id = j.case_id
                 where cc.person_id = c.person_id and j.starts_on <= until) as works
          from employment_studyrecord t join cases_case c on c.id = t.case_id
         where t.adapted and t.completed_on between reach and until and c.region_id = region
           and exists (select from asker a where a.region_id = c.region_id and a.role = 'manager')) s))
$$;
"""

"""The owner's function that counts acts between two organisations and the people they are about (T-35)."""

from rinnalla.reports.indicators.facts_sql import ZONE
from rinnalla.reports.sql import MINE

SIGNATURE = "reports_joint_acts(bigint, date, date)"

# An answered question, a sent referral and each two bodies at a held meeting; `one` is the smaller id of the two. A
# client counts once in a cell; a question without a client is somebody of its own. `what` is '' for all kinds together.
JOINT_ACTS = f"""
create function reports_joint_acts(region bigint, since date, until date)
returns table (what text, one bigint, other bigint, acts bigint, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with asked as (
    select q.id, q.case_id, a.organisation_id as from_body,
           coalesce((select e.organisation_id from referrals_rosterentry r join organisations_unit e on e.id = r.unit_id
                      where r.user_id = q.answered_by_id and r.network = q.network and q.network <> ''
                      order by r.id desc limit 1), b.organisation_id) as to_body
      from referrals_consultation q join organisations_unit a on a.id = q.sent_by_unit_id
      join organisations_unit b on b.id = q.unit_id
     where (q.answered_at {ZONE})::date between since and until),
  acts as (
    select 'consultation' as what, o.region_id, least(q.from_body, q.to_body) as one,
           greatest(q.from_body, q.to_body) as other, coalesce('p' || k.person_id, 'q' || q.id) as whom
      from asked q join organisations_organisation o on o.id = q.to_body left join cases_case k on k.id = q.case_id
    union all
    select 'referral', r.region_id, least(a.organisation_id, b.organisation_id),
           greatest(a.organisation_id, b.organisation_id),
           coalesce('p' || k.person_id, 'r' || encode(r.person_index, 'hex'))
      from referrals_referral r join organisations_unit a on a.id = r.sent_by_unit_id
      join lateral (select s.to_unit_id from referrals_referralstep s where s.referral_id = r.id and s.outcome = 'sent'
                     order by s.id limit 1) s on true
      join organisations_unit b on b.id = coalesce(s.to_unit_id, r.unit_id) left join cases_case k on k.id = r.case_id
     where (r.sent_at {ZONE})::date between since and until and r.withdrawn_at is null
    union all
    select 'meeting', k.region_id, a.organisation_id, b.organisation_id, 'p' || k.person_id
      from meetings_meeting m join cases_case k on k.id = m.case_id
      join lateral (select distinct t.organisation_id from meetings_participant t where t.meeting_id = m.id
                       and t.came is distinct from false and t.removed_at is null) a on true
      join lateral (select distinct t.organisation_id from meetings_participant t where t.meeting_id = m.id
                       and t.came is distinct from false and t.removed_at is null) b
        on b.organisation_id > a.organisation_id
     where (m.starts_at {ZONE})::date between since and until and m.held_at is not null and m.withdrawn_at is null)
  select coalesce(c.what, ''), c.one, c.other, count(*), count(distinct c.whom) from acts c
   where c.region_id = region and c.one <> c.other and {MINE}
   group by grouping sets ((c.what, c.one, c.other), (c.one, c.other))
$$;
"""

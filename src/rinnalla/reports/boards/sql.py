"""The owner's functions behind the boards: sums of the asker's own region, of a half-year that is over.

Told to a manager and to a decision-maker, to nobody else. A state is that of the last day of a half, never of today, so
that two readings never tell of who came between (A13). Small numbers are hidden by the program, as in every report.
"""

from rinnalla.access.sql import MINE, function
from rinnalla.reports.indicators.facts_sql import ZONE

__all__ = ["FUNCTIONS", "function"]

DEFINER = "language sql stable security definer set search_path = public, pg_temp"
MANAGERS, LEADERS = "m.role = 'manager'", "m.role in ('manager', 'decision_maker')"
LEADS = MINE.replace(MANAGERS, LEADERS)
TO_WORK = "('employment', 'education', 'entrepreneur')"  # outcomes of services, and solutions of cases

# What the cases of a half have in common: those open at its end and those closed in it, with who sent them, through
# which group of services they go now or went last, and what came of it ("" when they go on).
SPELLS = f"""
  spells as (
    select c.id, c.person_id,
           case when (c.closed_at {ZONE})::date <= until then coalesce(l.solution_kind::text, 'other') else '' end
             as outcome
      from cases_case c left join cases_closing l on l.case_id = c.id
     where c.region_id = region and (c.made_at {ZONE})::date <= until
       and (c.closed_at is null or (c.closed_at {ZONE})::date >= since) and {LEADS}),
  sent as (
    select distinct on (a.case_id) a.case_id,
           coalesce(nullif(a.sender_kind, ''), case a.channel when 'self' then 'self' else '' end) as sender
      from referrals_arrival a join spells s on s.id = a.case_id
     where (a.accepted_at {ZONE})::date <= until order by a.case_id, a.received_on, a.id),
  served as (
    select distinct on (e.case_id) e.case_id, coalesce(k."group"::text, 'other') as service
      from services_serviceepisode e join spells s on s.id = e.case_id
      left join catalogue_servicecard k on k.id = e.card_id
     where e.started_on <= until order by e.case_id, e.started_on desc, e.id desc)"""

FLOW = f"""
create function reports_flow_counts(region bigint, since date, until date)
returns table (sender text, service text, outcome text, clients bigint) {DEFINER} as $$
  with {SPELLS}
  select coalesce(sent.sender, ''), coalesce(served.service, ''), s.outcome, count(*)
    from spells s left join sent on sent.case_id = s.id left join served on served.case_id = s.id group by 1, 2, 3
$$;
"""

# The newest signed talk by the end of the half, and of it each area of life that needs something.
NEEDS = f"""
create function reports_need_counts(region bigint, since date, until date)
returns table (area text, service text, outcome text, clients bigint) {DEFINER} as $$
  with {SPELLS},
  talk as (
    select distinct on (a.case_id) a.case_id, a.id from assessments_needsassessment a join spells s on s.id = a.case_id
     where (a.signed_at {ZONE})::date <= until order by a.case_id, a.number desc, a.revision desc)
  select n.area::text, coalesce(served.service, ''), s.outcome, count(*)
    from spells s join talk on talk.case_id = s.id
    join assessments_lifeareaanswer n on n.assessment_id = talk.id and n.answer = 'need'
    left join served on served.case_id = s.id group by 1, 2, 3
$$;
"""

# Who came between two days, each once, and the furthest step reached by a later day: 0 a need was noticed, 1 a referral
# or an own contact, 2 a case, 3 an approved plan, 4 a begun service, 5 work or studies. Who had a case before is no
# newcomer, and a withdrawn referral is nothing.
PATH = f"""
create function reports_path_counts(region bigint, since date, until date, told date)
returns table (furthest int, clients bigint) {DEFINER} as $$
  with noticed as (
    select i.case_id, 'i' || i.id as apart, 0 as step from referrals_identification i
      join organisations_unit u on u.id = i.unit_id join organisations_organisation c on c.id = u.organisation_id
     where c.region_id = region and (i.at {ZONE})::date between since and until and {LEADS}
       and not exists (select from referrals_referral r where r.identification_id = i.id)
    union all
    select coalesce(c.case_id, (select max(o.case_id) from referrals_referral o
                                  where o.person_index = c.person_index and o.region_id = region)),
           'p' || encode(c.person_index, 'hex'), 1 from referrals_referral c
     where c.region_id = region and (c.sent_at {ZONE})::date between since and until
       and c.withdrawn_at is null and {LEADS}
    union all
    select c.id, '', 1 from cases_case c
     where c.region_id = region and (c.made_at {ZONE})::date between since and until and {LEADS}
       and not exists (select from referrals_referral r where r.case_id = c.id)),
  came as (
    select coalesce('c' || k.id, n.apart) as who, k.id as case_id, max(n.step) as step
      from noticed n
      left join cases_case k on k.id = n.case_id and (k.made_at {ZONE})::date <= told
      left join cases_case before on before.id = n.case_id and (before.made_at {ZONE})::date < since
     where before.id is null group by 1, 2),
  reached as (
    select greatest(
        w.step, case when w.case_id is not null then 2 end,
        case when exists (select from plans_approval a where a.case_id = w.case_id and a.answer = 'approved'
                             and a.answered_on <= told) then 3 end,
        case when exists (select from services_serviceepisode e where e.case_id = w.case_id
                             and e.started_on <= told) then 4 end,
        case when exists (select from employment_job j where j.case_id = w.case_id and j.kind = 'open_paid'
                             and j.starts_on <= told)
               or exists (select from services_serviceepisode e where e.case_id = w.case_id
                             and e.ended_on <= told and e.outcome in {TO_WORK})
               or exists (select from cases_closing l where l.case_id = w.case_id
                             and l.closed_on <= told and l.solution_kind in {TO_WORK}) then 5 end) as furthest
      from came w)
  select r.furthest, count(*) from reached r group by 1
$$;
"""

# Those guided on to a service in the time, by its group and ('') all of them, each case once in each: whose service has
# begun by a later day, and who has since reached a goal at least in part.
GUIDANCE = f"""
create function reports_guidance_counts(region bigint, since date, until date, told date)
returns table (service text, guided bigint, started bigint, moved bigint) {DEFINER} as $$
  with guided as (
    select g.case_id, coalesce(k."group"::text, 'other') as service,
           exists (select from services_serviceepisode e where e.case_id = g.case_id and e.started_on <= told
                      and (e.id = g.episode_id or e.card_id = g.card_id and e.started_on >= g.sent_on)) as started,
           exists (select from plans_goalclosure x
                    where x.case_id = g.case_id and x.closed_on between g.sent_on and told
                      and x.outcome in ('reached', 'partly_reached')) as moved
      from services_onwardguidance g join cases_case c on c.id = g.case_id
      left join catalogue_servicecard k on k.id = g.card_id
     where c.region_id = region and g.sent_on between since and until and {LEADS})
  select g.service, count(distinct g.case_id), count(distinct g.case_id) filter (where g.started),
         count(distinct g.case_id) filter (where g.moved) from guided g group by 1
  union all
  select '', count(distinct g.case_id), count(distinct g.case_id) filter (where g.started),
         count(distinct g.case_id) filter (where g.moved) from guided g
$$;
"""

# Of each group of clients, and ('') of all: the days a person waited for the first service that began in the half, was
# one that was planned in it begun by its end (1 or 0), did one that ran in it break off, and marks given by name.
GAPS = f"""
create function reports_gap_counts(region bigint, groups jsonb, item text, since date, until date)
returns table (target text, measure text, value int, people bigint) {DEFINER} as $$
  with cases as (
    select c.id, c.person_id from cases_case c
     where c.region_id = region and (c.made_at {ZONE})::date <= until
       and (c.closed_at is null or (c.closed_at {ZONE})::date >= since) and {LEADS}),
  episodes as (
    select e.id, s.person_id, e.started_on, e.ended_on, (e.made_at {ZONE})::date as made_on,
           coalesce(e.waits_since, (e.made_at {ZONE})::date) as waits_since, k.service
      from services_serviceepisode e join cases s on s.id = e.case_id
      left join catalogue_servicecard k on k.id = e.card_id),
  talk as (
    select distinct on (a.case_id) a.case_id, a.id, a.unemployment_spells as spells, a.unemployment_months as months
      from assessments_needsassessment a join cases s on s.id = a.case_id
     where (a.signed_at {ZONE})::date <= until order by a.case_id, a.number desc, a.revision desc),
  members as (
    select distinct g ->> 'key' as target, s.person_id
      from jsonb_array_elements(groups) g cross join cases s
     where exists (select from episodes e where e.person_id = s.person_id and e.started_on <= until
                      and (e.ended_on is null or e.ended_on >= since) and (g -> 'services') ? e.service)
        or exists (select from talk t where t.case_id = s.id
                      and (t.spells >= (g ->> 'spells')::int or t.months >= (g ->> 'months')::int
                           or exists (select from assessments_questionanswer q where q.assessment_id = t.id
                                         and (g -> 'yes_to') ? q.question and q.value = 'true'::jsonb)))
    union select '', s.person_id from cases s),
  told as (
    select 'waiting' as measure, x.person_id, x.days as value from (
      select distinct on (e.person_id) e.person_id, greatest(e.started_on - e.waits_since, 0) as days from episodes e
       where e.started_on between since and until order by e.person_id, e.started_on, e.id) x
    union all
    select 'start', e.person_id, max((e.started_on is not null and e.started_on <= until)::int) from episodes e
     where e.made_on between since and until group by e.person_id
    union all
    select 'interruption', e.person_id,
           max((exists (select from services_serviceinterruption i where i.episode_id = e.id
                           and i.from_on between since and until))::int) from episodes e
     where e.started_on <= until and (e.ended_on is null or e.ended_on >= since) group by e.person_id
    union all
    select 'feedback', x.person_id, x.mark from (
      select distinct on (s.person_id) s.person_id, (a.marks ->> item)::int as mark
        from feedback_feedbackanswer a join feedback_feedbackrequest r on r.id = a.request_id
        join cases s on s.id = a.case_id
       where r.answered_in between since and until and a.marks ? item
       order by s.person_id, r.answered_in desc, a.id desc) x)
  select m.target, t.measure, t.value, count(*) from members m join told t on t.person_id = m.person_id group by 1, 2, 3
$$;
"""

FUNCTIONS = [
    ("reports_flow_counts(bigint, date, date)", FLOW),
    ("reports_need_counts(bigint, date, date)", NEEDS),
    ("reports_path_counts(bigint, date, date, date)", PATH),
    ("reports_guidance_counts(bigint, date, date, date)", GUIDANCE),
    ("reports_gap_counts(bigint, jsonb, text, date, date)", GAPS),
]


def to_leaders(text: str) -> str:
    """A function that answered managers alone, made anew to answer decision-makers too."""
    return again(text.replace(MANAGERS, LEADERS))


def again(text: str) -> str:
    return text.replace("create function", "create or replace function")

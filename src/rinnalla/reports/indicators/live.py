"""The same indicators asked of the tables themselves, one by one, as a page without kept rows would: what the kept ones
are compared to, and measured against (P9, P10). `{of}` narrows the regions of a case `c` or a referral `c`."""

from rinnalla.reports.indicators.facts_sql import ZONE

SPAN = "between (%(until)s::date - interval '48 months' + interval '1 day')::date and %(until)s::date"
THEN = f"(c.made_at {ZONE})::date <= %(until)s and (c.closed_at is null or (c.closed_at {ZONE})::date > %(until)s)"


def _month(day: str) -> str:
    return f"date_trunc('month', {day})::date"


OPENED, CLOSED, SENT = f"(c.made_at {ZONE})::date", f"(c.closed_at {ZONE})::date", f"(c.sent_at {ZONE})::date"

LIVE: dict[str, str] = {
    "opened": f"""select c.region_id, {_month(OPENED)}, '', 0, count(*) from cases_case c
        where {OPENED} {SPAN} and {{of}} group by 1, 2""",
    "closed": f"""select c.region_id, {_month(CLOSED)}, '', 0, count(*) from cases_case c
        where {CLOSED} {SPAN} and {{of}} group by 1, 2""",
    "days_to_contact": f"""select c.region_id, {_month(OPENED)}, '',
               greatest((select min(n."on") from cases_contactnote n where n.case_id = c.id and n.is_first)
                        - {OPENED}, 0) as days, count(*) from cases_case c
        where {OPENED} {SPAN} and {{of}}
          and exists (select from cases_contactnote n where n.case_id = c.id and n.is_first) group by 1, 2, 4""",
    "days_to_plan": f"""select c.region_id, {_month(OPENED)}, '',
               coalesce(greatest(min(a.answered_on) - {OPENED}, 0), -1), 1, c.id from cases_case c
          left join plans_approval a on a.case_id = c.id and a.answer = 'approved'
        where {OPENED} {SPAN} and {{of}} group by c.id""",
    "days_to_acceptance": f"""select c.region_id, {_month(SENT)}, '', (c.accepted_at {ZONE})::date - {SENT}, count(*)
          from referrals_referral c where {SENT} {SPAN} and c.accepted_at is not null and {{of}} group by 1, 2, 4""",
    "acceptance": f"""select c.region_id, {_month(SENT)}, case when c.accepted_at is not null then 'accepted'
               when c.declined_at is not null then 'declined' when c.withdrawn_at is not null then 'withdrawn'
               else 'waiting' end, 0, count(*)
          from referrals_referral c where {SENT} {SPAN} and {{of}} group by 1, 2, 3""",
    "open_by_stage": f"""select c.region_id, %(until)s::date, coalesce((
               select s.stage from cases_stageentry s where s.case_id = c.id and (s.entered_at {ZONE})::date
                <= %(until)s order by s.entered_at desc, s.id desc limit 1), 'initial_service') as stage, 0, count(*)
          from cases_case c where {THEN} and {{of}} group by 1, 3""",
    "many_bodies": f"""select c.region_id, %(until)s::date, '', 1 + (
               select count(distinct u.organisation_id) from cases_teammember t join organisations_unit u
                   on u.id = t.unit_id where t.case_id = c.id and (t.made_at {ZONE})::date <= %(until)s
                  and (t.left_at is null or (t.left_at {ZONE})::date > %(until)s)
                  and u.organisation_id <> h.organisation_id) as bodies, count(*)
          from cases_case c join organisations_unit h on h.id = c.holder_unit_id where {THEN} and {{of}}
         group by 1, 4""",
    "overdue_actions": f"""select c.region_id, %(until)s::date, '', (
               select count(*) from plans_action a where a.case_id = c.id and a.due_on < %(until)s
                  and (a.made_at {ZONE})::date <= %(until)s
                  and not exists (select from plans_actiondone d where d.action_id = a.id and d.done_on <= %(until)s)
                  and not exists (select from plans_actiondrop x where x.action_id = a.id
                                    and (x.made_at {ZONE})::date <= %(until)s)) as late, count(*)
          from cases_case c where {THEN} and {{of}} group by 1, 4""",
    "plan_coverage": f"""select c.region_id, %(until)s::date, '', exists (select from plans_approval a
               where a.case_id = c.id and a.answer = 'approved' and a.answered_on <= %(until)s)::int as made, count(*)
          from cases_case c where {THEN} and {{of}} group by 1, 4""",
    "named_coverage": f"""select c.region_id, %(until)s::date, '', exists (select from cases_responsibleterm t
               where t.case_id = c.id and t.period @> (%(until)s::date + 1)::timestamp {ZONE})::int as named, count(*)
          from cases_case c where {THEN} and {{of}} group by 1, 4""",
    "goals_done": f"""select c.region_id, {_month("g.closed_on")}, g.outcome, 0, count(*)
          from plans_goalclosure g join cases_case c on c.id = g.case_id
         where g.closed_on {SPAN} and {{of}} group by 1, 2, 3""",
    "service_days": f"""select c.region_id, {_month("e.started_on")}, '',
               coalesce(e.ended_on - e.started_on, -1), count(*)
          from services_serviceepisode e join cases_case c on c.id = e.case_id
         where e.started_on {SPAN} and {{of}} group by 1, 2, 4""",
    "score_change": f"""
        with taken as (
          select c.region_id, c.id, r.instrument, r.edition, s.key, s.value::numeric as score, r.measured_on,
                 row_number() over (partition by c.id, r.instrument, r.edition, s.key
                                    order by r.measured_on, r.id) as nth,
                 row_number() over (partition by c.id, r.instrument, r.edition, s.key
                                    order by r.measured_on desc, r.id desc) as back
            from assessments_instrumentresult r join cases_case c on c.id = r.case_id
            cross join lateral jsonb_each_text(r.scores) s
           where r.measured_on <= %(until)s and s.value ~ '^-?[0-9]+([.][0-9]+)?$' and {{of}}
             and not exists (select from assessments_instrumentresult n where n.corrects_id = r.id))
        select b.region_id, {_month("b.measured_on")}, b.instrument || '/' || b.key, 0, count(*),
               sum(b.score - a.score), sum((b.score - a.score) ^ 2)
          from taken a join taken b using (region_id, id, instrument, edition, key)
         where a.nth = 1 and b.back = 1 and b.measured_on > a.measured_on and b.measured_on {SPAN}
         group by 1, 2, 3""",
}
# What is grouped by case first is added up once more.
LIVE["days_to_plan"] = f"select region_id, m, '', days, count(*) from ({LIVE['days_to_plan']}) x (region_id, m, d, days, one, id) group by 1, 2, 4"  # noqa: E501, S608


def question(key: str, regions: bool) -> str:
    """One indicator's rows: (region, month, dimension, value, n), of scores also the two sums."""
    return LIVE[key].format(of="c.region_id = any(%(regions)s)" if regions else "true")

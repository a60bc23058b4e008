"""Each indicator as one question whose rows are added up: out of the facts, or of a table that is narrow itself.

A row is (indicator, region, month, dimension, value, n, total, total_sq). `{of}` narrows the regions.
"""

from rinnalla.reports.indicators.facts_sql import ZONE

MONTH = "date_trunc('month', {})::date"


def _flow(key: str, day: str, value: str = "0", where: str = "true", dimension: str = "''") -> str:
    """Cases by the month of a day of theirs, from `since` to the end of the half."""
    return f"""
  select '{key}', f.region_id, {MONTH.format(day)}, {dimension}, {value}, count(*), 0, 0 from reports_casefact f
   where {day} between since and half_end and {where} and {{of}} group by 2, 3, 4, 5"""


def _state(key: str, value: str = "0", dimension: str = "''") -> str:
    """Open cases as they were at the end of the half."""
    return f"""
  select '{key}', f.region_id, half_end, {dimension}, {value}, count(*), 0, 0 from reports_casefact f
   where f.stage_then is not null and {{of}} group by 2, 4, 5"""


# -1 stands for "not at all": the days of a case that has none are unknown, and still it is one of the whole.
QUESTIONS: dict[str, str] = {
    "opened": _flow("opened", "f.opened_on"),
    "closed": _flow("closed", "f.closed_on"),
    "days_to_contact": _flow("days_to_contact", "f.opened_on", "f.contact_days", "f.contact_days is not null"),
    "days_to_plan": _flow("days_to_plan", "f.opened_on", "coalesce(f.approved_days, -1)"),
    "open_by_stage": _state("open_by_stage", dimension="f.stage_then"),
    "many_bodies": _state("many_bodies", value="f.bodies_then"),
    "overdue_actions": _state("overdue_actions", value="f.overdue_then"),
    "plan_coverage": _state("plan_coverage", value="f.planned_then::int"),
    "named_coverage": _state("named_coverage", value="f.named_then::int"),
    "days_to_acceptance": f"""
  select 'days_to_acceptance', f.region_id, {MONTH.format(f"f.sent_at {ZONE}")}, '',
         (f.accepted_at {ZONE})::date - (f.sent_at {ZONE})::date, count(*), 0, 0 from referrals_referral f
   where (f.sent_at {ZONE})::date between since and half_end and f.accepted_at is not null and {{of}}
   group by 2, 3, 5""",
    "acceptance": f"""
  select 'acceptance', f.region_id, {MONTH.format(f"f.sent_at {ZONE}")},
         case when f.accepted_at is not null then 'accepted' when f.declined_at is not null then 'declined'
              when f.withdrawn_at is not null then 'withdrawn' else 'waiting' end, 0, count(*), 0, 0
    from referrals_referral f
   where (f.sent_at {ZONE})::date between since and half_end and {{of}} group by 2, 3, 4""",
    "goals_done": f"""
  select 'goals_done', f.region_id, {MONTH.format("g.closed_on")}, g.outcome, 0, count(*), 0, 0
    from plans_goalclosure g join reports_casefact f on f.case_id = g.case_id
   where g.closed_on between since and half_end and {{of}} group by 2, 3, 4""",
    "service_days": f"""
  select 'service_days', f.region_id, {MONTH.format("e.started_on")}, '',
         case when e.ended_on is null then -1 else e.ended_on - e.started_on end, count(*), 0, 0
    from services_serviceepisode e join reports_casefact f on f.case_id = e.case_id
   where e.started_on between since and half_end and {{of}} group by 2, 3, 5""",
    # The first and the last of each client by instrument, edition and dimension; of a corrected one the correction.
    "score_change": f"""
  select 'score_change', p.region_id, {MONTH.format("p.last_on")}, p.instrument || '/' || p.dimension, 0, count(*),
         sum(p.last - p.first), sum((p.last - p.first) ^ 2)
    from (
      select f.region_id, r.case_id, r.instrument, s.key as dimension, max(r.measured_on) as last_on,
             (array_agg(s.value::numeric order by r.measured_on, r.id))[1] as first,
             (array_agg(s.value::numeric order by r.measured_on desc, r.id desc))[1] as last
        from assessments_instrumentresult r join reports_casefact f on f.case_id = r.case_id
        cross join lateral jsonb_each_text(r.scores) s
       where r.measured_on <= half_end and s.value ~ '^-?[0-9]+([.][0-9]+)?$' and {{of}}
         and not exists (select from assessments_instrumentresult n where n.corrects_id = r.id)
       group by f.region_id, r.case_id, r.instrument, r.edition, s.key
      having count(distinct r.measured_on) > 1) p
   where p.last_on >= since group by 2, 3, 4""",
}


def select(regions: str = "") -> str:
    """All questions, of the regions in an array or of all."""
    of = f"f.region_id = any({regions})" if regions else "true"
    return "\n  union all".join(question.format(of=of) for question in QUESTIONS.values())

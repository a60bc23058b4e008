"""One narrow row for each case, out of the tables of many rooms. `{of}` narrows the cases, `{at}` is the end of a half.

A state is told as it was at the end of a finished half-year and never as it is now: two readings on two days would
otherwise tell of the one person who came between them (A13).
"""

ZONE = "at time zone 'Europe/Helsinki'"
COLUMNS = (
    "case_id, region_id, opened_on, closed_on, contact_days, approved_days, stage_then, bodies_then, overdue_then, "
    "planned_then, named_then"
)

# Aggregates stand apart and are joined once each, so that the whole country is a handful of hash joins.
SELECT = """
  select c.id as case_id, c.region_id, c.opened_on, c.closed_on,
         greatest(contact.on_day - c.opened_on, 0) as contact_days,
         greatest(approved.on_day - c.opened_on, 0) as approved_days,
         case when c.open_then then coalesce(stage.stage, 'initial_service') end as stage_then,
         case when c.open_then then 1 + coalesce(bodies.others, 0) end as bodies_then,
         case when c.open_then then coalesce(overdue.actions, 0) end as overdue_then,
         case when c.open_then then coalesce(approved.on_day <= {at}, false) end as planned_then,
         case when c.open_then then named.case_id is not null end as named_then
    from (
      select k.id, k.region_id, u.organisation_id, (k.made_at {zone})::date as opened_on,
             (k.closed_at {zone})::date as closed_on,
             (k.made_at {zone})::date <= {at} and (k.closed_at is null or (k.closed_at {zone})::date > {at})
               as open_then
        from cases_case k join organisations_unit u on u.id = k.holder_unit_id where {of_case}) c
    left join (select n.case_id, min(n."on") as on_day from cases_contactnote n
                where n.is_first and {of} group by 1) contact on contact.case_id = c.id
    left join (select n.case_id, min(n.answered_on) as on_day from plans_approval n
                where n.answer = 'approved' and {of} group by 1) approved on approved.case_id = c.id
    left join (select distinct on (n.case_id) n.case_id, n.stage from cases_stageentry n
                where (n.entered_at {zone})::date <= {at} and {of}
                order by n.case_id, n.entered_at desc, n.id desc) stage on stage.case_id = c.id
    left join (select n.case_id, count(distinct u.organisation_id) as others
                 from cases_teammember n join organisations_unit u on u.id = n.unit_id
                 join cases_case k on k.id = n.case_id join organisations_unit h on h.id = k.holder_unit_id
                where (n.made_at {zone})::date <= {at} and (n.left_at is null or (n.left_at {zone})::date > {at})
                  and u.organisation_id <> h.organisation_id and {of} group by 1) bodies on bodies.case_id = c.id
    left join (select n.case_id, count(*) as actions from plans_action n
                 left join plans_actiondone d on d.action_id = n.id left join plans_actiondrop x on x.action_id = n.id
                where n.due_on < {at} and (n.made_at {zone})::date <= {at} and (d.id is null or d.done_on > {at})
                  and (x.id is null or (x.made_at {zone})::date > {at}) and {of} group by 1) overdue
      on overdue.case_id = c.id
    left join (select n.case_id from cases_responsibleterm n
                where n.period @> ({at} + 1)::timestamp {zone} and {of} group by 1) named on named.case_id = c.id
"""


def select(*, wanted: str = "", at: str = "half_end") -> str:
    """The rows of the cases in the array `wanted`, or of every case."""
    of_case, of = (f"k.id = any({wanted})", f"n.case_id = any({wanted})") if wanted else ("true", "true")
    return SELECT.format(zone=ZONE, at=at, of_case=of_case, of=of)

"""Proposals beside choices, and clients by target group: numbers for a manager, who sees no case (V-113, T-09…T-18).

As the owner counts (decision 11): the region of the asker's own live membership alone, to the role that may see
figures alone; a number under the smallest told is never given out.
"""

from django.db import migrations

MINE = """exists (
    select from access_membership m join organisations_unit u on u.id = m.unit_id
      join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date) and o.region_id = c.region_id)"""
CHOICES = f"""
create function desk_choice_counts(region bigint, since date, until date)
returns table (proposed text, chosen text, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with newest as (
    select distinct on (d.case_id) d.proposed, d.chosen, c.person_id
      from assessments_ruledecision d join cases_case c on c.id = d.case_id
     where d.subject = 'segment' and d.weighed_on between since and until and c.region_id = region and {MINE}
     order by d.case_id, d.decided_at desc, d.id desc)
  select proposed, chosen, count(distinct person_id) from newest group by proposed, chosen
$$;
"""
# Each group is told by what makes one a member: services in use, or what was told in the newest signed talk.
GROUPS = f"""
create function desk_group_counts(region bigint, groups jsonb, smallest int)
returns table (target text, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with opened as (
    select c.id, c.person_id, p.jobseeker_status from cases_case c join people_person p on p.id = c.person_id
     where c.closed_at is null and c.region_id = region and {MINE}),
  talk as (
    select distinct on (a.case_id) a.case_id, a.id, a.unemployment_spells as spells, a.unemployment_months as months
      from assessments_needsassessment a join opened on opened.id = a.case_id
     where a.signed_at is not null order by a.case_id, a.number desc, a.revision desc),
  serving as (
    select e.case_id, k.service from services_serviceepisode e join opened on opened.id = e.case_id
      join catalogue_servicecard k on k.id = e.card_id where e.started_on is not null and e.ended_on is null)
  select g ->> 'key', case when count(distinct opened.person_id) >= smallest then count(distinct opened.person_id)
                           when count(distinct opened.person_id) = 0 then 0 end
    from jsonb_array_elements(groups) g
    left join opened on (g -> 'jobseeker') ? opened.jobseeker_status
      or exists (select from serving s where s.case_id = opened.id and (g -> 'services') ? s.service)
      or exists (select from talk t where t.case_id = opened.id
                   and (t.spells >= (g ->> 'spells')::int or t.months >= (g ->> 'months')::int
                        or exists (select from assessments_questionanswer q where q.assessment_id = t.id
                                      and (g -> 'yes_to') ? q.question and q.value = 'true'::jsonb)))
   group by g ->> 'key'
$$;
"""
FUNCTIONS = {
    "desk_choice_counts(bigint, date, date)": CHOICES, "desk_group_counts(bigint, jsonb, int)": GROUPS,
}
MAKE = "".join(
    f"{sql}\nrevoke all on function {name} from public;\ngrant execute on function {name} to rinnalla_app;\n"
    for name, sql in FUNCTIONS.items()
)
DROP = "".join(f"drop function {name};\n" for name in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_figure_counts"),
        ("assessments", "0004_wall_told"),
        ("services", "0004_wall_news"),
        ("people", "0003_special_needs"),
    ]
    operations = [migrations.RunSQL(MAKE, DROP)]

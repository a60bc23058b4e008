"""How many people stand behind each line of the costs: a line is shown by people, not by how many services they had."""

from django.db import migrations

from rinnalla.reports.sql import MINE, function

SIGNATURE = "reports_cost_counts(bigint, date, date)"
COUNTS = f"""
create function reports_cost_counts(region bigint, since date, until date)
returns table (what text, key text, number bigint, everybody bigint, known bigint, apart bigint, people bigint, amount numeric)
language sql stable security definer set search_path = public, pg_temp as $$
  with priced as (
    select e.case_id, c.person_id, coalesce(k.key, '') as card, e.outcome, e.ended_on, p.id as price, p.allocable,
           case when p.allocable then
             p.amount * case when p.per = 'day' then e.ended_on - e.started_on + 1 else 1 end end as amount
      from services_serviceepisode e join cases_case c on c.id = e.case_id
      left join catalogue_servicecard k on k.id = e.card_id
      left join catalogue_unitprice p
             on p.card_id = e.card_id and p.withdrawn_at is null and p.valid @> e.started_on
     where c.region_id = region and e.started_on is not null and {MINE}),
  ended as (select p.* from priced p where p.ended_on between since and until),
  closed as (
    select l.case_id, c.person_id, l.solution_kind, count(p.case_id) > 0 and bool_and(p.amount is not null) as is_known,
           coalesce(bool_or(not p.allocable), false) and coalesce(bool_and(p.price is not null), false) as is_apart,
           sum(p.amount) as amount
      from cases_closing l join cases_case c on c.id = l.case_id left join priced p on p.case_id = l.case_id
     where l.closed_on between since and until and c.region_id = region and {MINE}
     group by l.case_id, c.person_id, l.solution_kind),
  lines as (
    select 'service' as what, e.card::text as key, e.person_id, e.amount is not null as is_known,
           e.price is not null and not e.allocable as is_apart, e.amount from ended e
    union all select 'whole', '', e.person_id, e.amount is not null,
           e.price is not null and not e.allocable, e.amount from ended e
    union all select 'outcome', e.outcome::text, e.person_id, e.amount is not null,
           e.price is not null and not e.allocable, e.amount from ended e
    union all select 'solution', l.solution_kind::text, l.person_id, l.is_known, l.is_apart, l.amount from closed l)
  select l.what, l.key, count(*), count(distinct l.person_id), count(*) filter (where l.is_known),
         count(*) filter (where l.is_apart),
         count(distinct l.person_id) filter (where l.is_known), sum(l.amount) filter (where l.is_known)
    from lines l group by l.what, l.key
$$;
"""

BEFORE = (
    COUNTS.replace("everybody bigint, ", "").replace("count(distinct l.person_id), count(*) filter", "count(*) filter")
    + f"revoke all on function {SIGNATURE} from public; grant execute on function {SIGNATURE} to rinnalla_app;"
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_costs_in_all")]
    operations = [
        migrations.RunSQL(f"drop function {SIGNATURE}", BEFORE),
        function(SIGNATURE, COUNTS),
    ]

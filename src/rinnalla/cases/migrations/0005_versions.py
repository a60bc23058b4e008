"""Which versions of the service model the open cases of a region run on: counts, numbers and ids for who moves them all.

A manager sees no case (table A of docs/access.md), so nobody's wall reaches them all: three owner-run functions that
return the least that answers (docs/decisions/0011).
"""

from django.db import migrations

FUNCTIONS = """
create function cases_by_version(region bigint) returns table (model bigint, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select service_model_id, count(*) from cases_case where region_id = region and closed_at is null
   group by service_model_id
$$;
create function cases_left_behind(region bigint, model bigint, stages text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select number from cases_case
   where region_id = region and closed_at is null and service_model_id is distinct from model
     and not stage = any(stages) order by number
$$;
create function cases_to_move(region bigint, model bigint, stages text[], most integer) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select id from cases_case
   where region_id = region and closed_at is null and service_model_id is distinct from model
     and stage = any(stages) order by id limit most
$$;
revoke all on function cases_by_version(bigint), cases_left_behind(bigint, bigint, text[]),
  cases_to_move(bigint, bigint, text[], integer) from public;
grant execute on function cases_by_version(bigint), cases_left_behind(bigint, bigint, text[]),
  cases_to_move(bigint, bigint, text[], integer) to rinnalla_app;
"""
DROP = """
drop function cases_to_move(bigint, bigint, text[], integer);
drop function cases_left_behind(bigint, bigint, text[]);
drop function cases_by_version(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_service_model")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]

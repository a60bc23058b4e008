"""Who has read in a case, by the index of the cases: the wall alone would read the whole log.

Array operators are not leakproof, so under the policy a condition on `case_ids` can't use its index. The function asks the
same question as the policy does, about the one case, and then reads by the index.
"""

from django.db import migrations

OF_CASE = """
create function accesslog_of_case(wanted bigint, newest integer) returns setof eventlog_accessline
language sql stable security definer set search_path = public, pg_temp as $$
  select * from eventlog_accessline
   where case_ids @> array[wanted] and (select wanted = any(access_my_cases()))
   order by at desc, id desc limit newest
$$;
revoke all on function accesslog_of_case(bigint, integer) from public;
grant execute on function accesslog_of_case(bigint, integer) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_administration"), ("eventlog", "0001_initial")]
    operations = [migrations.RunSQL(OF_CASE, "drop function accesslog_of_case(bigint, integer)")]

"""How many open cases a unit holds: a count for administrators, who see no case."""

from django.db import migrations

HELD = """
create function cases_held_in(unit bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) from cases_case where holder_unit_id = unit and closed_at is null
$$;
revoke all on function cases_held_in(bigint) from public;
grant execute on function cases_held_in(bigint) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall")]
    operations = [migrations.RunSQL(HELD, "drop function cases_held_in(bigint)")]

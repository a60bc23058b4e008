"""People's wall, and the one owner-run look-up by the keyed index of an identity code (triage and import only)."""

from django.db import migrations

from rinnalla.access.walls import wall

FIND = """
create function people_find_by_hetu(region bigint, code_index bytea) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select id from people_person where region_id = region and hetu_index = code_index
$$;
revoke all on function people_find_by_hetu(bigint, bytea) from public;
grant execute on function people_find_by_hetu(bigint, bytea) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("people_person", "person_self"),
        migrations.RunSQL(FIND, "drop function people_find_by_hetu(bigint, bytea)"),
    ]

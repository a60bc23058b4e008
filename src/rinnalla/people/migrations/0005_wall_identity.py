"""The wall of former names, codes and merges; keys of the people already there; a code finds who stayed of a merge."""

from django.db import migrations

from rinnalla.access.walls import wall
from rinnalla.lib import names

FIND = """
create or replace function people_find_by_hetu(region bigint, code_index bytea) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  with recursive found(id, merged_into_id) as (
    (select p.id, p.merged_into_id from people_person p where p.region_id = region and p.hetu_index = code_index
      union all
     select p.id, p.merged_into_id from people_formercode f join people_person p on p.id = f.person_id
      where f.region_id = region and f.hetu_index = code_index
      limit 1)
    union
    select p.id, p.merged_into_id from people_person p join found on p.id = found.merged_into_id
  )
  select id from found where merged_into_id is null
$$;
"""
FIND_BEFORE = """
create or replace function people_find_by_hetu(region bigint, code_index bytea) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select id from people_person where region_id = region and hetu_index = code_index
$$;
"""


def fill_keys(apps, schema_editor):
    rows = apps.get_model("people", "Person").objects
    for one in rows.all().iterator():
        one.sound_key = names.sound_key(one.family_name, one.given_names)
        one.phone_key = names.phone_key(one.phone)[:40]
        one.save(update_fields=["sound_key", "phone_key"])


class Migration(migrations.Migration):
    dependencies = [("people", "0004_identity"), ("access", "0003_walls")]
    operations = [
        wall("people_formername", "person"), wall("people_formercode", "person"),
        wall("people_personmerge", "person"), wall("people_differentpeople", "person"),
        migrations.RunSQL(FIND, FIND_BEFORE),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]

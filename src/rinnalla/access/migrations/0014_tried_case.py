"""Whose case somebody tried to open who may not even know of it: the line of the refusal names it, so that the client and
the data-protection officer see the try. The answer to the reader stays that of nothing."""

from django.db import migrations

TRIED = """
create function access_tried_case(wanted uuid) returns table (case_id bigint, person_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.person_id from cases_case c where c.uuid = wanted
$$;
revoke all on function access_tried_case(uuid) from public;
grant execute on function access_tried_case(uuid) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0013_consent_versions"), ("cases", "0001_initial")]
    operations = [migrations.RunSQL(TRIED, "drop function access_tried_case(uuid)")]

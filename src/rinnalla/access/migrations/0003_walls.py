"""The functions the walls ask, the walls of this room's tables, and what of the log one may read."""

from django.db import migrations

from rinnalla.access.walls import DROP_FUNCTIONS, FUNCTIONS, MY_CASES, USER, wall

READ_LOG = f"""
create policy eventlog_event_read on eventlog_event for select to rinnalla_app
  using (case_id = {MY_CASES} or user_id = {USER});
create policy eventlog_accessline_read on eventlog_accessline for select to rinnalla_app
  using (case_ids && (select access_my_cases())::bigint[] or user_id = {USER});
"""
DROP_READ_LOG = """
drop policy eventlog_event_read on eventlog_event;
drop policy eventlog_accessline_read on eventlog_accessline;
"""
FORGET_DRAFTS = """
create function access_forget_drafts(before timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from access_draft where kept_at < before returning 1) select count(*) from gone
$$;
revoke all on function access_forget_drafts(timestamptz) from public;
grant execute on function access_forget_drafts(timestamptz) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_initial"), ("people", "0001_initial"), ("cases", "0001_initial"),
        ("eventlog", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        wall("access_grant", "settings"),
        wall("access_consent", "case"),
        wall("access_draft", "own"),
        migrations.RunSQL(READ_LOG, DROP_READ_LOG),
        migrations.RunSQL(FORGET_DRAFTS, "drop function access_forget_drafts(timestamptz)"),
    ]

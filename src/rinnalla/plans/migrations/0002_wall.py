"""The walls of the room, and versions that the application can only add: never change, never remove (I-16)."""

from django.db import migrations

from rinnalla.access.walls import wall

NEVER_CHANGED = """
create function plans_version_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'rinnalla_app' then
    raise exception 'a plan version never changes' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger plans_version_stays before update or delete on plans_planversion
  for each row execute function plans_version_stays();
create trigger plans_version_stays_whole before truncate on plans_planversion
  for each statement execute function plans_version_stays();
"""
MAY_CHANGE = """
drop trigger plans_version_stays_whole on plans_planversion;
drop trigger plans_version_stays on plans_planversion;
drop function plans_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("plans_plan", "case"),
        wall("plans_goal", "case"),
        wall("plans_goalclosure", "case"),
        wall("plans_action", "case"),
        wall("plans_actionacceptance", "case"),
        wall("plans_actiondone", "case"),
        wall("plans_actiondrop", "case"),
        wall("plans_planversion", "case"),
        wall("plans_approval", "case"),
        wall("plans_plancomment", "case"),
        wall("plans_packet", "case"),
        migrations.RunSQL(NEVER_CHANGED, MAY_CHANGE),
    ]

"""The walls of the case and of everything that belongs to it, and the running number of cases."""

from django.db import migrations

from rinnalla.access.walls import wall

# Which cases have waited too long for a responsible worker. A system purpose asks it: no person's wall reaches them all.
OVERDUE = """
create function cases_overdue_naming(today date) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id from cases_case c
   where c.closed_at is null and c.responsible_worker_id is null and c.naming_due_on < today
     and not exists (select from access_grant g where g.case_id = c.id and g.why = 'alarm' and g.ended_at is null)
$$;
revoke all on function cases_overdue_naming(date) from public;
grant execute on function cases_overdue_naming(date) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0003_walls")]
    operations = [
        migrations.RunSQL("create sequence cases_number start 101", "drop sequence cases_number"),
        migrations.RunSQL(OVERDUE, "drop function cases_overdue_naming(date)"),
        wall("cases_case", "case_self"),
        wall("cases_responsibleterm", "case"),
        wall("cases_responsibleproposal", "case"),
        wall("cases_teammember", "case"),
        wall("cases_stageentry", "case"),
        wall("cases_contactnote", "case"),
        wall("cases_closing", "case"),
        wall("cases_closingnote", "case"),
    ]

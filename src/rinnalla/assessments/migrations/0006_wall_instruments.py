"""The wall of chosen instruments, locked with their talk; and how often each is used, as numbers for a manager.

Nobody's wall reaches a whole region, so the counting runs as the owner (decision 11). It gives numbers alone, of signed
talks in their last form, of the region of the asker's own membership, and only to the role that may see figures.
"""

from django.db import migrations

from rinnalla.access.walls import wall

SQL = """
create trigger assessments_instrument_stays before insert or update or delete on assessments_instrumentuse
  for each row execute function assessments_answer_stays();

create function assessments_instrument_uses()
returns table (instrument text, outcome text, in_core_set boolean, reason text, number bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with mine as (
    select o.region_id from access_membership m
      join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date))
  select i.instrument, i.outcome, i.in_core_set, i.reason, count(*)
    from assessments_instrumentuse i
    join assessments_needsassessment a on a.id = i.assessment_id
    join cases_case c on c.id = a.case_id join mine using (region_id)
   where a.signed_at is not null and not exists (
     select from assessments_needsassessment later where later.corrects_id = a.id and later.signed_at is not null)
   group by i.instrument, i.outcome, i.in_core_set, i.reason
$$;
revoke all on function assessments_instrument_uses() from public;
grant execute on function assessments_instrument_uses() to rinnalla_app;
"""
UNDO = """
drop function assessments_instrument_uses();
drop trigger assessments_instrument_stays on assessments_instrumentuse;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_instrument_use"), ("access", "0003_walls"), ("cases", "0004_service_model")]
    operations = [wall("assessments_instrumentuse", "case"), migrations.RunSQL(SQL, UNDO)]

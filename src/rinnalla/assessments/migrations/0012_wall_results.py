"""The walls of results and situations, which never change; and the clients' change as numbers for a manager (V-08).

The counting runs as the owner, as of chosen instruments (0006): numbers alone, of the asker's own region, only to the
role that may see figures. Of each client the first and the newest own answer are compared.
"""

from django.db import migrations

from rinnalla.access.walls import wall

SQL = """
create trigger assessments_result_stays before update or delete on assessments_instrumentresult
  for each row execute function assessments_row_stays();
create trigger assessments_situation_stays before update or delete on assessments_situation
  for each row execute function assessments_row_stays();
create trigger assessments_situation_value_stays before update or delete on assessments_situationvalue
  for each row execute function assessments_row_stays();

create function assessments_situation_changes()
returns table (dimension text, change text, number bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with mine as (
    select o.region_id from access_membership m
      join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date)),
  answers as (
    select v.case_id, v.dimension,
           (array_agg(v.value order by s.asked_on, s.id))[1] as first,
           (array_agg(v.value order by s.asked_on desc, s.id desc))[1] as last
      from assessments_situationvalue v
      join assessments_situation s on s.id = v.situation_id
      join cases_case c on c.id = v.case_id join mine using (region_id)
     where s.viewer = 'client'
       and not exists (select from assessments_situation later where later.corrects_id = s.id)
     group by v.case_id, v.dimension
    having count(distinct s.asked_on) > 1)
  select a.dimension, case when last > first then 'better' when last < first then 'worse' else 'same' end, count(*)
    from answers a group by 1, 2
$$;
revoke all on function assessments_situation_changes() from public;
grant execute on function assessments_situation_changes() to rinnalla_app;
"""
UNDO = """
drop function assessments_situation_changes();
drop trigger assessments_situation_value_stays on assessments_situationvalue;
drop trigger assessments_situation_stays on assessments_situation;
drop trigger assessments_result_stays on assessments_instrumentresult;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0011_results"), ("access", "0003_walls"), ("cases", "0004_service_model")]
    operations = [
        wall("assessments_instrumentresult", "case"), wall("assessments_situation", "case"),
        wall("assessments_situationvalue", "case"), migrations.RunSQL(SQL, UNDO),
    ]

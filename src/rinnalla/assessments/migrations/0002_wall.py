"""The walls of the room, and the lock of what is signed: the application role can't change or remove it (V-46)."""

from django.db import migrations

from rinnalla.access.walls import wall

LOCK = """
create function assessments_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'rinnalla_app' and old.signed_at is not null then
    raise exception 'a signed assessment never changes' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger assessments_stays before update or delete on assessments_needsassessment
  for each row execute function assessments_stays();

create function assessments_answer_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare of_old bigint := case when tg_op <> 'INSERT' then old.assessment_id end;
        of_new bigint := case when tg_op <> 'DELETE' then new.assessment_id end;
begin
  if current_user = 'rinnalla_app' and exists (
      select 1 from assessments_needsassessment where id in (of_old, of_new) and signed_at is not null) then
    raise exception 'a signed assessment never changes' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger assessments_answer_stays before insert or update or delete on assessments_lifeareaanswer
  for each row execute function assessments_answer_stays();
"""
UNLOCK = """
drop trigger assessments_answer_stays on assessments_lifeareaanswer;
drop trigger assessments_stays on assessments_needsassessment;
drop function assessments_answer_stays();
drop function assessments_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("assessments_needsassessment", "case"),
        wall("assessments_lifeareaanswer", "case"),
        migrations.RunSQL(LOCK, UNLOCK),
    ]

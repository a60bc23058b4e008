"""Walls of what was told and decided; an answer is locked with its talk, a decision from the first (V-114, T-42)."""

from django.db import migrations

from rinnalla.access.walls import wall

LOCK = """
update assessments_needsassessment one set service_model_id = cases_case.service_model_id
  from cases_case where cases_case.id = one.case_id;

create trigger assessments_told_stays before insert or update or delete on assessments_questionanswer
  for each row execute function assessments_answer_stays();

create function assessments_decision_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'rinnalla_app' then
    raise exception 'a decision beside a proposal never changes' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger assessments_decision_stays before update or delete on assessments_ruledecision
  for each row execute function assessments_decision_stays();
"""
UNLOCK = """
drop trigger assessments_decision_stays on assessments_ruledecision;
drop function assessments_decision_stays();
drop trigger assessments_told_stays on assessments_questionanswer;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_questions_and_decisions"), ("cases", "0004_service_model")]
    operations = [
        wall("assessments_questionanswer", "case"),
        wall("assessments_ruledecision", "case"),
        migrations.RunSQL(LOCK, UNLOCK),
    ]

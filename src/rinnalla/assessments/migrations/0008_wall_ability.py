"""The walls of work-ability assessments; a finding and a review never change, a correction is a new row (V-54)."""

from django.db import migrations

from rinnalla.access.walls import wall

LOCK = """
create function assessments_row_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'rinnalla_app' then
    raise exception 'what was found never changes; a correction is a new row' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger assessments_ability_stays before update or delete on assessments_workabilityassessment
  for each row execute function assessments_row_stays();
create trigger assessments_review_stays before update or delete on assessments_abilityreview
  for each row execute function assessments_row_stays();
"""
UNLOCK = """
drop trigger assessments_review_stays on assessments_abilityreview;
drop trigger assessments_ability_stays on assessments_workabilityassessment;
drop function assessments_row_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_ability"), ("access", "0003_walls")]
    operations = [
        wall("assessments_workabilityassessment", "case"), wall("assessments_abilityreview", "case"),
        wall("assessments_reassessment", "case"), migrations.RunSQL(LOCK, UNLOCK),
    ]

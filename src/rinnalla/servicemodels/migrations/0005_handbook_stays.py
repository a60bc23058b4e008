"""What was said once stays: a version of a text, a status, an organisation's word. A change is a new row (V-25, V-09)."""

from django.db import migrations

TABLES = ("servicemodels_localtext", "servicemodels_methodstatus", "servicemodels_modeladoption")
FUNCTION = """
create function servicemodels_said_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'rinnalla_app' then
    raise exception 'what the handbook has said never changes' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
"""
LOCK = FUNCTION + "".join(
    f"create trigger {table}_stays before update or delete on {table}"
    " for each row execute function servicemodels_said_stays();\n"
    for table in TABLES
)
UNLOCK = "".join(f"drop trigger {table}_stays on {table};\n" for table in TABLES) + (
    "drop function servicemodels_said_stays();"
)


class Migration(migrations.Migration):
    dependencies = [("servicemodels", "0004_handbook")]
    operations = [migrations.RunSQL(LOCK, UNLOCK)]

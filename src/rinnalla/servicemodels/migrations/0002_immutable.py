"""A published service model never changes: only the time it was superseded may be added, once (architecture rule 14)."""

from django.db import migrations

MAKE = """
create function servicemodels_keep_published() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.published_at is null then return old; end if;
    raise exception 'a published service model is never deleted' using errcode = 'restrict_violation';
  end if;
  if old.published_at is null then return new; end if;
  if old.superseded_at is null and new.superseded_at is not null
     and (to_jsonb(new) - 'superseded_at') = (to_jsonb(old) - 'superseded_at') then return new; end if;
  raise exception 'a published service model never changes' using errcode = 'restrict_violation';
end $$;
create trigger servicemodels_keep_published before update or delete on servicemodels_servicemodel
  for each row execute function servicemodels_keep_published();
"""
DROP = """
drop trigger servicemodels_keep_published on servicemodels_servicemodel;
drop function servicemodels_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [("servicemodels", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, DROP)]

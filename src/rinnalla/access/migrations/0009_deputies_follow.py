"""A deputy's grants follow the absent one's: made, moved, narrowed and ended by the database, whoever writes.

Owner-run (docs/decisions/0011): who sets an absence does not see the other's grants, and need not. What is written is
only what the absence and the absent one's own grants say.
"""

from django.db import migrations

# When the deputy's leave begins and ends, and which groups it shows, given an absence `a` and a grant `s` it follows.
BEGINS = "greatest(a.starts_on::timestamp at time zone 'Europe/Helsinki', s.starts_at)"
ENDS = "least((a.ends_on + 1)::timestamp at time zone 'Europe/Helsinki', s.ends_at)"
GROUPS = """(select coalesce(jsonb_agg(g), '[]') from jsonb_array_elements_text(s.field_groups) g where a.groups ? g)"""

FOLLOW = f"""
create function access_follow_absence(wanted bigint) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  update access_grant g set starts_at = least(g.starts_at, a.ended_at), ended_at = a.ended_at, ended_by_id = a.ended_by_id
    from access_absence a
   where a.id = wanted and a.ended_at is not null and g.absence_id = a.id and g.ended_at is null;
  update access_grant g set starts_at = {BEGINS}, ends_at = {ENDS}
    from access_absence a join access_grant s on s.source_id is null
   where a.id = wanted and a.ended_at is null and g.absence_id = a.id and s.id = g.source_id and g.ended_at is null;
  insert into access_grant (case_id, user_id, depth, ground, purpose, field_groups, consent_id, starts_at, ends_at,
                            given_by_id, why, source_id, absence_id)
  select s.case_id, a.deputy_id, s.depth, s.ground, s.purpose, {GROUPS}, s.consent_id, {BEGINS}, {ENDS},
         a.made_by_id, 'deputy:' || s.id, s.id, a.id
    from access_absence a join access_grant s on s.user_id = a.user_id and s.source_id is null
   where a.id = wanted and a.ended_at is null and s.ended_at is null and (s.ends_at is null or s.ends_at > now())
     and not exists (select from access_grant g where g.source_id = s.id and g.absence_id = a.id and g.ended_at is null)
$$;
revoke all on function access_follow_absence(bigint) from public;
grant execute on function access_follow_absence(bigint) to rinnalla_app;
"""
TRIGGER = f"""
create function access_grant_followed() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform access_follow_absence(a.id) from access_absence a
     where a.user_id = new.user_id and a.ended_at is null and a.ends_on >= current_date;
  elsif new.ended_at is not null then
    update access_grant set starts_at = least(starts_at, new.ended_at), ended_at = new.ended_at,
           ended_by_id = new.ended_by_id
     where source_id = new.id and ended_at is null;
  else
    update access_grant g set depth = s.depth, field_groups = {GROUPS}, consent_id = s.consent_id, ground = s.ground,
           starts_at = {BEGINS}, ends_at = {ENDS}
      from access_absence a, access_grant s
     where s.id = new.id and g.source_id = s.id and a.id = g.absence_id and g.ended_at is null;
  end if;
  return null;
end $$;
revoke all on function access_grant_followed() from public;
create trigger access_grant_followed after insert or update on access_grant for each row
  when (new.source_id is null and new.user_id is not null) execute function access_grant_followed();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_absences")]
    operations = [
        migrations.RunSQL(FOLLOW, "drop function access_follow_absence(bigint);"),
        migrations.RunSQL(
            TRIGGER, "drop trigger access_grant_followed on access_grant; drop function access_grant_followed();"
        ),
    ]

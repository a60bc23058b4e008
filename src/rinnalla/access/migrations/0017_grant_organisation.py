"""A user's leave to see a case is given at one body, and opens in a role there only.

The body is filled in by the database when nobody named it: the consent's, that of the grant it follows, else where the
user has a role, one in force first. The rows there are already get theirs the same way.
"""

import django.db.models.deletion
from django.db import migrations, models

from rinnalla.access.walls import MY_CASES_BY_USER, MY_CASES_IN_ROLE

FOUND = """(select u.organisation_id from access_membership m join organisations_unit u on u.id = m.unit_id
    where m.user_id = {row}.user_id
    order by u.organisation_id is not distinct from
               (select c.organisation_id from access_consent c where c.id = {row}.consent_id) desc,
             u.organisation_id is not distinct from
               (select s.organisation_id from access_grant s where s.id = {row}.source_id) desc,
             m.ended_at is null and (m.ends_on is null or m.ends_on >= current_date) desc, m.id
    limit 1)"""
FILL = f"""
create function access_grant_body() returns trigger
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  new.organisation_id := {FOUND.format(row="new")};
  return new;
end $$;
revoke all on function access_grant_body() from public;
create trigger access_grant_body before insert on access_grant for each row
  when (new.user_id is not null and new.organisation_id is null) execute function access_grant_body();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0016_reading"), ("organisations", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="grant",
            name="organisation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.RunSQL(FILL, "drop trigger access_grant_body on access_grant; drop function access_grant_body();"),
        migrations.RunSQL(
            f"update access_grant g set organisation_id = {FOUND.format(row='g')} where user_id is not null",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(MY_CASES_IN_ROLE, MY_CASES_BY_USER),
    ]

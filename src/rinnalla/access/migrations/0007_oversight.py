"""What a data-protection officer may read of the log: lines of the own region's bodies, and lines about its own cases.

The region is that of the officer's membership in force, asked from the database itself and not from a setting. A case is
found by its number or by the keyed index of an identity code, exactly; its content stays behind the wall.
"""

from django.db import migrations

from rinnalla.access.walls import MY_CASES, USER

DEFINER = "security definer set search_path = public, pg_temp"
ACTING = "nullif(current_setting('app.{}', true), '')::bigint"
REGION = f"""
create function access_officer_region() returns bigint language sql stable parallel safe {DEFINER} as $$
  select o.region_id from access_membership m
    join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
   where current_setting('app.actor_kind', true) = 'staff' and m.role = 'data_protection_officer'
     and m.id = {ACTING.format("membership_id")} and m.user_id = {ACTING.format("user_id")}
     and m.ended_at is null and m.starts_on <= current_date + 1 and (m.ends_on is null or m.ends_on >= current_date)
$$;
create function access_officer_bodies() returns bigint[] language sql stable parallel safe {DEFINER} as $$
  select array(select id from organisations_organisation where region_id = access_officer_region())
$$;
create function access_officer_sees(wanted bigint) returns boolean language sql stable parallel safe {DEFINER} as $$
  select coalesce((select region_id from cases_case where id = wanted) = access_officer_region(), false)
$$;
create function access_officer_cases(wanted text, code bytea) returns table (id bigint, number text, person_id bigint)
language sql stable {DEFINER} as $$
  select c.id, c.number::text, c.person_id from cases_case c join people_person p on p.id = c.person_id
   where c.region_id = access_officer_region() and (c.number = wanted or p.hetu_index = code)
   order by c.id desc
$$;
create function access_officer_numbers(wanted bigint[]) returns table (id bigint, number text)
language sql stable {DEFINER} as $$
  select c.id, c.number::text from cases_case c
   where c.id = any(wanted) and c.region_id = access_officer_region()
$$;
create function eventlog_of_case(wanted bigint, newest integer) returns setof eventlog_event
language sql stable {DEFINER} as $$
  select * from eventlog_event
   where case_id = wanted and (select access_officer_sees(wanted) or wanted = any(access_my_cases()))
   order by happened_at desc, id desc limit newest
$$;
"""
MADE = (
    "access_officer_region()", "access_officer_bodies()", "access_officer_sees(bigint)",
    "access_officer_cases(text, bytea)", "access_officer_numbers(bigint[])", "eventlog_of_case(bigint, integer)",
)
RIGHTS = "".join(
    f"revoke all on function {name} from public; grant execute on function {name} to rinnalla_app;" for name in MADE
)


def _reads_of_case(officer: str) -> str:
    return f"""
create or replace function accesslog_of_case(wanted bigint, newest integer) returns setof eventlog_accessline
language sql stable {DEFINER} as $$
  select * from eventlog_accessline
   where case_ids @> array[wanted] and (select wanted = any(access_my_cases()){officer})
   order by at desc, id desc limit newest
$$;
"""


def _policies(officer: str) -> str:
    return f"""
drop policy eventlog_event_read on eventlog_event;
drop policy eventlog_accessline_read on eventlog_accessline;
create policy eventlog_event_read on eventlog_event for select to rinnalla_app
  using (case_id = {MY_CASES} or user_id = {USER}{officer});
create policy eventlog_accessline_read on eventlog_accessline for select to rinnalla_app
  using (case_ids && (select access_my_cases())::bigint[] or user_id = {USER}{officer});
"""


BODIES = " or organisation_id = any((select access_officer_bodies())::bigint[])"
FORWARDS = REGION + RIGHTS + _reads_of_case(" or access_officer_sees(wanted)") + _policies(BODIES)
BACKWARDS = _policies("") + _reads_of_case("") + "drop function " + ", ".join(reversed(MADE))


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_password_given"), ("people", "0001_initial"), ("cases", "0001_initial"),
        ("organisations", "0002_form_keys"), ("eventlog", "0002_by_user"),
    ]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

"""The second wall: row-level security, as SQL that migrations run and a catalogue test checks (rule 4).

Kinds: `case` (the row has a case), `case_self` (the case itself), `person`, `person_self`, `inbox` (a unit's
referral), `unit` (a unit's own notes, of nobody who is a client), `own` (writer is me), `settings` (tables that feed
the functions), `sealed` (nobody: only owner-run functions reach the rows, such as anonymous answers). Settings come
only from `actor_settings`, and only for the running transaction: behind a pool of connections anything longer would
leak to the next user.
"""

from django.db import connection
from django.db.migrations import RunSQL

from rinnalla.access.actor import Actor

USER = "(select nullif(current_setting('app.user_id', true), '')::bigint)"
UNIT = "(select nullif(current_setting('app.unit_id', true), '')::bigint)"
CASE = "(select nullif(current_setting('app.case_id', true), '')::bigint)"
KIND = "(select current_setting('app.actor_kind', true))"
MY_CASES = "any((select access_my_cases())::bigint[])"
MY_PERSONS = "any((select access_my_persons())::bigint[])"
MY_UNITS = "any((select access_my_units())::bigint[])"

CONDITIONS = {
    "case": f"case_id = {MY_CASES}",
    "case_self": f"id = {MY_CASES}",
    "person": f"person_id = {MY_PERSONS}",
    "person_self": f"id = {MY_PERSONS}",
    "inbox": f"unit_id = {MY_UNITS} or sent_by_id = {USER}",
    "unit": f"unit_id = {MY_UNITS}",
    "own": f"user_id = {USER}",
    "settings": f"user_id = {USER} or unit_id = {UNIT} or given_by_id = {USER} or case_id = {CASE}",
    "sealed": "false",
}

FUNCTIONS = """
create function access_my_cases() returns bigint[]
language sql stable security definer parallel safe set search_path = public, pg_temp as $$
  select case
    when current_setting('app.actor_kind', true) in ('staff', 'token', 'importer') then array(
      select case_id from access_grant
       where user_id = nullif(current_setting('app.user_id', true), '')::bigint
         and ended_at is null and starts_at <= clock_timestamp() and (ends_at is null or ends_at > clock_timestamp())
      union
      select case_id from access_grant
       where unit_id = nullif(current_setting('app.unit_id', true), '')::bigint
         and ended_at is null and starts_at <= clock_timestamp() and (ends_at is null or ends_at > clock_timestamp()))
    when current_setting('app.actor_kind', true) = 'client' then array(
      select c.id from cases_case c join access_user u on u.person_id = c.person_id
       where u.id = nullif(current_setting('app.user_id', true), '')::bigint)
    when current_setting('app.actor_kind', true) = 'job' then
      string_to_array(nullif(current_setting('app.case_ids', true), ''), ',')::bigint[]
    else '{}'::bigint[] end
$$;
create function access_my_persons() returns bigint[]
language sql stable security definer parallel safe set search_path = public, pg_temp as $$
  select array(select person_id from cases_case where id = any((select access_my_cases())::bigint[])
    union select person_id from access_user
     where id = nullif(current_setting('app.user_id', true), '')::bigint
       and person_id is not null and current_setting('app.actor_kind', true) = 'client')
$$;
create function access_my_units() returns bigint[]
language sql stable security definer parallel safe set search_path = public, pg_temp as $$
  select case when current_setting('app.actor_kind', true) in ('staff', 'token', 'importer') then array(
      select unit_id from access_membership
       where id = nullif(current_setting('app.membership_id', true), '')::bigint
         and user_id = nullif(current_setting('app.user_id', true), '')::bigint
         and starts_on <= current_date + 1 and (ends_on is null or ends_on >= current_date))
    else '{}'::bigint[] end
$$;
revoke all on function access_my_cases(), access_my_persons(), access_my_units() from public;
grant execute on function access_my_cases(), access_my_persons(), access_my_units() to rinnalla_app;
"""
DROP_FUNCTIONS = "drop function access_my_persons(); drop function access_my_cases(); drop function access_my_units();"


def _my_units(still: str) -> str:
    return f"""
create or replace function access_my_units() returns bigint[]
language sql stable security definer parallel safe set search_path = public, pg_temp as $$
  select case when current_setting('app.actor_kind', true) in ('staff', 'token', 'importer') then array(
      select unit_id from access_membership
       where id = nullif(current_setting('app.membership_id', true), '')::bigint
         and user_id = nullif(current_setting('app.user_id', true), '')::bigint
         and starts_on <= current_date + 1 and (ends_on is null or ends_on >= current_date){still})
    else '{{}}'::bigint[] end
$$;
"""


# A role that was ended opens nothing from that second on, whatever its last day.
MY_UNITS_WITHOUT_ENDED_AT = _my_units("")
MY_UNITS_NOW = _my_units(" and ended_at is null")


# A user's leave opens in the role of the body it was given at, and only while that role is in force; so does a unit's.
ROLE = """select m.user_id, m.unit_id, u.organisation_id
      from access_membership m join organisations_unit u on u.id = m.unit_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date)"""
LIVE = """g.ended_at is null and g.starts_at <= clock_timestamp()
       and (g.ends_at is null or g.ends_at > clock_timestamp())"""
MY_CASES_IN_ROLE = f"""
create or replace function access_my_cases() returns bigint[]
language sql stable security definer parallel safe set search_path = public, pg_temp as $$
  select case
    when current_setting('app.actor_kind', true) in ('staff', 'token', 'importer') then array(
      select g.case_id from ({ROLE}) r join access_grant g
        on g.user_id = r.user_id and g.organisation_id = r.organisation_id
       where {LIVE}
      union
      select g.case_id from ({ROLE}) r join access_grant g on g.unit_id = r.unit_id
       where {LIVE})
    when current_setting('app.actor_kind', true) = 'client' then array(
      select c.id from cases_case c join access_user u on u.person_id = c.person_id
       where u.id = nullif(current_setting('app.user_id', true), '')::bigint)
    when current_setting('app.actor_kind', true) = 'job' then
      string_to_array(nullif(current_setting('app.case_ids', true), ''), ',')::bigint[]
    else '{{}}'::bigint[] end
$$;
"""
# As it was until 0017.
MY_CASES_BY_USER = FUNCTIONS[: FUNCTIONS.index("create function access_my_persons")].replace(
    "create function", "create or replace function"
)


def wall(table: str, kind: str, condition: str = "") -> RunSQL:
    """A migration step that walls a table: forced, for the application role by its kind, the owner sees all."""
    rule = condition or CONDITIONS[kind]
    return RunSQL(
        f"""alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy {table}_wall on {table} to rinnalla_app using ({rule}) with check ({rule});
        create policy {table}_owner on {table} to rinnalla_owner using (true) with check (true);""",
        f"""drop policy {table}_owner on {table}; drop policy {table}_wall on {table};
        alter table {table} no force row level security; alter table {table} disable row level security;""",
    )


def actor_settings(actor: Actor, *, read_only: bool = False, case_id: int | None = None) -> None:
    """Tell the wall who acts, for this transaction only; with `read_only` the database refuses every write."""
    names = ["actor_kind", "user_id", "membership_id", "unit_id", "person_id", "case_ids", "mandate_id", "case_id"]
    values = [
        actor.kind, actor.user_id, actor.membership_id, actor.unit_id, actor.person_id,
        ",".join(str(one) for one in actor.case_ids), actor.mandate_id, case_id,
    ]
    parts = [f"set_config('app.{name}', %s, true)" for name in names]
    if read_only:
        parts.append("set_config('transaction_read_only', 'on', true)")
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", ["" if value is None else str(value) for value in values])


def open_case(case_id: int) -> None:
    """Show the grants of a case whose own grant has just been checked (who else may see it)."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.case_id', %s, true)", [str(case_id)])

"""What the room's owner-run functions share: how they are made, and whom those that count for leaders count for."""

from django.db.migrations import RunSQL

DEFINER = "security definer set search_path = public, pg_temp"

# The region that the asker leads, by the membership of this very request; no row for anybody else, so nothing counts.
LEADS = """
  leads as (
    select o.region_id from access_membership m
      join organisations_unit u on u.id = m.unit_id join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date))
"""


def function(signature: str, sql: str, before: str = "") -> RunSQL:
    """A migration step: make the function, for the application role alone. Undone, `before` stands again."""
    rights = f"revoke all on function {signature} from public; grant execute on function {signature} to rinnalla_app;"
    return RunSQL(f"{sql} {rights}", before or f"drop function {signature}")

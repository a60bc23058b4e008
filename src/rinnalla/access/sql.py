"""What the owner's counting functions share: whose counts are given out, and the rights of a function."""

from django.db.migrations import RunSQL

# The region of the asker's own live membership alone, and the role that may see figures alone; `c` is the case.
MINE = """exists (
    select from access_membership m join organisations_unit u on u.id = m.unit_id
      join organisations_organisation o on o.id = u.organisation_id
     where m.id = nullif(current_setting('app.membership_id', true), '')::bigint
       and m.user_id = nullif(current_setting('app.user_id', true), '')::bigint
       and m.role = 'manager' and m.ended_at is null and m.starts_on <= current_date + 1
       and (m.ends_on is null or m.ends_on >= current_date) and o.region_id = c.region_id)"""


def function(signature: str, text: str) -> RunSQL:
    """A step of a migration that makes a function the application may call; `signature` is its name with types."""
    rights = f"revoke all on function {signature} from public; grant execute on function {signature} to rinnalla_app;"
    return RunSQL(text + rights, f"drop function {signature}")

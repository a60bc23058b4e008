"""The walls of the room, and what reaches past them: finding a token before anybody is known, forgetting kept lists."""

from django.db import migrations

from rinnalla.access.walls import wall

DEFINER = "security definer set search_path = public, pg_temp"
# A token tells who acts, so nobody acts yet when it is looked for. Only the hash is asked by; nothing is listed.
FIND = f"""
create function exchange_token_find(wanted bytea, at timestamptz)
returns table (token_id bigint, user_id bigint, membership_id bigint, scopes jsonb) language sql stable {DEFINER} as $$
  select t.id, t.user_id, t.membership_id, t.scopes from exchange_apitoken t
   where t.digest = wanted and t.ended_at is null and t.expires_at > at
$$;
"""
FORGET = f"""
create function exchange_forget_lists(before timestamptz) returns bigint language sql {DEFINER} as $$
  with gone as (delete from exchange_pendingimport where keep_until <= before returning 1) select count(*) from gone
$$;
"""
FUNCTIONS = {"exchange_token_find(bytea, timestamptz)": FIND, "exchange_forget_lists(timestamptz)": FORGET}


def _function(signature: str, sql: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"{sql} revoke all on function {signature} from public; grant execute on function {signature} to rinnalla_app;",
        f"drop function {signature}",
    )


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("exchange_pendingimport", "own"),
        wall("exchange_apitoken", "own"),
        *(_function(signature, sql) for signature, sql in FUNCTIONS.items()),
    ]

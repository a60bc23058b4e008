"""The walls of the room, and the owner's functions that count clients of coaches past them: numbers only, no case."""

from django.db import migrations

from rinnalla.access.walls import wall

WORKS = "current_setting('app.actor_kind', true) in ('staff', 'token', 'importer', 'job')"
# The cap holds whoever asks: one who adds a client to a coach seldom sees the coach's other clients (T-54).
OPEN = f"""
create function employment_open_counts(coaches bigint[], types text[]) returns table (coach_id bigint, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.coach_id, count(*) from employment_coachingepisode e
   where e.coach_id = any(coaches) and e.type = any(types) and e.started_on is not null
     and e.ended_on is null and e.stopped_at is null and {WORKS}
   group by e.coach_id
$$;
"""
COACHED = f"""
create function employment_is_coached(person bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from employment_coachingepisode e
    where e.person_id = person and e.ended_on is null and {WORKS})
$$;
"""
QUEUE = f"""
create function employment_queue(unit bigint) returns table (clients bigint, since date)
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*), min(e.waits_since) from employment_coachingepisode e
   where e.unit_id = unit and e.started_on is null and e.ended_on is null and {WORKS}
$$;
"""
FUNCTIONS = {
    "employment_open_counts(bigint[], text[])": OPEN,
    "employment_is_coached(bigint)": COACHED,
    "employment_queue(bigint)": QUEUE,
}
TABLES = (
    "coachingepisode", "coachassignment", "jobprofile", "job", "application", "coachingcontact", "followalong",
)


def function(name: str, text: str) -> migrations.RunSQL:
    rights = f"revoke all on function {name} from public; grant execute on function {name} to rinnalla_app;"
    return migrations.RunSQL(text + rights, f"drop function {name}")


class Migration(migrations.Migration):
    dependencies = [("employment", "0001_initial"), ("access", "0003_walls")]
    operations = [
        *(wall(f"employment_{name}", "case") for name in TABLES),
        *(function(name, text) for name, text in FUNCTIONS.items()),
    ]

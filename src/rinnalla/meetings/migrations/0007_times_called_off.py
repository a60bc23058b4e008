"""Which times of a day that was called off are still ahead: asked by the promise that cancels them, by nobody else.

Owner-run (docs/decisions/0011): who calls a day off need not see its clients. Only the numbers of cases and meetings
leave, and each is then cancelled behind its own wall.
"""

from django.db import migrations

FIND = """
create function meetings_times_called_off(day bigint) returns table (case_id bigint, meeting_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select b.case_id, b.meeting_id
    from meetings_booking b
    join meetings_slot s on s.id = b.slot_id
    join meetings_teamday d on d.id = s.day_id
    join meetings_meeting m on m.id = b.meeting_id
   where d.id = day and d.called_off_at is not null and b.released_at is null
     and m.held_at is null and m.cancelled_at is null
     and current_setting('app.actor_kind', true) = 'job'
   order by b.id
$$;
revoke all on function meetings_times_called_off(bigint) from public;
grant execute on function meetings_times_called_off(bigint) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_called_off")]
    operations = [migrations.RunSQL(FIND, "drop function meetings_times_called_off(bigint)")]

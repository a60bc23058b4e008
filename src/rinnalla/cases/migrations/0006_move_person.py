"""Moving a person's cases when two rows are merged, and back: all of them, whoever sees which, or a person is in halves.

Owner-run (docs/decisions/0011). For a merge the actor must see both people; for the way back the merge must stand, and
only its own cases return.
"""

from django.db import migrations

MOVE = """
create function cases_move_person(source bigint, target bigint, only_these bigint[]) returns bigint[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare moved bigint[];
begin
  if only_these is null and not array[source, target] <@ access_my_persons() then
    raise exception 'both people must be seen by who merges them' using errcode = 'insufficient_privilege';
  end if;
  if only_these is not null and not exists (
    select 1 from people_personmerge m
     where m.person_id = source and m.gone_id = target and m.undone_at is null and only_these <@ m.moved_cases
       and source = any(access_my_persons())) then
    raise exception 'there is no such merge to take apart' using errcode = 'insufficient_privilege';
  end if;
  with done as (
    update cases_case set person_id = target, version = version + 1
     where person_id = source and (only_these is null or id = any(only_these)) returning id)
  select array_agg(id order by id) into moved from done;
  return moved;
end $$;
revoke all on function cases_move_person(bigint, bigint, bigint[]) from public;
grant execute on function cases_move_person(bigint, bigint, bigint[]) to rinnalla_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_versions"), ("people", "0005_wall_identity")]
    operations = [migrations.RunSQL(MOVE, "drop function cases_move_person(bigint, bigint, bigint[]);")]

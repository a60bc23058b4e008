"""The walls of what 0003 made, and the owner's functions that count or tell over cases no single wall reaches.

Counts under the region's limit leave the database as null: what is hidden on the page is hidden here already.
"""

from django.db import migrations

from rinnalla.access.walls import wall

# The reader's own region, by the membership chosen for this session: another region's counts are never given.
MINE = """region = (select o.region_id from organisations_unit t
    join organisations_organisation o on o.id = t.organisation_id
   where t.id = nullif(current_setting('app.unit_id', true), '')::bigint
     and current_setting('app.actor_kind', true) in ('staff', 'token'))"""

# Who hears of a changed card: whoever answers for an open case with an open episode of it, if they may see that episode.
TELL = """
create function services_tell_of_change(news bigint, roles text[], told_at timestamptz) returns setof bigint
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into services_cardnotice (uuid, user_id, change_id, made_at)
  select gen_random_uuid(), told.worker, news, told_at from (
    select distinct coalesce(c.responsible_worker_id, c.arranger_id) as worker
      from catalogue_cardchange n
      join services_serviceepisode e on e.card_id = n.card_id and e.ended_on is null
      join cases_case c on c.id = e.case_id and c.closed_at is null
     where n.id = news
       and exists (select from access_membership m
         where m.user_id = coalesce(c.responsible_worker_id, c.arranger_id) and m.role = any(roles)
           and m.ended_at is null and m.starts_on <= told_at::date and (m.ends_on is null or m.ends_on >= told_at::date))
       and exists (select from access_grant g
         where g.case_id = c.id and g.user_id = coalesce(c.responsible_worker_id, c.arranger_id) and g.ended_at is null
           and g.starts_at <= told_at and (g.ends_at is null or g.ends_at > told_at) and g.field_groups ? e.field_group)
  ) told on conflict do nothing returning user_id
$$;
"""
OPEN = f"""
create function services_open_counts(region bigint, smallest int) returns table (card_id bigint, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.card_id, case when count(distinct c.person_id) >= smallest then count(distinct c.person_id) end
    from services_serviceepisode e join cases_case c on c.id = e.case_id
   where e.ended_on is null and e.card_id is not null and c.closed_at is null and c.region_id = region and {MINE}
   group by e.card_id
$$;
"""
NEEDS = f"""
create function services_unmet_counts(region bigint, since date, until date, smallest int)
returns table (need text, municipality_id bigint, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.need, u.municipality_id, case when count(distinct c.person_id) >= smallest then count(distinct c.person_id) end
    from services_unmetneed u join cases_case c on c.id = u.case_id
   where u.noted_on between since and until and c.region_id = region and {MINE}
   group by u.need, u.municipality_id
$$;
"""
STATUTES = f"""
create function services_statute_counts(region bigint, since date, until date, smallest int)
returns table (statute text, episodes bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.key, case when count(distinct c.person_id) >= smallest then count(*) end
    from services_serviceepisode e join cases_case c on c.id = e.case_id
   cross join lateral jsonb_array_elements_text(e.statutes) s(key)
   where e.started_on <= until and (e.ended_on is null or e.ended_on >= since) and c.region_id = region and {MINE}
   group by s.key
$$;
"""
ANSWERS = f"""
create function services_expectation_counts(region bigint, since date, until date, smallest int)
returns table (service text, told boolean, answer text, clients bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.service, x.gone_on is not null, x.answer,
         case when count(distinct c.person_id) >= smallest then count(distinct c.person_id) end
    from services_expectation x join services_serviceepisode e on e.id = x.episode_id
    join catalogue_servicecard k on k.id = e.card_id join cases_case c on c.id = e.case_id
   where x.answered_on between since and until and c.region_id = region and {MINE}
   group by k.service, x.gone_on is not null, x.answer
$$;
"""
FUNCTIONS = {
    "services_tell_of_change(bigint, text[], timestamptz)": TELL,
    "services_open_counts(bigint, int)": OPEN,
    "services_unmet_counts(bigint, date, date, int)": NEEDS,
    "services_statute_counts(bigint, date, date, int)": STATUTES,
    "services_expectation_counts(bigint, date, date, int)": ANSWERS,
}


def function(name: str, text: str) -> migrations.RunSQL:
    rights = f"revoke all on function {name} from public; grant execute on function {name} to rinnalla_app;"
    return migrations.RunSQL(text + rights, f"drop function {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0003_expectations_needs_notices"), ("access", "0003_walls"), ("catalogue", "0002_card_contents"),
    ]
    operations = [
        wall("services_expectation", "case"),
        wall("services_continuation", "case"),
        wall("services_unmetneed", "case"),
        wall("services_cardnotice", "own"),
        *(function(name, text) for name, text in FUNCTIONS.items()),
    ]

"""The walls of the room, and the owner's functions that are the only way to and from anonymous answers."""

from django.db import migrations

from rinnalla.access.walls import wall
from rinnalla.access.sql import MINE, function

# An answer without a name: the request is marked answered, by its month; the rows that hold what was said know neither
# the case nor the day. Only the client whose case it is gets this far.
PUT = """
create function feedback_put(asked bigint, first_of_month date, marks jsonb, said text, may_publish boolean, code bytea)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare of_it record;
begin
  update feedback_feedbackrequest r set answered_in = first_of_month
    from cases_case c where c.id = r.case_id and r.id = asked and r.answered_in is null
     and r.case_id = any(access_my_cases()) and current_setting('app.actor_kind', true) = 'client'
  returning c.region_id as region_id, r.moment as moment, r.episode_id as episode_id into of_it;
  if not found then return false; end if;
  if marks <> '{}'::jsonb then
    insert into feedback_anonymousmarks (id, region_id, month, moment, card_id, marks)
    values (gen_random_uuid(), of_it.region_id, first_of_month, of_it.moment,
            (select e.card_id from services_serviceepisode e where e.id = of_it.episode_id), marks);
  end if;
  if said <> '' then
    insert into feedback_anonymouswords (id, region_id, month, words, publish, receipt)
    values (gen_random_uuid(), of_it.region_id, first_of_month, said, may_publish, code);
  end if;
  return true;
end $$;
"""
TAKE_BACK = """
create function feedback_take_back(code bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update feedback_anonymouswords set publish = false, picked_on = null where receipt = code and publish;
  return found;
end $$;
"""
# Who wrote what could be read from the order of rows, or from the transaction they share with the request's mark.
# Written anew in a drawn order, all rows of the last weeks share one transaction.
MIX = """
create function feedback_mix(since date) returns void
language sql security definer set search_path = public, pg_temp as $$
  with taken as (delete from feedback_anonymousmarks where month >= since returning *)
  insert into feedback_anonymousmarks select * from taken order by random();
  with taken as (delete from feedback_anonymouswords where month >= since returning *)
  insert into feedback_anonymouswords select * from taken order by random();
$$;
"""
# Whom the daily round asks; only a job may ask it. Only clients who have their own pages can answer.
DUE = """
create function feedback_due(since_mid date, today date, days int) returns table (case_id bigint, moment text)
language sql stable security definer set search_path = public, pg_temp as $$
  with cases as (
    select c.id, (c.made_at at time zone 'Europe/Helsinki')::date as opened from cases_case c
     where c.closed_at is null and current_setting('app.actor_kind', true) = 'job'
       and exists (select from access_user u where u.person_id = c.person_id and u.is_active))
  select c.id, 'start' from cases c where c.opened > today - days and not exists (
    select from feedback_feedbackrequest r where r.case_id = c.id and r.moment = 'start')
  union all
  select c.id, 'mid' from cases c where c.opened <= since_mid and not exists (
    select from feedback_feedbackrequest r where r.case_id = c.id and r.moment = 'mid' and r.asked_on > since_mid)
$$;
"""
# How many were asked in the time, how many of them answered; and how many people answered anything in the time. Small
# numbers are hidden by the program, as in every report.
ASKED = f"""
create function feedback_asked(region bigint, since date, until date)
returns table (what text, key text, asked bigint, answered bigint, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with mine as (
    select r.moment::text, r.asked_on between since and until as asked_now, r.answered_in,
           r.answered_in between since and until as answered_now, c.person_id, e.card_id
      from feedback_feedbackrequest r join cases_case c on c.id = r.case_id
      left join services_serviceepisode e on e.id = r.episode_id
     where c.region_id = region and {MINE})
  select 'moment', m.moment, count(*) filter (where m.asked_now),
         count(m.answered_in) filter (where m.asked_now), count(distinct m.person_id) filter (where m.answered_now)
    from mine m group by m.moment
  union all
  select 'card', coalesce(m.card_id::text, ''), count(*) filter (where m.asked_now),
         count(m.answered_in) filter (where m.asked_now), count(distinct m.person_id) filter (where m.answered_now)
    from mine m group by m.card_id
  union all
  select 'all', '', count(*) filter (where m.asked_now and m.moment <> 'any_time'),
         count(m.answered_in) filter (where m.asked_now and m.moment <> 'any_time'),
         count(distinct m.person_id) filter (where m.answered_now)
    from mine m
$$;
"""
MARKS = f"""
create function feedback_marks(region bigint, since date, until date)
returns table (moment text, card bigint, item text, mark int, answers bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with said as (
    select c.moment::text, c.card_id, c.marks from feedback_anonymousmarks c
     where c.region_id = region and c.month between since and until and {MINE}
    union all
    select r.moment::text, e.card_id, a.marks from feedback_feedbackanswer a
      join feedback_feedbackrequest r on r.id = a.request_id join cases_case c on c.id = a.case_id
      left join services_serviceepisode e on e.id = r.episode_id
     where c.region_id = region and r.answered_in between since and until and {MINE})
  select s.moment, s.card_id, one.key, one.value::int, count(*) from said s, jsonb_each_text(s.marks) one
   group by s.moment, s.card_id, one.key, one.value
$$;
"""
# Words to read: those that may be published, and those said without a name and without that leave, when so many people
# have answered in the time that nobody is found by when they answered. Words by name are the worker's alone.
WORDS = f"""
create function feedback_words(region bigint, since date, until date, enough int)
returns table (quote uuid, words text, publish boolean, picked boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.words, c.publish, c.picked_on is not null from feedback_anonymouswords c
   where c.region_id = region and c.month between since and until and {MINE}
     and (c.publish or enough <= (
       select count(distinct held.person_id) from feedback_feedbackrequest r join cases_case held on held.id = r.case_id
        where held.region_id = region and r.answered_in between since and until))
  union all
  select a.uuid, a.words, true, a.picked_on is not null from feedback_feedbackanswer a
    join feedback_feedbackrequest r on r.id = a.request_id join cases_case c on c.id = a.case_id
   where c.region_id = region and r.answered_in between since and until and a.publish and {MINE}
$$;
"""
PICK = f"""
create function feedback_pick(quote uuid, day date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update feedback_anonymouswords c set picked_on = day where c.id = quote and c.publish and {MINE};
  if found then return true; end if;
  update feedback_feedbackanswer a set picked_on = day from cases_case c
   where a.uuid = quote and a.publish and c.id = a.case_id and {MINE};
  return found;
end $$;
"""
FUNCTIONS = {
    "feedback_put(bigint, date, jsonb, text, boolean, bytea)": PUT,
    "feedback_take_back(bytea)": TAKE_BACK,
    "feedback_mix(date)": MIX,
    "feedback_due(date, date, int)": DUE,
    "feedback_asked(bigint, date, date)": ASKED,
    "feedback_marks(bigint, date, date)": MARKS,
    "feedback_words(bigint, date, date, int)": WORDS,
    "feedback_pick(uuid, date)": PICK,
}


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("access", "0010_consent_kind"), ("employment", "0005_progress")]
    operations = [
        wall("feedback_feedbackrequest", "case"),
        wall("feedback_feedbackanswer", "case"),
        wall("feedback_anonymousmarks", "sealed"),
        wall("feedback_anonymouswords", "sealed"),
        *(function(name, text) for name, text in FUNCTIONS.items()),
    ]

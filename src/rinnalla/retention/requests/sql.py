"""The SQL of migration 0001: the wall round requests, and what is read past the walls for whoever asks or answers.

Never edited after a release; a later migration replaces functions with its own text.
"""

from rinnalla.access.walls import KIND, MY_CASES, MY_PERSONS
from rinnalla.referrals.sql import DEFINER

# The client's own; corrections by the wall of the case; the rest for the data-protection officer of the region alone.
WALL = (
    f"person_id = {MY_PERSONS} and {KIND} = 'client' or side = 'team' and case_id = {MY_CASES}"
    " or side = 'officer' and region_id = (select access_officer_region())"
)

# Every line about a person: of all their cases, of themselves without a case, and of readers without an account before
# there was one. Only for the person: array operators are not leakproof, so the wall alone would read the whole log.
OF_PERSON = f"""
create function accesslog_of_person(wanted bigint, since timestamptz) returns setof eventlog_accessline
language sql stable {DEFINER} as $$
  select a.* from eventlog_accessline a
   where (a.case_ids && array(select c.id from cases_case c where c.person_id = wanted)
          or a.person_ids && array(select p.id from people_person p where p.id = wanted or p.merged_into_id = wanted)
          or a.actor_kind = 'outside' and a.purpose = any(array(
               select 'outside.' || q.id from cases_case c join referrals_referral r on r.case_id = c.id
                 join referrals_outsidequestion q on q.referral_id = r.id where c.person_id = wanted)))
     and a.at >= coalesce(since, '-infinity')
     and (select current_setting('app.actor_kind', true) = 'client' and wanted = any(access_my_persons()))
$$;
"""

MAY = "(current_setting('app.actor_kind', true) = 'client' and r.person_id = any(access_my_persons())\n"\
    "      or r.side = 'officer' and r.region_id = access_officer_region())"

LINES = f"""
create function retention_lines(request bigint) returns setof eventlog_accessline
language sql stable {DEFINER} as $$
  select a.* from retention_rightsrequest r join eventlog_accessline a on a.id = any(r.line_ids)
   where r.id = request and {MAY}
   order by a.at desc, a.id desc
$$;
"""

# Whom the officer answers: the name and how to reach them, never where an address is protected (661/2009 section 36).
ASKERS = f"""
create function retention_askers(wanted bigint[])
returns table (request bigint, person bigint, name text, phone text, email text, language text, number text)
language sql stable {DEFINER} as $$
  select r.id, p.id, trim(p.given_names || ' ' || p.family_name),
         case when p.protected_address then '' else p.phone::text end,
         case when p.protected_address then '' else p.email::text end, p.language::text, coalesce(c.number::text, '')
    from retention_rightsrequest r join people_person p on p.id = r.person_id left join cases_case c on c.id = r.case_id
   where r.id = any(wanted) and r.side = 'officer' and r.region_id = access_officer_region()
$$;
"""

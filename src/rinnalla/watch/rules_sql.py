"""The SQL of the rules. Each is one question over the visits that nothing explains; what it finds becomes evidence."""

from rinnalla.watch.sql import DEFINER, INNER, MADE, ONLY_JOBS, ZONE

# What an officer has settled is not found again. `plain` are visits that nothing explains; `loose` also has those that
# only the unit's new leave does; `idle_or_plain` those with leave of their own that was never used for work.
DEEP = "cardinality(v.parts) >= coalesce(({}->>'parts')::integer, 1)"
SINCE = f"v.day > (moment {ZONE})::date - ({{}}->>'days')::integer"

# Who reads much beside the work must not lift what counts as usual: one for each fortnight seen at the most.
CAP = f"greatest(1, least(84, (moment {ZONE})::date - (select min(w.day) from watch_visit w) + 1) / 14)"
NAMED = "lower(regexp_replace(u.name, '^.*[[:space:]]', ''))"
DIGITS = "right(regexp_replace({}, '[^0-9]', '', 'g'), 7)"

RULES: dict[str, str] = {
    "no_work": f"""
      select v.id from idle_or_plain v
       where {SINCE.format("r")} and (v.user_id, v.case_id) in (
         select v.user_id, v.case_id from idle_or_plain v where {SINCE.format("r")} group by 1, 2
         having count(*) >= (r->>'least')::integer
             or max(cardinality(v.parts)) filter (where v.explained = '') >= (r->>'parts')::integer)""",
    "drip": f"""
      select v.id from plain v join (
        select d.user_id, d.found, watch_from(a.average, (r->>'chance')::float, (r->>'least')::integer) as enough
          from (select v.user_id, min(v.role) as role, count(distinct v.case_id) as found from plain v
                 where {SINCE.format("r")} and {DEEP.format("r")} group by 1) d
          join (select n.role, coalesce(p.pairs, 0) / n.readers * (r->>'days')::float
                         / greatest(14, least(84, n.days)) as average
                  from (select v.role, count(distinct v.user_id)::float as readers,
                               (moment {ZONE})::date - min(v.day) + 1 as days
                          from watch_visit v where not v.refused group by 1) n
                  left join (select x.role, sum(least(x.pairs, {CAP}))::float as pairs from (
                      select v.role, v.user_id, count(distinct v.case_id) as pairs from plain v
                       where v.day > (moment {ZONE})::date - 84 and {DEEP.format("r")} group by 1, 2) x
                    group by 1) p on p.role = n.role) a on a.role = d.role) q on q.user_id = v.user_id
       where q.found >= q.enough and {SINCE.format("r")} and {DEEP.format("r")}""",
    "near": f"""
      select v.id from loose v join access_user u on u.id = v.user_id join cases_case c on c.id = v.case_id
        join people_person p on p.id = c.person_id
       where {SINCE.format("r")} and (
         (length({NAMED}) > 1 and (lower(p.family_name) = {NAMED} or exists (
             select from people_formername f where f.person_id = p.id and lower(f.family_name) = {NAMED}))
          and (select count(*) from people_person s where lower(s.family_name) = {NAMED}) <= (r->>'rarest')::integer)
         or (length({DIGITS.format("u.phone")}) >= 6 and {DIGITS.format("u.phone")} = {DIGITS.format("p.phone")})
         or (u.email <> '' and lower(u.email) = lower(p.email)))""",
    "colleague": f"""
      select v.id from loose v join cases_case c on c.id = v.case_id join people_person p on p.id = c.person_id
       where {SINCE.format("r")} and exists (
         select from access_user u join access_membership m on m.user_id = u.id
           join organisations_unit n on n.id = m.unit_id
          where n.organisation_id = v.organisation_id and u.person_id is null
            and lower(u.name) in (lower(p.given_names || ' ' || p.family_name),
                                  lower(split_part(p.given_names, ' ', 1) || ' ' || p.family_name)))
         and (select count(*) from people_person s where lower(s.family_name) = lower(p.family_name)
                and lower(s.given_names) = lower(p.given_names)) <= (r->>'rarest')::integer""",
    "crowd": f"""
      select v.id from plain v where {SINCE.format("r")} and v.case_id in (
        select v.case_id from plain v where {SINCE.format("r")} group by 1
        having count(distinct v.user_id) >= (r->>'least')::integer)""",
    "old": f"""
      select v.id from plain v join cases_case c on c.id = v.case_id
       where {SINCE.format("r")} and c.closed_at < v.first_at - make_interval(months => (r->>'months')::integer)
         and v.user_id in (
           select v.user_id from plain v join cases_case c on c.id = v.case_id
            where {SINCE.format("r")} and c.closed_at < v.first_at - make_interval(months => (r->>'months')::integer)
            group by 1 having count(distinct v.case_id) >= (r->>'least')::integer)""",
    "protected": f"""
      select v.id from loose v join cases_case c on c.id = v.case_id join people_person p on p.id = c.person_id
       where {SINCE.format("r")} and p.protected_address and {DEEP.format("r")}""",
    "odd_hours": f"""
      select v.id from plain v
       where {SINCE.format("r")} and v.night and v.user_id in (
         select v.user_id from plain v where {SINCE.format("r")} and v.night group by 1
         having count(*) >= (r->>'least')::integer or max(cardinality(v.parts)) >= (r->>'parts')::integer)
         and (select count(distinct w.day) from watch_visit w where w.user_id = v.user_id and w.night
                and w.explained in ('work', 'meeting') and w.day between v.day - 28 and v.day) < 3""",
    "refusals": f"""
      select v.id from watch_visit v
       where v.refused and {SINCE.format("r")} and v.user_id in (
         select v.user_id from watch_visit v where v.refused and {SINCE.format("r")} group by 1, v.day
         having count(distinct v.case_id) >= (r->>'least')::integer)""",
}


def _asked(key: str, question: str) -> str:
    return f"""
  r := rules->'{key}';
  if r is not null then
    insert into watch_found (rule, visit_id) select '{key}', q.id from ({question}) q on conflict do nothing;
  end if;"""


NOT_SETTLED = """not exists (
      select from watch_evidence e join watch_alert a on a.id = e.alert_id
       where a.user_id = v.user_id and e.case_id = v.case_id and e.day = v.day and a.settled_at is not null)"""

RAISE = f"""
create function watch_raise(moment timestamptz, rules jsonb) returns setof bigint language plpgsql {DEFINER} as $body$
declare
  r jsonb;
begin {ONLY_JOBS}
  create temp table watch_found (rule text, visit_id bigint, primary key (rule, visit_id)) on commit drop;
  create temp table idle_or_plain on commit drop as select v.* from watch_visit v
    where not v.refused and v.judged_at is not null and v.explained in ('', 'new_unit', 'idle') and {NOT_SETTLED};
  create temp table loose on commit drop as select * from idle_or_plain where explained in ('', 'new_unit');
  delete from idle_or_plain where explained = 'new_unit';
  create temp table plain on commit drop as select * from idle_or_plain where explained = '';
  analyze idle_or_plain; analyze loose; analyze plain;
{"".join(_asked(key, question) for key, question in RULES.items())}
  return query select * from watch_alarm(moment);
  drop table watch_found; drop table idle_or_plain; drop table loose; drop table plain;
end $body$;

create function watch_alarm(moment timestamptz) returns setof bigint language plpgsql {DEFINER} as $body$
begin
  return query insert into watch_alert (uuid, region_id, user_id, organisation_id, rule, made_at, verdict, finding,
                                        words, told_reader)
    select distinct on (v.user_id, o.region_id) gen_random_uuid(), o.region_id, v.user_id, v.organisation_id, f.rule,
           moment, '', '', '', false
      from watch_found f join watch_visit v on v.id = f.visit_id
      join organisations_organisation o on o.id = v.organisation_id
     where not exists (select from watch_evidence e join watch_alert a on a.id = e.alert_id
                        where a.user_id = v.user_id and e.rule = f.rule and e.case_id = v.case_id and e.day = v.day)
     order by v.user_id, o.region_id, v.first_at
        on conflict do nothing returning id;
  insert into watch_evidence (alert_id, region_id, rule, case_id, day, at, lines, parts, line_ids, found_at)
    select a.id, a.region_id, f.rule, v.case_id, v.day, v.first_at, v.lines, cardinality(v.parts), v.line_ids, moment
      from watch_found f join watch_visit v on v.id = f.visit_id
      join organisations_organisation o on o.id = v.organisation_id
      join watch_alert a on a.user_id = v.user_id and a.region_id = o.region_id and a.settled_at is null
     where not exists (select from watch_evidence e join watch_alert b on b.id = e.alert_id
                        where b.user_id = v.user_id and b.settled_at is not null and e.rule = f.rule
                          and e.case_id = v.case_id and e.day = v.day)
        on conflict do nothing;
end $body$;

create function watch_region_of(wanted bigint) returns table (region_id bigint, user_id bigint)
language sql stable {DEFINER} as $$ select a.region_id, a.user_id from watch_alert a where a.id = wanted $$;

create function watch_raise_marks(moment timestamptz) returns setof bigint language plpgsql {DEFINER} as $body$
begin {ONLY_JOBS}
  return query insert into watch_alert (uuid, region_id, user_id, organisation_id, rule, made_at, verdict, finding,
                                        words, told_reader)
    select distinct on (m.user_id, m.region_id) gen_random_uuid(), m.region_id, m.user_id, u.organisation_id,
           'much_' || m.what, moment, '', '', '', false
      from access_readingmark m join access_membership s on s.id = m.membership_id
      join organisations_unit u on u.id = s.unit_id
     where m.day > (moment {ZONE})::date - 7 and not exists (select from watch_evidence e where e.mark_id = m.id)
     order by m.user_id, m.region_id, m.at
        on conflict do nothing returning id;
  insert into watch_evidence (alert_id, region_id, rule, mark_id, day, at, lines, parts, line_ids, found_at)
    select a.id, a.region_id, 'much_' || m.what, m.id, m.day, m.at, m.count, 0, '{{}}', moment
      from access_readingmark m
      join watch_alert a on a.user_id = m.user_id and a.region_id = m.region_id and a.settled_at is null
     where m.day > (moment {ZONE})::date - 7 and not exists (select from watch_evidence e where e.mark_id = m.id)
        on conflict do nothing;
end $body$;
"""


def _rights() -> str:
    closed = "".join(f"revoke all on function {one} from public, rinnalla_app;" for one in (*MADE, *INNER))
    return closed + "".join(f"grant execute on function {one} to rinnalla_app;" for one in MADE)


def _wall(table: str) -> str:
    mine = "region_id = (select access_officer_region())"
    return f"""
alter table {table} enable row level security; alter table {table} force row level security;
create policy {table}_read on {table} for select to rinnalla_app using ({mine});
create policy {table}_owner on {table} to rinnalla_owner using (true) with check (true);"""


# The officer reads alerts and settles them, the reader sees what the officer has told; only the watch makes them.
WALLS = _wall("watch_alert") + _wall("watch_evidence") + """
create policy watch_alert_told on watch_alert for select to rinnalla_app
  using (told_reader and user_id = (select nullif(current_setting('app.user_id', true), '')::bigint));
create policy watch_alert_settle on watch_alert for update to rinnalla_app
  using (region_id = (select access_officer_region())) with check (region_id = (select access_officer_region()));
"""
RIGHTS = _rights()
DROP = "drop function " + ", ".join((*MADE, *INNER)) + "; drop policy watch_alert_settle on watch_alert;" + (
    "drop policy watch_alert_told on watch_alert;") + "".join(
    f"drop policy {one}_read on {one}; drop policy {one}_owner on {one};" for one in ("watch_alert", "watch_evidence")
)

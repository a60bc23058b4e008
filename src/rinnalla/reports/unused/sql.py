"""The owner's functions: count a finished year once, and read what was counted of one's own region."""

from rinnalla.access.sql import MINE
from rinnalla.reports.indicators.sql import DEFINER, ONLY_JOBS

# One statement for each table in `tables`, which the models tell (`finding.tables`): so a new field needs no new
# function. A text of spaces alone is not filled. A year that has not ended is refused here too, whoever asks.
COUNT = rf"""
create function reports_count_field_use(wanted integer, tables jsonb) returns bigint
language plpgsql {DEFINER} as $body$
declare
  since timestamptz := make_timestamptz(wanted, 1, 1, 0, 0, 0, 'Europe/Helsinki');
  until timestamptz := make_timestamptz(wanted + 1, 1, 1, 0, 0, 0, 'Europe/Helsinki');
  counted bigint;
  one record;
  filled text;
begin {ONLY_JOBS}
  if until > clock_timestamp() then
    raise exception 'the year % is not over', wanted using errcode = 'invalid_parameter_value';
  end if;
  insert into reports_fieldyear (year, counted_at) values (wanted, clock_timestamp())
    on conflict (year) do nothing returning id into counted;
  if counted is null then
    return -1;
  end if;
  for one in select * from jsonb_to_recordset(tables)
               as t (model text, place text, link text, source text, subject text, fields text[]) loop
    if one.source not in ('cases_case', 'people_person', 'employers_employer') then
      raise exception 'no way to a region through %', one.source using errcode = 'invalid_parameter_value';
    end if;
    select string_agg(format($f$count(*) filter (where t.%I::text ~ '\S')$f$, name), ', ' order by place)
      into filled from unnest(one.fields) with ordinality as f (name, place);
    execute format($q$
      insert into reports_fielduse (year_id, region_id, model, field, rows, filled, subjects)
      select $1, c.region_id, $2, f.name, c.made, c.filled[f.place::integer], c.subjects
        from (select s.region_id, count(*) as made, count(distinct s.%I) as subjects, array[%s] as filled
                from %I t join %I s on s.id = t.%I where t.made_at >= $4 and t.made_at < $5 group by 1) c
       cross join unnest($3) with ordinality as f (name, place)$q$,
      one.subject, filled, one.place, one.source, one.link)
      using counted, one.model, one.fields, since, until;
  end loop;
  return (select count(*) from reports_fielduse u where u.year_id = counted);
end $body$;
"""

READ = f"""
create function reports_field_use(region bigint, wanted integer)
returns table (model text, field text, made bigint, filled bigint, subjects bigint)
language sql stable {DEFINER} as $$
  select c.model::text, c.field::text, c.rows::bigint, c.filled::bigint, c.subjects::bigint
    from reports_fielduse c join reports_fieldyear y on y.id = c.year_id
   where c.region_id = region and y.year = wanted and {MINE}
$$;
"""

YEARS = f"""
create function reports_field_years(region bigint) returns table (year integer)
language sql stable {DEFINER} as $$
  select y.year::integer from reports_fieldyear y
   where exists (select from reports_fielduse c where c.year_id = y.id and c.region_id = region and {MINE})
$$;
"""

FUNCTIONS = [
    ("reports_count_field_use(integer, jsonb)", COUNT),
    ("reports_field_use(bigint, integer)", READ),
    ("reports_field_years(bigint)", YEARS),
]

"""The owner's function: the kept sums of every region that has agreed, to a reader whose own region has agreed."""

from rinnalla.access.sql import MINE
from rinnalla.reports.indicators.sql import DEFINER

ROWS = f"""
create function reports_compared_rows(since date, until date)
returns table (region bigint, indicator text, month date, dimension text, value integer, n bigint, total numeric,
               total_sq numeric)
language sql stable {DEFINER} as $$
  select r.region_id, r.indicator::text, r.month, r.dimension::text, r.value, r.n::bigint, r.total, r.total_sq
    from reports_rollup r join reports_regioncomparison a on a.region_id = r.region_id and a.ended_at is null
   where r.month between since and until
     and exists (select from reports_regioncomparison c where c.ended_at is null and {MINE})
$$;
"""

FUNCTIONS = [("reports_compared_rows(date, date)", ROWS)]

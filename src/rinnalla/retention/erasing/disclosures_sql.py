"""The SQL of the disclosure log that outlives its case (703/2023 § 10). Owner-run, like `sql.py` beside it."""

from rinnalla.referrals.sql import DEFINER
from rinnalla.retention.erasing import sql

# The lines as codes; the free words of a mistake and the name of who took the packet go with the case.
KEEP = f"""
create function retention_keep_disclosures(c cases_case) returns void language plpgsql {DEFINER} as $$
begin
  insert into retention_keptdisclosure (person_id, of_case, region_id, controller_id, organisation_id, given_at,
      given_by, sections, field_groups, health_kinds, aim, purpose, statute, consent_number, consent_given_on, channel,
      wrong_outcome)
  select c.person_id, c.id, c.region_id, d.controller_id, d.organisation_id, d.made_at, d.made_by_id, d.sections,
         d.field_groups, d.health_kinds, d.aim, d.purpose, d.statute, x.number, x.given_on, d.channel,
         coalesce(w.outcome, '')
    from cases_disclosure d left join access_consent x on x.id = d.consent_id
    left join cases_wrongreceiver w on w.disclosure_id = d.id
   where d.case_id = c.id;
end $$;
revoke all on function retention_keep_disclosures(cases_case) from public, rinnalla_app;
"""
CLOCK = sql.CLOCK.replace("create view", "create or replace view").replace(
    f"having bool_and(least(m.ends_on, (m.ended_at {sql.ZONE})::date) is not null);",
    f"having bool_and(least(m.ends_on, (m.ended_at {sql.ZONE})::date) is not null)"
    + f"""
  union all
  select 'log', 'retention_keptdisclosure', k.id, k.region_id, '', 'event', (k.given_at {sql.ZONE})::date, false
    from retention_keptdisclosure k;""",
)
# Whoever serves may not write a line here, nor take one away: only the erasing does.
ONLY_READ = "revoke insert, update, delete, truncate on retention_keptdisclosure from rinnalla_app"
GIVEN_BACK = "grant insert, update, delete on retention_keptdisclosure to rinnalla_app"

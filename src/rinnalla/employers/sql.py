"""The employer's wall, in the database: nothing of a client reaches an employer without that client's own consent.

It is asked by the row that tells, whichever way it is told: what an employer was told, a line of the disclosure log, a
packet of the plan, a guest of a meeting. The consent must be of this case, for this employer, in writing or online, in
force at the time of the row, and list each field group; health data go only kind by kind, each named. The functions
run as whoever writes: a consent that the writer may not see does not count. An employer's body has no units, so no
user, grant, referral or question can ever be its own.
"""

LET = """
create function employers_let(
  asked_case bigint, body bigint, the_consent bigint, groups jsonb, kinds jsonb, at timestamptz
) returns boolean language sql stable set search_path = public, pg_temp as $$
  select count(*) = 1 from access_consent c
   where c.id = the_consent and c.case_id = asked_case and c.organisation_id = body and c.withdrawn_at is null
     and c.mode in ('written', 'online') and c.given_on <= (at at time zone 'Europe/Helsinki')::date
     and (c.ends_on is null or c.ends_on >= (at at time zone 'Europe/Helsinki')::date)
     and jsonb_typeof(groups) = 'array' and groups <> '[]'::jsonb and groups <@ c.field_groups
     and kinds <@ c.health_kinds
     and (not (groups ?| array['health', 'special']) or kinds <> '[]'::jsonb)
$$;
create function employers_is_employer(body bigint) returns boolean language sql stable
set search_path = public, pg_temp as $$
  select coalesce((select kind = 'employer' from organisations_organisation where id = body), false)
$$;
"""
UNLET = """
drop function employers_is_employer(bigint);
drop function employers_let(bigint, bigint, bigint, jsonb, jsonb, timestamptz);
"""

REFUSE = "raise exception 'the client''s consent does not let this employer know it' using errcode = 'check_violation';"


def trigger(name: str, table: str, body: str) -> tuple[str, str]:
    """A check before the application writes a row of a table, and how it is taken away. An owner-run function that
    erases may loosen what stands on a consent that goes (`retention`); it never adds."""
    made = f"""
create function {name}() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and current_user <> 'rinnalla_app' then
    return new;
  end if;
{body}
  return new;
end $$;
create trigger {name} before insert or update on {table} for each row execute function {name}();
"""
    return made, f"drop trigger {name} on {table}; drop function {name}();"


# The employer as a body is asked of the register, and the line of the log must be of the same telling.
TOLD = trigger("employers_told_wall", "employers_toldtoemployer", f"""
  if not employers_let(
    new.case_id, (select organisation_id from employers_employer where id = new.employer_id), new.consent_id,
    new.field_groups, new.health_kinds, new.made_at
  ) or not exists (
    select 1 from cases_disclosure d join employers_employer e on e.organisation_id = d.organisation_id
     where d.id = new.disclosure_id and e.id = new.employer_id and d.case_id = new.case_id
       and d.consent_id = new.consent_id and new.field_groups <@ d.field_groups
  ) then
    {REFUSE}
  end if;""")
DISCLOSED = trigger("employers_disclosure_wall", "cases_disclosure", f"""
  if employers_is_employer(new.organisation_id) and not employers_let(
    new.case_id, new.organisation_id, new.consent_id, new.field_groups, new.health_kinds, new.made_at
  ) then
    {REFUSE}
  end if;""")
# A packet of the plan tells no kinds of health data apart, so health never goes in one.
PACKET = trigger("employers_packet_wall", "plans_packet", f"""
  if employers_is_employer(new.organisation_id) and not employers_let(
    new.case_id, new.organisation_id, new.consent_id, new.field_groups, '[]'::jsonb, new.made_at
  ) then
    {REFUSE}
  end if;""")
# A guest is asked by name too, by the day of the client's leave; one who stands for an employer's body needs a consent
# that was in force that day.
GUEST = trigger("employers_guest_wall", "meetings_participant", f"""
  if new.user_id is not null or new.is_client then
    return new;
  end if;
  if tg_op = 'UPDATE' and new.organisation_id is not distinct from old.organisation_id and new.party = old.party
     and new.may_be_told = old.may_be_told and new.allowed_on is not distinct from old.allowed_on then
    return new;
  end if;
  if new.party = 'employer' and new.allowed_on is null then
    {REFUSE}
  end if;
  if employers_is_employer(new.organisation_id) and not exists (
    select 1 from access_consent c where c.case_id = new.case_id and c.organisation_id = new.organisation_id
       and c.withdrawn_at is null and c.mode in ('written', 'online')
       and c.given_on <= coalesce(new.allowed_on, current_date)
       and (c.ends_on is null or c.ends_on >= coalesce(new.allowed_on, current_date))
  ) then
    {REFUSE}
  end if;""")
UNIT = trigger("employers_have_no_units", "organisations_unit", """
  if employers_is_employer(new.organisation_id) then
    raise exception 'an employer has no units: nobody signs in for one' using errcode = 'check_violation';
  end if;""")
KIND = trigger("employers_had_no_units", "organisations_organisation", """
  if new.kind = 'employer' and exists (select 1 from organisations_unit where organisation_id = new.id) then
    raise exception 'an organisation with units is no employer' using errcode = 'check_violation';
  end if;""")
TRIGGERS = (TOLD, DISCLOSED, PACKET, GUEST, UNIT, KIND)

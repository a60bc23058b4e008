"""The employer's wall at an agreement's versions: each one is told to the employer, so each needs the client's consent.

`employers_let` (decision 28) asks the consent; here the employer is the agreement's own, the line of the log is of the
same telling, and a version is never changed afterwards, nor its agreement turned to another employer.
"""

from rinnalla.employers.sql import REFUSE, trigger

VERSION = trigger("employment_agreement_wall", "employment_agreementversion", f"""
  if not exists (
    select 1 from employment_workagreement w join employers_employer e on e.id = w.employer_id
      join cases_disclosure d on d.id = new.disclosure_id
     where w.id = new.agreement_id and w.case_id = new.case_id and d.case_id = new.case_id
       and d.organisation_id = e.organisation_id and d.consent_id = new.consent_id
       and new.field_groups <@ d.field_groups
       and employers_let(
         new.case_id, e.organisation_id, new.consent_id, new.field_groups, '[]'::jsonb, new.made_at
       )
  ) then
    {REFUSE}
  end if;
  if tg_op = 'UPDATE' then
    raise exception 'a version of an agreement is never changed' using errcode = 'check_violation';
  end if;""")
EMPLOYER = trigger("employment_agreement_employer", "employment_workagreement", """
  if tg_op = 'UPDATE' and (
    new.employer_id <> old.employer_id or new.case_id <> old.case_id or new.kind <> old.kind
  ) then
    raise exception 'an agreement stays with its employer' using errcode = 'check_violation';
  end if;""")
TRIGGERS = (VERSION, EMPLOYER)
# An answer is given to the newest text of an agreement that goes on, and is never changed. On the own pages answers
# the client alone, or who acts for the client, in the own name; whoever records what others said tells how they said
# it. Nobody else can have answered "here" for the client or for the employer.
ANSWER = trigger("employment_answer_wall", "employment_agreementanswer", """
  if tg_op = 'UPDATE' then
    raise exception 'an answer to an agreement is never changed' using errcode = 'check_violation';
  end if;
  if not exists (
    select 1 from employment_agreementversion v join employment_workagreement w on w.id = v.agreement_id
     where v.id = new.version_id and v.case_id = new.case_id and w.ended_on is null
       and not exists (
         select 1 from employment_agreementversion n where n.agreement_id = w.id and n.number > v.number
       )
  ) then
    raise exception 'only the newest text of an agreement that goes on is answered' using errcode = 'check_violation';
  end if;
  if current_setting('app.actor_kind', true) in ('client', 'representative') then
    if new.party <> 'client' or new.way <> 'here'
      or new.made_by_id is distinct from nullif(current_setting('app.user_id', true), '')::bigint then
      raise exception 'a client answers for the client alone' using errcode = 'check_violation';
    end if;
  elsif current_setting('app.actor_kind', true) in ('staff', 'token', 'importer')
    and new.party in ('client', 'employer') and new.way = 'here' then
    raise exception 'nobody answers here in the place of another party' using errcode = 'check_violation';
  end if;""")
# The client asks, somebody else replies, and neither's words change afterwards.
QUESTION = trigger("employment_question_wall", "employment_agreementquestion", """
  if tg_op = 'UPDATE' and (
    new.words <> old.words or new.version_id <> old.version_id or new.case_id <> old.case_id
    or old.replied_at is not null
  ) then
    raise exception 'what was asked and replied is never changed' using errcode = 'check_violation';
  end if;
  if current_setting('app.actor_kind', true) in ('client', 'representative') and new.replied_at is not null then
    raise exception 'nobody replies to their own question' using errcode = 'check_violation';
  end if;
  if not exists (
    select 1 from employment_agreementversion v where v.id = new.version_id and v.case_id = new.case_id
  ) then
    raise exception 'a question is of a text of the same case' using errcode = 'check_violation';
  end if;""")
ANSWERED = (ANSWER, QUESTION)

# Whose own pages hold none of these rows: a helper by a mandate sees none of them.
TABLES = (
    "employment_jobhours", "employment_benefitstalk", "employment_workadaptation", "employment_adaptationlook",
    "employment_workagreement", "employment_agreementversion", "employment_agreementanswer",
)


def not_of_helper(table: str) -> tuple[str, str]:
    """A restrictive policy beside the wall of the case, and how it is taken away."""
    rule = "(select access_mandate_covers('{}'))"
    made = f"create policy {table}_mandate on {table} as restrictive to rinnalla_app using ({rule}) with check ({rule})"
    return made, f"drop policy {table}_mandate on {table}"


# The reader's own region, by the membership chosen for this session: another region's counts are never given.
MINE = """region = (select o.region_id from organisations_unit t
    join organisations_organisation o on o.id = t.organisation_id
   where t.id = nullif(current_setting('app.unit_id', true), '')::bigint
     and current_setting('app.actor_kind', true) in ('staff', 'token'))"""
# People with a pay subsidy in a period by its ground, whether told of a job or of a service (E-26). '' is everybody
# with one, '*' everybody in the target group: those coached in the period or with a subsidy.
SUBSIDIES = f"""
create function employment_subsidy_counts(region bigint, since date, until date, asked text, smallest int)
returns table (ground text, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with grounds as (
    select e.person_id, j.pay_subsidy_ground as ground from employment_job j
      join employment_coachingepisode e on e.id = j.episode_id join cases_case c on c.id = j.case_id
     where c.region_id = region and {MINE} and j.pay_subsidy_ground <> ''
       and j.starts_on <= until and (j.ends_on is null or j.ends_on >= since)
    union all select c.person_id, s.ground from services_serviceepisode s
      join catalogue_servicecard k on k.id = s.card_id join cases_case c on c.id = s.case_id
     where c.region_id = region and {MINE} and k.service = asked and s.ground <> ''
       and s.started_on <= until and (s.ended_on is null or s.ended_on >= since)),
  coached as (
    select e.person_id from employment_coachingepisode e join cases_case c on c.id = e.case_id
     where c.region_id = region and {MINE}
       and e.started_on <= until and (e.ended_on is null or e.ended_on >= since)
    union select person_id from grounds),
  lines as (
    select g.ground, g.person_id from grounds g
    union all select '', g.person_id from grounds g
    union all select '*', k.person_id from coached k)
  select l.ground, case when count(distinct l.person_id) >= smallest then count(distinct l.person_id) end
    from lines l group by l.ground
$$;
"""
NAME = "employment_subsidy_counts(bigint, date, date, text, int)"
RIGHTS = f"revoke all on function {NAME} from public; grant execute on function {NAME} to rinnalla_app;"

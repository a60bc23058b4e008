"""The database's own rule of what a client says of a proposal."""

from rinnalla.employers.sql import trigger

# What the client says of a proposal: the client's own word of a proposal of the own case, and never changed.
SAID = trigger("employment_matchanswer_wall", "employment_matchanswer", """
  if tg_op = 'UPDATE' and (
    new.answer <> old.answer or new.words <> old.words or new.proposal_id <> old.proposal_id
    or new.case_id <> old.case_id or new.made_by_id is distinct from old.made_by_id
  ) then
    raise exception 'what a client said of a proposal is never changed' using errcode = 'check_violation';
  end if;
  if current_setting('app.actor_kind', true) in ('client', 'representative') and new.seen_at is not null then
    raise exception 'the coach tells what the coach has read' using errcode = 'check_violation';
  end if;
  if not exists (
    select 1 from employment_matchdecision d
     where d.id = new.proposal_id and d.case_id = new.case_id and d.decision = 'propose'
  ) then
    raise exception 'only a proposal of the same case is answered' using errcode = 'check_violation';
  end if;""")

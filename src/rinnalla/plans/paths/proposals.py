"""Proposing the next step, and answering a proposal (L-19, L-87): nothing proposed is a step before it is accepted."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.plans.actions import note
from rinnalla.plans.models import Goal
from rinnalla.plans.paths.actions import add_step, goal_column, open_to_change, tell
from rinnalla.plans.paths.models import PathStep, ProposalAnswer, ServicePath, StepProposal


@transaction.atomic
def propose_step(
    *,
    case: Case,
    by: Actor,
    what: str,
    why: str,
    goal: Goal | None = None,
    due_on: date | None = None,
    field_group: str = "basics",
    key: UUID | None = None,
) -> StepProposal:
    """Propose the next step: any professional involved may (L-19). The responsible worker is told. Raises Refused."""
    open_to_change(case)
    if not what.strip():
        raise Refused(_("Kirjoita, mitä ehdotat."), field="what")
    if not why.strip():
        raise Refused(_("Kirjoita, miksi ehdotat sitä. Silloin siihen on helppo vastata."), field="why")

    def make() -> StepProposal:
        return StepProposal.objects.create(
            case=case, what=what.strip(), why=why.strip(), due_on=due_on, field_group=field_group,
            unit_id=by.unit_id, made_by_id=by.user_id, form_key=key, **goal_column(case.pk, goal),
        )  # fmt: skip

    proposal, new = once(StepProposal.objects.all(), key, make, case_id=case.pk)
    if new:
        note(case, "plans.step_proposed", by, ("step_proposal", proposal.pk))
        tell([case.responsible_worker_id or case.arranger_id])
    return proposal


@transaction.atomic
def accept_proposal(
    *,
    proposal: StepProposal,
    by: Actor,
    party: User | str | None,
    due_on: date | None,
    goal: Goal | None,
    path: ServicePath | None = None,
) -> PathStep:
    """Take the proposed step onto the path: it becomes a step with an owner, a day and a goal (L-87)."""
    row = _unanswered(proposal)
    owner = party if isinstance(party, User) else None
    step = add_step(
        case=proposal.case, by=by, what=row.what, path=path, by_client=party == "client", owner=owner, due_on=due_on,
        goal=goal, field_group=row.field_group,
    )  # fmt: skip
    _answer(proposal, by, ProposalAnswer.ACCEPTED, step=step)
    return step


@transaction.atomic
def decline_proposal(*, proposal: StepProposal, by: Actor, reason: str) -> None:
    """Say no to a proposed step, with the reason; the one who proposed is told. Raises Refused."""
    _unanswered(proposal)
    if not reason.strip():
        raise Refused(_("Kirjoita, miksi askelta ei oteta polulle. Ehdottaja saa lukea sen."), field="answer_reason")
    _answer(proposal, by, ProposalAnswer.DECLINED, answer_reason=reason.strip())


def _unanswered(proposal: StepProposal) -> StepProposal:
    """The row, locked. Raises Refused when somebody has answered it."""
    open_to_change(proposal.case)
    row = StepProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.answered_at:
        raise Refused(_("Ehdotukseen on jo vastattu. Päivitä sivu."))
    return row


def _answer(proposal: StepProposal, by: Actor, answer: ProposalAnswer, **values: Any) -> None:
    values = {"answer": answer, "answered_at": dates.now(), "answered_by_id": by.user_id, **values}
    StepProposal.objects.filter(pk=proposal.pk).update(**values)
    note(proposal.case, f"plans.step_proposal_{answer}", by, ("step_proposal", proposal.pk))
    if proposal.made_by_id not in (None, by.user_id):
        tell([proposal.made_by_id])

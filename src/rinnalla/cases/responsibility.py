"""Agreeing on who is responsible: first naming and escorted hand-over (V-14, V-57, L-41, L-44).

A proposal takes effect when the worker has accepted and the client has said yes; a hand-over also needs a joint
meeting. The old term ends at the very moment the new one begins, so there is never a gap and never two.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Depth, Grant, User
from rinnalla.cases import grounds
from rinnalla.cases.actions import PURPOSE, _note, _require, end_places, end_term, locked
from rinnalla.cases.consents import rules
from rinnalla.cases.models import Answer, Case, DecisionPower, ResponsibleProposal, ResponsibleTerm, TeamMember
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import save_version
from rinnalla.organisations.models import Unit


@transaction.atomic
def propose(
    *,
    case: Case,
    worker: User,
    unit: Unit,
    decision_power: str,
    by: Actor,
    ground: str,
    answer_due_on: date,
    reason: str = "",
    stays_beside_until: date | None = None,
    key: UUID | None = None,
) -> ResponsibleProposal:
    """Ask somebody to be responsible. For an open case this is a hand-over from the present one.

    The asked one sees the basics of the case from now on, to be able to answer. Raises Refused.
    """
    if key and (earlier := ResponsibleProposal.objects.filter(form_key=key, case=case).first()):
        return earlier
    case = locked(case.pk)  # two who ask at once
    handover = case.responsible_worker_id is not None
    _require(case, "propose_handover" if handover else "propose_responsible")
    if case.proposals.filter(settled_at__isnull=True).exists():
        raise Refused(_("Yksi ehdotus odottaa jo vastausta. Peru se ensin."))
    if worker.pk == case.responsible_worker_id:
        raise Refused(_("Hän on jo asiakasvastaava."), field="worker")
    consent = rules.stands_on(case, unit.organisation, ground, field="membership")
    proposal = ResponsibleProposal.objects.create(
        case=case,
        worker=worker,
        worker_unit=unit,
        handover_from_id=case.responsible_worker_id,
        reason=reason,
        decision_power=decision_power,
        answer_due_on=answer_due_on,
        stays_beside_until=stays_beside_until,
        made_by_id=by.user_id,
        form_key=key,
    )
    grants.give(
        case_id=case.pk, to=worker, depth=Depth.BASICS, ground=ground, purpose=PURPOSE, why="proposed", by=by,
        at=unit, **_within(consent),
    )
    _note(case, "cases.handover_proposed" if handover else "cases.responsible_proposed", by, ("proposal", proposal.pk))
    outbox.promise("cases.tell_user", worker.pk)
    return proposal


def _within(consent: Consent | None) -> dict[str, Any]:
    """Leave as wide and as long as the consent it stands on; by law, as the role."""
    return {"consent": consent, "groups": rules.opened(consent), "ends_at": consent.ends_at} if consent else {}


@transaction.atomic
def answer_as_worker(*, proposal: ResponsibleProposal, by: Actor, answer: str, reason: str = "") -> None:
    """The asked worker accepts or says no with a reason. Only they can. Raises Refused."""
    if by.user_id != proposal.worker_id:
        raise Refused(_("Vain hän, jota ehdotetaan, voi vastata."))
    if answer == Answer.NO and not reason.strip():
        raise Refused(
            _("Kerro lyhyesti, miksi et voi ottaa vastuuta. Silloin ehdottaja osaa kysyä oikeaa ihmistä."),
            field="reason",
        )
    _write(proposal, worker_answer=answer, worker_answered_at=dates.now(), worker_reason=reason.strip())
    verb = "cases.responsible_accepted" if answer == Answer.YES else "cases.responsible_declined"
    _note(proposal.case, verb, by, ("proposal", proposal.pk))
    _go_on(proposal, by)


@transaction.atomic
def answer_of_client(*, proposal: ResponsibleProposal, by: Actor, answer: str, words: str = "") -> None:
    """The client's answer: from the client's own page, or told to a worker who records it (L-41, V-57)."""
    if by.on_clients_side and by.person_id != proposal.case.person_id:
        raise Refused(_("Tämä ei ole sinun asiasi."))
    if by.user_id == proposal.worker_id and proposal.decision_power != DecisionPower.NONE:
        raise Refused(_("Sinulla on päätösvaltaa asiakkaan asioissa. Joku muu kysyy ja kirjaa asiakkaan vastauksen."))
    _write(
        proposal,
        client_answer=answer,
        client_answered_at=dates.now(),
        client_answer_by_id=by.user_id,
        client_words=words.strip(),
    )
    _note(proposal.case, "cases.client_answered_responsible", by, ("proposal", proposal.pk), answer=answer)
    _go_on(proposal, by)


@transaction.atomic
def note_joint_meeting(*, proposal: ResponsibleProposal, by: Actor, on: date) -> None:
    """Old, new and client have met (L-44). Raises Refused for a day ahead."""
    if not proposal.is_handover or on > dates.today():
        raise Refused(_("Merkitse päivä, jona tapasitte. Se ei voi olla tulevaisuudessa."), field="on")
    _write(proposal, meeting_on=on)
    _note(proposal.case, "cases.handover_met", by, ("proposal", proposal.pk), on=on.isoformat())
    _go_on(proposal, by)


@transaction.atomic
def withdraw(*, proposal: ResponsibleProposal, by: Actor) -> None:
    """Take an open proposal back; the one asked no longer sees the case through it."""
    _settle(proposal, by)
    _note(proposal.case, "cases.proposal_withdrawn", by, ("proposal", proposal.pk))


def _write(proposal: ResponsibleProposal, **changes: object) -> None:
    locked(proposal.case_id)
    if proposal.settled_at:
        raise Refused(_("Ehdotus on jo käsitelty. Päivitä sivu."))
    save_version(proposal, proposal.version, **changes)


def _go_on(proposal: ResponsibleProposal, by: Actor) -> None:
    if Answer.NO in (proposal.worker_answer, proposal.client_answer):
        _settle(proposal, by)
        outbox.promise("cases.tell_user", proposal.made_by_id)
    elif proposal.agreed:
        _take_effect(proposal, by)


def _settle(proposal: ResponsibleProposal, by: Actor) -> None:
    _write(proposal, settled_at=dates.now(), settled_by_id=by.user_id)
    grants.end(case_id=proposal.case_id, to=proposal.worker, by=by, why="proposed")


def _take_effect(proposal: ResponsibleProposal, by: Actor) -> None:
    case = locked(proposal.case_id)
    if case.closed_at or case.responsible_worker_id != proposal.handover_from_id:
        raise Refused(_("Ehdotus on jo käsitelty. Päivitä sivu."))
    now = dates.now()
    body = proposal.worker_unit.organisation
    ground = grounds.statute_for(case, body) or grounds.CONSENT  # as it is now: a consent may have been withdrawn
    consent = rules.stands_on(case, body, ground)
    grants.give(
        case_id=case.pk,
        to=proposal.worker,
        depth=Depth.WORKS,
        ground=ground,
        purpose=PURPOSE,
        why="responsible",
        by=by,
        at=proposal.worker_unit,
        **_within(consent),
    )
    _settle(proposal, by)
    if case.responsible_worker_id:
        end_term(case, now)
    ResponsibleTerm.objects.create(case=case, worker=proposal.worker, period=(now, None))
    _into_team(case, proposal, by)
    today = dates.today()
    outgoing = case.responsible_worker_id
    first = case.responsible_worker_id is None
    save_version(
        case,
        case.version,
        responsible_worker=proposal.worker,
        responsible_since=now,
        next_step=case.next_step or str(_("Ensitapaaminen asiakasvastaavan kanssa")),
        next_step_on=case.next_step_on or today + timedelta(days=7),
        review_on=case.review_on or dates.add_months(today, 3),
    )
    proposal.case = case
    _note(case, "cases.opened" if first else "cases.handover_accepted", by, ("proposal", proposal.pk))
    if outgoing:
        _let_go(case, outgoing, proposal, by)
    for_now = Grant.objects.filter(case=case, why__in=["arranger", "opened", "alarm"], ended_at__isnull=True)
    grants.end_rows(for_now, by)


def _let_go(case: Case, outgoing: int, proposal: ResponsibleProposal, by: Actor) -> None:
    """The one before no longer sees the case, or sees it until the agreed day. Last of all: it may be the actor."""
    rows = Grant.objects.filter(case=case, user_id=outgoing, ended_at__isnull=True)
    if proposal.stays_beside_until:
        rows.update(ends_at=dates.end_of_day(proposal.stays_beside_until))
    else:
        end_places(TeamMember.objects.filter(case=case, user_id=outgoing), by)
        grants.end_rows(rows, by)


def _into_team(case: Case, proposal: ResponsibleProposal, by: Actor) -> None:
    if not case.team.filter(user=proposal.worker, left_at__isnull=True).exists():
        TeamMember.objects.create(
            case=case,
            user=proposal.worker,
            unit=proposal.worker_unit,
            task=str(_("Asiakasvastaava")),
            made_by_id=by.user_id,
        )

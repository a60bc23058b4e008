"""A worker leaves: every case is handed over, one by one, to somebody who accepts it (L-44)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership
from rinnalla.cases import responsibility
from rinnalla.cases.grounds import CONSENT, statute_for
from rinnalla.cases.models import Case, ResponsibleProposal


@dataclass(frozen=True)
class Choice:
    """One case and who is asked to take it."""

    case: Case
    to: Membership
    decision_power: str


def to_hand_over(actor: Actor) -> QuerySet[Case]:
    """The open cases the actor answers for, oneself or as a deputy, that nobody has been asked to take yet."""
    waiting = ResponsibleProposal.objects.filter(settled_at__isnull=True).values("case_id")
    rows = Case.objects.visible_to(actor).not_closed()
    rows = rows.filter(responsible_worker_id__in=[actor.user_id, *actor.deputises]).exclude(pk__in=waiting)
    return rows.select_related("person", "responsible_worker", "region").order_by("person__sort_key", "pk")


@transaction.atomic
def hand_over_many(
    *, choices: Iterable[Choice], reason: str, answer_due_on: date, by: Actor,
    stays_beside_until: date | None = None, key: UUID,
) -> list[ResponsibleProposal]:
    """Propose a hand-over of each case. Each is agreed by itself: the new worker accepts, the client answers, they
    meet. Until then the one before stays responsible; afterwards they see the case no longer than agreed. Sent twice it
    is done once."""
    return [
        responsibility.propose(
            case=one.case, worker=one.to.user, unit=one.to.unit, decision_power=one.decision_power, by=by,
            ground=statute_for(one.case, one.to.unit.organisation) or CONSENT, reason=reason,
            answer_due_on=answer_due_on,
            stays_beside_until=stays_beside_until, key=uuid5(key, str(one.case.uuid)),
        )
        for one in choices
    ]

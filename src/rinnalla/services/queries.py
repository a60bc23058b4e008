"""What others ask of services: what is awaited (the drawn path), and how services are used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.organisations.models import Organisation
from rinnalla.services.models import OnwardGuidance, ServiceEpisode


@dataclass(frozen=True)
class Waiting:
    """Whose turn it is, since when, and how many days it usually takes (None when nobody knows)."""

    what: str
    organisation: Organisation | None
    body: str
    since: date
    usual_days: int | None
    long: bool


def waiting(case: Case, groups: Collection[str]) -> list[Waiting]:
    """The awaited services of a case that a reader with these field groups may see, the longest wait first."""
    rows = ServiceEpisode.objects.waiting().filter(case=case, field_group__in=groups)
    rows = rows.select_related("card", "organiser__organisation").order_by("waits_since", "pk")
    return [
        Waiting(one.name, one.organiser.organisation if one.organiser else None, one.body_name, one.waits_since,
                one.usual_days, one.waits_long)
        for one in rows
    ]


def guidance_to(actor: Actor) -> QuerySet[OnwardGuidance]:
    """Guidance that waits for the answer of the actor's unit, the most urgent first (my day, inbox)."""
    rows = OnwardGuidance.objects.visible_to(actor).filter(unit_id=actor.unit_id, answered_at__isnull=True)
    return rows.select_related("case__person", "card", "unit", "made_by").order_by("due_on", "pk")


def service_use(actor: Actor, since: date, until: date) -> dict[str, dict[str, int]]:
    """How each service was used in a period, over the cases the actor may see: service key → planned, started,
    interrupted, ended and clients. Variants of one service count under it together."""
    rows = ServiceEpisode.objects.visible_to(actor).filter(card__isnull=False)
    days = (since, until)
    counted = rows.values("card__service").order_by("card__service").annotate(
        planned=Count("pk", distinct=True, filter=Q(made_at__date__range=days)),
        started=Count("pk", distinct=True, filter=Q(started_on__range=days)),
        interrupted=Count("interruptions", distinct=True, filter=Q(interruptions__from_on__range=days)),
        ended=Count("pk", distinct=True, filter=Q(ended_on__range=days)),
        clients=Count("case__person", distinct=True, filter=Q(started_on__lte=until) & (
            Q(ended_on__isnull=True) | Q(ended_on__gte=since))),
    )
    return {row.pop("card__service"): row for row in counted}

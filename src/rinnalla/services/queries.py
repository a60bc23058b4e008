"""What others ask of services: what is awaited (the drawn path), and how services are used."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant
from rinnalla.access.permissions import Permission
from rinnalla.access.rules import within_leave
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import CardChange
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels.codes import deadline, of_region
from rinnalla.services.actions import alerting
from rinnalla.services.models import CardNotice, OnwardGuidance, ServiceEpisode, ServiceInterruption
from rinnalla.services.models_livelihood import LIVELIHOOD, Benefit


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


@dataclass(frozen=True)
class News:
    """One unread notice of a service in which the reader has a client."""

    name: str
    text: str
    day: date
    ending: bool
    uuid: UUID


def unread_news(actor: Actor) -> list[News]:
    """The reader's unread news of services, the newest first (L-80, L-67); one statement."""
    if not actor.can(Permission.SERVICE_VIEW):
        return []
    words = {
        CardChange.Kind.ENDING: _("Palvelu päättyy. Sovi jatkosta asiakkaasi kanssa."),
        CardChange.Kind.WITHDRAWN: _("Palvelua ei enää tarjota."),
        CardChange.Kind.CHANGED: _("Palvelun tiedot muuttuivat."),
    }
    rows = CardNotice.objects.of(actor).unread().select_related("change__card")[:20]
    return [
        News(one.change.card.name, words[CardChange.Kind(one.change.kind)],
             one.change.last_day or dates.local(one.change.at).date(), one.change.kind == CardChange.Kind.ENDING,
             one.uuid)
        for one in rows
    ]


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


def unreached_by(actor: Actor) -> list[ServiceEpisode]:
    """Services the actor's own clients wished for longer ago than the set days and have not reached, the oldest first;
    of the field groups the actor's leave covers (L-30)."""
    before = dates.today() - timedelta(days=deadline(of_region(actor.region_id or 0), "service_reached"))
    rows = ServiceEpisode.objects.visible_to(actor).unreached(before).filter(
        case__closed_at__isnull=True, case__responsible_worker_id=actor.user_id
    )
    rows = within_leave(rows, actor, "field_group")
    return list(rows.select_related("card", "case__person", "organiser__organisation").order_by("made_at", "pk")[:200])

@dataclass(frozen=True)
class Broken:
    """A service that broke off for a reason that must be heard, and nobody has offered support yet (E-16)."""

    uuid: UUID
    reason: str
    since: date


def breaking(actor: Actor) -> ArraySubquery | None:
    """A column for a query of cases: breaks that the responsible worker hears of at once and that nobody has answered
    with support, of services whose field group the actor's leave covers. `broken_rows` reads it."""
    if not actor.can(Permission.SERVICE_EDIT):
        return None
    rows = ServiceInterruption.objects.filter(
        case=OuterRef("pk"), to_on__isnull=True, support_offered="", episode__ended_on__isnull=True,
        reason__in=alerting(of_region(actor.region_id or 0)),
    )
    rows = within_leave(rows, actor, "episode__field_group")
    told = JSONObject(uuid="episode__uuid", reason="reason", since="from_on")
    return ArraySubquery(rows.order_by("from_on", "pk").values(found=told))


def broken_rows(found: Iterable[dict[str, Any]]) -> list[Broken]:
    """The breaks of the column."""
    return [Broken(UUID(one["uuid"]), one["reason"], date.fromisoformat(one["since"])) for one in found]


# What turns in a case's livelihood, for a query that reads cases anyway: no statement of its own
TOLD = ("pk", "uuid", "kind", "decision", "starts_on", "ends_on", "next_decision_on", "limit_on", "seen_to",
        "returned_on", "removed_at", "next_step", "made_at")


def turning(actor: Actor, until: date) -> ArraySubquery | None:
    """A column for a query of cases: the benefits with a turn by a day, where the actor's leave for that case covers
    livelihood. None when the actor's role never sees it. `turning_rows` reads it."""
    if LIVELIHOOD not in actor.field_groups() or not actor.can(Permission.SERVICE_EDIT):
        return None
    leave = Grant.objects.live().held_by(actor).filter(case=OuterRef("case"), field_groups__contains=[LIVELIHOOD])
    rows = Benefit.objects.turning_by(until).filter(Exists(leave), case=OuterRef("pk"))
    return ArraySubquery(rows.order_by("pk").values(found=JSONObject(**{name: name for name in TOLD})))


def turning_rows(found: Iterable[dict[str, Any]], until: date) -> list[Benefit]:
    """The benefits of the column that have a turn by the day which nobody has seen to."""
    rows = []
    for one in found:
        days = {name: value and date.fromisoformat(value) for name, value in one.items() if name.endswith("_on")}
        seen_to = one["seen_to"] and date.fromisoformat(one["seen_to"])
        rows.append(Benefit(**{**one, **days, "seen_to": seen_to, "made_at": datetime.fromisoformat(one["made_at"])}))
    return [one for one in rows if one.turn and one.turn.on <= until]


def bodies_serving(case: Case) -> list[int]:
    """The organisations whose services to the client go on: told when the case is about to close (L-75)."""
    rows = ServiceEpisode.objects.filter(case=case, started_on__isnull=False, ended_on__isnull=True)
    return list(rows.exclude(organiser=None).values_list("organiser__organisation_id", flat=True).distinct())

"""Counts of development work by period, for pages and indicators: each a plain number, none of them of a client."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from rinnalla.network.contacts.models import CooperationContact
from rinnalla.network.development.models import Development
from rinnalla.network.partnerships.models import Partnership


def _held(region_id: int, since: date, until: date, project_id: int | None = None):
    """Contacts held on a day of the period, both ends in; of one project, when it is named (V-01)."""
    rows = CooperationContact.objects.held().filter(region_id=region_id, on__range=(since, until)).order_by()
    return rows.filter(project_id=project_id) if project_id else rows


def contacts_by_kind(region_id: int, since: date, until: date, *, project_id: int | None = None) -> dict[str, int]:
    """How many of each kind were held; every kind is there, also with none (E-18, E-70)."""
    found = dict(_held(region_id, since, until, project_id).values_list("kind").annotate(n=Count("pk")))
    return {kind.value: found.get(kind.value, 0) for kind in CooperationContact.Kind}


def cooperation_contacts(region_id: int, since: date, until: date) -> int:
    """Meetings, workshops, negotiations and events held: what E-18 counts."""
    return _held(region_id, since, until).filter(kind__in=CooperationContact.COUNTED).count()


def contacts_by_theme(region_id: int, since: date, until: date, *, kind: str = "meeting") -> dict[str, int]:
    """How many of one kind were held on each theme, the most first (E-34, F-07)."""
    rows = _held(region_id, since, until).filter(kind=kind).values_list("theme").annotate(n=Count("pk"))
    return dict(rows.order_by("-n", "theme"))


def contacts_led_to_action(region_id: int, since: date, until: date) -> tuple[int, int]:
    """How many contacts were held, and how many of them led to a development action (E-19)."""
    rows = _held(region_id, since, until).filter(kind__in=CooperationContact.COUNTED)
    return rows.count(), rows.filter(led__isnull=False).distinct().count()


def events_by_audience(region_id: int, since: date, until: date, *, partner_id: int | None = None) -> dict[str, int]:
    """How many events were held for each audience, with one partner when it is named (E-35, F-08)."""
    rows = _held(region_id, since, until).filter(kind=CooperationContact.Kind.EVENT)
    if partner_id:
        rows = rows.filter(parts__partner_id=partner_id)
    return dict(rows.values_list("audience").annotate(n=Count("pk", distinct=True)))


def came_by_audience(region_id: int, since: date, until: date) -> dict[str, int]:
    """How many came to events and infos, by audience."""
    kinds = (CooperationContact.Kind.EVENT, CooperationContact.Kind.INFO)
    rows = _held(region_id, since, until).filter(kind__in=kinds)
    return dict(rows.values_list("audience").annotate(n=Sum("came")))


def event_days(region_id: int, partner_id: int) -> list[tuple[date, str]]:
    """Every event with a partner and its state, by its day: held, called off or ahead (F-09, E-72)."""
    rows = CooperationContact.objects.filter(
        region_id=region_id, kind=CooperationContact.Kind.EVENT, parts__partner_id=partner_id
    )
    return [(one.on, one.state) for one in rows.order_by("on")]


def partnerships_by_kind(region_id: int, since: date, until: date) -> dict[str, int]:
    """Partnerships that began in the period, by kind (E-20)."""
    rows = Partnership.objects.filter(region_id=region_id, starts_on__range=(since, until)).order_by()
    found = dict(rows.values_list("kind").annotate(n=Count("pk")))
    return {kind.value: found.get(kind.value, 0) for kind in Partnership.Kind}


def developments_by_state(region_id: int) -> dict[str, int]:
    """Development actions by their state now."""
    rows = Development.objects.filter(region_id=region_id).order_by()
    found: Mapping[str, int] = dict(rows.values_list("state").annotate(n=Count("pk")))
    return {state.value: found.get(state.value, 0) for state in Development.State}


def developments_by_organisation(region_id: int) -> dict[int, int]:
    """Development actions by whose they are; a body with none is not there (E-05)."""
    rows = Development.objects.filter(region_id=region_id).order_by()
    return dict(rows.values_list("unit__organisation_id").annotate(n=Count("pk")))


def hours_by_organisation(region_id: int, since: date, until: date) -> dict[int, Decimal]:
    """Hours the bodies' own people gave to contacts and events, where told (L-82, E-67)."""
    rows = _held(region_id, since, until).filter(hours__isnull=False)
    return dict(rows.values_list("unit__organisation_id").annotate(n=Sum("hours")))

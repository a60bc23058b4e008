"""What everybody has done and means to do with an employer: what is looked at before a contact (T-66, C-22)."""

from dataclasses import dataclass
from datetime import date, timedelta

from rinnalla.access.actor import Actor
from rinnalla.employers.contacting.models import EmployerContact, EmployerPromise
from rinnalla.employers.models import Employer
from rinnalla.lib import dates
from rinnalla.servicemodels.codes import deadline


@dataclass(frozen=True)
class Before:
    """What to know before a contact on a day. `near` are others' contacts so close that they are warned of."""

    last: list[EmployerContact]
    planned: list[EmployerContact]
    near: list[EmployerContact]
    days: int


def before(employer: Employer, by: Actor, on: date | None = None) -> Before:
    """The last and planned contacts of everybody, and which of the others' are too near to a day (today)."""
    day, days = on or dates.today(), deadline(employer.region, "employer_contact_gap")
    rows = EmployerContact.objects.filter(employer=employer).with_people()
    planned = list(rows.planned().order_by("on", "pk"))
    near = others_near(employer, by, day, days)
    return Before(last=list(rows.held()[:5]), planned=planned, near=near, days=days)


def others_near(employer: Employer, by: Actor, day: date, days: int) -> list[EmployerContact]:
    """Contacts of others, planned or held, within so many days of a day, the nearest first."""
    gap = timedelta(days=days)
    rows = EmployerContact.objects.filter(
        employer=employer, dropped_at__isnull=True, on__range=(day - gap, day + gap)
    ).exclude(user_id=by.user_id)
    return sorted(rows.with_people(), key=lambda one: abs((one.on - day).days))


def own_planned(actor: Actor) -> list[EmployerContact]:
    """The actor's planned contacts, the next first; those whose day has gone stand first of all."""
    rows = EmployerContact.objects.planned().filter(user_id=actor.user_id, employer__region_id=actor.region_id)
    return list(rows.select_related("employer", "contact_person").order_by("on", "pk")[:50])


def own_promises(actor: Actor) -> list[EmployerPromise]:
    """What the actor has promised to employers and not yet done."""
    rows = EmployerPromise.objects.filter(owner_id=actor.user_id, kept_at__isnull=True)
    return list(rows.filter(employer__region_id=actor.region_id).select_related("employer")[:50])

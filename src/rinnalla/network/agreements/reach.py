"""Whose agreements somebody sees, who is told before one ends, and what stops with it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from rinnalla.access import administration
from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.access.permissions import Permission as P
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, hide_small
from rinnalla.organisations.models import Organisation, OrganisationAgreement, Unit
from rinnalla.servicemodels.codes import deadline

EMPLOYER = "employer"
ADMIN, COORDINATOR, SYSTEM = "organisation_admin", "coordinator", "system_admin"


@dataclass(frozen=True)
class Stops:
    """What stops when an organisation has no agreement: people who work there, open cases they see, those the
    organisation holds; `least` is the number under which a count of cases is not told."""

    people: int
    seen: Shown
    held: Shown
    least: int


def bodies(actor: Actor) -> QuerySet[Organisation]:
    """The bodies whose agreements the actor sees: an organisation's administrator the own one, others the region's.
    Nobody signs in for an employer, so it needs no agreement."""
    if not actor.is_staff or not actor.can(P.AGREEMENT_VIEW):
        return Organisation.objects.none()
    if actor.role == ADMIN:
        return Organisation.objects.filter(pk=actor.organisation_id)
    return Organisation.objects.filter(region_id=actor.region_id).exclude(kind=EMPLOYER)


def agreements(actor: Actor) -> QuerySet[OrganisationAgreement]:
    """Their agreements, also those that are over."""
    return OrganisationAgreement.objects.filter(organisation__in=bodies(actor)).select_related("organisation")


def may_end(actor: Actor, organisation: Organisation) -> bool:
    """Either party may end: the organisation's own administrator, or whoever takes care of the whole region."""
    return actor.can(P.AGREEMENT_END) and administration.organisations(actor).filter(pk=organisation.pk).exists()


def may_record(actor: Actor, organisation: Organisation) -> bool:
    """Nobody lets the own organisation in: only whoever takes care of the whole region records."""
    return actor.can(P.AGREEMENT_RECORD) and organisation.region_id == actor.region_id


def ending(on: date | None = None) -> QuerySet[OrganisationAgreement]:
    """Agreements that hold and end within the dated time, with none that goes on after them."""
    today = on or dates.today()
    last = today + timedelta(days=deadline(None, "agreement_end_notice", today))
    next_one = OrganisationAgreement.objects.filter(
        organisation=OuterRef("organisation"), ended_at__isnull=True, valid__startswith=OuterRef("valid__endswith")
    )
    rows = OrganisationAgreement.objects.in_force().filter(valid__endswith__lte=last + timedelta(days=1))
    return rows.exclude(Exists(next_one)).select_related("organisation").order_by("valid__endswith", "pk")


def ending_for(actor: Actor) -> QuerySet[OrganisationAgreement]:
    """Those the actor is to see to: the own organisation's; the region's, for whoever takes people in by default, or
    takes care of the whole region."""
    own = Q(organisation_id=actor.organisation_id)
    of_region = Q(organisation__region_id=actor.region_id)
    if actor.role == SYSTEM:
        return ending().filter(of_region)
    if actor.role == COORDINATOR:
        intake = Exists(Unit.objects.in_use().filter(pk=actor.unit_id, default_intake=True))
        return ending().filter(own | of_region & Q(intake))
    return ending().filter(own) if actor.role == ADMIN else ending().none()


def told(organisation: Organisation) -> QuerySet[User]:
    """Who is told before the organisation's agreement ends; the same as `ending_for` shows it to."""
    rows = Membership.objects.in_force().filter(user__is_active=True)
    own = Q(unit__organisation=organisation, role__in=(ADMIN, COORDINATOR))
    of_region = Q(unit__organisation__region_id=organisation.region_id)
    found = rows.filter(own | of_region & (Q(role=SYSTEM) | Q(role=COORDINATOR, unit__default_intake=True)))
    return User.objects.filter(pk__in=found.values("user_id")).order_by("pk")


def stops(organisation: Organisation) -> Stops:
    """What would stop today. Counts only, and small counts of cases not at all."""
    rows = Membership.objects.in_force().filter(unit__organisation=organisation, user__is_active=True)
    with connection.cursor() as cursor:
        cursor.execute("select seen, held from network_agreement_cases(%s)", [organisation.pk])
        seen, held = cursor.fetchone() or (0, 0)
    least = deadline(organisation.region, "small_number")
    shown = hide_small({"seen": seen, "held": held}, least)
    return Stops(rows.values("user_id").distinct().count(), shown["seen"], shown["held"], least)

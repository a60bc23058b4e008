"""Planning a contact, telling how it went or that it was called off, and what it led to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employers.texts import without_client
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.network.contacts.models import ContactPart, CooperationContact, LedTo
from rinnalla.network.development.models import Development
from rinnalla.network.keeping import note, require_day, require_keeper
from rinnalla.network.partners.models import Partner
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects.models import Project


@dataclass(frozen=True)
class Planned:
    """What is planned: what kind, about what, for whom, when and where, within which partnership or project."""

    kind: str
    title: str
    theme: str
    audience: str
    on: date
    place: str = ""
    partnership: Partnership | None = None
    project: Project | None = None


@dataclass(frozen=True)
class Went:
    """How it went: how many came, hours one's own people gave to it, in words."""

    came: int
    hours: Decimal | None = None
    summary: str = ""


@transaction.atomic
def plan_contact(
    *, by: Actor, planned: Planned, partners: Mapping[Partner, str], went: Went | None = None, key: UUID | None = None
) -> CooperationContact:
    """A contact or event, in the actor's unit's name; with `went` one that has been held already. A meeting has a
    partner (E-34). It needs no project and no project's staff (E-67). Raises Refused."""
    require_keeper(by, by.region_id)
    _check(planned, partners, by)

    def make() -> CooperationContact:
        row = CooperationContact.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, kind=planned.kind, title=without_client(planned.title, "title"),
            theme=without_client(planned.theme, "theme"), audience=planned.audience, on=planned.on,
            place=planned.place.strip(), partnership=planned.partnership, project=planned.project,
            made_by_id=by.user_id, form_key=key,
        )
        for partner, role in partners.items():
            ContactPart.objects.create(contact=row, partner=partner, role=role)
        return row

    row, new = once(CooperationContact.objects.all(), key, make, region_id=by.region_id, on=planned.on)
    if new:
        note("contact_planned", by, "cooperation_contact", row.pk, kind=str(planned.kind))
        if went is not None:
            hold_contact(contact=row, by=by, went=went)
    return row


@transaction.atomic
def hold_contact(*, contact: CooperationContact, by: Actor, went: Went) -> None:
    """It was held: how many came. Twice is once. Raises Refused: its day is ahead, it was called off."""
    row = _mine(contact, by)
    said = without_client(went.summary, "summary")
    if row.held_at and (row.held_by_id, row.came, row.hours, row.summary) == (by.user_id, went.came, went.hours, said):
        return
    _allowed(row, "hold")
    require_day(row.on, "came")
    CooperationContact.objects.filter(pk=row.pk).update(
        held_at=dates.now(), held_by_id=by.user_id, came=went.came, hours=went.hours, summary=said
    )
    note("contact_held", by, "cooperation_contact", row.pk, came=went.came)


@transaction.atomic
def move_contact(*, contact: CooperationContact, by: Actor, on: date) -> None:
    """Another day. Raises Refused."""
    row = _mine(contact, by)
    _allowed(row, "move")
    CooperationContact.objects.filter(pk=row.pk).update(on=on)
    note("contact_moved", by, "cooperation_contact", row.pk)


@transaction.atomic
def cancel_contact(*, contact: CooperationContact, by: Actor, why: str) -> None:
    """It is called off, with the reason; it is counted nowhere. Twice is once. Raises Refused."""
    row = _mine(contact, by)
    said = without_client(why, "why")
    if not said:
        raise Refused(_("Kirjoita, miksi tämä peruttiin."), field="why")
    if row.cancelled_at and (row.cancelled_by_id, row.cancelled_why) == (by.user_id, said):
        return
    _allowed(row, "cancel")
    CooperationContact.objects.filter(pk=row.pk).update(
        cancelled_at=dates.now(), cancelled_by_id=by.user_id, cancelled_why=said
    )
    note("contact_cancelled", by, "cooperation_contact", row.pk)


@transaction.atomic
def lead_to(*, contact: CooperationContact, by: Actor, development: Development) -> LedTo:
    """The contact led to a development action (E-19). Twice is once. Raises Refused: it has not been held, another
    region's action."""
    row = _mine(contact, by)
    _allowed(row, "lead")
    if development.region_id != row.region_id:
        raise Refused(_("Valitse oman alueen kehittämistoimi."), field="development")
    led, new = LedTo.objects.get_or_create(contact=row, development=development, defaults={"made_by_id": by.user_id})
    if new:
        note("contact_led", by, "cooperation_contact", row.pk, development=development.pk)
    return led


def _check(planned: Planned, partners: Mapping[Partner, str], by: Actor) -> None:
    if any(one.region_id != by.region_id for one in partners):
        raise Refused(_("Valitse oman alueen kumppaneita."), field="partners")
    for field in ("partnership", "project"):
        found = getattr(planned, field)
        if found is not None and (found.region_id != by.region_id or not found.allows("edit")):
            raise Refused(_("Valitse oman alueen kumppanuus tai hanke, joka on voimassa."), field=field)
    if planned.kind in CooperationContact.COUNTED and not partners:
        raise Refused(_("Valitse vähintään yksi kumppani, jonka kanssa tämä tehdään."), field="partners")


def _mine(contact: CooperationContact, by: Actor) -> CooperationContact:
    row = CooperationContact.objects.select_for_update(of=("self",)).select_related("unit").get(pk=contact.pk)
    require_keeper(by, row.region_id, [row.unit.organisation_id])
    return row


def _allowed(row: CooperationContact, act: str) -> None:
    if not row.allows(act):
        raise Refused(_("Tätä ei voi enää tehdä: tilanne on muuttunut. Päivitä sivu."))

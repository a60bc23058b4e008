"""Beginning a pilot of a service, and closing it with what was found."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.models import ServiceCard
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.models import Pilot
from rinnalla.services.pilots.reading import counts


@transaction.atomic
def begin_pilot(
    *, card: ServiceCard, by: Actor, name: str, target: int, starts_on: date, ends_on: date, place: str, need: str,
    programme: str = "", key: UUID | None = None,
) -> Pilot:
    """A service is tried with a few clients (E-37). Raises Refused: another region's card, no target, no need, an
    unknown place or programme, an end before the beginning, a month that another pilot of the service has."""
    _own(card.region_id, by)
    if not name.strip():
        raise Refused(_("Anna pilotille nimi."), field="name")
    if target < 1:
        raise Refused(_("Kirjoita, monelleko asiakkaalle pilotti on tarkoitettu. Vähintään yhdelle."), field="target")
    if ends_on < starts_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="ends_on")
    if not need.strip():
        raise Refused(_("Kirjoita, mistä asiakkaiden tarpeesta pilotti lähti."), field="need")
    if codes.code("service_places", place) is None:
        raise Refused(_("Valitse, missä palvelu annetaan."), field="place")
    if programme and programme not in {one.key for one in codes.common().programmes}:
        raise Refused(_("Valitse ohjelma luettelosta."), field="programme")

    def make() -> Pilot:
        return Pilot.objects.create(
            region_id=card.region_id, card=card, name=name.strip(), target=target, starts_on=starts_on,
            ends_on=ends_on, place=place, need=need.strip(), programme=programme, made_by_id=by.user_id, form_key=key,
        )

    ServiceCard.objects.select_for_update().get(pk=card.pk)  # two who begin at once, one after the other
    if not (key and Pilot.objects.filter(form_key=key).exists()):
        _refuse_overlap(card, starts_on, ends_on)
    row, new = once(Pilot.objects.all(), key, make, card_id=card.pk)
    if new:
        _note(row, "services.pilot_begun", by)
    return row


def _refuse_overlap(card: ServiceCard, starts_on: date, ends_on: date) -> None:
    """Pilots of one service share no month, or their counts could be subtracted. The database says the same."""
    first, after = starts_on.replace(day=1), dates.add_months(ends_on.replace(day=1), 1)
    other = card.pilots.filter(starts_on__lt=after, ends_on__gte=first).first()
    if other:
        text = _("Palvelulla on samaan aikaan toinen pilotti: %(name)s, %(since)s–%(until)s. Valitse muut kuukaudet.")
        about = {"name": other.name, "since": dates.d(other.starts_on), "until": dates.d(other.ends_on)}
        raise Refused(text % about, field="starts_on")


@transaction.atomic
def close_pilot(*, pilot: Pilot, by: Actor, findings: str, goes_on_in: Unit | None = None, how: str = "") -> None:
    """The pilot ends with what was found. While clients are in the service, a unit that goes on with them is named
    (E-06): nobody is left without. Twice is once. Raises Refused, also when it has been closed by somebody else or with
    other words."""
    _own(pilot.region_id, by)
    row = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if not row.allows("close"):
        if (row.closed_by_id, row.findings, row.goes_on_in_id, row.goes_on_how) == (
            by.user_id, findings.strip(), goes_on_in.pk if goes_on_in else None, how.strip(),
        ):
            return
        raise Refused(_("Pilotti on jo päätetty. Päivitä sivu."))
    if not findings.strip():
        raise Refused(_("Kirjoita, mitä pilotissa havaittiin."), field="findings")
    _people, still = counts(pilot.region).get(row.pk, (0, 0))
    if still and goes_on_in is None:
        text = _("Palvelussa on vielä asiakkaita. Nimeä yksikkö, joka jatkaa heidän kanssaan.")
        raise Refused(text, field="goes_on_in")
    Pilot.objects.filter(pk=row.pk).update(
        closed_at=dates.now(), closed_by_id=by.user_id, findings=findings.strip(), goes_on_in=goes_on_in,
        goes_on_how=how.strip(),
    )
    _note(row, "services.pilot_closed", by)


def _own(region_id: int, by: Actor) -> None:
    """Who leads by figures and answers for the model: what came true must be theirs to see."""
    able = by.can(Permission.MODEL_EDIT) and by.can(Permission.FIGURES_VIEW)
    if not able or by.region_id != region_id:
        raise Refused(_("Pilotista päättää alueen johtaja."))


def _note(pilot: Pilot, verb: str, by: Actor) -> None:
    record(verb, by=by, stream=("installation", 0), obj=("pilot", pilot.pk), key=pilot.card.key)

"""Planning a training, changing it, calling it off; gathering trainings and materials into a package."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.employers.texts import without_client
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.learning.models import PackagePart, Training, TrainingPackage
from rinnalla.network.learning.seats.actions import TELL, fill_places
from rinnalla.network.materials.models import Material
from rinnalla.servicemodels.codes import code


@dataclass(frozen=True)
class Planned:
    """What is told of a training."""

    kind: str
    title: str
    about: str
    areas: list[str]
    topics: list[str]
    audiences: list[str]
    organiser: str
    partner: str
    starts_at: datetime
    ends_at: datetime
    where: str
    places: int | None
    sign_up_by: date


LISTS = {"areas": "competence_areas", "topics": "training_topics", "audiences": "training_audiences"}


@transaction.atomic
def plan_training(*, by: Actor, planned: Planned, part: PackagePart | None = None, key: UUID | None = None) -> Training:
    """A training of the maker's unit, open to everybody of the region. Raises Refused."""
    _may(by, by.region_id)
    said = _checked(planned)
    if part is not None and (part.package.region_id != by.region_id or part.material_id):
        raise Refused(_("Valitse osa, johon kuuluu tilaisuus."), field="part")

    def make() -> Training:
        return Training.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, part=part, made_by_id=by.user_id, form_key=key, **asdict(said)
        )

    row, new = once(Training.objects.all(), key, make, region_id=by.region_id, title=said.title)
    if new:
        note("training_planned", by, row)
    return row


@transaction.atomic
def change_training(
    *, training: Training, version: int, by: Actor, planned: Planned, part: PackagePart | None = None
) -> None:
    """What is told of it changes; more places go to those who wait, and nobody loses one. Raises Refused, Conflict."""
    row = _held(training, by, "change")
    said = _checked(planned)
    seated = row.seats.seated().count()
    if said.places is not None and said.places < seated:
        text = _("Paikan on jo saanut %(seated)s. Paikkoja ei voi olla vähemmän.") % {"seated": seated}
        raise Refused(text, field="places")
    moved = (row.starts_at, row.ends_at, row.where) != (said.starts_at, said.ends_at, said.where)
    save_version(row, version, part=part, **asdict(said))
    fill_places(row, by)
    if moved:
        _tell_all(row, by)
    note("training_changed", by, row)


@transaction.atomic
def cancel_training(*, training: Training, by: Actor, words: str) -> None:
    """Called off; those who had a place or waited are told. Twice is once. Raises Refused."""
    if Training.objects.filter(pk=training.pk, cancelled_at__isnull=False).exists():
        return
    row = _held(training, by, "cancel")
    said = without_client(words, "words")
    if not said:
        raise Refused(_("Kirjoita, miksi koulutus perutaan."), field="words")
    Training.objects.filter(pk=row.pk).update(
        cancelled_at=dates.now(), cancelled_by_id=by.user_id, cancel_words=said
    )
    _tell_all(row, by)
    note("training_cancelled", by, row)


@transaction.atomic
def make_package(*, by: Actor, name: str, about: str, key: UUID | None = None) -> TrainingPackage:
    """A package without parts yet. Raises Refused: a name that is taken."""
    _may(by, by.region_id)
    said = without_client(name, "name")
    if key and (sent := TrainingPackage.objects.filter(form_key=key, region_id=by.region_id).first()):
        return sent
    if TrainingPackage.objects.filter(region_id=by.region_id, name=said).exists():
        raise Refused(_("Tämän niminen kokonaisuus on jo. Anna toinen nimi."), field="name")

    def make() -> TrainingPackage:
        return TrainingPackage.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, name=said, about=without_client(about, "about"),
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(TrainingPackage.objects.all(), key, make, region_id=by.region_id, name=said)
    if new:
        record("network.package_made", by=by, stream=("installation", 0), obj=("training_package", row.pk))
    return row


@transaction.atomic
def add_part(
    *, package: TrainingPackage, by: Actor, name: str, material: Material | None = None, key: UUID | None = None
) -> PackagePart:
    """The next part: an event to hold, or a material to go through. Raises Refused."""
    _may(by, package.region_id)
    row = TrainingPackage.objects.select_for_update().get(pk=package.pk)
    if material is not None and (material.region_id != row.region_id or not material.allows("use")):
        raise Refused(_("Valitse materiaali, joka on pankissa."), field="material")
    said = without_client(name, "name") or (material.title if material else "")
    if not said:
        raise Refused(_("Anna osalle nimi."), field="name")

    def make() -> PackagePart:
        return PackagePart.objects.create(
            package=row, place=row.parts.count() + 1, name=said, material=material, made_by_id=by.user_id, form_key=key
        )

    part, new = once(PackagePart.objects.all(), key, make, package_id=row.pk)
    if new:
        record("network.package_part_added", by=by, stream=("installation", 0), obj=("package_part", part.pk))
    return part


def may_arrange(actor: Actor, row: Training) -> bool:
    """The arranging unit's own people who arrange trainings: they change it, see the names, note who came."""
    return actor.can(Permission.LEARNING_ARRANGE) and actor.unit_id == row.unit_id


def note(what: str, by: Actor, row: Training, **details: Any) -> None:
    """The event of a training."""
    record(f"network.{what}", by=by, stream=("installation", 0), obj=("training", row.pk), **details)


def _checked(planned: Planned) -> Planned:
    """What is told, with its words cleaned. Raises Refused: times that do not follow, nothing that it is about."""
    if planned.ends_at <= planned.starts_at:
        raise Refused(_("Koulutus päättyy sen jälkeen, kun se alkaa. Tarkista kellonajat."), field="ends")
    if planned.sign_up_by > dates.local(planned.starts_at).date():
        raise Refused(_("Ilmoittautuminen päättyy viimeistään alkamispäivänä."), field="sign_up_by")
    if not planned.areas and not planned.topics:
        raise Refused(_("Valitse ainakin yksi osaaminen tai aihe."), field="areas")
    for field, name in LISTS.items():
        if any(code(name, one) is None for one in getattr(planned, field)):
            raise Refused(_("Valitse jokin vaihtoehdoista."), field=field)
    partner = without_client(planned.partner, "partner") if planned.organiser == Training.Organiser.PARTNER else ""
    if planned.organiser == Training.Organiser.PARTNER and not partner:
        raise Refused(_("Kirjoita, mikä kumppani järjestää."), field="partner")
    words = {name: without_client(getattr(planned, name), name) for name in ("title", "about", "where")}
    return Planned(**{**asdict(planned), **words, "partner": partner})


def _tell_all(row: Training, by: Actor) -> None:
    """Whoever has a place or waits for one hears that something changed."""
    for user_id in row.seats.held().values_list("user_id", flat=True):
        outbox.promise(TELL, user_id, by=by)


def _held(training: Training, by: Actor, act: str) -> Training:
    row = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if not may_arrange(by, row):
        raise Refused(_("Koulutusta hoitaa se yksikkö, joka järjestää sen: %(unit)s.") % {"unit": row.unit.name})
    if not row.allows(act):
        raise Refused(_("Koulutus on jo pidetty tai peruttu. Päivitä sivu."))
    return row


def _may(by: Actor, region_id: int | None) -> None:
    if not by.can(Permission.LEARNING_ARRANGE) or region_id is None or by.region_id != region_id:
        raise Refused(_("Koulutuksia järjestävät koordinaattorit ja esihenkilöt."))

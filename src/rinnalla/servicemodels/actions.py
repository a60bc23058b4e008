"""Taking definitions into use: the region's organisations, a version of its service model, and telling who reads it."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations import actions as organisations
from rinnalla.organisations.models import Municipality, Organisation, Region
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.models import ServiceModel


@dataclass
class Loaded:
    """What a load did to one region."""

    region: Region
    model: ServiceModel
    changed: int = 0
    published_now: bool = False
    drafted_now: bool = False


@transaction.atomic
def load_region(
    *, by: Actor, definition: definitions.RegionDefinition, common: definitions.Common, publish: bool = False
) -> Loaded:
    """Write a checked definition: organisations first, then the model as a draft or, with `publish`, in force.

    Repeated without a change it writes nothing. Nothing is removed: a unit that the files no longer name stays.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('servicemodels.load', 0))")
    region, changed = _write_region(definition, by)
    for organisation in definition.organisations:
        changed += _write_organisation(organisation, region, by)
    model, drafted = _draft(region, definition, by)
    loaded = Loaded(region, model, changed, drafted_now=drafted)
    if publish and model.published_at is None:
        publish_model(model=model, by=by)
        loaded.published_now = True
    if model.published_at:
        for reader in settings.SERVICE_MODEL_READERS:
            loaded.changed += import_string(reader)(region=region, definition=definition, common=common, by=by)
    return loaded


@transaction.atomic
def publish_model(*, model: ServiceModel, by: Actor) -> None:
    """Take a draft into use; the version before it is superseded at the same moment. Raises Refused when published."""
    if model.published_at:
        raise Refused(_("Tämä versio on jo julkaistu. Muuta mallia uudessa versiossa."))
    now = dates.now()
    for before in ServiceModel.objects.in_force().filter(region=model.region):
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
        _note(before, "servicemodels.superseded", by)
    model.published_at = now
    model.published_by = User.objects.filter(pk=by.user_id).first()
    model.published_job = "" if model.published_by else by.purpose or by.kind
    model.save(update_fields=["published_at", "published_by", "published_job"])
    _note(model, "servicemodels.published", by)
    codes.forget()
    transaction.on_commit(codes.forget)


def _draft(region: Region, definition: definitions.RegionDefinition, by: Actor) -> tuple[ServiceModel, bool]:
    """The newest version if it says the same, else the open draft with the new content, else a new draft."""
    content = definition.model_dump(mode="json", exclude={"staff"})
    newest = ServiceModel.objects.filter(region=region).order_by("-number").first()
    if newest and newest.content == content:
        return newest, False
    if newest and newest.published_at is None:
        newest.content = content
        newest.save(update_fields=["content"])
    else:
        newest = ServiceModel.objects.create(
            region=region, number=newest.number + 1 if newest else 1, content=content, made_by_id=by.user_id
        )
    _note(newest, "servicemodels.drafted", by)
    return newest, True


def _note(model: ServiceModel, verb: str, by: Actor) -> None:
    record(verb, by=by, stream=("installation", 0), obj=("service_model", model.pk), number=model.number)


def _write_region(definition: definitions.RegionDefinition, by: Actor) -> tuple[Region, int]:
    info = definition.info
    region, changed = organisations.upsert_region(
        by=by, key=info.key, names=_names(info.names), languages=info.languages, help_phone=info.help_phone
    )
    written = [
        organisations.upsert_municipality(by=by, region=region, code=one.code, names=_names(one.names))[1]
        for one in info.municipalities
    ]
    return region, sum(written, int(changed))


def _write_organisation(given: definitions.Organisation, region: Region, by: Actor) -> int:
    organisation, changed = organisations.upsert_organisation(
        by=by, region=region, key=given.key, kind=given.kind, names=_names(given.names)
    )
    agreements = [
        organisations.upsert_agreement(
            by=by, organisation=organisation, reference=one.reference, valid_from=one.valid_from, valid_to=one.valid_to
        )[1]
        for one in given.agreements
    ]
    units = [_write_unit(one, organisation, by) for one in given.units]
    return sum((*agreements, *units), int(changed))


def _write_unit(given: definitions.OrganisationUnit, organisation: Organisation, by: Actor) -> bool:
    return organisations.upsert_unit(
        by=by, organisation=organisation, key=given.key, names=_names(given.names), phone=given.phone,
        hours=_names(given.hours), municipalities=Municipality.objects.filter(code__in=given.municipalities),
        takes_referrals=given.takes_referrals, default_intake=given.default_intake, ended_on=given.valid_to,
    )[1]


def _names(names: definitions.Text | definitions.Name) -> dict[str, str]:
    return names.model_dump(exclude_none=True)

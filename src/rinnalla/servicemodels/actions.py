"""Taking definitions into use: the region's organisations, a version of its service model, and telling who reads it.

A version is drafted, saved as often as needed, checked, and published; the version before it is then superseded.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import save_version
from rinnalla.organisations import actions as organisations
from rinnalla.organisations.agreements import Signed, upsert_agreement
from rinnalla.organisations.models import Municipality, Organisation, Region
from rinnalla.servicemodels import codes, definitions
from rinnalla.servicemodels.content import SECTIONS, check_draft, content_of, next_name, whole
from rinnalla.servicemodels.models import PUBLISHED, ServiceModel


@dataclass
class Loaded:
    """What a load did to one region."""

    region: Region
    model: ServiceModel
    changed: int = 0
    published_now: bool = False
    drafted_now: bool = False
    superseded: bool = False


# Drafts -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def draft_from(
    *, region: Region, by: Actor, source: ServiceModel | None = None, content: dict[str, Any] | None = None
) -> ServiceModel:
    """An open draft of the region: a copy of `source`, which is the version in force when none is named.

    With `content` the draft begins from that instead (a region that has no version yet). Asked again it is the same
    draft. Raises Refused when another draft is open, or when there is nothing to begin from.
    """
    _one_at_a_time()
    began = source or ServiceModel.objects.in_force().filter(region=region).first()
    if opened := ServiceModel.objects.drafts().filter(region=region).first():
        if opened.began_from_id == (began.pk if began else None) and opened.made_by_id == by.user_id:
            return opened
        raise Refused(_("Alueella on jo avoin luonnos. Jatka sitä tai hylkää se ensin."))
    if content is None:
        if began is None or not began.allows("draft_from"):
            raise Refused(_("Alueella ei ole vielä julkaistua palvelumallia, josta aloittaa."))
        content = deepcopy(began.content)
        content["model"] |= {"version": next_name(region.pk), "valid_from": dates.today().isoformat(), "valid_to": None}
    return _new_draft(region, content, by, began)


@transaction.atomic
def save_draft(*, model: ServiceModel, version: int, content: dict[str, Any], by: Actor) -> None:
    """Keep what was written, also with faults in it: publishing is what asks for none. Raises Conflict, Refused."""
    _require(model, "save")
    if unknown := sorted(set(content) - set(SECTIONS)):
        raise ValueError(f"a service model has no {', '.join(unknown)}")
    save_version(model, version, content=content, **_saved(by))
    _note(model, "servicemodels.draft_saved", by)


@transaction.atomic
def discard_draft(*, model: ServiceModel, version: int, by: Actor) -> None:
    """Throw an open draft away. What is in force stays in force. Raises Conflict, Refused."""
    _require(model, "discard")
    save_version(model, version)
    _note(model, "servicemodels.discarded", by)
    model.delete()


@transaction.atomic
def publish_model(*, model: ServiceModel, version: int, by: Actor) -> None:
    """Take a draft into use, with its organisations and services; the version before it is superseded at the same
    moment. Cases that run on it stay on it. Raises Conflict, and Refused while the draft has a fault."""
    _one_at_a_time()
    _require(model, "publish")
    save_version(model, version, **_saved(by))
    if faults := check_draft(model):
        text = ngettext(
            "Luonnoksessa on %(count)s virhe. Korjaa se ennen julkaisemista.",
            "Luonnoksessa on %(count)s virhettä. Korjaa ne ennen julkaisemista.", len(faults),
        )  # fmt: skip
        raise Refused(text % {"count": len(faults)})
    definition = definitions.RegionDefinition.model_validate(model.content)
    before = ServiceModel.objects.in_force().filter(region_id=model.region_id).first()
    earlier = definitions.RegionDefinition.model_validate(before.content) if before else None
    model.region = _write_region(definition, by)[0]
    for organisation in definition.organisations:
        if earlier is None or organisation not in earlier.organisations:  # what administrators changed since stays
            _write_organisation(organisation, model.region, by)
    _publish(model, content_of(definition), by)
    _tell_readers(model.region, definition, by)


def _publish(model: ServiceModel, content: dict[str, Any], by: Actor) -> None:
    now, user = dates.now(), User.objects.filter(pk=by.user_id).first()
    for before in ServiceModel.objects.in_force().filter(region=model.region):
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
        _note(before, "servicemodels.superseded", by)
    job = "" if user else by.purpose or by.kind
    save_version(model, model.version, content=content, published_at=now, published_by=user, published_job=job)
    _note(model, "servicemodels.published", by)
    codes.forget()
    transaction.on_commit(codes.forget)


def _tell_readers(region: Region, definition: definitions.RegionDefinition, by: Actor) -> int:
    readers = [import_string(name) for name in settings.SERVICE_MODEL_READERS]
    return sum(reader(region=region, definition=definition, common=codes.common(), by=by) for reader in readers)


def _new_draft(region: Region, content: dict[str, Any], by: Actor, began: ServiceModel | None) -> ServiceModel:
    newest = ServiceModel.objects.filter(region=region).order_by("-number").first()
    made = ServiceModel.objects.create(
        region=region, number=newest.number + 1 if newest else 1, content=content, began_from=began,
        made_by_id=by.user_id,
    )
    _note(made, "servicemodels.drafted", by)
    return made


def _saved(by: Actor) -> dict[str, Any]:
    return {"saved_at": dates.now(), "saved_by_id": by.user_id} if by.user_id else {}


def _require(model: ServiceModel, act: str) -> None:
    if not model.allows(act):
        raise Refused(_("Tämä versio on jo julkaistu. Muuta mallia uudessa versiossa."))


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('servicemodels.load', 0))")


def _note(model: ServiceModel, verb: str, by: Actor) -> None:
    record(verb, by=by, stream=("installation", 0), obj=("service_model", model.pk), number=model.number)


# From files ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def load_region(
    *, by: Actor, definition: definitions.RegionDefinition, common: definitions.Common, publish: bool = False
) -> Loaded:
    """Write a checked definition: organisations first, then the model as a draft or, with `publish`, in force.

    Repeated without a change it writes nothing, and what has been superseded by a newer version is not taken back.
    Nothing is removed: a unit that the files no longer name stays. Raises Refused when somebody has another draft open:
    nobody's work is written over.
    """
    _one_at_a_time()
    content = content_of(definition)
    if newer := _superseded(content, definition.info.key):
        read = definitions.RegionDefinition.model_validate(newer.content)
        return Loaded(newer.region, newer, _tell_readers(newer.region, read, by), superseded=True)
    region, changed = _write_region(definition, by)
    for organisation in definition.organisations:
        changed += _write_organisation(organisation, region, by)
    model, drafted = _draft(region, content, by)
    loaded = Loaded(region, model, changed, drafted_now=drafted)
    if publish and model.allows("publish"):
        _publish(model, model.content, by)
        loaded.published_now = True
    if model.published_at:
        loaded.changed += _tell_readers(region, definition, by)
    return loaded


def _superseded(content: dict[str, Any], key: str) -> ServiceModel | None:
    """The version in force when the files say what an earlier version said: the region has gone on from them."""
    rows = list(ServiceModel.objects.filter(region__key=key, published_at__isnull=False).select_related("region"))
    in_force = next((row for row in rows if row.state == PUBLISHED), None)
    if in_force is None or whole(in_force.content) == content:
        return None
    return in_force if any(whole(row.content) == content for row in rows) else None


def _draft(region: Region, content: dict[str, Any], by: Actor) -> tuple[ServiceModel, bool]:
    """The version in force or the open draft if it says the same, else the loader's own draft, changed or new."""
    in_force = ServiceModel.objects.in_force().filter(region=region).first()
    opened = ServiceModel.objects.drafts().filter(region=region).first()
    for model in (in_force, opened):
        if model and whole(model.content) == content:
            return model, False
    if opened is None:
        return _new_draft(region, content, by, in_force), True
    if opened.made_by_id != by.user_id or opened.saved_by_id not in (None, by.user_id):
        text = _("Alueella %(region)s on avoin luonnos. Julkaise tai hylkää se ennen kuin lataat tiedostosta.")
        raise Refused(text % {"region": region.name})
    save_version(opened, opened.version, content=content)
    _note(opened, "servicemodels.drafted", by)
    return opened, True


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
        by=by, region=region, key=given.key, kind=given.kind, names=_names(given.names), names_staff=given.names_staff,
    )
    agreements = [
        upsert_agreement(
            by=by, organisation=organisation, valid_from=one.valid_from, valid_to=one.valid_to,
            signed=Signed(kind=one.kind, reference=one.reference, signed_on=one.signed),
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
        kind=given.kind or "",
    )[1]


def _names(names: definitions.Text | definitions.Name) -> dict[str, str]:
    return names.model_dump(exclude_none=True)

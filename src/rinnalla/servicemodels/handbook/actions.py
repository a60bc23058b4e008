"""Wording a text of the handbook, giving a method its status, saying how far an organisation uses a model."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import Conflict, once
from rinnalla.organisations.models import Organisation, Region
from rinnalla.servicemodels.handbook import reading
from rinnalla.servicemodels.handbook.models import INSTRUMENT, MODEL, LocalText, MethodStatus, ModelAdoption

INSTALLATION = ("installation", 0)


@transaction.atomic
def write_text(
    *, region: Region, about: str, key: str, texts: Mapping[str, str], why: str, after: int, by: Actor,
    form_key: UUID | None = None,
) -> LocalText:
    """The region's own wording of a model or chapter as a new version; the older ones stay to be read (V-25).

    `after` is the number of the version the writer had before them (0: the common text). Raises Conflict when somebody
    has written meanwhile, Refused for an empty text, LookupError for a key that is not in the handbook.
    """
    reading.thing(about, key)
    _one_at_a_time(region)
    given = {language: text.strip() for language, text in texts.items() if text.strip()}
    for language in ("fi", *region.languages):
        if language not in given:
            raise Refused(_("Kirjoita teksti myös tällä kielellä."), field=f"text_{language}")
    if not why.strip():
        raise Refused(_("Kerro lyhyesti, mitä muutit ja miksi."), field="why")
    newest = LocalText.objects.of(region.pk, about, key).first()

    def make() -> LocalText:
        if newest and newest.number != after:
            raise Conflict(newest)
        return LocalText.objects.create(
            region=region, about=about, key=key, number=after + 1, texts=given, why=why.strip(),
            made_by_id=by.user_id, form_key=form_key,
        )

    written, new = once(LocalText.objects.of(region.pk, about, key), form_key, make)
    if new:
        note = {"about": about, "key": key, "number": written.number}
        record("servicemodels.text_written", by=by, stream=INSTALLATION, obj=("local_text", written.pk), **note)
    return written


@transaction.atomic
def set_status(
    *, region: Region, about: str, key: str, status: str, since: date, reason: str, by: Actor,
    form_key: UUID | None = None,
) -> MethodStatus:
    """Put a method on trial, adopt it or retire it in a region (V-09). What it was before stays in its history.

    Raises Refused without a reason, for a day ahead or before the present status began, and for the status it has.
    """
    if about not in (MODEL, INSTRUMENT):
        raise LookupError(about)
    reading.thing(about, key)
    _one_at_a_time(region)
    if form_key and (sent := MethodStatus.objects.filter(form_key=form_key, region=region, key=key).first()):
        return sent
    now = reading.history(about, key, region.pk)[-1]
    if not reason.strip():
        raise Refused(_("Kerro, miksi tila muuttuu."), field="reason")
    if since > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, josta alkaen näin on."), field="since")
    if status == now.status:
        raise Refused(_("Tila on jo tämä. Valitse toinen."), field="status")
    if since < now.since:
        text = _("Nykyinen tila alkoi %(day)s. Valitse se päivä tai myöhempi.")
        raise Refused(text % {"day": dates.d(now.since)}, field="since")
    made = MethodStatus.objects.create(
        region=region, about=about, key=key, status=MethodStatus.Status(status), since=since, reason=reason.strip(),
        made_by_id=by.user_id, form_key=form_key,
    )
    note = {"about": about, "key": key, "status": status}
    record("servicemodels.method_status_set", by=by, stream=INSTALLATION, obj=("method_status", made.pk), **note)
    return made


@transaction.atomic
def set_adoption(
    *, organisation: Organisation, key: str, degree: str, since: date, by: Actor, note: str = "",
    form_key: UUID | None = None,
) -> ModelAdoption:
    """Say how far one's own organisation uses a model (T-49). Raises Refused for another's, and for a day ahead."""
    reading.thing(MODEL, key)
    if by.organisation_id != organisation.pk:
        raise Refused(_("Käytöstä kertovat organisaation omat ihmiset."))
    if since > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, josta alkaen näin on."), field="since")

    def make() -> ModelAdoption:
        return ModelAdoption.objects.create(
            organisation=organisation, key=key, degree=ModelAdoption.Degree(degree), since=since, note=note.strip(),
            made_by_id=by.user_id, form_key=form_key,
        )

    made, new = once(ModelAdoption.objects.filter(organisation=organisation, key=key), form_key, make)
    if new:
        told = {"key": key, "degree": degree}
        record("servicemodels.adoption_set", by=by, stream=INSTALLATION, obj=("model_adoption", made.pk), **told)
    return made


def _one_at_a_time(region: Region) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('servicemodels.handbook', %s))", [region.pk])

"""Keeping results of registered instruments, and the client's situation in three dimensions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments.ability.actions import require_open
from rinnalla.assessments.instruments import choosable
from rinnalla.assessments.results import scoring
from rinnalla.assessments.results.models import HIGHEST, LOWEST, InstrumentResult, Situation, SituationValue
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d

GOAL_SCALE = "own_goal_scale"


@dataclass(frozen=True)
class Result:
    """What an instrument gave on one day. `edition` is a version of its scoring; `mode` a value of `Mode`."""

    instrument: str
    edition: str
    measured_on: date
    mode: str
    source: str
    scores: Mapping[str, float] = field(default_factory=dict)
    features: Mapping[str, list[int]] = field(default_factory=dict)
    outcome: str = ""
    subject: str = ""


@transaction.atomic
def note_result(
    *, case: Case, by: Actor, groups: Collection[str], result: Result, key: UUID | None = None
) -> InstrumentResult:
    """Keep a result (V-112). Raises Refused: an instrument that is not in the registry or gives no result for one
    client (V-98), a score outside its scale, nothing at all, a day ahead, or a result of the same day already there."""
    require_open(case)
    return _keep(case, by, groups, result, key)


@transaction.atomic
def correct_result(
    *, row: InstrumentResult, by: Actor, groups: Collection[str], result: Result, reason: str, key: UUID | None = None
) -> InstrumentResult:
    """Put another result in its place; the earlier one stays with the reason. Raises Refused, also when it has been
    corrected already."""
    require_open(row.case)
    if not reason.strip():
        raise Refused(_("Kerro, mitä korjaat ja miksi."), field="reason")
    InstrumentResult.objects.select_for_update().get(pk=row.pk)
    later = InstrumentResult.objects.filter(corrects=row).first()
    if later is not None and (key is None or later.form_key != key):
        raise Refused(_("Joku ehti korjata tuloksen ensin. Avaa uusin ja katso, mitä siinä lukee."))
    return _keep(row.case, by, groups, result, key, corrects=row, correction_reason=reason.strip())


@transaction.atomic
def note_situation(
    *, case: Case, by: Actor, groups: Collection[str], viewer: str, asked_on: date, values: Mapping[str, int],
    key: UUID | None = None,
) -> Situation:
    """Keep how the client, or the professional, sees the dimensions: {dimension: 0–10}, any may be left out (V-08).

    Raises Refused: nothing answered, a number outside 0–10, a dimension outside `groups`, a day ahead, or an answer of
    the same viewer and day already there.
    """
    require_open(case)
    if key and (sent := Situation.objects.filter(form_key=key, case=case).first()):
        return sent
    known = {one.key: one.definition.field_group for one in codes.code_list("dimensions")}
    if not values or any(known.get(name) not in groups for name in values):
        raise Refused(_("Vastaa ainakin yhteen kysymykseen."))
    if wrong := [name for name, value in values.items() if not LOWEST <= value <= HIGHEST]:
        raise Refused(_("Vastaus on luku 0–10."), field=wrong[0])
    _not_ahead(asked_on, "asked_on")

    def make() -> Situation:
        if Situation.objects.filter(case=case, viewer=viewer, asked_on=asked_on, corrects=None).exists():
            raise Refused(_("Tältä päivältä on jo vastaus. Valitse toinen päivä."), field="asked_on")
        return Situation.objects.create(
            case=case, viewer=Situation.Viewer(viewer), asked_on=asked_on, made_by_id=by.user_id, form_key=key
        )

    made, new = _once(Situation.objects.all(), key, make, case)
    if new:
        SituationValue.objects.bulk_create(
            SituationValue(situation=made, case_id=case.pk, dimension=name, field_group=known[name], value=value)
            for name, value in values.items()
        )
        _note("assessments.situation_noted", case, by, ("situation", made.pk))
    return made


def measurable(region_id: int) -> list[d.Instrument]:
    """The instruments whose results may be kept for one client: registered, in use, and with a scoring (V-98)."""
    return [one for one in choosable(region_id) if one.editions]


def edition_of(instrument: d.Instrument, version: str) -> d.Edition | None:
    """A version of an instrument's scoring."""
    return next((one for one in instrument.editions if one.version == version), None)


def _keep(
    case: Case, by: Actor, groups: Collection[str], result: Result, key: UUID | None, **correction: Any
) -> InstrumentResult:
    instrument, edition = _registered(case, groups, result)
    values = _checked(instrument, edition, result)
    same = {"case": case, "instrument": instrument.key, "edition": result.edition, "subject": values["subject"]}

    def make() -> InstrumentResult:
        rows = InstrumentResult.objects.filter(**same, measured_on=result.measured_on, corrects=None)
        if not correction and rows.exists():
            raise Refused(_("Tältä päivältä on jo tulos. Korjaa sitä, jos se on väärin."), field="measured_on")
        return InstrumentResult.objects.create(
            **same, **correction, measured_on=result.measured_on, mode=InstrumentResult.Mode(result.mode),
            field_group=instrument.field_group, made_by_id=by.user_id, form_key=key,
            **{name: value for name, value in values.items() if name != "subject"},
        )

    made, new = _once(InstrumentResult.objects.all(), key, make, case)
    if new:
        verb = "assessments.result_corrected" if correction else "assessments.result_noted"
        _note(verb, case, by, ("instrument_result", made.pk), instrument=instrument.key, mode=result.mode)
    return made


def _registered(case: Case, groups: Collection[str], result: Result) -> tuple[d.Instrument, d.Edition]:
    found = next((one for one in measurable(case.region_id) if one.key == result.instrument), None)
    if found is None or found.field_group not in groups:
        raise Refused(_("Valitse mittari rekisteristä. Muita ei kirjata."), field="instrument")
    edition = edition_of(found, result.edition)
    if edition is None:
        versions = ", ".join(one.version for one in found.editions)
        raise Refused(_("Valitse mittarin versio: %(versions)s.") % {"versions": versions}, field="edition")
    return found, edition


def _checked(instrument: d.Instrument, edition: d.Edition, result: Result) -> dict[str, Any]:
    """What is kept of a result that is whole. Raises Refused."""
    _not_ahead(result.measured_on, "measured_on")
    if not result.source.strip():
        raise Refused(_("Kerro, mistä tulos on: palvelu, lausunto tai kuka teki."), field="source")
    if instrument.key == GOAL_SCALE and not result.subject.strip():
        raise Refused(_("Kerro, mistä tavoitteesta on kyse."), field="subject")
    values = {
        "scores": scoring.check_scores(edition, result.scores),
        "features": dict(result.features) if edition.features else {},
        "outcome": result.outcome.strip() if edition.outcome else "",
    }
    if not any(values.values()):
        raise Refused(_("Kirjaa ainakin yksi tulos."))
    return {**values, "source": result.source.strip(), "subject": result.subject.strip()}


def _not_ahead(day: date, where: str) -> None:
    if day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, jolloin vastattiin."), field=where)


def _once(rows: Any, key: UUID | None, make: Any, case: Case) -> Any:
    """Two who save the same day at once: the later one is told, not lost."""
    try:
        with transaction.atomic():
            return once(rows, key, make, case_id=case.pk)
    except IntegrityError as error:
        raise Refused(_("Joku ehti tallentaa saman päivän tuloksen ensin. Päivitä sivu.")) from error


def _note(verb: str, case: Case, by: Actor, obj: tuple[str, int], **details: Any) -> None:
    record(verb, by=by, stream=("case", case.pk), obj=obj, person_id=case.person_id, **details)

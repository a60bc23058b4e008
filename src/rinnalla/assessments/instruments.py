"""The actions of choosing instruments for a talk, and how often each is used in a region.

Nothing here is compulsory: a talk closes without any instrument (E-46). Results are no part of this.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments.models import InstrumentUse, NeedsAssessment
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once
from rinnalla.lib.smallnumbers import Shown, hide_small, protect
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.handbook import reading
from rinnalla.servicemodels.handbook.models import INSTRUMENT

USED, NOT_SUITABLE = InstrumentUse.Outcome.USED, InstrumentUse.Outcome.NOT_SUITABLE
OFF_SET, MAPPING = "off_set", "mapping"
REASONS = {OFF_SET: "off_set_reasons", str(NOT_SUITABLE): "not_suitable_reasons"}


def choosable(region_id: int) -> list[d.Instrument]:
    """The instruments of the registry that may be chosen for one person: retired ones and a group's are not."""
    now = reading.states(INSTRUMENT, region_id)
    every = codes.common().instruments
    return [one for one in every if one.about == "person" and now[one.key].status != "retired"]


def core_of(case: Case) -> list[str]:
    """What is chosen from first in a talk: the core set of mapping, which the talk is, and of the case's own stage."""
    version = codes.of_case(case)
    return list(dict.fromkeys(key for stage in (MAPPING, case.stage) for key in reading.core_set(version, stage)))


@transaction.atomic
def note_use(
    *, assessment: NeedsAssessment, instrument: str, outcome: str, by: Actor, reason: str = "", note: str = "",
    key: UUID | None = None,
) -> InstrumentUse:
    """Keep that an instrument was used in the talk, or did not suit; said again of the same one, the new word counts.

    Raises Refused for what is not in the registry (V-98), without a reason when it is outside the core set of the
    case's stage or did not suit (T-50, E-46), and when the talk is signed.
    """
    _require_open(assessment)
    case = assessment.case
    if key and (sent := InstrumentUse.objects.filter(form_key=key, assessment=assessment).first()):
        return sent
    if instrument not in [one.key for one in choosable(case.region_id)]:
        raise Refused(_("Valitse mittari rekisteristä. Muita ei kirjata."), field="instrument")
    in_core_set = instrument in core_of(case)
    reason = _reason(outcome, in_core_set, reason)
    earlier = InstrumentUse.objects.filter(assessment=assessment, instrument=instrument)
    earlier.delete()

    def make() -> InstrumentUse:
        return InstrumentUse.objects.create(
            assessment=assessment, case_id=case.pk, instrument=instrument, stage=case.stage, in_core_set=in_core_set,
            outcome=InstrumentUse.Outcome(outcome), reason=reason, note=note.strip(), made_by_id=by.user_id,
            form_key=key,
        )

    made, _new = once(InstrumentUse.objects.all(), key, make, assessment_id=assessment.pk, instrument=instrument)
    _event("assessments.instrument_noted", assessment, by, outcome)
    return made


@transaction.atomic
def drop_use(*, use: InstrumentUse, by: Actor) -> None:
    """Take a choice back while the talk is a draft. Raises Refused when it is signed."""
    _require_open(use.assessment)
    InstrumentUse.objects.filter(pk=use.pk).delete()
    _event("assessments.instrument_dropped", use.assessment, by, use.outcome)


def copy_uses(*, source: NeedsAssessment, draft: NeedsAssessment) -> None:
    """The choices of a signed talk for its correction. Inside the action that begins it."""
    InstrumentUse.objects.bulk_create(
        InstrumentUse(
            assessment=draft, case_id=draft.case_id, instrument=one.instrument, stage=one.stage, note=one.note,
            in_core_set=one.in_core_set, outcome=one.outcome, reason=one.reason, made_by_id=one.made_by_id,
        )
        for one in source.instruments.all()
    )


def _require_open(assessment: NeedsAssessment) -> None:
    if not assessment.allows("save") or not assessment.case.allows("edit"):
        raise Refused(_("Kartoitus on jo allekirjoitettu tai korjattu. Päivitä sivu ja katso uusin."))


def _reason(outcome: str, in_core_set: bool, reason: str) -> str:
    """The reason where one is needed, "" where none is. Raises Refused for one that is missing."""
    which = str(NOT_SUITABLE) if outcome == NOT_SUITABLE else "" if in_core_set else OFF_SET
    if which and reason not in [one.key for one in codes.code_list(REASONS[which])]:
        text = {
            OFF_SET: _("Tämä ei kuulu alueen yhteisiin mittareihin. Valitse, miksi käytit sitä."),
            str(NOT_SUITABLE): _("Valitse, miksi mittari ei sopinut."),
        }[which]
        raise Refused(text, field="reason")
    return reason if which else ""


def _event(verb: str, assessment: NeedsAssessment, by: Actor, outcome: str) -> None:
    record(
        verb, by=by, stream=("case", assessment.case_id), obj=("assessment", assessment.pk),
        person_id=assessment.case.person_id, outcome=str(outcome),
    )


# How often, in a region -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uses:
    """How often an instrument stood in signed talks: of the core set, outside it, found not suitable, and the reasons
    of the last two by their list. Small numbers are hidden."""

    parts: dict[str, Shown]
    reasons: dict[str, list[tuple[str, Shown]]]


CORE = "core"
NOTHING = Uses({}, {})


def uses(region: codes.Whose) -> dict[str, Uses]:
    """The use of each instrument in the manager's own region (V-09, T-50, E-46). An owner-run count, since no one sees
    every case; the database gives it only to a manager's membership."""
    raw: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    with connection.cursor() as cursor:
        cursor.execute("select instrument, outcome, in_core_set, reason, number from assessments_instrument_uses()")
        for instrument, outcome, in_core_set, reason, number in cursor.fetchall():
            part = str(NOT_SUITABLE) if outcome == NOT_SUITABLE else CORE if in_core_set else OFF_SET
            raw[instrument][part][reason] += number
    limit = codes.deadline(region, "small_number")
    return {instrument: _uses(parts, limit) for instrument, parts in raw.items()}


def _uses(parts: dict[str, Counter[str]], limit: int) -> Uses:
    whole = {part: sum(parts[part].values()) for part in (CORE, OFF_SET, str(NOT_SUITABLE))}
    shown = hide_small(whole, limit)  # their sum is told to nobody
    reasons = {
        part: [
            (codes.code_name(REASONS[part], reason), told)
            for reason, told in protect(dict(parts[part].most_common()), limit).items()
        ]
        for part in (OFF_SET, str(NOT_SUITABLE)) if shown[part].kind == "number" and whole[part]
    }
    return Uses(shown, reasons)

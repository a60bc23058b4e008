"""Phases of the path: work-ability assessment and vocational rehabilitation, each in its own time (L-69, L-70)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases import moments
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.plans.actions import note
from rinnalla.plans.paths.actions import open_to_change
from rinnalla.plans.paths.models import Phase
from rinnalla.servicemodels import definitions
from rinnalla.servicemodels.codes import code


def kind_of(key: str) -> definitions.PhaseKind | None:
    """A kind of phase with its aims, or None."""
    found = code("phases", key)
    return found.definition if found else None


def aim_of(kind: str, key: str) -> definitions.PhaseAim | None:
    """An aim of a kind of phase, or None."""
    found = kind_of(kind)
    return next((one for one in found.aims if one.key == key), None) if found else None


@transaction.atomic
def begin_phase(
    *,
    case: Case,
    by: Actor,
    kind: str,
    aim: str,
    starts_on: date,
    planned_end_on: date | None = None,
    end_condition: str = "",
    key: UUID | None = None,
) -> Phase:
    """Begin a phase for an aim. Without words of its own the end condition is the aim's. Phases may overlap.

    Raises Refused: closed case, an aim of another phase, days in the wrong order, the same phase already open.
    """
    open_to_change(case)
    found = aim_of(kind, aim)
    if found is None:
        raise Refused(_("Tämä tavoite kuuluu toiseen vaiheeseen. Valitse vaiheen oma tavoite."), field="aim")
    _in_order(starts_on, planned_end_on)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)

    def make() -> Phase:
        if Phase.objects.filter(case=case, kind=kind, ended_on__isnull=True).exists():
            raise Refused(_("Tämä vaihe on jo käynnissä. Päätä se ensin."), field="aim")
        return Phase.objects.create(
            case=case, kind=kind, aim=aim, starts_on=starts_on, planned_end_on=planned_end_on,
            end_condition=end_condition.strip() or found.end_condition.in_language, made_by_id=by.user_id, form_key=key,
        )  # fmt: skip

    phase, new = once(Phase.objects.all(), key, make, case_id=case.pk)
    if new:
        note(case, "plans.phase_begun", by, ("phase", phase.pk), kind=kind, aim=aim)
    return phase


@transaction.atomic
def change_phase(
    *, phase: Phase, version: int, by: Actor, starts_on: date, planned_end_on: date | None, end_condition: str
) -> None:
    """Change the days or the end condition of an open phase. Raises Conflict, Refused."""
    _still_open(phase)
    _in_order(starts_on, planned_end_on)
    if not end_condition.strip():
        raise Refused(_("Kirjoita, milloin vaihe on valmis."), field="end_condition")
    save_version(
        phase, version, starts_on=starts_on, planned_end_on=planned_end_on, end_condition=end_condition.strip()
    )
    note(phase.case, "plans.phase_changed", by, ("phase", phase.pk))


@transaction.atomic
def end_phase(*, phase: Phase, version: int, by: Actor, ended_on: date, met: bool, reason: str = "") -> None:
    """End a phase: its condition is met, or a reason tells why it ends (L-70). Raises Conflict, Refused."""
    _still_open(phase)
    if not met and not reason.strip():
        text = _("Ehto ei ole täyttynyt. Kirjoita, miksi vaihe silti päättyy.")
        raise Refused(text, field="reason")
    if ended_on > dates.today() or ended_on < phase.starts_on:
        raise Refused(_("Päättymispäivä on vaiheen alun ja tämän päivän välissä."), field="ended_on")
    save_version(
        phase, version, ended_on=ended_on, ended_by_id=by.user_id, condition_met=met, end_reason=reason.strip()
    )
    note(phase.case, "plans.phase_ended", by, ("phase", phase.pk), met=met)
    moments.happened(moments.PHASE_END, case_id=phase.case_id, row_id=phase.pk, by=by)


def _still_open(phase: Phase) -> None:
    open_to_change(phase.case)
    if phase.ended_on:
        raise Refused(_("Vaihe on jo päätetty. Päivitä sivu."))


def _in_order(starts_on: date, planned_end_on: date | None) -> None:
    if planned_end_on and planned_end_on < starts_on:
        raise Refused(_("Vaihe päättyisi ennen kuin alkaa. Tarkista päivät."), field="planned_end_on")

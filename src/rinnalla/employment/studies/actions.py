"""Writing down a client's studies, how they ended, and whether work followed (E-15)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.cases.models import Case
from rinnalla.employment.studies.models import StudyRecord
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels.codes import code


@transaction.atomic
def add(
    *, case: Case, by: Actor, kind: str, name: str, school: str, adapted: bool, started_on: date | None = None,
    completed_on: date | None = None, key: UUID | None = None,
) -> StudyRecord:
    """Studies under way, or completed already. Raises Refused: a closed case, an unknown kind, an end to come."""
    if key and (earlier := StudyRecord.objects.filter(form_key=key, case=case).first()):
        return earlier
    _open(case)
    kept = _checked(kind, name, school, started_on, completed_on)

    def make() -> StudyRecord:
        return StudyRecord.objects.create(
            case=case, adapted=adapted, completed_on=completed_on, made_by_id=by.user_id, form_key=key, **kept
        )

    row, new = once(StudyRecord.objects.all(), key, make, case_id=case.pk)
    if new:
        _note(row, "employment.studies_added", by, adapted=adapted, completed=completed_on is not None)
    return row


@transaction.atomic
def correct(
    *, row: StudyRecord, version: int, by: Actor, kind: str, name: str, school: str, adapted: bool,
    started_on: date | None = None,
) -> None:
    """Put right what was written of them. Raises Refused, Conflict."""
    _may(row, "correct")
    save_version(row, version, adapted=adapted, **_checked(kind, name, school, started_on, row.completed_on))
    _note(row, "employment.studies_corrected", by, adapted=adapted)


@transaction.atomic
def complete(*, row: StudyRecord, version: int, by: Actor, on: date) -> None:
    """They were completed. Raises Refused, Conflict."""
    _may(row, "complete")
    _day(on, row.started_on, "on")
    save_version(row, version, completed_on=on)
    _note(row, "employment.studies_completed", by, on=on)


@transaction.atomic
def break_off(*, row: StudyRecord, version: int, by: Actor, on: date) -> None:
    """They were broken off; nothing follows from it. Raises Refused, Conflict."""
    _may(row, "break_off")
    _day(on, row.started_on, "on")
    save_version(row, version, broken_off_on=on)
    _note(row, "employment.studies_broken_off", by, on=on)


@transaction.atomic
def follow(*, row: StudyRecord, version: int, by: Actor, on: date, work_from: date | None = None) -> None:
    """It was asked whether work has begun; `work_from` None: not yet. Raises Refused, Conflict."""
    _may(row, "follow")
    _day(on, row.completed_on, "on")
    if work_from and work_from > on:
        raise Refused(_("Työ on alkanut viimeistään päivänä, jona siitä kysyttiin."), field="work_from")
    save_version(row, version, followed_on=on, work_from=work_from)
    _note(row, "employment.studies_followed", by, on=on, works=work_from is not None)


def _may(row: StudyRecord, act: str) -> None:
    _open(row.case)
    if not row.allows(act):
        raise Refused(_("Opintojen tila on muuttunut. Päivitä sivu ja katso, mitä voi tehdä."))


def _open(case: Case) -> None:
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se ensin uudelleen."))


def _checked(kind: str, name: str, school: str, started_on: date | None, ended_on: date | None) -> dict[str, object]:
    if code("study_kinds", kind) is None:
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="kind")
    if ended_on:
        _day(ended_on, started_on, "completed_on")
    if not name.strip() or not school.strip():
        raise Refused(_("Kirjoita, mitä opintoja ja missä."), field="name" if not name.strip() else "school")
    return {"kind": kind, "name": name.strip(), "school": school.strip(), "started_on": started_on}


def _day(on: date, first: date | None, field: str) -> None:
    if on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field=field)
    if first and on < first:
        raise Refused(_("Päivä on ennen alkua, joka oli %(day)s.") % {"day": dates.d(first)}, field=field)


def _note(row: StudyRecord, verb: str, by: Actor, **details: object) -> None:
    record(
        verb, by=by, stream=("case", row.case_id), obj=("studies", row.pk), case_id=row.case_id,
        person_id=row.case.person_id, **details,
    )

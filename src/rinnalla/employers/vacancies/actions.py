"""Keeping vacancies: adding, changing, closing with what came of it, opening again, and their tasks."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employers.actions import note, require_own_region
from rinnalla.employers.contacting.models import EmployerNeed
from rinnalla.employers.models import Employer
from rinnalla.employers.texts import without_client
from rinnalla.employers.vacancies.models import (
    FILLED,
    HAND,
    MARKET,
    MOST_HOURS,
    WITHDRAWN,
    TaskPart,
    Vacancy,
    VacancyChange,
)
from rinnalla.employers.vacancies.picking import OCCUPATIONS, SKILLS, known
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels.codes import code

EMPTY: dict[str, Any] = {
    "title": "", "text": "", "occupation": "", "skills": (), "demands": (), "municipality": None, "workplace": None,
    "hours_from": None, "hours_to": None, "times": (), "places": 1, "starts_on": None, "deadline": None,
}
TASK_EMPTY: dict[str, Any] = {
    "name": "", "text": "", "way": "", "hours": None, "times": (), "skills": (), "demands": (),
}


@transaction.atomic
def add_vacancy(
    *, employer: Employer, by: Actor, values: Mapping[str, Any], source: str = HAND, foreign_id: str = "",
    need: EmployerNeed | None = None, key: UUID | None = None,
) -> Vacancy:
    """Work an employer has open. Raises Refused for what does not hold together or tells of a client."""
    require_own_region(employer, by)
    if employer.ended_on:
        raise Refused(_("Työnantajan toiminta on päättynyt."))
    kept = checked(values)

    def make() -> Vacancy:
        return Vacancy.objects.create(
            employer=employer, source=source, foreign_id=without_client(foreign_id, "foreign_id"),
            need=need, made_by_id=by.user_id, form_key=key, **kept,
        )

    row, new = once(Vacancy.objects.all(), key, make, employer_id=employer.pk)
    if new:
        note(employer, "employers.vacancy_added", by, source=source)
    return row


@transaction.atomic
def make_vacancy_of(*, need: EmployerNeed, by: Actor) -> Vacancy:
    """What an employer needs becomes a vacancy in one act, filled in from the need (E-49). Twice is once: the second
    gets the first one's vacancy. The need stays open until somebody tells what came of it. Raises Refused."""
    require_own_region(need.employer, by)
    now = EmployerNeed.objects.select_for_update().get(pk=need.pk)
    if earlier := Vacancy.objects.filter(need=now).first():
        return earlier
    if now.closed_at:
        raise Refused(_("Tarpeesta on jo kirjattu, mitä siitä tuli. Kirjaa paikka työnantajan sivulla."))
    place = now.workplace.municipality if now.workplace else None
    values = {
        "title": now.what, "text": now.text, "places": now.people, "starts_on": now.starts_on,
        "occupation": now.occupation, "skills": now.skills, "workplace": now.workplace,
        "municipality": place or now.employer.municipality,
    }
    return add_vacancy(employer=now.employer, by=by, values=values, need=now)


@transaction.atomic
def change_vacancy(*, vacancy: Vacancy, version: int, by: Actor, values: Mapping[str, Any]) -> None:
    """Mend what a vacancy tells; what stood there is kept. Raises Refused, Conflict."""
    require_own_region(vacancy.employer, by)
    _require(vacancy, "change")
    _require_own(vacancy)
    kept = checked(values)
    what = differences(vacancy, kept)
    save_version(vacancy, version, **kept)
    if what:
        VacancyChange.objects.create(vacancy=vacancy, what=what, made_by_id=by.user_id)
        note(vacancy.employer, "employers.vacancy_changed", by, fields=sorted(what))


@transaction.atomic
def close_vacancy(*, vacancy: Vacancy, version: int, by: Actor, outcome: str) -> None:
    """It was filled, or the employer withdrew it. Raises Refused, Conflict."""
    require_own_region(vacancy.employer, by)
    _require(vacancy, "close")
    if outcome not in (FILLED, WITHDRAWN):
        raise Refused(_("Valitse, mitä paikasta tuli."), field="outcome")
    save_version(vacancy, version, outcome=outcome, closed_at=dates.now(), closed_by_id=by.user_id)
    _turned(vacancy, "", outcome, by.user_id)
    note(vacancy.employer, "employers.vacancy_closed", by, outcome=outcome)


@transaction.atomic
def reopen_vacancy(*, vacancy: Vacancy, version: int, by: Actor) -> None:
    """It is open after all. A posting of the job market opens again only there. Raises Refused, Conflict."""
    require_own_region(vacancy.employer, by)
    _require(vacancy, "reopen")
    _require_own(vacancy)
    before = vacancy.outcome
    save_version(vacancy, version, outcome="", closed_at=None, closed_by_id=None)
    _turned(vacancy, before, "", by.user_id)
    note(vacancy.employer, "employers.vacancy_reopened", by)


@transaction.atomic
def save_task(
    *, vacancy: Vacancy, by: Actor, values: Mapping[str, Any], task: TaskPart | None = None, version: int = 0,
    key: UUID | None = None,
) -> TaskPart:
    """A task that can be carved out or tailored, and what it asks; or one mended. Raises Refused, Conflict."""
    require_own_region(vacancy.employer, by)
    _require(vacancy, "change")
    kept = _task_checked(values)
    if task:
        _require_kept(task)
        save_version(task, version, **kept)
        note(vacancy.employer, "employers.task_changed", by)
        return task
    row, new = once(
        TaskPart.objects.all(), key,
        lambda: TaskPart.objects.create(vacancy=vacancy, made_by_id=by.user_id, form_key=key, **kept),
        vacancy_id=vacancy.pk,
    )
    if new:
        note(vacancy.employer, "employers.task_added", by, way=row.way)
    return row


@transaction.atomic
def drop_task(*, task: TaskPart, by: Actor) -> None:
    """The task is no longer there to be carved out. Twice is once."""
    require_own_region(task.vacancy.employer, by)
    rows = TaskPart.objects.filter(pk=task.pk, dropped_at__isnull=True)
    if rows.update(dropped_at=dates.now(), dropped_by_id=by.user_id):
        note(task.vacancy.employer, "employers.task_dropped", by)


# What they share ------------------------------------------------------------------------------------------------------


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a vacancy's values. Raises Refused, with the field, for what does not hold together."""
    kept = {name: values.get(name, empty) for name, empty in EMPTY.items()}
    for name in ("title", "text"):
        kept[name] = without_client(kept[name], name)
    if not kept["title"]:
        raise Refused(_("Kirjoita, mikä työ on."), field="title")
    if kept["occupation"] and code(OCCUPATIONS, kept["occupation"]) is None:
        raise Refused(_("Ammattiryhmä ei ole luettelossa. Jätä se tyhjäksi, jos sopivaa ei ole."), field="occupation")
    if not 1 <= kept["places"] <= 500:
        raise Refused(_("Kirjoita, montako paikkaa. Vähintään yksi."), field="places")
    _keys(kept)
    _hours(kept["hours_from"], "hours_from")
    _hours(kept["hours_to"], "hours_to")
    if kept["hours_from"] and kept["hours_to"] and kept["hours_to"] < kept["hours_from"]:
        raise Refused(_("Enintään-tunnit ovat pienemmät kuin vähintään-tunnit. Vaihda ne."), field="hours_to")
    return kept


def differences(vacancy: Vacancy, kept: Mapping[str, Any]) -> dict[str, list[str]]:
    """Of each field that changes what stands there now and what will."""
    now = Vacancy.objects.select_related("municipality", "workplace").get(pk=vacancy.pk)
    return {
        name: [_told(getattr(now, name)), _told(value)] for name, value in kept.items() if getattr(now, name) != value
    }


def _told(value: Any) -> str:
    if isinstance(value, datetime | date):
        return dates.d(value)
    if isinstance(value, list | tuple):
        return " ".join(value)
    return "" if value is None else str(value)


def _turned(vacancy: Vacancy, before: str, now: str, user_id: int | None) -> None:
    VacancyChange.objects.create(vacancy=vacancy, what={"outcome": [before, now]}, made_by_id=user_id)


def _task_checked(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values.get(name, empty) for name, empty in TASK_EMPTY.items()}
    for name in ("name", "text"):
        kept[name] = without_client(kept[name], name)
    if not kept["name"]:
        raise Refused(_("Kirjoita, mikä tehtävä on."), field="name")
    if code("task_ways", kept["way"]) is None:
        raise Refused(_("Valitse, mitä tehtävälle voi tehdä."), field="way")
    _keys(kept)
    _hours(kept["hours"], "hours")
    return kept


def _keys(kept: dict[str, Any]) -> None:
    for name, of in (("skills", SKILLS), ("demands", "work_demands"), ("times", "work_times")):
        kept[name] = known(of, kept[name], name)


def _hours(hours: Decimal | None, field: str) -> None:
    if hours is not None and not 0 < hours <= MOST_HOURS:
        raise Refused(_("Viikossa on enintään %(most)s tuntia työtä.") % {"most": MOST_HOURS}, field=field)


def _require(vacancy: Vacancy, act: str) -> None:
    if not Vacancy.objects.get(pk=vacancy.pk).allows(act):
        raise Refused(_("Paikan tila on muuttunut. Päivitä sivu ja katso, mitä voi tehdä."))


def _require_own(vacancy: Vacancy) -> None:
    if vacancy.source == MARKET:
        raise Refused(_("Ilmoitus tulee Työmarkkinatorilta. Sitä muutetaan siellä."))


def _require_kept(task: TaskPart) -> None:
    if TaskPart.objects.filter(pk=task.pk, dropped_at__isnull=False).exists():
        raise Refused(_("Tehtävä on poistettu. Päivitä sivu."))

"""The records of a unit for its criteria: dates, codes and marks come past the walls, a name or a text never does."""

import json
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from rinnalla.access.models import Absence, Membership
from rinnalla.employers.contacting.models import EmployerContact
from rinnalla.employers.vacancies.models import Vacancy
from rinnalla.employment.models import capped_types
from rinnalla.employment.quality.models import COACHES, CoachTime, PracticeEvent
from rinnalla.employment.quality.records import (
    Client,
    Coach,
    Contact,
    Practice,
    Profile,
    Records,
    Search,
    Visit,
    Work,
)
from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels.codes import code_list
from rinnalla.servicemodels.definitions import QualitySet

VISIT = "visit"  # the way of contact that is a meeting at the employer's (code list employer_channels)


def records_of(unit: Unit, quality_set: QualitySet, until: date | None = None) -> Records:
    """What the unit's records hold for a set's period, which ends on a day (today)."""
    last = until or dates.today()
    since = dates.add_months(last, -quality_set.limits.period_months) if quality_set.limits else last
    found = _counted(unit, since, last, capped_types())
    practices = PracticeEvent.objects.filter(unit=unit, on__range=(since, last))
    return Records(
        since=since, until=last, coaches=_coaches(unit, since, last),
        clients=tuple(Client(*_dated(row, 2, 3)) for row in found["clients"]),
        contacts=_contacts(found["contacts"]), jobs=_jobs(found["jobs"]),
        profiles=tuple(Profile(*_dated(row, 2)) for row in found["profiles"]),
        searches=tuple(Search(client, _day(on), fit == "fits") for client, on, fit in found["searches"]),
        practices=tuple(Practice(one.kind, one.on) for one in practices),
        visits=_visits(unit, since, last) if any(found.values()) else (),
    )


def clients_and_jobs(unit: Unit, day: date) -> tuple[tuple[Client, ...], tuple[Work, ...]]:
    """The coachings of a unit that run on a day, of every type, and their jobs: marks and days, as for the criteria."""
    found = _counted(unit, day, day, [one.key for one in code_list("coaching_types")])
    return tuple(Client(*_dated(row, 2, 3)) for row in found["clients"]), _jobs(found["jobs"])


def _counted(unit: Unit, since: date, until: date, types: list[str]) -> dict[str, list[list[Any]]]:
    """The rows by kind; empty for somebody who is neither the unit's own nor a manager of its organisation."""
    with connection.cursor() as cursor:
        cursor.execute("select employment_quality(%s, %s, %s, %s)", [unit.pk, since, until, types])
        told = cursor.fetchone()[0]
    rows = json.loads(told) if isinstance(told, str) else told or {}
    return {kind: rows.get(kind) or [] for kind in ("clients", "contacts", "jobs", "profiles", "searches")}


def _visits(unit: Unit, since: date, until: date) -> tuple[Visit, ...]:
    """The visits of the unit's people that the employers' register tells of, and what was open there each day."""
    rows = EmployerContact.objects.held().filter(unit=unit, channel=VISIT, on__range=(since, until))
    found = list(rows.values_list("user_id", "employer_id", "on", "purpose", "made_at"))
    spans: dict[int, list[tuple[date, date]]] = {}
    open_there = Vacancy.objects.filter(employer_id__in={row[1] for row in found})
    for employer, made, closed, deadline in open_there.values_list("employer_id", "made_at", "closed_at", "deadline"):
        last = min(dates.local(closed).date() if closed else date.max, deadline or date.max)
        spans.setdefault(employer, []).append((dates.local(made).date(), last))
    return tuple(
        Visit(
            user, employer, on, purpose, dates.local(made).date() < on,
            any(first <= on <= last for first, last in spans.get(employer, ())),
        )
        for user, employer, on, purpose, made in found
    )


def _coaches(unit: Unit, since: date, until: date) -> tuple[Coach, ...]:
    """The coaches of the unit on the last day, with their working times and leave."""
    rows = Membership.objects.filter(unit=unit, role__in=COACHES, ended_at__isnull=True, starts_on__lte=until)
    users = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=until)).values_list("user_id", flat=True)
    times = {one.coach_id: one for one in CoachTime.objects.filter(unit=unit)}
    away: dict[int, list[tuple[date, date]]] = {}
    for one in Absence.objects.filter(user__in=users, starts_on__lte=until, ends_on__gte=since):
        last = min(one.ends_on, dates.local(one.ended_at).date()) if one.ended_at else one.ends_on
        away.setdefault(one.user_id, []).append((one.starts_on, last))
    return tuple(
        Coach(
            user, times[user].percent if user in times else 100, times[user].other_percent if user in times else 0,
            tuple(away.get(user, ())),
        )
        for user in sorted(set(users))
    )


def _contacts(rows: list[list[Any]]) -> tuple[Contact, ...]:
    places = {one.key: one.definition for one in code_list("coaching_places")}
    phases = {one.key: one.definition.phase or "" for one in code_list("coaching_purposes")}
    return tuple(
        Contact(
            client, by, _day(on), frozenset(parties), place in places and places[place].met,
            place in places and places[place].outside, purpose, phases.get(purpose, ""), minutes,
        )
        for client, by, on, parties, place, purpose, minutes in rows
    )


def _jobs(rows: list[list[Any]]) -> tuple[Work, ...]:
    paid = {one.key for one in code_list("job_kinds") if one.definition.fulfils}
    lasting = {one.key for one in code_list("job_contracts") if one.definition.lasting}
    return tuple(
        Work(
            client, title, employer, _day(starts), _day(ends) if ends else None, kind in paid,
            contract in lasting and bool(pay) and bool(anybody),
        )
        for client, title, employer, kind, starts, ends, contract, pay, anybody in rows
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _dated(row: list[Any], *places: int) -> list[Any]:
    """The row with days in these places."""
    return [_day(value) if place in places and value else value for place, value in enumerate(row)]

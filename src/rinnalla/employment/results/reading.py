"""The rows behind the results: asked past the walls of the owner's function, as dates and codes (sql.py)."""

import json
from collections import defaultdict
from datetime import date
from typing import Any

from django.db import connection

from rinnalla.employment.results.records import Coaching, Rated, Records, Studies
from rinnalla.employment.results.spells import Work
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, deadline

KINDS = ("coachings", "jobs", "meetings", "parties", "places", "groups", "studies")


def records_of(region: Region, since: date, until: date) -> Records:
    """What the asker may count: a manager the own region, a coach the own unit, anybody else nothing."""
    found = _ask(region, since, until)
    met = {one.key for one in code_list("coaching_places") if one.definition.met}
    jobs, parties, places = defaultdict(list), defaultdict(dict), defaultdict(dict)
    first_met: dict[int, date] = {}
    for episode, kind, starts, ends, onward, client, coach in found["jobs"]:
        jobs[episode].append(Rated(kind, _day(starts), _day(ends), bool(onward), client, coach))
    for episode, place, on in found["meetings"]:
        if place in met:
            first_met[episode] = min(first_met.get(episode, date.max), date.fromisoformat(on))
    for episode, party, times in found["parties"]:
        parties[episode][party] = times
    for episode, place, working, times in found["places"]:
        places[episode][(place, working)] = times
    return Records(
        since, until,
        tuple(
            Coaching(
                one, person, unit, type, payer, group, date.fromisoformat(started), _until(ended, until),
                _until(stopped, until), outcome if _until(ended, until) else "", first_met.get(one), tuple(jobs[one]),
                parties[one], places[one],
            )
            for one, person, unit, type, payer, group, started, ended, stopped, outcome in found["coachings"]
        ),
        tuple(
            Studies(person, date.fromisoformat(done), _day(followed), _day(work), tuple(
                Work(kind, date.fromisoformat(starts), _day(ends)) for kind, starts, ends in works or ()
            ))
            for person, done, followed, work, works in found["studies"]
        ),
        {(group, type): date.fromisoformat(on) for group, type, on in found["groups"]},
    )  # fmt: skip


def _ask(region: Region, since: date, until: date) -> dict[str, list[list[Any]]]:
    reach = min(since, dates.add_months(until, -deadline(region, "work_spell_reach")))
    with connection.cursor() as cursor:
        cursor.execute("select employment_results(%s, %s, %s, %s)", [region.pk, reach, since, until])
        told = cursor.fetchone()[0]
    rows = json.loads(told) if isinstance(told, str) else told or {}
    return {kind: rows.get(kind) or [] for kind in KINDS}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _until(text: str | None, last: date) -> date | None:
    """A day, unless it had not come yet on the last day: the report tells how things stood then."""
    found = _day(text)
    return found if found and found <= last else None

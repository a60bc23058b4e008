"""Asking the owner's functions: raw sums of one region, hidden before anything is drawn."""

import json
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from rinnalla.organisations.models import Region
from rinnalla.reports.forms import HalfYear


class Spell(NamedTuple):
    """What a group of cases has in common. `first` is the sender or the area of need; "" is none, and an outcome of ""
    is a case that goes on."""

    first: str
    service: str
    outcome: str


class Guided(NamedTuple):
    """Of those guided on: whose service began, whose goal moved."""

    guided: int
    started: int
    moved: int


def flow(region: Region, half: HalfYear) -> Counter[Spell]:
    """Cases by sender, service group and outcome."""
    return _spells("reports_flow_counts", region, half)


def needs(region: Region, half: HalfYear) -> Counter[Spell]:
    """Cases by area of need, service group and outcome; one case is in each of its areas."""
    return _spells("reports_need_counts", region, half)


def path(region: Region, half: HalfYear) -> Counter[int]:
    """Those who came in the half before, by the furthest step they had reached by the end of the half."""
    before = half.before
    return Counter(dict(_rows("reports_path_counts", region.pk, before.since, before.until, half.until)))


def guidance(region: Region, half: HalfYear) -> dict[str, Guided]:
    """Those guided on in the half before, by service group; "" is all of them."""
    before = half.before
    found = _rows("reports_guidance_counts", region.pk, before.since, before.until, half.until)
    return {service: Guided(*numbers) for service, *numbers in found}


def gaps(
    region: Region, groups: list[dict[str, Any]], item: str, half: HalfYear
) -> dict[tuple[str, str], Counter[int]]:
    """People by value, for each (group, measure); the group "" is all."""
    found: dict[tuple[str, str], Counter[int]] = {}
    for group, measure, value, people in _rows(
        "reports_gap_counts", region.pk, json.dumps(groups), item, half.since, half.until
    ):
        found.setdefault((group, measure), Counter())[value] += people
    return found


def _spells(function: str, region: Region, half: HalfYear) -> Counter[Spell]:
    found = Counter[Spell]()
    for first, service, outcome, number in _rows(function, region.pk, half.since, half.until):
        found[Spell(first, service, outcome)] += number
    return found


def _rows(function: str, *arguments: str | int | date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({', '.join(['%s'] * len(arguments))})", arguments)
        return cursor.fetchall()

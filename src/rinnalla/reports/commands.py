"""`./rinnalla indicators` (architecture section 7): every indicator of a region in finished half-years."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, staff_actor
from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.halves import HalfYear, last_finished
from rinnalla.organisations.models import Region
from rinnalla.reports.definitions import definitions
from rinnalla.reports.indicators.telling import report
from rinnalla.reports.joint.telling import matrix
from rinnalla.reports.showing import in_words
from rinnalla.reports.statistics import comparing
from rinnalla.reports.yearly import guided, schools
from rinnalla.servicemodels import codes

USE, ROLE = 2, "manager"  # exit code of wrong use; whose the figures of a region are
Value = tuple[str, str]  # the number in words, and what it is of


def print_indicators(*, region: str, since: str, until: str, as_json: bool = False) -> int:
    """Print them as the region's own manager sees them: small numbers hidden, half-years that are over. Exit code 2,
    and what would be right, when it can't be done."""
    try:
        halves = _halves(since, until)
        by = _manager(region)
    except Refused as refusal:
        print(refusal.message, file=sys.stderr)
        return USE
    with translation.override(by.language), acting(by):
        own = Region.objects.get(key=region)
        told = [{"since": one.since, "until": one.until, "indicators": indicators(own, one)} for one in halves]
    if as_json:
        print(json.dumps({"region": region, "halves": told}, ensure_ascii=False, indent=1, default=str))
        return 0
    for half in told:
        print(f"{dates.d(half['since'])}–{dates.d(half['until'])}")
        for one in half["indicators"]:
            value, of = one["value"] or _("ei lukua"), f" ({one['of']})" if one["of"] else ""
            print(f"  {one['name']}: {value}{of}")
    return 0


def indicators(region: Region, half: HalfYear) -> list[dict[str, Any]]:
    """Every definition in force with its value in the half-year; those that other pages tell alone name the page."""
    figures = report(region, half).figures
    found: list[dict[str, Any]] = []
    for one in definitions():
        value, of = "", ""
        if one.key in figures:
            value, of = f"{figures[one.key].head} {figures[one.key].unit}".strip(), figures[one.key].behind
        elif one.key in OTHERS:
            value, of = OTHERS[one.key](region, half)
        found.append({
            "key": one.key, "row": one.row, "promised": list(one.promised), "name": one.names.in_language,
            "value": value, "of": of, "page": one.route, "definition": one.numerator.in_language,
        })  # fmt: skip
    return found


def _halves(since: str, until: str) -> list[HalfYear]:
    """The finished half-years from a day to a day. Raises Refused: not days, or not whole halves that are over."""
    try:
        first, last = dates.parse_date(since), dates.parse_date(until)
    except ValueError:
        raise Refused(_("Kirjoita päivät näin: 2026-01-01 tai 1.1.2026.")) from None
    found = [HalfYear.of(first)]
    while found[-1].until < last:
        found.append(HalfYear.of(dates.add_months(found[-1].since, 6)))
    if found[0].since != first or found[-1].until != last or last > last_finished().until:
        newest = last_finished()
        raise Refused(
            _("Anna kokonaisia puolivuosia, jotka ovat päättyneet, esimerkiksi %(since)s ja %(until)s.")
            % {"since": newest.since, "until": newest.until}
        )
    return found


def _manager(region: str) -> Actor:
    """Somebody who leads the region by figures now. Raises Refused."""
    if not Region.objects.filter(key=region).exists():
        keys = ", ".join(sorted(Region.objects.values_list("key", flat=True)))
        raise Refused(_("Aluetta %(region)s ei ole. Alueet: %(keys)s.") % {"region": region, "keys": keys})
    rows = Membership.objects.in_force().filter(role=ROLE, unit__organisation__region__key=region, user__is_active=True)
    found = rows.select_related("user", "unit__organisation__region").order_by("pk").first()
    if found is None:
        raise Refused(_("Alueella ei ole esihenkilöä, jolle luvut kuuluvat."))
    return staff_actor(found)


def _rate(region: Region, half: HalfYear) -> Value:
    found = [one for one in comparing.rates(region) if one.snapshot.as_of <= half.until]
    if not found:
        return "", ""
    one, number = found[0], comparing.number
    return f"{number(one.percent)} %", f"{number(one.numerator)}/{number(one.denominator)}"


def _schools(region: Region, half: HalfYear) -> Value:
    return str(schools.together(region, [half.until.year])[0].number), str(half.until.year)


def _guided(region: Region, half: HalfYear) -> Value:
    year = _year(half)
    return in_words(guided.guided(region, year).aimed, codes.deadline(region, "small_number")), str(year)


def _trained(region: Region, half: HalfYear) -> Value:
    year = _year(half)
    return in_words(guided.trainings(region, year)[0].now, codes.deadline(region, "small_number")), str(year)


def _joint(region: Region, half: HalfYear) -> Value:
    return matrix(region, half).total, ""


def _year(half: HalfYear) -> int:
    """The last year that is over at the end of the half: a year is told when it is whole."""
    return half.until.year if half.until == date(half.until.year, 12, 31) else half.until.year - 1


OTHERS: Mapping[str, Callable[[Region, HalfYear], Value]] = {
    "partial_employment": _rate, "school_support": _schools, "assessment_referrals": _guided,
    "training_started": _trained, "joint_acts": _joint,
}  # fmt: skip

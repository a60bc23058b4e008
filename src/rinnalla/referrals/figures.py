"""The way in as numbers for whoever leads the region: counted past the walls, small numbers hidden, never a name."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, protect
from rinnalla.organisations.models import Organisation, Region
from rinnalla.servicemodels import codes

YEAR = 12  # months


@dataclass(frozen=True)
class Period:
    """The days that are counted, both ends included."""

    since: date
    until: date

    @classmethod
    def last_year(cls) -> "Period":
        return cls(dates.add_months(dates.today(), -YEAR), dates.today())


@dataclass(frozen=True)
class Identified:
    """Filled checklists: by organisation of the region, those without any first (L-34), and by place (T-05)."""

    organisations: list[tuple[str, Shown]]
    places: list[tuple[str, Shown]]
    without: int


def identified(region: Region, period: Period) -> Identified:
    """Who uses the checklist and where needs are noticed. An organisation of the region with none is there too."""
    by_body, by_place = Counter[int](), Counter[str]()
    for organisation, place, number in _ask("referrals_identified", period):
        by_body[organisation] += number
        by_place[codes.national_key("identification_places", place, region)] += number
    least = codes.deadline(region, "small_number")
    bodies = Organisation.objects.filter(region=region, units__ended_on__isnull=True).distinct()
    names = {one.pk: one.name for one in bodies}
    numbers = protect({pk: by_body[pk] for pk in {*names, *by_body}}, least)
    in_order = sorted(names, key=lambda pk: (bool(by_body[pk]), names[pk]))
    return Identified(
        [(names[pk], numbers[pk]) for pk in in_order], _by_place(by_place, least),
        sum(not by_body[pk] for pk in names),
    )


def _by_place(counts: Counter[str], least: int) -> list[tuple[str, Shown]]:
    """Every place of the code list, also those without; last those that nobody told the place of."""
    names = {one.key: one.name for one in codes.code_list("identification_places")}
    names |= {key: codes.code_name("identification_places", key) for key in counts if key and key not in names}
    if counts[""]:
        names[""] = _("Paikkaa ei kerrottu")
    shown = protect({key: counts[key] for key in names}, least)
    return [(name, shown[key]) for key, name in names.items()]


def _ask(function: str, period: Period) -> list[tuple[Any, ...]]:
    """Ask one of the owner's counting functions, which give numbers of the asker's own region alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}(%s, %s)", [period.since, period.until])
        return cursor.fetchall()

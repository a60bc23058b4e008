"""The regions that have agreed, figure by figure. Each number is told as the region tells it to itself: with its own
limits, hidden where it is hidden there, so that whoever sees it here learns nothing that its own leaders do not tell.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.actor import Actor
from rinnalla.organisations.models import Region
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.indicators.sums import Sum, Sums
from rinnalla.reports.indicators.telling import Figure, figures_of, limits_of
from rinnalla.reports.regions.models import RegionComparison
from rinnalla.servicemodels.definitions import Indicator

# What says how work goes, whatever the region's size, and how many it is for.
COMPARED = (
    "opened", "days_to_contact", "days_to_plan", "acceptance", "goals_done", "service_days", "plan_coverage",
    "named_coverage", "many_bodies",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One figure of every region, in the order of the regions; "" where a region does not tell it."""

    one: Indicator
    cells: Sequence[str]


@dataclass(frozen=True)
class Told:
    """The comparison of a finished half-year. `takes_part`: whether the reader's own region does; if not, no lines."""

    period: HalfYear
    own: Region
    takes_part: bool
    regions: Sequence[Region]
    lines: Sequence[Line]

    @property
    def lead(self) -> str:
        """What the page would say if it could speak."""
        if not self.takes_part:
            return _("Alueesi ei ole mukana vertailussa.")
        others = len(self.regions) - 1
        if not others:
            return _("Alueesi on mukana. Muita alueita ei vielä ole.")
        return ngettext("Mukana on oma alueesi ja yksi muu.", "Mukana on oma alueesi ja %(n)s muuta.", others) % {
            "n": others
        }


def compared(actor: Actor, half: HalfYear) -> Told:
    """The figures of the regions that have agreed, the reader's own first. Two statements, whatever their number."""
    own = Region.objects.get(pk=actor.region_id)
    found = [one.region for one in RegionComparison.objects.in_force().select_related("region")]
    takes_part = own in found
    if not takes_part:
        return Told(half, own, False, [], [])
    regions = sorted(found, key=lambda one: (one.pk != own.pk, one.name))
    sums = _sums(half)
    figures = {one.pk: figures_of(sums[one.pk], limits_of(one), one) for one in regions}
    return Told(half, own, True, regions, [_line(key, regions, figures) for key in COMPARED])


def _line(key: str, regions: Sequence[Region], figures: Mapping[int, Mapping[str, Figure]]) -> Line:
    told = [figures[one.pk][key] for one in regions]
    return Line(definition(key), [f"{one.head} {one.unit}".strip() if one.head else "" for one in told])


def _sums(half: HalfYear) -> Mapping[int, Sums]:
    rows: dict[int, list[Sum]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_compared_rows(%s, %s)", [half.since, half.until])
        for region, *values in cursor.fetchall():
            rows[region].append(Sum(*values))
    return defaultdict(lambda: Sums([]), {region: Sums(found) for region, found in rows.items()})

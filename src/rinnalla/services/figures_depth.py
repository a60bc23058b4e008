"""Services in numbers for who leads a region: how they are reached, why they break off, what they come to.

Every number comes from an owner's counting function of migration 0008, already hidden when few people stand behind it:
None means from one up to the smallest number that is told.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.lib.smallnumbers import Shown, protect
from rinnalla.organisations.models import Municipality, Region
from rinnalla.servicemodels.codes import code_list, code_name, deadline, stage_name

YEAR = 12
EVERY_SUBSIDY, EVERYBODY = "", "*"  # the two denominators of `grounds` (E-26)


@dataclass(frozen=True)
class Reach:
    """How clients reached a service: wished for, queued for, begun, and the middle wait in days (T-07)."""

    service: str
    wished: int | None
    queued: int | None
    started: int | None
    days: int | None


@dataclass(frozen=True)
class FirstRight:
    """First services whose set days have passed: all, those whose client was asked, those that were right (E-07).

    `share` is the per cent of those asked, None when too few to tell or when it would tell of a few others.
    """

    all: int
    asked: int
    right: int
    least: int
    denominator: int

    @property
    def share(self) -> int | None:
        safe = self.asked >= self.denominator
        parts = protect({"right": self.right, "other": self.asked - self.right}, self.least)
        hidden = any(one.kind != "number" for one in parts.values())
        return None if not safe or hidden else round(100 * self.right / self.asked)

    @property
    def shown(self) -> Shown:
        return protect({"asked": self.asked}, self.least)["asked"]


@dataclass(frozen=True)
class Figures:
    """The page's content; every count by a name people know."""

    since: date
    until: date
    least: int
    reach: list[Reach]
    stages: list[tuple[str, int, int]]
    first: FirstRight
    breaks: list[tuple[str, int | None, int | None]]
    outcomes: list[tuple[str, int | None]]
    grounds: list[tuple[str, int | None]]
    every_subsidy: int | None
    everybody: int | None
    trainings: list[tuple[str, int | None, int | None]]
    areas: list[tuple[str, str, int | None, int | None]]
    visits: list[tuple[str, int | None, int | None]]
    groups: list[tuple[str, int, int | None, int | None]]
    views: list[tuple[str, str, int | None, list[str]]]


def figures(region: Region, until: date | None = None) -> Figures:
    """Everything of the last twelve months in the reader's own region."""
    last = until or dates.today()
    since, least = dates.add_months(last, -YEAR), deadline(region, "small_number")
    period = (region.pk, since, last)
    names = _names(region)
    subsidy = grounds(region, since, last)
    return Figures(
        since=since, until=last, least=least,
        reach=[Reach(names(key), *rest) for key, *rest in _ask("services_reach_counts", *period, least)],
        stages=stage_waits(region, since, last), first=first_right(region, since, last),
        breaks=[(code_name("interruption_reasons", key, region=region), *rest)
                for key, *rest in _ask("services_break_counts", *period, least)],
        outcomes=[(code_name("service_outcomes", key), n) for key, n in outcomes(region, since, last).items()],
        grounds=[(code_name("service_grounds", key), n) for key, n in subsidy.items() if key not in ("", "*")],
        every_subsidy=subsidy.get(EVERY_SUBSIDY), everybody=subsidy.get(EVERYBODY),
        trainings=trainings(region, since, last), areas=on_day(region, last),
        visits=[(names(key), *rest) for key, *rest in _ask("services_visit_counts", *period, least)],
        groups=[(code_name("group_activities", key), *rest)
                for key, *rest in _ask("services_group_counts", *period, least)],
        views=[(names(key), verdict, n, words or [])
               for key, verdict, n, words in _ask("services_observation_counts", *period, least)],
    )  # fmt: skip


def grounds(region: Region, since: date, until: date, kind: str = "pay_subsidy") -> dict[str, int | None]:
    """Clients with a pay subsidy in a period by its ground; beside them EVERY_SUBSIDY and EVERYBODY, the denominators
    of the use rate (E-26)."""
    return dict(_ask("services_ground_counts", region.pk, since, until, kind, deadline(region, "small_number")))


def trainings(region: Region, since: date, until: date, kind: str = "labour_market_training"
              ) -> list[tuple[str, int | None, int | None]]:
    """Each training with how many began and ended it in a period (V-84)."""
    return _ask("services_start_counts", region.pk, since, until, kind, deadline(region, "small_number"))


def outcomes(region: Region, since: date, until: date) -> dict[str, int | None]:
    """Clients by what their services came to; a granted pension is one outcome among the others (V-07, V-89)."""
    return dict(_ask("services_outcome_counts", region.pk, since, until, deadline(region, "small_number")))


def first_right(region: Region, since: date, until: date) -> FirstRight:
    """Was the first service the right one (E-07)."""
    days = deadline(region, "first_service_change")
    ((firsts, asked, right),) = _ask("services_first_counts", region.pk, since, until, days, dates.today())
    return FirstRight(firsts, asked, right, deadline(region, "small_number"), deadline(region, "share_denominator"))


def on_day(region: Region, day: date) -> list[tuple[str, str, int | None, int | None]]:
    """Who was in each service on a day, by area, and how many of them were motivated (E-39): motivation above the
    number under which it is talked about."""
    names, places = _names(region), {one.pk: one.name for one in Municipality.objects.filter(region=region)}
    motivated = deadline(region, "talk_prompt") + 1
    rows = _ask("services_point_counts", region.pk, day, motivated, deadline(region, "small_number"))
    return sorted((names(key), places.get(area, ""), clients, ones) for key, area, clients, ones in rows)


def stage_waits(region: Region, since: date, until: date) -> list[tuple[str, int, int]]:
    """How long clients spent at each stage: clients and the middle number of days, of those who went on (I-09)."""
    rows = {key: (n, days) for key, n, days in
            _ask("services_stage_waits", region.pk, since, until, deadline(region, "small_number"))}  # fmt: skip
    order = [one.key for one in code_list("stages")]
    return [(stage_name(region, key), *rows[key]) for key in order if key in rows]


def _names(region: Region):
    known = {card.service: card.name for card in ServiceCard.objects.filter(region=region).order_by("-place")}
    return lambda key: known.get(key, key)


def _ask(function: str, *arguments: Any) -> list[Any]:
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {function}({places}) order by 1", arguments)
        return cursor.fetchall()

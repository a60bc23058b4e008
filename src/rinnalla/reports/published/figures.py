"""The thirty-seven published figures: what each was told to be stands in `figures.yaml`, how it is counted stands here.

None is typed in: `compute` reads them all from records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rinnalla.reports.indicators.counting import count_all
from rinnalla.reports.published import of_projects, of_purchases, of_registers, of_services, reading
from rinnalla.reports.published.reading import Found, Place
from rinnalla.servicemodels.yamlfile import read

READERS: dict[str, Callable[[Place, str], Found]] = {
    "F-01": of_projects.clients, "F-02": of_projects.employed, "F-03": of_projects.coached,
    "F-04": of_projects.coached_employed, "F-05": of_projects.satisfaction, "F-06": of_projects.ability,
    "F-07": of_registers.meetings, "F-08": of_registers.events, "F-09": of_registers.event_dates,
    "F-10": of_registers.trial_size, "F-11": of_projects.open_on, "F-12": of_projects.motivated_on,
    "F-13": of_registers.partners, "F-14": of_purchases.training, "F-15": of_purchases.training,
    "F-16": of_purchases.training, "F-17": of_services.guided, "F-18": of_purchases.lot_users,
    "F-19": of_purchases.bonus_providers, "F-20": of_purchases.bonus_forecast, "F-21": of_purchases.people,
    "F-22": of_purchases.bonus_share, "F-23": of_purchases.people, "F-24": of_purchases.diagnosed_share,
    "F-25": of_purchases.instrument_people, "F-26": of_registers.impressions, "F-27": of_purchases.used,
    "F-28": of_purchases.used_share, "F-29": of_services.statistics, "F-30": of_registers.beginnings,
    "F-31": of_registers.staff, "F-32": of_registers.staff_of_background, "F-33": of_registers.need,
    "F-34": of_projects.contacted, "F-35": of_projects.joined, "F-36": of_projects.planned, "F-37": of_projects.named,
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One figure: its number, where it is read, what it should be, what it means, which record it is about."""

    id: str
    region: str
    project: str
    expected: str
    definition: str
    about: str = ""


@dataclass(frozen=True)
class Computed:
    figure: Figure
    found: Found

    @property
    def equal(self) -> bool:
        return self.found.text == self.figure.expected


def figures() -> list[Figure]:
    """The figures as the file tells them, in their order."""
    rows: list[dict[str, Any]] = read(Path(__file__).with_name("figures.yaml")).data["figures"]
    return [Figure(**row) for row in rows]


def compute() -> list[Computed]:
    """Every figure from the records of this database. Raises LookupError where a region's records are not there."""
    count_all()
    every, found = figures(), {}
    for where in dict.fromkeys((one.region, one.project) for one in every):
        with reading.place(*where) as place:
            for one in every:
                if (one.region, one.project) == where:
                    found[one.id] = READERS[one.id](place, one.about)
    return [Computed(one, found[one.id]) for one in every]

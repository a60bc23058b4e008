"""Pay subsidy by its ground in numbers of people, over every subsidy and over the target group (E-26)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from rinnalla.employment.region import YEAR
from rinnalla.employment.working import PAY_SUBSIDY
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import code_list, code_name, deadline

EVERY, TARGET = "", "*"


@dataclass(frozen=True)
class Subsidies:
    """People by ground, and the two denominators; None when there are some, but too few to tell."""

    by_ground: dict[str, int | None]
    every_subsidy: int | None
    target_group: int | None
    whole: int

    @property
    def rows(self) -> list[tuple[str, int | None, int | None, int | None]]:
        """Each ground's name, people, and per cent of every subsidy and of the target group."""
        return [
            (code_name("service_grounds", key), people, self.of_every(key), self.of_target(key))
            for key, people in self.by_ground.items()
        ]

    def of_every(self, ground: str) -> int | None:
        """Per cent of those with any subsidy."""
        return self._share(ground, self.every_subsidy)

    def of_target(self, ground: str) -> int | None:
        """Per cent of the target group."""
        return self._share(ground, self.target_group)

    def _share(self, ground: str, all_of: int | None) -> int | None:
        """Half up; told only when the whole is large enough and every ground may be told: else a hidden one shows."""
        mine = self.by_ground.get(ground, 0)
        if mine is None or all_of is None or all_of < self.whole or None in self.by_ground.values():
            return None
        return (200 * mine + all_of) // (2 * all_of)


def subsidies(region: Region, until: date | None = None) -> Subsidies:
    """The last twelve months in the reader's own region."""
    last = until or dates.today()
    values = [region.pk, dates.add_months(last, -YEAR), last, PAY_SUBSIDY, deadline(region, "small_number")]
    with connection.cursor() as cursor:
        cursor.execute("select ground, people from employment_subsidy_counts(%s, %s, %s, %s, %s)", values)
        told = dict(cursor.fetchall())
    grounds = [one.key for one in code_list("service_grounds") if one.definition.service == PAY_SUBSIDY]
    return Subsidies(
        {key: told.get(key, 0) for key in grounds}, told.get(EVERY, 0), told.get(TARGET, 0),
        deadline(region, "share_denominator"),
    )

"""The sums of one region in some time, as the database gives them, and what is made of them. Nothing is hidden here."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db import connection

from rinnalla.organisations.models import Region
from rinnalla.reports.forms import HalfYear


@dataclass(frozen=True, slots=True)
class Sum:
    """`n` of an indicator that had a value in a month; see `models.Rollup`."""

    indicator: str
    month: date
    dimension: str
    value: int
    n: int
    total: Decimal
    total_sq: Decimal


@dataclass(frozen=True, slots=True)
class Change:
    """How much a score has changed from the first to the last: of how many, the mean, the population deviation."""

    n: int
    mean: Fraction
    deviation: float


class Sums:
    """The sums of one half-year."""

    def __init__(self, rows: Iterable[Sum]) -> None:
        self._by: dict[str, list[Sum]] = {}
        for row in rows:
            self._by.setdefault(row.indicator, []).append(row)

    def count(self, key: str, which: Callable[[Sum], bool] = lambda row: True) -> int:
        return sum(row.n for row in self._by.get(key, ()) if which(row))

    def by_month(self, key: str) -> Counter[date]:
        found = Counter[date]()
        for row in self._by.get(key, ()):
            found[row.month] += row.n
        return found

    def by_dimension(self, key: str) -> Counter[str]:
        found = Counter[str]()
        for row in self._by.get(key, ()):
            found[row.dimension] += row.n
        return found

    def pieces(self, key: str) -> int:
        """The sum of the values, where a value is a number of pieces."""
        return sum(row.n * row.value for row in self._by.get(key, ()))

    def median(self, key: str) -> Fraction | None:
        """The exact median of the values that are known (0 and up); None of nothing."""
        found = Counter[int]()
        for row in self._by.get(key, ()):
            if row.value >= 0:
                found[row.value] += row.n
        whole = found.total()
        if not whole:
            return None
        return Fraction(_at(found, (whole - 1) // 2) + _at(found, whole // 2), 2)

    def changes(self, key: str) -> dict[str, Change]:
        """By dimension: the mean change and how much it spreads."""
        found: dict[str, tuple[int, Decimal, Decimal]] = {}
        for row in self._by.get(key, ()):
            n, total, square = found.get(row.dimension, (0, Decimal(0), Decimal(0)))
            found[row.dimension] = (n + row.n, total + row.total, square + row.total_sq)
        return {
            name: Change(n, Fraction(total) / n, float(max(square / n - (total / n) ** 2, Decimal(0))) ** 0.5)
            for name, (n, total, square) in found.items()
        }


def _at(found: Counter[int], place: int) -> int:
    """The value at a place when all stand in order."""
    passed = 0
    for value in sorted(found):
        passed += found[value]
        if passed > place:
            return value
    raise IndexError(place)


def of_half(region: Region, half: HalfYear) -> Sums:
    """What is kept of the reader's own region; of any other the database gives nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_indicator_rows(%s, %s, %s)", [region.pk, half.since, half.until])
        return Sums(Sum(*row) for row in cursor.fetchall())

"""Two statistics side by side with the difference of each row, and a rate out of a numerator and a denominator."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from rinnalla.organisations.models import Region
from rinnalla.reports.statistics.models import StatisticsSnapshot
from rinnalla.servicemodels import codes

RATE = "partial_employment"


@dataclass(frozen=True)
class Pair:
    """One row of two days; None where a day does not have it. Without both there is no difference."""

    label: str
    earlier: Decimal | None
    later: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.earlier is None or self.later is None else self.later - self.earlier

    @property
    def percent(self) -> int | None:
        """The change in whole per cent of the earlier, half up; None from nothing."""
        if self.difference is None or not self.earlier:
            return None
        return int((100 * self.difference / self.earlier).quantize(Decimal(1), ROUND_HALF_UP))


def side_by_side(earlier: StatisticsSnapshot, later: StatisticsSnapshot) -> list[Pair]:
    """Every row of either, in the order of the later; rows are the same by their key, else by their label (E-36)."""
    before = {_same(one): one for one in earlier.rows.all()}
    after = {_same(one): one for one in later.rows.all()}
    return [
        Pair(
            (after.get(name) or before[name]).label, before[name].value if name in before else None,
            after[name].value if name in after else None,
        )
        for name in [*after, *(one for one in before if one not in after)]
    ]  # fmt: skip


def _same(row) -> tuple[str, str]:
    return (row.key, "") if row.key else ("", " ".join(row.label.casefold().split()))


@dataclass(frozen=True)
class Rate:
    """A rate with what it is made of, both named (E-25)."""

    snapshot: StatisticsSnapshot
    numerator: Decimal
    denominator: Decimal
    numerator_name: str
    denominator_name: str

    @property
    def percent(self) -> Decimal:
        """To one decimal, half up."""
        return (100 * self.numerator / self.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def rate_of(snapshot: StatisticsSnapshot) -> Rate | None:
    """The rate a statistic tells, None when it is of another thing."""
    subject = codes.code("statistics_subjects", snapshot.what, snapshot.as_of)
    rows = subject.definition.rows if subject else ()
    if len(rows) != 2:
        return None
    found = {one.key: one for one in snapshot.rows.all() if one.key}
    numerator, denominator = (found.get(one.key) for one in rows)
    if numerator is None or denominator is None or not denominator.value:
        return None
    names = [one.names.in_language for one in rows]
    return Rate(snapshot, numerator.value, denominator.value, *names)


def rates(region: Region) -> list[Rate]:
    """The employment rate of each day there is, the newest first (E-25)."""
    rows = StatisticsSnapshot.objects.filter(region=region, what=RATE).in_force().prefetch_related("rows")
    return [one for one in (rate_of(row) for row in rows.order_by("-as_of")) if one]


def number(value: Decimal | None, *, signed: bool = False) -> str:
    """A number as people read it, "" for none: 1 204, 12,5; with its sign when it is a difference."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    text = f"{abs(value):,.0f}" if whole else f"{abs(value):,.2f}".rstrip("0")
    text = text.replace(",", "\u00a0")
    text = text if (get_language() or "fi")[:2] == "en" else text.replace(".", ",")
    if not signed or value == 0:
        return text
    return ("+" if value > 0 else "−") + text


def shown(rows: Sequence[Pair]) -> list[tuple[str, str, str, str, str]]:
    """The rows in words: label, earlier, later, difference, change in per cent."""
    return [
        (
            one.label, number(one.earlier), number(one.later), number(one.difference, signed=True),
            f"{number(Decimal(one.percent), signed=True)} %" if one.percent is not None else "",
        )
        for one in rows
    ]  # fmt: skip

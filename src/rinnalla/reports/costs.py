"""What support cost where it is known, by service, by outcome and by solution (L-20).

Unknown is told as unknown and never counted as nothing; what cannot be split by client is counted apart (C-25). Counts
are hidden against the whole of their table, and a sum is told only where its count and enough people stand behind it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.prices.showing import euros
from rinnalla.lib.smallnumbers import Shown, protect
from rinnalla.organisations.models import Region
from rinnalla.reports.forms import Quarters
from rinnalla.reports.showing import in_words
from rinnalla.servicemodels import codes

WHOLE, SERVICE, OUTCOME, SOLUTION = "whole", "service", "outcome", "solution"


@dataclass(frozen=True)
class Cost:
    """One line: how many there are, of how many the cost is known and of how many it cannot be split, and the sum of
    the known ones with the mean. None where it may not be told, or where nothing is known."""

    name: str
    number: Shown
    known: int | None
    apart: int | None
    amount: Decimal | None
    mean: Decimal | None

    @property
    def known_of(self) -> str:
        """ "Tiedossa 12/20": the sum never leaves the others out in silence."""
        if self.known is None:
            return _("Ei näytetä")
        if not self.known:
            return _("Ei tiedossa")
        return _("%(known)s/%(all)s") % {"known": self.known, "all": self.number.number}

    @property
    def sum_in_words(self) -> str:
        return self._money(self.amount)

    @property
    def mean_in_words(self) -> str:
        return self._money(self.mean)

    def _money(self, amount: Decimal | None) -> str:
        if amount is not None:
            return euros(amount)
        return _("Ei tiedossa") if self.known == 0 else _("Ei näytetä")


@dataclass(frozen=True)
class Costs:
    """The report: the same ended services by service and by outcome, and closed cases by solution."""

    period: Quarters
    least: int
    tables: list[tuple[str, str, list[Cost]]]  # heading, what is counted, lines

    @property
    def empty(self) -> bool:
        return not any(lines for _heading, _what, lines in self.tables)


def report(region: Region, period: Quarters) -> Costs:
    """Services that ended, and cases that were closed, in the period."""
    least, found = codes.deadline(region, "small_number"), _ask(region, period)
    cards = {card.key: card.name for card in ServiceCard.objects.filter(region=region)}
    named = {
        WHOLE: lambda key: _("Kaikki palvelut"),
        SERVICE: lambda key: cards.get(key, key) if key else _("Muu palvelu, jolla ei ole korttia"),
        OUTCOME: lambda key: codes.code_name("service_outcomes", key),
        SOLUTION: lambda key: codes.code_name("solutions", key),
    }
    headings = [
        (WHOLE, _("Yhteensä"), _("Päättyneitä palvelujaksoja")),
        (SERVICE, _("Palveluittain"), _("Päättyneitä palvelujaksoja")),
        (OUTCOME, _("Palvelun tuloksen mukaan"), _("Päättyneitä palvelujaksoja")),
        (SOLUTION, _("Asiakkuuden ratkaisun mukaan"), _("Päättyneitä asiakkuuksia")),
    ]
    return Costs(
        period, least, [(heading, told, _lines(found.get(what, []), named[what], least))
                        for what, heading, told in headings],
    )  # fmt: skip


def _lines(found: list[tuple[Any, ...]], named: Any, least: int) -> list[Cost]:
    shown = protect({row[0]: row[1] for row in found}, least)
    lines = [_line(named(row[0]), shown[row[0]], row, least) for row in found]
    return sorted(lines, key=lambda one: one.name)


def _line(name: str, shown: Shown, row: tuple[Any, ...], least: int) -> Cost:
    _key, _number, known, apart, people, amount = row
    if shown.kind != "number":
        return Cost(name, shown, None, None, None, None)
    enough = known and people >= least
    mean = (amount / known).quantize(Decimal("0.01")) if enough else None
    return Cost(name, shown, known, apart, amount if enough else None, mean)


def _ask(region: Region, period: Quarters) -> dict[str, list[tuple[Any, ...]]]:
    """Ask the owner's function: by what is looked at, rows of key, number, known, apart, people, amount."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_cost_counts(%s, %s, %s)", [region.pk, period.since, period.until])
        for what, *rest in cursor.fetchall():
            found.setdefault(what, []).append(tuple(rest))
    return found


def rows(told: Costs) -> Iterator[list[str]]:
    """The report as lines of a file."""
    for heading, counted, lines in told.tables:
        yield [heading, counted, _("Kustannus tiedossa"), _("Ei jaettavissa"), _("Tiedossa yhteensä"), _("Keskimäärin")]
        for one in lines:
            apart = str(one.apart) if one.apart is not None else _("Ei näytetä")
            yield [one.name, in_words(one.number, told.least), one.known_of, apart, one.sum_in_words, one.mean_in_words]
        yield []

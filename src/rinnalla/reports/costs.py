"""What support cost where it is known, by service, by outcome and by solution (L-20).

Unknown is told as unknown and never counted as nothing; what cannot be split by client is counted apart (C-25). Counts
are hidden against the whole of their table by people too, and a sum is told only where enough people stand behind it
and the others would not tell a hidden one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.prices.showing import euros
from rinnalla.lib.smallnumbers import Shown, protect
from rinnalla.organisations.models import Region
from rinnalla.reports.boards.sections import Board, Section
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.showing import in_words
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Indicator

WHOLE, SERVICE, OUTCOME, SOLUTION = "whole", "service", "outcome", "solution"


class Row(NamedTuple):
    """A line as it is counted: all of them and their people, those with a known cost and their people, the sum."""

    key: str
    number: int
    everybody: int
    known: int
    apart: int
    people: int
    amount: Decimal | None


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

    period: HalfYear
    least: int
    tables: list[tuple[str, str, list[Cost]]]  # heading, what is counted, lines

    @property
    def empty(self) -> bool:
        return not any(lines for _heading, _what, lines in self.tables)


def report(region: Region, period: HalfYear) -> Costs:
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
    money = {what: _money(lines, least) for what, lines in found.items()}
    if any(_alone(found.get(what, []), money.get(what, set())) for what in (SERVICE, OUTCOME)):
        money[WHOLE] = set()  # the whole less the others would be the hidden one
    return Costs(
        period, least, [(heading, told, _lines(found.get(what, []), money.get(what, set()), named[what], least))
                        for what, heading, told in headings],
    )  # fmt: skip


def _numbers(found: list[Row], least: int) -> dict[str, Shown]:
    """How many there are, hidden by people as well as by number: five services of one client are one client's."""
    by_number = protect({row.key: row.number for row in found}, least)
    by_people = protect({row.key: row.everybody for row in found}, least)
    return {
        row.key: by_number[row.key] if by_people[row.key].kind == "number" or by_number[row.key].kind == "small"
        else Shown("withheld")
        for row in found
    }  # fmt: skip


def _money(found: list[Row], least: int) -> set[str]:
    """The lines whose sum may be told: enough people stand behind it, and nobody gets a hidden one by subtracting."""
    numbers, people = _numbers(found, least), protect({row.key: row.people for row in found}, least)
    told = [row for row in found if row.known and people[row.key].kind == numbers[row.key].kind == "number"]
    keys = {row.key for row in told}
    if told and _alone(found, keys):
        keys.discard(min(told, key=lambda row: row.people).key)
    return keys


def _alone(found: list[Row], told: set[str]) -> bool:
    """Whether just one sum is hidden: then the whole would tell it."""
    return sum(bool(row.known) and row.key not in told for row in found) == 1


def _lines(found: list[Row], money: set[str], named: Any, least: int) -> list[Cost]:
    shown = _numbers(found, least)
    lines = [_line(named(row.key), shown[row.key], row, row.key in money) for row in found]
    return sorted(lines, key=lambda one: one.name)


def _line(name: str, shown: Shown, row: Row, money: bool) -> Cost:
    if shown.kind != "number":
        return Cost(name, shown, None, None, None, None)
    if not money or row.amount is None:
        return Cost(name, shown, row.known, row.apart, None, None)
    return Cost(name, shown, row.known, row.apart, row.amount, (row.amount / row.known).quantize(Decimal("0.01")))


def _ask(region: Region, period: HalfYear) -> dict[str, list[Row]]:
    """Ask the owner's function: the lines by what is looked at."""
    found: dict[str, list[Row]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_cost_counts(%s, %s, %s)", [region.pk, period.since, period.until])
        for what, *rest in cursor.fetchall():
            found.setdefault(what, []).append(Row(*rest))
    return found


def rows(told: Costs) -> Iterator[list[str]]:
    """The report as lines of a file."""
    for heading, counted, lines in told.tables:
        yield [heading, *_heads(counted)]
        for one in lines:
            yield [one.name, in_words(one.number, told.least), *_rest(one)]
        yield []


def board(told: Costs, one: Indicator) -> Board:
    """The report as sections, for a workbook and a document, with the assumptions it rests on (T-29)."""
    sections: list[Section] = [
        Section(f"costs-{place}", heading, told_of(lines), [heading, *_heads(counted)],
                [[line.name, line.number, *_rest(line)] for line in lines], one)
        for place, (heading, counted, lines) in enumerate(told.tables) if lines
    ]  # fmt: skip
    notes = [
        *(_("Oletus: %(words)s") % {"words": assumed.in_language} for assumed in one.assumptions),
        _("Summa on vain niiden, joiden kustannus on tiedossa. Muiden kustannus ei ole nolla."),
    ]
    return Board("costs", one.names.in_language, one.meaning.in_language, told.period.name, told.least, sections, notes)


def told_of(lines: Sequence[Cost]) -> str:
    """For how many lines a sum is told, in a sentence."""
    return _("Kustannus voidaan kertoa %(n)s rivillä %(all)s:sta.") % {
        "n": sum(one.amount is not None for one in lines), "all": len(lines),
    }  # fmt: skip


def _heads(counted: str) -> list[str]:
    return [counted, _("Kustannus tiedossa"), _("Ei jaettavissa"), _("Tiedossa yhteensä"), _("Keskimäärin")]


def _rest(one: Cost) -> list[str]:
    apart = str(one.apart) if one.apart is not None else _("Ei näytetä")
    return [one.known_of, apart, one.sum_in_words, one.mean_in_words]

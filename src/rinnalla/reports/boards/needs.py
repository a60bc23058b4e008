"""Needs, services and outcomes side by side, for who decides: what people need, what they got, where it led (L-05)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown, about, protect
from rinnalla.organisations.models import Region
from rinnalla.reports.boards import asking
from rinnalla.reports.boards.asking import Spell
from rinnalla.reports.boards.sections import Board, Cell, Section, largest
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.indicators.drawing import Bar, bars
from rinnalla.servicemodels import codes

HIDDEN = Shown("withheld")
REST, WORTH_A_COLUMN = "rest", 2  # a service or outcome stands alone when so many times the limit have it


@dataclass(frozen=True)
class NeedsBoard:
    """The page: its tables, and the needs as bars."""

    board: Board
    bars: list[Bar]
    empty: bool

    def any_told(self, section: Section) -> bool:
        return any(self.told(row) for row in section.rows)

    @staticmethod
    def told(row: Sequence[Cell]) -> bool:
        """Whether anything of a line may be told beside its number."""
        return any(isinstance(one, Shown) and one.kind == "number" and one.number for one in row[2:])

    def depth(self, row: Sequence[Cell], cell: Cell) -> int:
        """How dark a cell is drawn, 0 to 4, against the largest of its line; a hidden one has no darkness."""
        numbers = [one.number for one in row[2:] if isinstance(one, Shown) and one.kind == "number"]
        if not isinstance(cell, Shown) or cell.kind != "number" or not cell.number:
            return 0
        return max(1, round(4 * cell.number / max(numbers)))


def needs_board(region: Region, half: HalfYear) -> NeedsBoard:
    """The needs of a half-year's clients with the services and the outcomes of those who have them."""
    least = codes.deadline(region, "small_number")
    found, everybody = asking.needs(region, half), asking.flow(region, half)
    areas = {one.key: one.name for one in codes.code_list("life_areas", region=region)}
    totals = _totals(found)
    people = {areas.get(key, key): _number(totals[key], least) for key in totals}
    services = {**{one.key: one.name for one in codes.code_list("service_groups")}, "other": _("Muu palvelu"),
                "": _("Palvelu ei ole alkanut")}  # fmt: skip
    outcomes = {"": _("Polku jatkuu"), **{one.key: one.name for one in codes.code_list("solutions")}}
    one = definition("needs_services")
    sections = [
        Section("needs_services", _("Tarpeet ja palvelut"),
                _("Rivin tummin ruutu kertoo, missä palvelussa tukea on saatu."),
                *_table(found, everybody, areas, services, "service", _("Muut palvelut"), least), one),
        Section("needs_outcomes", _("Tarpeet ja tulokset"), _outcome_sentence(found, areas, least),
                *_table(found, everybody, areas, outcomes, "outcome", _("Muu ratkaisu"), least), one),
    ]  # fmt: skip
    board = Board("needs", one.names.in_language, _needs_sentence(people), half.name, least, sections,
                  [_("Sama ihminen voi olla monella rivillä, joten rivejä ei voi laskea yhteen.")])  # fmt: skip
    return NeedsBoard(board, bars(sorted(people.items(), key=lambda one: -one[1].number)), empty=not found)


def _totals(found: Counter[Spell]) -> Counter[str]:
    totals = Counter[str]()
    for one, number in found.items():
        totals[one.first] += number
    return totals


def _number(number: int, least: int) -> Shown:
    return Shown("small") if 0 < number < least else Shown("number", number)


def _table(
    found: Counter[Spell],
    everybody: Counter[Spell],
    areas: dict[str, str],
    names: dict[str, str],
    by: Literal["service", "outcome"], rest_name: str,
    least: int,
) -> tuple[list[str], list[list[Cell]]]:
    """Heads and lines: each need with how many have it, and of them each service or outcome that anybody has."""
    whole = Counter[str]()
    for one, number in everybody.items():
        whole[getattr(one, by)] += number
    used = [key for key in names if whole[key] >= WORTH_A_COLUMN * least or key == "" and whole[key]]
    rest = {key for key in names if whole[key] and key not in used}
    found, whole = _together(found, rest, by), _sum_of(whole, rest)
    totals = _totals(found)
    heads = [_("Tarve"), _("Asiakkaita"), *(names[key] for key in used), *([rest_name] if rest else [])]
    columns = [*used, *([REST] if rest else [])]
    order = sorted((area for area in areas if totals[area]), key=lambda area: -totals[area])
    return heads, [_line(areas[area], area, found, whole, columns, by, least) for area in order]


def _together(found: Counter[Spell], rest: set[str], by: Literal["service", "outcome"]) -> Counter[Spell]:
    """The same with the services or outcomes that few have put together."""
    merged = Counter[Spell]()
    for one, number in found.items():
        merged[one._replace(**{by: REST}) if getattr(one, by) in rest else one] += number
    return merged


def _sum_of(whole: Counter[str], rest: set[str]) -> Counter[str]:
    merged = Counter({key: number for key, number in whole.items() if key not in rest})
    merged[REST] = sum(whole[key] for key in rest)
    return merged


def _line(
    name: str, area: str, found: Counter[Spell], whole: Counter[str], used: list[str], by: str, least: int
) -> list[Cell]:
    """One need. A number is hidden also when only a few of the same service or outcome are without the need."""
    numbers = Counter[str]()
    for one, number in found.items():
        if one.first == area:
            numbers[getattr(one, by)] += number
    total = numbers.total()
    if total < least:
        return [name, Shown("small"), *(HIDDEN for _key in used)]
    shown = protect({key: numbers[key] for key in used}, least)
    cells = [HIDDEN if shown[key].number and 0 < whole[key] - numbers[key] < least else shown[key] for key in used]
    if sum(one.kind != "number" for one in cells) == 1:  # alone it could be had from the other table of the same people
        told = [place for place, one in enumerate(cells) if one.kind == "number" and one.number]
        if told:
            cells[min(told, key=lambda place: cells[place].number)] = HIDDEN
    exact = all(one.kind == "number" for one in cells)
    return [name, Shown("number", total) if exact else _("noin %(n)s") % {"n": about(total) or 10}, *cells]


def _needs_sentence(people: dict[str, Shown]) -> str:
    most = largest(people.items())
    if most is None:
        return _("Tarpeita on kirjattu liian vähän näytettäväksi.")
    return _("Useimmin tukea tarvitaan alueella: %(area)s.") % {"area": most[0].lower()}


def _outcome_sentence(found: Counter[Spell], areas: dict[str, str], least: int) -> str:
    """Among whom the most have found work, when that may be told."""
    work = Counter[str]()
    for one, number in found.items():
        if one.outcome == "employment":
            work[areas.get(one.first, one.first)] += number
    most = largest((name, _number(number, least)) for name, number in work.items())
    if most is None:
        return _("Työhön päätyneitä on liian vähän näytettäväksi tarpeittain.")
    return _("Työhön päätyneistä useimmin tukea tarvittiin alueella: %(area)s.") % {"area": most[0].lower()}

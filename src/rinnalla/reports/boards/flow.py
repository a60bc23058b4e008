"""From sender through services to outcome, as it may be told: both tables of streams, the numbers of the boxes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.lib.smallnumbers import Shown, about, protect
from rinnalla.lib.smalltables import protect_table
from rinnalla.organisations.models import Region
from rinnalla.reports.boards import asking, sankey
from rinnalla.reports.boards.asking import Spell
from rinnalla.reports.boards.sections import Section, largest
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.servicemodels import codes

SENDERS = 6  # so many are named, the rest stand together
ENOUGH_TOLD = 0.6  # boxes are put together until at least so much of the whole may be told
REST, GOES_ON, WORK = "rest", "", "employment"
NAMED_OUTCOMES = (WORK, "education", "rehabilitation", "pension", GOES_ON)
Link = tuple[str, str]
Numbers = dict[Link, Shown]


@dataclass(frozen=True)
class Flow:
    """The figure: its sections, its drawing (None when too few to draw), and what is told of each box by column."""

    sections: tuple[Section, Section]
    drawing: sankey.Drawing | None
    boxes: tuple[list[tuple[str, str]], ...]


def flow(region: Region, half: HalfYear, least: int) -> Flow:
    """The cases of a half-year, from who sent them to what came of it."""
    spells, names = _gathered(asking.flow(region, half), region, least)
    spells, tables = _safe(spells, names, least)
    columns = tuple(_column(spells, place, names[place], tables, least) for place in (0, 1, 2))
    heads = (_("Kuka lähetti"), _("Minkä palvelun kautta"), _("Mikä tuli tulokseksi"))
    enough = spells.total() >= least and any(one.kind == "number" for table in tables for one in table.values())
    drawing = sankey.draw(columns, tuple(map(_drawn, tables)), heads, least=least, marked=WORK) if enough else None
    sentence = _sentence(spells, tables[1], names) if enough else _("Asiakkuuksia on liian vähän näytettäväksi.")
    sections = (
        _section("board_flow", sentence, heads[0], tables[0], names[0], names[1]),
        _section("board_flow_outcomes", "", heads[1], tables[1], names[1], names[2], _("Palvelusta tulokseen")),
    )
    return Flow(sections, drawing, tuple([(name, told) for _key, name, told in column] for column in columns))


def _safe(
    spells: Counter[Spell], names: Sequence[Mapping[str, str]], least: int
) -> tuple[Counter[Spell], list[Numbers]]:
    """The tables as they may be told. While most of one would be hidden, its smallest box is put with the rest: of all
    that was tried the one that hides the least."""
    tried = []
    while True:
        tables = [protect_table(_full(_pairs(spells, side), names[side], names[side + 1]), least) for side in (0, 1)]
        told = [_share_told(table, spells.total()) for table in tables]
        tried.append((sum(told), spells, tables))
        worse = 0 if told[0] < told[1] else 1
        merges = _merges(spells, worse) or _merges(spells, 1 - worse)
        if not merges or min(told) >= ENOUGH_TOLD:
            _most, spells, tables = max(tried, key=lambda one: one[0])
            return spells, tables
        _number, place, key = min(merges)
        spells = _together(spells, place, key)


def _merges(spells: Counter[Spell], side: int) -> list[tuple[int, int, str]]:
    """The boxes of a table's two columns that could be put with the rest: size, column, key. Two are left of each."""
    return [
        (number, place, key) for place in (side, side + 1) for key, number in _totals(spells, place).items()
        if key not in (REST, "") and len(_totals(spells, place)) > 2
    ]  # fmt: skip


def _share_told(table: Numbers, whole: int) -> float:
    return sum(one.number for one in table.values() if one.kind == "number") / whole if whole else 1.0


def _together(spells: Counter[Spell], place: int, key: str) -> Counter[Spell]:
    merged = Counter[Spell]()
    for one, number in spells.items():
        merged[Spell(*(REST if n == place and part == key else part for n, part in enumerate(one)))] += number
    return merged


# Which boxes there are ------------------------------------------------------------------------------------------------


def _gathered(found: Counter[Spell], region: Region, least: int) -> tuple[Counter[Spell], list[dict[str, str]]]:
    """The cases with the smallest senders, services and outcomes put together, and the names of each column."""
    senders, services, outcomes = (_totals(found, place) for place in (0, 1, 2))
    known = {one.key: one.name for one in codes.code_list("sender_kinds", region=region)
             if not getattr(one.definition, "shown_as", None)}  # fmt: skip
    known["self"] = codes.code_name("referral_channels", "self")
    kept = [one for one, number in senders.most_common() if one in known and number >= least][:SENDERS]
    groups = {one.key: one.name for one in codes.code_list("service_groups")}
    kept_services = [one for one in groups if services[one] >= least]
    kept_outcomes = [one for one in NAMED_OUTCOMES if outcomes[one] >= least or one in (WORK, GOES_ON)]
    spells = Counter[Spell]()
    for one, number in found.items():
        spells[Spell(
            one.first if one.first in kept else REST,
            one.service if one.service in (*kept_services, "") else REST,
            one.outcome if one.outcome in kept_outcomes else REST,
        )] += number  # fmt: skip
    solutions = {one: codes.code_name("solutions", one) for one in kept_outcomes}
    other = _("Muu ratkaisu") if outcomes[WORK] >= least else _("Päättynyt")
    return spells, [
        {**{one: known[one] for one in kept}, REST: _("Muut lähettäjät")},
        {**{one: groups[one] for one in kept_services}, REST: _("Muut palvelut"), "": _("Palvelu ei ole alkanut")},
        {**solutions, GOES_ON: _("Polku jatkuu"), REST: other},
    ]


def _totals(found: Counter[Spell], place: int) -> Counter[str]:
    totals = Counter[str]()
    for one, number in found.items():
        totals[one[place]] += number
    return totals


def _pairs(found: Counter[Spell], side: int) -> Counter[Link]:
    pairs = Counter[Link]()
    for one, number in found.items():
        pairs[one[side], one[side + 1]] += number
    return pairs


def _full(pairs: Counter[Link], lines: Mapping[str, str], columns: Mapping[str, str]) -> dict[Link, int]:
    """The table with its empty cells, without lines and columns that nobody is in."""
    used = [one for one in lines if any(pairs[one, other] for other in columns)]
    return {
        (one, other): pairs[one, other] for one in used for other in columns if any(pairs[line, other] for line in used)
    }


def _drawn(table: Numbers) -> Numbers:
    """What there is to draw: a zero is nothing."""
    return {link: one for link, one in table.items() if one.kind != "number" or one.number}


# What is told ---------------------------------------------------------------------------------------------------------


def _column(
    spells: Counter[Spell], place: int, names: Mapping[str, str], tables: Sequence[Numbers], least: int
) -> list[tuple[str, str, str]]:
    """Each box with what is told of its number: itself when nothing that flows through it is hidden, else about."""
    totals = _totals(spells, place)
    shown = protect({key: totals[key] for key in names if totals[key]}, least)
    return [
        (key, names[key], _told(one, totals[key], _some_hidden(key, place, tables), least))
        for key, one in shown.items()
    ]


def _some_hidden(key: str, place: int, tables: Sequence[Numbers]) -> bool:
    through = [tables[one][link] for one, side in ((place, 0), (place - 1, 1)) if 0 <= one < len(tables)
               for link in tables[one] if link[side] == key]  # fmt: skip
    return any(one.kind != "number" for one in through)


def _told(one: Shown, number: int, hidden: bool, least: int) -> str:
    if one.kind == "small":
        return _("alle %(least)s") % {"least": least}
    rounded = about(number)
    if one.kind == "number" and not hidden:
        return str(number)
    return _("noin %(n)s") % {"n": rounded} if rounded else ""


def _sentence(spells: Counter[Spell], table: Numbers, names: Sequence[Mapping[str, str]]) -> str:
    """How many came to work and through what, when it may be told; else how many go on."""
    to_work = [(names[1][service], one) for (service, outcome), one in table.items() if outcome == WORK]
    most = largest(to_work)
    whole = sum(one.number for _name, one in to_work) if all(one.kind == "number" for _name, one in to_work) else 0
    if most and whole:
        return _("Työhön päätyi %(n)s. Useimmin tie vei palvelusta %(service)s.") % {"n": whole, "service": most[0]}
    if most:
        return _("Työhön päädyttiin useimmin palvelusta %(service)s.") % {"service": most[0]}
    on = _totals(spells, 2)[GOES_ON]
    return (
        _("Polku jatkuu noin %(n)s asiakkaalla.") % {"n": about(on) or 10} if on else _("Kaikki polut ovat päättyneet.")
    )


def _section(
    key: str, sentence: str, head: str, table: Numbers, lines: Mapping[str, str], columns: Mapping[str, str],
    title: str = "",
) -> Section:
    used = [one for one in columns if any(link[1] == one for link in table)]
    rows = [
        [lines[line], *(table[line, one] for one in used)]
        for line in lines if any(link[0] == line for link in table)
    ]  # fmt: skip
    one = definition("board_flow")
    return Section(key, title or one.names.in_language, sentence, [head, *(columns[one] for one in used)], rows, one)

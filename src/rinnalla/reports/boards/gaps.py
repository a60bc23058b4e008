"""Quality by group: do those in the weakest position wait longer, begin less often, break off more (I-38)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.organisations.models import Region
from rinnalla.reports.boards import asking
from rinnalla.reports.boards.sections import Board, Section, share
from rinnalla.reports.definitions import definition
from rinnalla.reports.forms import HalfYear
from rinnalla.reports.showing import decimal
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.countable import countable
from rinnalla.servicemodels.rules import Rulebook

ALL, SATISFACTION = "", "satisfaction"
Counts = Counter[int]


@dataclass(frozen=True)
class Measure:
    """One measure: whether a larger number is better, and how it is told of people by value."""

    key: str
    name: str
    more_is_better: bool
    unit: str
    of: Callable[[Counts], float]


@dataclass(frozen=True)
class Gap:
    """A group in one measure: its number and everybody's, and the gap; None where the group may not be told."""

    group: str
    number: float | None
    everybody: float | None

    @property
    def gap(self) -> float | None:
        return None if self.number is None or self.everybody is None else round(self.number - self.everybody, 1)


@dataclass(frozen=True)
class Told:
    """A measure with every group that has one in it."""

    measure: Measure
    everybody: float | None
    gaps: list[Gap]

    def worse(self, one: Gap) -> bool:
        return bool(one.gap) and (one.gap or 0) < 0 if self.measure.more_is_better else (one.gap or 0) > 0


@dataclass(frozen=True)
class GapsBoard:
    """The page."""

    board: Board
    measures: list[Told]
    empty: bool


def measures() -> list[Measure]:
    return [
        Measure("waiting", _("Odotus palveluun"), False, _("pv"), _median),
        Measure("start", _("Suunniteltu palvelu alkoi"), True, "%", _percent),
        Measure("interruption", _("Palvelu keskeytyi"), False, "%", _percent),
        Measure("feedback", _("Tyytyväisyys"), True, "", _mean),
    ]


def gaps_board(region: Region, half: HalfYear) -> GapsBoard:
    """Every target group that can be counted, in every measure, beside all clients of the half-year."""
    least, enough = (codes.deadline(region, key) for key in ("small_number", "share_denominator"))
    book = Rulebook(codes.common(), codes.published(region), half.until)
    groups = {one.key: one for one in book.in_force(codes.common().target_groups)}
    asked = [one for one in (countable(group, book) for group in groups.values()) if "jobseeker" not in one]
    found = asking.gaps(region, asked, SATISFACTION, half)
    names = {one["key"]: groups[one["key"]].names.in_language for one in asked}
    told = [_told(one, found, names, least, enough) for one in measures()]
    one = definition("quality_gap")
    sections = [_section(one_told) for one_told in told]
    everybody = [[one_told.measure.name, number(one_told.everybody, one_told.measure)] for one_told in told]
    whole = Section("quality_gap", one.names.in_language, _lead(told), [_("Mittari"), _("Kaikki")], everybody, one)
    note = _("Ero näytetään, kun ryhmässä ja sen ulkopuolella on kummassakin vähintään %(n)s ihmistä.") % {"n": enough}
    board = Board("groups", one.names.in_language, _lead(told), half.name, least, [whole, *sections], [note])
    return GapsBoard(board, told, empty=not found)


def _told(
    measure: Measure, found: Mapping[tuple[str, str], Counts], names: Mapping[str, str], least: int, enough: int
) -> Told:
    whole = found.get((ALL, measure.key), Counter())
    everybody = _of(measure, whole, whole, least, enough)
    return Told(measure, everybody, [
        Gap(name, _of(measure, counts, whole, least, enough), everybody)
        for key, name in names.items() if (counts := found.get((key, measure.key), Counter()))
    ])  # fmt: skip


def _of(measure: Measure, counts: Counts, whole: Counts, least: int, enough: int) -> float | None:
    """The measure of some, when they are enough and so are the others: else the whole less these would tell those."""
    people, others = counts.total(), whole.total() - counts.total()
    if people < enough or 0 < others < enough:
        return None
    if measure.of is _percent:
        outside = whole[1] - counts[1], whole[0] - counts[0]
        if any(0 < part < least for part in (*outside, counts[1], counts[0])):
            return None
    return measure.of(counts)


def _median(counts: Counts) -> float:
    values = sorted(counts.elements())
    middle = len(values) // 2
    return float(values[middle]) if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _percent(counts: Counts) -> float:
    return float(share(counts[1], counts.total(), 0, 1) or 0)


def _mean(counts: Counts) -> float:
    tenths = (20 * sum(value * people for value, people in counts.items()) + counts.total()) // (2 * counts.total())
    return tenths / 10


# In words -------------------------------------------------------------------------------------------------------------


def number(value: float | None, measure: Measure, signed: bool = False) -> str:
    """A number of a measure: 38 pv, 71 %, 8,6; with its sign when it is a gap."""
    if value is None:
        return _("Ei näytetä")
    told = decimal(value) if value % 1 or not measure.unit else str(int(abs(value)))
    sign = ("+" if value > 0 else "−" if value < 0 else "") if signed else ""
    return f"{sign}{told} {measure.unit}".strip()


def _section(told: Told) -> Section:
    rows = [
        [one.group, number(one.number, told.measure), number(one.gap, told.measure, signed=True)] for one in told.gaps
    ]
    heads = [_("Ryhmä"), told.measure.name, _("Ero kaikkiin")]
    return Section(told.measure.key, told.measure.name, sentence(told), heads, rows)


def sentence(told: Told) -> str:
    """Which group is worst off in a measure, and by how much."""
    worse = [one for one in told.gaps if one.gap is not None and told.worse(one)]
    if not worse:
        known = any(one.gap is not None for one in told.gaps)
        return (
            _("Mikään ryhmä ei ole tässä muita heikommassa asemassa.")
            if known
            else _("Ryhmissä on liian vähän ihmisiä, jotta eron voisi näyttää.")
        )
    most = max(worse, key=lambda one: abs(one.gap or 0))
    return _("Suurin ero: %(group)s, %(gap)s.") % {
        "group": most.group, "gap": number(most.gap, told.measure, signed=True),
    }  # fmt: skip


def _lead(told: Sequence[Told]) -> str:
    behind = sum(any(one.worse(gap) for gap in one.gaps) for one in told)
    if not behind:
        return _("Eroja muihin ei näy, tai ryhmät ovat liian pieniä näytettäväksi.")
    return _("Heikoimmassa asemassa olevat jäävät muista jälkeen %(n)s mittarissa %(all)s:sta.") % {
        "n": behind, "all": len(told),
    }  # fmt: skip

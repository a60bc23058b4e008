"""Acts between organisations of a finished half-year as a matrix; small cells hidden, also from sums (T-35)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rinnalla.lib.halves import HalfYear
from rinnalla.lib.smallnumbers import Shown, about
from rinnalla.lib.smalltables import protect_lines
from rinnalla.organisations.models import Organisation, Region
from rinnalla.referrals.senders import told_body
from rinnalla.servicemodels import codes

KINDS = {
    "": gettext_lazy("Kaikki yhdessä"), "consultation": gettext_lazy("Konsultaatiot"),
    "meeting": gettext_lazy("Yhteiset tapaamiset"), "referral": gettext_lazy("Lähetteet"),
}  # fmt: skip
STEPS = 4  # shades of the heat table

Pair = tuple[str, str]  # of names
Ids = tuple[int, int]
Counted = dict[Ids, tuple[int, int]]  # acts and people


@dataclass(frozen=True)
class Cell:
    """What may be told of two bodies, and how dark it is drawn: 0 for none or hidden, up to `STEPS`."""

    shown: Shown
    step: int


@dataclass(frozen=True)
class Matrix:
    """Bodies by name, and the cell of each two. `total` is about how many acts there are in all, "" for few."""

    period: HalfYear
    kind: str
    least: int
    bodies: Sequence[str]
    cells: Mapping[Pair, Cell]
    total: str
    most: Sequence[tuple[str, str, int]] = field(default=())

    @property
    def empty(self) -> bool:
        return not self.bodies

    def cell(self, one: str, other: str) -> Cell | None:
        """The cell of two; None of one with itself."""
        return None if one == other else self.cells[_pair(one, other)]


def matrix(region: Region, half: HalfYear, kind: str = "", groups: frozenset[str] = frozenset()) -> Matrix:
    """Acts of a kind between each two organisations. A body whose name would tell of the client stands under the wider
    name (V-37). People are what hides a cell: acts about fewer than the limit are not told."""
    found, names = _counted(region, half, groups)
    least = codes.deadline(region, "small_number")
    told = _told(found, kind, least)
    shown = {_pair(names[one], names[other]): acts for (one, other), acts in told.items()}
    top = max((one.number for one in shown.values() if one.kind == "number"), default=0)
    cells = {pair: Cell(one, -(-STEPS * one.number // top) if one.kind == "number" and top else 0)
             for pair, one in shown.items()}  # fmt: skip
    total = about(sum(acts for acts, _people in found[kind].values()))
    most = sorted(((*pair, one.number) for pair, one in shown.items() if one.kind == "number" and one.number),
                  key=lambda row: (-row[2], row[0], row[1]))  # fmt: skip
    words = _("noin %(n)s") % {"n": total} if total is not None else ""
    bodies = sorted({name for pair in cells for name in pair})
    return Matrix(half, kind, least, bodies, cells, words, most[:3])


def _told(found: Mapping[str, Counted], kind: str, least: int) -> dict[Ids, Shown]:
    """The acts that may be told, whichever other kind somebody reads beside this one: all together less the others
    would be the last kind. So a kind is told of two bodies only where every kind of theirs is, and all together."""
    kept = {one: _kept(found[one], least) for one in KINDS}
    if kind:
        hidden = {pair for part in kept.values() for pair, one in part.items() if one.kind != "number"}
        return {pair: Shown("withheld") if pair in hidden else one for pair, one in kept[kind].items()}
    return kept[kind]


def _kept(counted: Counted, least: int) -> dict[Ids, Shown]:
    """Acts of one kind by themselves, hidden by their people; by ids, so that it is the same in every language."""
    bodies = sorted({one for pair in counted for one in pair})
    pairs = list(combinations(bodies, 2))
    lines = [{pair for pair in pairs if one in pair} for one in bodies]
    people = {pair: counted.get(pair, (0, 0))[1] for pair in pairs}
    told = protect_lines(people, lines, least)
    return {
        pair: Shown("number", counted.get(pair, (0, 0))[0]) if one.kind == "number" else Shown("withheld")
        for pair, one in told.items()
    }


def _counted(region: Region, half: HalfYear, groups: frozenset[str]) -> tuple[dict[str, Counted], dict[int, str]]:
    """Acts and people of each two bodies by kind, and the names a reader with these field groups may know. Bodies of
    one name stand under the smallest id of them."""
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_joint_acts(%s, %s, %s)", [region.pk, half.since, half.until])
        rows = cursor.fetchall()
    known = Organisation.objects.in_bulk({pk for _kind, one, other, *_rest in rows for pk in (one, other)})
    name_of = {pk: told_body(known[pk], groups) for pk in sorted(known)}
    first: dict[str, int] = {}
    stands = {pk: first.setdefault(name, pk) for pk, name in name_of.items()}
    found: dict[str, Counted] = {kind: {} for kind in KINDS}
    for kind, one, other, acts, people in rows:
        low, high = sorted((stands[one], stands[other]))
        if low != high:
            before = found[kind].get((low, high), (0, 0))
            found[kind][low, high] = (before[0] + acts, before[1] + people)
    return found, {pk: name for name, pk in first.items()}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def rows(told: Matrix) -> list[list[str]]:
    """The matrix as lines of a file, hidden where the page hides."""
    lines = [[_("Organisaatio"), *told.bodies]]
    for one in told.bodies:
        cells = [told.cell(one, other) for other in told.bodies]
        lines.append([one, *("" if cell is None else in_words(cell.shown) for cell in cells)])
    return lines


def in_words(one: Shown) -> str:
    """A cell in words."""
    return str(one.number) if one.kind == "number" else _("Ei näytetä")

"""Acts between organisations of a finished half-year as a matrix; small cells hidden, also from sums (T-35)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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

Pair = tuple[str, str]


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
    acts, people = _counted(region, half, kind, groups)
    least = codes.deadline(region, "small_number")
    bodies = sorted({name for pair in acts for name in pair})
    pairs = [_pair(one, other) for place, one in enumerate(bodies) for other in bodies[place + 1 :]]
    lines = [{pair for pair in pairs if name in pair} for name in bodies]
    told = protect_lines({pair: people.get(pair, 0) for pair in pairs}, lines, least)
    shown = {pair: _of_acts(one, acts.get(pair, 0)) for pair, one in told.items()}
    top = max((one.number for one in shown.values() if one.kind == "number"), default=0)
    cells = {pair: Cell(one, -(-STEPS * one.number // top) if one.kind == "number" and top else 0)
             for pair, one in shown.items()}  # fmt: skip
    total = about(sum(acts.values()))
    most = sorted(((*pair, one.number) for pair, one in shown.items() if one.kind == "number" and one.number),
                  key=lambda row: (-row[2], row[0], row[1]))  # fmt: skip
    words = _("noin %(n)s") % {"n": total} if total is not None else ""
    return Matrix(half, kind, least, bodies, cells, words, most[:3])


def _of_acts(people: Shown, acts: int) -> Shown:
    """The acts of a cell where its people may be told; a cell that is hidden by its people stays hidden."""
    return Shown("number", acts) if people.kind == "number" else Shown("withheld")


def _counted(
    region: Region, half: HalfYear, kind: str, groups: frozenset[str]
) -> tuple[dict[Pair, int], dict[Pair, int]]:
    """Acts and people of each two bodies by the names a reader with these field groups may know."""
    with connection.cursor() as cursor:
        cursor.execute("select * from reports_joint_acts(%s, %s, %s)", [region.pk, half.since, half.until])
        rows = [row[1:] for row in cursor.fetchall() if row[0] == kind]
    known = Organisation.objects.in_bulk({pk for one, other, _acts, _people in rows for pk in (one, other)})
    names = {pk: told_body(one, groups) for pk, one in known.items()}
    acts: dict[Pair, int] = defaultdict(int)
    people: dict[Pair, int] = defaultdict(int)
    for one, other, many, whom in rows:
        if names[one] != names[other]:
            pair = _pair(names[one], names[other])
            acts[pair] += many
            people[pair] += whom
    return acts, people


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

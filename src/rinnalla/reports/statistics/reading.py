"""Reading rows as people paste them: a label, a semicolon and a number; of what is wrong the line and what is right."""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rinnalla.reports.statistics.models import PEOPLE

LONGEST_LABEL, MOST_ROWS, MOST_BYTES = 200, 500, 200_000
LARGEST = Decimal("999999999999")
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
HEADS = frozenset({"luku", "lukumäärä", "määrä", "arvo", "antal", "värde", "number", "value"})  # a line of headings


@dataclass(frozen=True)
class Line:
    """One good line."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class Bad:
    """A line that can't be taken: which, why, and what would be right."""

    number: int
    reason: str
    right: str

    def __str__(self) -> str:
        return _("Rivi %(n)s: %(reason)s %(right)s") % {"n": self.number, "reason": self.reason, "right": self.right}


def decoded(data: bytes) -> str:
    """A file as text: UTF-8 when it is, else as Excel writes it in the Nordic countries."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read(text: str, *, unit: str, least: int) -> tuple[list[Line], list[Bad]]:
    """The good lines and the bad ones, numbered as in the text; empty lines are passed over.

    Of people no number from 1 up to `least` is taken: it could tell of one person.
    """
    good: list[Line] = []
    bad: list[Bad] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (number == 1 and _cells(line)[-1].casefold() in HEADS):
            continue
        found = _line(number, line, unit, least, {_folded(one.label) for one in good})
        if isinstance(found, Bad):
            bad.append(found)
        else:
            good.append(found)
    if len(good) > MOST_ROWS:
        bad.append(Bad(MOST_ROWS + 1, _("rivejä on liikaa."), _("Enintään %(n)s riviä kerralla.") % {"n": MOST_ROWS}))
    return good, bad


def _line(number: int, line: str, unit: str, least: int, before: set[str]) -> Line | Bad:
    cells = _cells(line)
    if len(cells) != 2:
        return Bad(number, _("rivissä ei ole nimeä ja lukua."), _("Kirjoita näin: Naiset;120"))
    label, value = cells
    if not label:
        return Bad(number, _("rivin nimi puuttuu."), _("Kirjoita näin: Naiset;120"))
    if len(label) > LONGEST_LABEL:
        return Bad(number, _("rivin nimi on liian pitkä."), _("Enintään %(n)s merkkiä.") % {"n": LONGEST_LABEL})
    if _folded(label) in before:
        return Bad(number, _("”%(label)s” on jo ylempänä.") % {"label": label}, _("Jätä yksi rivi kustakin nimestä."))
    read_as = _SPACES.sub("", value)
    if not _NUMBER.fullmatch(read_as):
        return Bad(number, _("”%(value)s” ei ole luku.") % {"value": value[:40]}, _("Kirjoita luku näin: 120 tai 12,5"))
    amount = Decimal(read_as.replace(",", "."))
    return _fitting(number, amount, unit, least) or Line(label, amount)


def _fitting(number: int, amount: Decimal, unit: str, least: int) -> Bad | None:
    """What is wrong with the size of a number, None when nothing is."""
    if amount < 0 or amount > LARGEST:
        return Bad(number, _("luku ei käy."), _("Luvun on oltava vähintään 0."))
    if -amount.as_tuple().exponent > 2:  # type: ignore[operator]  # a number, never infinite
        return Bad(number, _("desimaaleja on liikaa."), _("Enintään kaksi desimaalia."))
    if unit == PEOPLE and amount != int(amount):
        return Bad(number, _("ihmisiä on kokonaisluku."), _("Kirjoita luku ilman desimaaleja."))
    if unit == PEOPLE and 0 < amount < least:
        right = _("Yhdistä rivi toiseen tai jätä se pois.")
        return Bad(number, _("alle %(n)s:n luku voi kertoa yhdestä ihmisestä.") % {"n": least}, right)
    return None


def _cells(line: str) -> list[str]:
    """Label and number; by a semicolon, else by a tab as a spreadsheet copies them."""
    mark = ";" if ";" in line else "\t"
    try:
        cells = next(csv.reader(io.StringIO(line), delimiter=mark))
    except csv.Error:
        cells = line.split(mark)
    cells = [one.strip() for one in cells]
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    return cells


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())

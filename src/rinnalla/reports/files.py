"""A report as a file: the definitions first, then the figures, small ones hidden as on the page."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from rinnalla.reports.forms import HalfYear
from rinnalla.servicemodels.definitions import Indicator

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_file(name: str, period: HalfYear, defined: Iterable[Indicator], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A report of a half-year."""
    return plain_file(f"{name}-{period.key}", [[_("Aika"), period.name], *definitions(defined), [], *rows])


def plain_file(name: str, rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Rows as CSV that a spreadsheet opens as it is: semicolons and a byte-order mark."""
    text = io.StringIO()
    out = csv.writer(text, delimiter=";")
    for one in rows:
        out.writerow([_plain(cell) for cell in one])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def definitions(defined: Iterable[Indicator]) -> Iterable[Sequence[str]]:
    """What each figure means, as lines of a file."""
    for one in defined:
        yield [_("Luku"), one.names.in_language]
        yield [_("Mitä se kertoo"), one.meaning.in_language]
        yield [_("Mitä lasketaan"), one.numerator.in_language]
        if one.denominator:
            yield [_("Mistä joukosta"), one.denominator.in_language]
        yield [_("Lähde"), one.source.in_language]
        for assumed in one.assumptions:
            yield [_("Oletus"), assumed.in_language]


def _plain(cell: str) -> str:
    """A cell that a spreadsheet reads as text, never as a formula."""
    return "'" + cell if cell.startswith(FORMULAS) else cell

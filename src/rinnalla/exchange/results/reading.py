"""The rows of a results file, whatever program it came from: one result a row, its areas as columns by their names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rinnalla.assessments.results import scoring
from rinnalla.assessments.results.actions import Result, edition_of
from rinnalla.assessments.results.models import InstrumentResult
from rinnalla.exchange.columns import folded
from rinnalla.exchange.faults import Fault, TableError, shortened
from rinnalla.exchange.tables import Line, Table, read_table
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d

# Code name → headings in Finnish, Swedish and English. Every other heading is an area of some instrument.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "case": ("Asian numero", "Ärendenummer", "Case number", "Asia", "Ärende", "Case"),
    "instrument": ("Mittari", "Mätare", "Instrument"),
    "day": ("Päivä", "Dag", "Date", "Pvm", "Datum"),
    "source": ("Lähde", "Källa", "Source"),
    "version": ("Versio", "Version"),
    "subject": ("Tavoite", "Mål", "Goal"),
    "outcome": ("Suositus", "Rekommendation", "Recommendation"),
}  # fmt: skip
NEEDED = ("case", "instrument", "day", "source")
MOST_ROWS = 2_000  # a file is one transaction


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result as the file tells it."""

    line: int
    case_number: str
    result: Result


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column stands, and the headings that name areas."""

    places: dict[str, int]
    areas: dict[str, int]

    def cell(self, line: Line, key: str) -> str:
        place = self.places.get(key)
        return line.cells[place].strip() if place is not None and place < len(line.cells) else ""


def read_rows(name: str, data: bytes) -> list[ResultRow]:
    """The results of a file. Raises TableError with every fault: where it is, why, and what is expected."""
    table = read_table(name, data)
    columns = _columns(table)
    rows: list[ResultRow] = []
    faults: list[Fault] = []
    if len(table.lines) > MOST_ROWS:
        expected = _("Enintään %(limit)d riviä. Jaa tiedosto osiin.") % {"limit": MOST_ROWS}
        raise TableError(_("Tiedostossa on liikaa rivejä."), expected)
    for line in table.lines:
        try:
            rows.append(_row(line, columns))
        except _BadCell as bad:
            faults.append(Fault(line.number, bad.column, shortened(bad.value), "value", bad.reason, bad.expected))
    faults += _twice(rows)
    if faults or not rows:
        raise broken(faults or [Fault(table.heading_line, "", "", "empty", _("Tiedostossa ei ole yhtään tulosta."),
                                      _("Otsikoiden alla yksi tulos rivillä."))])
    return rows


def broken(faults: list[Fault]) -> TableError:
    """A file of which nothing is taken, with everything that is wrong in it."""
    faults = sorted(faults, key=lambda one: one.line)
    return TableError(faults[0].reason, faults[0].expected, line=faults[0].line, faults=tuple(faults))


class _BadCell(Exception):
    def __init__(self, column: str, value: str, reason: str, expected: str = "") -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.expected = column, value, reason, expected


def _columns(table: Table) -> _Columns:
    keys = {folded(heading): key for key, headings in HEADINGS.items() for heading in headings}
    areas = {name for one in codes.common().instruments for edition in one.editions for name in _area_names(edition)}
    places: dict[str, int] = {}
    found: dict[str, int] = {}
    faults = []
    for place, heading in enumerate(table.headings):
        name = folded(heading)
        if not name:
            continue
        key = keys.get(name)
        if (key or name) in (places if key else found):
            faults.append(_heading_fault(table, heading, _("Sarake %(column)s on kahdesti.") % {"column": heading}))
        elif key:
            places[key] = place
        elif name in areas:
            found[name] = place
        else:
            told = _("Saraketta %(column)s ei tunneta.") % {"column": shortened(heading)}
            faults.append(_heading_fault(table, heading, told))
    faults += [
        _heading_fault(table, HEADINGS[key][0], _("Sarake %(column)s puuttuu.") % {"column": HEADINGS[key][0]})
        for key in NEEDED if key not in places
    ]
    if faults:
        raise broken(faults)
    return _Columns(places, found)


def _heading_fault(table: Table, heading: str, reason: str) -> Fault:
    expected = _("Otsikot: %(needed)s, ja osa-alueet mittarin omilla nimillä.") % {
        "needed": ", ".join(headings[0] for headings in HEADINGS.values())
    }
    return Fault(table.heading_line, shortened(heading), "", "heading", reason, expected)


def _area_names(edition: d.Edition) -> Iterator[str]:
    for scale in edition.scales:
        yield from _names(scale)


def _names(scale: d.Scale) -> set[str]:
    return {folded(name) for name in (scale.key, *scale.names.model_dump(exclude_none=True).values())}


def _row(line: Line, columns: _Columns) -> ResultRow:
    if line.fault:
        raise _BadCell("", "", _("Riviä ei voi lukea."), _("Lainausmerkit pareittain ja merkistö UTF-8."))
    instrument, edition = _instrument(line, columns)
    number = columns.cell(line, "case")
    if not number:
        raise _BadCell(HEADINGS["case"][0], "", _("Asian numero puuttuu."), _("Numero näkyy asian sivulla: 2026-0123."))
    source = columns.cell(line, "source")
    if not source:
        raise _BadCell(HEADINGS["source"][0], "", _("Lähde puuttuu."), _("Palvelu tai lausunto, josta tulos on."))
    result = Result(
        instrument.key, edition.version, _day(line, columns), InstrumentResult.Mode.IMPORTED, source[:200],
        _scores(line, columns, edition), outcome=columns.cell(line, "outcome"),
        subject=columns.cell(line, "subject")[:200],
    )
    return ResultRow(line.number, number, result)


def _instrument(line: Line, columns: _Columns) -> tuple[d.Instrument, d.Edition]:
    written, version = columns.cell(line, "instrument"), columns.cell(line, "version")
    known = {
        folded(name): one for one in codes.common().instruments if one.editions
        for name in (one.key, *one.names.model_dump(exclude_none=True).values())
    }
    instrument = known.get(folded(written))
    if instrument is None:
        names = ", ".join(one.names.in_language for one in codes.common().instruments if one.editions)
        raise _BadCell(HEADINGS["instrument"][0], written, _("Mittaria ei ole rekisterissä."), names)
    edition = edition_of(instrument, version) if version else None
    if edition is None and (version or len(instrument.editions) > 1):
        versions = ", ".join(one.version for one in instrument.editions)
        raise _BadCell(HEADINGS["version"][0], version, _("Mittarin versiota ei tunneta."), versions)
    return instrument, edition or instrument.editions[0]


def _day(line: Line, columns: _Columns) -> date:
    written = columns.cell(line, "day")
    try:
        day = dates.parse_date(written.removesuffix(" 00:00:00"))
    except ValueError as error:
        raise _BadCell(HEADINGS["day"][0], written, _("Päivää ei voi lukea."), "3.11.2026") from error
    if day > dates.today():
        raise _BadCell(HEADINGS["day"][0], written, _("Päivä on tulevaisuudessa."), _("Päivä, jolloin vastattiin."))
    return day


def _scores(line: Line, columns: _Columns, edition: d.Edition) -> dict[str, float]:
    scales = {name: scale for scale in edition.scales for name in _names(scale)}
    found: dict[str, float] = {}
    for area, place in columns.areas.items():
        written = line.cells[place].strip() if place < len(line.cells) else ""
        if not written:
            continue
        scale = scales.get(area)
        if scale is None:
            raise _BadCell(area, written, _("Tässä mittarissa ei ole osa-aluetta %(name)s.") % {"name": area},
                           ", ".join(one.names.in_language for one in edition.scales))
        found[scale.key] = _score(scale, written)
    return found


def _score(scale: d.Scale, written: str) -> float:
    name = scale.names.in_language
    expected = f"{scoring.shown(scale.lowest)}–{scoring.shown(scale.highest)}"
    try:
        value = scoring.points(written)
        return scoring.check_score(scale, value) if value is not None else 0
    except ValueError as error:
        raise _BadCell(name, written, scoring.out_of_range(scale, shortened(written)), expected) from error
    except Refused as refusal:
        raise _BadCell(name, written, refusal.message, expected) from refusal


def _twice(rows: list[ResultRow]) -> list[Fault]:
    first: dict[tuple, int] = {}
    faults = []
    for row in rows:
        key = (row.case_number, row.result.instrument, row.result.edition, row.result.measured_on, row.result.subject)
        if key in first:
            reason = _("Sama tulos on jo rivillä %(line)d.") % {"line": first[key]}
            faults.append(Fault(row.line, "", "", "twice", reason, _("Yksi tulos päivältä kerran.")))
        first.setdefault(key, row.line)
    return faults

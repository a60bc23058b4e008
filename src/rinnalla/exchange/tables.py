"""A list that was brought in, as headings and lines of text, whatever program it came from.

CSV (UTF-8 with or without mark, Windows-1252; semicolon, comma, tab) and XLSX give the same table.
Whatever the bytes are, nothing but TableError is raised.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rinnalla.exchange.faults import TableError
from rinnalla.exchange.text_tables import read_text
from rinnalla.exchange.workbooks import read_workbook

MAX_BYTES = 20 * 1024 * 1024
MAX_COLUMNS = 200
MAX_LINES = 100_000

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and an .xlsx with a password
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))


@dataclass(frozen=True, slots=True)
class Line:
    """One record. `number` is the physical line where it starts (in XLSX the row), counted from 1.

    `fault` is empty, or why the line could not be read: "quote", "encoding" or "too_long".
    """

    number: int
    cells: tuple[str, ...] = field(repr=False)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings as they stand in the file, and the lines that hold something."""

    headings: tuple[str, ...]
    heading_line: int
    lines: tuple[Line, ...] = field(repr=False)


def read_table(name: str, data: bytes) -> Table:
    """Reads the content of a file; its kind is told by the content, `name` is only repeated to people.

    Raises TableError for what is no table, is too large or has no headings.
    """
    _refuse_what_is_no_table(name, data)
    records = read_workbook(data, MAX_LINES + 1, MAX_COLUMNS) if data.startswith(_ZIP) else read_text(data)
    lines = (Line(number, cells, fault) for number, cells, fault in records if fault or any(map(str.strip, cells)))
    head = next(lines, None)
    if head is None:
        raise _empty(name)
    headings = tuple(cell.strip() for cell in head.cells)
    if head.fault or len(headings) > MAX_COLUMNS:
        raise _bad_heading(head)
    return Table(headings, head.number, tuple(_at_most(lines)))


def _refuse_what_is_no_table(name: str, data: bytes) -> None:
    if not data.strip():
        raise _empty(name)
    if len(data) > MAX_BYTES:
        raise TableError(
            _("Tiedosto %(name)s on liian suuri.") % {"name": name},
            _("Enintään %(size)d megatavua. Jaa luettelo useampaan tiedostoon.") % {"size": MAX_BYTES // 1024 // 1024},
        )
    if data.startswith(_OLD_OFFICE):
        raise TableError(
            _("Tiedosto %(name)s on vanhaa Excel-muotoa (.xls), tai siinä on salasana.") % {"name": name},
            _("Tallenna se ilman salasanaa muotoon .xlsx tai CSV UTF-8."),
        )
    if data.startswith(_UTF_16):
        raise TableError(
            _("Tiedoston %(name)s merkistö on UTF-16.") % {"name": name},
            _("Tallenna se muotoon CSV UTF-8 tai .xlsx."),
        )
    if not data.startswith(_ZIP) and _looks_binary(data):
        raise TableError(_("Tiedosto %(name)s ei ole luettelo.") % {"name": name}, _("CSV- tai XLSX-tiedosto."))


def _looks_binary(data: bytes) -> bool:
    sample = data[:65536]
    return b"\x00" in data or (len(sample) - len(sample.translate(None, _CONTROLS))) * 20 > len(sample)


def _empty(name: str) -> TableError:
    return TableError(
        _("Tiedosto %(name)s on tyhjä.") % {"name": name},
        _("Ensimmäisellä rivillä otsikot, sen jälkeen yksi ohjaus rivillä."),
    )


def _bad_heading(head: Line) -> TableError:
    if head.fault:
        return TableError(
            _("Otsikkoriviä ei voi lukea."),
            _("Otsikot samassa merkistössä kuin muu tiedosto ja lainausmerkit pareittain."),
            line=head.number,
        )
    return TableError(
        _("Sarakkeita on liikaa: %(count)d.") % {"count": len(head.cells)},
        _("Enintään %(limit)d saraketta.") % {"limit": MAX_COLUMNS},
        line=head.number,
    )


def _at_most(lines: Iterator[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines, start=1):
        if count > MAX_LINES:
            raise TableError(
                _("Tiedostossa on liikaa rivejä."),
                _("Enintään %(limit)d riviä. Jaa luettelo useampaan tiedostoon.") % {"limit": MAX_LINES},
                line=line.number,
            )
        yield line

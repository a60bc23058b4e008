"""Reading XLSX safely: what the archive says is counted first, and only what was counted is given to the reader."""

import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import python_calamine
from django.utils.translation import gettext as _

from rinnalla.exchange.faults import TableError
from rinnalla.exchange.text_tables import Record

MAX_PARTS = 1_000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes of all parts together
MAX_AREA = 5_000_000  # rows × columns: the reader keeps a place for each, empty or not
MAX_TEXT = 200 * 1024 * 1024  # characters, when each use of a shared text is counted


def read_workbook(data: bytes, max_rows: int, max_columns: int) -> Iterator[Record]:
    """The rows of the first visible sheet that is a worksheet. Raises TableError."""
    rows = _rows(_checked_copy(data, max_rows, max_columns))
    for number, row in enumerate(rows, start=1):
        cells = tuple(map(_text, row))
        if any("\x00" in cell for cell in cells):
            raise _damaged()
        yield number, cells, ""


def _rows(data: bytes) -> list[list[Any]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        place = next(
            place
            for place, sheet in enumerate(book.sheets_metadata)
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        )
        return book.get_sheet_by_index(place).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise _damaged() from error


def _text(value: Any) -> str:
    """A cell as a person would have typed it: 3.11.2026, whole numbers without decimals, text as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        time = "" if value.time() == dt.time() else f" {value.hour}.{value:%M}"
        return f"{value.day}.{value.month}.{value.year}{time}"
    if isinstance(value, dt.date):
        return f"{value.day}.{value.month}.{value.year}"
    return str(value)


# The checked copy


def _checked_copy(data: bytes, max_rows: int, max_columns: int) -> bytes:
    """The XML parts of the archive, unpacked within bounds, each read once here; nothing else is carried over."""
    copy, counts = io.BytesIO(), _Counts()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as clean:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS or len(names) < len(parts):
                raise _damaged()
            if "xl/workbook.xml" not in names:
                raise TableError(_("Tiedosto ei ole Excel-työkirja."), _("Tallenna se muotoon .xlsx tai CSV UTF-8."))
            left = MAX_UNPACKED
            for part in parts:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                with archive.open(part) as opened:
                    content = opened.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _too_large()
                counts.read(content)
                clean.writestr(part.filename, content)
    except TableError:
        raise
    except Exception as error:  # zipfile and its unpackers raise of many kinds
        raise _damaged() from error
    _refuse_too_large(counts, max_rows, max_columns)
    return copy.getvalue()


def _refuse_too_large(counts: "_Counts", max_rows: int, max_columns: int) -> None:
    if counts.rows > max_rows or counts.columns > max_columns or counts.rows * counts.columns > MAX_AREA:
        raise _too_large()
    if sum(uses * counts.lengths.get(number, 0) for number, uses in counts.uses.items()) > MAX_TEXT:
        raise _too_large()


class _Counts:
    """Last row and column with something in them over all sheets, lengths of shared texts, and uses of each."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.lengths: Counter[int] = Counter()
        self.uses: Counter[int] = Counter()
        self._row = self._column = 0
        self._shared = self._in_value = False
        self._value = ""
        self._string = -1

    def read(self, content: bytes) -> None:
        self._row = self._column = 0
        self._string = -1
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(content, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            self._row, self._column = _place(attributes.get("r", ""), self._row, self._column + 1)
            self._shared = attributes.get("t") == "s"
        elif name in ("v", "is", "f"):
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
            self._in_value, self._value = name == "v", ""
        elif name == "si":
            self._string += 1

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "v":
            if self._shared:
                self.uses[int(self._value)] += 1
            self._in_value = False

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._value += text[:20]
        elif self._string >= 0:
            self.lengths[self._string] += len(text)

    def _doctype(self, *_told: object) -> None:
        raise _damaged()


def _place(reference: str, row: int, column: int) -> tuple[int, int]:
    """Row and column, from 1, of a reference such as "AB12"; without one, where the cell stands."""
    if not reference:
        return row, column
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters[:8].upper():
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column


def _damaged() -> TableError:
    return TableError(
        _("Excel-työkirjaa ei voi lukea: se on vioittunut tai siinä on jotain, mitä luettelossa ei ole."),
        _("Avaa se taulukko-ohjelmassa ja tallenna uudelleen muotoon .xlsx tai CSV UTF-8."),
    )


def _too_large() -> TableError:
    return TableError(
        _("Excel-työkirjassa on liikaa rivejä, sarakkeita tai tekstiä."),
        _("Enintään 100 000 riviä ja 200 saraketta. Jaa luettelo useampaan tiedostoon."),
    )

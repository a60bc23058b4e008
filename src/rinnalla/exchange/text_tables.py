"""Reading CSV: which encoding, which delimiter, and where each record starts."""

import csv
import io
import re
from collections.abc import Iterator

Record = tuple[int, tuple[str, ...], str]  # physical line, cells, fault

DELIMITERS = (";", "\t", ",")
MAX_LINES_OF_RECORD = 200  # a quotation mark left open must not swallow the rest of the file

_SURROGATES = re.compile("[\udc80-\udcff]")
_QUOTED = re.compile(r'"[^"]*"')
_TOO_LONG = "field larger than field limit"


def read_text(data: bytes) -> Iterator[Record]:
    """The records of a CSV file. A record that can't be read comes with its fault and costs no other record."""
    # Not str.splitlines: it also breaks at signs that are text, such as U+2028 or U+0085.
    lines = list(io.StringIO(_decoded(data), newline=""))
    first = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    delimiter, place = _delimiter(lines, first)
    while place < len(lines):
        cells, used, fault = _record(lines[place : place + MAX_LINES_OF_RECORD], delimiter)
        if not fault and any(_SURROGATES.search(cell) for cell in cells):
            fault = "encoding"
        yield place + 1, tuple(map(_readable, cells)) if fault else tuple(cells), fault
        place += used


def _decoded(data: bytes) -> str:
    """UTF-8 when it is, or mostly is; else Windows-1252. Bytes that do not fit stay as lone surrogates, so that one
    bad line does not spoil the letters of all others."""
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") or _mostly_utf8(data) else "cp1252"
    return data.decode(encoding, errors="surrogateescape")


def _mostly_utf8(data: bytes) -> bool:
    """A line of Windows-1252 with a letter such as ä is hardly ever UTF-8 by chance, so the larger party is right."""
    try:
        data.decode("utf-8")
        return True
    except UnicodeDecodeError:
        lines = [line for line in data.split(b"\n") if not line.isascii()]
        return sum(map(_is_utf8, lines)) * 2 > len(lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
        return True
    except UnicodeDecodeError:
        return False


def _delimiter(lines: list[str], first: int) -> tuple[str, int]:
    """The delimiter by the heading line, and the place of that line (after "sep=;" as Excel writes it)."""
    if first == len(lines):
        return DELIMITERS[0], first
    told = lines[first].strip("\r\n").lower()
    if len(told) == 5 and told.startswith("sep=") and told[4] in DELIMITERS:
        return told[4], first + 1
    bare = _QUOTED.sub("", lines[first])
    return max(DELIMITERS, key=bare.count), first


def _record(lines: list[str], delimiter: str) -> tuple[list[str], int, str]:
    """Cells of the record that starts the lines, how many lines it takes, and its fault."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num, ""
    except csv.Error as error:
        fault = "too_long" if str(error).startswith(_TOO_LONG) else "quote"
        return lines[0].rstrip("\r\n").split(delimiter), 1, fault


def _readable(cell: str) -> str:
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", cell)

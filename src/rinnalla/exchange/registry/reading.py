"""Bytes of the registry's interface → the objects in them: one object, a list, a page, or a list of pages.

Whatever the bytes are, nothing but TableError is raised.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rinnalla.exchange.faults import Fault, TableError, shortened
from rinnalla.exchange.registry import shapes

_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Found:
    """An object as it stands in the file. `line` counts objects from 1, `place` is where in the file it is."""

    line: int
    place: str
    value: Any = field(repr=False)


@dataclass(slots=True)
class Reading:
    """Everything found, and what a person should know of the whole: pages that are not in the file."""

    found: list[Found] = field(default_factory=list, repr=False)
    remarks: list[Fault] = field(default_factory=list, repr=False)
    pages: set[int] = field(default_factory=set)
    page_count: int = 0


def read_objects(data: bytes) -> Reading:
    """The objects of a file. Raises TableError with line and column when it is not JSON, or is too large."""
    if len(data) > shapes.MAX_BYTES:
        raise too_large()
    reading = Reading()
    _flatten(parse(data), "", reading)
    if len(reading.found) > shapes.MAX_ITEMS:
        raise too_many()
    missing = reading.page_count - len(reading.pages)
    if reading.pages and missing > 0:
        reading.remarks.append(_missing_pages(reading, missing))
    return reading


def parse(data: bytes) -> Any:
    """JSON of bytes, in whichever Unicode form. Raises TableError that says where it breaks."""
    text = text_of(data)
    if not text.strip():
        raise TableError(_("Tiedosto on tyhjä."), _expected())
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise TableError(
            _("JSON katkeaa rivillä %(line)d, sarakkeessa %(column)d.") % {"line": error.lineno, "column": error.colno},
            _("Hae tiedosto uudelleen kokonaan. %(expected)s") % {"expected": _expected()}, line=error.lineno,
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # a number of thousands of digits, or NaN
        raise TableError(_("Tiedostossa on luku, jota JSON ei tunne."), _expected()) from error


def too_large() -> TableError:
    most = shapes.MAX_BYTES // 1024 // 1024
    return TableError(
        _("Aineisto on liian suuri. Enintään %(most)d megatavua.") % {"most": most},
        _("Tuo osa kerrallaan, esimerkiksi yksi organisaatio tai kunta."),
    )


def too_many() -> TableError:
    return TableError(
        _("Aineistossa on liikaa kohteita. Enintään %(most)d.") % {"most": shapes.MAX_ITEMS},
        _("Tuo osa kerrallaan, esimerkiksi yksi organisaatio tai kunta."),
    )


def text_of(data: bytes) -> str:
    """The bytes as text, in whichever Unicode form they are. Raises TableError."""
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError(
            _("Tiedoston merkistö ei ole Unicode. Tavu %(place)d ei kelpaa.") % {"place": error.start + 1},
            _("Tallenna tiedosto UTF-8-muodossa."),
        ) from error


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _flatten(value: Any, place: str, into: Reading, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise _too_deep()
    if isinstance(value, dict) and "itemList" in value:
        _page(value, place, into, depth)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            _flatten(one, f"{place}[{number}]", into, depth + 1)
    elif isinstance(value, dict) or place:
        into.found.append(Found(len(into.found) + 1, place, value))
    else:
        raise TableError(_("Tiedostossa ei ole palveluja."), _expected())


def _page(page: dict[str, Any], place: str, into: Reading, depth: int) -> None:
    items = page["itemList"]
    if items is None:
        items = []
    if not isinstance(items, list):
        raise TableError(_("itemList ei ole luettelo."), _expected())
    number, count = page.get("pageNumber"), page.get("pageCount")
    if isinstance(number, int) and isinstance(count, int):
        into.pages.add(number)
        into.page_count = max(into.page_count, count)
    _flatten(items, f"{place}.itemList".lstrip("."), into, depth + 1)


def _missing_pages(reading: Reading, missing: int) -> Fault:
    told = _("Tiedostossa on %(here)d sivua, kaikkiaan niitä on %(all)d. Puuttuu %(missing)d.")
    seen = ", ".join(map(str, sorted(reading.pages)[:20]))
    return Fault(
        1, "pageNumber", shortened(seen), "pages",
        told % {"here": len(reading.pages), "all": reading.page_count, "missing": missing},
        _("Tuo muutkin sivut. Järjestyksellä ei ole väliä."),
    )  # fmt: skip


def _too_deep() -> TableError:
    return TableError(_("Tiedostossa on liikaa sisäkkäisiä tasoja."), _expected())


def _expected() -> str:
    return _("Palvelutietovarannon avoimen rajapinnan JSON: yksi kohde, luettelo tai sivu, jossa on itemList.")

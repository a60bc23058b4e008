"""Reading the registry over the network: only https, only from hosts that the settings name, within limits."""

import http.client
import re
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext as _

from rinnalla.exchange.faults import TableError
from rinnalla.exchange.registry import shapes
from rinnalla.exchange.registry.picking import any_of
from rinnalla.exchange.registry.reading import parse, text_of, too_large

TIMEOUT = 20  # seconds that one answer may take
WHOLE = 300  # seconds that all pages may take together
TRIES, REST = 3, 2.0  # how many times an overloaded service is asked, and seconds between
MOST_REDIRECTS = 3
_PLAIN = "/%:=&?~+!$,;'@()*[]"  # signs of an address that stand as they are
_CHUNK = 64 * 1024
_TRY_AGAIN = (502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_VERSION = re.compile(r"/api/(v[0-9]+)(?=/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pages as one JSON list, and whether the address lists what has been withdrawn."""

    data: bytes
    gone: bool


def is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def fetch(address: str, *, whole: float = WHOLE) -> Fetched:
    """Every page of an address within `whole` seconds. Raises TableError that says what was wrong and is allowed."""
    _check(address)
    pages: list[str] = []
    until, size, number, last = time.monotonic() + whole, 0, 1, 1
    while number <= last:
        data = _get(address if number == 1 else _page(address, number), until, shapes.MAX_BYTES - size)
        size += len(data)
        pages.append(text_of(data))
        last = max(last, _page_count(parse(data)))
        number += 1
    return Fetched(f"[{','.join(pages)}]".encode(), _of_withdrawn(address))


def _check(address: str) -> None:
    """Only a known version at an allowed host, asked by nobody in particular."""
    _refuse_elsewhere(address)
    version = _VERSION.search(urlsplit(address).path)
    if version and version[1].lower() not in shapes.VERSIONS:
        raise TableError(
            _("Rajapinnan versiota %(version)s ei tunneta.") % {"version": version[1]},
            any_of(shapes.VERSIONS),
        )


def _refuse_elsewhere(address: str) -> None:
    allowed = [one for one in settings.REGISTRY_ADDRESSES if _secure(one)]
    try:
        parts = urlsplit(address)
        own = f"{parts.scheme}://{parts.netloc}".lower()
    except ValueError:
        own = ""
    if own not in [one.lower().rstrip("/") for one in allowed] or re.search(r"[\s\x00-\x1f\x7f\\]", address):
        raise TableError(_("Tästä osoitteesta ei tuoda."), _("https-osoite, joka alkaa: %(allowed)s") % {
            "allowed": ", ".join(allowed) or "–"})  # fmt: skip


def _secure(origin: str) -> bool:
    """https, or this very machine."""
    parts = urlsplit(origin)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _page(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(number))])))


def _page_count(page: Any) -> int:
    count = page.get("pageCount") if isinstance(page, dict) and "itemList" in page else 1
    if not isinstance(count, int) or isinstance(count, bool):
        return 1
    if count > shapes.MAX_PAGES:
        raise TableError(
            _("Sivuja on liikaa: %(count)d.") % {"count": count},
            _("enintään %(most)d sivua. Tuo osa kerrallaan, esimerkiksi yksi kunta.") % {"most": shapes.MAX_PAGES},
        )
    return count


def _of_withdrawn(address: str) -> bool:
    """The registry's lists of what has been removed: `status=Archived`, `status=Withdrawn`, `archived/list`."""
    parts = urlsplit(address.lower())
    statuses = {value for name, value in parse_qsl(parts.query) if name == "status"}
    return "/archived/" in parts.path or bool(statuses & {one.lower() for one in shapes.GONE})


# One answer -----------------------------------------------------------------------------------------------------------


def _get(address: str, until: float, most: int) -> bytes:
    """The body of an address. An overloaded service is asked again; a redirect is followed to allowed hosts only."""
    tried = moved = 0
    while True:
        tried += 1
        try:
            status, where, body = _ask(address, until, most)
        except (OSError, http.client.HTTPException) as error:
            raise _silent(address) from error
        if status == 200:
            return body
        if status in _MOVED and where and moved < MOST_REDIRECTS:
            address, moved, tried = urljoin(address, where), moved + 1, 0
            _refuse_elsewhere(address)
        elif status in _TRY_AGAIN and tried < TRIES and time.monotonic() + REST < until:
            time.sleep(REST)
        else:
            raise TableError(
                _("Palvelutietovaranto vastasi virheellä %(status)d.") % {"status": status},
                _("Tarkista osoite, tai yritä myöhemmin uudelleen."),
            )


def _ask(address: str, until: float, most: int) -> tuple[int, str, bytes]:
    parts = urlsplit(address)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.netloc, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT)
    try:
        target = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=_PLAIN)
        connection.request("GET", target, headers={"Accept": "application/json", "User-Agent": "Rinnalla"})
        with connection.getresponse() as answer:
            end = min(until, time.monotonic() + TIMEOUT)
            body = _body(answer, address, end, most) if answer.status == 200 else b""
            return answer.status, answer.headers.get("Location", ""), body
    finally:
        connection.close()


def _body(answer: http.client.HTTPResponse, address: str, until: float, most: int) -> bytes:
    parts, size = [], 0
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        if size > most:
            raise too_large()
        if time.monotonic() > until:
            raise _silent(address)
        parts.append(chunk)
    if answer.length:
        raise _silent(address)
    return b"".join(parts)


def _silent(address: str) -> TableError:
    host = urlsplit(address).hostname or ""
    return TableError(
        _("Osoitteesta %(host)s ei saatu kokonaista vastausta.") % {"host": host},
        _("Yritä myöhemmin uudelleen. Mitään ei tuotu."),
    )

"""Reading the job market's open postings (Työmarkkinatori, job search P67 v2): over https only, within limits.

The address and the key are settings (`JOB_MARKET`, `JOB_MARKET_KEY`); without an address nothing is asked, and
vacancies are kept by hand and by list. One POST gives every published posting of a region's municipalities, one JSON
object a line, in the shape that the service describes; a part that may come in two shapes is read in both. What names
a contact person is never read: `contacts` and `externalLinks` stay where they are.
"""

import http.client
import json
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from rinnalla.lib import dates

TIMEOUT = 20.0  # seconds for one step of the answer
WHOLE = 120.0  # seconds for all of it
MOST_BYTES = 60_000_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")
ISCO = re.compile(r"/isco/C?(\d{4})$")
BUSINESS_ID = re.compile(r"^\d{7}-\d$")
LONGEST_ID = 79
LANGUAGES = ("fi", "sv", "en")
SILENT, REFUSED, BUSY, ODD = "silent", "refused", "busy", "odd"


class NotRead(Exception):
    """Nothing could be read. `fault` is one of SILENT, REFUSED, BUSY, ODD."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Posting:
    """A posting as far as it is kept. `archived`: it has ended there."""

    foreign_id: str
    changed_at: datetime
    archived: bool
    business_id: str
    title: str
    text: str
    occupation: str
    municipality_code: str
    places: int
    deadline: date | None


def offered() -> bool:
    """Whether this deployment asks the job market."""
    return bool(settings.JOB_MARKET)


def postings(municipalities: Sequence[str]) -> tuple[list[Posting], list[str]]:
    """Every published posting of these municipalities, and the ids of those that could not be understood ("" for one
    without even an id). Raises NotRead.

    The list is whole or it is not given at all: who trusts it may end what is not in it.
    """
    asked = {"onlyStatus": "PUBLISHED", "municipalityIn": sorted(municipalities)}
    try:
        body = _ask(json.dumps(asked).encode())
    except (OSError, http.client.HTTPException) as error:
        raise NotRead(SILENT) from error
    found: list[Posting] = []
    odd: list[str] = []
    for line in (one for one in body.split(b"\n") if one.strip()):
        try:
            found.append(_posting(json.loads(line)))
        except (ValueError, LookupError, TypeError, AttributeError):
            odd.append(_id_at_least(line))
    if odd and not found:
        raise NotRead(ODD)
    return found, odd


def _id_at_least(line: bytes) -> str:
    try:
        return _id(json.loads(line)["metadata"]["externalId"])
    except (ValueError, LookupError, TypeError):
        return ""


def _posting(row: dict[str, Any]) -> Posting:
    meta, position = row["metadata"], row["position"]
    application = row.get("application") or {}
    places = (row.get("location") or {}).get("municipalities") or []
    return Posting(
        foreign_id=_id(meta["externalId"]), changed_at=_moment(meta["lastModified"]),
        archived=bool(meta.get("archived")),
        business_id=_business_id(row), title=_words(position["title"])[:160] or _nothing(),
        text=_words(position.get("jobDescription"))[:4000], occupation=_occupation(position),
        municipality_code=str(places[0]) if places else "", places=_places(application.get("openPositions")),
        deadline=_last_day(application.get("expires")),
    )


def _id(told: Any) -> str:
    text = str(told).strip()
    if not text or len(text) > LONGEST_ID:
        raise ValueError("a posting without an id")
    return text


def _nothing() -> str:
    raise ValueError("a posting without a title")


def _business_id(row: dict[str, Any]) -> str:
    """Of whom the work is at: the client of an agency before the agency."""
    for name in ("client", "owner"):
        body = row.get(name) or {}
        told = str(body.get("businessId") or "") if isinstance(body, dict) else str(body)
        if BUSINESS_ID.match(told):
            return told
    return ""


def _words(told: Any) -> str:
    """A text that comes as it is, by language, or as a list of {language, value}."""
    if isinstance(told, list):
        told = {str(one["language"]): one["value"] for one in told}
    if isinstance(told, dict):
        told = next((told[one] for one in LANGUAGES if told.get(one)), "")
    return str(told or "").strip()


def _occupation(position: dict[str, Any]) -> str:
    """The ISCO-08 unit group among the posting's occupations; "" when only ESCO's own addresses are told."""
    told = [position.get("mainOccupation"), *(position.get("occupations") or [])]
    addresses = [str(one.get("uri") if isinstance(one, dict) else one or "") for one in told]
    return next((match.group(1) for one in addresses if (match := ISCO.search(one))), "")


def _places(told: Any) -> int:
    return min(max(int(told or 1), 1), 500)


def _moment(told: str) -> datetime:
    found = datetime.fromisoformat(told)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _last_day(told: Any) -> date | None:
    return dates.local(_moment(str(told))).date() if told else None


def _ask(body: bytes) -> bytes:
    """The whole answer. Raises OSError, HTTPException, NotRead."""
    parts = urlsplit(settings.JOB_MARKET)
    connection = _connection(parts.scheme, parts.hostname, parts.netloc)
    headers = {
        "Accept": "application/x-ndjson", "Content-Type": "application/json", "User-Agent": "Rinnalla",
        "KIPA-Subscription-Key": settings.JOB_MARKET_KEY,
    }
    until = time.monotonic() + WHOLE
    try:
        connection.request("POST", f"{parts.path.rstrip('/')}/jobpostings", body=body, headers=headers)
        with connection.getresponse() as answer:
            if answer.status != 200:
                raise NotRead({401: REFUSED, 403: REFUSED, 429: BUSY}.get(answer.status, SILENT))
            return b"".join(_chunks(answer, until))
    finally:
        connection.close()


def _connection(scheme: str, name: str | None, host: str) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, timeout=TIMEOUT, context=ssl.create_default_context())
    if scheme == "http" and name in LOOPBACK:
        return http.client.HTTPConnection(host, timeout=TIMEOUT)
    raise OSError("the job market must be asked over TLS")


def _chunks(answer: http.client.HTTPResponse, until: float) -> Iterator[bytes]:
    size = 0
    while chunk := answer.read1(65_536):
        size += len(chunk)
        if size > MOST_BYTES or time.monotonic() > until:
            raise OSError("the job market's answer is too long or too slow")
        yield chunk
    if answer.length:
        raise OSError("the job market's answer was cut")

"""Looking an employer up in the business register (PRH's open data, version 3): by its Y-tunnus, over https only.

The address is a setting (`BUSINESS_REGISTER`); without one, or when the register is silent, the data are written by
hand. Nothing is ever saved from here: what was found fills a form that a person checks.
"""

import http.client
import json
import ssl
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from rinnalla.lib import dates

TIMEOUT = 3.0  # seconds for one step of the answer
WHOLE = 6.0  # seconds for all of it
MOST_BYTES = 500_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NAME, AUXILIARY = ("1", "2", "5"), ("3", "4", "6")  # the register's kinds of names: the name itself, and auxiliary ones
LANGUAGES = ("1", "2", "3")  # Finnish, Swedish, English


class NotFoundOut(Exception):
    """The register could not tell. `message` is for people: what happened and what to do instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Found:
    """What the register tells of a business."""

    business_id: str
    name: str
    other_names: str = ""
    trade_code: str = ""
    trade: str = ""
    municipality_code: str = ""
    ended_on: date | None = None
    looked_up_on: date = field(default_factory=dates.today)


def offered() -> bool:
    """Whether this deployment asks the register."""
    return bool(settings.BUSINESS_REGISTER)


def find(business_id: str) -> Found:
    """The business with this Y-tunnus, which has been checked. Raises NotFoundOut."""
    if not offered():
        raise NotFoundOut(_("Yritystietoja ei haeta rekisteristä tässä palvelussa. Kirjoita tiedot itse."))
    try:
        told = json.loads(_get(business_id))
        rows = [one for one in told["companies"] if one["businessId"]["value"] == business_id]
        return _found(rows[0]) if rows else _nobody()
    except (OSError, http.client.HTTPException) as error:
        text = _("Yritysrekisteri ei vastaa juuri nyt. Kirjoita tiedot itse, tai yritä myöhemmin.")
        raise NotFoundOut(text) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        text = _("Yritysrekisterin vastausta ei ymmärretty. Kirjoita tiedot itse.")
        raise NotFoundOut(text) from error


def _nobody() -> Found:
    raise NotFoundOut(_("Yritysrekisterissä ei ole tätä Y-tunnusta. Tarkista numero, tai kirjoita tiedot itse."))


def _found(row: dict[str, Any]) -> Found:
    line = row.get("mainBusinessLine") or {}
    ended = row.get("endDate") or ""
    names = _names(row, NAME)
    return Found(
        business_id=row["businessId"]["value"], name=names[0][:160],
        other_names=", ".join(_names(row, AUXILIARY))[:200],
        trade_code=str(line.get("type") or "")[:5], trade=_in_words(line.get("descriptions"))[:160],
        municipality_code=_municipality(row), ended_on=date.fromisoformat(ended[:10]) if ended else None,
    )


def _names(row: dict[str, Any], kinds: tuple[str, ...]) -> list[str]:
    """The names in use of these kinds, the register's order."""
    found = [one for one in row.get("names") or [] if str(one.get("type")) in kinds]
    return [str(one["name"]) for one in found if not one.get("endDate")]


def _in_words(descriptions: list[dict[str, Any]] | None) -> str:
    by_language = {str(one.get("languageCode")): str(one.get("description", "")) for one in descriptions or []}
    return next((by_language[one] for one in LANGUAGES if by_language.get(one)), "")


def _municipality(row: dict[str, Any]) -> str:
    for address in row.get("addresses") or []:
        for office in address.get("postOffices") or []:
            if code := str(office.get("municipalityCode") or ""):
                return code
    return ""


def _get(business_id: str) -> bytes:
    """The register's answer, whole and within limits. Raises OSError, HTTPException."""
    parts = urlsplit(settings.BUSINESS_REGISTER)
    target = f"{parts.path.rstrip('/')}/companies?{urlencode({'businessId': business_id})}"
    connection = _connection(parts.scheme, parts.hostname, parts.netloc)
    until = time.monotonic() + WHOLE
    try:
        connection.request("GET", target, headers={"Accept": "application/json", "User-Agent": "Rinnalla"})
        with connection.getresponse() as answer:
            if answer.status != 200:
                raise OSError(f"the register answered {answer.status}")
            return _body(answer, until)
    finally:
        connection.close()


def _connection(scheme: str, name: str | None, host: str) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, timeout=TIMEOUT, context=ssl.create_default_context())
    if scheme == "http" and name in LOOPBACK:
        return http.client.HTTPConnection(host, timeout=TIMEOUT)
    raise OSError("the register must be asked over TLS")


def _body(answer: http.client.HTTPResponse, until: float) -> bytes:
    parts: list[bytes] = []
    while chunk := answer.read1(65_536):
        parts.append(chunk)
        if sum(map(len, parts)) > MOST_BYTES or time.monotonic() > until:
            raise OSError("the register's answer is too long or too slow")
    if answer.length:
        raise OSError("the register's answer was cut")
    return b"".join(parts)

"""Asking an identity provider's own addresses: over TLS, without redirects, within a few seconds and kilobytes."""

import http.client
import json
import ssl
import time
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from rinnalla.access.identification.faults import Unproven
from rinnalla.access.identification.providers import safe_address

TIMEOUT = 5  # seconds
MOST = 256 * 1024  # bytes
_CHUNK = 16 * 1024


def get_json(address: str) -> dict[str, Any]:
    """The JSON object at an address. Raises Unproven "provider_silent"."""
    return _ask("GET", address, None, {})


def post_form(address: str, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
    """The JSON object that an address answers a form with. Raises Unproven: "provider_silent", "code_refused"."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return _ask("POST", address, urlencode(form), {**kind, **headers})


def _ask(method: str, address: str, body: str | None, headers: dict[str, str]) -> dict[str, Any]:
    try:
        parts = urlsplit(safe_address(address))
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        status, data = _answer(method, parts.scheme, parts.netloc, target, body, headers)
        told = json.loads(data) if status == 200 else None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unproven("provider_silent") from error
    if status in (400, 401, 403) and method == "POST":
        raise Unproven("code_refused")
    if not isinstance(told, dict):
        raise Unproven("provider_silent")
    return told


def _answer(
    method: str, scheme: str, host: str, target: str, body: str | None, headers: dict[str, str]
) -> tuple[int, bytes]:
    until = time.monotonic() + TIMEOUT
    if scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, timeout=TIMEOUT)
    try:
        connection.request(method, target, body, {"Accept": "application/json", "User-Agent": "Rinnalla", **headers})
        with connection.getresponse() as answer:
            data = b""
            while chunk := answer.read1(_CHUNK):
                data += chunk
                if len(data) > MOST or time.monotonic() > until:
                    raise OSError("too long an answer")
            return answer.status, data
    finally:
        connection.close()

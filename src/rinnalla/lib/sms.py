"""Text messages through the deployment's gateway: an HTTP POST that the settings tell. Nothing secret goes this way.

A message holds no client's data: a code to confirm a number, the time of a meeting without a word of what it is.
"""

import http.client
import json
import ssl
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

TIMEOUT = 10  # seconds
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NotSent(Exception):
    """The gateway did not take the message; it is tried again later."""


def offered() -> bool:
    """Whether this deployment has a gateway."""
    return bool(settings.SMS_ADDRESS)


def send(number: str, text: str) -> None:
    """Hand a message over to the gateway. Raises NotSent."""
    parts = urlsplit(settings.SMS_ADDRESS)
    body = settings.SMS_BODY.replace("{number}", _inside(number)).replace("{text}", _inside(text)).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Rinnalla"}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    try:
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        status = _post(parts.scheme, parts.hostname, parts.netloc, target, body, headers)
    except (OSError, http.client.HTTPException) as error:
        raise NotSent("the gateway does not answer") from error
    if not 200 <= status < 300:
        raise NotSent(f"the gateway answered {status}")


def _inside(text: str) -> str:
    """The text as it stands within a JSON string."""
    return json.dumps(text)[1:-1]


def _post(scheme: str, name: str | None, host: str, target: str, body: bytes, headers: dict[str, str]) -> int:
    if scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    elif scheme == "http" and name in LOOPBACK:
        connection = http.client.HTTPConnection(host, timeout=TIMEOUT)
    else:
        raise OSError("the gateway must be asked over TLS")
    try:
        connection.request("POST", target, body, headers)
        with connection.getresponse() as answer:
            return answer.status
    finally:
        connection.close()

"""An OpenID Connect provider that answers whatever a test tells it to, on the loopback address."""

import base64
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwe, jws
from joserfc.jwk import RSAKey
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from rinnalla.lib import dates
from tests.identity.keys import pair

CODE = "urn:oid:1.2.246.21"
STRONG, WEAK = "http://ftn.ficora.fi/2017/loa2", "http://ftn.ficora.fi/2017/loa1"
CLIENT = "rinnalla-test"


@dataclass
class EvilProvider:
    """`token` is what the token endpoint gives; `asked` is every form it got.

    A browser that comes to its pages is signed in with `code`, rightly, by either protocol.
    """

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.import_key(pair("provider").key, {"kid": "key-1"}))
    keys: list[dict[str, Any]] = field(default_factory=list)
    token: str = ""
    access_token: str = "access"
    status: int = 200
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    code: str = ""
    home: str = ""  # of who asked last by SAML

    def claims(self, nonce: str, code: str, **other: Any) -> dict[str, Any]:
        """The claims of a right answer."""
        now = int(dates.now().timestamp())
        return {
            "iss": self.address, "aud": CLIENT, "sub": "sub-1", "sid": "sid-1", "iat": now, "exp": now + 120,
            "nonce": nonce, "acr": STRONG, CODE: code, **other,
        }

    def signed(self, claims: dict[str, Any], *, key: RSAKey | None = None, **header: Any) -> str:
        told = {"alg": "RS256", "kid": "key-1", **header}
        told = {name: value for name, value in told.items() if value is not None}
        body = json.dumps({name: value for name, value in claims.items() if value is not None})
        return jws.serialize_compact(told, body, key or self.key, algorithms=["RS256", "RS512", "PS256"])

    def unsigned(self, claims: dict[str, Any]) -> str:
        return f"{_part({'alg': 'none'})}.{_part(claims)}."

    def by_public_key(self, claims: dict[str, Any]) -> str:
        """HS256 with the provider's public key as the secret: the classic confusion of algorithms."""
        body = f"{_part({'alg': 'HS256', 'kid': 'key-1'})}.{_part(claims)}"
        mac = hmac.new(self.key.as_pem(private=False), body.encode(), hashlib.sha256).digest()
        return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    def encrypted(self, token: str, recipient: RSAKey, **header: str) -> str:
        told = {"alg": "RSA-OAEP", "enc": "A256GCM", **header}
        return jwe.encrypt_compact(told, token, recipient, algorithms=list(told.values()))


    def page(self, path: str, query: dict[str, str]) -> tuple[str, str]:
        """A page of its own for a browser: where it goes on to, or what stands on it."""
        if path == "/authorize":
            self.token = self.signed(self.claims(query["nonce"], self.code))
            back = urlencode({"code": "code-1", "state": query["state"], "iss": self.address})
            return f"{query['redirect_uri']}?{back}", ""
        if path == "/end":
            return query["post_logout_redirect_uri"], ""
        if path == "/slo":
            return f"{self.home}/sign-in/identification/saml/single-log-out/?SAMLResponse=x", ""
        return "", self._sso(query["SAMLRequest"])

    def _sso(self, request: str) -> str:
        """The page that posts a SAML answer to whoever asked."""
        from tests.identity.forged import Forged, encoded

        xml = OneLogin_Saml2_Utils.decode_base64_and_inflate(request).decode()
        (place,) = re.findall(r'AssertionConsumerServiceURL="([^"]+)"', xml)
        self.home = place.split("/sign-in/")[0]
        answer = encoded(Forged(self.code, place, re.findall(r' ID="([^"]+)"', xml)[0]).response())
        return (
            f'<!DOCTYPE html><title>Provider</title><form method="post" action="{place}">'
            f'<input type="hidden" name="SAMLResponse" value="{answer}"></form>'
            "<script>document.forms[0].submit()</script>"
        )


def _part(told: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


@contextmanager
def evil_provider() -> Iterator[EvilProvider]:
    """A provider that is up until the block ends."""
    provider = EvilProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path in ("/authorize", "/end", "/sso", "/slo"):
                where, page = provider.page(parts.path, {name: one[0] for name, one in parse_qs(parts.query).items()})
                self.send(302 if where else 200, page.encode(), "text/html", Location=where)
            elif self.path.endswith("openid-configuration"):
                self.answer(200, {
                    "issuer": provider.address, "authorization_endpoint": f"{provider.address}/authorize",
                    "token_endpoint": f"{provider.address}/token", "jwks_uri": f"{provider.address}/keys",
                    "end_session_endpoint": f"{provider.address}/end",
                    "authorization_response_iss_parameter_supported": True, **provider.metadata,
                })  # fmt: skip
            else:
                public = {**provider.key.as_dict(private=False), "use": "sig", "alg": None}
                own = {name: value for name, value in public.items() if value is not None}
                self.answer(200, {"keys": provider.keys or [own]})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            provider.asked.append({name: values[0] for name, values in form.items()})
            self.answer(provider.status, {"id_token": provider.token, "access_token": provider.access_token})

        def answer(self, status: int, told: dict[str, Any]) -> None:
            self.send(status, json.dumps(told).encode(), "application/json")

        def send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Type": kind, "Content-Length": str(len(body))}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

"""An OpenID Connect provider that answers whatever a test tells it to, on the loopback address."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwe, jws
from joserfc.jwk import RSAKey

from rinnalla.lib import dates
from tests.identity.keys import pair

CODE = "urn:oid:1.2.246.21"
STRONG, WEAK = "http://ftn.ficora.fi/2017/loa2", "http://ftn.ficora.fi/2017/loa1"
CLIENT = "rinnalla-test"


@dataclass
class EvilProvider:
    """`token` is what the token endpoint gives; `asked` is every form it got."""

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.import_key(pair("provider").key, {"kid": "key-1"}))
    keys: list[dict[str, Any]] = field(default_factory=list)
    token: str = ""
    access_token: str = "access"
    status: int = 200
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

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


def _part(told: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


@contextmanager
def evil_provider() -> Iterator[EvilProvider]:
    """A provider that is up until the block ends."""
    provider = EvilProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith("openid-configuration"):
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
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
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

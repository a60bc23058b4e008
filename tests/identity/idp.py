"""A SAML 2.0 identity provider made with pysaml2, as a server on the loopback address that a test starts and ends."""

import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.identity.evil import CODE, STRONG
from tests.identity.forged import encoded, encrypted
from tests.identity.keys import pair

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of ciphers that it names and we don't use
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
    from saml2.config import IdPConfig
    from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_TRANSIENT, NameID
    from saml2.server import Server

RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@dataclass
class Idp:
    """Whoever comes is signed in with `code`, at `level`. `server` is pysaml2's, once it is told of us."""

    address: str
    code: str
    level: str = STRONG
    encrypt: bool = True
    server: Server | None = None
    ended: list[str] = field(default_factory=list)

    @property
    def metadata(self) -> str:
        certificate = pair("idp").bare_certificate
        ds, md = "http://www.w3.org/2000/09/xmldsig#", "urn:oasis:names:tc:SAML:2.0:metadata"
        return f"""<md:EntityDescriptor xmlns:md="{md}" entityID="{self.address}/metadata"><md:IDPSSODescriptor
          WantAuthnRequestsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
          <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="{ds}"><ds:X509Data><ds:X509Certificate>{certificate}
          </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
          <md:SingleLogoutService Binding="{BINDING_HTTP_REDIRECT}" Location="{self.address}/slo"/>
          <md:SingleSignOnService Binding="{BINDING_HTTP_REDIRECT}" Location="{self.address}/sso"/>
          </md:IDPSSODescriptor></md:EntityDescriptor>"""

    def know(self, metadata: str, folder: Path) -> None:
        """Be told of the service that asks."""
        key, certificate = pair("idp").files(folder, "idp")
        about: dict[str, Any] = {
            "entityid": f"{self.address}/metadata", "key_file": str(key), "cert_file": str(certificate),
            "service": {"idp": {
                "endpoints": {"single_sign_on_service": [(f"{self.address}/sso", BINDING_HTTP_REDIRECT)],
                              "single_logout_service": [(f"{self.address}/slo", BINDING_HTTP_REDIRECT)]},
                "policy": {"default": {"attribute_restrictions": None, "name_form": NAME_FORMAT_URI}},
                "want_authn_requests_signed": True, "signing_algorithm": RSA_SHA256, "digest_algorithm": SHA256,
            }},
            "metadata": {"inline": [metadata]},
        }  # fmt: skip
        self.server = Server(config=IdPConfig().load(about))

    def sign_on(self, query: dict[str, str]) -> str:
        """The page that posts the answer to whoever asked."""
        assert self.server
        request = self.server.parse_authn_request(
            query["SAMLRequest"], BINDING_HTTP_REDIRECT, relay_state=query.get("RelayState"), sigalg=query["SigAlg"],
            signature=query["Signature"],
        )  # fmt: skip
        told = self.server.response_args(request.message, [BINDING_HTTP_POST])
        answer = str(self.server.create_authn_response(
            {CODE: [self.code], "urn:oid:2.5.4.3": ["Somebody Else"]}, userid="t-1",
            name_id=NameID(text="transient-1", format=NAMEID_FORMAT_TRANSIENT),
            authn={"class_ref": self.level, "authn_auth": f"{self.address}/metadata"}, sign_assertion=True,
            sign_response=False, sign_alg=RSA_SHA256, digest_alg=SHA256,
            **{name: told[name] for name in ("in_response_to", "destination", "sp_entity_id")},
        ))  # fmt: skip
        if self.encrypt:
            answer = encrypted(re.sub(r"^<\?xml[^>]*\?>\s*", "", answer), pair("saml-client"))
        return (f'<form method="post" action="{escape(told["destination"])}">'
                f'<input type="hidden" name="SAMLResponse" value="{encoded(answer)}"></form>')  # fmt: skip

    def log_out(self, query: dict[str, str]) -> str:
        """The address that our log-out is answered at."""
        assert self.server
        request = self.server.parse_logout_request(
            query["SAMLRequest"], BINDING_HTTP_REDIRECT, relay_state=query.get("RelayState"), sigalg=query["SigAlg"],
            signature=query["Signature"],
        )  # fmt: skip
        self.ended.append(request.message.name_id.text)
        response = self.server.create_logout_response(request.message, [BINDING_HTTP_REDIRECT])
        where = self.server.apply_binding(
            BINDING_HTTP_REDIRECT, str(response), response.destination, response=True, sign=False
        )
        return dict(where["headers"])["Location"]


@contextmanager
def pysaml2_idp(code: str) -> Iterator[Idp]:
    """The provider, up until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            page = where = ""
            try:
                page, where = (idp.sign_on(query), "") if parts.path == "/sso" else ("", idp.log_out(query))
                status = 302 if where else 200
            except Exception as error:
                status, page = 400, f"{type(error).__name__}: {error}"
            self.send_response(status)
            if where:
                self.send_header("Location", where)
            self.send_header("Content-Length", str(len(page.encode())))
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    idp = Idp(f"http://127.0.0.1:{server.server_port}", code)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield idp
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)

"""SAML 2.0 answers as a test tells them: right but for what it changes, signed by whatever key and algorithm."""

import base64
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import xmlsec
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as C
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tests.identity.evil import CODE, STRONG
from tests.identity.keys import Pair, pair

ISSUER = "https://idp.example.fi/metadata"
ENTITY = "https://rinnalla.example.fi/saml"
NAMESPACES = f'xmlns:saml="{C.NS_SAML}" xmlns:samlp="{C.NS_SAMLP}"'


def metadata(idp: Pair, address: str = "https://idp.example.fi") -> str:
    """What the deployment knows of the provider."""
    return f"""<md:EntityDescriptor xmlns:md="{C.NS_MD}" entityID="{ISSUER}"><md:IDPSSODescriptor
      protocolSupportEnumeration="{C.NS_SAMLP}"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="{C.NS_DS}">
      <ds:X509Data><ds:X509Certificate>{idp.bare_certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
      </md:KeyDescriptor><md:SingleLogoutService Binding="{C.BINDING_HTTP_REDIRECT}" Location="{address}/slo"/>
      <md:SingleSignOnService Binding="{C.BINDING_HTTP_REDIRECT}" Location="{address}/sso"/></md:IDPSSODescriptor>
      </md:EntityDescriptor>"""


def at(seconds: int) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Forged:
    """One answer. None leaves a thing out."""

    code: str | None
    place: str
    request: str | None
    response_request: str | None = ""
    issuer: str = ISSUER
    response_issuer: str = ISSUER
    destination: str | None = ""
    recipient: str | None = ""
    audience: str | None = ENTITY
    level: str | None = STRONG
    name_id: str = "transient-1"
    made: int = 0
    ends: int | None = 120
    confirmed_until: int | None = 120
    status: str = C.STATUS_SUCCESS
    attribute: str = CODE
    key: Pair = field(default_factory=lambda: pair("idp"))
    signature: str = C.RSA_SHA256
    digest: str = C.SHA256
    sign: bool = True
    id: str = field(default_factory=lambda: f"_{uuid.uuid4().hex}")

    def __post_init__(self) -> None:
        self.destination = self.place if self.destination == "" else self.destination
        self.recipient = self.place if self.recipient == "" else self.recipient
        self.response_request = self.request if self.response_request == "" else self.response_request

    def but(self, **changes: Any) -> "Forged":
        return replace(self, id=f"_{uuid.uuid4().hex}", **changes)

    def assertion(self) -> str:
        """The assertion, signed unless told otherwise."""
        restriction = _tag("saml:AudienceRestriction", _tag("saml:Audience", self.audience)) if self.audience else ""
        told = {"Recipient": self.recipient, "InResponseTo": self.request,
                "NotOnOrAfter": None if self.confirmed_until is None else at(self.confirmed_until)}  # fmt: skip
        subject = _tag("saml:NameID", self.name_id, Format=C.NAMEID_TRANSIENT) + _tag(
            "saml:SubjectConfirmation", _tag("saml:SubjectConfirmationData", "", **told), Method=C.CM_BEARER
        )
        context = _tag("saml:AuthnContextClassRef", self.level) if self.level else _tag(
            "saml:AuthnContextDeclRef", "urn:declared"
        )
        value = _tag("saml:AttributeValue", self.code) if self.code is not None else ""
        xml = _tag(
            "saml:Assertion",
            _tag("saml:Issuer", self.issuer) + _tag("saml:Subject", subject)
            + _tag("saml:Conditions", restriction, NotBefore=at(self.made),
                   NotOnOrAfter=None if self.ends is None else at(self.ends))
            + _tag("saml:AuthnStatement", _tag("saml:AuthnContext", context), AuthnInstant=at(self.made),
                   SessionIndex="index-1")
            + _tag("saml:AttributeStatement", _tag("saml:Attribute", value, Name=self.attribute)),
            **{"xmlns:saml": C.NS_SAML, "ID": self.id, "Version": "2.0", "IssueInstant": at(self.made)},
        )  # fmt: skip
        return self._signed(xml) if self.sign else xml

    def response(self, inside: str | None = None, extensions: str = "", *, sign: bool = False) -> str:
        """The whole answer round an assertion (its own, when none is given)."""
        inside = self.assertion() if inside is None else inside
        xml = _tag(
            "samlp:Response",
            _tag("saml:Issuer", self.response_issuer) + extensions
            + _tag("samlp:Status", _tag("samlp:StatusCode", "", Value=self.status)) + inside,
            **{"xmlns:samlp": C.NS_SAMLP, "xmlns:saml": C.NS_SAML, "ID": f"_{uuid.uuid4().hex}", "Version": "2.0",
               "IssueInstant": at(self.made), "Destination": self.destination, "InResponseTo": self.response_request},
        )  # fmt: skip
        return self._signed(xml) if sign else xml

    def _signed(self, xml: str) -> str:
        signed = OneLogin_Saml2_Utils.add_sign(
            xml, self.key.key, self.key.certificate, sign_algorithm=self.signature, digest_algorithm=self.digest
        )
        return signed.decode() if isinstance(signed, bytes) else signed


def encoded(xml: str | bytes) -> str:
    return base64.b64encode(xml.encode() if isinstance(xml, str) else xml).decode()


def _tag(name: str, inside: str | None, **attributes: str | None) -> str:
    told = "".join(f' {key}="{value}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{told}>{inside or ''}</{name}>"


def encrypted(xml: str, recipient: Pair, *, data: Any = None, key: Any = None) -> str:
    """The answer with its assertion encrypted for `recipient`: AES-256-GCM under RSA-OAEP, unless told otherwise."""
    document = etree.fromstring(xml.encode())
    assertion = document.find(f"{{{C.NS_SAML}}}Assertion")
    place = etree.SubElement(document, f"{{{C.NS_SAML}}}EncryptedAssertion")
    place.append(assertion)
    template = xmlsec.template.encrypted_data_create(
        place, data or xmlsec.Transform.AES256_GCM, type=xmlsec.EncryptionType.ELEMENT, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(template)
    info = xmlsec.template.encrypted_data_ensure_key_info(template, ns="ds")
    inner = xmlsec.template.add_encrypted_key(info, key or xmlsec.Transform.RSA_OAEP)
    xmlsec.template.encrypted_data_ensure_cipher_value(inner)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(recipient.certificate, xmlsec.KeyFormat.CERT_PEM, None))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
    context.encrypt_xml(template, assertion)
    return etree.tostring(document).decode()

"""SAML 2.0: where a client is sent, and what the assertion that comes back proves.

python3-saml checks signatures, times and who is named where something is named; `_complete` asks for what it passes
over when an assertion says nothing: audience, recipient, end, request, level. Comments and document types are refused
before anything is read, and every algorithm must be on the list.
"""

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as C
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from rinnalla.access.identification.faults import GAVE_UP, Unproven
from rinnalla.access.identification.oidc import Proven
from rinnalla.access.identification.providers import SamlProvider, own_address
from rinnalla.lib import dates, hetu

MOST = 256 * 1024  # bytes of an answer
OLDEST = 300  # seconds since a log-out was asked for
NAMES = {"saml": C.NS_SAML, "samlp": C.NS_SAMLP}
_SIGNATURES = {C.RSA_SHA256, C.RSA_SHA384, C.RSA_SHA512}
STRONG = _SIGNATURES | {
    C.SHA256, C.SHA384, C.SHA512,
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep",
    "http://www.w3.org/2009/xmlenc11#mgf1sha1", "http://www.w3.org/2009/xmlenc11#mgf1sha256",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm", "http://www.w3.org/2009/xmlenc11#aes256-gcm",
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
}  # fmt: skip
OAEP_DIGEST = "http://www.w3.org/2000/09/xmldsig#sha1"  # inside RSA-OAEP alone, where it is no weakness


def place(provider: SamlProvider, name: str) -> str:
    """An address of ours for this provider: assertion, single-log-out, metadata."""
    return own_address(f"/sign-in/identification/{provider.key}/{name}/")


def begin(provider: SamlProvider) -> tuple[str, str]:
    """The address a client is sent to, and the id of the request. What is asked is signed.

    The relay state says nothing: what comes back under its name is never looked at.
    """
    auth = _auth(provider, "assertion")
    address = auth.login(return_to=provider.key, set_nameid_policy=False)
    return address, auth.get_last_request_id()


def request_of(data: str) -> str:
    """Which request an answer says it answers; nothing of it is believed yet. Raises Unproven."""
    return _parsed(data)[0].get("InResponseTo", "")


def answer(provider: SamlProvider, data: str, request_id: str) -> Proven:
    """What a provider's answer proves. Raises Unproven."""
    document, plain = _parsed(data)
    _only_strong(document)
    status = document.find("samlp:Status/samlp:StatusCode", NAMES)
    if status is None or status.get("Value") != C.STATUS_SUCCESS:
        raise Unproven(GAVE_UP)
    try:
        response = OneLogin_Saml2_Response(_settings(provider), plain)
        response.is_valid(_request(provider, "assertion"), request_id, raise_exceptions=True)
        return _complete(provider, response, request_id)
    except Unproven:
        raise
    except Exception as error:  # the library raises whatever its parsers do: all of it means no
        raise Unproven("wrong_assertion") from error


def sealed(proven: Proven, handle: bytes) -> bytes:
    """What a log-out must repeat, encrypted for its own row."""
    told = {"name_id": proven.subject, "format": proven.name_id_format, "index": proven.sid}
    return hetu.encrypt(json.dumps(told), aad=_bound(handle))


def sign_out_address(provider: SamlProvider, kept: bytes | None, handle: bytes) -> str | None:
    """Where the session at the provider ends, by a signed request; None when it has no such address."""
    auth = _auth(provider, "single-log-out")
    if not kept or not auth.get_slo_url():
        return None
    told = json.loads(hetu.decrypt(bytes(kept), aad=_bound(handle)))
    return auth.logout(
        return_to=provider.key, name_id=told["name_id"], session_index=told["index"],
        name_id_format=told["format"] or None,
    )  # fmt: skip


def log_out(provider: SamlProvider, query: dict[str, str], query_string: str) -> tuple[str, str, str]:
    """A log-out that the provider asks for: whose (`subject` and `sid`), and where our answer goes. Raises Unproven."""
    try:
        auth = _auth(provider, "single-log-out", query, query_string)
        if query.get("SigAlg") not in _SIGNATURES or not auth.validate_request_signature(query):
            raise Unproven("wrong_signature")
        asked = OneLogin_Saml2_Logout_Request(auth.get_settings(), query["SAMLRequest"])
        root = OneLogin_Saml2_XML.to_etree(asked.get_xml())
        _log_out_complete(provider, auth, root)
        asked.is_valid(_request(provider, "single-log-out", query), raise_exceptions=True)
        name = asked.get_nameid(asked.get_xml(), provider.signing_key)
        index = next(iter(asked.get_session_indexes(asked.get_xml())), "")
        return name, index, _log_out_answer(auth, root.get("ID"), query.get("RelayState"))
    except Unproven:
        raise
    except Exception as error:  # as above
        raise Unproven("wrong_log_out") from error


def own_metadata(provider: SamlProvider) -> str:
    """What the provider is told of us: addresses and certificate."""
    return OneLogin_Saml2_Settings(_told(provider), sp_validation_only=True).get_sp_metadata()


# Reading -------------------------------------------------------------------------------------------------------------


def _parsed(data: str) -> tuple[Any, str]:
    """The answer as a tree, and in strict base64. Raises Unproven for what is none, or what may hide something."""
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
        if not raw or len(raw) > MOST or b"<!" in raw:  # a document type, a comment, a section that is not read
            raise Unproven("not_plain_xml")
        return OneLogin_Saml2_XML.to_etree(raw), base64.b64encode(raw).decode()
    except (binascii.Error, etree.XMLSyntaxError, ValueError) as error:
        raise Unproven("not_plain_xml") from error


def _only_strong(document: Any) -> None:
    """Every algorithm that the tree names is on the list. Raises Unproven."""
    for element in document.iter():
        if not isinstance(element.tag, str):
            raise Unproven("not_plain_xml")
        named = element.get("Algorithm")
        inside = element.getparent() is not None and element.getparent().tag == f"{{{C.NS_XENC}}}EncryptionMethod"
        if named and named not in STRONG and not (inside and named == OAEP_DIGEST):
            raise Unproven("weak_algorithm")


def _complete(provider: SamlProvider, response: Any, request_id: str) -> Proven:
    """What a valid assertion must say. There is one in the document, and it is the signed one (both checked before)."""
    document = response.get_xml_document()
    _only_strong(document)
    here = place(provider, "assertion")
    (assertion,) = document.findall("saml:Assertion", NAMES)
    if response.document.get("Destination") != here or response.get_in_response_to() != request_id:
        raise Unproven("for_another")
    audiences = assertion.findall("saml:Conditions/saml:AudienceRestriction/saml:Audience", NAMES)
    if [one.text for one in audiences] != [provider.entity_id]:
        raise Unproven("wrong_audience")
    if not assertion.find("saml:Conditions", NAMES).get("NotOnOrAfter"):
        raise Unproven("no_time")
    _confirmed(assertion, here, request_id)
    levels = assertion.findall("saml:AuthnStatement/saml:AuthnContext/saml:AuthnContextClassRef", NAMES)
    if len(levels) != 1 or levels[0].text not in provider.levels:
        raise Unproven("too_weak")
    told = response.get_attributes().get(provider.code, [])
    if len(told) != 1 or not isinstance(told[0], str):
        raise Unproven("identity_code_missing")
    name = response.get_nameid_data()
    return Proven(told[0], name["Value"], response.get_session_index() or "", name.get("Format", ""))


def _confirmed(assertion: Any, here: str, request_id: str) -> None:
    """One bearer, to us, for this request, with an end."""
    (confirmation,) = assertion.findall("saml:Subject/saml:SubjectConfirmation", NAMES)
    data = confirmation.find("saml:SubjectConfirmationData", NAMES)
    if confirmation.get("Method") != C.CM_BEARER or data is None or not data.get("NotOnOrAfter"):
        raise Unproven("not_confirmed")
    if data.get("Recipient") != here or data.get("InResponseTo") != request_id:
        raise Unproven("for_another")


def _log_out_complete(provider: SamlProvider, auth: Any, root: Any) -> None:
    """By the provider, to us, and just now: an old log-out sent again ends nothing."""
    issuer = root.findtext("saml:Issuer", None, NAMES)
    if issuer != auth.get_settings().get_idp_data()["entityId"]:
        raise Unproven("wrong_issuer")
    made = OneLogin_Saml2_Utils.parse_SAML_to_time(root.get("IssueInstant"))
    if root.get("Destination") != place(provider, "single-log-out") or abs(dates.now().timestamp() - made) > OLDEST:
        raise Unproven("for_another")


def _log_out_answer(auth: Any, request_id: str, relay: str | None) -> str:
    settings = auth.get_settings()
    built = auth.logout_response_class(settings)
    built.build(request_id)
    told = {"SAMLResponse": built.get_response()} | ({"RelayState": relay} if relay else {})
    auth.add_response_signature(told, settings.get_security_data()["signatureAlgorithm"])
    return auth.redirect_to(auth.get_slo_response_url(), told)


# What the library is told ------------------------------------------------------------------------------------------


def _auth(provider: SamlProvider, name: str, query: dict[str, str] | None = None, query_string: str = "") -> Any:
    request = {**_request(provider, name, query), "query_string": query_string, "validate_signature_from_qs": True}
    return OneLogin_Saml2_Auth(request, _told(provider, messages=name == "single-log-out"))


def _settings(provider: SamlProvider) -> Any:
    return OneLogin_Saml2_Settings(_told(provider))


def _told(provider: SamlProvider, *, messages: bool = False) -> dict[str, Any]:
    idp = OneLogin_Saml2_IdPMetadataParser.parse(provider.metadata)["idp"]
    return {
        "strict": True,
        "idp": idp,
        "sp": {
            "entityId": provider.entity_id,
            "assertionConsumerService": {"url": place(provider, "assertion"), "binding": C.BINDING_HTTP_POST},
            "singleLogoutService": {"url": place(provider, "single-log-out"), "binding": C.BINDING_HTTP_REDIRECT},
            "NameIDFormat": C.NAMEID_TRANSIENT,
            "x509cert": provider.signing_certificate,
            "privateKey": provider.signing_key,
        },
        "security": {
            "authnRequestsSigned": True, "logoutRequestSigned": True, "logoutResponseSigned": True,
            "wantMessagesSigned": messages, "wantAssertionsSigned": True, "wantAssertionsEncrypted": provider.encrypted,
            "wantNameId": True, "wantAttributeStatement": True, "requestedAuthnContext": list(provider.levels),
            "requestedAuthnContextComparison": "exact", "failOnAuthnContextMismatch": True,
            "signatureAlgorithm": C.RSA_SHA256, "digestAlgorithm": C.SHA256, "rejectDeprecatedAlgorithm": True,
        },
    }  # fmt: skip


def _request(provider: SamlProvider, name: str, query: dict[str, str] | None = None) -> dict[str, Any]:
    """The request as the settings know our address, whatever the Host of it says."""
    parts = urlsplit(place(provider, name))
    return {
        "https": "on" if parts.scheme == "https" else "off", "http_host": parts.netloc, "script_name": parts.path,
        "get_data": query or {}, "post_data": {},
    }  # fmt: skip


def _bound(handle: bytes) -> bytes:
    return b"identification:" + bytes(handle)

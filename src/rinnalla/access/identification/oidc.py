"""OpenID Connect: where a client is sent, and what the answer that comes back proves.

Code flow with PKCE (RFC 7636); state, nonce and verifier are the browser's session's; the issuer is checked in the
answer too (RFC 9207), so that two providers can't be mixed up. `tokens` reads what is signed.
"""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from rinnalla.access.identification import fetching, tokens
from rinnalla.access.identification.faults import GAVE_UP, Unproven
from rinnalla.access.identification.providers import OidcProvider, own_address, safe_address
from rinnalla.lib import dates

METADATA_STANDS = 600  # seconds
ASSERTION_STANDS = 120
_metadata: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Proven:
    """What an answer proves: an identity code. `subject` and `sid` are how the provider names person and session."""

    code: str
    subject: str
    sid: str
    name_id_format: str = ""


def metadata(provider: OidcProvider) -> dict[str, Any]:
    """The issuer's own description, asked at most every ten minutes. Raises Unproven."""
    kept = _metadata.get(provider.issuer)
    if kept and time.monotonic() - kept[0] < METADATA_STANDS:
        return kept[1]
    told = fetching.get_json(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told.get("issuer") != provider.issuer:
        raise Unproven("wrong_issuer")
    _metadata[provider.issuer] = (time.monotonic(), told)
    return told


def answer_address(provider: OidcProvider) -> str:
    return own_address(f"/sign-in/identification/{provider.key}/answer/")


def fresh() -> dict[str, str]:
    """What one sign-in is known by: kept in the browser's session until the answer."""
    return {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}


def begin(provider: OidcProvider, pending: dict[str, str], language: str) -> str:
    """The address a client is sent to. Raises Unproven when the provider does not answer."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(pending["verifier"].encode()).digest()).rstrip(b"=").decode()
    wanted = {"id_token": {provider.code: {"essential": True}, "acr": {"essential": True, "values": provider.levels}}}
    asked = {
        **provider.parameters,
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": answer_address(provider),
        "scope": " ".join(provider.scopes), "state": pending["state"], "nonce": pending["nonce"],
        "code_challenge": challenge, "code_challenge_method": "S256", "ui_locales": language,
        "acr_values": " ".join(provider.levels), "claims": json.dumps(wanted),
    }
    if provider.signed_request:
        signed = _signed(provider, {**asked, "claims": wanted, "aud": provider.issuer, "iss": provider.client_id})
        asked = {name: asked[name] for name in ("response_type", "client_id", "scope")} | {"request": signed}
    return f"{_endpoint(provider, 'authorization_endpoint')}?{urlencode(asked, quote_via=quote)}"


def answer(provider: OidcProvider, told: dict[str, str], pending: dict[str, str]) -> Proven:
    """What the provider's answer proves. Raises Unproven."""
    known = metadata(provider)
    if told.get("iss", provider.issuer) != provider.issuer:
        raise Unproven("wrong_issuer")
    if known.get("authorization_response_iss_parameter_supported") and "iss" not in told:
        raise Unproven("issuer_missing")
    if "error" in told:
        raise Unproven(GAVE_UP if told["error"] in ("access_denied", "login_required") else "provider_error")
    if not told.get("code"):
        raise Unproven("code_missing")
    given = fetching.post_form(*_exchange(provider, told["code"], pending["verifier"]))
    claims = tokens.id_token(provider, known, given.get("id_token"), nonce=pending["nonce"])
    tokens.check_access_token(claims, given.get("access_token"))
    return Proven(code=str(claims[provider.code]), subject=claims["sub"], sid=str(claims.get("sid", "")))


def sign_out_address(provider: OidcProvider) -> str | None:
    """Where the session at the provider is ended as well. The token that names the client is not sent along: an
    address stays in logs."""
    try:
        endpoint = metadata(provider).get("end_session_endpoint")
    except Unproven:
        return None
    if not endpoint:
        return None
    back = {"client_id": provider.client_id, "post_logout_redirect_uri": own_address("/sign-out/done/")}
    return f"{safe_address(endpoint)}?{urlencode(back)}"


def _exchange(provider: OidcProvider, code: str, verifier: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Address, form and headers with which the code is changed to a token."""
    address = _endpoint(provider, "token_endpoint")
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": answer_address(provider),
        "code_verifier": verifier,
    }
    if provider.client_auth == "client_secret_basic":
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        return address, form, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    assertion = _signed(
        provider, {"iss": provider.client_id, "sub": provider.client_id, "aud": provider.issuer,
                   "jti": secrets.token_urlsafe(16)},
    )  # fmt: skip
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    return address, {**form, "client_id": provider.client_id, "client_assertion_type": kind,
                     "client_assertion": assertion}, {}  # fmt: skip


def _signed(provider: OidcProvider, claims: dict[str, Any]) -> str:
    now = int(dates.now().timestamp())
    key: RSAKey | ECKey
    if "EC PRIVATE KEY" in provider.signing_key:
        algorithm, key = "ES256", ECKey.import_key(provider.signing_key)
    else:
        algorithm, key = "RS256", RSAKey.import_key(provider.signing_key)
    header = {"alg": algorithm} | ({"kid": provider.signing_key_id} if provider.signing_key_id else {})
    return jwt.encode(header, {**claims, "iat": now, "exp": now + ASSERTION_STANDS}, key)


def _endpoint(provider: OidcProvider, name: str) -> str:
    try:
        return safe_address(metadata(provider)[name])
    except (KeyError, ValueError, TypeError) as error:
        raise Unproven("provider_silent") from error

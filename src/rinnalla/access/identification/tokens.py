"""Reading what an OpenID Connect provider signs: the ID token of a sign-in and the token of a log-out.

A signature is believed only by a named asymmetric algorithm and the very key that the token names among the
provider's own. Every claim that tells for whom, by whom, when and how strongly is asked for, not only checked.
"""

import base64
import hashlib
import json
import time
from typing import Any

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from rinnalla.access.identification import fetching
from rinnalla.access.identification.faults import Unproven
from rinnalla.access.identification.providers import OidcProvider
from rinnalla.lib import dates

SKEW = 120  # seconds that two clocks may differ
OLDEST = 300  # seconds since a token was made
KEYS_STAND = 600
KEYS_REST = 30  # an unknown key asks for the list anew, at most this often
LOG_OUT = "http://schemas.openid.net/event/backchannel-logout"
_ENCRYPTIONS = ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM"]
_TYPES = {"RS": "RSA", "PS": "RSA", "ES": "EC"}
_keys: dict[str, tuple[float, list[dict[str, Any]]]] = {}


def id_token(provider: OidcProvider, known: dict[str, Any], token: Any, *, nonce: str) -> dict[str, Any]:
    """The claims of an ID token that is all it should be. Raises Unproven with what it is not."""
    claims = _signed_claims(provider, known, token)
    _for_us(provider, claims)
    _in_time(claims)
    if claims.get("nonce") != nonce:
        raise Unproven("wrong_nonce")
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise Unproven("subject_missing")
    if claims.get("acr") not in provider.levels:
        raise Unproven("too_weak")
    if not claims.get(provider.code):
        raise Unproven("identity_code_missing")
    return claims


def log_out_token(provider: OidcProvider, known: dict[str, Any], token: Any) -> tuple[str, str]:
    """Whose sessions end: `sub` and `sid` of a back-channel log-out token, either may be "". Raises Unproven."""
    claims = _signed_claims(provider, known, token)
    _for_us(provider, claims)
    _in_time(claims)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOG_OUT), dict) or "nonce" in claims:
        raise Unproven("no_log_out")
    if not isinstance(claims.get("jti"), str) or not (claims.get("sub") or claims.get("sid")):
        raise Unproven("no_log_out")
    return str(claims.get("sub") or ""), str(claims.get("sid") or "")


def check_access_token(claims: dict[str, Any], access_token: Any) -> None:
    """The access token is not used; one that the ID token does not speak of tells that answers were swapped."""
    told = claims.get("at_hash")
    if told is None or not isinstance(access_token, str):
        return
    half = {"384": 24, "512": 32}
    size = str(claims["_alg"])[-3:]
    digest = hashlib.new(f"sha{size}", access_token.encode()).digest()[: half.get(size, 16)]
    if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != told:
        raise Unproven("wrong_access_token")


def _signed_claims(provider: OidcProvider, known: dict[str, Any], token: Any) -> dict[str, Any]:
    if not isinstance(token, str):
        raise Unproven("token_missing")
    try:
        return _open(provider, known, token)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Unproven("wrong_signature") from error


def _open(provider: OidcProvider, known: dict[str, Any], token: str) -> dict[str, Any]:
    if provider.decryption_key:
        registry = jwe.JWERegistry(algorithms=_ENCRYPTIONS, strict_check_header=False)
        opened = jwe.decrypt_compact(token, RSAKey.import_key(provider.decryption_key), registry=registry)
        token = (opened.plaintext or b"").decode()
    header = json.loads(_decoded(token.split(".")[0]))
    if header.get("alg") not in provider.algorithms or "crit" in header:
        raise Unproven("wrong_algorithm")
    key = _key(known, header["alg"], header.get("kid"))
    # A header may tell more than we know of (RFC 7515, 4); what must be understood ("crit") was refused above.
    registry = jws.JWSRegistry(algorithms=list(provider.algorithms), strict_check_header=False)
    read = jws.deserialize_compact(token, key, registry=registry)
    claims = json.loads(read.payload)
    if not isinstance(claims, dict):
        raise Unproven("wrong_signature")
    return {**claims, "_alg": header["alg"]}


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _key(known: dict[str, Any], algorithm: str, kid: Any) -> RSAKey | ECKey:
    """The provider's key that the token names; without a name, its only one that fits. Raises Unproven."""
    for again in (False, True):
        fitting = [
            one for one in _list(known, again=again)
            if one.get("kty") == _TYPES[algorithm[:2]] and one.get("use", "sig") == "sig"
            and one.get("alg", algorithm) == algorithm and (kid is None or one.get("kid") == kid)
        ]
        if len(fitting) == 1:
            kind = RSAKey if fitting[0]["kty"] == "RSA" else ECKey
            return kind.import_key(fitting[0])
    raise Unproven("unknown_key")


def _list(known: dict[str, Any], *, again: bool) -> list[dict[str, Any]]:
    address = str(known["jwks_uri"])
    at, keys = _keys.get(address, (0.0, []))
    age = time.monotonic() - at
    if not keys or age > KEYS_STAND or (again and age > KEYS_REST):
        told = fetching.get_json(address).get("keys")
        keys = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
        _keys[address] = (time.monotonic(), keys)
    return keys


def _for_us(provider: OidcProvider, claims: dict[str, Any]) -> None:
    if claims.get("iss") != provider.issuer:
        raise Unproven("wrong_issuer")
    audience = claims.get("aud")
    audience = [audience] if isinstance(audience, str) else audience
    if not isinstance(audience, list) or provider.client_id not in audience:
        raise Unproven("wrong_audience")
    if len(audience) > 1 and "azp" not in claims:
        raise Unproven("wrong_party")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Unproven("wrong_party")


def _in_time(claims: dict[str, Any]) -> None:
    now = dates.now().timestamp()
    ends, made, begins = claims.get("exp"), claims.get("iat"), claims.get("nbf", 0)
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in (ends, made, begins)):
        raise Unproven("no_time")
    if ends <= now - SKEW or made < now - OLDEST - SKEW:
        raise Unproven("too_old")
    if made > now + SKEW or begins > now + SKEW:
        raise Unproven("not_yet")

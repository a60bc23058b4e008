"""The identity providers of this deployment, from the file that RINNALLA_IDENTITY_FILE names (`docs/operations.md`).

Nothing about a provider is in code: addresses, keys, what the identity code is called, which levels are strong enough.
Without the file there is none, and no button.
"""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def safe_address(address: str) -> str:
    """An address that is asked over TLS, or this very machine. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("must begin with https://")
    return address


class Provider(BaseModel):
    """What every kind tells. `code` is the claim or attribute with the identity code, `levels` what is strong enough.

    The name that a provider tells is not asked for: nobody is ever found by a name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    name: dict[Literal["fi", "sv", "en"], str]
    code: str
    levels: tuple[str, ...] = Field(min_length=1)
    sign_out: bool = True

    @field_validator("name")
    @classmethod
    def in_every_language(cls, name: dict[str, str]) -> dict[str, str]:
        if set(name) != {"fi", "sv", "en"}:
            raise ValueError("tell the name in fi, sv and en")
        return name

    @staticmethod
    def _read(path: Path | None) -> str:
        return path.read_text(encoding="utf-8").strip() if path else ""


class OidcProvider(Provider):
    """OpenID Connect, code flow with PKCE. Its other addresses and keys are read from the issuer's own metadata."""

    kind: Literal["oidc"]
    issuer: Annotated[str, Field(min_length=8)]
    client_id: str
    client_auth: Literal["private_key_jwt", "client_secret_basic"] = "private_key_jwt"
    client_secret_file: Path | None = None
    signing_key_file: Path | None = None
    signing_key_id: str = ""
    decryption_key_file: Path | None = None
    signed_request: bool = False
    algorithms: tuple[Literal[SIGNATURES], ...] = ("RS256", "PS256", "ES256")  # type: ignore[valid-type]
    scopes: tuple[str, ...] = ("openid",)
    parameters: dict[str, str] = {}

    _issuer = field_validator("issuer")(safe_address)

    @model_validator(mode="after")
    def with_its_key(self) -> "OidcProvider":
        if self.client_auth == "client_secret_basic" and self.client_secret_file is None:
            raise ValueError("client_secret_basic needs client_secret_file")
        if self.signing_key_file is None and (self.client_auth == "private_key_jwt" or self.signed_request):
            raise ValueError("private_key_jwt and signed_request need signing_key_file")
        return self

    @cached_property
    def client_secret(self) -> str:
        return self._read(self.client_secret_file)

    @cached_property
    def signing_key(self) -> str:
        return self._read(self.signing_key_file)

    @cached_property
    def decryption_key(self) -> str:
        return self._read(self.decryption_key_file)


class SamlProvider(Provider):
    """SAML 2.0 web sign-in: signed requests by redirect, signed (and encrypted) assertions by post."""

    kind: Literal["saml"]
    metadata_file: Path
    entity_id: str
    signing_key_file: Path
    signing_certificate_file: Path
    encrypted: bool = True

    @cached_property
    def metadata(self) -> str:
        return self._read(self.metadata_file)

    @cached_property
    def signing_key(self) -> str:
        return self._read(self.signing_key_file)

    @cached_property
    def signing_certificate(self) -> str:
        return self._read(self.signing_certificate_file)


AnyProvider = OidcProvider | SamlProvider
_LIST: TypeAdapter = TypeAdapter(tuple[Annotated[AnyProvider, Field(discriminator="kind")], ...])


def load(path: str) -> tuple[AnyProvider, ...]:
    """The providers that the file tells; none without a file. Raises ImproperlyConfigured saying where it is wrong."""
    if not path:
        return ()
    try:
        found = _LIST.validate_python(yaml.safe_load(Path(path).read_text(encoding="utf-8")) or [])
    except (OSError, yaml.YAMLError) as error:
        raise ImproperlyConfigured(f"RINNALLA_IDENTITY_FILE can't be read: {error}") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors())
        raise ImproperlyConfigured(f"RINNALLA_IDENTITY_FILE: {faults}") from error
    if len({one.key for one in found}) < len(found):
        raise ImproperlyConfigured("RINNALLA_IDENTITY_FILE: two providers have the same key")
    return found


def every() -> tuple[AnyProvider, ...]:
    return settings.IDENTITY_PROVIDERS


def by_key(key: str) -> AnyProvider | None:
    return next((one for one in every() if one.key == key), None)


def own_address(path: str) -> str:
    """An address of ours as a provider knows it: from the settings, never from what a request's Host says."""
    return settings.PUBLIC_ADDRESS.rstrip("/") + path

"""Signing out of the identity provider as well: where to go on after the own session has ended."""

from django.db import transaction
from django.http import HttpRequest

from rinnalla.access.identification import actions, oidc, saml
from rinnalla.access.identification.models import Identification
from rinnalla.access.identification.providers import OidcProvider, by_key
from rinnalla.access.walls import actor_settings

PROVIDER = "identified_by"  # in the session: who told who this is


def onward(request: HttpRequest) -> str | None:
    """The client signs out: the provider's address where its session ends too; None when it knows no such thing."""
    if PROVIDER not in request.session:
        return None
    with transaction.atomic():
        actor_settings(request.actor)
        row = actions.end_own(session_key=request.session.session_key or "", by=request.actor)
    return address_of(row) if row else None


def address_of(row: Identification) -> str | None:
    """Where the session at the provider ends; None when the deployment does not ask that, or the provider has none."""
    provider = by_key(row.provider)
    if provider is None or not provider.sign_out:
        return None
    if isinstance(provider, OidcProvider):
        return oidc.sign_out_address(provider)
    return saml.sign_out_address(provider, row.sealed, row.handle)

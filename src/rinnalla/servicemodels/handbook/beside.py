"""Which chapter of the handbook stands beside a screen (L-03): by the screen's route, from memory, without a query."""

from functools import lru_cache

from django.urls import NoReverseMatch, resolve, reverse

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.lib.texts import in_language
from rinnalla.servicemodels import codes


def of(actor: Actor, route: str) -> tuple[str, str] | None:
    """Key and name of the chapter beside a route, for those who may read the handbook; else None."""
    key = _by_route().get(route)
    if key is None or not actor.can(Permission.MODEL_VIEW):
        return None
    return key, in_language(next(one.names for one in codes.common().handbook.chapters if one.key == key).model_dump())


@lru_cache(maxsize=1)
def _by_route() -> dict[str, str]:
    return {route: one.key for one in codes.common().handbook.chapters for route in one.beside}


def way_to(actor: Actor, route: str) -> str:
    """The address of a page without arguments that the actor may open; "" when there is none."""
    try:
        address = reverse(route)
    except NoReverseMatch:
        return ""
    rule = getattr(resolve(address).func, "rule", None)
    return address if rule and (rule.permission is None or actor.can(rule.permission)) else ""

"""The list of every route with its permission, read from the resolver itself (goal A1)."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from rinnalla.access.identification.urls import IDENTIFICATION
from rinnalla.access.urls import ALLAUTH

SIGN_IN = "sign-in: the way in, before anybody is known"


def all_routes() -> list[dict[str, Any]]:
    """One entry a route: path, methods, permission, scope, reason when public, name, room. Bare views: scope None."""
    return [_entry(path, pattern) for path, pattern in _walk(get_resolver().url_patterns, "/")]


def _walk(patterns: list, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def _entry(path: str, pattern: URLPattern) -> dict[str, Any]:
    base = {"path": path, "name": pattern.name or "", "room": _room(pattern)}
    if pattern in ALLAUTH:
        return {**base, "methods": ["GET", "POST"], "permission": None, "scope": "public", "public": SIGN_IN}
    if pattern in IDENTIFICATION:
        methods = list(getattr(pattern.callback, "way_in", ()))
        return {**base, "methods": methods, "permission": None, "scope": "public", "public": SIGN_IN}
    rule = getattr(pattern.callback, "rule", None)
    if rule is None:
        return {**base, "methods": [], "permission": None, "scope": None, "public": None}
    return {
        **base,
        "methods": list(rule.methods),
        "permission": str(rule.permission) if rule.permission else None,
        "scope": rule.scope,
        "public": rule.public or None,
    }


def _room(pattern: URLPattern) -> str:
    parts = getattr(pattern.callback, "__module__", "").split(".")
    return parts[1] if parts[0] == "rinnalla" and len(parts) > 1 else "access"

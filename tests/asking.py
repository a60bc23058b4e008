"""Asking an address of the house as somebody: what fills its path, and what kind of answer came."""

import re
import uuid
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpResponse

from rinnalla.access.acting import acting, staff_actor
from rinnalla.access.models import Membership, User
from rinnalla.exchange import tokens
from rinnalla.lib import dates
from tests.world import OneClient, is_ours

PARAMETER = re.compile(r"<(?:(?P<kind>[a-z_]+):)?(?P<name>[a-z_]+)>")
# What stands in an address and is no row's uuid: (room, name) or name → value, or a function of the client.
VALUES: dict[Any, Any] = {
    ("servicemodels", "chapter_key"): "plan",
    ("servicemodels", "model_key"): "responsible_worker",
    ("servicemodels", "instrument_key"): "kykyviisari",
    ("portal", "instrument_key"): "own_view",
    ("servicemodels", "version_name"): "common-1",
    ("access", "provider_key"): "ei-ole",  # the tests' deployment knows none
    ("access", "pk"): 999_999_999,  # a security key; nobody of the world has one
    ("assessments", "subject"): "segment",
    ("plans", "template_key"): "work_ability_support",
    ("cases", "network_key"): "tukiverkosto",
    ("employment", "item_key"): "caseload",
    ("employment", "kind"): "work_trial",
    ("employment", "party"): "client",
    ("employment", "support_key"): "subsidy_skills",
    ("servicemodels", "place"): "info",
    ("servicemodels", "section"): "info",
    ("portal", "kind"): "correction",
}
# Rows whose name in an address tells no model: (room, name) or name → label of the model.
MODELS: dict[Any, str] = {
    "case_uuid": "cases.Case",
    "number": "plans.PlanVersion",
    ("cases", "merge_uuid"): "people.PersonMerge",
    ("cases", "other_uuid"): "people.Person",
    ("assessments", "result_uuid"): "assessments.InstrumentResult",
    ("assessments", "ability_uuid"): "assessments.WorkAbilityAssessment",
    ("exchange", "pending_uuid"): "exchange.PendingImport",
}


class CantFill(Exception):
    """Nobody told what belongs in this place of an address: add it to VALUES or MODELS."""


@cache
def model_of(room: str, name: str) -> type[models.Model] | None:
    """The model an address parameter names: of the route's own room first, by the end of its name."""
    label = MODELS.get((room, name)) or MODELS.get(name)
    if label:
        return apps.get_model(label)
    stem = re.sub(r"_(uuid|id|pk|key|number|slug)$", "", name).replace("_", "")
    found = [model for model in apps.get_models() if is_ours(model) and model.__name__.lower().endswith(stem)]
    found.sort(key=lambda model: (model._meta.app_label != room, len(model.__name__)))
    return found[0] if found else None


def child(route: dict[str, Any], client: OneClient) -> models.Model | None:
    """The last row besides the case that the address names, if the world has one."""
    rows = [_row(route, match, client) for match in PARAMETER.finditer(route["path"]) if match["name"] != "case_uuid"]
    return next((row for row in reversed(rows) if row is not None), None)


def fill(route: dict[str, Any], client: OneClient | None) -> str:
    """The route's path for a client's rows; with None, of things that do not exist. Raises CantFill."""

    def one(match: re.Match) -> str:
        return str(_part(route, match, client))

    return PARAMETER.sub(one, route["path"])


def _room(route: dict[str, Any]) -> str:
    return route["room"]


def _row(route: dict[str, Any], match: re.Match, client: OneClient) -> models.Model | None:
    if (_room(route), match["name"]) in VALUES:
        return None
    model = model_of(_room(route), match["name"])
    return client.rows.get(model) if model else None


def _part(route: dict[str, Any], match: re.Match, client: OneClient | None) -> Any:
    name, kind = match["name"], match["kind"]
    value = VALUES.get((_room(route), name), VALUES.get(name))
    if value is not None:
        return value(client) if callable(value) else value
    model = model_of(_room(route), name)
    if model is None:
        raise CantFill(f"{route['path']}: {name}")
    row = _row(route, match, client) if client else None
    for column in ("uuid",) if kind == "uuid" else (name, name.rsplit("_", 1)[-1], "pk"):
        if row is not None and hasattr(row, column):
            return getattr(row, column)
    return uuid.uuid4() if kind == "uuid" else 999_999_999 if kind == "int" else "ei-ole"


def kind_of(response: HttpResponse) -> str:
    """sign-in, 401, 403, 404, 405, 5xx or allowed."""
    status = response.status_code
    if status in (302, 303) and response.headers["Location"].startswith("/sign-in/"):
        return "sign-in"
    if status in (401, 403, 404, 405):
        return str(status)
    return "5xx" if status >= 500 else "allowed"


def signed_in(client: Any, user: User | None) -> Any:
    """The browser of a user whose session is fresh, so that a request does not have to touch it."""
    if user is not None:
        user = User.objects.get(pk=user.pk)
        client.force_login(user)
        session = client.session
        if membership := user.memberships.in_force().order_by("pk").first():
            session["membership"] = membership.pk
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {_token(membership)}"
        session["started_at"] = session["touched_at"] = dates.now().isoformat()
        session.save()
    return client


def _token(membership: Membership) -> str:
    """A token of the membership with every scope: under `/api/` it asks in the session's place."""
    actor = staff_actor(membership)
    with acting(actor):
        return tokens.make(membership=membership, scopes=sorted(tokens.SCOPES), by=actor).secret

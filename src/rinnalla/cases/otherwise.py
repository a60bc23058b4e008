"""Where the client sees a fact differently: asked of a later room, drawn beside the row it is about."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from rinnalla.cases.models import Case


def clients_views(case: Case, *places: str) -> dict[UUID, list[Any]]:
    """What the client has said of the rows of these places, by the row's uuid (settings.CLIENTS_VIEWS)."""
    return import_string(settings.CLIENTS_VIEWS)(case, places)

"""Versions of a region's model for tests: the files of a shipped region, changed as the test says, published."""

from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.conf import settings

from rinnalla.access.acting import system
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import actions, definitions
from rinnalla.servicemodels.content import content_of
from rinnalla.servicemodels.loading import load_all
from rinnalla.servicemodels.models import ServiceModel

LOADER = system("load_regions")
Change = Callable[[dict[str, Any]], None]


@lru_cache(maxsize=1)
def given() -> tuple[definitions.Common, dict[str, definitions.RegionDefinition]]:
    """The shipped definitions, read once."""
    return load_all(settings.REGIONS_DIR)


def first_version(region: Region, change: Change | None = None) -> ServiceModel:
    """A published version for a region that has none: another region's model under this one's key, without units."""
    content = deepcopy(content_of(min(given()[1].values(), key=lambda one: len(one.model.offers))))
    content["info"]["key"] = region.key
    if change:
        change(content)
    draft = actions.draft_from(region=region, by=LOADER, content=content)
    actions.publish_model(model=draft, version=draft.version, by=LOADER)
    draft.refresh_from_db()
    return draft


def publish_next(region: Region, change: Change) -> ServiceModel:
    """The next version: the one in force with a change, published."""
    draft = actions.draft_from(region=region, by=LOADER)
    content = deepcopy(draft.content)
    change(content)
    actions.save_draft(model=draft, version=draft.version, content=content, by=LOADER)
    actions.publish_model(model=draft, version=draft.version, by=LOADER)
    draft.refresh_from_db()
    return draft

"""Founding a region: its row, its first draft, and later the first administrator there."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access import actions as access
from rinnalla.access.actor import Actor
from rinnalla.access.administration import FIRST_ROLE
from rinnalla.access.models import User
from rinnalla.lib.errors import Refused
from rinnalla.organisations import actions as organisations
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.servicemodels.actions import draft_from
from rinnalla.servicemodels.models import ServiceModel


@transaction.atomic
def found_region(*, by: Actor, content: dict[str, Any]) -> ServiceModel:
    """A new region with its first draft. Nothing of it is in use before the draft is published. Twice sent is once
    done. Raises Refused: the name or a municipality is another region's."""
    info = content["info"]
    if earlier := Region.objects.filter(key=info["key"]).first():
        mine = ServiceModel.objects.drafts().filter(region=earlier, number=1, made_by_id=by.user_id).first()
        if mine and mine.began_from_id is None:
            return mine
        raise Refused(_("Samanniminen alue on jo olemassa. Valitse toinen nimi."), field="name_fi")
    numbers = [one["code"] for one in info["municipalities"]]
    if taken := Municipality.objects.filter(code__in=numbers).select_related("region").order_by("code").first():
        words = {"town": taken.name, "region": taken.region.name}
        raise Refused(_("%(town)s kuuluu jo alueeseen %(region)s.") % words, field="municipalities")
    region, _new = organisations.upsert_region(
        by=by, key=info["key"], names=info["names"], languages=info["languages"], help_phone=info["help_phone"]
    )
    return draft_from(region=region, by=by, content=content)


@transaction.atomic
def first_administrator(
    *, by: Actor, model: ServiceModel, key: UUID | None, starts_on: date | None = None, **about: Any
) -> tuple[User, str]:
    """The first administrator of a founded region, in the unit that takes in; the first password is returned once.

    Raises Refused before the model is published, and when somebody works in the region already.
    """
    unit = Unit.objects.receiving().filter(organisation__region=model.region_id, default_intake=True).first()
    if unit is None or model.published_at is None:
        raise Refused(_("Julkaise ensin alueen malli. Sen jälkeen yksikkö on olemassa."))
    return access.take_on(by=by, unit=unit, role=FIRST_ROLE, starts_on=starts_on, ends_on=None, key=key, **about)

"""This part of the invented world: a manager says what some services cost. Of others nobody knows, and it shows."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.access.roles import ROLES
from rinnalla.catalogue.models import ServiceCard
from rinnalla.catalogue.prices import actions
from rinnalla.catalogue.prices.models import UnitPrice
from rinnalla.lib import dates
from rinnalla.organisations.models import Region

SOURCE = "Ostosopimus, hintaliite"
PRICES: dict[str, tuple[str, str]] = {
    "supported_employment_coaching": ("24.50", "day"),
    "rehabilitative_work_activity": ("46.00", "day"),
    "work_trial_jobseeker": ("310.00", "episode"),
    "medical_rehabilitation": ("2850.00", "episode"),
    "vocational_rehabilitation": ("3400.00", "episode"),
    "working_age_health_check": ("118.40", "episode"),
    "preparatory_education": ("38.20", "day"),
}
NOT_SPLIT = ("social_rehabilitation", "6200.00", "Ryhmä ja tilat maksetaan kerralla, osallistujat vaihtuvat.")


def price_services(region: Region, actors: Iterable[Actor]) -> int:
    """The prices, by the first manager of the region; returns how many. None where nobody may say them."""
    by = next((one for one in actors if one.role == ROLES["manager"].key and one.can(Permission.MODEL_EDIT)), None)
    cards = {card.key: card for card in ServiceCard.objects.offered().filter(region=region)}
    if by is None:
        return 0
    start = dates.today() - timedelta(days=720)
    with acting(by):
        for key, (amount, per) in PRICES.items():
            if key in cards:
                actions.set_price(
                    card=cards[key], by=by, amount=Decimal(amount), per=per, from_on=start, source=SOURCE
                )
        if NOT_SPLIT[0] in cards:
            actions.set_price(
                card=cards[NOT_SPLIT[0]], by=by, amount=Decimal(NOT_SPLIT[1]), per="episode", from_on=start,
                source=SOURCE, allocable=False, why_not=NOT_SPLIT[2],
            )
    return UnitPrice.objects.filter(card__region=region).count()

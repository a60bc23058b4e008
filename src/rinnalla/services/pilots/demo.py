"""This part of the invented world: a service brought near clients and tried with ten of them, and one that ended."""

from collections.abc import Iterable
from datetime import timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.services.pilots import actions

NEED = "Asiakkaat jäivät ilman arviota, koska matka keskussairaalaan on pitkä. Arvio tehdään lähipalveluissa."
FOUND = "Arvio lähellä madalsi kynnystä. Aikoja tarvittiin kaksi, ei yhtä. Kyyti sovittiin jokaisen kanssa erikseen."


def try_out(region: Region, actors: Iterable[Actor]) -> None:
    """The pilots, by the first who may begin them."""
    by = next((one for one in actors if one.can(Permission.MODEL_EDIT) and one.can(Permission.FIGURES_VIEW)), None)
    cards = {card.key: card for card in ServiceCard.objects.offered().filter(region=region).select_related("unit")}
    if by is None:
        return
    today = dates.today()
    with acting(by):
        for key, name, begun, lasts in (
            ("work_ability_assessment", "Työkyvyn arvio lähelle", 250, 300),
            ("working_age_health_check", "Terveystarkastus kotikunnassa", 600, 240),
        ):
            if key not in cards:
                continue
            start = today - timedelta(days=begun)
            pilot = actions.begin_pilot(
                card=cards[key], by=by, name=name, target=10, starts_on=start, ends_on=start + timedelta(days=lasts),
                place="near_client", need=NEED, programme="work_ability_programme",
            )
            if pilot.ends_on < today:
                actions.close_pilot(
                    pilot=pilot, by=by, findings=FOUND, goes_on_in=cards[key].unit,
                    how="Sama työpari jatkaa, ajat varataan yksiköstä.",
                )

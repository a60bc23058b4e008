"""This part of the invented world: a service brought near clients and tried with ten of them, and one that ended."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import Case
from rinnalla.catalogue.models import ServiceCard
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.services.actions import plan_service, start_service
from rinnalla.services.models import ServiceEpisode
from rinnalla.services.pilots import actions
from rinnalla.services.pilots.models import Pilot

NEAR = "work_ability_assessment"
FOUND = "Kokeiluun tuli odotettua vähemmän asiakkaita, koska lähettäjät eivät tienneet siitä. Ajat sopivat hyvin."
# Card, name, how many days ago it began, how many days it lasts, the need it came from.
PILOTS = (
    (NEAR, "Työkyvyn arvio lähelle", 420, 480,
     "Asiakkaat jäivät ilman arviota, koska matka keskussairaalaan on pitkä. Arvio tehdään lähipalveluissa."),
    ("working_age_health_check", "Terveystarkastus kotikunnassa", 600, 240,
     "Terveystarkastus jäi monelta väliin, koska vastaanotto on kaukana."),
)  # fmt: skip


def take_part(case: Case, by: Actor) -> None:
    """A client begins the work-ability assessment that is given near."""
    card = ServiceCard.objects.offered().filter(region_id=case.region_id, key=NEAR).first()
    if card is None or ServiceEpisode.objects.filter(case=case, card=card).exists():
        return
    episode = plan_service(case=case, by=by, card=card)
    start_service(episode=episode, version=episode.version, by=by, on=dates.today())


def try_out(region: Region, actors: Iterable[Actor]) -> None:
    """The pilots, by the first who may begin them."""
    by = next((one for one in actors if one.can(Permission.MODEL_EDIT) and one.can(Permission.FIGURES_VIEW)), None)
    cards = {card.key: card for card in ServiceCard.objects.offered().filter(region=region).select_related("unit")}
    if by is None:
        return
    today = dates.today()
    for key, name, ago, lasts, need in PILOTS:
        start, ends = today - timedelta(days=ago), today - timedelta(days=ago - lasts)
        if key not in cards:
            continue
        with dates.clock(_noon(start)), acting(by):
            pilot = actions.begin_pilot(
                card=cards[key], by=by, name=name, target=10, starts_on=start, ends_on=ends, place="near_client",
                need=need, programme="work_ability_programme",
            )
        if ends < today:
            with dates.clock(_noon(ends)), acting(by):
                _close(pilot, by)


def _close(pilot: Pilot, by: Actor) -> None:
    actions.close_pilot(
        pilot=pilot, by=by, findings=FOUND, goes_on_in=pilot.card.unit, how="Sama työpari jatkaa osana yksikön työtä.",
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), dates.HELSINKI)

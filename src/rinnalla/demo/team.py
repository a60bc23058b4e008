"""How a team shares its work in the invented world: weights, an absence with its deputy, a shared filter."""

from datetime import timedelta
from random import Random

from rinnalla.access import deputies
from rinnalla.access.models import Membership
from rinnalla.cases import loads
from rinnalla.cases.models import Case
from rinnalla.demo.world import Member, World
from rinnalla.desk import savedfilters

WEIGHED, AWAY_DAYS = 15, 9
DEVELOPING = (
    ("Yhteinen tunti Kelan ja työllisyyspalvelujen kanssa joka toinen viikko", 40),
    ("Lyhyt ohje: milloin lääkäri kutsutaan tiimiin", 21),
)


def share_work(world: World, *, but: str = "") -> None:
    """Weigh the cases of those who answer for clients, and let one of them be away with a deputy; not `but`."""
    rng = Random(f"team:{world.region.key}")  # noqa: S311  # a world of its own numbers: the rest stays as it was
    for lead in world.leads:
        _weigh(world, lead, rng)
    leader = next(iter(world.triagers), None)
    if leader is None:
        return
    _develop(world, leader)
    _absence(world, but)


def _weigh(world: World, lead: Member, rng: Random) -> None:
    by = lead.as_role("responsible_worker", "coordinator", "social_worker")
    with world.at(world.today, by, 8):
        for case in Case.objects.visible_to(by).led_by(by).order_by("pk")[:WEIGHED]:
            weight = rng.choices(("light", "normal", "heavy"), (3, 5, 2))[0]
            if weight != case.weight:
                loads.weigh(case=case, version=case.version, weight=weight, by=by)


def _develop(world: World, leader: Member) -> None:
    by = leader.as_role("coordinator")
    with world.at(world.day(-6), by, 14):
        for what, days in DEVELOPING:
            loads.add_development(
                unit=leader.unit, what=what, owner=leader.user, due_on=world.today + timedelta(days=days), by=by
            )
        asked = {"whose": "all", "state": "open", "late": "1"}
        savedfilters.keep_filter(name="Tiimissä myöhässä", asked=asked, shared=True, by=by)


def _absence(world: World, but: str) -> None:
    """The first who can leave their cases to a colleague of the same organisation."""
    for absent in world.leads:
        role = next(iter(absent.actors))
        place = Membership.objects.select_related("user", "unit__organisation").get(
            user=absent.user, unit=absent.unit, role=role
        )
        for deputy in world.leads:
            near = deputy.unit.organisation_id == absent.unit.organisation_id and deputy.user != absent.user
            if absent.user.username != but and near and any(deputies.may_deputise(place, one) for one in deputy.actors):
                by = absent.actors[role]
                with world.at(world.day(-1), by, 15):
                    deputies.set_absence(
                        membership=place, deputy=deputy.user, starts_on=world.today,
                        ends_on=world.today + timedelta(days=AWAY_DAYS), by=by,
                    )  # fmt: skip
                return

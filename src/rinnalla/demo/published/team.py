"""Who brings the records in: the region's own staff in their roles, on the agreements their bodies had then."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.catalogue.models import ServiceCard
from rinnalla.demo.published.shapes import Records
from rinnalla.demo.world import Member, World, build_world
from rinnalla.network.agreements.actions import record_agreement
from rinnalla.organisations.agreements import Signed
from rinnalla.organisations.models import Organisation, Region
from rinnalla.servicemodels import definitions

BEFORE, BEGAN, ENDED = date(2020, 6, 1), date(2020, 9, 1), date(2024, 12, 31)


@dataclass
class Team:
    """The world of the time with whoever does what, and what the records have made so far, by their ids."""

    world: World
    made: dict[str, object] = field(default_factory=dict)

    @property
    def region(self) -> Region:
        return self.world.region

    @property
    def lead(self) -> Member:
        """Who opens cases and answers for them."""
        return self.world.having("responsible_worker")[0]

    @property
    def keeper(self) -> Actor:
        """Who records development work: a coordinator, else a manager."""
        able = [
            actor for one in self.world.members.values() for actor in one.actors.values()
            if actor.can(Permission.DEVELOPMENT_RECORD)
        ]  # fmt: skip
        return next((one for one in able if one.role == "coordinator"), able[0])

    @property
    def manager(self) -> Actor:
        return self.world.having("manager")[0].actors["manager"]

    @property
    def buyer(self) -> Actor:
        """Who signs what is bought: the leader of the employment services."""
        members = [one for one in self.world.having("manager") if one.unit.organisation.kind == "employment_authority"]
        return (members or self.world.having("manager"))[0].actors["manager"]

    @property
    def confirming(self) -> Member:
        """The buyer's own worker, who confirms a bonus."""
        return next(
            one for one in self.world.members.values()
            if one.unit.organisation_id == self.buyer.organisation_id
            and any(actor.can(Permission.BONUS_CONFIRM) for actor in one.actors.values())
        )  # fmt: skip

    @property
    def coaches(self) -> list[Member]:
        return self.world.having("job_coach")

    def card(self, key: str) -> ServiceCard:
        return ServiceCard.objects.get(region=self.region, key=key)


def gathered(definition: definitions.RegionDefinition, records: Records) -> Team:
    """The region's staff signed up before the records begin, and the agreements their bodies had then."""
    first = min([records.project.starts_on, *(one.came_on for one in records.clients)])
    world = build_world(definition, today=first + timedelta(days=700), seed="published")
    team = Team(world)
    admin = _who_records(team)
    for key in records.organisations:
        body = Organisation.objects.get(region=team.region, key=key)
        signed = Signed(
            kind="cooperation", reference=f"{records.project.name} {key}"[:60], signed_on=BEFORE,
            concerns=records.project.name, signed_by="Sopimuksen ajan johtaja", kept_in="Asianhallinta",
        )  # fmt: skip
        with world.at(first, admin):
            record_agreement(organisation=body, by=admin, signed=signed, valid_from=BEGAN, valid_to=ENDED)
    return team


def _who_records(team: Team) -> Actor:
    able = [actor for one in team.world.members.values() for actor in one.actors.values()]
    return next(one for one in able if one.can(Permission.AGREEMENT_RECORD) and one.role == "system_admin")



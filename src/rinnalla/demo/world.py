"""A region of the demo world: its staff with their roles, its units, its clock and its invented people.

Everything is made by the same actions that people use, as the people who would do it, on the day it would happen.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.access.roles import ALL_GROUPS
from rinnalla.cases.grounds import statute_for
from rinnalla.cases.models import Case
from rinnalla.demo.names import Inventor
from rinnalla.lib import dates
from rinnalla.organisations.models import Municipality, Region, Unit
from rinnalla.servicemodels import codes, definitions

SEED = "rinnalla"
PURPOSE = "demo"
HISTORY_DAYS = 700  # two years, all of it after the reform of 2025 when the world is made late in 2026
TRIAGES = "coordinator"
LEADS = ("responsible_worker", "coordinator", "social_worker")
BASICS, SOCIAL, HEALTH, SPECIAL, LIVELIHOOD, EMPLOYMENT, AUTHORITY = (
    "basics",
    "social",
    "health",
    "special",
    "livelihood",
    "employment",
    "authority",
)


@dataclass
class Member:
    """Somebody of the staff: the user, the unit, and an actor for each role they have there."""

    user: User
    unit: Unit
    actors: dict[str, Actor]
    language: str

    @property
    def actor(self) -> Actor:
        """As whom they act first of all."""
        return next(iter(self.actors.values()))

    def as_role(self, *roles: str) -> Actor:
        """The actor of the first of these roles that they have; else of the role they have first."""
        return next((self.actors[role] for role in roles if role in self.actors), self.actor)


@dataclass
class World:
    """What a life needs: who works here, where, and the moment it is."""

    region: Region
    rng: random.Random
    today: date
    demo: definitions.DemoWorld
    members: dict[str, Member] = field(default_factory=dict)
    inventor: Inventor = field(init=False)

    def __post_init__(self) -> None:
        self.inventor = Inventor(
            self.rng, today=self.today, swedish=self.demo.swedish_share, other=self.demo.other_share
        )

    # Who

    def having(self, *roles: str) -> list[Member]:
        """The staff that have any of the roles, in the order of the file."""
        return [one for one in self.members.values() if set(roles) & set(one.actors)]

    def one(self, *roles: str, unit: Unit | None = None) -> Member:
        """Somebody with one of the roles, of the unit if it has one."""
        found = self.having(*roles)
        near = [one for one in found if unit and one.unit.pk == unit.pk]
        return self.rng.choice(near or found)

    @cached_property
    def triagers(self) -> list[Member]:
        """Who takes referrals in."""
        return [one for one in self.having(TRIAGES) if one.unit.takes_referrals]

    @cached_property
    def leads(self) -> list[Member]:
        """Who is responsible for clients; where the work is a region's coordinators do it too."""
        return self.having("responsible_worker") + [
            one for one in self.triagers if "responsible_worker" not in one.actors
        ]

    @cached_property
    def senders(self) -> list[Member]:
        return self.having("doctor", "nurse", "social_worker", "employment_expert", "kela_expert")

    def ground(self, member: Member, case: Case | None = None) -> str:
        """The statute on which the member's organisation sees this client, or `consent`."""
        if case:
            return statute_for(case, member.unit.organisation) or "consent"
        return codes.ground_for(member.unit.organisation.kind, self.today) or "consent"

    # Where

    @cached_property
    def municipalities(self) -> list[Municipality]:
        return list(self.region.municipalities.order_by("code"))

    def home_near(self, unit: Unit) -> Municipality:
        """A municipality whose people the unit takes in."""
        return self.rng.choice(list(unit.municipalities.order_by("code")) or self.municipalities)

    # When

    def day(self, offset: int) -> date:
        """A day counted from today; days past fall on working days."""
        day = self.today + timedelta(days=offset)
        while offset < 0 and not dates.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def moment(self, day: date, hour: int = 9, minute: int | None = None) -> datetime:
        """A moment of a day in Finland, never ahead of the real clock when the day is not."""
        minute = self.rng.randrange(60) if minute is None else minute
        wanted = datetime.combine(day, time(hour, minute), dates.HELSINKI)
        return min(wanted, datetime.now(dates.HELSINKI) - timedelta(minutes=5)) if day <= self.today else wanted

    @contextmanager
    def at(self, day: date, actor: Actor, hour: int = 9) -> Iterator[Actor]:
        """Act as somebody on a day: one transaction behind their wall, with the clock set."""
        with dates.clock(self.moment(day, hour)), acting(actor):
            yield actor


def fresh(case: Case) -> Case:
    """The case as it is now, for the one who acts."""
    return Case.objects.select_related("person", "region", "holder_unit__organisation").get(pk=case.pk)


def groups_of(actor: Actor) -> frozenset[str]:
    return actor.field_groups() & ALL_GROUPS


def build_world(definition: definitions.RegionDefinition, *, today: date, seed: str = SEED) -> World:
    """The region's world with its staff signed up; the region itself must be loaded."""
    region = Region.objects.get(key=definition.info.key)
    world = World(region, random.Random(f"{seed}:{region.key}"), today, definition.demo)  # noqa: S311
    units = {
        unit.key: unit
        for unit in Unit.objects.filter(organisation__region=region).select_related("organisation__region")
    }
    with dates.clock(world.moment(today - timedelta(days=HISTORY_DAYS + 30))), acting(system(PURPOSE)) as by:
        for person in definition.staff:
            world.members[person.username] = _employ(person, units[person.unit], by)
    return world


def _employ(person: definitions.StaffMember, unit: Unit, by: Actor) -> Member:
    user = add_user(
        by=by,
        username=person.username,
        name=f"{person.given_name} {person.family_name}",
        phone=person.phone or "",
        email=f"{person.username}@example.org",
        hours=person.hours or "",
        language=person.language,
    )
    actors = {}
    for role in (person.role, *(person.more_roles or ())):
        actors[role] = staff_actor(give_membership(by=by, user=user, unit=unit, role=role))
    return Member(user, unit, actors, person.language)

"""The paths of the told lives: a path walked by its steps, phases, a hard question to the next layer, the network.

Their luck is each case's own, so that what is told here leaves the other lives as they were.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rinnalla.access.acting import acting
from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.layers import demo as layers
from rinnalla.cases.models import Case
from rinnalla.demo.world import Member, World, fresh
from rinnalla.employment.ladder import demo as ladder
from rinnalla.lib import dates
from rinnalla.plans.models import Goal
from rinnalla.plans.paths import demo as paths
from rinnalla.plans.paths.templates import template_of
from rinnalla.services.pilots.demo import take_part

if TYPE_CHECKING:
    from rinnalla.demo.lives import Life

NEAR = "near_client_assessment"


def path_of(life: "Life") -> None:
    """More than half walk a ready path; some have phases, a few a question to another layer or to the network."""
    rng = random.Random(f"path:{life.path.person.name}")  # noqa: S311  # invented lives
    if rng.random() > 0.6:
        return
    over = life.path.closed is not None  # a case that closes on the last day closes after what is told here
    with life.acting(hour=12 if over else 16) as by:
        case = fresh(life.case)
        near = template_of(case, NEAR) if rng.random() < 0.4 else None
        begun = paths.begin(case, by, template=near, goal=goal_of(case)) or paths.begin(case, by, goal=goal_of(case))
        if begun:
            paths.walk(begun, case, by, rng)
        if begun and rng.random() < 0.15:
            paths.own_step(case, by, "Käynti tutustumassa työpajaan")
        if rng.random() < 0.4:
            paths.phases_of(case, by, rng, rehabilitates=case.stage in ("services", "follow_up"))
    if not over and rng.random() < 0.15:
        hard_question(life.world, life, answered=rng.random() < 0.6)
    if not over and rng.random() < 0.12:
        to_network(life)


def stands(life: "Life") -> None:
    """Where the client stands when the first talks are over."""
    with _at_five(life) as by:
        ladder.stand(fresh(life.case), by, random.Random(f"step:{life.path.person.name}"))  # noqa: S311  # invented


def moves(life: "Life") -> None:
    """What has begun brings the client closer to work; for a few, life brings them back for a while."""
    rng = random.Random(f"move:{life.path.person.name}")  # noqa: S311  # invented lives
    with _at_five(life) as by:
        if rng.random() < 0.18 and life.path.closed is None:
            take_part(fresh(life.case), by)
        ladder.follow(fresh(life.case), by)
        if rng.random() < 0.12:
            ladder.fall_back(fresh(life.case), by)


@contextmanager
def _at_five(life: "Life") -> Iterator[Actor]:
    """The day's end, to the minute: drawing one would change the luck of the other lives."""
    with dates.clock(life.world.moment(life.day, 17, 0)), acting(life.by):
        yield life.by


def goal_of(case: Case) -> Goal | None:
    """The goal the path leads to: the first that everybody in the team may see."""
    return Goal.objects.filter(case=case, field_group="basics").open().order_by("pk").first()


def hard_question(world: World, life: "Life", *, answered: bool) -> None:
    """The case goes to another layer with a question; its unit may have answered."""
    with life.acting(hour=16) as by:
        asked = layers.ask(fresh(life.case), by)
    if asked is None or not answered:
        return
    able = [one for one in world.members.values() if one.unit.pk == asked.unit_id and _answers(one)]
    if able:
        with world.at(life.day, _as_answering(able[0]), 17) as by:
            layers.reply(asked, by)


def _answers(member: Member) -> bool:
    return any(actor.can(Permission.CONSULTATION_ANSWER) for actor in member.actors.values())


def _as_answering(member: Member):
    return next(actor for actor in member.actors.values() if actor.can(Permission.CONSULTATION_ANSWER))


def to_network(life: "Life") -> None:
    """The case goes to the team's network; the one who was invited gives advice."""
    with life.acting(hour=16) as by:
        brought = layers.bring(fresh(life.case), by)
    if brought is None:
        return
    matter, invited = brought
    member = life.world.members.get(invited.user.username)
    if member and invited.role in member.actors:
        with life.world.at(life.day, member.actors[invited.role], 17) as by:
            layers.advise(matter, by)

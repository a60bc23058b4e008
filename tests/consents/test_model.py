"""The client's leave against a model of it (goal H2): random giving, changing, taking back, teams and nights; after
each step fourteen professionals of five bodies see just the groups that the model says.

The model knows four sentences of `docs/access.md`: a consent opens its groups within the role, from its giving to the
midnight after its last day in Finland; a new version is instead of the one before; what is taken back opens nothing and
ends the places in the team; one by word of mouth opens no place. `RINNALLA_STEPS=100000` makes the long run.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from rinnalla.access.acting import acting, staff_actor, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.actor import Actor
from rinnalla.access.middleware import memberships_in_force
from rinnalla.access.models import Consent, Grant, Membership
from rinnalla.cases import actions as cases
from rinnalla.cases.consents import actions as consents
from rinnalla.cast import _organisation, _unit
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.organisations.models import Organisation
from rinnalla.testing import as_actor

STEPS = int(os.environ.get("RINNALLA_STEPS", "400"))
SEED = int(os.environ.get("RINNALLA_SEED", "20261129"))
# Who works where: body, its kind, roles.
BODIES = {
    "yhdistys": ("association", ("job_coach", "job_coach", "experience_expert")),
    "toinen": ("association", ("job_coach", "nurse", "social_worker")),
    "oppilaitos": ("education_provider", ("employment_expert", "job_coach")),
    "kela-malli": ("kela", ("kela_expert", "kela_expert", "kela_expert")),
    "palvelu": ("provider", ("job_coach", "nurse", "experience_expert")),
}
GROUPS = ("social", "livelihood", "employment", "authority")
SECOND = timedelta(seconds=1)


@dataclass
class Leave:
    """What the model knows of one body: the consent in force, and who has a place in the team."""

    organisation: Organisation
    workers: list[tuple[Actor, Membership]]
    groups: frozenset[str] = frozenset()
    last: date | None = None
    lasting: bool = True
    given: bool = False
    places: set[int] = field(default_factory=set)

    def open_at(self, now: datetime) -> bool:
        return self.given and self.lasting and (self.last is None or now < dates.midnight_after(self.last))

    def seen_by(self, actor: Actor, now: datetime) -> frozenset[str]:
        placed = actor.user_id in self.places and self.open_at(now)
        return (self.groups | {"basics"}) & actor.field_groups() if placed else frozenset()


@pytest.fixture
def leaves(cast) -> list[Leave]:
    found = []
    with acting(system("test")) as by:
        for key, (kind, roles) in BODIES.items():
            organisation = _organisation(cast.region, key, kind, key.title())
            unit = _unit(organisation, key, key.title())
            users = [
                add_user(by=by, username=f"{key}-{number}", name=f"{key.title()} {number}")
                for number, _role in enumerate(roles)
            ]
            for user, role in zip(users, roles, strict=True):
                give_membership(by=by, user=user, unit=unit, role=role, starts_on=date(2024, 1, 1))
            rows = memberships_in_force().filter(user__in=users).order_by("user_id")
            found.append(Leave(organisation, [(staff_actor(row), row) for row in rows]))
    return found


class Walk:
    """Random acts on one client's leave, and what each did to the model."""

    def __init__(self, cast, leaves: list[Leave]) -> None:
        self.cast, self.leaves, self.luck = cast, leaves, random.Random(SEED)  # noqa: S311
        self.now, self.done = dates.now(), Counter()

    def step(self) -> None:
        act = self.luck.choice((self.give, self.change, self.withdraw, self.join, self.join, self.leave, self.wait))
        leave = self.luck.choice(self.leaves)
        with dates.clock(self.now), as_actor(self.cast.a_katri):
            try:
                act(leave)
                self.done[act.__name__] += 1
            except Refused:
                self.done[f"{act.__name__} refused"] += 1

    def check(self) -> None:
        for leave in self.leaves:
            for actor, _membership in leave.workers:
                with dates.clock(self.now), as_actor(actor):
                    rows = Grant.objects.live().held_by(actor).filter(case_id=self.cast.case.pk)
                    groups = frozenset().union(*rows.values_list("field_groups", flat=True)) & actor.field_groups()
                expected = leave.seen_by(actor, self.now)
                assert groups == expected, (self.now, leave, actor.role, sorted(groups), sorted(expected), self.done)

    def _terms(self) -> dict:
        groups = self.luck.sample(GROUPS, self.luck.randint(1, len(GROUPS)))
        ends = dates.today() + timedelta(days=self.luck.randint(0, 200)) if self.luck.random() < 0.7 else None
        return {"groups": groups, "ends_on": ends}

    def give(self, leave: Leave) -> None:
        terms, spoken = self._terms(), self.luck.random() < 0.2
        more = {"matter": "Soitto", "ends_on": None} if spoken else {}
        one = consents.give_consent(
            case=self.cast.case, organisation=leave.organisation, by=self.cast.a_katri, given_on=dates.today(),
            mode="spoken" if spoken else "written", **(terms | more),
        )
        leave.given, leave.groups, leave.lasting = True, frozenset(terms["groups"]), not spoken
        leave.last = one.ends_on if spoken else terms["ends_on"]

    def change(self, leave: Leave) -> None:
        terms = self._terms()
        consents.change_consent(consent=self._row(leave), by=self.cast.a_katri, mode="written", **terms)
        leave.groups, leave.last, leave.lasting = frozenset(terms["groups"]), terms["ends_on"], True

    def withdraw(self, leave: Leave) -> None:
        consents.withdraw_consent(consent=self._row(leave), by=self.cast.a_katri)
        leave.given, leave.places = False, set()

    def _row(self, leave: Leave) -> Consent:
        rows = Consent.objects.filter(case=self.cast.case, organisation=leave.organisation, withdrawn_at__isnull=True)
        if (found := rows.first()) is None:
            raise Refused("nothing to change")
        return found

    def join(self, leave: Leave) -> None:
        actor, membership = self.luck.choice(leave.workers)
        cases.join_team(
            case=self.cast.case, user=membership.user, unit=membership.unit, task="Tuki", by=self.cast.a_katri,
            ground="consent", groups=("basics", *GROUPS),
        )
        leave.places.add(actor.user_id)

    def leave(self, leave: Leave) -> None:
        actor, _membership = self.luck.choice(leave.workers)
        member = self.cast.case.team.filter(user_id=actor.user_id, left_at__isnull=True).first()
        if member is None:
            raise Refused("not in the team")
        cases.leave_team(member=member, by=self.cast.a_katri)
        leave.places.discard(actor.user_id)

    def wait(self, leave: Leave) -> None:
        """To the second before the end of a leave, to the end itself, or some hours on; nights of moved clocks too."""
        over = dates.midnight_after(leave.last) if leave.given and leave.last else self.now
        if over > self.now and self.luck.random() < 0.4:
            self.now = over - SECOND if self.now < over - SECOND and self.luck.random() < 0.5 else over
        else:
            self.now += timedelta(hours=self.luck.randint(1, 60))


@pytest.mark.row("L-85", "T-62")
def test_leave_is_as_the_model_says_after_every_step(cast, leaves):
    walk = Walk(cast, leaves)
    for _step in range(STEPS):
        walk.step()
        walk.check()
    assert all(walk.done[act] for act in ("give", "change", "withdraw", "join", "leave", "wait")), walk.done

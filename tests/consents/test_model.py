"""Consent × fourteen relations (goal H2): random giving, changing, withdrawing, running out, joining and leaving, and
after every act each of fourteen readers is asked what they see.

The oracle below is written from the text of `docs/access.md` (Grounds) and shares no code with the program: it keeps a
few facts of its own and tells from them who sees which field groups. A step is one act and fourteen answers; every run
makes over 14,000 of them, and `RINNALLA_ACTS` asks for more. Against: `_stand_on` without what a change adds, and
without what it takes away; `end_of_day` in place of midnight; a withdrawal that left a second place of the same
consent.
"""

import os
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user, give_membership
from rinnalla.access.models import Consent, Grant
from rinnalla.access.rules import case_ids
from rinnalla.cases import actions as cases
from rinnalla.cases.consents import actions as consents
from rinnalla.cases.models import Case
from rinnalla.cast import actor_named
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.meetings.arranging.actions import set_joint_service
from rinnalla.testing import as_actor
from tests.consents.world import kela_of

ACTS = int(os.environ.get("RINNALLA_ACTS", "1040"))
STEPS = 40
LAW = frozenset({"basics", "social", "health", "livelihood", "employment"})
# Table D of docs/access.md, for those who may come in by a consent here.
ROLE = {
    "job_coach": frozenset({"basics", "social", "livelihood", "employment"}),
    "kela_expert": frozenset({"basics", "health", "livelihood", "employment"}),
}
GROUPS = st.sets(st.sampled_from(["social", "livelihood", "employment"]), min_size=1).map(sorted)
DAYS = st.sampled_from([None, 0, 1, 2, 5])
BODIES = st.sampled_from(["askel", "kela"])
NEVER = (
    "petra", "outi", "ritva", "laura", "rooli-manager", "rooli-data_protection_officer", "rooli-employer_coordinator",
)


@dataclass
class Leave:
    """What the client has said to one body, and who of it works in the case with which groups."""

    groups: frozenset[str] | None = None
    last: date | None = None
    places: dict[str, frozenset[str]] = field(default_factory=dict)
    by_law: set[str] = field(default_factory=set)

    def in_force(self, today: date) -> bool:
        return self.groups is not None and (self.last is None or today <= self.last)


class Model:
    """The oracle: the document's sentences as facts."""

    def __init__(self) -> None:
        self.leaves = {"askel": Leave(), "kela": Leave()}
        self.customer = False

    def sees(self, reader: str, body: str, role: str, today: date) -> frozenset[str]:
        leave = self.leaves[body]
        if reader in leave.by_law:  # "to Kela the statute opens a case only while the client is a customer"
            return LAW & ROLE[role]
        if reader in leave.places and leave.in_force(today):  # "everybody else needs the client's consent"
            return leave.places[reader] & ROLE[role]
        return frozenset()

    def given(self, body: str, groups: list[str], last: date | None) -> None:
        """A change is a new version: what it no longer allows ends, what it adds reaches those who work on it."""
        leave, new = self.leaves[body], frozenset({"basics", *groups})
        added = new - leave.groups if leave.groups is not None else frozenset()
        leave.places = {name: (held & new) | added for name, held in leave.places.items()}
        leave.groups, leave.last = new, last

    def withdrawn(self, body: str) -> None:
        """Withdrawing it ends every grant that stands on it at once."""
        self.leaves[body].groups, self.leaves[body].places = None, {}


class Consents(RuleBasedStateMachine):
    """One case of the cast, from where the cast leaves it; everything is undone at the end."""

    cast, kela = None, None

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.model = Model()
        self.now = dates.now()
        self.staff = {
            "janne": ("askel", "job_coach", self.cast.coaching), "sanna": ("askel", "job_coach", self.cast.coaching),
            "mari": ("kela", "kela_expert", self.kela.unit), "eero": ("kela", "kela_expert", self.kela.unit),
        }
        self.bodies = {"askel": self.cast.coaching.organisation, "kela": self.kela.organisation}

    def teardown(self) -> None:
        dates.set_clock(None)
        transaction.savepoint_rollback(self.point)

    @initialize()
    def begin(self) -> None:
        """The consent and place of the cast, as the document reads them."""
        self.model.given("askel", ["employment"], None)
        self.model.leaves["askel"].places["janne"] = frozenset({"basics", "employment"})

    def case(self) -> Case:
        return Case.objects.get(pk=self.cast.case.pk)

    def today(self) -> date:
        return dates.local(self.now).date()

    def act(self, allowed: bool, what, /, **arguments) -> None:
        """Do it as Katri; that it is let through or refused is as the document says."""
        with dates.clock(self.now), as_actor(self.cast.a_katri):
            try:
                with transaction.atomic():
                    what(by=self.cast.a_katri, **arguments)
                done = True
            except Refused:
                done = False
        assert done is allowed, (what.__name__, arguments)

    @rule(body=BODIES, groups=GROUPS, days=DAYS)
    def give(self, body: str, groups: list[str], days: int | None) -> None:
        last = self.today() + timedelta(days=days) if days is not None else None
        allowed = not (body == "kela" and self.model.customer)  # "no consent is asked, nor recorded"
        with as_actor(self.cast.a_katri):
            case = self.case()
        self.act(
            allowed, consents.give_consent, case=case, organisation=self.bodies[body], groups=groups, mode="written",
            given_on=self.today(), ends_on=last,
        )
        if allowed:
            self.model.given(body, groups, last)

    @rule(body=BODIES)
    def withdraw(self, body: str) -> None:
        with as_actor(self.cast.a_katri):
            row = Consent.objects.filter(
                case=self.cast.case, organisation=self.bodies[body], withdrawn_at=None
            ).select_related("organisation").first()
        if row:
            self.act(True, consents.withdraw_consent, consent=row)
            self.model.withdrawn(body)

    @rule(name=st.sampled_from(["janne", "sanna", "mari", "eero"]), groups=GROUPS)
    def join(self, name: str, groups: list[str]) -> None:
        body, _role, unit = self.staff[name]
        leave = self.model.leaves[body]
        with as_actor(self.cast.a_katri):
            case = self.case()
            if case.team.filter(user__username=name, left_at=None).exists():
                return
        by_law = body == "kela" and self.model.customer
        allowed = by_law or leave.in_force(self.today())
        self.act(
            allowed, cases.join_team, case=case, user=self.user(name), unit=unit, task="X",
            ground="l381_15" if by_law else "consent", groups=sorted(LAW) if by_law else ["basics", *groups],
        )
        if by_law:
            leave.by_law.add(name)
        elif allowed:
            leave.places[name] = frozenset({"basics", *groups}) & leave.groups

    @rule(name=st.sampled_from(["janne", "sanna", "mari", "eero"]))
    def leave(self, name: str) -> None:
        with as_actor(self.cast.a_katri):
            member = self.case().team.filter(user__username=name, left_at=None).select_related("case", "user").first()
        if member:
            self.act(True, cases.leave_team, member=member)
            leave = self.model.leaves[self.staff[name][0]]
            leave.places.pop(name, None)
            leave.by_law.discard(name)

    @rule(on=st.booleans())
    def customership(self, on: bool) -> None:
        with as_actor(self.cast.a_katri):
            case = self.case()
        self.act(True, set_joint_service, case=case, started_on=self.today() if on else None)
        self.model.customer = on
        if not on:
            self.model.leaves["kela"].by_law = set()

    @rule(to=st.sampled_from(["second", "last second", "midnight", "two days"]))
    def time_passes(self, to: str) -> None:
        midnight = dates.midnight_after(self.today())
        moments: dict[str, datetime] = {
            "second": self.now + timedelta(seconds=1), "last second": midnight - timedelta(seconds=1),
            "midnight": midnight, "two days": self.now + timedelta(days=2),
        }
        self.now = max(self.now, moments[to])

    def user(self, name: str):
        return self.cast.everybody[name] if name in self.cast.everybody else self.more[name]

    @invariant()
    def everybody_sees_what_the_document_says(self) -> None:
        with dates.clock(self.now):
            for name, (body, role, _unit) in self.staff.items():
                assert self.seen(self.actors[name]) == self.model.sees(name, body, role, self.today()), name
            for name in NEVER:
                assert not self.seen(self.actors[name]), name
            assert self.seen(self.cast.a_katri) and self.seen(self.cast.a_timo)  # by law, whatever the client says
            assert self.cast.case.pk in set(case_ids(self.cast.a_tuula).values_list("id", flat=True))  # one's own

    def seen(self, actor) -> frozenset[str]:
        """The field groups the program opens to this reader now."""
        with as_actor(actor):
            if not case_ids(actor).count():
                return frozenset()
            rows = Grant.objects.live().held_by(actor).filter(case=self.cast.case, depth__gte=2)
            groups = [set(one) for one in rows.values_list("field_groups", flat=True)]
        return frozenset().union(*groups) & actor.field_groups()


@pytest.mark.row("L-84", "L-85", "C-06")
def test_consent_against_fourteen_relations(cast):
    kela, by, more = kela_of(cast), system("test"), {}
    with acting(by):
        for name, unit, role in (("sanna", cast.coaching, "job_coach"), ("eero", kela.unit, "kela_expert")):
            more[name] = add_user(by=by, username=name, name=name.title(), email=f"{name}@example.org")
            give_membership(by=by, user=more[name], unit=unit, role=role)
    more["mari"] = kela.mari
    names = ("janne", "sanna", "mari", "eero", *NEVER)
    told = {"cast": cast, "kela": kela, "more": more, "actors": {name: actor_named(name) for name in names}}
    machine = type("Machine", (Consents,), told)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, ACTS // STEPS), stateful_step_count=STEPS, deadline=None, database=None,
            phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
        ),
    )

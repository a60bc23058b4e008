"""This room's part of the invented world: a path that has been walked a while, by the same acts as people's."""

import random
from datetime import timedelta

from rinnalla.access.actor import Actor
from rinnalla.cases.models import STAGES, Case
from rinnalla.lib import dates
from rinnalla.plans.models import Goal
from rinnalla.plans.paths import actions, phases, proposals
from rinnalla.plans.paths.actions import StepChoice, due_of
from rinnalla.plans.paths.models import PathStep, ServicePath, StepProposal
from rinnalla.plans.paths.templates import likely_owner, team_by_role, template_of, templates_of
from rinnalla.servicemodels import definitions

USUAL = "work_ability_support"
RESULTS = {
    "first_contact": "Soitettiin ja sovittiin tapaaminen.",
    "initial_interview": "Tilanne ja oma toive käytiin läpi rauhassa.",
    "health_check": "Jaksaminen ja lääkitys tarkistettiin.",
    "needs_assessment": "Sovittiin, mikä tuki auttaa ensin.",
    "pair_mapping": "Tilanne kerrottiin kerran, molemmille yhtä aikaa.",
    "doctor_team": "Sovittiin, mitä vielä selvitetään ja kuka sen tekee.",
    "team": "Tiimi ja asiakas tekivät suunnitelman yhdessä.",
    "services": "Ensimmäinen palvelu alkoi.",
}
OTHERWISE = "Sovittiin yhdessä, miten jatketaan."
LEFT_OUT = "Tuore tarkastus on jo tehty, uutta ei tarvita."
LEFT_LATE, TOLD_UNTIL = timedelta(days=4), timedelta(days=28)  # the life is told some weeks before today
MOVED = "Aika peruuntui, seuraava vapaa oli vasta tämä."


def begin(
    case: Case, by: Actor, *, template: definitions.PathTemplate | None = None, goal: Goal | None = None
) -> ServicePath | None:
    """Begin a path on the day the responsible worker was agreed, with the team's own people; None without templates."""
    found = template or template_of(case, USUAL) or next(iter(templates_of(case)), None)
    if found is None or case.responsible_since is None:
        return None
    team = team_by_role(case)
    start = dates.local(case.responsible_since).date()
    leader = next(iter(team.get(found.leader, [])), None) if found.leader else None
    if found.leader and leader is None:
        return None
    steps = {
        one.key: StepChoice(
            owner=(owner := likely_owner(case, one.role, team)), due_on=due_of(one, start), goal=goal,
            left_out=LEFT_OUT if one.optional and owner is None and one.key == "health_check" else "",
        )
        for one in found.steps
    }  # fmt: skip
    return actions.begin_path(case=case, by=by, template=found.key, started_on=start, steps=steps, leader=leader)


def walk(path: ServicePath, case: Case, by: Actor, rng: random.Random) -> None:
    """Take the steps of the stages behind, some of them late; of the present stage most have been moved ahead: few
    are left late, and none for longer than people would leave it."""
    today, here = dates.today(), STAGES.index(case.stage)
    for step in path.steps.open().select_related("case__person", "path").order_by("order"):
        planned = step.planned_on or today
        if STAGES.index(step.stage) < here or (planned < today and rng.random() < 0.5):
            real = min(max(planned + timedelta(days=rng.randrange(-9, 12)), path.started_on), today)
            actions.finish_step(step=step, by=by, result=RESULTS.get(step.key, OTHERWISE), done_on=real)
        elif step.planned_on and (planned < today - LEFT_LATE or planned < today + TOLD_UNTIL and rng.random() < 0.8):
            new = today + timedelta(days=rng.randrange(30, 60))
            actions.move_step(step=step, version=step.version, by=by, to_on=new, reason=MOVED)


def phases_of(case: Case, by: Actor, rng: random.Random, *, rehabilitates: bool) -> None:
    """An assessment begun with the path; where things have gone on, rehabilitation beside it."""
    start = dates.local(case.responsible_since).date() if case.responsible_since else dates.today()
    today = dates.today()
    first = phases.begin_phase(
        case=case, by=by, kind="work_ability_assessment", starts_on=start,
        aim=rng.choice(("possible_work", "rehabilitation_need", "benefit_ground")),
        planned_end_on=today + timedelta(days=rng.randrange(10, 60)),
    )  # fmt: skip
    if rehabilitates and (today - start).days > 40:
        phases.begin_phase(
            case=case, by=by, kind="vocational_rehabilitation", starts_on=start + timedelta(days=30),
            aim=rng.choice(("new_work", "readiness", "own_work")),
            planned_end_on=today + timedelta(days=rng.randrange(60, 160)),
        )  # fmt: skip
        if rng.random() < 0.6:
            phases.end_phase(phase=first, version=1, by=by, ended_on=today, met=True)


def propose(case: Case, by: Actor, what: str, why: str, goal: Goal | None = None) -> StepProposal:
    """Somebody involved proposes the next step; it waits for an answer."""
    return proposals.propose_step(
        case=case, by=by, what=what, why=why, goal=goal, due_on=dates.today() + timedelta(days=21)
    )


def own_step(case: Case, by: Actor, what: str) -> PathStep:
    """A step nobody has linked to a goal yet: the page flags it."""
    return actions.add_step(
        case=case, by=by, what=what, path=ServicePath.objects.running().filter(case=case).first(),
        due_on=dates.today() + timedelta(days=30),
    )  # fmt: skip

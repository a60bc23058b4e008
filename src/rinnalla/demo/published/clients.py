"""What a client's record tells, made by the acts that made it so, each on its own day."""

from datetime import date, timedelta

from rinnalla.access.acting import acting, system
from rinnalla.access.actions import add_user
from rinnalla.access.actor import CLIENT, Actor
from rinnalla.assessments.network.demo import map_network
from rinnalla.assessments.results.actions import Result, measurable, note_result
from rinnalla.cases import actions as cases
from rinnalla.cases import responsibility
from rinnalla.cases.consents.actions import give_consent
from rinnalla.cases.models import Case, ResponsibleProposal
from rinnalla.demo.names import Inventor
from rinnalla.demo.published import shapes
from rinnalla.demo.published.team import Team
from rinnalla.demo.world import PURPOSE, Member, fresh
from rinnalla.employment import actions as employment
from rinnalla.employment import working
from rinnalla.feedback import actions as feedback
from rinnalla.lib import dates
from rinnalla.network.purchased import actions_clients as purchases
from rinnalla.organisations.models import Unit
from rinnalla.plans import actions as plans
from rinnalla.plans import versions
from rinnalla.plans.models import Plan
from rinnalla.services import actions as services
from rinnalla.services.models import ServiceEpisode

CONSENT, TRIGGER = "consent", "Peruste täyttyy."
GOALS = ("Haluan töihin, joissa jaksan.", "Haluan aamuihin rytmin ja oman rahan.", "Haluan kokeilla uutta alaa.")


def live(team: Team, told: shapes.Client, number: int) -> Case:
    """Everything that the record tells of one client. `number` spreads clients over coaches and goals."""
    case = _open(team, told)
    team.made[told.id] = case
    if told.named_on:
        _name(team, case, told.named_on)
    for on in told.plans:
        _plan(team, case, on, number)
    if told.coaching:
        _coach(team, case, told.coaching, number)
    for bought in told.bought:
        _buy(team, case, bought)
    if told.pilot:
        _serve(team, case, told.pilot, told.came_on)
    for result in told.results:
        _measure(team, case, result)
    if told.satisfaction is not None:
        _tell(team, case, told)
    return case


def _open(team: Team, told: shapes.Client) -> Case:
    who: Inventor = team.world.inventor
    person, lead = who.person(), team.lead
    with team.world.at(told.came_on, lead.as_role("responsible_worker")) as by:
        case = cases.open_case(
            by=by, region=team.region, holder_unit=lead.unit, arranger=lead.user, ground=CONSENT,
            naming_due_on=told.came_on + timedelta(days=21), motivation=told.motivation, stage="initial_service",
            new_person={
                "given_names": person.given, "family_name": person.family, "hetu": person.hetu, "phone": person.phone,
                "language": person.language, "municipality": team.world.home_near(lead.unit),
            },
        )  # fmt: skip
    _consent(team, case, lead.unit, told.came_on)
    return case


def _name(team: Team, case: Case, on: date) -> None:
    lead = team.lead
    with team.world.at(on, lead.as_role("responsible_worker"), 10) as by:
        proposal = responsibility.propose(
            case=fresh(case), worker=lead.user, unit=lead.unit, decision_power="none", by=by, ground=CONSENT,
            answer_due_on=on + timedelta(days=7),
        )
        responsibility.answer_of_client(proposal=proposal, by=by, answer="yes")
        responsibility.answer_as_worker(
            proposal=ResponsibleProposal.objects.get(pk=proposal.pk), by=by, answer="yes"
        )


def _plan(team: Team, case: Case, on: date, number: int) -> None:
    """The first version makes the plan; a later one says how it has gone since."""
    with team.world.at(on, team.lead.as_role("responsible_worker"), 13) as by:
        held = fresh(case)
        plan, goal = Plan.objects.filter(case=held).first(), None
        if plan is None:
            map_network(held, by)
            plan = plans.start_plan(case=held, by=by, made_in="network", review_on=on + timedelta(days=90),
                                    support_months=12)  # fmt: skip
            goal = plans.add_goal(plan=plan, by=by, in_clients_words=GOALS[number % len(GOALS)], importance=8,
                                  purpose="employment")  # fmt: skip
        goal = goal or plan.goals.get()
        action = plans.add_action(
            goal=goal, by=by, what="Sovitaan seuraava käynti yhdessä", owner=team.lead.user,
            due_on=on + timedelta(days=14), follow_up_on=on + timedelta(days=21),
        )  # fmt: skip
        plans.accept_action(action=action, by=by)
        version = versions.make_version(plan=plan, by=by, reason="Sovittu yhdessä")
        versions.approve_version(version=version, by=by, mode="spoken", recorded_why="in_meeting")


def _coach(team: Team, case: Case, told: shapes.Coaching, number: int) -> None:
    coaches = team.coaches
    coach = coaches[number % len(coaches)]
    _consent(team, case, coach.unit, told.from_on)
    with team.world.at(told.from_on, team.lead.as_role("responsible_worker"), 11) as by:
        episode = employment.start_coaching(
            case=fresh(case), by=by, coach=coach.user, unit=coach.unit, type=told.type, payer="employment_services",
            voluntary=True, next_step="Ensimmäinen tapaaminen", next_on=told.from_on + timedelta(days=7),
        )
    for job in told.jobs:
        with team.world.at(job.on, coach.as_role("job_coach"), 14) as by:
            working.add_job(
                episode=type(episode).objects.get(pk=episode.pk), by=by, employer="Paikallinen yritys", title="Työ",
                kind=job.kind, starts_on=job.on,
            )


def _consent(team: Team, case: Case, unit: Unit, on: date) -> None:
    with team.world.at(on, team.lead.as_role("responsible_worker")) as by:
        give_consent(case=fresh(case), organisation=unit.organisation, groups=("basics", "employment"), by=by,
                     given_on=on, mode="written")  # fmt: skip


def _serve(team: Team, case: Case, card: str, on: date) -> ServiceEpisode:
    with team.world.at(on, team.lead.as_role("responsible_worker"), 12) as by:
        episode = services.plan_service(case=fresh(case), by=by, card=team.card(card))
        services.start_service(episode=episode, version=1, by=by, on=on)
        episode.refresh_from_db()
        return episode


def _buy(team: Team, case: Case, told: shapes.Bought) -> None:
    contract = team.made[told.contract]
    episode = _serve(team, case, contract.services.get().card.key, told.from_on)
    _consent(team, case, contract.unit, told.from_on)
    by = team.lead.as_role("responsible_worker")
    with team.world.at(told.from_on, by, 13):
        lot = contract.lots.get(kind="extra") if told.lot else None
        placed = purchases.place(episode=episode, contract=contract, by=by, target_group=told.target, lot=lot)
        if told.diagnosis is not None:
            purchases.tell_diagnosis(placement=placed, version=1, by=by, known=told.diagnosis)
        if told.bonus:
            purchases.propose_bonus(placement=placed, by=by, criterion="c1", reason=TRIGGER)
    if told.bonus:
        _confirm(team, case, placed, told.from_on)


def _confirm(team: Team, case: Case, placed: object, on: date) -> None:
    """The buyer's worker comes along for it, by the client's leave."""
    worker: Member = team.confirming
    _consent(team, case, worker.unit, on)
    with team.world.at(on, team.lead.as_role("responsible_worker"), 14) as by:
        held = fresh(case)
        cases.join_team(case=held, user=worker.user, unit=worker.unit, task="Tilaajan asiantuntija", by=by,
                        ground=CONSENT, groups=("basics", "employment"),
                        consent=held.consents.filter(organisation=worker.unit.organisation).latest("pk"))  # fmt: skip
    actor = next(one for one in worker.actors.values() if one.role != "manager")
    with team.world.at(on, actor, 15):
        row = type(placed).objects.get(pk=placed.pk)
        purchases.decide_bonus(placement=row, by=actor, state="confirmed", reason=TRIGGER)


def _measure(team: Team, case: Case, told: shapes.Result) -> None:
    one = next(one for one in measurable(team.region.pk) if one.key == told.instrument)
    by = team.lead.as_role("responsible_worker")
    with team.world.at(told.on, by, 10):
        note_result(case=fresh(case), by=by, groups=by.field_groups(), result=Result(
            told.instrument, one.editions[-1].version, told.on, "interview", "Haastattelu", dict(told.scores),
            {key: list(levels) for key, levels in told.features.items()},
        ))  # fmt: skip


def _tell(team: Team, case: Case, told: shapes.Client) -> None:
    """The client answers by name on the own pages, half a year after coming."""
    on = told.came_on + timedelta(days=180)
    job = system(PURPOSE, (case.pk,))
    with dates.clock(team.world.moment(on, 9)), acting(job):
        user = add_user(by=job, username=f"asiakas-{case.number}", name="Asiakas", person_id=case.person_id)
    client = Actor(kind=CLIENT, user_id=user.pk, person_id=case.person_id, name=user.name)
    with dates.clock(team.world.moment(on, 18)), acting(client):
        marks = {"satisfaction": told.satisfaction}
        feedback.answer_any_time(case=case, by=client, marks=marks, by_name=True)



"""This room's part of the invented world: a plan that has lived a while, made by the same acts as people's."""

import random
from datetime import timedelta

from rinnalla.access.actor import Actor
from rinnalla.access.models import Membership, User
from rinnalla.assessments.network.demo import map_network
from rinnalla.cases.models import Case
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.plans import actions, around, rounds, versions
from rinnalla.plans.models import Plan, PlanVersion

GOALS = (
    (
        "Haluan töihin, joissa selkä kestää. Mieluiten kasvien kanssa.",
        "employment",
        ("Sopimus työkokeilusta", "Laskelma: mitä jää käteen työkokeilun aikana", "Tutustuminen työpaikkaan"),
    ),
    (
        "Että arki pyörii kipeänäkin päivänä.",
        "prevent_incapacity",
        ("Kotipalvelun kokeilu", "Omalääkärin aika", "Kivunhallinnan ryhmä"),
    ),
    (
        "Haluan päästä kotoa ulos ja tavata ihmisiä.",
        "work_life_participation",
        ("Tutustuminen työpajaan", "Vertaisryhmä torstaisin"),
    ),
    ("Osa-aikainen työ riittäisi alkuun.", "employment", ("Ansioluettelo kuntoon", "Kolme yhteydenottoa työnantajiin")),
    ("Haluan tietää, mitä tällä koulutuksella vielä saa.", "employment", ("Keskustelu opinto-ohjaajan kanssa",)),
)
OWN_STEPS = ("Kävely kolme kertaa viikossa", "Kirjaan viikon hyvät hetket", "Soitan työpaikan esihenkilölle")
HOSTS = ("joint_service_plan", "joint_service_plan", "service_plan", "employment_plan", "rehabilitation_plan")
RUNGS = (
    ("social_rehabilitation", "Kaksi ryhmäpäivää viikossa ja yksi kotikäynti."),
    ("rehabilitative_work_activity", "Kolme päivää viikossa pajalla, neljä tuntia kerrallaan."),
    ("vocational_rehabilitation", "Kelan kurssi, johon kuuluu tutustuminen työpaikkoihin."),
    ("work_trial", "Työkokeilu kahtena päivänä viikossa, valmentaja käy kerran viikossa."),
    ("coaching_into_paid_work", "Valmentaja etsii paikkaa yhdessä asiakkaan kanssa."),
)
MINDS = (
    "Ei nostoja yli viiden kilon.",
    "Tauko kahden tunnin välein, istuminen ja seisominen vuorotellen.",
    "Aamut ovat hitaita: aloitus vasta kello kymmenen jälkeen.",
    "Melu väsyttää. Rauhallinen työpiste auttaa.",
)
REASONS = ("Ensimmäinen yhteinen suunnitelma", "Työkokeilusta sovittiin", "Tilanne muuttui, tarkistettiin yhdessä")


def make_plan(case: Case, by: Actor, rng: random.Random, *, goals: int = 2, approve: bool = True) -> Plan:
    """A plan with goals, actions of the team and of the client, a first version and the client's answer to it."""
    today = dates.today()
    map_network(case, by)
    plan = actions.start_plan(
        case=case,
        by=by,
        made_in=rng.choice(("team", "network")),
        review_on=today + timedelta(days=rng.randrange(40, 120)),
        support_months=rng.choice((6, 9, 12, 18, 24)),
    )
    team = [
        member.user
        for member in case.team.filter(left_at__isnull=True).select_related("user", "grant")
        if member.grant is None or "basics" in member.grant.field_groups
    ]
    for words, purpose, steps in rng.sample(GOALS, goals):
        goal = actions.add_goal(
            plan=plan, by=by, in_clients_words=words, purpose=purpose, importance=rng.randrange(6, 11), said_on=today
        )
        for what in steps:
            _add(goal, by, rng, what, owner=rng.choice(team))
        _add(goal, by, rng, rng.choice(OWN_STEPS), owner=None)
    round_it(plan, by, rng)
    version = versions.make_version(plan=plan, by=by, reason=REASONS[0])
    if approve:
        approve_as_recorded(version, by)
    return plan


def round_it(plan: Plan, by: Actor, rng: random.Random) -> None:
    """What stands round the plan before its first version: a host plan, a rung, what the illness asks of the others."""
    today = dates.today()
    around.set_host(
        plan=plan, by=by, kind=rng.choice(HOSTS), starts_on=today - timedelta(days=rng.randrange(5, 40)),
        ends_on=today + timedelta(days=365), reference=f"SU-{today.year}-{rng.randrange(1000, 9999)}",
    )  # fmt: skip
    stage, measures = rng.choice(RUNGS)
    around.step_on(plan=plan, by=by, stage=stage, measures=measures, starts_on=today)
    if "health" in by.field_groups() and rng.random() < 0.5:
        around.add_consideration(plan=plan, by=by, text=rng.choice(MINDS))


def round_the_plan(plan: Plan, by: Actor) -> None:
    """Somebody whose back is worn: part of a multi-agency employment plan, on the first rung, with what to mind."""
    today = dates.today()
    around.set_host(
        plan=plan, by=by, kind="joint_service_plan", starts_on=today - timedelta(days=30),
        reference=f"TYM-{today.year}-0417",
    )  # fmt: skip
    around.step_on(
        plan=plan, by=by, stage="social_rehabilitation", starts_on=today,
        measures="Selkäryhmä kahdesti viikossa ja tutustuminen uusiin aloihin.",
    )  # fmt: skip
    for text in MINDS[:2]:
        around.add_consideration(plan=plan, by=by, text=text)


def nearer_work(plan: Plan, by: Actor, place: str, asker: User) -> None:
    """The next rung is a work trial, and somebody outside the plan may ask how it goes."""
    around.step_on(
        plan=plan, by=by, stage="work_trial", starts_on=dates.today(),
        measures=f"Työkokeilu sovitaan, {place}. Kolme päivää viikossa.",
    )  # fmt: skip
    membership = Membership.objects.select_related("user", "unit__organisation").filter(user=asker).first()
    around.let_ask(plan=plan, membership=membership, by=by)


def stand_behind(version: PlanVersion, *actors: Actor) -> None:
    """Each one's organisation approves its own part and enters it in its own system, where it has one."""
    bodies = {one.get("body") for goal in version.content["goals"] for one in goal["actions"]}
    for actor in actors:
        organisation = Organisation.objects.get(pk=actor.organisation_id)
        if str(organisation.uuid) in bodies:
            rounds.approve_part(version=version, by=actor)
            around.enter(version=version, organisation=organisation, by=actor)


def _add(goal, by: Actor, rng: random.Random, what: str, owner: User | None) -> None:
    due = dates.today() + timedelta(days=rng.randrange(7, 60))
    action = actions.add_action(
        goal=goal,
        by=by,
        what=what,
        by_client=owner is None,
        owner=owner,
        due_on=due,
        follow_up_on=due + timedelta(days=rng.randrange(0, 14)),
    )
    if owner and owner.pk == by.user_id:
        actions.accept_action(action=action, by=by)


def approve_as_recorded(version: PlanVersion, by: Actor) -> None:
    """The client's approval, said in a meeting and recorded by the worker."""
    versions.approve_version(version=version, by=by, mode="spoken", recorded_why="in_meeting")


def live_on(plan: Plan, by: Actor, rng: random.Random) -> PlanVersion:
    """Some actions get done, a new one is agreed, and a second version is confirmed."""
    rows = list(plan.case.actions.open().filter(owner_id=by.user_id).order_by("pk"))
    for action in rows[: len(rows) // 2]:
        actions.mark_done(action=action, by=by, what_came="Sujui niin kuin sovittiin.")
    goal = plan.goals.open().order_by("pk").first()
    _add(goal, by, rng, "Työkokeilun sopimus allekirjoitetaan", owner=User.objects.get(pk=by.user_id))
    return versions.make_version(plan=plan, by=by, reason=rng.choice(REASONS[1:]))

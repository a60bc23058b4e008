"""What is done during a life: talks, the interview, the plan and its reviews, services, meetings, contacts."""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from rinnalla.access.models import User
from rinnalla.assessments import actions as assessments
from rinnalla.assessments.ability.demo import assess
from rinnalla.assessments.demo import choose, told_of, use_instruments
from rinnalla.assessments.mapping import areas
from rinnalla.assessments.network.demo import map_network
from rinnalla.assessments.results.demo import measure
from rinnalla.cases import actions as cases
from rinnalla.demo import words
from rinnalla.demo.world import groups_of
from rinnalla.lib import dates
from rinnalla.organisations.models import Region
from rinnalla.people import actions as people
from rinnalla.plans import actions as plans
from rinnalla.plans import versions
from rinnalla.plans.demo import round_it, stand_behind
from rinnalla.plans.models import Action, Goal, Plan
from rinnalla.servicemodels import codes

if TYPE_CHECKING:
    from rinnalla.demo.lives import Life

STAYS_OPEN = 8  # an action nearer than this many days would fill somebody's day page


# Talking --------------------------------------------------------------------------------------------------------------


def first_talk(life: "Life") -> None:
    """The first contact, and how important the client finds it."""
    rng = life.world.rng
    with life.acting(day=life.soon(rng.randrange(1, 6))):
        case = life.case
        cases.set_wish(case=case, version=case.version, by=life.by, wish=case.wish, motivation=rng.randrange(3, 11))
        cases.note_contact(
            case=case,
            by=life.by,
            on=dates.today(),
            channel=rng.choice(("phone", "meeting", "meeting", "video")),
            subject="Ensimmäinen keskustelu",
            text=rng.choice(words.FIRST_TALKS),
            minutes=rng.choice((30, 45, 60)),
            client_rating=rng.choice((3, 4, 5, 5)),
        )


def keep_in_touch(life: "Life", times: int) -> None:
    """Contacts on the way, with the client and for the client."""
    for _each in range(times):
        life.on(life.world.rng.randrange(8, 22))
        contact(life)


def contact(life: "Life") -> None:
    rng = life.world.rng
    with_client = rng.random() < 0.85
    channel, subject, text = rng.choice(words.CONTACTS if with_client else words.OUTSIDE_CONTACTS)
    with life.acting(hour=rng.randrange(8, 16)):
        cases.note_contact(
            case=life.case,
            by=life.by,
            on=dates.today(),
            channel=channel,
            subject=subject,
            text=text,
            with_client=with_client,
            minutes=rng.choice((5, 10, 15, 30, 45)),
            field_group=rng.choices(("basics", "employment", "livelihood", "health"), (7, 2, 1, 1))[0],
        )


def last_contact(life: "Life") -> None:
    """The newest contact, on the very day the path says; and what was promised by then is done."""
    life.day = life.end
    with life.acting(hour=11):
        channel, subject, text = life.world.rng.choice(words.CONTACTS)
        cases.note_contact(
            case=life.case, by=life.by, on=dates.today(), channel=channel, subject=subject, text=text, minutes=15
        )
        if life.plan:
            _finish(life, life.world.today + timedelta(days=STAYS_OPEN), but_one=life.path.late)
            _settle_plan(life)


# Finding out ----------------------------------------------------------------------------------------------------------


def interview(life: "Life", *, signed: bool) -> None:
    """The first structured talk; signed, or still a draft."""
    rng, by = life.world.rng, life.by
    with life.acting(day=life.soon(rng.randrange(2, 12)), hour=13):
        case = life.case
        _jobseeker(life)
        assessment = assessments.start(case=case, by=by)
        facts = {
            "talked_on": dates.today(),
            "network": rng.choice(words.NETWORK),
            "goal": case.wish if signed else "",
            "resources": rng.choice(words.RESOURCES) if signed or rng.random() < 0.5 else "",
            "motivation": case.motivation,
            "wish": case.wish,
            "unemployment_spells": rng.randrange(0, 5),
            "unemployment_months": rng.randrange(0, 48),
        }
        if case.responsible_worker_id is None:
            facts["responsible_reason"] = "Asiakas tapaa ehdotetun asiakasvastaavan ensi viikolla."
        assessments.save(
            assessment=assessment,
            version=assessment.version,
            by=by,
            groups=groups_of(by),
            facts=facts,
            criteria=rng.sample(criteria(), rng.randrange(1, 3)),
            answers=_answers(life, signed),
            told=told_of(assessment, groups_of(by), rng),
        )
        if signed:
            use_instruments(assessment, by)
            assessments.sign(assessment=assessment, version=assessment.version, by=by)
            measure(case, by, 0)
            choose(assessment, by, groups_of(by), rng)


def _jobseeker(life: "Life") -> None:
    """What the client says of being a jobseeker; both are helped alike (V-17)."""
    person = life.case.person
    kept = {
        name: getattr(person, name)
        for name in ("given_names", "family_name", "phone", "email", "language", "interpreter", "municipality")
    }
    status = life.world.rng.choices(("registered", "not_registered", "unknown"), (6, 3, 1))[0]
    people.change_contacts(
        person=person, version=person.version, by=life.by, jobseeker_status=status, **kept,
    )


def _answers(life: "Life", signed: bool) -> dict[str, tuple[str, str]]:
    rng, answers = life.world.rng, {}
    for key in rng.sample(areas_of(life.world.region), 6 if signed else 3):
        answer = rng.choices(("no_need", "need", "later", "not_asked"), (3, 4, 2, 1))[0]
        answers[key] = (answer, rng.choice(NEEDS) if answer == "need" else "")
    return answers


NEEDS = (
    "Tästä puhutaan lisää seuraavalla kerralla.",
    "Toivoo tähän apua ensimmäisenä.",
    "Jokin tuki on jo, mutta se ei riitä.",
    "Haluaa, että tämä otetaan mukaan suunnitelmaan.",
)


@lru_cache(maxsize=8)
def areas_of(region: Region) -> tuple[str, ...]:
    return tuple(area.key for area in areas(region))


def criteria() -> list[str]:
    return [one.key for one in codes.code_list("criteria")]


# Planning -------------------------------------------------------------------------------------------------------------


def plan(life: "Life") -> None:
    """The plan with goals in own words, actions of the team and of the client, and the first version."""
    rng = life.world.rng
    with life.acting(day=life.on(rng.randrange(5, 15)), hour=13):
        map_network(life.case, life.by)
        assess(life.case, life.by)
        life.plan = plans.start_plan(
            case=life.case,
            by=life.by,
            made_in=rng.choice(("team", "network")),
            review_on=dates.today() + timedelta(days=90),
            support_months=rng.choice((6, 9, 12, 18, 24)),
        )
        for text in rng.sample(life.voice.goals, rng.choice((1, 1, 2))):
            goal = plans.add_goal(
                plan=life.plan,
                by=life.by,
                in_clients_words=text.words,
                purpose=text.purpose,
                importance=rng.randrange(6, 11),
                field_group=text.group,
            )
            for what in text.team:
                add_action(life, goal, what, _owner(life, text.group))
            add_action(life, goal, text.own, None)
        round_it(life.plan, life.by, rng)
        confirm(life, "Ensimmäinen yhteinen suunnitelma")


def _owner(life: "Life", group: str) -> User:
    """Somebody of the team who may see the goal; most often somebody else than the lead."""
    able = [
        one.user
        for one in life.case.team.filter(left_at__isnull=True).select_related("user", "grant").order_by("pk")
        if one.grant is None or {group, "basics"} <= set(one.grant.field_groups) and one.grant.depth > 2
    ]
    return life.world.rng.choice(able)


def add_action(life: "Life", goal: Goal, what: str, owner: User | None, *, after: int = 10) -> Action:
    """An agreed action with its dates; the lead promises own ones at once."""
    due = dates.today() + timedelta(days=after + life.world.rng.randrange(40))
    action = plans.add_action(
        goal=goal,
        by=life.by,
        what=what,
        by_client=owner is None,
        owner=owner,
        due_on=due,
        follow_up_on=due + timedelta(days=life.world.rng.randrange(2, 14)),
    )
    if owner and owner.pk == life.by.user_id:
        plans.accept_action(action=action, by=life.by)
    return action


def confirm(life: "Life", reason: str, cause: str = "review") -> None:
    """A version, and what the client said of it; now and then it still waits for the client."""
    version = versions.make_version(plan=Plan.objects.get(pk=life.plan.pk), by=life.by, reason=reason, cause=cause)
    draw = life.world.rng.random()
    if draw < 0.7:
        stand_behind(version, life.by)
    if draw < 0.8:
        versions.approve_version(
            version=version,
            by=life.by,
            mode="spoken" if draw < 0.6 else "paper",
            recorded_why="in_meeting" if draw < 0.6 else "no_account",
        )
    elif draw < 0.86:
        versions.approve_version(
            version=version,
            by=life.by,
            answer="questioned",
            words="Aloittaisin mieluummin yhdellä päivällä viikossa.",
            mode="spoken",
            recorded_why="asked_worker",
        )


def promise_own_actions(life: "Life") -> None:
    """The others of the team promise what falls to them (L-54); some promises are still missing."""
    with life.acting(hour=14):
        here = life.case.team.filter(left_at__isnull=True).values("user")  # a coach whose coaching has ended is not
        waiting = Action.objects.filter(case=life.case, owner__in=here).open().exclude(owner_id=life.by.user_id)
        by_owner: dict[str, list[Action]] = {}
        for action in waiting.select_related("owner", "case").order_by("pk"):
            by_owner.setdefault(action.owner.username, []).append(action)
    for username, actions in by_owner.items():
        member = life.world.members[username]
        if life.world.rng.random() < 0.8:
            with life.world.at(life.day, member.actor, 15):
                for action in actions:
                    plans.accept_action(action=action, by=member.actor)


def review_plan(life: "Life") -> None:
    """The plan is gone through: done things marked, a new action, a new version."""
    if not life.plan:
        return
    promise_own_actions(life)
    rng = life.world.rng
    with life.acting(day=life.on(rng.randrange(10, 25)), hour=13):
        measure(life.case, life.by, 1)
        _finish(life, dates.today() + timedelta(days=5), but_one=life.path.late)
        goal = Goal.objects.filter(case=life.case).open().order_by("pk").first()
        ahead = max(STAYS_OPEN + 2, (life.world.today - dates.today()).days + STAYS_OPEN + 2)
        add_action(life, goal, rng.choice(NEXT_ACTIONS), _owner(life, goal.field_group), after=ahead)
        confirm(life, rng.choice(words.REVIEW_REASONS), rng.choice(("review", "circumstances", "client_asked")))


NEXT_ACTIONS = (
    "Työkokeilun sopimus allekirjoitetaan",
    "Loppuarvio työkokeilusta",
    "Hakemus kuntoutukseen",
    "Yhteinen tapaaminen työnantajan kanssa",
    "Palkkatuen hakeminen",
    "Opintojen aloituksen tuki sovitaan",
    "Etuuslaskelma uudelle työajalle",
    "Tuen keventämisestä sopiminen",
)


def _finish(life: "Life", until: date, *, but_one: bool = False) -> None:
    """Mark done what falls due by a day; with `but_one` one of them is late instead."""
    due = (
        Action.objects.filter(case=life.case, due_on__lte=until)
        .open()
        .select_related("case", "goal")
        .order_by("due_on", "pk")
    )
    for action in due:
        if but_one and action.owner_id not in (None, life.by.user_id):
            but_one = False
            continue
        plans.mark_done(action=action, by=life.by, what_came=life.world.rng.choice(CAME))


CAME = (
    "Sujui niin kuin sovittiin.",
    "Tehty. Jatkosta sovittiin samalla.",
    "Onnistui toisella yrityksellä.",
    "Tehty yhdessä.",
    "Valmis. Asiakas oli tyytyväinen.",
    "",
)


def _settle_plan(life: "Life") -> None:
    """For a case that goes on, the plan's own review day; for one that ends, what became of the goals."""
    row = Plan.objects.get(pk=life.plan.pk)
    if life.path.closed is None:
        plans.change_plan(
            plan=row,
            version=row.version,
            by=life.by,
            made_in=row.made_in,
            review_on=life.world.today + timedelta(days=life.path.review),
        )
        return
    for goal in Goal.objects.filter(case=life.case).open():
        plans.close_goal(
            goal=goal, by=life.by, outcome=life.world.rng.choice(("reached", "reached", "partly_reached", "changed"))
        )
